"""What is wrong with an answer of each kind is told beside it, and it is shown as it was given."""

from collections.abc import Mapping, Sequence

import pytest

from questionnaires.answers import Circumstances, check
from survey_app.respond.page import form_page
from tests.kinds_study import full_answer
from tests.unit.respond.sample import Page, every_kind, spoken

ANSWER = full_answer(["am1"])


def sent_with(changes: Mapping[str, Sequence[str]], language: str = "en") -> Page:
    """Return the page that answers a full form with these fields changed."""
    posted = ANSWER | {f"q.{name}": typed for name, typed in changes.items()}
    made = every_kind(language=language)
    circumstances = Circumstances("customer", tuple(made.managers))
    errors = check(made.questionnaire, tuple(made.suppliers), circumstances, posted)
    assert isinstance(errors, list)
    return Page(form_page(made, posted, errors))


def told(page: Page, field: str) -> str:
    return spoken(page.the("p", id=f"{field}-error"))


def test_a_position_given_twice_is_told_beside_both() -> None:
    page = sent_with({"rank.client": ["2"], "rank.rival": ["2"], "rank.third": ["1"]})
    for field in ("q.rank.client", "q.rank.rival"):
        assert told(page, field) == "Position 2 is given twice."
        assert page.ticked(field) == ["2"]
    assert page.ticked("q.rank.third") == ["1"]


def test_a_position_left_out_is_named() -> None:
    page = sent_with({"rank.client": ["3"], "rank.rival": ["1"], "rank.third": [""]})
    sentence = "Position 2 is not given. Please count from 1 without a gap."
    assert told(page, "q.rank.client") == sentence


def test_best_and_worst_must_differ() -> None:
    page = sent_with({"extremes.best": ["client"], "extremes.worst": ["client"]})
    assert "as best and as worst" in told(page, "q.extremes.worst")
    assert page.ticked("q.extremes.best") == page.ticked("q.extremes.worst") == ["client"]


@pytest.mark.parametrize(
    ("given", "missing", "language", "sentence"),
    [
        ("best", "worst", "en", "Please choose the worst as well, or clear the best."),
        ("worst", "best", "en", "Please choose the best as well, or clear the worst."),
        ("best", "worst", "de", "Bitte wählen Sie auch das Schlechteste, oder löschen Sie"),
        ("worst", "best", "de", "Bitte wählen Sie auch das Beste, oder löschen Sie"),
    ],
)
def test_the_best_or_the_worst_alone_is_kept_and_asked_for_the_other(
    given: str, missing: str, language: str, sentence: str
) -> None:
    page = sent_with({f"extremes.{given}": ["client"], f"extremes.{missing}": []}, language)
    assert told(page, f"q.extremes.{missing}").startswith(sentence)
    assert page.ticked(f"q.extremes.{given}") == ["client"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("a few", "Please write one number from 0 to 60 days in plain digits."),
        ("1 or 2", "Please write one number from 0 to 60 days in plain digits."),
        ("61", "Please write a number from 0 to 60 days."),
        ("-1", "Please write a number from 0 to 60 days."),
        ("2.3", "Please write a number in steps of 0.5 days from 0."),
    ],
)
def test_a_number_that_does_not_fit_is_told_what_does(typed: str, sentence: str) -> None:
    page = sent_with({"amount": [typed]})
    assert told(page, "q.amount") == sentence
    assert page.typed("q.amount") == typed


def test_a_number_with_a_fraction_where_only_whole_ones_fit_is_told_so() -> None:
    page = sent_with({"person_amount@am1": ["2.5"]})
    assert told(page, "q.person_amount@am1") == "Please write a whole number."


def test_the_range_is_told_in_the_language_of_the_page() -> None:
    page = sent_with({"amount": ["61"]}, "de")
    assert "60 Tage" in told(page, "q.amount")


def test_hostile_words_in_a_box_for_a_number_come_back_as_words() -> None:
    typed = '"><script>alert(1)</script>'
    page = sent_with({"amount": [typed]})
    assert page.typed("q.amount") == typed
    assert len(list(page.each("script"))) == 1


def test_of_two_numbers_both_are_shown() -> None:
    page = sent_with({"amount": ["1", "2"]})
    assert page.typed("q.amount") == "1 2"
    assert told(page, "q.amount") == "More than one answer arrived. Please give just one."


def test_the_ticks_that_are_offered_are_kept_beside_one_that_is_not() -> None:
    page = sent_with({"several": ["price", "nonsense", "advice"]})
    assert page.ticked("q.several") == ["price", "advice"]
    assert "not one of those offered" in told(page, "q.several")


def test_a_tick_sent_twice_is_told_and_kept() -> None:
    page = sent_with({"several": ["price", "price"]})
    assert page.ticked("q.several") == ["price"]
    assert told(page, "q.several").startswith("One of your ticks arrived twice.")


def test_a_tick_sent_twice_is_told_in_german() -> None:
    page = sent_with({"several": ["price", "price"]}, "de")
    assert told(page, "q.several").startswith("Eines Ihrer Kreuze kam doppelt an.")


def test_every_field_that_is_wrong_says_so_to_assistive_technology() -> None:
    page = sent_with(
        {
            "several": ["nonsense"],
            "amount": ["x"],
            "rank.client": ["9"],
            "duel.client.rival": ["x"],
            "extremes.best": ["x"],
        }
    )
    wrong = [element for element in page.root.iter() if element.get("aria-invalid") == "true"]
    assert len(wrong) == 5
    for element in wrong:
        described = (element.get("aria-describedby") or "").split()
        assert [name for name in described if name.endswith("-error")]
        assert set(described) <= set(page.ids)


def test_the_summary_links_to_each_of_them() -> None:
    page = sent_with(
        {"rank.client": ["1"], "rank.rival": ["1"], "amount": ["x"], "several": ["nonsense"]}
    )
    linked = [link.get("href", "").removeprefix("#") for link in page.each("a")]
    assert linked == ["q.several", "q.amount", "q.rank.client", "q.rank.rival"]
    assert set(linked) <= set(page.ids)


def test_the_summary_names_the_pair_concerned() -> None:
    summary = spoken(sent_with({"duel.client.rival": ["x"]}).the("div", id="result"))
    assert "Which of the two is better? Client Components – Rival & Sons" in summary
