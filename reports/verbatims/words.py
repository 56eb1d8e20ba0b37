"""The words of a text, and the forms in which a word and a name are held against each other."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['\u2018\u2019\u02bc`\u00b4][^\W_]+)*")
_APOSTROPHE = re.compile("['\u2018\u2019\u02bc`\u00b4]")
_HUMP = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")
_BEFORE_A_SENTENCE = re.compile(r"(?:^|[.!?:;\u2026\n]|[-*\u2022\u2013\u2014] )[\s\"'(\[]*$")
# How far back the end of the sentence before is looked for.
_BACK = 6

# Letters that are no letter with a mark over it.
_SPELT_OUT = str.maketrans(
    {
        "\u00e6": "ae",
        "\u0153": "oe",
        "\u00f8": "o",
        "\u0142": "l",
        "\u0111": "d",
        "\u00f0": "d",
        "\u00fe": "th",
        "\u0131": "i",
    }
)
# Letters of Cyrillic and Greek that look like a Latin one, each as it looks in its case.
_LOOKALIKES = {
    ord(letter): latin
    for letters, like in (
        ("\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455", "aeopcyxijs"),
        ("\u0501\u04bb\u043a\u043c\u0442\u0432\u043d\u051b\u051d\u0261\u04cf", "dhkmtbhqwgl"),
        ("\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422", "ABEKMHOPCT"),
        ("\u0423\u0425\u0406\u0408\u0405\u04ae", "YXIJSY"),
        ("\u03b1\u03b5\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03b3", "aeikvoptuxy"),
        ("\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f", "ABEZHIKMNO"),
        ("\u03a1\u03a4\u03a5\u03a7", "PTYX"),
    )
    for letter, latin in zip(letters, like, strict=True)
}
_DIGITS_FOR_LETTERS = str.maketrans("013457", "oieast")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: where it stands in the plain text, and whether it begins a sentence."""

    start: int
    end: int
    text: str = field(repr=False)
    opens: bool

    @property
    def capital(self) -> bool:
        """Say whether its first letter is a capital one."""
        return next((c.isupper() for c in self.text if c.isalpha()), False)

    @property
    def stands_out(self) -> bool:
        """Say whether its capital tells: the word is not first in a sentence, nor in capitals."""
        return self.capital and not self.opens and not (len(self.text) > 1 and self.text.isupper())


def words_of(text: str) -> Iterator[Word]:
    """Return the words of a plain text in order; an apostrophe within a word belongs to it."""
    for found in _WORD.finditer(text):
        before = text[max(0, found.start() - _BACK) : found.start()]
        opens = found.start() == 0 or bool(_BEFORE_A_SENTENCE.search(before))
        yield Word(found.start(), found.end(), found.group(), opens)


@lru_cache(maxsize=65_536)
def folded(word: str) -> str:
    """Return a word without case, accents and apostrophes, in Latin letters where it has them."""
    bare = _APOSTROPHE.sub("", word).casefold().translate(_SPELT_OUT)
    return "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))


def forms_of(word: str) -> tuple[str, ...]:
    """Return what a word of a text may be read as, the likeliest first.

    As it is spelt; with letters of other alphabets, and digits, taken for the Latin letters they
    look like; without digits at its ends; and by its parts, where it has an apostrophe or capitals
    within.
    """
    forms = [folded(word), folded(word.translate(_LOOKALIKES))]
    if any(c.isdigit() for c in word) and any(c.isalpha() for c in word):
        forms += [folded(word.translate(_DIGITS_FOR_LETTERS)), folded(word.strip("0123456789"))]
    forms += [folded(part) for part in _APOSTROPHE.split(word) if len(part) > 1]
    forms += [folded(part) for part in _HUMP.split(word) if len(part) > 2]
    return tuple(dict.fromkeys(forms))


_ALIKE = [
    (re.compile(pattern), letter)
    for pattern, letter in [
        ("ph", "f"),
        ("th|dt", "t"),
        ("d$", "t"),
        ("ck|c(?=[aoukrl])", "k"),
        ("tz", "z"),
        ("a[iy]|ey", "ei"),
        ("ie|y", "i"),
        ("w", "v"),
        ("(?<=[aeiou])h", ""),
        (r"(.)\1+", r"\1"),
    ]
]


@lru_cache(maxsize=65_536)
def sound_of(form: str) -> str:
    """Return one spelling for names that sound the same: Meyer and Maier, Schmidt and Schmitt."""
    for pattern, letter in _ALIKE:
        form = pattern.sub(letter, form)
    return form
