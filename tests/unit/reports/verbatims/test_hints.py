import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.verbatims.findings import Clue
from reports.verbatims.hints import hints


def marked(text: str, clue: Clue) -> list[str]:
    return [text[hint.start : hint.end] for hint in hints(text) if hint.clue == clue]


@pytest.mark.parametrize(
    ("text", "clue", "expected"),
    [
        ("We are the only brewery in this valley.", Clue.UNIQUE, ["the only brewery"]),
        ("As the only woman here", Clue.UNIQUE, ["As the only woman"]),
        ("I am the last engineer", Clue.UNIQUE, ["I am the last engineer"]),
        ("Nobody else buys it", Clue.UNIQUE, ["Nobody else"]),
        ("Als einziger Kunde, und der einzige Prüfer", Clue.UNIQUE, None),
        ("Wir sind der größte Abnehmer", Clue.UNIQUE, ["Wir sind der größte Abnehmer"]),
        ("my boss, our CEO and the CFO", Clue.ROLE, ["my boss", "CEO", "CFO"]),
        ("as purchasing manager I say", Clue.ROLE, ["as purchasing manager"]),
        ("the head of quality", Clue.ROLE, ["head of quality"]),
        ("Unser Einkaufsleiter, die Prokuristin", Clue.ROLE, None),
        ("our Lyon plant, a visit in Hamburg", Clue.PLACE, ["Lyon plant", "Hamburg"]),
        ("from New York", Clue.PLACE, ["New York"]),
        ("in this valley", Clue.PLACE, ["in this valley"]),
        ("im Werk Köln, aus Bad Homburg, bei uns", Clue.PLACE, ["Werk Köln", "Bad Homburg"]),
        ("das Hamburger Büro", Clue.PLACE, ["Hamburger Büro"]),
        ("on 12 March, last Tuesday", Clue.DATE, ["12 March", "last Tuesday"]),
        ("in May 2024, in 2019, two weeks ago", Clue.DATE, None),
        ("im Mai 2024, am 12. März, am 3.4.", Clue.DATE, None),
        ("letzten Dienstag, vor zwei Wochen", Clue.DATE, None),
        ("since I joined in 2019", Clue.TENURE, ["since I joined in 2019"]),
        ("for more than 20 years", Clue.TENURE, ["for more than 20 years"]),
        ("my predecessor, my maternity leave", Clue.TENURE, None),
        ("seit ich 2019 angefangen habe", Clue.TENURE, ["seit ich 2019 angefangen"]),
        ("Seit über 20 Jahren, in Elternzeit", Clue.TENURE, None),
        ("we paid 12,000 € and £4.5m", Clue.AMOUNT, ["12,000 €", "£4.5m"]),
        ("1,5 Mio. Euro und 12000 Stück", Clue.AMOUNT, ["1,5 Mio. Euro", "12000 Stück"]),
    ],
)
def test_what_may_give_the_writer_away_is_pointed_out(
    text: str, clue: Clue, expected: list[str] | None
) -> None:
    found = marked(text, clue)
    assert found == expected if expected else len(found) == len(text.split(","))


@pytest.mark.parametrize(
    "text",
    [
        "They may come, we march on. It is hard to say.",
        "Delivery on time, good quality, always friendly.",
        "Gute Qualität und pünktliche Lieferung, in Zukunft gern mehr. In Ordnung, nach Absprache.",
        "Data in ERP, drawings in CAD.",
    ],
)
def test_ordinary_words_are_not_pointed_out(text: str) -> None:
    assert hints(text) == ()


def test_a_hint_says_why() -> None:
    (hint,) = hints("Ask in Hamburg.")
    assert hint.reason == "perhaps a place"


@given(st.text(max_size=80) | st.text("aIn12. März€the only Hamburg", max_size=80))
def test_hints_of_one_clue_lie_within_the_text_and_apart(text: str) -> None:
    found = hints(text)
    assert list(found) == sorted(found)
    for clue in Clue:
        ends = [place for h in found if h.clue == clue for place in (h.start, h.end)]
        assert ends == sorted(ends)
        assert all(h.start < h.end <= len(text) for h in found)
