"""The whole disclosure policy as a report prints it: its version and every threshold and step."""

from collections.abc import Sequence

from reports.disclosure.policy import Policy
from reports.material import Material
from reports.report import Point, Points

RULES = ("groups", "detail", "rounding", "ends", "intervals", "rates", "kept")
THRESHOLDS = ("groups", "detail")


def policy_points(material: Material) -> Points:
    """Return the rules under a heading that names the policy's version, in small print."""
    items = tuple(Point(_text(material, rule), material.says(f"policy.{rule}")) for rule in RULES)
    return Points(_title(material), items, "terms inline")


def policy_point(material: Material) -> Point:
    """Return the thresholds alone, for a report that prints hardly a figure."""
    return Point(" ".join(_text(material, rule) for rule in THRESHOLDS), _title(material))


def _title(material: Material) -> str:
    return material.says("policy.title", version=material.release.policy.version)


def _text(material: Material, rule: str) -> str:
    names = {**_thresholds(material.release.policy), **_steps(material)}
    return material.says(f"policy.{rule}_text", **names)


def _thresholds(policy: Policy) -> dict[str, str]:
    least, most = policy.silent
    return {
        "respondents": str(policy.min_respondents),
        "customers": str(policy.min_customers),
        "largest": str(policy.largest_customer),
        "detail": str(policy.detail_from),
        "full": str(policy.full_from),
        "fine": str(policy.fine_from),
        "low": str(policy.extreme),
        "high": str(100 - policy.extreme),
        "level": str(policy.level),
        "nps_spread": str(policy.nps_spread),
        "invited": str(policy.rate_from),
        "silent": f"{least}–{most}",
        "answers": str(policy.comments_from),
        "writers": str(policy.writers_from),
        "correlation": str(policy.correlation_most),
    }


def _steps(material: Material) -> dict[str, str]:
    """Return steps and parts of a scale, written as the report's language writes numbers."""
    policy, number = material.release.policy, material.language.writing.number

    def listed(steps: Sequence[int]) -> str:
        return material.language.listed([str(step) for step in steps])

    return {
        "score": number(policy.score_step),
        "coarse": number(policy.score_coarse),
        "clip": number(policy.score_clip),
        "clip_small": number(policy.score_clip_small),
        "clip_of_width": number(policy.score_clip_of_width),
        "shares": listed(policy.share_steps),
        "rates": listed(policy.rate_steps),
        "nps": listed(policy.nps_steps),
        "nps_most": listed(policy.nps_most),
        "correlations": listed(policy.correlation_steps),
        "spread": number(policy.spread),
        "reliable": number(policy.reliable),
    }
