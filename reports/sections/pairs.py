"""Figures of items against each other: two at a time, and the best against the worst."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from questionnaires.kinds.best_worst import BEST, WORST
from questionnaires.kinds.head_to_head import OUTCOMES
from questionnaires.schema import Question
from reports.charts.outcomes import LOST, TIED, WON, balance_bars, outcome_bars
from reports.derived.contrasts import clear
from reports.disclosure.release import Cell, Hidden
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


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two items: how many found the first better, alike and worse, and what stands for that."""

    items: tuple[str, str]
    name: str
    shares: Outcome
    difference: Fact | None
    half: Fact | None

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Return the three shares as they were released."""
        return tuple(fact.cell for fact in self.shares)

    def entries(self, *, wide: bool) -> Iterator[Fact | Words]:
        """Yield what stands in its columns; `wide` is whether any pair of the figure has a half."""
        yield from self.shares
        yield self.difference or Words(NOTHING)
        yield part(self.difference, "interval") if self.difference else Words(NOTHING)
        if wide:
            yield self.half or Words(NOTHING)
        yield part(self.half or self.shares[0], "n")


def pairs_figure(material: Material, question: Question) -> tuple[str, Figure]:
    """Draw how often each of two was found better, and how often they were found the same."""
    found = list(_pairs(material, question))
    message = _message(material, question, found)
    row, wide = row_height([each.name for each in found], NARROW), any(each.half for each in found)
    half_column = ("pairs.superiority",) if wide else ()
    columns = ("pairs.chart", *OUTCOME_COLUMNS, *DIFFERENCE_COLUMNS, *half_column, "column.n")
    width = PAGE - NARROW - GAP - (len(columns) - 1) * COLUMN
    names, shares = [each.name for each in found], [each.shares for each in found]
    drawn = [each.cells for each in found]
    chart = outcome_bars(
        drawn, width, _alt(material, question, names, shares, message=message), row=row
    )
    figure = Figure(
        style="spread",
        title=material.says("pairs.title"),
        label=material.says("column.pair"),
        columns=tuple(material.says(key, level=material.level) for key in columns),
        groups=(Group(material.asked(question), _rows(found, wide=wide), chart),),
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


def _rows(found: Sequence[_Pair], *, wide: bool) -> tuple[Row, ...]:
    """Return a line a pair, strong where its difference is beyond chance among all of them."""
    differences = [each.difference for each in found]
    beyond = clear({each.key: each.cell for each in differences if each})
    return tuple(
        Row(
            fitted(each.name, NARROW),
            tuple(each.entries(wide=wide)),
            strong=each.difference is not None and each.difference.key in beyond,
        )
        for each in found
    )


def _pairs(material: Material, question: Question) -> Iterator[_Pair]:
    """Yield the pairs with their figures, those with the client first, as asked otherwise."""
    pairs, names = material.menu.pairs(question), material.item_names(question)
    client = material.labels.client if question.options is None else None
    for one, other in sorted(pairs, key=lambda pair: client not in pair):
        facts = {fact.key.option: fact for fact in material.shares(question.id, one, other)}
        if facts:
            first, same, second = (facts[outcome] for outcome in OUTCOMES)
            yield _Pair(
                items=(one, other),
                name=_versus(material, names[one], names[other]),
                shares=(first, same, second),
                difference=material.fact("difference", question.id, one, against=other),
                half=material.fact("superiority", question.id, one, against=other),
            )


def _message(material: Material, question: Question, found: Sequence[_Pair]) -> str:
    """Return what is said of the pairs that are shown."""
    names = material.item_names(question)
    said = {item: material.item_quoted(question, name) for item, name in names.items()}
    told = [
        (said[each.items[0]], said[each.items[1]], each.cells[0], each.cells[2])
        for each in found
        if not any(isinstance(cell, Hidden) for cell in each.cells)
    ]
    return pairs_headline(material.language, told)


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
