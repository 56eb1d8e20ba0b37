"""Figures of a choice: a bar for the share of each option."""

from collections.abc import Sequence

from questionnaires.kinds import KINDS
from questionnaires.schema import Question
from reports.charts.shares import share_bars
from reports.disclosure.release import Hidden
from reports.material import Material, part
from reports.report import Fact, Figure, Group, Row
from reports.sections.lines import GAP, PAGE, WIDE, Line, fitted, row_height
from reports.sections.sums import sum_note
from reports.story import choice_headline

COLUMN = 60
CHART = PAGE - WIDE - GAP - 2 * COLUMN


def choice_figure(
    material: Material, question: Question, lines: Sequence[Line], title: str
) -> Figure | None:
    """Draw every option of the question, for each line; None where it was not asked."""
    row = row_height(list(material.item_names(question).values()), WIDE)
    groups = tuple(
        group
        for line in lines
        if (group := _group(material, question, line, row, named=len(lines) > 1))
    )
    if not groups:
        return None
    keys = ("column.chart_share", "column.share", "column.n")
    return Figure(
        style="choice",
        title=title,
        label=material.says("column.answer"),
        columns=tuple(material.says(key) for key in keys),
        groups=groups,
        note=_note(material, question, lines),
        row=row,
        label_width=WIDE,
    )


def _note(material: Material, question: Question, lines: Sequence[Line]) -> str:
    if is_multiple(question):
        return material.says("multiple.note")
    shares = (material.shares(question.id, line.subject) for line in lines)
    return sum_note(material, [[fact.cell for fact in facts] for facts in shares])


def is_multiple(question: Question) -> bool:
    """Say whether several answers may be given, so that their shares do not add up to 100."""
    return KINDS[question.kind].measure == "multiple"


def _group(
    material: Material, question: Question, line: Line, row: int, *, named: bool
) -> Group | None:
    facts = {fact.key.option: fact for fact in material.shares(question.id, line.subject)}
    found = [
        (fitted(text, WIDE), facts[option])
        for option, text in material.item_names(question).items()
        if option in facts
    ]
    if not found:
        return None
    heading = material.asked(question)
    if named:
        heading = material.says("figure.of_line", question=heading, name=line.name)
    if all(isinstance(fact.cell, Hidden) for _, fact in found):
        return Group(heading, (Row(line.name, tuple(fact for _, fact in found)),))
    rows = tuple(Row(text, (fact, part(fact, "n"))) for text, fact in found)
    cells = [fact.cell for _, fact in found]
    return Group(heading, rows, share_bars(cells, CHART, _alt(material, heading, found), row=row))


def _alt(material: Material, heading: str, found: Sequence[tuple[str, Fact]]) -> str:
    spoken = [material.says("alt.score_plain", name=text, value=fact.text) for text, fact in found]
    message = choice_headline(material.language, [(text, fact.cell) for text, fact in found])
    return material.says("alt.question", question=heading, list="; ".join(spoken), message=message)
