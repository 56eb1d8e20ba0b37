"""How likely each invented customer is to choose an option, to have no view, or to write."""

from collections.abc import Mapping

from survey_app.demonstration.opinions import Tone

Weights = Mapping[str, float]

SKIPPED = 0.03
NO_EXPERIENCE = 0.03
UNFAMILIAR = 0.4
# Whose work gives them little to say on a question.
UNFAMILIAR_ROLES: Mapping[str, tuple[str, ...]] = {
    "expertise": ("Finance", "Logistics"),
    "order_information": ("Engineering", "Quality"),
    "prepared": ("Logistics", "Production"),
    "price": ("Production", "Quality", "Engineering"),
    "punctuality": ("Finance", "Engineering"),
    "value": ("Production", "Quality"),
}

# Two suppliers closer together than this are called about the same.
SAME = 0.07
# Who fares this badly with somebody is never considered, who fares this well always.
NEVER_CONSIDERED, ALWAYS_CONSIDERED = 0.35, 0.85

WRITING = 0.42
WRITTEN: Mapping[tuple[str, Tone], float] = {
    ("keep", "delighted"): 0.85,
    ("keep", "factual"): 0.6,
    ("keep", "angry"): 0.15,
    ("change", "delighted"): 0.35,
    ("change", "factual"): 0.7,
    ("change", "angry"): 1.0,
}

_CHOICES: Mapping[tuple[str, Tone], Weights] = {
    ("problem", "delighted"): {"had_one": 25, "had_none": 70, "cannot_say": 5},
    ("problem", "factual"): {"had_one": 45, "had_none": 45, "cannot_say": 10},
    ("problem", "angry"): {"had_one": 85, "had_none": 10, "cannot_say": 5},
    ("reported", "delighted"): {"told": 85, "not_told": 10, "cannot_say": 5},
    ("reported", "factual"): {"told": 65, "not_told": 25, "cannot_say": 10},
    ("reported", "angry"): {"told": 55, "not_told": 40, "cannot_say": 5},
    ("replacing", "delighted"): {"fairly_easy": 10, "fairly_hard": 50, "very_hard": 40},
    ("replacing", "factual"): {
        "very_easy": 5,
        "fairly_easy": 25,
        "fairly_hard": 45,
        "very_hard": 15,
        "cannot_say": 10,
    },
    ("replacing", "angry"): {
        "very_easy": 20,
        "fairly_easy": 40,
        "fairly_hard": 30,
        "very_hard": 10,
    },
    ("best_alternative", "delighted"): {
        "about_equal": 20,
        "somewhat_worse": 45,
        "much_worse": 20,
        "none_known": 15,
    },
    ("best_alternative", "factual"): {
        "somewhat_better": 20,
        "about_equal": 40,
        "somewhat_worse": 30,
        "none_known": 10,
    },
    ("best_alternative", "angry"): {"much_better": 20, "somewhat_better": 45, "about_equal": 35},
}


def considered(place: float) -> float:
    """Return how likely a supplier at this place is considered for the next order."""
    share = (place - NEVER_CONSIDERED) / (ALWAYS_CONSIDERED - NEVER_CONSIDERED)
    return min(max(share, 0), 1)


def weights_of(question: str, tone: Tone, offered: list[str]) -> list[float]:
    """Return how likely each offered option is; all equally where nothing is known of them."""
    known = _CHOICES.get((question, tone), {})
    weights = [known.get(option, 0) for option in offered]
    return weights if any(weights) else [1] * len(offered)
