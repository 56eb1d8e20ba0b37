"""The invented wave of the demonstration in German: every kind of question, as a board reads it."""

from datetime import date
from functools import cache
from importlib.resources import files

from questionnaires.answers import Ballot, Circumstances, check
from questionnaires.load import load_questionnaire
from reports.disclosure.gate import gate
from reports.disclosure.keep import keep
from reports.disclosure.policy import Policy
from reports.disclosure.release import Release
from reports.labels import Labels
from reports.menu import Menu
from survey_app.demonstration.customers import simulated
from survey_app.demonstration.names import CLIENT, SUPPLIERS, TERRITORIES
from survey_app.demonstration.roll import contacts
from survey_app.demonstration.study import SEED


@cache
def labels() -> Labels:
    """Return the names of the demonstration's study, the report in German."""
    data = (files("survey_app.demonstration") / "questionnaire.yaml").read_bytes()
    return Labels(
        practice="Halden Weir Marktforschung",
        study="Kundenstudie Aldermoor",
        wave_number=1,
        client=CLIENT,
        suppliers=dict(SUPPLIERS),
        account_managers={territory.manager: territory.name for territory in TERRITORIES},
        questionnaire=load_questionnaire("questionnaire.yaml", data, ["de"]),
        language="de",
        opened_on=date(2026, 3, 2),
        closed_on=date(2026, 3, 27),
    )


@cache
def release() -> Release:
    """Return what the gate lets out of what the invented customers answer."""
    roll, asked, suppliers = contacts(SEED), labels().questionnaire, tuple(SUPPLIERS)
    posted = simulated(roll, asked, suppliers, SEED)
    ballots = [
        outcome
        for one in roll
        if one.contact in posted
        and isinstance(
            outcome := check(
                asked,
                suppliers,
                Circumstances(one.customer, one.account_managers),
                posted[one.contact],
            ),
            Ballot,
        )
    ]
    menu = Menu(asked, suppliers, tuple(labels().account_managers), CLIENT)
    kept = keep(ballots, menu, Policy(), invited=len(roll), response_by_manager={})
    return gate(kept.tallies, menu, Policy())
