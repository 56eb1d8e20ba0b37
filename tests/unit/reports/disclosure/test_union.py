"""No combination of editions proves anything; and with any one rule switched off, one does."""

import random
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from hypothesis import HealthCheck, Phase, find, given, seed, settings
from hypothesis import strategies as st

from reports.disclosure import answers, choosing, segments
from reports.disclosure.policy import Policy
from reports.tally import Tallies
from tests.unit.reports.disclosure.attacks import Shape, any_releases, any_shape, editions, proven
from tests.unit.reports.disclosure.intervals import with_intervals_about_exact_means
from tests.unit.reports.disclosure.studies import Study

FEW, MANY, TRIED = 24, 2000, 300
SHARDS = 2
"""So many processes share the many studies."""
SMALL = any_shape(managers=3, most=14, columns=1)
UNBROKEN = any_shape(managers=4, most=16, columns=0)
Releases = tuple[tuple[str, ...], ...]
Count = Callable[[Study], Tallies]


def is_safe(shape: Shape, releases: Releases, count: Count) -> bool:
    """Say whether nothing is proven of all editions of a study counted like this."""
    study = shape.study()
    return proven(study, editions(study, count(study), releases)).is_safe


def counted(study: Study) -> Tallies:
    """Count with every rule, the attacker's last word included (R10)."""
    return study.kept().tallies


@settings(
    max_examples=FEW, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(SMALL, any_releases())
def test_nothing_is_proven_of_any_editions_together(shape: Shape, releases: Releases) -> None:
    assert is_safe(shape, releases, counted)


def test_a_number_that_may_be_one_less_or_one_more_is_wide_enough() -> None:
    """Neither end is two away from the case at hand, so that one push alone does not reach it."""
    shape = Shape(
        respondents=(3, 3, 39),
        asked=(1, 2, 5, 0),
        answered=0.5,
        agreed=0.0,
        several=0.2,
        skewed=1.0,
        customers=6,
        columns=("region", "size"),
        seed=972,
    )
    assert is_safe(shape, ((),), counted)


def tried(shard: int) -> int:
    """Return how many of one shard's studies were tried, and nothing proven of any."""
    done = 0

    @seed(shard)
    @settings(
        max_examples=MANY // SHARDS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(any_shape(), any_releases())
    def try_all(shape: Shape, releases: Releases) -> None:
        nonlocal done
        assert is_safe(shape, releases, counted)
        done += 1

    try_all()
    return done


@pytest.mark.nightly
def test_nothing_is_proven_of_any_editions_of_two_thousand_studies() -> None:
    with ProcessPoolExecutor(SHARDS, get_context("spawn")) as pool:
        assert sum(pool.map(tried, range(SHARDS))) >= MANY


def an_example(condition: Callable[[tuple[Shape, Releases]], bool]) -> tuple[Shape, Releases]:
    """Return a study's shape and editions of which this holds; there is an error without one."""
    return find(
        st.tuples(UNBROKEN, any_releases()),
        condition,
        settings=settings(
            max_examples=TRIED,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
        random=random.Random(0),
    )


def test_without_the_attackers_last_word_something_is_proven() -> None:
    an_example(lambda case: not is_safe(*case, Study.chosen))


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


RULES = (
    without_the_base,
    without_detail_by_number,
    without_ends,
    without_what_is_left,
    without_coarser_totals,
    with_intervals_about_exact_means,
)


@pytest.mark.parametrize("without", RULES)
def test_with_one_rule_switched_off_something_is_proven(
    without: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_caught(case: tuple[Shape, Releases]) -> bool:
        with monkeypatch.context() as patch:
            without(patch)
            if is_safe(*case, Study.chosen):
                return False
        return is_safe(*case, Study.chosen)

    an_example(is_caught)
