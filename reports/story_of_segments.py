"""Headlines of a breakdown: which groups stand apart, and where all of them overlap."""

from collections.abc import Sequence

from reports.figures import bounds
from reports.languages import Language
from reports.story import Scored, Verdict, apart, verdict


def segments_headline(language: Language, column: str, questions: Sequence[Scored]) -> str:
    """Say on how many questions any two groups stand apart, from their scores on each."""
    seen = [
        [(name, cell) for name, cell in scored if bounds(cell) is not None] for scored in questions
    ]
    names = {name for scored in seen for name, _ in scored}
    compared = [scored for scored in seen if len(scored) > 1]
    if not compared:
        key = "one" if len(names) == 1 else "few"
        return language.says(f"segments.{key}", column=column, segment="".join(names))
    found = [pair for scored in compared if (pair := apart(scored))]
    if len(compared) == 1:
        return _of_one_question(language, column, found)
    key = "close" if not found else "all" if len(found) == len(compared) else "some"
    if key == "some" and len(compared) >= len(language.numbers):
        key = "many"
    some, every = language.counted(len(found)), language.counted(len(compared))
    return language.says(f"segments.{key}", column=column, some=some, all=every)


def _of_one_question(language: Language, column: str, found: Sequence[tuple[str, str]]) -> str:
    if not found:
        return language.says("segments.one_close", column=column)
    high, low = found[0]
    return language.says("segments.one_question", column=column, high=high, low=low)


def ahead_of(language: Language, scored: Scored) -> str:
    """Say whom the group that stands highest is ahead of; '' where all intervals overlap."""
    pair = apart(scored)
    if pair is None:
        return ""
    high = dict(scored)[pair[0]]
    behind = [name for name, cell in scored if verdict(high, cell) is Verdict.AHEAD]
    return language.says("segments.ahead", high=pair[0], low=language.listed(behind))


def standing(name: str, scored: Scored) -> Verdict:
    """Say how a group stands to all others: ahead of some and behind none, or the other way."""
    own = dict(scored)[name]
    found = {verdict(own, cell) for other, cell in scored if other != name}
    sides = found & {Verdict.AHEAD, Verdict.BEHIND}
    return sides.pop() if len(sides) == 1 else Verdict.CLOSE
