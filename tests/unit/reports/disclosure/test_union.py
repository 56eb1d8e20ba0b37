"""No combination of editions proves anything; and with any one rule switched off, one does."""

from collections.abc import Iterator

import pytest

from reports.disclosure import answers, choosing, released, segments
from reports.disclosure.policy import Policy
from reports.tally import Moment
from tests.unit.reports.disclosure.attacks import a_study, editions, proven

FEW, MANY = range(24), range(2000)


def unsafe(seeds: range, *, attacked: bool = True) -> Iterator[int]:
    """Yield the studies of which something is proven, with the attacker in the count or without."""
    for seed in seeds:
        study = a_study(seed)
        tallies = study.kept().tallies if attacked else study.chosen()
        if not proven(study, editions(study, tallies, seed)).is_safe:
            yield seed


def test_nothing_is_proven_of_any_editions_together() -> None:
    assert list(unsafe(FEW)) == []


@pytest.mark.nightly
def test_nothing_is_proven_of_any_editions_of_two_thousand_studies() -> None:
    assert list(unsafe(MANY)) == []


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
