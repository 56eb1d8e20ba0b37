"""The section of detail: how the answers to every question spread over its scale."""

from collections.abc import Iterator

from reports.material import Material, by_scale, is_grid, is_rating
from reports.report import Figure, Section
from reports.sections.lines import study_lines, supplier_lines, together_lines
from reports.sections.spreads import spread_figure


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
    asked = [
        (theme.title, [q for q in theme.questions if keep(q)], lines)
        for theme in material.themes()
        for keep, lines in ((is_grid, supplier_lines), (is_rating, study_lines))
    ]
    people = [q for q in material.menu.manager_questions if is_rating(q)]
    asked.append((material.says("managers.all"), people, together_lines))
    for title, questions, lines in asked:
        for group in by_scale(questions):
            figure = spread_figure(material, group, lines(material), title)
            if figure:
                yield figure
