"""The section on what is left out: the questions of which nothing may be shown, in one list."""

from reports.material import Material
from reports.report import Point, Points, Section


def withheld_section(material: Material) -> Section | None:
    """Return the section; None where something is shown of every question."""
    names: dict[str, list[str]] = {}
    withheld = {question.id for question in material.withheld()}
    for title, question in material.titled():
        if question.id in withheld:
            names.setdefault(title, []).append(material.quoted(question))
    if not names:
        return None
    items = tuple(
        Point(material.language.listed(questions), title) for title, questions in names.items()
    )
    title, headline = material.says("withheld.title"), material.says("withheld.headline")
    return Section("withheld", title, headline, (Points("", items),))
