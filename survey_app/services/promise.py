"""A promise: the facts that a notice tells in words, and these facts as its sentences name them."""

from dataclasses import dataclass
from datetime import date

from babel.lists import format_list
from babel.numbers import format_decimal

from reports.disclosure.policy import Policy
from survey_app.languages import ENGLISH, day, translations


@dataclass(frozen=True, slots=True)
class Promise:
    """What the words of a notice are about. `smallest_group` counts who is invited in it.

    `breakdowns` are columns of the contacts with those of their values that could be reported.
    """

    practice: str
    client: str
    compared: tuple[str, ...]
    about_people: bool
    min_respondents: int
    min_customers: int
    invited: int
    smallest_group: int
    opens: date
    closes: date
    breakdowns: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Words:
    """The words of one language, with the names, numbers and days of a promise filled in."""

    def __init__(self, promise: Promise, language: str) -> None:
        self._gettext = translations(language).gettext
        locale = "en_GB" if language == ENGLISH else language
        numbers = {
            "people": promise.min_respondents,
            "customers": promise.min_customers,
            "invited": promise.invited,
            "smallest": promise.smallest_group,
            "answers": max(Policy.comments_from, promise.min_respondents),
            "writers": max(Policy.writers_from, promise.min_respondents),
            "segment": max(Policy.detail_from, promise.min_respondents),
        }
        groups = (
            f"{column} ({format_list(list(values), locale=locale)})"
            for column, values in promise.breakdowns
        )
        self._names = {
            "practice": promise.practice,
            "client": promise.client,
            "groups": "; ".join(groups),
            "compared": format_list(list(promise.compared), locale=locale),
            "opens": day(promise.opens, language),
            "closes": day(promise.closes, language),
            **{name: format_decimal(number, locale=locale) for name, number in numbers.items()},
        }

    def __call__(self, text: str) -> str:
        return self._gettext(text) % self._names
