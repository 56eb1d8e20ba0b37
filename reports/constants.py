"""Every number a report may print that is not a figure: thresholds, scales, bands, names, dates."""

import re
from collections.abc import Iterator

from questionnaires.kinds import KINDS
from questionnaires.kinds.number import bounds_of, plain
from questionnaires.schema import in_words
from reports.disclosure.drivers import PER_DRIVER
from reports.disclosure.policy import Policy
from reports.labels import Labels
from reports.menu import points_of
from reports.report import Constant
from reports.sections.method import BANDS, MEDIUM, SMALL
from reports.sections.recommendation import RANGES
from reports.sections.sums import WHOLE
from reports.sections.worths import TICKS

# Readers of one language read a point as the sign of decimals, those of another a comma.
_READINGS = (re.compile(r"\d+(?:\.\d+)?"), re.compile(r"\d+(?:,\d+)?"))


def constants(labels: Labels, policy: Policy) -> tuple[Constant, ...]:
    """Return them without repetition: bands as text first, then numbers in ascending order."""
    numbers = {*_of_policy(policy), *_of_scales(labels), *_of_names(labels)}
    return (*map(str, BANDS), SMALL, MEDIUM, *sorted(numbers))


def _of_policy(policy: Policy) -> Iterator[int | float]:
    for threshold in policy.as_dict().values():
        if isinstance(threshold, str):
            yield int(threshold)
        else:
            yield from threshold if isinstance(threshold, list) else [threshold]
    yield from (int(WHOLE), PER_DRIVER, *TICKS)
    for band in (SMALL, MEDIUM):
        yield from _numbers(band)


def _of_scales(labels: Labels) -> Iterator[int | float]:
    for _, question in labels.questionnaire.asked():
        points = points_of(question)
        if points:
            yield from range(points.low, points.high + 1)
        if question.kind == "ranking":
            yield from range(1, len(question.options or labels.suppliers) + 1)
        if question.kind == "number":
            yield from _numbers(" ".join(plain(number) for number in bounds_of(question)))
        if KINDS[question.kind].measure == "nps":
            yield from (-100, 100, *range(11))
            for span in RANGES.values():
                yield from _numbers(span)


def _of_names(labels: Labels) -> Iterator[int | float]:
    yield labels.wave_number
    for day in (labels.opened_on, labels.closed_on):
        yield from (day.day, day.year)
    names = (labels.practice, labels.study, *labels.suppliers.values())
    for column, values in labels.segments.items():
        for text in (column, *values):
            yield from _numbers(text)
    for text in (*names, *labels.account_managers.values(), *_questions(labels)):
        yield from _numbers(text)


def _questions(labels: Labels) -> Iterator[str]:
    for section, question in labels.questionnaire.asked():
        yield from section.title.values()
        yield from question.text.values()
        for option in question.options or ():
            yield from option.text.values()
        if question.unit:
            yield in_words(question.unit, labels.language)
        for each in (question.label, question.report, question.scale and question.scale.low):
            yield from (each or {}).values()
        if question.scale and question.scale.high:
            yield from question.scale.high.values()


def _numbers(text: str) -> Iterator[int | float]:
    for reading in _READINGS:
        for found in reading.findall(text):
            yield int(found) if found.isdigit() else float(found.replace(",", "."))
