"""Figures of items against each other: two at a time, and the best against the worst."""

from collections.abc import Iterator, Sequence

from questionnaires.kinds.best_worst import BEST, WORST
from questionnaires.kinds.head_to_head import OUTCOMES
from questionnaires.schema import Question
from reports.charts.outcomes import LOST, TIED, WON, balance_bars, outcome_bars
from reports.derived.contrasts import clear
from reports.disclosure.release import Hidden
from reports.figures import NOTHING
from reports.material import Material, part
from reports.report import Fact, Figure, Group, Row, Words
from reports.sections.items import item_lines
from reports.sections.lines import GAP, NARROW, PAGE, WIDE, Line, fitted, row_height
from reports.sections.sums import joined, sum_note
from reports.story_of_items import extremes_headline, pairs_headline

COLUMN = 56
DIFFERENCE_COLUMNS = ("versus.difference", "column.interval")
OUTCOME_COLUMNS = ("pairs.first", "pairs.same", "pairs.second")
Outcome = tuple[Fact, Fact, Fact]


def pairs_figure(material: Material, question: Question) -> tuple[str, Figure]:
    """Draw how often each of two was found better, and how often they were found the same."""
    names = material.item_names(question)
    said = {item: material.item_quoted(question, name) for item, name in names.items()}
    found = list(_pairs(material, question))
    labels = [_versus(material, names[a], names[b]) for (a, b), _ in found]
    message = pairs_headline(
        material.language,
        [(said[a], said[b], facts[0].cell, facts[2].cell) for (a, b), facts in _first(found)],
    )
    row = row_height(labels, NARROW)
    differences = [material.fact("difference", question.id, a, against=b) for (a, b), _ in found]
    halves = [material.fact("superiority", question.id, a, against=b) for (a, b), _ in found]
    beyond = clear({each.key: each.cell for each in differences if each})
    rows = tuple(
        Row(
            fitted(name, NARROW),
            (*facts, *_entries(difference, half, wide=any(halves)), part(half or facts[0], "n")),
            strong=difference is not None and difference.key in beyond,
        )
        for name, (_, facts), difference, half in zip(
            labels, found, differences, halves, strict=True
        )
    )
    half_column = ("pairs.superiority",) if any(halves) else ()
    columns = ("pairs.chart", *OUTCOME_COLUMNS, *DIFFERENCE_COLUMNS, *half_column, "column.n")
    width = PAGE - NARROW - GAP - (len(columns) - 1) * COLUMN
    facts_only = [facts for _, facts in found]
    alt = _alt(material, question, labels, facts_only, message=message)
    drawn = [[fact.cell for fact in facts] for facts in facts_only]
    figure = Figure(
        style="spread",
        title=material.says("pairs.title"),
        label=material.says("column.pair"),
        columns=tuple(material.says(key, level=material.level) for key in columns),
        groups=(Group(material.asked(question), rows, outcome_bars(drawn, width, alt, row=row)),),
        note=joined(
            material.says("pairs.note"),
            material.says("pairs.difference_note", level=material.level),
            sum_note(material, drawn),
        ),
        row=row,
        label_width=NARROW,
        swatches=(WON, TIED, LOST),
    )
    return message, figure


def _entries(difference: Fact | None, half: Fact | None, *, wide: bool) -> Iterator[Fact | Words]:
    yield difference or Words(NOTHING)
    yield part(difference, "interval") if difference else Words(NOTHING)
    if wide:
        yield half or Words(NOTHING)


def _pairs(material: Material, question: Question) -> Iterator[tuple[tuple[str, str], Outcome]]:
    """Yield the pairs with their shares, those with the client first, as asked otherwise."""
    pairs = material.menu.pairs(question)
    client = material.labels.client if question.options is None else None
    for pair in sorted(pairs, key=lambda pair: client not in pair):
        facts = {fact.key.option: fact for fact in material.shares(question.id, *pair)}
        if facts:
            first, same, second = (facts[outcome] for outcome in OUTCOMES)
            yield pair, (first, same, second)


def _first(
    found: Sequence[tuple[tuple[str, str], Outcome]],
) -> Iterator[tuple[tuple[str, str], Outcome]]:
    """Yield the pairs that are shown."""
    for pair, facts in found:
        if not any(isinstance(fact.cell, Hidden) for fact in facts):
            yield pair, facts


def _versus(material: Material, first: str, second: str) -> str:
    return material.says("pairs.versus", one=first, other=second)


def _alt(
    material: Material,
    question: Question,
    names: Sequence[str],
    lines: Sequence[Sequence[Fact]],
    *,
    message: str,
) -> str:
    spoken = [
        material.says(
            "alt.spread_line",
            name=name,
            parts=", ".join(fact.text for fact in facts),
        )
        for name, facts in zip(names, lines, strict=True)
    ]
    asked = material.asked(question)
    return material.says("alt.question", question=asked, list="; ".join(spoken), message=message)


def extremes_figure(material: Material, question: Question) -> tuple[str, Figure]:
    """Draw how often each item was named the best, and how often the worst."""
    found = list(_named(material, question))
    names = [line.name for line, _, _ in found]
    named = [
        (material.item_quoted(question, line.name), best.cell, worst.cell)
        for line, best, worst in found
    ]
    message = extremes_headline(material.language, named)
    row = row_height(names, WIDE)
    rows = tuple(
        Row(fitted(line.name, WIDE), (worst, best, part(best, "n")), line.mark, line.strong)
        for line, best, worst in found
    )
    columns = ("extremes.chart", "extremes.worst", "extremes.best", "column.n")
    width = PAGE - WIDE - GAP - (len(columns) - 1) * COLUMN
    facts = [(worst, best) for _, best, worst in found]
    alt = _alt(material, question, names, facts, message=message)
    drawn = [(best.cell, worst.cell) for _, best, worst in found]
    figure = Figure(
        style="spread",
        title=material.says("extremes.title"),
        label=material.says("column.item"),
        columns=tuple(material.says(key) for key in columns),
        groups=(Group(material.asked(question), rows, balance_bars(drawn, width, alt, row=row)),),
        row=row,
        label_width=WIDE,
        swatches=(LOST, WON),
    )
    return message, figure


def _named(material: Material, question: Question) -> Iterator[tuple[Line, Fact, Fact]]:
    for item, line in item_lines(material, question):
        best = material.fact("share", question.id, item, BEST)
        worst = material.fact("share", question.id, item, WORST)
        if best and worst:
            yield line, best, worst
