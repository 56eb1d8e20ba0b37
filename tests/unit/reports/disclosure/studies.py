"""Random small studies, and studies put together by hand, as ballots with their menu."""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import msgspec
from hypothesis import strategies as st

from questionnaires.answers import Ballot, Circumstances
from questionnaires.schema import Option, Question, Questionnaire, Scale, Section
from reports.disclosure.bases import base_of, passes
from reports.disclosure.choosing import Barred
from reports.disclosure.gate import gate
from reports.disclosure.keep import Kept, keep
from reports.disclosure.policy import Policy
from reports.disclosure.release import Release
from reports.disclosure.settle import tallies_of
from reports.disclosure.tear import Torn, tear
from reports.menu import Menu
from reports.tally import Tallies

FIVE = Scale(points=5, not_applicable=True)
SUPPLIERS = ("client", "rival")
RATINGS = ("responsive", "fair", "clear")
POLICY = Policy()
Answers = dict[str, dict[str, str]]


def text(words: str) -> dict[str, str]:
    """Return words in the one language of these studies."""
    return {"en": words}


def rating(id_: str, kind: str = "rating", points: int = 5) -> Question:
    """Return a rating question or a grid."""
    scale = Scale(points=points, not_applicable=True)
    return Question(id=id_, kind=kind, text=text("How good?"), scale=scale)


def choice(id_: str, *options: str) -> Question:
    """Return a question with these options."""
    named = tuple(Option(id=option, text=text(option)) for option in options)
    return Question(id=id_, kind="single_choice", text=text("Which?"), options=named)


def plain(id_: str, kind: str) -> Question:
    """Return a recommendation or a comment."""
    return Question(id=id_, kind=kind, text=text("Well?"))


def questionnaire(
    asked_once: Sequence[Question], about_managers: Sequence[Question]
) -> Questionnaire:
    """Return a questionnaire of one section asked once and one about each account manager."""
    sections: list[Section] = []
    if asked_once:
        once = tuple(asked_once)
        sections.append(Section(id="compare", title=text("Comparing"), questions=once))
    if about_managers:
        about = tuple(about_managers)
        people = Section(
            id="people", title=text("People"), subject="account_managers", questions=about
        )
        sections.append(people)
    return Questionnaire(title=text("Q"), sections=tuple(sections))


@dataclass(frozen=True)
class Study:
    """Ballots, and the menu of what may be reported of them."""

    menu: Menu
    ballots: tuple[Ballot, ...]
    policy: Policy = POLICY

    def kept(self) -> Kept:
        """Return what the count keeps."""
        invited = len(self.ballots) + 3
        return keep(self.ballots, self.menu, self.policy, invited=invited, response_by_manager={})

    def torn(self) -> Torn:
        """Return its ballots taken apart."""
        found = Torn.of(self.menu)
        for each in self.ballots:
            tear(each, self.menu, found)
        return found

    def chosen(self) -> Tallies:
        """Return what the rules let the count keep, before the attacker is tried on it."""
        torn = self.torn()
        if not passes(base_of(torn.customers), self.policy):
            return Tallies()
        return tallies_of(torn, self.menu, self.policy, Barred())

    def released(self) -> Release:
        """Return what the gate lets out of what the rules let the count keep."""
        return gate(self.chosen(), self.menu, self.policy)


def ballot(
    customer: str, answers: Answers, managers: Sequence[str] = (), **segments: str
) -> Ballot:
    """Return one respondent's ballot."""
    return Ballot(Circumstances(customer, tuple(managers), segments), answers)


def belonging(one: Ballot, segments: Mapping[str, str]) -> Ballot:
    """Return the same ballot of a respondent who belongs to these segments."""
    circumstances = msgspec.structs.replace(one.circumstances, segments=dict(segments))
    return msgspec.structs.replace(one, circumstances=circumstances)


def of_managers(groups: Mapping[str, str], *, questions: Sequence[str] = RATINGS[:1]) -> Study:
    """Return a study in which each letter of `{"am1": "aab"}` is a respondent of that customer."""
    ballots = [
        ballot(
            customer, {f"{q}@{m}": {"": str(1 + (n + i) % 5)} for i, q in enumerate(questions)}, [m]
        )
        for m, customers in groups.items()
        for n, customer in enumerate(customers)
    ]
    asked = questionnaire([], [rating(q) for q in questions])
    return Study(Menu(asked, SUPPLIERS, tuple(groups)), tuple(ballots))


def of_answers(question: Question, answers: Sequence[str], *, customers: int = 6) -> Study:
    """Return a study of one question asked once; its respondents are dealt out to the customers."""
    ballots = [
        ballot(f"customer {n % customers}", {question.id: {"": value}} if value else {})
        for n, value in enumerate(answers)
    ]
    return Study(Menu(questionnaire([question], []), SUPPLIERS, ()), tuple(ballots))


@cache
def shaped(ratings: int, others: int, points: int, grids: int) -> Questionnaire:
    """Return a questionnaire with so many ratings of managers, other questions and grids."""
    once = [
        choice("buys", "yes", "no"),
        choice("partner", "none", "some", "close", "full"),
        rating("quality", "supplier_grid"),
        rating("trust", points=points),
        plain("recommend", "nps"),
        *[rating("price", "supplier_grid")][:grids],
    ]
    about = [rating(q) for q in RATINGS[:ratings]]
    further = [plain("hire", "nps"), choice("contact", "little", "right", "much")]
    return questionnaire(once, [*about, *further[:others]])


FEW = (3, 5, 8, 12, 16, 20, 24, 28, 32, 36, 40)


@st.composite
def studies(draw: st.DrawFn, sizes: Sequence[int] = FEW) -> Study:
    """Draw the shape of a study and, from a seed, everybody's answers."""
    managers = tuple(f"am{n + 1}" for n in range(draw(st.integers(1, 6))))
    asked = shaped(
        draw(st.integers(1, 3)),
        draw(st.integers(0, 2)),
        draw(st.sampled_from([2, 3, 5, 7, 11])),
        draw(st.integers(0, 1)),
    )
    menu = Menu(asked, SUPPLIERS, managers)
    drawing = _Drawing(
        random.Random(draw(st.integers(0, 2**32))),
        answered=draw(st.sampled_from([0.5, 0.9, 1.0])),
        agreed=draw(st.sampled_from([0.0, 0.5, 0.9])),
        several=draw(st.sampled_from([0.0, 0.2, 0.5])),
        skewed=draw(st.sampled_from([1.0, 1.0, 2.0])),
        customers=draw(st.sampled_from([1, 2, 3, 4, 5, 6, 6, 6])),
    )
    respondents = draw(st.sampled_from(sizes))
    return Study(menu, tuple(drawing.ballot(menu) for _ in range(respondents)))


def broken_down(study: Study, segments: Sequence[Mapping[str, str]]) -> Study:
    """Return the same study with the segments of each respondent, all of them on the menu."""
    ballots = tuple(belonging(each, own) for each, own in zip(study.ballots, segments, strict=True))
    values: dict[str, set[str]] = defaultdict(set)
    for own in segments:
        for column, value in own.items():
            values[column] |= {value} - {""}
    menu = replace(
        study.menu,
        client=SUPPLIERS[0],
        breakdowns=tuple(values),
        segments={column: tuple(sorted(found)) for column, found in values.items()},
    )
    return replace(study, menu=menu, ballots=ballots)


@st.composite
def segmented(draw: st.DrawFn) -> Study:
    """Draw a study whose customers, or whose contacts, belong to regions and are of a size."""
    study = draw(studies(sizes=(12, 30, 45, 60, 90)))
    chance = random.Random(draw(st.integers(0, 2**32)))
    regions, by_customer = draw(st.integers(1, 6)), draw(st.booleans())
    blank = draw(st.sampled_from([0.0, 0.0, 0.05, 0.2]))
    of_customer: dict[str, str] = defaultdict(
        lambda: f"r{int(regions * chance.random() ** 1.5)}" * (chance.random() >= blank)
    )
    people = [
        {
            "region": of_customer[each.circumstances.customer if by_customer else str(n)],
            "size": chance.choice(["small", "large"]),
        }
        for n, each in enumerate(study.ballots)
    ]
    return broken_down(study, people)


@dataclass(frozen=True)
class _Drawing:
    """How everybody answers: how fully, how alike, about how many managers, from where."""

    chance: random.Random
    answered: float
    agreed: float
    several: float
    skewed: float
    customers: int

    def ballot(self, menu: Menu) -> Ballot:
        # Skewed, so that some customers and some managers are much larger than others.
        customer = int(self.customers * self.chance.random() ** self.skewed)
        first = menu.managers[int(len(menu.managers) * self.chance.random() ** 2)]
        others = [m for m in menu.managers if m != first and self.chance.random() < self.several]
        managers = [first, *others] if self.chance.random() < 0.95 else []
        return ballot(f"customer {customer}", self._answers(menu, managers), managers)

    def _answers(self, menu: Menu, managers: Sequence[str]) -> Answers:
        answers: Answers = {}
        for section, question in menu.questionnaire.asked():
            subjects: Sequence[str | None] = [None]
            if section.subject == "account_managers":
                subjects = managers
            for subject in subjects:
                rows = menu.suppliers if question.kind == "supplier_grid" else [""]
                given = {row: self._value(question) for row in rows}
                key = f"{question.id}@{subject}" if subject else question.id
                answers[key] = {row: value for row, value in given.items() if value}
        return {key: rows for key, rows in answers.items() if rows}

    def _value(self, question: Question) -> str:
        if self.chance.random() > self.answered:
            return "na" if question.scale and self.chance.random() < 0.5 else ""
        if question.kind == "nps":
            offered = [str(point) for point in range(11)]
        elif question.scale:
            offered = [str(point + 1) for point in range(question.scale.points)]
        else:
            offered = [option.id for option in question.options or ()]
        return offered[-1] if self.chance.random() < self.agreed else self.chance.choice(offered)
