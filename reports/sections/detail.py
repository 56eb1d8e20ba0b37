"""The section of detail: how the answers to every question spread over its scale."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from questionnaires.kinds.base import Points
from questionnaires.schema import Question
from reports.material import Material, by_points, is_grid, is_rating
from reports.menu import points_of
from reports.report import Figure, Section
from reports.sections.lines import Line, arranged, study_lines, supplier_lines
from reports.sections.spreads import spread_of_blocks

Themed = list[tuple[str, tuple[Question, ...]]]
"""The questions of one scale under the names of their themes."""


def detail_section(material: Material) -> Section | None:
    """Return the section; None where no share of a scale was released."""
    figures = tuple(_figures(material))
    if not figures:
        return None
    return Section(
        "detail",
        material.says("detail.title"),
        material.says("detail.headline"),
        figures,
    )


def _figures(material: Material) -> Iterator[Figure]:
    """Yield one figure per scale of the comparison, and one per scale of all other ratings."""
    themes = material.themes()
    grids = [(theme.title, [q for q in theme.questions if is_grid(q)]) for theme in themes]
    others = [(theme.title, [q for q in theme.questions if is_rating(q)]) for theme in themes]
    people = [q for q in material.menu.manager_questions if is_rating(q)]
    others.append((material.says("managers.all"), people))
    for key, titled, lines in (
        ("detail.suppliers", grids, supplier_lines(material)),
        ("detail.others", others, study_lines(material)),
    ):
        for points, themed in _of_one_scale(titled).items():
            title = material.says(key, points=str(points.high) if points else "")
            if figure := _figure(material, themed, lines, title):
                yield figure


def _of_one_scale(
    titled: Sequence[tuple[str, Sequence[Question]]],
) -> dict[Points | None, Themed]:
    found: dict[Points | None, Themed] = {}
    for title, questions in titled:
        for group in by_points(questions):
            found.setdefault(points_of(group[0]), []).append((title, group))
    return found


def _figure(material: Material, themed: Themed, lines: Sequence[Line], title: str) -> Figure | None:
    every = [question for _, questions in themed for question in questions]
    blocks = [
        replace(block, heading=theme) if block.listed else replace(block, theme=theme)
        for theme, questions in themed
        for block in arranged(material, questions, lines, worded=False)
    ]
    return spread_of_blocks(material, blocks, every, title)
