"""The client beside each competitor, as the same people rated both."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from questionnaires.schema import Question
from reports.charts.outcomes import LOST, TIED, WON, outcome_bars
from reports.derived.contrasts import clear
from reports.disclosure.rated_pairs import RESULTS
from reports.disclosure.release import FactKey
from reports.figures import bounds
from reports.material import Material, part, shown
from reports.report import Fact, Figure, Group, Row
from reports.sections.lines import GAP, NARROW, PAGE, fitted, row_height
from reports.sections.sums import joined, sum_note
from reports.story import Verdict
from reports.story_of_items import versus_headline

COLUMN = 56
COLUMNS = ("versus.chart", "versus.better", "versus.same", "versus.worse", "versus.difference")


@dataclass(frozen=True, slots=True)
class Versus:
    """The client and one competitor in one question: better, the same, worse, the difference."""

    question: Question
    shares: tuple[Fact, ...]
    difference: Fact

    @property
    def entries(self) -> tuple[Fact, ...]:
        """Return what stands in the columns."""
        difference = self.difference
        return (
            *self.shares,
            difference,
            part(difference, "interval"),
            part(difference, "n"),
        )


Lines = Mapping[str, Sequence[Versus]]
"""For each competitor, the questions in which it was compared with the client."""


def versus_figure(material: Material, questions: Sequence[Question]) -> tuple[str, Figure] | None:
    """Draw, per competitor, how many of the same people rated the client above and below it.

    None where nothing of it is shown. What is beyond chance is so with all of the figure's
    differences taken together.
    """
    lines = {rival: list(_lines(material, questions, rival)) for rival in material.competitors}
    differences = {
        each.difference.key: each.difference.cell for found in lines.values() for each in found
    }
    if not any(shown(cell) for cell in differences.values()):
        return None
    return _drawn(material, lines, clear(differences))


def _lines(material: Material, questions: Sequence[Question], rival: str) -> Iterator[Versus]:
    client = material.labels.client
    for question in questions:
        facts = {fact.key.option: fact for fact in material.shares(question.id, client, rival)}
        difference = material.fact("difference", question.id, client, against=rival)
        if difference and facts:
            yield Versus(question, tuple(facts[each] for each in RESULTS), difference)


def _drawn(material: Material, lines: Lines, beyond: Collection[FactKey]) -> tuple[str, Figure]:
    verdicts = {
        material.labels.suppliers[rival]: [_verdict(each.difference, beyond) for each in found]
        for rival, found in lines.items()
        if found
    }
    message = versus_headline(material.language, material.labels.client_name(), verdicts)
    labels = [material.label(each.question) for found in lines.values() for each in found]
    drawn = [[fact.cell for fact in each.shares] for found in lines.values() for each in found]
    row = row_height(labels, NARROW)
    groups = tuple(
        _group(material, rival, found, beyond, row=row)
        for rival, found in lines.items()
        if any(shown(each.difference.cell) for each in found)
    )
    says, level = material.says, material.level
    note = says("versus.note", client=material.labels.client_name(), level=level)
    figure = Figure(
        style="spread",
        title=says("versus.title"),
        label=says("column.question"),
        columns=(
            *(says(key) for key in COLUMNS),
            says("column.interval", level=level),
            says("column.n"),
        ),
        groups=groups,
        note=joined(note, sum_note(material, drawn)),
        row=row,
        label_width=NARROW,
        swatches=(WON, TIED, LOST),
    )
    return message, figure


def _verdict(difference: Fact, beyond: Collection[FactKey]) -> Verdict:
    if not shown(difference.cell):
        return Verdict.UNKNOWN
    if difference.key not in beyond:
        return Verdict.CLOSE
    span = bounds(difference.cell)
    return Verdict.AHEAD if span and span[0] > 0 else Verdict.BEHIND


def _group(
    material: Material,
    rival: str,
    found: Sequence[Versus],
    beyond: Collection[FactKey],
    *,
    row: int,
) -> Group:
    one, other = material.labels.client_name(), material.labels.suppliers[rival]
    title = material.says("pairs.versus", one=one, other=other)
    rows = tuple(
        Row(
            fitted(material.label(each.question), NARROW),
            each.entries,
            strong=each.difference.key in beyond,
        )
        for each in found
    )
    spoken = [
        material.says(
            "alt.spread_line",
            name=material.label(each.question),
            parts=", ".join(fact.text for fact in (*each.shares, each.difference)),
        )
        for each in found
    ]
    alt = material.says("alt.spread", question=title, list="; ".join(spoken))
    width = PAGE - NARROW - GAP - (len(COLUMNS) + 1) * COLUMN
    drawn = [[fact.cell for fact in each.shares] for each in found]
    return Group(title, rows, outcome_bars(drawn, width, alt, row=row))
