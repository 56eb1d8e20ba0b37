"""Headlines and sentences: each is chosen by released figures, and true of them."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from reports.disclosure.release import Cell, Hidden, Measure, Shown
from reports.figures import bounds
from reports.languages import Language

Scored = Sequence[tuple[str, Cell | None]]
"""Names of questions, suppliers or people with their released scores."""


class Verdict(StrEnum):
    """How one score stands against another, by their intervals."""

    AHEAD = "ahead"
    BEHIND = "behind"
    CLOSE = "close"
    UNKNOWN = "unknown"


def verdict(own: Cell | None, other: Cell | None) -> Verdict:
    """Compare two scores: ahead or behind only where their intervals do not meet."""
    mine, theirs = bounds(own), bounds(other)
    if mine is None or theirs is None:
        return Verdict.UNKNOWN
    if mine[0] > theirs[1]:
        return Verdict.AHEAD
    return Verdict.BEHIND if mine[1] < theirs[0] else Verdict.CLOSE


def apart(scored: Scored) -> tuple[str, str] | None:
    """Return the names of a higher and a lower score that do not meet; None if all intervals do."""
    spans = {name: span for name, cell in scored if (span := bounds(cell)) is not None}
    if not spans:
        return None
    high = max(spans, key=lambda name: spans[name][0])
    low = min(spans, key=lambda name: spans[name][1])
    return (high, low) if spans[high][0] > spans[low][1] else None


def extremes(scored: Scored, *, highest: bool) -> list[tuple[str, Cell]]:
    """Return the one or several highest (lowest) scores; nothing where all shown are equal."""
    values = {
        name: cell for name, cell in scored if cell is not None and not isinstance(cell, Hidden)
    }
    numbers = {cell.value for cell in values.values()}
    if len(numbers) < 2:
        return []
    wanted = max(numbers) if highest else min(numbers)
    return [(name, cell) for name, cell in values.items() if cell.value == wanted]


def clear_of_all(scored: Scored, side: Verdict) -> str | None:
    """Return the name of a score that is ahead of (behind) every other one shown; None if none."""
    seen = [(name, cell) for name, cell in scored if bounds(cell) is not None]
    for name, cell in seen:
        others = [other for each, other in seen if each != name]
        if others and all(verdict(cell, other) is side for other in others):
            return name
    return None


# One theme of the comparison


Standings = Mapping[str, Sequence[Verdict]]
"""For each competitor's name, the client's verdict on every question of a theme."""


def comparison_headline(language: Language, client: str, standings: Standings) -> str:
    """Say against whom the client is ahead or behind, and on how many questions of the theme."""
    known = {
        name: [each for each in verdicts if each is not Verdict.UNKNOWN]
        for name, verdicts in standings.items()
    }
    known = {name: verdicts for name, verdicts in known.items() if verdicts}
    if not known:
        return language.says("theme.few")
    said = list(clauses(language, standings))
    close = [name for name, verdicts in known.items() if set(verdicts) == {Verdict.CLOSE}]
    if not said:
        return _all_close(language, client, close)
    listed = language.listed(said)
    if not close:
        return language.says("theme.is", client=client, clauses=listed)
    return language.says(
        "theme.is_rest", client=client, clauses=listed, rivals=language.listed(close)
    )


def _all_close(language: Language, client: str, close: Sequence[str]) -> str:
    if len(close) > 1:
        return language.says("theme.close_many", client=client)
    return language.says("theme.close", client=client, rivals=language.listed(close))


def clauses(language: Language, standings: Standings) -> Iterator[str]:
    """Yield `ahead of A and B on two of five questions`, and who is ahead of the client."""
    for side in (Verdict.AHEAD, Verdict.BEHIND):
        by_count: dict[int, list[str]] = {}
        for name, verdicts in standings.items():
            if count := list(verdicts).count(side):
                by_count.setdefault(count, []).append(name)
        for count, names in sorted(by_count.items(), reverse=True):
            questions = len(standings[names[0]])
            yield _clause(language, side, language.listed(names), count=count, questions=questions)


def _clause(language: Language, side: Verdict, rivals: str, *, count: int, questions: int) -> str:
    if questions == 1:
        return language.says(f"theme.one_{side}", rivals=rivals)
    if count == questions:
        return language.says(f"theme.all_{side}", rivals=rivals)
    some, every = language.counted(count), language.counted(questions)
    return language.says(f"theme.some_{side}", rivals=rivals, some=some, all=every)


def summary_headline(language: Language, client: str, by_question: Sequence[set[Verdict]]) -> str:
    """Say on how many comparison questions the client is ahead of, or behind, anybody at all."""
    ahead = sum(Verdict.AHEAD in verdicts for verdicts in by_question)
    behind = sum(Verdict.BEHIND in verdicts for verdicts in by_question)
    if not any(verdicts - {Verdict.UNKNOWN} for verdicts in by_question):
        return language.says("summary.few", client=client)
    if not ahead and not behind:
        return language.says("summary.close", client=client)
    key = "summary.compared" if ahead and behind else "summary.ahead"
    return language.says(
        "summary.behind" if not ahead else key,
        client=client,
        ahead=language.counted(ahead),
        behind=language.counted(behind),
        all=language.counted(len(by_question)),
    )


# Scores without a comparison


def ratings_headline(language: Language, scored: Scored, points: int) -> str:
    """Say which question is rated above which, or that all intervals meet."""
    seen = [(name, cell) for name, cell in scored if bounds(cell) is not None]
    if not seen:
        return language.says("theme.few")
    if len(seen) == 1:
        name, cell = seen[0]
        value = language.value("mean", cell)
        return language.says("theme.one", question=name, value=value, points=str(points))
    pair = apart(seen)
    if pair:
        return language.says("theme.above", high=pair[0], low=pair[1])
    return language.says("theme.alike")


def weights_headline(language: Language, scored: Scored) -> str:
    """Say what weighs more in the choice than what, or that all intervals meet."""
    seen = [(name, cell) for name, cell in scored if bounds(cell) is not None]
    if not seen:
        return language.says("theme.few")
    if len(seen) == 1:
        name, cell = seen[0]
        return language.says("weight.one", name=name, value=language.value("mean", cell))
    pair = apart(seen)
    if pair:
        return language.says("weight.more", high=pair[0], low=pair[1])
    return language.says("weight.alike")


def nps_headline(language: Language, cell: Cell | None) -> str:
    """Say whether promoters or detractors are more, or that the interval holds both."""
    span = bounds(cell)
    if span is None:
        return language.says("theme.few")
    key = "nps.for" if span[0] > 0 else "nps.against" if span[1] < 0 else "nps.open"
    return language.says(key, value=language.value("nps", cell))


def choice_headline(language: Language, shares: Scored, *, said: str = "choice") -> str:
    """Name the most frequent answer where its share is above all the others' upper bounds.

    `said` is the table of the sentences: of a choice, or of what is put first in a ranking.
    """
    spans = [(name, cell, span) for name, cell in shares if (span := bounds(cell)) is not None]
    if not spans:
        return language.says("theme.few")
    name, cell, (low, _) = max(spans, key=lambda each: each[2][0])
    if any(span[1] >= low for other, _, span in spans if other != name):
        return language.says(f"{said}.open")
    return language.says(
        f"{said}.most", option=language.quoted(name), share=language.value("share", cell)
    )


# People


def managers_headline(language: Language, scored: Scored) -> str:
    """Say whether any intervals do not meet; nobody is named above or below anybody."""
    seen = [(name, cell) for name, cell in scored if bounds(cell) is not None]
    if not seen:
        return language.says("managers.none")
    if len(seen) == 1:
        return language.says("managers.one")
    return language.says("managers.differ" if apart(seen) else "managers.close")


def own_headline(language: Language, own: Cell | None, together: Cell | None) -> str:
    """Say kindly how one person's score stands to that of all of them together."""
    if bounds(own) is None:
        return language.says("own.alone")
    found = verdict(own, together)
    return language.says("own.alone" if found is Verdict.UNKNOWN else f"own.{found}")


def own_items_headline(language: Language, verdicts: Mapping[str, Verdict]) -> str:
    """Say on which questions a person stands clear of all account managers together."""
    sides = {
        side: [name for name, each in verdicts.items() if each is side]
        for side in (Verdict.AHEAD, Verdict.BEHIND)
    }
    ahead, behind = (_few(language, sides[s]) for s in (Verdict.AHEAD, Verdict.BEHIND))
    if ahead and behind:
        return language.says("own.items_both", ahead=ahead, behind=behind)
    if ahead or behind:
        key = "own.items_ahead" if ahead else "own.items_behind"
        return language.says(key, questions=ahead or behind)
    if all(each is Verdict.UNKNOWN for each in verdicts.values()):
        return language.says("theme.few")
    return language.says("own.items_close")


def _few(language: Language, names: Sequence[str]) -> str:
    if len(names) <= 2:
        return language.listed([language.quoted(name) for name in names])
    return language.says("own.items_count", count=language.counted(len(names)))


# What a drawing says to somebody who cannot see it


def spoken(language: Language, name: str, cell: Cell | None, measure: Measure = "mean") -> str:
    """Return `Rival 4.1 (3.9–4.3)`."""
    if cell is None or isinstance(cell, Hidden):
        return language.says("alt.hidden", name=name)
    value = language.value(measure, cell)
    if not isinstance(cell, Shown) or cell.low is None:
        return language.says("alt.score_plain", name=name, value=value)
    interval = language.interval(measure, cell)
    return language.says("alt.score", name=name, value=value, interval=interval)
