"""R13: what is worked out from the answers tells them, and what is printed alone does not."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from questionnaires.kinds.base import Points
from reports.disclosure.answers import Counted
from reports.disclosure.audit import audit
from reports.disclosure.gate import gate
from reports.disclosure.release import Cell, Shown
from reports.disclosure.trial import Trial
from reports.disclosure.verdict import Finding
from reports.menu import points_of
from reports.statistics import league
from reports.tally import Count, Moment, Row
from tests.unit.reports.disclosure.enumeration import ways
from tests.unit.reports.disclosure.intervals import (
    SCORE,
    read,
    with_intervals_about_exact_means,
    with_intervals_of_exact_numbers,
)
from tests.unit.reports.disclosure.oracle import Oracle
from tests.unit.reports.disclosure.studies import Study
from tests.unit.reports.disclosure.test_audit import number, share
from tests.unit.reports.disclosure.test_naive import people, study

SIX_WHO_AGREE = study(*people("am1", "abcdef", "555555"))
TWO_SHOWN_AND_TWO_HIDDEN = study(
    *people("am1", "abcdefghijklabcdefgh", "22212314411524434135"),
    *people("am2", "abcdefghijklabcdefghijklabcdef", "233153123313125243353215422342"),
    *people("am3", "mno", "545"),
    *people("am4", "mnop", "5555"),
)
Naive = Callable[[pytest.MonkeyPatch], None]


def proven(made: Study) -> list[Finding]:
    """Return what the attacker proves of a release, read with the ends of its intervals."""
    kept = made.kept().tallies
    facts = read(gate(kept, made.menu, made.policy), kept, made.menu)
    return list(Trial(made.torn(), made.menu, made.policy).verdict(facts).findings)


@pytest.mark.parametrize(
    ("made", "naive", "about", "people_proven"),
    [
        (SIX_WHO_AGREE, with_intervals_about_exact_means, Count("fair", "am1", "5"), 6),
        (
            TWO_SHOWN_AND_TWO_HIDDEN,
            with_intervals_of_exact_numbers,
            Count("fair", "am4", "4-5"),
            1,
        ),
    ],
)
def test_an_interval_of_the_answers_gives_somebody_away(
    made: Study,
    naive: Naive,
    about: Count,
    people_proven: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first score is clipped, and its interval is not; the second are shares of all."""
    assert proven(made) == []
    naive(monkeypatch)
    assert people_proven in {each.lowest for each in proven(made) if each.target.about == about}


# A spread that is that of the answers


def with_intervals_of_the_answers(counted: Counted, points: Points, row: Row) -> Cell:
    """Return a score as a gate does that takes the spread of its interval from the answers."""
    cell, moment = SCORE(counted, points, row), counted.moment(row)
    if not isinstance(cell, Shown) or moment is None:
        return cell
    numbers = counted.counts(row, tuple(str(each) for each in range(points.low, points.high + 1)))
    mean = moment.total / moment.n
    squares = sum(number * (int(point) - mean) ** 2 for point, number in numbers.items())
    half = Decimal(1.96 * (squares / moment.n) ** 0.5 / moment.n**0.5).quantize(Decimal("0.01"))
    return replace(cell, low=cell.value - half, high=cell.value + half)


SAME_SCORE = ("111122555544", "333333333333", "123451234533", "555511115133")


def intervals() -> dict[str, tuple[Decimal | None, Decimal | None]]:
    """Return the interval of one score that twelve people gave in different ways."""
    found = {}
    for ratings in SAME_SCORE:
        cell = study(*people("am1", "abcdefabcdef", ratings)).released().cell("mean", "fair", "am1")
        assert isinstance(cell, Shown)
        assert cell.value == 3
        found[ratings] = (cell.low, cell.high)
    return found


def test_the_same_score_has_the_same_interval_unless_it_comes_from_the_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert len(set(intervals().values())) == 1
    monkeypatch.setattr(Counted, "score", with_intervals_of_the_answers)
    assert len(set(intervals().values())) > 1


def printed_alike(counted: Counted, row: Row) -> list[tuple[int, ...]]:
    """Return all ways to answer of which the gate prints the same score and the same interval."""
    points = points_of(counted.menu.by_id[row.question or ""]) or Points(0, 0)
    sought, tallies, found = counted.score(points, row), counted.tallies, []
    for way in ways(tallies.moments[row].n, points.high):
        given = {str(point): number for point, number in enumerate(way, 1)}
        counts = {Count(row.question or "", row.subject, p): n for p, n in given.items()}
        moment = Moment(sum(way), sum(int(point) * n for point, n in given.items()))
        of_them = replace(tallies, counts=counts, moments={row: moment})
        if replace(counted, tallies=of_them).score(points, row) == sought:
            found.append(way)
    return found


def test_a_spread_of_the_answers_tells_those_who_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of twelve who all gave a 3 the score alone is read, with its interval; no share is."""
    made = study(*people("am1", "abcdefabcdef", "333333333333"))
    counted = Counted(made.chosen(), made.menu, made.policy)

    def told() -> list[tuple[str, int]]:
        every = list(zip(*printed_alike(counted, Row("fair", "am1")), strict=True))
        shares = [share("am1", min(n), max(n), str(point)) for point, n in enumerate(every, 1)]
        findings = audit([number("am1", 12), *shares], made.menu).findings
        return [(each.target.about.option, each.lowest) for each in findings]

    assert told() == []
    monkeypatch.setattr(Counted, "score", with_intervals_of_the_answers)
    assert told() == [("3", 12)]


def test_a_gate_whose_intervals_come_from_the_answers_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = study(*people("am1", "abcdefghijkl", SAME_SCORE[0]))
    assert Oracle(made).wrong_figures(made.chosen(), made.released()) == []
    monkeypatch.setattr(Counted, "score", with_intervals_of_the_answers)
    told = Oracle(made).wrong_figures(made.chosen(), made.released())
    assert any(each.startswith("R13") for each in told)


def test_worths_of_the_exact_means_tell_two_counts_apart_that_print_the_same() -> None:
    """A league fitted to sums in place of printed scores tells more than those."""
    same = {"am1": "3" * 24, "am2": "2" * 24, "am3": "4" * 24}
    other = {**same, "am1": "3" * 23 + "4"}
    leagues, worths = [], []
    for groups in (same, other):
        made = study(*(each for m, r in groups.items() for each in people(m, "abcdef" * 4, r)))
        release = made.released()
        means = [sum(map(int, ratings)) / 24 for ratings in groups.values()]
        leagues.append(np.round(league(means, [1.2 / 24**0.5] * 3).mean, 3).tolist())
        worths.append([release.cell("worth", None, manager) for manager in groups])
    assert leagues[0] != leagues[1]
    assert worths[0] == worths[1]
    assert all(isinstance(each, Shown) for each in worths[0])


def test_an_interval_of_what_is_printed_says_nothing_more() -> None:
    """Whatever was answered, what prints the same score prints the same interval."""
    intervals: dict[Decimal, set[tuple[Decimal | None, Decimal | None]]] = defaultdict(set)
    for ratings in ("1" * 12, "123451234512", "5" * 11 + "4", "5" * 12, "1" * 11 + "2", "3" * 12):
        made = study(*people("am1", "abcdefabcdef", ratings))
        cell = made.released().cell("mean", "fair", "am1")
        assert isinstance(cell, Shown)
        intervals[cell.value].add((cell.low, cell.high))
    assert len(intervals) < 6
    assert all(len(each) == 1 for each in intervals.values())
