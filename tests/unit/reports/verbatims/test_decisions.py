"""What may be quoted, and that nothing may without a decision."""

import re

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from reports.verbatims.candidates import Search
from reports.verbatims.decisions import (
    MARK,
    Decision,
    DecisionError,
    Paraphrase,
    Quote,
    Redact,
    Release,
    StillOpen,
    Withhold,
    quoted,
)
from reports.verbatims.names import Names
from reports.verbatims.plain import Span
from tests.unit.reports.verbatims.roll import NAMING_NOBODY, PEOPLE, search

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

SEARCH = Search(Names(["John Miller"], ["Acme Ltd"]), ("GB",))
COMMENT = "Ask John Miller of Acme, john@acme.com, about the only crane."


def spans(text: str, *words: str) -> tuple[Span, ...]:
    return tuple(Span(text.index(word), text.index(word) + len(word)) for word in words)


def proposed(text: str, search: Search = SEARCH) -> tuple[Span, ...]:
    return tuple(candidate.span for candidate in search.candidates(text))


@pytest.mark.parametrize("decision", [None, Withhold()])
def test_nothing_is_quoted_without_a_decision_to_quote_it(decision: Decision | None) -> None:
    assert quoted("Harmless.", decision, SEARCH) is None


def test_what_is_released_is_quoted_as_it_is() -> None:
    assert quoted("Harmless.", Release(), SEARCH) == Quote("Harmless.")


def test_what_names_somebody_is_released_knowingly_or_not_at_all() -> None:
    with pytest.raises(StillOpen) as refused:
        quoted(COMMENT, Release(), SEARCH)
    assert refused.value.left == proposed(COMMENT)
    assert "Miller" not in str(refused.value)
    assert quoted(COMMENT, Release(knowingly=True), SEARCH) == Quote(COMMENT)


def test_what_is_struck_out_is_a_mark_that_tells_neither_what_it_was_nor_how_long() -> None:
    quote = quoted(COMMENT, Redact(proposed(COMMENT)), SEARCH)
    assert quote == Quote("Ask […] of […], about the only crane.")
    short = quoted("Ask Li, please.", Redact(spans("Ask Li, please.", "Li")), SEARCH)
    assert short == Quote("Ask […], please.")


def test_a_human_may_strike_out_more() -> None:
    marked = (*proposed(COMMENT), *spans(COMMENT, " about the only crane"))
    assert quoted(COMMENT, Redact(marked), SEARCH) == Quote("Ask […] of […].")


def test_stretches_that_overlap_or_touch_are_one_mark() -> None:
    text = "from the north - the far north - of it"
    marked = Redact(spans(text, "the north", "north - the", "far", "north - of"))
    assert quoted(text, marked, SEARCH) == Quote("from […] it")


@pytest.mark.parametrize("kept", ["John Miller", "Acme", "john@acme.com"])
def test_a_candidate_that_is_left_in_is_refused_unless_it_is_left_knowingly(kept: str) -> None:
    (left,) = [span for span in proposed(COMMENT) if kept in COMMENT[slice(*span)]]
    others = tuple(span for span in proposed(COMMENT) if span != left)
    with pytest.raises(StillOpen) as refused:
        quoted(COMMENT, Redact(others), SEARCH)
    assert left in refused.value.left
    quote = quoted(COMMENT, Redact(others, knowingly=True), SEARCH)
    assert quote is not None
    assert kept in quote.text


def test_half_a_candidate_is_not_enough() -> None:
    text = "Write to john@firm.com."
    with pytest.raises(StillOpen):
        quoted(text, Redact(spans(text, "@firm.com")), SEARCH)
    assert quoted(text, Redact(spans(text, "john@firm.com")), SEARCH) == Quote("Write to […].")


def test_what_is_struck_out_once_may_not_be_printed_elsewhere() -> None:
    text = "The red crane is late. Our red crane stands still, coloured redder."
    once = spans(text, "red crane")
    with pytest.raises(StillOpen) as refused:
        quoted(text, Redact(once), SEARCH)
    assert refused.value.left == (Span(27, 36),)
    both = Redact((*once, *refused.value.left))
    assert quoted(text, both, SEARCH) == Quote(
        "The […] is late. Our […] stands still, coloured redder."
    )


def test_of_a_comment_that_is_all_struck_out_nothing_is_quoted() -> None:
    text = "John Miller!"
    assert quoted(text, Redact(proposed(text)), SEARCH) is None


def test_a_paraphrase_is_marked_as_one_and_searched_like_a_comment() -> None:
    assert quoted(COMMENT, Paraphrase(" Praise for one person. "), SEARCH) == Quote(
        "Praise for one person.", paraphrased=True
    )
    with pytest.raises(StillOpen) as refused:
        quoted(COMMENT, Paraphrase("Praise for Miller."), SEARCH)
    assert refused.value.left == (Span(11, 17),)
    knowingly = Paraphrase("Praise for Miller.", knowingly=True)
    assert quoted(COMMENT, knowingly, SEARCH) == Quote("Praise for Miller.", paraphrased=True)


@pytest.mark.parametrize("text", ["", "  \n", "\u200b"])
def test_a_paraphrase_says_something(text: str) -> None:
    with pytest.raises(DecisionError, match="the paraphrase is empty"):
        quoted(COMMENT, Paraphrase(text), SEARCH)


@pytest.mark.parametrize("marked", [(), (Span(3, 3),), (Span(4, 2),), (Span(-1, 2),)])
def test_to_redact_something_must_be_marked(marked: tuple[Span, ...]) -> None:
    with pytest.raises(DecisionError, match="nothing is marked"):
        Redact(marked)


def test_a_mark_outside_the_comment_is_refused() -> None:
    with pytest.raises(DecisionError, match="outside the comment"):
        quoted("Short.", Redact((Span(2, 7),)), SEARCH)


def test_decisions_and_quotes_show_no_words_where_they_might_be_logged() -> None:
    shown = repr([Paraphrase("secret words"), Quote("secret words"), SEARCH.candidates(COMMENT)])
    assert not re.search("secret|Miller|Acme", shown)


@st.composite
def comments_with_names(draw: st.DrawFn) -> str:
    pieces = st.sampled_from([*PEOPLE, "JM", "order 4500123456", "a@b.de", *NAMING_NOBODY])
    words = st.text("abc MüWill.,-'\n", max_size=12)
    return " ".join(draw(st.lists(pieces | words, min_size=1, max_size=8)))


@UNHURRIED
@given(comments_with_names())
def test_what_was_struck_out_as_proposed_is_nowhere_in_the_quote(text: str) -> None:
    marked = proposed(text, search())
    assume(marked)
    try:
        quote = quoted(text, Redact(marked), search())
    except StillOpen as refused:
        quote = quoted(text, Redact((*marked, *refused.left)), search())
    shown = quote.text.replace(MARK, " ") if quote else ""
    for word in {text[start:end] for start, end in marked}:
        assert not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", shown)


@UNHURRIED
@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20))))
def test_any_marks_on_any_text_are_carried_out_or_refused(
    text: str, marks: list[tuple[int, int]]
) -> None:
    spans = tuple(Span(start, start + length) for start, length in marks)
    try:
        quote = quoted(text, Redact(spans, knowingly=True), search())
    except DecisionError:
        assert not spans or any(end > len(text) for _, end in spans)
    else:
        kept = {c for at, c in enumerate(text) if not any(s <= at < e for s, e in spans)}
        assert quote is None or set(quote.text.replace(MARK, "")) <= kept | set(text) & set(" \t")
