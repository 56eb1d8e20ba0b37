"""Figures of recommendation: the net promoter score, and the three groups behind it."""

from collections.abc import Iterator, Sequence

from questionnaires.schema import Question
from reports.charts.chart import Axis
from reports.charts.dots import Dot
from reports.charts.nps import ENDS, GROUP_COLOURS, group_bars, score_axis, score_plot
from reports.disclosure.release import Cell, Shown
from reports.material import Material, part, shown
from reports.report import Fact, Figure, Group, Row
from reports.sections.lines import (
    GAP,
    PAGE,
    Line,
    Lines,
    arranged,
    fitted,
    label_width,
    row_height,
)
from reports.sections.sums import joined, sum_note
from reports.story import nps_headline

COLUMN = 74
GROUPS = ("detractors", "passives", "promoters")
RANGES = {"detractors": "0–6", "passives": "7–8", "promoters": "9–10"}
Three = tuple[Fact, Fact, Fact]


def recommendation_figures(
    material: Material, questions: Sequence[Question], lines: Sequence[Line], title: str
) -> Iterator[Figure]:
    """Yield the scores with their intervals, then the shares of the three groups."""
    blocks = arranged(material, questions, lines, worded=False)
    scores = [group for block in blocks if (group := _scores(material, block, blocks))]
    shares = [group for block in blocks if (group := _shares(material, block, blocks))]
    note = material.says("figure.nps_note", low="0", high="10", **RANGES)
    if _any_shown(scores):
        columns = ("column.chart_nps", "column.nps", "column.interval", "column.n")
        yield Figure(
            style="dots",
            title=title,
            label=material.says("column.question"),
            columns=tuple(material.says(key, level=material.level) for key in columns),
            groups=tuple(scores),
            axis=score_axis(_axis(blocks), material.says("axis.nps_alt")),
            note="" if _any_shown(shares) else note,
            row=_row_height(blocks),
            label_width=label_width(blocks),
        )
    if _any_shown(shares):
        parts = ("column.chart_groups", *(f"column.{group}" for group in GROUPS))
        yield Figure(
            style="spread",
            title=material.says("figure.nps_groups"),
            label=material.says("column.question"),
            columns=tuple(material.says(key) for key in parts),
            groups=tuple(shares),
            note=joined(note, *_rounded(material, blocks)),
            row=_row_height(blocks),
            label_width=label_width(blocks),
            swatches=GROUP_COLOURS,
            joined=_any_shown(scores),
        )


def _any_shown(groups: Sequence[Group]) -> bool:
    return any(shown(fact.cell) for group in groups for row in group.rows for fact in row.facts)


def _rounded(material: Material, blocks: Sequence[Lines]) -> Iterator[str]:
    """Yield what does not add up of the shares, and of them and the score."""
    lines = [each for block in blocks for each in block.lines]
    groups = [
        (material.cell("nps", question.id, line.subject), [fact.cell for fact in facts])
        for question, line in lines
        if (facts := _of_groups(material, question, line))
    ]
    yield sum_note(material, [cells for _, cells in groups])
    if any(_differs(score, cells) for score, cells in groups):
        yield material.says("figure.score_note")


def _differs(score: Cell | None, cells: Sequence[Cell]) -> bool:
    """Say whether the printed score is not what the printed shares make of it."""
    values = [cell.value for cell in (score, cells[0], cells[-1]) if isinstance(cell, Shown)]
    return len(values) == 3 and values[0] != values[2] - values[1]


def _drawing(blocks: Sequence[Lines]) -> int:
    return PAGE - label_width(blocks) - GAP - 3 * COLUMN


def _axis(blocks: Sequence[Lines]) -> Axis:
    return Axis(-100, 100, _drawing(blocks), inset=18, ticks=ENDS)


def _row_height(blocks: Sequence[Lines]) -> int:
    names = [line.name for block in blocks for _, line in block.lines]
    return row_height(names, label_width(blocks))


def _row(line: Line, facts: Sequence[Fact], blocks: Sequence[Lines]) -> Row:
    return Row(fitted(line.name, label_width(blocks)), tuple(facts), line.mark, line.strong)


def _scores(material: Material, block: Lines, blocks: Sequence[Lines]) -> Group | None:
    found = [
        (line, fact)
        for question, line in block.lines
        if (fact := material.fact("nps", question.id, line.subject))
    ]
    if not found:
        return None
    rows = tuple(
        _row(line, (fact, part(fact, "interval"), part(fact, "n")), blocks) for line, fact in found
    )
    spoken = [
        material.says("alt.score_plain", name=line.name, value=fact.text) for line, fact in found
    ]
    message = nps_headline(material.language, found[0][1].cell)
    alt = material.says(
        "alt.question", question=block.heading, list="; ".join(spoken), message=message
    )
    dots = [Dot(fact.cell, line.mark or 0) for line, fact in found]
    chart = score_plot(dots, _axis(blocks), alt.strip(), row=_row_height(blocks))
    return Group(block.heading, rows, chart)


def _shares(material: Material, block: Lines, blocks: Sequence[Lines]) -> Group | None:
    found = [
        (line, facts)
        for question, line in block.lines
        if (facts := _of_groups(material, question, line))
    ]
    if not found:
        return None
    spoken = [_spoken(material, line, facts) for line, facts in found]
    alt = material.says("alt.spread", question=block.heading, list="; ".join(spoken))
    chart = group_bars(
        [(low.cell, middle.cell, high.cell) for _, (low, middle, high) in found],
        _drawing(blocks),
        alt.strip(),
        row=_row_height(blocks),
    )
    return Group(block.heading, tuple(_row(line, facts, blocks) for line, facts in found), chart)


def _spoken(material: Material, line: Line, facts: Three) -> str:
    parts = [
        f"{material.says(f'column.{group}')} {fact.text}"
        for group, fact in zip(GROUPS, facts, strict=True)
    ]
    return material.says("alt.spread_line", name=line.name, parts=", ".join(parts))


def _of_groups(material: Material, question: Question, line: Line) -> Three | None:
    by_option = {fact.key.option: fact for fact in material.shares(question.id, line.subject)}
    if not all(group in by_option for group in GROUPS):
        return None
    low, middle, high = (by_option[group] for group in GROUPS)
    return low, middle, high
