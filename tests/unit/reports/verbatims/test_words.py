import pytest

from reports.verbatims.words import folded, forms_of, sound_of, words_of


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("MÜLLER", "muller"),
        ("Weiß", "weiss"),
        ("Łukasz", "lukasz"),
        ("Sørensen", "sorensen"),
        ("Æbelø", "aebelo"),
        ("O’Brien", "obrien"),
        ("Nguyễn", "nguyen"),
        ("Иванов", "иванов"),
    ],
)
def test_case_accents_and_apostrophes_make_no_difference(word: str, form: str) -> None:
    assert folded(word) == form


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("M\u0456ller", "miller"),
        ("\u041c\u0456ll\u0435\u0433".replace("\u0433", "r"), "miller"),
        ("\u039cILLER", "miller"),
        ("M1ller", "miller"),
        ("5chm1dt", "schmidt"),
        ("l'Acme", "acme"),
        ("JohnMiller", "miller"),
    ],
)
def test_a_word_may_be_read_as_what_it_looks_like_or_by_its_parts(word: str, form: str) -> None:
    assert form in forms_of(word)


@pytest.mark.parametrize(
    "spellings",
    [
        ("meyer", "meier", "maier", "mayer"),
        ("schmidt", "schmitt", "schmit"),
        ("jonson", "johnson", "jonsson"),
        ("philipp", "filip"),
        ("kathrin", "catrin", "katrin"),
        ("bernd", "bernt"),
    ],
)
def test_names_that_sound_the_same_have_one_spelling(spellings: tuple[str, ...]) -> None:
    assert len({sound_of(form) for form in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), [("miller", "muller"), ("becker", "wecker")])
def test_names_that_sound_different_have_two(one: str, other: str) -> None:
    assert sound_of(one) != sound_of(other)


def test_what_opens_a_sentence_is_told_from_what_stands_within() -> None:
    text = 'Will he? "May I", he said (Mark too): Art\n- Bill is in, AND SO IS ANN'
    opening = [word.text for word in words_of(text) if word.opens]
    assert opening == ["Will", "May", "Art", "Bill"]
    outstanding = [word.text for word in words_of(text) if word.stands_out]
    assert outstanding == ["I", "Mark"]


def test_an_apostrophe_belongs_to_its_word_and_an_underscore_to_none() -> None:
    words = [word.text for word in words_of("Miller's _Smith_ 'quoted' O’Brien x.y")]
    assert words == ["Miller's", "Smith", "quoted", "O’Brien", "x", "y"]
