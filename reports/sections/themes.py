"""A section per theme: the suppliers side by side, and what else was asked about it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from questionnaires.kinds import KINDS
from questionnaires.kinds.base import Measure
from questionnaires.schema import Question
from reports.material import Material, Theme, by_points, is_grid, is_rating, shown
from reports.menu import points_of
from reports.report import Figure, Section
from reports.sections.amounts import amount_figure
from reports.sections.choices import choice_figure
from reports.sections.items import importance_figure, ranking_figure
from reports.sections.lines import (
    NARROW,
    Line,
    arranged,
    label_width,
    study_lines,
    supplier_lines,
)
from reports.sections.pairs import extremes_figure, pairs_figure
from reports.sections.recommendation import recommendation_figures
from reports.sections.scores import Message, Score, Scored, Scores, line_scores, score_figure
from reports.sections.versus import versus_figure
from reports.sections.worths import worths_figure
from reports.story import (
    Verdict,
    choice_headline,
    comparison_headline,
    nps_headline,
    ratings_headline,
    verdict,
    weights_headline,
)


@dataclass(frozen=True, slots=True)
class Told:
    """Figures, and the message they carry; `alone` is how it is worded far from the figures."""

    message: str
    figures: tuple[Figure, ...]
    alone: str = ""


def theme_sections(material: Material) -> Iterator[Section]:
    """Yield one section per theme of the study-level questions."""
    for theme in material.themes():
        if theme.weighed:
            told = list(_weighed(material, theme))
        else:
            told = [*_compared(material, theme), *told_about(material, theme.questions)]
        if told:
            yield section(theme.id, theme.title, told)


def section(id_: str, title: str, told: Sequence[Told], *, opens_page: bool = False) -> Section:
    """Return a section that opens with the first message; the others head their own figures."""
    first, *others = told
    blocks = [*first.figures]
    for each in others:
        blocks += [replace(each.figures[0], title=each.message), *each.figures[1:]]
    return Section(id_, title, first.alone or first.message, tuple(blocks), opens_page)


def _compared(material: Material, theme: Theme) -> Iterator[Told]:
    for questions in by_points([q for q in theme.questions if is_grid(q)]):
        lines = supplier_lines(material)
        alone, blocks = len(lines) == 1, arranged(material, questions, lines)
        figure = score_figure(
            material,
            [line_scores(material, each) for each in blocks],
            questions,
            title=material.says("figure.rating" if alone else "figure.grid"),
            message=_among_questions(material, questions) if alone else _against_rivals(material),
            label="question" if alone else "supplier",
            width=label_width(blocks),
        )
        if figure:
            yield Told(_comparison_message(material, questions), (figure,))
        versus = versus_figure(material, questions)
        if versus:
            message, figure = versus
            yield Told(message, (figure,))


def _weighed(material: Material, theme: Theme) -> Iterator[Told]:
    names = material.weights()
    for questions in by_points(theme.questions):
        scored = [(names[q.id], material.cell("mean", q.id)) for q in questions]
        message = weights_headline(material.language, scored)
        figure = rating_figure(
            material,
            questions,
            study_lines(material),
            material.says("figure.rating"),
            message=_saying(message),
        )
        if figure:
            yield Told(message, (figure,))


def _saying(message: str) -> Message:
    return lambda _: message


def standings(material: Material, questions: Sequence[Question]) -> dict[str, list[Verdict]]:
    """Return, for each competitor's name, the client's verdicts on these questions."""
    client = material.labels.client
    return {
        material.labels.suppliers[rival]: [
            verdict(
                material.cell("mean", question.id, client),
                material.cell("mean", question.id, rival),
            )
            for question in questions
        ]
        for rival in material.competitors
    }


def _comparison_message(material: Material, questions: Sequence[Question]) -> str:
    client = material.labels.client
    if not material.competitors:
        return _alone(material, questions, client)
    found = standings(material, questions)
    return comparison_headline(material.language, material.labels.client_name(), found)


def _alone(material: Material, questions: Sequence[Question], subject: str | None) -> str:
    points = points_of(questions[0])
    scored = [(material.quoted(q), material.cell("mean", q.id, subject)) for q in questions]
    return ratings_headline(material.language, scored, points.high if points else 0)


def _against_rivals(material: Material) -> Message:
    def message(scored: Scored) -> str:
        (client, own), *rivals = scored
        found = {name: [verdict(own, cell)] for name, cell in rivals}
        return comparison_headline(material.language, client, found)

    return message


def _among_questions(material: Material, questions: Sequence[Question]) -> Message:
    points = points_of(questions[0])

    def message(scored: Scored) -> str:
        quoted = [(material.language.quoted(name), cell) for name, cell in scored]
        return ratings_headline(material.language, quoted, points.high if points else 0)

    return message


def told_about(
    material: Material,
    questions: Sequence[Question],
    lines: Sequence[Line] = (),
    *,
    title: str = "",
) -> Iterator[Told]:
    """Yield what was asked without comparing suppliers: ratings, recommendation, choices."""
    lines = lines or study_lines(material)
    first = lines[0].subject
    for group in by_points([q for q in questions if is_rating(q)]):
        figure = rating_figure(material, group, lines, title or material.says("figure.rating"))
        if figure:
            yield Told(_alone(material, group, first), (figure,))
    for question in questions:
        yield from BLOCKS[KINDS[question.kind].measure](material, question, lines)


def rating_figure(
    material: Material,
    questions: Sequence[Question],
    lines: Sequence[Line],
    title: str,
    *,
    message: Message | None = None,
) -> Figure | None:
    """Draw the scores of ratings of one scale; their message is how they compare, if not given."""
    blocks = arranged(material, questions, lines)
    return score_figure(
        material,
        [line_scores(material, each) for each in blocks],
        questions,
        title=title,
        message=message or _among_questions(material, questions),
        label="question" if len(lines) == 1 else "about",
        width=label_width(blocks),
    )


def overall_figure(material: Material) -> Figure | None:
    """Draw the scores of the suppliers over all grids together, where there is more than one."""
    pooled = material.menu.pooled_supplier_questions
    if len(pooled) < 2 or not material.competitors:
        return None
    scores = [
        Score(line, fact)
        for line in supplier_lines(material)
        if (fact := material.pooled(line.subject, managers=False))
    ]
    questions = [q for q in material.menu.supplier_questions if q.id in pooled]
    return score_figure(
        material,
        [Scores("", tuple(scores))],
        questions,
        title=material.says("figure.grid_pooled"),
        message=_against_rivals(material),
        label="supplier",
        width=NARROW,
    )


def _recommended(material: Material, question: Question, lines: Sequence[Line]) -> Iterator[Told]:
    title = material.says("figure.nps")
    figures = tuple(recommendation_figures(material, [question], lines, title))
    if figures:
        cell = material.cell("nps", question.id, lines[0].subject)
        yield Told(nps_headline(material.language, cell), figures)


def _chosen(material: Material, question: Question, lines: Sequence[Line]) -> Iterator[Told]:
    figure = choice_figure(material, question, lines, material.says("column.chart_share"))
    yield from _told(material, question, _most_frequent(material, question, lines[0]), figure)


def _ranked(material: Material, question: Question, _: Sequence[Line]) -> Iterator[Told]:
    yield from _told(material, question, *ranking_figure(material, question))


def _weighted(material: Material, question: Question, _: Sequence[Line]) -> Iterator[Told]:
    yield from _told(material, question, *importance_figure(material, question))


def _paired(material: Material, question: Question, _: Sequence[Line]) -> Iterator[Told]:
    yield from _told(material, question, *pairs_figure(material, question))
    worths = worths_figure(material, question)
    if worths:
        yield from _told(material, question, *worths)


def _named_extremes(material: Material, question: Question, _: Sequence[Line]) -> Iterator[Told]:
    yield from _told(material, question, *extremes_figure(material, question))


def _amount(material: Material, question: Question, lines: Sequence[Line]) -> Iterator[Told]:
    yield from _told(material, question, *amount_figure(material, question, lines))


def _told(
    material: Material, question: Question, message: str, figure: Figure | None
) -> Iterator[Told]:
    """Yield the figure with its message; nothing where nothing of it is shown."""
    if figure is None or not any(shown(fact.cell) for fact in figure.facts()):
        return
    key = "choice.headline_named" if question.label else "choice.headline"
    alone = material.says(key, question=material.quoted(question), message=message)
    # The whole wording heads the figure itself and need not be said twice.
    yield Told(alone if question.label else message, (figure,), alone)


def _most_frequent(material: Material, question: Question, line: Line) -> str:
    texts = material.item_names(question)
    shares = [
        (texts[fact.key.option or ""], fact.cell)
        for fact in material.shares(question.id, line.subject)
    ]
    return choice_headline(material.language, [each for each in shares if shown(each[1])])


def _nothing(_: Material, __: Question, ___: Sequence[Line]) -> Iterator[Told]:
    """Ratings are told together, by scale; comments are not printed."""
    return iter(())


BLOCKS: Mapping[Measure, Callable[[Material, Question, Sequence[Line]], Iterator[Told]]] = {
    "scale": _nothing,
    "text": _nothing,
    "nps": _recommended,
    "nominal": _chosen,
    "multiple": _chosen,
    "ranking": _ranked,
    "importance": _weighted,
    "pairs": _paired,
    "extremes": _named_extremes,
    "number": _amount,
}
