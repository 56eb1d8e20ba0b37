"""A section for each breakdown: the scores of every question, segment beside segment."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from questionnaires.schema import Question
from reports.disclosure.release import Cell, Measure
from reports.figures import shortened
from reports.material import Material, shown
from reports.menu import points_of, within
from reports.report import Block, Fact, Figure, Group, Paragraph, Point, Points, Row, Section, Whole
from reports.sections.lines import NARROW, ROWS, WIDE, fitted
from reports.sections.summary import SIGNS
from reports.story import Verdict
from reports.story_of_segments import ahead_of, segments_headline, standing

MOST_COLUMNS, MOST_TURNED, FEW_COLUMNS = 5, 4, 4
MOST_TOGETHER = 8
MOST_TABLES = 3
LONGEST_HEAD, LONGEST_NARROW, LONGEST_END = 45, 75, 30
MOST_POINTS, MOST_NAMED = 8, 3

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class _Line:
    """A question with its figure of all answers, and that of each segment that was asked for."""

    question: Question
    name: str
    band: str
    whole: Fact
    parts: Mapping[str, Fact]

    @property
    def scored(self) -> list[tuple[str, Cell | None]]:
        """Return the segments with what is released of each."""
        return [(name, fact.cell) for name, fact in self.parts.items()]

    def entry(self, segment: str | None) -> Whole:
        """Return the figure of a segment with its sign, or that of all answers without."""
        if segment is None:
            return Whole(self.whole)
        side = standing(segment, self.scored)
        told = side in {Verdict.AHEAD, Verdict.BEHIND}
        return Whole(self.parts[segment], SIGNS[side] if told else "", str(side))


def segment_sections(material: Material) -> Iterator[Section]:
    """Yield a section for each column that the results are broken down by."""
    for column, segments in material.labels.segments.items():
        every = _lines(material, column, segments)
        if every:
            yield _section(material, column, every)


def _section(material: Material, column: str, every: Sequence[_Line]) -> Section:
    lines = [line for line in every if any(shown(cell) for _, cell in line.scored)]
    names = [
        name
        for name in every[0].parts
        if any(shown(line.parts[name].cell) for line in lines if name in line.parts)
    ]
    noun = material.language.noun(column)
    figures = _figures(material, noun, lines, names) if lines else []
    points = tuple(_points(material, lines)[:MOST_POINTS])
    blocks: list[Block] = [*figures]
    if points and len(lines) > 1:
        blocks.insert(0, Points(material.says("segments.differ"), points, "terms inline"))
    blocks += _hidden(material, every, names)
    headline = segments_headline(material.language, noun, [line.scored for line in lines])
    title = material.says("segments.title", column=noun)
    return Section(f"by-{column}", title, headline, tuple(blocks))


def _lines(material: Material, column: str, segments: Sequence[str]) -> list[_Line]:
    """Return the questions that are broken down: those about the client first, people last."""
    found: dict[int, list[_Line]] = {}
    for row, question in material.menu.broken_down.items():
        measure: Measure = "mean" if points_of(question) else "nps"
        about = question.id, row.subject
        whole = material.fact(measure, *about)
        parts = {s: material.fact(measure, *about, within=within(column, s)) for s in segments}
        known = {segment: fact for segment, fact in parts.items() if fact}
        if whole and known:
            people = question.id in material.menu.asked_of_managers
            place = 3 * people + (2 if measure == "nps" else 0 if row.subject else 1)
            name, band = material.label(question), _band(material, question, row.subject)
            found.setdefault(place, []).append(_Line(question, name, band, whole, known))
    return [line for _, lines in sorted(found.items()) for line in lines]


def _band(material: Material, question: Question, subject: str | None) -> str:
    """Return what heads the questions of one scale about the same."""
    points, people = points_of(question), question.id in material.menu.asked_of_managers
    if points is None:
        return material.says("segments.managers_nps" if people else "segments.nps")
    key = "managers" if people else "client" if subject else "study"
    ends = {"low": str(points.low), "high": str(points.high)}
    return material.says(f"segments.{key}", client=material.labels.client_name(), **ends)


def _figures(
    material: Material, noun: str, lines: Sequence[_Line], names: Sequence[str]
) -> list[Figure]:
    """Draw tables of questions by segments; turned, where the segments would not fit beside."""
    wide = max(map(len, names)) > LONGEST_HEAD or len(names) > MOST_TABLES * MOST_COLUMNS
    figures = list((_turned if wide else _upright)(material, noun, lines, names))
    signs = {"ahead": SIGNS[Verdict.AHEAD], "behind": SIGNS[Verdict.BEHIND]}
    detail = str(material.release.policy.detail_from)
    note = material.says("segments.note", level=material.level, detail=detail, **signs)
    return [*figures[:-1], replace(figures[-1], note=note)]


def _upright(
    material: Material, noun: str, lines: Sequence[_Line], names: Sequence[str]
) -> Iterator[Figure]:
    title, parts = material.says("segments.figure", column=noun), _parts(names, MOST_COLUMNS)
    for part in parts:
        ends = {"first": shortened(part[0], LONGEST_END), "last": shortened(part[-1], LONGEST_END)}
        columns = (None, *part)
        yield _figure(
            material.says("segments.range", title=title, **ends) if len(parts) > 1 else title,
            material.says("column.question"),
            [material.says("general.all_answers"), *part],
            [
                (band, [(line.name, [line.entry(each) for each in columns]) for line in among])
                for band, among in _by_band(lines)
            ],
            width=WIDE if len(part) < FEW_COLUMNS else NARROW,
        )


def _turned(
    material: Material, noun: str, lines: Sequence[_Line], names: Sequence[str]
) -> Iterator[Figure]:
    everybody, long = material.says("general.all_answers"), max(map(len, names)) > LONGEST_NARROW
    width, most = (WIDE, MOST_TURNED) if long else (NARROW, MOST_COLUMNS)
    for band, among in _by_band(lines):
        for part in _parts(among, most):
            rows = [(name, [line.entry(name) for line in part]) for name in names]
            rows.append((everybody, [line.entry(None) for line in part]))
            label = noun[:1].upper() + noun[1:]
            yield _figure(band, label, [line.name for line in part], [("", rows)], width=width)


Rows = Sequence[tuple[str, Sequence[Whole]]]


def _figure(
    title: str, label: str, columns: Sequence[str], bands: Sequence[tuple[str, Rows]], *, width: int
) -> Figure:
    return Figure(
        style="segments",
        title=title,
        label=label,
        columns=tuple(columns),
        groups=tuple(group for band, rows in bands for group in _groups(band, rows, width)),
        row=ROWS[1],
        label_width=width,
    )


def _groups(band: str, rows: Rows, width: int) -> Iterator[Group]:
    """Yield the lines under a heading in groups of which each is held together on a page."""
    for start in range(0, len(rows), MOST_TOGETHER):
        part = rows[start : start + MOST_TOGETHER]
        lines = tuple(Row(fitted(name, width), tuple(entries)) for name, entries in part)
        yield Group("" if start else band, lines)


def _by_band(lines: Sequence[_Line]) -> list[tuple[str, list[_Line]]]:
    found: dict[str, list[_Line]] = {}
    for line in lines:
        found.setdefault(line.band, []).append(line)
    return list(found.items())


def _parts(items: Sequence[Item], most: int) -> list[list[Item]]:
    """Return the columns of as few tables as hold them, of much the same width."""
    number = -(-len(items) // most)
    each, more = divmod(len(items), number)
    left = iter(items)
    return [list(islice(left, each + (place < more))) for place in range(number)]


def _points(material: Material, lines: Sequence[_Line]) -> list[Point]:
    """Return who is ahead of whom, and on which questions."""
    found: dict[str, list[str]] = {}
    for line in lines:
        if told := ahead_of(material.language, line.scored):
            found.setdefault(told, []).append(material.quoted(line.question))
    return [Point(_listed(material, names), told) for told, names in found.items()]


def _listed(material: Material, names: Sequence[str]) -> str:
    if len(names) <= MOST_NAMED + 1:
        return f"{material.language.listed(names)}."
    more = material.language.counted(len(names) - MOST_NAMED)
    return material.says("segments.more", names=", ".join(names[:MOST_NAMED]), more=more)


def _hidden(material: Material, every: Sequence[_Line], names: Sequence[str]) -> list[Paragraph]:
    """Return which groups and questions are left out; primary and secondary hiding look alike."""
    listed = material.language.listed
    groups = [name for name in every[0].parts if name not in names]
    questions = [
        material.quoted(line.question)
        for line in every
        if names and not any(shown(cell) for _, cell in line.scored)
    ]
    return [
        Paragraph(material.says(f"segments.{key}", names=listed(found)))
        for key, found in (("hidden", groups), ("questions", questions))
        if found
    ]
