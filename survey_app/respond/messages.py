"""The words put together in Python, in the language of the interface."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from textwrap import shorten

from babel.lists import format_list
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from questionnaires.kinds.base import Complaint, FieldError, NumberBox
from survey_app.languages import day, interface_language, translations

_LONGEST_ECHO = 120
_BRITISH = {"en": "en_GB"}


class Phrases:
    """The interface's words for readers of one language, or English where it does not speak it."""

    def __init__(self, language: str) -> None:
        self.language = interface_language(language)
        self.foreign = language.split("-")[0].lower() != self.language
        self._words = translations(language)
        self._locale = _BRITISH.get(self.language, self.language)

    def gettext(self, text: str) -> str:
        return self._words.gettext(text)

    @property
    def mark(self) -> Markup:
        """Return the attributes of an element that holds words of the interface and no others."""
        mark = Markup(' lang="{}" dir="ltr"').format(self.language)
        return mark if self.foreign else Markup()

    def marked(self, text: str) -> str:
        """Return words of the interface fit to stand among those of the questionnaire."""
        return Markup("<bdi{}>{}</bdi>").format(self.mark, text) if self.foreign else text

    def worded(self, error: FieldError, unit: str = "") -> str:
        """Return what is wrong, and what to do; `unit` is that of a number."""
        if error.complaint in _ABOUT_NUMBERS:
            low, high, step = error.range
            return _ABOUT_NUMBERS[error.complaint](self, _Span(self, low, high, step, unit))
        return _SENTENCES[error.complaint](self, error)

    def span(self, box: NumberBox, unit: str) -> str:
        """Return which numbers a box takes: `From 0 to 60 days, in steps of 0.5`."""
        span = _Span(self, box.low, box.high, box.step, unit)
        if span.whole:
            return self.gettext("A whole number from %(low)s to %(high)s") % span.words
        return self.gettext("From %(low)s to %(high)s, in steps of %(step)s") % span.words

    def count(self, number: int) -> str:
        return format_decimal(number, locale=self._locale)

    def figure(self, written: str) -> str:
        """Return a plain number as people write it; no comma that could part thousands."""
        number = Decimal(written)
        return format_decimal(
            number, locale=self._locale, decimal_quantization=False, group_separator=False
        )

    def day(self, when: date) -> str:
        return day(when, self.language)

    def quoted(self, text: str) -> Markup:
        return escape(self.gettext("“%(text)s”")) % {"text": Markup("<bdi>{}</bdi>").format(text)}

    def only_if(self, answers: Sequence[str], question: str) -> Markup:
        quoted = tuple(self.quoted(answer) for answer in answers)
        listed = escape(format_list(["%s"] * len(quoted), "or", self._locale)) % quoted
        sentence = escape(self.gettext("Only if you answered %(answers)s to %(question)s"))
        return sentence % {"answers": listed, "question": self.quoted(echoed(question))}

    def is_better(self, name: str) -> str:
        return self.marked(escape(self.gettext("%(name)s is better")) % {"name": name})

    @property
    def no_experience(self) -> str:
        return self.marked(self.gettext("No experience"))

    @property
    def about_the_same(self) -> str:
        return self.marked(self.gettext("About the same"))

    @property
    def extremes(self) -> tuple[str, str]:
        return self.marked(self.gettext("Best")), self.marked(self.gettext("Worst"))

    @property
    def likelihood(self) -> tuple[str, str]:
        least, most = self.gettext("Not at all likely"), self.gettext("Extremely likely")
        return self.marked(least), self.marked(most)

    @property
    def nothing_answered(self) -> str:
        return self.gettext(
            "There is no answer in the form yet. Please answer at least one question."
        )

    @property
    def not_stored(self) -> str:
        return self.gettext(
            "Your answers could not be stored just now. Nothing was lost: please send them again "
            "in a minute."
        )


class _Span:
    """The numbers a box takes, worded."""

    def __init__(self, phrases: Phrases, low: str, high: str, *rest: str) -> None:
        step, unit = rest
        self.whole = step == "1" and Decimal(low) % 1 == 0
        self.words = {
            "low": phrases.figure(low),
            "high": f"{phrases.figure(high)}\u00a0{unit}" if unit else phrases.figure(high),
            "step": f"{phrases.figure(step)}\u00a0{unit}" if unit else phrases.figure(step),
        }


def _too_long(phrases: Phrases, error: FieldError) -> str:
    limit, actual = error.limit or 0, error.actual or 0
    sentence = phrases.gettext(
        "This has %(actual)s characters and %(limit)s fit. Please shorten it by %(over)s."
    )
    counts = {"actual": actual, "limit": limit, "over": actual - limit}
    return sentence % {name: phrases.count(number) for name, number in counts.items()}


def _off_step(phrases: Phrases, span: _Span) -> str:
    if span.whole:
        return phrases.gettext("Please write a whole number.")
    return phrases.gettext("Please write a number in steps of %(step)s from %(low)s.") % span.words


_SENTENCES: Mapping[Complaint, Callable[[Phrases, FieldError], str]] = {
    "required": lambda words, _: words.gettext("Please give an answer here."),
    "not_offered": lambda words, _: words.gettext(
        "That answer is not one of those offered. Please choose again."
    ),
    "repeated": lambda words, _: words.gettext(
        "More than one answer arrived. Please give just one."
    ),
    "too_long": _too_long,
    "position_twice": lambda words, error: (
        words.gettext("Position %(place)s is given twice.") % {"place": error.limit}
    ),
    "position_skipped": lambda words, error: (
        words.gettext("Position %(place)s is not given. Please count from 1 without a gap.")
        % {"place": error.limit}
    ),
    "best_is_worst": lambda words, _: words.gettext(
        "This is chosen as best and as worst. Please choose two different ones."
    ),
    "best_missing": lambda words, _: words.gettext(
        "Please choose the best as well, or clear the worst."
    ),
    "worst_missing": lambda words, _: words.gettext(
        "Please choose the worst as well, or clear the best."
    ),
    "ticked_twice": lambda words, _: words.gettext(
        "One of your ticks arrived twice. Please look them over and send them again."
    ),
}
_ABOUT_NUMBERS: Mapping[Complaint, Callable[[Phrases, _Span], str]] = {
    "not_a_number": lambda words, span: (
        words.gettext("Please write one number from %(low)s to %(high)s in plain digits.")
        % span.words
    ),
    "out_of_range": lambda words, span: (
        words.gettext("Please write a number from %(low)s to %(high)s.") % span.words
    ),
    "off_step": _off_step,
}


def echoed(text: str) -> str:
    return shorten(text, _LONGEST_ECHO, placeholder=" …")
