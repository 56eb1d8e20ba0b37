"""The summary: the figures that matter, what each section says, and what to do first."""

from collections.abc import Iterator, Sequence

from questionnaires.kinds import KINDS
from questionnaires.schema import Question
from reports.disclosure.release import Cell
from reports.figures import shortened
from reports.material import Material, part, shown
from reports.report import (
    Beside,
    Block,
    Entry,
    Fact,
    Figure,
    Group,
    KeyFigure,
    KeyFigures,
    Point,
    Points,
    Row,
    Section,
    Words,
)
from reports.sections.lines import fitted
from reports.sections.themes import overall_figure, standings
from reports.story import Verdict, clear_of_all, comparison_headline, summary_headline

SIGNS = {Verdict.AHEAD: "▲", Verdict.BEHIND: "▼", Verdict.CLOSE: "●", Verdict.UNKNOWN: "–"}
MOST_WORDED = 4
LABEL, LONGEST_NAME = 250, 30
LONGEST_LEAD = 70
MOST_ADVISED = 3


def summary_section(material: Material, others: Sequence[Section]) -> Section:
    """Return the summary of these sections."""
    messages = tuple(
        Point(each.headline, shortened(each.title, LONGEST_LEAD), each.id)
        for each in others
        if each.id not in {"detail", "withheld"}
    )
    blocks: list[Block] = []
    if figures := tuple(key_figures(material)):
        blocks.append(KeyFigures(figures))
    blocks += [figure] if (figure := overall_figure(material)) else []
    blocks.append(Points(material.says("summary.messages"), messages, "messages"))
    rated = [q for q in grid_questions(material) if q not in material.withheld()]
    if rated and material.competitors:
        blocks.append(_scoreboard(material, rated))
    if rated:
        blocks.append(Beside(_first(material), _keep(material)))
    title = material.says("summary.title")
    return Section("summary", title, _headline(material), tuple(blocks), opens_page=True)


def _headline(material: Material) -> str:
    client = material.labels.client_name()
    if not any(shown(cell) for cell in material.release.cells.values()):
        return material.says("summary.nothing")
    if not material.competitors or not grid_questions(material):
        return material.says("summary.alone", client=client)
    if len(grid_questions(material)) == 1:
        found = standings(material, grid_questions(material))
        return comparison_headline(material.language, client, found)
    return summary_headline(material.language, client, _by_question(material))


def grid_questions(material: Material) -> tuple[Question, ...]:
    """Return the questions answered about every supplier."""
    return material.menu.supplier_questions


def _by_question(material: Material) -> list[set[Verdict]]:
    found = standings(material, grid_questions(material)).values()
    return [set(verdicts) for verdicts in zip(*found, strict=True)]


# Key figures


def key_figures(material: Material) -> Iterator[KeyFigure]:
    """Yield the rate of response, the recommendation, and the overall scores, where shown."""
    if (rate := material.fact("rate")) and shown(rate.cell):
        yield KeyFigure(rate, material.says("key.rate"), (tuple(_of_invited(material)),))
    if nps := _recommendation(material):
        yield KeyFigure(nps, material.says("key.nps"), with_interval(material, nps))
    client = material.labels.client
    overall = [
        ("key.client", material.pooled(client, managers=False)),
        ("key.managers", material.pooled(None, managers=True)),
    ]
    for key, fact in overall:
        if fact and shown(fact.cell):
            said = material.says(key, client=material.labels.client_name())
            yield KeyFigure(fact, said, with_interval(material, fact))


def _of_invited(material: Material) -> Iterator[Entry]:
    answered = material.fact("n", None, None, "answered")
    invited = material.fact("n", None, None, "invited")
    if answered and invited and shown(answered.cell) and shown(invited.cell):
        yield from (answered, Words(material.says("key.of")), invited)
        yield Words(material.says("key.invited"))


def with_interval(material: Material, fact: Fact) -> tuple[tuple[Entry, ...], ...]:
    """Return the interval of a figure and its number of answers, for the lines below it."""
    interval = (Words(material.says("key.interval")), part(fact, "interval"))
    return (interval, (part(fact, "n"), Words(material.says("key.n"))))


def _recommendation(material: Material) -> Fact | None:
    for question in material.menu.study_questions:
        if KINDS[question.kind].measure == "nps":
            fact = material.fact("nps", question.id)
            return fact if fact and shown(fact.cell) else None
    return None


# The scoreboard


def _scoreboard(material: Material, rated: Sequence[Question]) -> Figure:
    rivals = (material.labels.suppliers[rival] for rival in material.competitors)
    names = [shortened(name, LONGEST_NAME) for name in rivals]
    groups = []
    for theme in material.themes():
        questions = [q for q in theme.questions if q in rated]
        columns = list(standings(material, questions).values())
        rows = [
            Row(fitted(material.label(question), LABEL), tuple(_signs(material, verdicts)))
            for question, verdicts in zip(questions, zip(*columns, strict=True), strict=True)
        ]
        if rows:
            groups.append(Group(theme.title, tuple(rows)))
    return Figure(
        style="verdicts" if len(names) <= MOST_WORDED else "verdicts many",
        title=material.says("verdict.title", client=material.labels.client_name()),
        label=material.says("column.question"),
        columns=tuple(names),
        groups=tuple(groups),
        note=_legend(material),
        label_width=LABEL,
    )


def _signs(material: Material, verdicts: Sequence[Verdict]) -> Iterator[Words]:
    for each in verdicts:
        worded = material.says(f"verdict.{each}") if len(verdicts) <= MOST_WORDED else ""
        yield Words(f"{SIGNS[each]} {worded}".strip(), tone=str(each))


def _legend(material: Material) -> str:
    signs = {str(each): sign for each, sign in SIGNS.items()}
    return material.says("verdict.note", level=material.level, **signs)


# What to do first, what to keep


def _first(material: Material) -> Points:
    points = [*_beside_rivals(material, Verdict.BEHIND), *_of_client(material, Verdict.BEHIND)]
    title, none = material.says("summary.first"), Point(material.says("first.none"))
    return Points(title, tuple(points[:MOST_ADVISED]) or (none,), "callout")


def _keep(material: Material) -> Points:
    points = [*_beside_rivals(material, Verdict.AHEAD), *_of_client(material, Verdict.AHEAD)]
    title, none = material.says("summary.keep"), Point(material.says("keep.none"))
    return Points(title, tuple(points[:MOST_ADVISED]) or (none,), "callout")


def _beside_rivals(material: Material, side: Verdict) -> list[Point]:
    found = []
    for question in grid_questions(material):
        by_rival = standings(material, [question])
        rivals = [name for name, (each,) in by_rival.items() if each is side]
        if rivals:
            found.append((len(rivals), question, material.language.listed(rivals)))
    key = "keep.ahead" if side is Verdict.AHEAD else "first.behind"
    client = material.labels.client_name()
    return [
        Point(material.says(key, rivals=rivals, client=client), material.lead(question))
        for _, question, rivals in sorted(found, key=lambda each: -each[0])
    ]


def _of_client(material: Material, side: Verdict) -> list[Point]:
    client = material.labels.client
    scored: list[tuple[str, Cell | None]] = [
        (material.lead(q), material.cell("mean", q.id, client))
        for q in grid_questions(material)
        if q.id in material.menu.pooled_supplier_questions
    ]
    name = clear_of_all(scored, side)
    key = "keep.high" if side is Verdict.AHEAD else "first.low"
    said = material.says(key, client=material.labels.client_name())
    return [Point(said, name)] if name else []
