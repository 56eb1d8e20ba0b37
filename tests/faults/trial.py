"""What must hold whatever is killed: no acknowledged answer is lost, and none counts twice."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from survey_app.errors import NotNow
from survey_app.extensions import urn_engine
from survey_app.urn.models import Comment
from survey_app.urn.tallies import Outcome, outcome
from tests.ballots import ballots
from tests.factories import Launched
from tests.faults.senders import Senders


@dataclass(frozen=True)
class Verdict:
    """How many acknowledged answers are not stored, how many contacts count twice or more, and
    how many were given two receipts."""

    lost: int = 0
    twice: int = 0
    receipts: int = 0


KEPT = Verdict()


def verdict(launched: Launched, senders: Senders) -> Verdict:
    """Judge by the sealed ballots, which the tests can open; while the senders go on, too."""
    acknowledged = senders.acknowledged()
    texts = (ballot.answers["why"].values() for ballot in ballots(launched))
    return judged(senders, acknowledged, by_contact(text for each in texts for text in each))


def judged(senders: Senders, acknowledged: set[int], stored: Counter[int]) -> Verdict:
    """Compare what was acknowledged with how often each contact's answer is there."""
    return Verdict(
        lost=len(acknowledged - set(stored)),
        twice=sum(number > 1 for number in stored.values()),
        receipts=sum(len(senders.receipts[one]) > 1 for one in acknowledged),
    )


def strike(
    launched: Launched,
    senders: Senders,
    *,
    kills: int,
    every: int,
    kill: Callable[[], None],
    revive: Callable[[], None] = lambda: None,
) -> Verdict:
    """Kill so many times, each after so many sends; stop at the first broken promise."""
    found = KEPT
    with senders.at_work():
        for _ in range(kills):
            senders.wait_for_more(every)
            kill()
            found = verdict(launched, senders)
            if found != KEPT:
                senders.stopped.set()
            revive()
            if found != KEPT:
                break
    return found


def close_during_sends(launched: Launched, senders: Senders, *, after: int) -> Verdict:
    """Close and count after so many sends, while more come in; judge by what was counted."""
    with senders.at_work():
        senders.wait_for_more(after)
        while True:
            try:
                _, found = counted(launched)
                break
            except NotNow:  # a consultant would try again, too
                continue
        senders.wait_for_more(1, 410)
    return judged(senders, senders.acknowledged(), found)


def counted(launched: Launched) -> tuple[Outcome | None, Counter[int]]:
    """Close and count the wave; return its numbers, and how often each contact is counted."""
    launched.close()
    with launched.wave() as (_, wave), urn_engine().connect() as connection:
        texts = connection.scalars(select(Comment.text)).all()
        return outcome(urn_engine(), wave.urn_wave), by_contact(texts)


def by_contact(comments: Iterable[str]) -> Counter[int]:
    """Return how many of the comments are each contact's, whichever of its forms was kept."""
    return Counter(int(found[0]) for text in comments if (found := re.search(r"\d+", text)))


def each_once(number: int) -> tuple[Outcome, Counter[int]]:
    """Return what a count gives when so many contacts were invited and all answered."""
    return Outcome(number, number, 0), Counter(range(number))
