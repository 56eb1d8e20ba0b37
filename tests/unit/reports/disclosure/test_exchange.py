"""Whether ratings can change hands with all that is kept the same."""

import numpy as np

from reports.disclosure.exchange import Crowd, Kept, exchangeable

Line = tuple[int, ...]
"""One respondent's rating of each supplier, 0 where there is none."""


def crowd(*lines: Line) -> Crowd:
    return Crowd(np.array(lines, dtype=np.int8), np.ones(len(lines), dtype=np.int64))


def test_one_other_serves_one_member_only() -> None:
    members, other = crowd((3, 0), (3, 0)), (2, 1)
    kept: Kept = {(0, 1): "outcomes"}
    assert exchangeable(members, crowd(other), rated=0, wanted=1, kept=kept)
    assert not exchangeable(members, crowd(other), rated=0, wanted=2, kept=kept)
    assert exchangeable(members, crowd(other, other), rated=0, wanted=2, kept=kept)


def test_ratings_may_change_hands_together_where_one_alone_would_show() -> None:
    members, others = crowd((1, 1)), crowd((2, 2))
    kept: Kept = {(0, 1): "ratings"}
    assert exchangeable(members, others, rated=0, wanted=1, kept=kept)
    assert not exchangeable(members, crowd((2, 0)), rated=0, wanted=1, kept=kept)
