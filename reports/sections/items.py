"""Figures of items one by one: how much each counts, and where each stands in a ranking."""

from collections.abc import Iterator

from questionnaires.schema import Question
from reports.charts.shares import share_bars
from reports.disclosure.comparisons import item_key
from reports.material import Material, part
from reports.report import Fact, Figure, Group, Row
from reports.sections.lines import GAP, PAGE, WIDE, Line, fitted, row_height, supplier_lines
from reports.sections.scores import Score, Scores, score_figure
from reports.story import choice_headline, weights_headline

COLUMN = 62


def item_lines(material: Material, question: Question) -> Iterator[tuple[str, Line]]:
    """Yield the items of a question with their lines; a supplier has its mark."""
    if question.options is None:
        yield from ((line.subject or "", line) for line in supplier_lines(material))
        return
    for item, name in material.item_names(question).items():
        yield item, Line(item, name)


def importance_figure(material: Material, question: Question) -> tuple[str, Figure | None]:
    """Draw how much each item counts; its message is which weighs more than which."""
    found = [
        (line, fact, material.fact("top_box", question.id, *item_key(question, item)))
        for item, line in item_lines(material, question)
        if (fact := material.fact("mean", question.id, *item_key(question, item)))
    ]
    scored = [(material.item_quoted(question, line.name), f.cell) for line, f, _ in found]
    message = weights_headline(material.language, scored)
    figure = score_figure(
        material,
        [Scores(material.asked(question), tuple(Score(*each) for each in found))],
        [question],
        title=material.says("items.importance"),
        message=lambda _: message,
        label="item",
        width=WIDE,
    )
    return message, figure


def ranking_figure(material: Material, question: Question) -> tuple[str, Figure]:
    """Draw how many put each item first, beside its mean position."""
    found = list(_ranked(material, question))
    message = choice_headline(
        material.language, [(line.name, first.cell) for line, first, _ in found], said="ranking"
    )
    row = row_height([line.name for line, _, _ in found], WIDE)
    rows = tuple(
        Row(
            fitted(line.name, WIDE),
            (first, place, part(place, "interval"), part(place, "n")),
            line.mark,
            line.strong,
        )
        for line, first, place in found
    )
    spoken = [
        material.says("alt.score_plain", name=line.name, value=first.text)
        for line, first, _ in found
    ]
    asked = material.asked(question)
    alt = material.says("alt.question", question=asked, list="; ".join(spoken), message=message)
    columns = ("ranking.chart", "ranking.first", "ranking.mean", "column.interval", "column.n")
    width = PAGE - WIDE - GAP - (len(columns) - 1) * COLUMN
    chart = share_bars([first.cell for _, first, _ in found], width, alt, row=row)
    figure = Figure(
        style="choice",
        title=material.says("ranking.title"),
        label=material.says("column.item"),
        columns=tuple(material.says(key, level=material.level) for key in columns),
        groups=(Group(asked, rows, chart),),
        note=material.says("ranking.note", first="1", last=str(len(found))),
        row=row,
        label_width=WIDE,
    )
    return message, figure


def _ranked(material: Material, question: Question) -> Iterator[tuple[Line, Fact, Fact]]:
    for item, line in item_lines(material, question):
        key = item_key(question, item)
        first = material.fact("top_box", question.id, *key)
        place = material.fact("mean", question.id, *key)
        if first and place:
            yield line, first, place
