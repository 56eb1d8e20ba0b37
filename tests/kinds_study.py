"""A questionnaire with every kind of question, in two languages, and one full answer to it."""

from collections.abc import Mapping, Sequence
from typing import Any

SUPPLIERS: Sequence[tuple[str, str]] = (
    ("client", "Client Components"),
    ("rival", "Rival & Sons"),
    ("third", "Third Works"),
)
LANGUAGES = ("en", "de")


def _said(en: str, de: str) -> dict[str, str]:
    return {"en": en, "de": de}


def _asked(id_: str, kind: str, en: str, de: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "kind": kind, "text": _said(en, de), **more}


_SCALE = {
    "points": 5,
    "low": _said("poor", "schlecht"),
    "high": _said("good", "gut"),
    "not_applicable": True,
}
_WEIGHT = {
    "points": 5,
    "low": _said("unimportant", "unwichtig"),
    "high": _said("crucial", "entscheidend"),
}
_OPTIONS = [
    {"id": "price", "text": _said("Price", "Preis")},
    {"id": "quality", "text": _said("Quality", "Qualität")},
    {"id": "delivery", "text": _said("Delivery on time", "Pünktliche Lieferung")},
    {"id": "advice", "text": _said("Advice", "Beratung")},
]
_GENERAL = [
    _asked(
        "rate",
        "rating",
        "How do you rate our industry?",
        "Wie bewerten Sie unsere Branche?",
        scale=_SCALE,
        required=True,
    ),
    _asked(
        "likely",
        "nps",
        "How likely are you to recommend {client}?",
        "Würden Sie {client} weiterempfehlen?",
    ),
    _asked(
        "one",
        "single_choice",
        "What matters most to you?",
        "Was ist Ihnen am wichtigsten?",
        options=_OPTIONS,
    ),
    _asked(
        "several",
        "multiple_choice",
        "What do you look at when you order?",
        "Worauf achten Sie, wenn Sie bestellen?",
        options=_OPTIONS,
    ),
    _asked(
        "rank_options",
        "ranking",
        "Put these in order, the most important first.",
        "Bringen Sie diese in eine Reihenfolge, das Wichtigste zuerst.",
        options=_OPTIONS,
    ),
    _asked(
        "duel_options",
        "head_to_head",
        "Which of the two matters more to you?",
        "Was von beiden ist Ihnen wichtiger?",
        options=_OPTIONS,
        pairs=[["price", "quality"], ["delivery", "advice"]],
    ),
    _asked(
        "extremes_options",
        "best_worst",
        "What do we do best, and what worst?",
        "Was können wir am besten, was am schlechtesten?",
        options=_OPTIONS,
    ),
    _asked(
        "weigh",
        "importance",
        "How important is each of these?",
        "Wie wichtig ist Ihnen das?",
        options=_OPTIONS,
        scale=_WEIGHT,
    ),
    _asked(
        "amount",
        "number",
        "How many days may a delivery take?",
        "Wie viele Tage darf eine Lieferung dauern?",
        min=0,
        max=60,
        step=0.5,
        unit=_said("days", "Tage"),
    ),
    _asked("words", "text", "What should change?", "Was sollte sich ändern?"),
]
_COMPARED = [
    _asked(
        "grid",
        "supplier_grid",
        "How good is each supplier?",
        "Wie gut ist jeder Lieferant?",
        scale=_SCALE,
    ),
    _asked(
        "rank",
        "ranking",
        "Put the suppliers in order, the best first.",
        "Bringen Sie die Lieferanten in eine Reihenfolge, den besten zuerst.",
    ),
    _asked(
        "duel",
        "head_to_head",
        "Which of the two is better?",
        "Welcher von beiden ist besser?",
    ),
    _asked(
        "extremes",
        "best_worst",
        "Which supplier is the best, which the worst?",
        "Welcher Lieferant ist der beste, welcher der schlechteste?",
    ),
    _asked(
        "weigh_suppliers",
        "importance",
        "How important is each supplier to you?",
        "Wie wichtig ist Ihnen jeder Lieferant?",
        scale=_WEIGHT,
    ),
    _asked(
        "several_suppliers",
        "multiple_choice",
        "Who delivers to you today?",
        "Wer beliefert Sie heute?",
    ),
]
_PEOPLE = [
    _asked(
        "person_rate",
        "rating",
        "How responsive do you find {manager}?",
        "Wie gut ist {manager} für Sie erreichbar?",
        scale=_SCALE,
    ),
    _asked(
        "person_several",
        "multiple_choice",
        "What is {manager} strong in?",
        "Worin ist {manager} stark?",
        options=_OPTIONS,
    ),
    _asked(
        "person_amount",
        "number",
        "How often do you speak with {manager} in a month?",
        "Wie oft sprechen Sie im Monat mit {manager}?",
        min=0,
        max=30,
    ),
    _asked(
        "person_likely",
        "nps",
        "Would you recommend working with {manager}?",
        "Würden Sie die Zusammenarbeit mit {manager} empfehlen?",
    ),
    _asked(
        "person_words",
        "text",
        "What should {manager} know?",
        "Was sollte {manager} wissen?",
    ),
]
ALL_KINDS: Mapping[str, Any] = {
    "title": _said("Every kind of question", "Jede Art von Frage"),
    "sections": [
        {"id": "general", "title": _said("In general", "Allgemeines"), "questions": _GENERAL},
        {
            "id": "compare",
            "title": _said("Comparing suppliers", "Lieferanten im Vergleich"),
            "subject": "suppliers",
            "questions": _COMPARED,
        },
        {
            "id": "people",
            "title": _said("The people you deal with", "Ihre Ansprechpartner"),
            "subject": "account_managers",
            "questions": _PEOPLE,
        },
    ],
}
FULL_ANSWER: Mapping[str, Sequence[str]] = {
    "q.rate": ["4"],
    "q.likely": ["9"],
    "q.one": ["price"],
    "q.several": ["price", "advice"],
    "q.rank_options.price": ["2"],
    "q.rank_options.quality": ["1"],
    "q.rank_options.delivery": ["3"],
    "q.rank_options.advice": ["4"],
    "q.duel_options.price.quality": ["worse"],
    "q.duel_options.delivery.advice": ["same"],
    "q.extremes_options.best": ["quality"],
    "q.extremes_options.worst": ["advice"],
    "q.weigh.price": ["3"],
    "q.weigh.quality": ["5"],
    "q.weigh.delivery": ["4"],
    "q.weigh.advice": ["1"],
    "q.amount": ["2.5"],
    "q.words": ["Deliver on Fridays, too."],
    "q.grid.client": ["5"],
    "q.grid.rival": ["3"],
    "q.grid.third": ["na"],
    "q.rank.client": ["1"],
    "q.rank.rival": ["3"],
    "q.rank.third": ["2"],
    "q.duel.client.rival": ["better"],
    "q.duel.client.third": ["same"],
    "q.duel.rival.third": ["na"],
    "q.extremes.best": ["client"],
    "q.extremes.worst": ["rival"],
    "q.weigh_suppliers.client": ["5"],
    "q.weigh_suppliers.rival": ["2"],
    "q.weigh_suppliers.third": ["1"],
    "q.several_suppliers": ["client", "third"],
}
"""What does not depend on the respondent; `about` adds what is asked per account manager."""


def about(manager: str) -> Mapping[str, Sequence[str]]:
    """Return a full answer to the questions about one account manager."""
    return {
        f"q.person_rate@{manager}": ["5"],
        f"q.person_several@{manager}": ["quality", "advice"],
        f"q.person_amount@{manager}": ["4"],
        f"q.person_likely@{manager}": ["10"],
        f"q.person_words@{manager}": ["Thank you."],
    }


def full_answer(managers: Sequence[str]) -> dict[str, Sequence[str]]:
    """Return a form in which every question is answered."""
    return {**FULL_ANSWER, **{f: v for manager in managers for f, v in about(manager).items()}}
