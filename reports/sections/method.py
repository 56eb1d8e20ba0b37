"""How it was done: contents, reading guide, method, thresholds, independence and glossary."""

from collections.abc import Iterable, Iterator, Sequence

from reports.disclosure.policy import Policy
from reports.disclosure.release import Size
from reports.figures import size_words
from reports.material import Material, shown
from reports.methods import METHODS
from reports.report import Contents, Figure, Group, Point, Points, Row, Section, Words
from reports.sections.policy import policy_points

BANDS: tuple[Size, ...] = ("5-9", "10-29")
"""Numbers of answers as release.json has them."""
SMALL, MEDIUM = (size_words(band) for band in BANDS)


def contents_section(material: Material) -> Section:
    """Return the contents, with how to read the figures below them."""
    says = material.says
    names = {**_names(material.release.policy), "level": material.level}
    items = tuple(
        Point(says(f"read.{key}_text", **names), says(f"read.{key}"), picture=f"read-{key}")
        for key in ("dot", "close", "apart", "share", "hidden")
    )
    blocks = (Contents(), Points(says("read.title"), items, "terms"))
    title, headline = says("contents.title"), says("contents.headline")
    return Section("contents", title, headline, blocks, opens_page=True, listed=False)


def method_section(material: Material, printed: Iterable[Section]) -> Section:
    """Return the method, the thresholds, what is hidden, and the independence statement."""
    says = material.says
    keys = ("survey", "count", "scores", "hidden", "comments", "independence")
    said = _said(material, [key for key in keys if key != "comments" or _comments(material)])
    blocks = (
        rules_figure(material),
        said,
        kinds_points(material),
        policy_points(material),
        glossary(material, printed),
    )
    return Section("method", says("method.title"), says("method.headline"), blocks)


def kinds_points(material: Material) -> Points:
    """Return how each kind of question that was asked is evaluated."""
    asked = {question.kind for _, question in material.labels.questionnaire.asked()}
    names = {
        **_names(material.release.policy),
        "level": material.level,
        "client": material.labels.client_name(),
    }
    items = tuple(
        Point(material.says(f"methods.{kind}_text", **names), material.says(f"methods.{kind}"))
        for kind, method in METHODS.items()
        if kind in asked and method.estimator
    )
    return Points(material.says("methods.title"), items, "terms inline")


def _said(material: Material, keys: Sequence[str]) -> Points:
    labels, language = material.labels, material.language
    names = {
        "practice": labels.practice,
        "client": labels.client_name(),
        "when": language.when(labels.opened_on, labels.closed_on),
        "level": material.level,
    }
    items = tuple(
        Point(material.says(f"method.{key}_text", **names), material.says(f"method.{key}"))
        for key in keys
    )
    return Points("", items)


def own_method_section(material: Material, printed: Iterable[Section]) -> Section:
    """Return the method of an account manager's report."""
    said = _said(material, ("own", "count", "scores", "hidden"))
    terms = glossary(material, printed, own=True)
    blocks = (rules_figure(material), said, policy_points(material), terms)
    title, headline = material.says("method.title"), material.says("method.headline")
    return Section("method", title, headline, blocks)


def _comments(material: Material) -> bool:
    return any(q.kind == "text" for _, q in material.labels.questionnaire.asked())


def _names(policy: Policy) -> dict[str, str]:
    return {
        "floor": str(policy.min_respondents),
        "customers": str(policy.min_customers),
        "detail": str(policy.detail_from),
        "full": str(policy.full_from),
        "fine": str(policy.fine_from),
        "most": str(100 - policy.extreme),
        "least": str(policy.extreme),
        "small": SMALL,
        "medium": MEDIUM,
    }


def rules_figure(material: Material) -> Figure:
    """Return the table of what the policy shows from how many answers."""
    says, names = material.says, _names(material.release.policy)
    lines = (
        (says("method.rules_none", **names), says("method.rules_none_text")),
        (SMALL, says("method.rules_small_text")),
        (MEDIUM, says("method.rules_medium_text")),
        (says("method.rules_full", **names), says("method.rules_full_text")),
    )
    rows = tuple(Row(label, (Words(text),)) for label, text in lines)
    return Figure(
        style="rules",
        title=says("method.rules"),
        label=says("method.rules_answers"),
        columns=(says("method.rules_shown"),),
        groups=(Group("", rows),),
    )


def glossary(material: Material, printed: Iterable[Section], *, own: bool = False) -> Points:
    """Return what the terms mean that these sections use."""
    names = {**_names(material.release.policy), "level": material.level}
    items = tuple(
        Point(
            material.says(f"glossary.{key}_text", **names),
            material.says(f"glossary.{key}", **names),
        )
        for key in _terms(printed, own=own)
    )
    return Points(material.says("glossary.title"), items, "terms inline")


def _terms(printed: Iterable[Section], *, own: bool) -> Iterator[str]:
    facts = (fact for each in printed for block in each.blocks for fact in block.facts())
    measures = {fact.key.measure for fact in facts if shown(fact.cell)}
    yield from ("close", "together") if own else ("score", "interval", "close", "pooled")
    if "nps" in measures:
        yield "nps"
    if "top_box" in measures:
        yield "top"
    yield "band"
