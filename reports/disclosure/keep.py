"""The count: ballots taken apart, and only what may ever be reported kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from questionnaires.answers import Ballot
from reports.disclosure.attacker import AtOnce
from reports.disclosure.bases import base_of, passes, rate_may_show
from reports.disclosure.comments import may_be_quoted
from reports.disclosure.policy import Policy
from reports.disclosure.settle import settled
from reports.disclosure.tear import Torn, tear
from reports.menu import Menu
from reports.tally import NOBODY, Base, Invited, Tallies


@dataclass(frozen=True, slots=True)
class Kept:
    """What a count writes down: tallies, and comments by question, still in the order read."""

    tallies: Tallies
    comments: Mapping[str, tuple[str, ...]]
    counted: int
    malformed: int


def keep(
    ballots: Iterable[Ballot | None],
    menu: Menu,
    policy: Policy,
    *,
    invited: int,
    response_by_manager: Mapping[str, Invited],
    at_once: AtOnce = map,
) -> Kept:
    """Tally the ballots (None is a malformed one) and keep the rows that may be reported.

    A row is kept when it passes R1, and when no smaller group follows by subtracting kept rows
    from the row of all account managers together. From 5 to 9 respondents only a pooled sum
    stays; where questions have rows of their own, it is pooled over these. From all that could be
    shown of what is kept the attacker proves nothing (R10). `counted` is 0, and nothing is kept,
    when the whole wave fails R1. `at_once` is how the attacker's jobs are worked through.
    """
    torn, malformed = Torn.of(menu), 0
    for ballot in ballots:
        if ballot is None or not tear(ballot, menu, torn):
            malformed += 1
    whole = base_of(torn.customers)
    if not passes(whole, policy):
        return Kept(Tallies(), {}, 0, malformed)
    response = Invited(invited, whole.respondents)
    tallies = replace(
        settled(torn, menu, policy, at_once),
        response=response,
        response_by_manager=_kept_response(response_by_manager, response, torn, policy),
    )
    return Kept(tallies, _kept_comments(torn, whole, policy), whole.respondents, malformed)


def _kept_comments(torn: Torn, whole: Base, policy: Policy) -> dict[str, tuple[str, ...]]:
    """R8: comments are kept without the person they are about, where they may be quoted."""
    writers = {question: base_of(torn.writers[question]) for question in torn.comments}
    return {
        question: tuple(texts)
        for question, texts in torn.comments.items()
        if may_be_quoted(whole, writers[question], policy)
    }


def _kept_response(
    groups: Mapping[str, Invited], whole: Invited, torn: Torn, policy: Policy
) -> dict[str, Invited]:
    """Keep the response of account managers whose n is printed, unless it tells on the others.

    Whole less kept is a group too, as far as nobody deals with two of them.
    """
    kept = {
        manager: group
        for manager, group in groups.items()
        if rate_may_show(group)
        and base_of(torn.by_subject[manager]).respondents >= policy.full_from
    }
    invited = whole.invited - sum(group.invited for group in kept.values())
    answered = whole.answered - sum(group.answered for group in kept.values())
    rest = Invited(invited, answered)
    return kept if rest == NOBODY or invited < 0 or rate_may_show(rest) else {}
