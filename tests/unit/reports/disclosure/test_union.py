"""No combination of editions proves anything; and with any one rule switched off, one does."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context

import pytest

from reports.disclosure import answers, choosing, released, segments
from reports.disclosure.policy import Policy
from reports.tally import Moment, Tallies
from tests.unit.reports.disclosure.attacks import a_study, editions, proven
from tests.unit.reports.disclosure.studies import Study

FEW, MANY, TRIED = 24, 2000, 60
PROCESSES = 2


def is_safe(seed: int, count: Callable[[Study], Tallies]) -> bool:
    """Say whether nothing is proven of all editions of a study counted like this."""
    study = a_study(seed)
    tallies = count(study)
    return proven(study, editions(study, tallies, seed)).is_safe


def counted(study: Study) -> Tallies:
    """Count with every rule, the attacker's last word included (R10)."""
    return study.kept().tallies


def is_safe_when_counted(seed: int) -> bool:
    return is_safe(seed, counted)


@pytest.mark.parametrize("seed", range(FEW))
def test_nothing_is_proven_of_any_editions_together(seed: int) -> None:
    assert is_safe_when_counted(seed)


@pytest.mark.nightly
def test_nothing_is_proven_of_any_editions_of_two_thousand_studies() -> None:
    seeds = range(FEW, FEW + MANY)
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        safe = pool.map(is_safe_when_counted, seeds, chunksize=20)
        assert [seed for seed, is_one in zip(seeds, safe, strict=True) if not is_one] == []


@cache
def safe_by_the_rules(seed: int) -> bool:
    """Say whether the rules before the attacker keep a study safe as they are."""
    return is_safe(seed, Study.chosen)


def test_without_the_attackers_last_word_something_is_proven() -> None:
    assert not all(safe_by_the_rules(seed) for seed in range(TRIED))


def without_the_base(patch: pytest.MonkeyPatch) -> None:
    """R1: whoever answered is reported."""
    for module in (choosing, answers, segments):
        name = "enough" if module is segments else "passes"
        patch.setattr(module, name, lambda base, _: base.respondents > 0)


def without_detail_by_number(patch: pytest.MonkeyPatch) -> None:
    """R2: five respondents are reported as a hundred are."""
    for name in ("detail_from", "full_from", "fine_from"):
        patch.setattr(Policy, name, 5)


def without_ends(patch: pytest.MonkeyPatch) -> None:
    """R3: what all answered is printed as that."""
    patch.setattr("reports.disclosure.rounding._is_extreme", lambda *_: False)
    for name in ("score_clip", "score_clip_small", "score_clip_of_width"):
        patch.setattr(Policy, name, 0)


def without_what_is_left(patch: pytest.MonkeyPatch) -> None:
    """R4: nobody asks what a total less its parts tells."""
    patch.setattr(choosing, "given_away", lambda *_: frozenset())
    patch.setattr(choosing, "tells_detail", lambda *_: False)
    patch.setattr("reports.disclosure.settle.tells_detail", lambda *_: False)
    patch.setattr(segments._Breakdown, "_tells", lambda *_: False)


def without_coarser_totals(patch: pytest.MonkeyPatch) -> None:
    """Totals are as fine where a part of them is hidden."""
    patch.setattr(answers.Counted, "is_coarse", lambda *_: False)


def with_exact_intervals(patch: pytest.MonkeyPatch) -> None:
    """R13: an interval is worked out from the answers, so that the sum follows from its ends."""

    def exact(moment: Moment, *_: object, **__: object) -> range:
        return range(moment.total, moment.total + 1)

    patch.setattr(released, "printed_alike", exact)


RULES = (
    without_the_base,
    without_detail_by_number,
    without_ends,
    without_what_is_left,
    without_coarser_totals,
    with_exact_intervals,
)


@pytest.mark.parametrize("without", RULES)
def test_with_one_rule_switched_off_something_is_proven(
    without: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = (seed for seed in range(TRIED) if safe_by_the_rules(seed))
    for seed in tried:
        with monkeypatch.context() as patch:
            without(patch)
            if not is_safe(seed, Study.chosen):
                return
    pytest.fail(f"no study of {TRIED} is unsafe without it")
