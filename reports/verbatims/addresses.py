"""Where a text holds addresses: of mail, as they are or spelt out, and of the web."""

import re
from collections.abc import Iterator

from reports.verbatims.findings import Kind

# Every pattern begins at the edge of a word, so that a text of one long word takes no square time.
_LOCAL = r"[\w.+%'-]"
_DOT = r"(?: ?[(\[{<] ?(?:dot|punkt|point|\.) ?[)\]}>] ?|(?<=\w)\.(?=\w)| (?:dot|punkt|point) )"
_AT = "(?: ?[(\\[{<] ?(?:at|\u00e4t|@|\u00e0|klammeraffe) ?[)\\]}>] ?| klammeraffe )"
_EMAILS = [
    re.compile(rf"(?<!{_LOCAL}){_LOCAL}+(?:@[\w-]+(?:\.[\w-]+)*| ?@ ?[\w-]+(?:\.[\w-]+)+)"),
    re.compile(
        rf"(?i)(?<![\w+-])[\w+-]+(?:{_DOT}[\w+-]+){{0,4}}{_AT}[\w-]+(?:{_DOT}[\w-]+){{0,4}}"
    ),
    # "write to john at firm dot com", "john.miller at firm.com"; but not "look at firm.com".
    re.compile(
        rf"(?i)(?<![\w+-])[\w+-]+(?:{_DOT}[\w+-]+){{0,4}} at [\w-]+(?: (?:dot|punkt|point) [\w-]+)+"
    ),
    re.compile(r"(?i)(?<![\w.-])[^\W_]+(?:[._][^\W_]+)+ at [\w-]+(?:\.[\w-]+)+"),
]
_WEB = [
    re.compile(r"(?i)\b(?:https?|ftp|sftp|file):/\S+|\bwww\d?\.\S+"),
    re.compile(r"(?i)(?<![\w-])[\w-]+ dot (?:com|net|org|info|eu|de|at|ch|co|fr|uk)\b"),
    re.compile(r"(?<![\w@.])@\w[\w.]+"),
]
_DOMAIN = re.compile(
    r"(?<![\w@.-])(?:[\w-]{1,63}\.){1,8}([a-zA-Z]{2,10})(?![\w-]|\.\w)(?:[:/]\S*)?"
)
# The ends of domains that are no words as well: no sentence goes on with them where the space
# after its full stop is missing.
_ENDS = re.compile(
    "a[cegilrstuz]|app|asia|b[aegryz]|berlin|bi[dz]|blog|bzh|c[achilnoyz]|cloud|com|d[ekz]|dev|e[cegu]"
    "|f[ir]|gmbh|g[bglr]|h[kru]|i[elnor]|info|int|j[op]|k[rz]|koeln|l[ituv]|m[adktxz]|mobi|n[gluz]|net"
    "|online|org|p[ahklty]|pro|r[osu]|s[aegiky]|shop|site|store|t[hknrvw]|tech|u[akyz]|v[en]|wien|xyz|za"
)


def addresses(text: str) -> Iterator[tuple[int, int, Kind]]:
    """Return where a plain text holds addresses of mail and of the web."""
    for pattern in _EMAILS:
        yield from ((*_bare(text, *found.span()), Kind.EMAIL) for found in pattern.finditer(text))
    for pattern in _WEB:
        yield from ((*_bare(text, *found.span()), Kind.WEB) for found in pattern.finditer(text))
    for found in _DOMAIN.finditer(text):
        if _is_domain(found.group(), found.group(1)):
            yield (*_bare(text, *found.span()), Kind.WEB)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch without the quotes around it and the punctuation of its sentence."""
    found = text[start:end]
    start += len(found) - len(found.lstrip(".'%+-"))
    return start, max(start + 1, start + len(text[start:end].rstrip(".,;:!?)]}>\"'")))


def _is_domain(whole: str, end: str) -> bool:
    """Say whether a dotted word is a domain: by a known end, or by more about it than one dot."""
    if end != end.lower() and end != end.upper():
        return False
    longest = max(len(label) for label in whole.split(".")[:-1])
    return longest > 1 and (bool(_ENDS.fullmatch(end.lower())) or "/" in whole)
