"""Which passwords may be chosen, and how they are kept."""

import pytest

from survey_app.services.passwords import (
    BLANK,
    COMMON,
    NAMED,
    TOO_LONG,
    TOO_SHORT,
    UNTYPABLE,
    hashed,
    matches,
    problem,
)

EMAIL, PRACTICE = "ada.lovelace@north-row.example", "North Row Insight"
GOOD = "violet kettle under gravel"


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "Tr0ub4dor&3xyz",
        "83650284715093",
        "😀🎉🚀🌈🍕🐶🌵🎸🧊🪁🧲🧯",
        "  leading and trailing  ",
        "x9" + "ünïcödé wörds " * 4 + "7",
        "kR7!vQ2#" * 128,
    ],
)
def test_what_others_would_not_guess_is_taken(password: str) -> None:
    assert problem(password, EMAIL, PRACTICE) is None


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("", BLANK),
        (" " * 12, BLANK),
        ("\u2003" * 20, BLANK),
        ("seven77", TOO_SHORT),
        ("eleven char", TOO_SHORT),
        ("violet\0kettle gravel", UNTYPABLE),
        ("kR7!vQ2#" * 128 + "x", TOO_LONG),
        ("x" * 1_000_000, TOO_LONG),
        ("my Ada.Lovelace 1815", NAMED),
    ],
)
def test_each_refusal_says_what_is_wrong(password: str, told: str) -> None:
    assert problem(password, EMAIL, PRACTICE) == told


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "P@ssw0rd2026!",
        "correct horse battery staple",
        "passwordpassword",
        "qwertyuiop123",
        "poiuytrewq987",
        "123456789012",
        "1qaz2wsx3edc",
        "aaaaaaaaaaaa",
        "abcabcabcabcabc",
        "Summer2026Summer",
        "iloveyou1234",
        "survey_app 2026",
        "North Row Insight",
        "north-row 1234",
        "😀" * 12,
    ],
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    assert problem(password, EMAIL, PRACTICE) == COMMON


def test_a_short_name_before_the_at_sign_forbids_no_syllable() -> None:
    assert problem("violet kettle under gravel jo", "jo@example.com") is None


@pytest.mark.parametrize(
    "password", [GOOD, " spaces at the ends count ", "🎉 kettle 🌵 gravel", "e\u0301"]
)
def test_a_password_is_kept_to_the_letter(password: str) -> None:
    kept = hashed(password)

    assert matches(kept, password)
    assert not matches(kept, password + " ")
    assert not matches(kept, password.swapcase() + "x")
    assert not matches(hashed("é" * 12), "e\u0301" * 12)


def test_passwords_are_kept_with_argon2id_19_mebibytes_and_two_passes_at_least() -> None:
    _, kind, _, costs, *_ = hashed(GOOD).split("$")
    memory, passes, _ = (int(cost.split("=")[1]) for cost in costs.split(","))

    assert kind == "argon2id"
    assert memory >= 19 * 1024
    assert passes >= 2


def test_two_hashes_of_one_password_differ() -> None:
    assert hashed(GOOD) != hashed(GOOD)


@pytest.mark.parametrize("kept", [None, "", "no hash", "$argon2id$v=19$m=1,t=1,p=1$x$y"])
def test_what_was_never_kept_matches_nothing(kept: str | None) -> None:
    assert not matches(kept, GOOD)
    assert not matches(kept, "the password of an account that does not exist")


def test_a_password_too_long_is_not_hashed(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = hashed(GOOD)
    seen: list[int] = []
    monkeypatch.setattr(
        "survey_app.services.passwords._HASHER",
        type("Spy", (), {"verify": lambda _, __, text: seen.append(len(text))})(),
    )

    assert not matches(kept, "x" * 1_000_000)
    assert seen == [0]
