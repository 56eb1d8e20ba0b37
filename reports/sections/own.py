"""The sections of one account manager's report, for the person's own development."""

from collections.abc import Iterator, Sequence

from questionnaires.schema import Question
from reports.disclosure.release import Cell
from reports.material import Material, by_points, is_rating, shown
from reports.report import (
    Beside,
    Block,
    Fact,
    Figure,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Point,
    Points,
    Section,
)
from reports.sections.lines import NARROW, own_lines
from reports.sections.method import SMALL, own_method_section
from reports.sections.people import overall
from reports.sections.policy import policy_point
from reports.sections.scores import Message, Score, Scored, Scores, score_figure
from reports.sections.spreads import spread_figure
from reports.sections.summary import with_interval
from reports.sections.themes import Told, rating_figure, section, told_about
from reports.sections.withheld import withheld_section
from reports.story import Verdict, extremes, own_headline, own_items_headline, verdict


def own_sections(material: Material) -> Iterator[Section]:
    """Yield the sections: two pages where only one score may be shown, else the whole report."""
    if _only_overall(material):
        yield _small(material)
        return
    withheld = withheld_section(material)
    printed = [_glance(material), *_detail(material), *([withheld] if withheld else [])]
    yield from printed
    yield own_method_section(material, printed)


def _ratings(material: Material) -> list[Question]:
    return [q for q in material.menu.manager_questions if is_rating(q)]


def _own_cells(material: Material) -> list[Cell]:
    overall = material.pooled_key(material.manager, managers=True)
    about = {None, *material.menu.asked_of_managers}
    return [
        cell
        for key, cell in material.release.cells.items()
        if key.subject == material.manager
        and key.question in about
        and key != overall
        and key.measure not in {"rate", "worth"}
    ]


def _only_overall(material: Material) -> bool:
    return not any(shown(cell) for cell in _own_cells(material))


def _overall(material: Material) -> tuple[Fact | None, Fact | None]:
    return overall(material, material.manager), overall(material, None)


def _cell(fact: Fact | None) -> Cell | None:
    return fact.cell if fact else None


# At a glance


def _glance(material: Material) -> Section:
    own, together = _overall(material)
    blocks = [*_overall_blocks(material, own, together), *_advice(material), _use(material)]
    headline = own_headline(material.language, _cell(own), _cell(together))
    title = material.says("own.glance")
    return Section("glance", title, headline, tuple(blocks), opens_page=True)


def _overall_blocks(material: Material, own: Fact | None, together: Fact | None) -> Iterator[Block]:
    figures = [
        KeyFigure(fact, material.says(key), with_interval(material, fact))
        for key, fact in (("key.own", own), ("key.all", together))
        if fact and shown(fact.cell)
    ]
    rate = material.fact("rate", None, material.manager)
    if rate and shown(rate.cell):
        figures.append(KeyFigure(rate, material.says("key.own_rate")))
    if figures:
        yield KeyFigures(tuple(figures))
    if own and _ratings(material) and (figure := _overall_figure(material, own, together)):
        yield figure


def _overall_figure(material: Material, own: Fact, together: Fact | None) -> Figure | None:
    facts = [fact for fact in (own, together) if fact]
    scores = [Score(line, fact) for line, fact in zip(own_lines(material), facts, strict=False)]
    questions = [q for q in _ratings(material) if q.id in material.menu.pooled_manager_questions]
    title = material.says("own.figure")
    message = own_headline(material.language, own.cell, _cell(together))
    return score_figure(
        material,
        [Scores("", tuple(scores))],
        questions,
        title=title,
        message=lambda _: message,
        label="about",
        width=NARROW,
    )


def _advice(material: Material) -> Iterator[Block]:
    scored: list[tuple[str, Cell | None]] = [
        (material.lead(q), material.cell("mean", q.id, material.manager))
        for q in _ratings(material)
        if q.id in material.menu.pooled_manager_questions
    ]
    if sum(shown(cell) for _, cell in scored) < 2:
        return
    high, low = extremes(scored, highest=True), extremes(scored, highest=False)
    yield Beside(
        _points(material, "own.strengths", high, said="own.strength_text", even="own.even"),
        _points(material, "own.levers", low, said="own.lever_text", even="own.even_lever"),
    )
    if high and low:
        apart = verdict(high[0][1], low[0][1]) is Verdict.AHEAD
        yield Paragraph(material.says("own.apart" if apart else "own.overlap"))


def _points(
    material: Material, title: str, found: Sequence[tuple[str, Cell]], *, said: str, even: str
) -> Points:
    items = tuple(
        Point(material.says(said, value=material.language.value("mean", cell)), name)
        for name, cell in found
    )
    none = (Point(material.says(even)),)
    return Points(material.says(title), items or none, "callout")


def _use(material: Material) -> Points:
    items = tuple(
        Point(material.says(f"own.use_{key}_text"), material.says(f"own.use_{key}"))
        for key in ("talk", "choose", "whole")
    )
    return Points(material.says("own.use_title"), items, "terms")


# Question by question


def _detail(material: Material) -> Iterator[Section]:
    told = [*_items(material), *_others(material)]
    if told:
        yield section("items", material.says("own.items"), told, opens_page=True)


def _items(material: Material) -> Iterator[Told]:
    for questions in by_points(_ratings(material)):
        lines = own_lines(material)
        title = material.says("own.items_figure")
        scores = rating_figure(material, questions, lines, title, message=_beside_all(material))
        spread = spread_figure(material, questions, lines[:1], material.says("own.spread"))
        drawn = tuple(figure for figure in (scores, spread) if figure)
        if drawn:
            yield Told(_items_message(material, questions), drawn)


def _beside_all(material: Material) -> Message:
    def message(scored: Scored) -> str:
        (_, own), *others = scored
        together = others[0][1] if others else None
        return material.says(f"alt.own_{verdict(own, together)}")

    return message


def _items_message(material: Material, questions: Sequence[Question]) -> str:
    verdicts = {
        material.label(q): verdict(
            material.cell("mean", q.id, material.manager), material.cell("mean", q.id)
        )
        for q in questions
    }
    return own_items_headline(material.language, verdicts)


def _others(material: Material) -> Iterator[Told]:
    others = [q for q in material.menu.manager_questions if not is_rating(q)]
    yield from told_about(material, others, own_lines(material))


# Two pages: one score, and what it can and cannot say


def _small(material: Material) -> Section:
    own, together = _overall(material)
    blocks = (
        *_overall_blocks(material, own, together),
        Beside(_can(material, own, together), _cannot(material)),
        _use(material),
        _why(material),
    )
    headline = material.says("own.small_headline")
    return Section("glance", material.says("own.glance"), headline, blocks, opens_page=True)


def _can(material: Material, own: Fact | None, together: Fact | None) -> Points:
    items = []
    if own and shown(own.cell):
        value = material.language.value("mean", own.cell)
        items.append(Point(material.says("own.small_can_score", value=value)))
    found = verdict(_cell(own), _cell(together))
    if found is not Verdict.UNKNOWN:
        items.append(Point(material.says(f"own.small_can_{found}")))
    return Points(material.says("own.small_can"), tuple(items), "callout")


def _why(material: Material) -> Points:
    detail = str(material.release.policy.detail_from)
    labels = material.labels
    names = {"practice": labels.practice, "client": labels.client_name()}
    items = (
        Point(material.says("own.small_why", detail=detail), material.says("own.small_why_title")),
        Point(material.says("method.own_text", **names), material.says("method.independence")),
        policy_point(material),
    )
    return Points("", items)


def _cannot(material: Material) -> Points:
    keys = ("own.small_cannot_items", "own.small_cannot_order")
    items = tuple(Point(material.says(key, small=SMALL)) for key in keys)
    return Points(material.says("own.small_cannot"), items, "callout")
