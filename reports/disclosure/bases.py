"""R1: who must stand behind a figure."""

from collections.abc import Mapping

from reports.disclosure.policy import Policy
from reports.tally import Base, Invited


def base_of(respondents_by_customer: Mapping[str, int]) -> Base:
    """Return respondents, customers and the largest customer's respondents."""
    numbers = [n for n in respondents_by_customer.values() if n]
    return Base(sum(numbers), len(numbers), max(numbers, default=0))


def passes(base: Base, policy: Policy) -> bool:
    """Say whether a figure about this group may be shown at all (R1)."""
    return (
        base.respondents >= policy.min_respondents
        and base.customers >= policy.min_customers
        and 100 * base.largest <= policy.largest_customer * base.respondents
    )


def could_pass(base: Base, policy: Policy) -> bool:
    """Say whether so many people could pass R1 if all of them answered, or only some.

    A customer with more than half of them stands in the way only as long as all its people answer.
    """
    others = base.respondents - base.largest
    most = Base(min(base.respondents, 2 * others), base.customers, min(base.largest, others))
    return passes(most, policy)


def enough(base: Base, policy: Policy) -> bool:
    """Say whether details of this group may be known: R1, and as many respondents as R2 asks."""
    return base.respondents >= policy.detail_from and passes(base, policy)


def rate_may_show(group: Invited) -> bool:
    """Say whether a group's response rate tells on nobody: at least 10 invited, not 1-4 silent."""
    least, most = Policy.silent
    return group.invited >= Policy.rate_from and not least <= group.invited - group.answered <= most
