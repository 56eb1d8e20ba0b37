from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.disclosure.release import Banded, Cell, Hidden, Shown
from reports.languages import language
from reports.story import (
    Verdict,
    apart,
    choice_headline,
    clear_of_all,
    comparison_headline,
    extremes,
    managers_headline,
    nps_headline,
    own_headline,
    own_items_headline,
    ratings_headline,
    summary_headline,
    verdict,
    weights_headline,
)

ENGLISH = language("en")


def shown(value: str, low: str | None = None, high: str | None = None) -> Shown:
    return Shown(Decimal(value), 40, Decimal(low) if low else None, Decimal(high) if high else None)


HIGH = shown("4.5", "4.3", "4.7")
MIDDLE = shown("4.2", "4.0", "4.4")
LOW = shown("3.5", "3.3", "3.7")


@st.composite
def cells(draw: st.DrawFn) -> Cell:
    if draw(st.integers(0, 4)) == 0:
        return Hidden()
    value, half = draw(st.integers(10, 50)), draw(st.integers(0, 15))
    low, high = max(value - half, 10), min(value + half, 50)
    return Shown(Decimal(value) / 10, 40, Decimal(low) / 10, Decimal(high) / 10)


@pytest.mark.parametrize(
    ("own", "other", "expected"),
    [
        (HIGH, LOW, Verdict.AHEAD),
        (LOW, HIGH, Verdict.BEHIND),
        (HIGH, MIDDLE, Verdict.CLOSE),
        (HIGH, Hidden(), Verdict.UNKNOWN),
        (None, LOW, Verdict.UNKNOWN),
    ],
)
def test_a_verdict_needs_intervals_that_do_not_meet(
    own: Cell | None, other: Cell | None, expected: Verdict
) -> None:
    assert verdict(own, other) is expected


def test_intervals_that_touch_are_too_close_to_call() -> None:
    assert verdict(shown("4.5", "4.0", "5.0"), shown("3.5", "3.0", "4.0")) is Verdict.CLOSE


@given(cells(), cells())
def test_a_verdict_turns_round_with_its_sides(one: Cell, other: Cell) -> None:
    turned = {Verdict.AHEAD: Verdict.BEHIND, Verdict.BEHIND: Verdict.AHEAD}
    found = verdict(one, other)

    assert verdict(other, one) is turned.get(found, found)


@given(st.lists(cells(), max_size=6))
def test_two_names_are_only_called_apart_when_they_are(found: list[Cell]) -> None:
    scored = [(str(position), cell) for position, cell in enumerate(found)]
    pair = apart(scored)

    every = [verdict(a, b) for a in found for b in found]
    assert (pair is None) == (Verdict.AHEAD not in every)
    if pair:
        assert verdict(found[int(pair[0])], found[int(pair[1])]) is Verdict.AHEAD


def test_overlapping_suppliers_are_called_too_close() -> None:
    said = comparison_headline(ENGLISH, "Us", {"Rival": [Verdict.CLOSE, Verdict.CLOSE]})

    assert said == "Us and Rival are too close to call: their intervals overlap"


def test_ahead_and_behind_are_said_of_the_right_rival_and_number_of_questions() -> None:
    standings = {
        "A": [Verdict.AHEAD, Verdict.AHEAD],
        "B": [Verdict.CLOSE, Verdict.BEHIND],
        "C": [Verdict.CLOSE, Verdict.CLOSE],
    }

    assert comparison_headline(ENGLISH, "Us", standings) == (
        "Us is ahead of A on every question and behind B on one of two questions; "
        "too close to call against C"
    )


def test_a_hidden_question_never_counts_as_every_question() -> None:
    said = comparison_headline(ENGLISH, "Us", {"A": [Verdict.AHEAD, Verdict.UNKNOWN]})

    assert said == "Us is ahead of A on one of two questions"


def test_one_hidden_rival_is_not_called_too_close() -> None:
    standings = {"A": [Verdict.CLOSE], "B": [Verdict.UNKNOWN]}

    assert "B" not in comparison_headline(ENGLISH, "Us", standings)


def test_nothing_to_compare_is_said_so() -> None:
    assert comparison_headline(ENGLISH, "Us", {"A": [Verdict.UNKNOWN]}) == (
        "Not shown, to protect those who answered"
    )


@given(st.dictionaries(st.sampled_from("ABCD"), st.sampled_from(Verdict), min_size=1))
def test_a_comparison_claims_nothing_that_the_verdicts_do_not_hold(
    found: dict[str, Verdict],
) -> None:
    said = comparison_headline(ENGLISH, "Us", {name: [each] for name, each in found.items()})

    assert ("ahead of" in said) == (Verdict.AHEAD in found.values())
    assert ("behind" in said) == (Verdict.BEHIND in found.values())
    assert ("too close" in said) == (Verdict.CLOSE in found.values())


def test_the_summary_counts_the_questions_with_any_rival_ahead() -> None:
    by_question = [{Verdict.AHEAD, Verdict.BEHIND}, {Verdict.BEHIND}, {Verdict.CLOSE}]

    assert summary_headline(ENGLISH, "Us", by_question) == (
        "Us is ahead of at least one competitor on one of three comparison questions "
        "and behind at least one on two"
    )


def test_the_summary_of_all_hidden_says_too_few_answers() -> None:
    assert summary_headline(ENGLISH, "Us", [{Verdict.UNKNOWN}]).startswith("Too few")


@pytest.mark.parametrize(
    ("cell", "begins"),
    [
        (shown("31", "17", "45"), "Promoters outnumber"),
        (shown("-20", "-30", "-10"), "Detractors outnumber"),
        (shown("3", "-9", "15"), "Promoters and detractors are too close to call"),
        (Hidden(), "Not shown"),
    ],
)
def test_recommendation_takes_a_side_only_beyond_its_interval(cell: Cell, begins: str) -> None:
    assert nps_headline(ENGLISH, cell).startswith(begins)


def test_ratings_that_overlap_are_too_alike_to_call() -> None:
    said = ratings_headline(ENGLISH, [("a", HIGH), ("b", MIDDLE)], 5)

    assert said == "The questions are rated too alike to call: all intervals overlap"


def test_one_rating_is_told_by_its_score() -> None:
    assert ratings_headline(ENGLISH, [("“a”", HIGH)], 5) == "“a”: 4.5 on a scale to 5"


def test_one_thing_weighs_more_than_another_only_where_their_intervals_do_not_meet() -> None:
    apart_ = weights_headline(ENGLISH, [("Price", HIGH), ("Service", LOW), ("Other", Hidden())])
    alike = weights_headline(ENGLISH, [("Price", HIGH), ("Service", MIDDLE)])

    assert apart_ == "Price weighs more in the choice than Service"
    assert "too close to call" in alike


def test_a_weight_that_stands_alone_is_told_by_its_score() -> None:
    said = weights_headline(ENGLISH, [("Price", HIGH), ("Service", Hidden())])

    assert said == "Price has a weight of 4.5 in the choice"
    assert (
        weights_headline(ENGLISH, [("Price", Hidden())])
        == "Not shown, to protect those who answered"
    )


@pytest.mark.parametrize(
    ("closed", "period", "when"),
    [
        (date(2026, 3, 2), "2 March 2026", "on 2 March 2026"),
        (date(2027, 4, 1), "2 March 2026 to 1 April 2027", None),
    ],
)
def test_the_dates_of_fieldwork_are_one_day_or_two_and_never_broken(
    closed: date, period: str, when: str | None
) -> None:
    opened = date(2026, 3, 2)
    said = ENGLISH.period(opened, closed), ENGLISH.when(opened, closed)

    assert "2\u00a0March\u00a02026" in said[0]
    assert said[0].replace("\u00a0", " ") == period
    expected = when or "between 2 March 2026 and 1 April 2027"
    assert said[1].replace("\u00a0", " ") == expected


def test_the_most_frequent_answer_must_be_above_every_bound() -> None:
    most = Banded(Decimal(10), 40, Decimal(0), Decimal(10))

    assert "“a”" in choice_headline(ENGLISH, [("a", shown("40")), ("b", most)])
    assert choice_headline(ENGLISH, [("a", shown("10")), ("b", most)]) == (
        "No single answer stands out"
    )
    assert choice_headline(ENGLISH, [("a", shown("40")), ("b", shown("40"))]) == (
        "No single answer stands out"
    )


def test_managers_whose_intervals_overlap_are_too_close_to_call() -> None:
    assert "too close to call" in managers_headline(ENGLISH, [("x", HIGH), ("y", MIDDLE)])


def test_managers_apart_are_said_to_differ_and_nobody_is_named() -> None:
    said = managers_headline(ENGLISH, [("x", HIGH), ("y", LOW), ("z", Hidden())])

    assert said == "The account managers differ: not all their intervals overlap"


def test_only_a_score_clear_of_all_others_stands_out() -> None:
    assert clear_of_all([("a", HIGH), ("b", LOW)], Verdict.AHEAD) == "a"
    assert clear_of_all([("a", HIGH), ("b", LOW)], Verdict.BEHIND) == "b"
    assert clear_of_all([("a", HIGH), ("b", MIDDLE), ("c", LOW)], Verdict.AHEAD) is None
    assert clear_of_all([("a", HIGH), ("b", Hidden())], Verdict.AHEAD) is None


def test_the_extremes_are_all_that_share_a_value_and_none_where_all_do() -> None:
    scored: list[tuple[str, Cell | None]] = [
        ("a", HIGH),
        ("b", HIGH),
        ("c", LOW),
        ("d", Hidden()),
    ]

    assert [name for name, _ in extremes(scored, highest=True)] == ["a", "b"]
    assert [name for name, _ in extremes(scored, highest=False)] == ["c"]
    assert extremes([("a", HIGH), ("b", HIGH)], highest=True) == []


@pytest.mark.parametrize(
    ("own", "together", "key"),
    [
        (HIGH, LOW, "own.ahead"),
        (LOW, HIGH, "own.behind"),
        (HIGH, MIDDLE, "own.close"),
        (HIGH, Hidden(), "own.alone"),
        (None, HIGH, "own.alone"),
    ],
)
def test_a_person_is_told_no_more_than_the_intervals_say(
    own: Cell | None, together: Cell | None, key: str
) -> None:
    assert own_headline(ENGLISH, own, together) == ENGLISH.says(key)


def test_a_person_is_told_which_question_stands_clear() -> None:
    found = {"a": Verdict.AHEAD, "b": Verdict.CLOSE}

    assert own_items_headline(ENGLISH, found) == "Above all account managers together on “a”"


def test_no_sentence_of_the_language_ranks_anybody() -> None:
    ranks = ("first place", "second", "third", "rank ", "best", "worst")
    # A question of the best and the worst asks for nothing else.
    of_extremes = ("extremes.", "methods.best_worst")
    told = [text for key, text in ENGLISH.texts.items() if not key.startswith(of_extremes)]

    assert not [text for text in told for rank in ranks if rank in text.lower()]


def test_no_sentence_of_the_language_has_a_figure_of_its_own() -> None:
    digits = {
        key for key, text in ENGLISH.texts.items() if any(letter.isdigit() for letter in text)
    }

    assert digits == {"glossary.nps_text"}
