"""R8: when comments on a question may be kept and quoted."""

from reports.disclosure.bases import passes
from reports.disclosure.policy import Policy
from reports.tally import Base


def may_be_quoted(answered: Base, wrote: Base, policy: Policy) -> bool:
    """Say whether the comments on a question may be quoted at all (R8).

    `answered` is who answered the survey, `wrote` who commented on this question: five comments
    of one respondent about five account managers count once. Those who wrote must pass R1
    themselves. The comments about one account manager are no group of their own: there is nobody
    to ask this about them, and none are kept or quoted under a name.
    """
    return (
        answered.respondents >= policy.comments_from
        and wrote.respondents >= policy.writers_from
        and passes(wrote, policy)
    )
