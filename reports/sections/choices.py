"""Figures of a choice: a bar for the share of each option."""

from collections.abc import Iterator, Sequence

from questionnaires.schema import Question
from reports.charts.shares import share_bars
from reports.disclosure.release import Hidden
from reports.figures import value_text
from reports.material import Material, part
from reports.report import Fact, Figure, Group, Row
from reports.sections.lines import Line, row_height, shortened
from reports.story import choice_headline

WIDTH = 260.0
LONG = 42


def choice_figure(
    material: Material, questions: Sequence[Question], lines: Sequence[Line], title: str
) -> Figure | None:
    """Draw every option of the questions, for each line; None where nothing was asked."""
    tall = any(
        len(material.named(option.text)) > LONG
        for question in questions
        for option in question.options or ()
    )
    groups = tuple(
        group
        for question in questions
        for line in lines
        if (group := _group(material, question, line, tall, named=len(lines) > 1))
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
        tall=tall,
    )


def _group(
    material: Material, question: Question, line: Line, tall: bool, *, named: bool
) -> Group | None:
    facts = {fact.key.option: fact for fact in material.shares(question.id, line.subject)}
    offered = [option for option in question.options or () if option.id in facts]
    if not offered:
        return None
    if all(isinstance(facts[option.id].cell, Hidden) for option in offered):
        hidden = tuple(facts[option.id] for option in offered)
        return Group(_heading(material, question, line, named), (Row(line.name, hidden),))
    texts = [shortened(material.named(option.text)) for option in offered]
    found = [(text, facts[o.id]) for text, o in zip(texts, offered, strict=True)]
    heading = _heading(material, question, line, named)
    rows = tuple(_rows(found))
    chart = share_bars(
        [fact.cell for _, fact in found],
        WIDTH,
        _alt(material, heading, found),
        row=row_height(tall),
    )
    return Group(heading, rows, chart)


def _heading(material: Material, question: Question, line: Line, named: bool) -> str:
    asked = material.asked(question)
    return f"{asked} – {line.name}" if named else asked


def _rows(found: Sequence[tuple[str, Fact]]) -> Iterator[Row]:
    for text, fact in found:
        yield Row(text, (fact, part(fact, "n")))


def _alt(material: Material, heading: str, found: Sequence[tuple[str, Fact]]) -> str:
    spoken = [
        material.says("alt.score_plain", name=text, value=value_text("share", fact.cell))
        for text, fact in found
    ]
    message = choice_headline(material.language, [(text, fact.cell) for text, fact in found])
    return material.says(
        "alt.question", question=heading, list="; ".join(spoken), message=message
    )


