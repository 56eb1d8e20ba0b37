"""What a launch froze, as the value that everything later works with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from questionnaires.schema import Questionnaire
from questionnaires.sentence import Sentence
from questionnaires.study import StudyFile
from reports.disclosure.policy import Policy, PolicyError
from reports.menu import Menu
from survey_app.errors import NotNow
from survey_app.roll.models import Wave

SEGMENTS = "segments"
"""What stands in a frozen definition beside the fields of the study file."""


@dataclass(frozen=True)
class Frozen:
    """What was frozen at launch, parsed: the same for a respondent, the count and a report.

    `segments` are the values that each breakdown has among those invited; none of a draft yet.
    """

    definition: StudyFile
    questionnaire: Questionnaire
    policy: Policy
    segments: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def suppliers(self) -> dict[str, str]:
        """Return supplier ids and names, the client first."""
        return {supplier.id: supplier.name for supplier in self.definition.suppliers}

    @cached_property
    def managers(self) -> dict[str, str]:
        """Return account manager ids and names, as listed."""
        return {manager.id: manager.name for manager in self.definition.account_managers}

    @cached_property
    def menu(self) -> Menu:
        """Return the rows that can be reported."""
        suppliers, managers = tuple(self.suppliers), tuple(self.managers)
        client, breakdowns = self.definition.client, self.definition.breakdowns
        return Menu(self.questionnaire, suppliers, managers, client, breakdowns, self.segments)


class Member(NamedTuple):
    """One invited person, without a name: their customer and whom they deal with."""

    customer: str
    managers: tuple[str, ...]


def frozen(wave: Wave) -> Frozen:
    """Return what the wave froze; a draft shows what it would freeze now."""
    stored = dict(wave.frozen_definition or wave.study.definition)
    segments = stored.pop(SEGMENTS, {})
    definition = StudyFile.model_validate(stored)
    questionnaire = wave.frozen_questionnaire or wave.study.questionnaire
    return Frozen(
        definition,
        Questionnaire.model_validate(questionnaire),
        _policy(wave, definition),
        segments,
    )


def _policy(wave: Wave, definition: StudyFile) -> Policy:
    respondents, customers, version = wave.min_respondents, wave.min_customers, wave.policy_version
    if respondents is None or customers is None or version is None:
        return Policy(**definition.policy.model_dump())
    try:
        return Policy(respondents, customers, version)
    except PolicyError as error:
        raise NotNow(
            Sentence(
                "The policy stored with %(wave)s is not the one it was launched with: %(what)s. "
                "Nothing of it is counted or released before the roll is put back as it was.",
                wave=wave.name,
                what=error.message,
            )
        ) from error
