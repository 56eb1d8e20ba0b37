"""A realistic study made by hand: a client, three competitors, eight account managers."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from questionnaires.schema import Option, Question, Questionnaire, Scale, Section
from reports.derived import with_derived
from reports.disclosure.policy import Policy
from reports.disclosure.release import Banded, Cell, FactKey, Hidden, Release, Shown, Size
from reports.disclosure.rounding import fewest, interval, step_of
from reports.labels import Labels
from reports.menu import Menu

SEVEN = Scale(points=7, low={"en": "very poor"}, high={"en": "excellent"}, not_applicable=True)
FIVE = Scale(points=5, low={"en": "not at all"}, high={"en": "completely"}, not_applicable=True)
PROMPT = Scale(points=5, low={"en": "never"}, high={"en": "always"}, not_applicable=True)

THEMES: dict[str, dict[str, str]] = {
    "Product quality": {
        "quality": "How do you rate the quality of what each delivers?",
        "consistency": "How consistent is that quality from one delivery to the next?",
        "documents": "How complete are certificates and documents?",
    },
    "Delivery": {
        "on_time": "How reliably does each deliver on the day agreed?",
        "changes": "How well does each cope with changes at short notice?",
        "early": "How early does each tell you of a delay?",
    },
    "Working together": {
        "offers": "How clear and how fast are the offers?",
        "advice": "How useful is the technical advice?",
        "complaints": "How well are complaints dealt with?",
        "easy": "How easy is it to do business with each?",
    },
}
GRID_MEANS = {
    "quality": "6.1 5.3 5.4 4.8",
    "consistency": "5.6 5.2 5.5 4.8",
    "documents": "4.5 5.6 5.0 4.9",
    "on_time": "4.9 5.2 5.9 4.7",
    "changes": "5.4 4.9 5.0 4.4",
    "early": "4.1 4.4 5.2 4.3",
    "offers": "5.0 5.2 4.8 4.9",
    "advice": "6.1 5.0 5.1 4.6",
    "complaints": "4.9 4.7 5.0 4.8",
    "easy": "5.5 5.3 5.1 5.2",
}
SUPPLIERS = {
    "client": "Hallmann Components",
    "rival": "Rival & Sons",
    "nord": "Nordwerk Fasteners AG",
    "omega": "Omega Supply",
}
SIZES: dict[str, Size] = {"client": 126, "rival": 88, "nord": 61, "omega": "10-29"}
MANAGERS = {
    "am1": "Anna Berger",
    "am2": "Bram de Vries",
    "am3": "Claire Dubois",
    "am4": "David Okafor",
    "am5": "Elif Yildiz",
    "am6": "Frank Novák",
    "am7": "Grace O’Connor",
    "am8": "Henrik Sørensen",
}
ITEMS = {
    "responsive": "How responsive do you find {manager}?",
    "knows": "How well does {manager} know your business?",
    "honest": "How honest is {manager} about what is not possible?",
    "follows_up": "How reliably does {manager} follow up on promises?",
    "prepared": "How well is {manager} prepared for meetings?",
}
ITEM_MEANS = "4.3 4.0 4.4 3.6 4.1"
ITEM_SHIFTS = {"am1": "0.4", "am2": "0", "am4": "-0.6", "am5": "0.2", "am7": "-0.2"}
MANAGER_SIZES: dict[str, Size] = {"am1": 38, "am2": "10-29", "am4": 31, "am5": 34, "am7": "10-29"}
RATES = {"am1": (62, 65), "am2": (41, 55), "am4": (50, 60), "am5": (48, 70), "am7": (30, 60)}


def questionnaire() -> Questionnaire:
    """Return the questionnaire: three themes of grids, overall questions, people, comments."""
    grids = [
        Question(id=id_, kind="supplier_grid", text={"en": text}, scale=SEVEN, report={"en": theme})
        for theme, questions in THEMES.items()
        for id_, text in questions.items()
    ]
    people = [
        Question(id=id_, kind="rating", text={"en": text}, scale=PROMPT)
        for id_, text in ITEMS.items()
    ]
    return Questionnaire(
        title={"en": "How do we compare?"},
        sections=(
            Section(
                id="compare",
                title={"en": "Comparing suppliers"},
                subject="suppliers",
                questions=tuple(grids),
            ),
            Section(id="overall", title={"en": "Overall"}, questions=tuple(_overall())),
            Section(
                id="people",
                title={"en": "Your account managers"},
                subject="account_managers",
                questions=(*people, _contact()),
            ),
        ),
    )


def _overall() -> Iterator[Question]:
    yield Question(
        id="recommend",
        kind="nps",
        text={"en": "How likely are you to recommend {client} to a colleague?"},
        report={"en": "Recommendation"},
    )
    for id_, text in {
        "trust": "How far do you trust {client} to keep its promises?",
        "delight": "How far does {client} exceed what you expect of a supplier?",
    }.items():
        yield Question(
            id=id_, kind="rating", text={"en": text}, scale=FIVE, report={"en": "Relationship"}
        )
    options = {
        "transactional": "A source of parts at a fair price",
        "preferred": "A preferred supplier",
        "partner": "A partner in our planning",
        "creation": "A partner in developing our products",
    }
    yield Question(
        id="relationship",
        kind="single_choice",
        text={"en": "What is {client} to you today?"},
        options=tuple(Option(id=id_, text={"en": text}) for id_, text in options.items()),
        report={"en": "Relationship"},
    )
    yield Question(id="wish", kind="text", text={"en": "What should {client} do differently?"})


def _contact() -> Question:
    options = {"little": "Too little", "right": "Just right", "much": "Too much"}
    return Question(
        id="contact",
        kind="single_choice",
        text={"en": "How much contact do you have with {manager}?"},
        options=tuple(Option(id=id_, text={"en": text}) for id_, text in options.items()),
    )


def labels(**changed: object) -> Labels:
    """Return the names of the sample study, some of them changed."""
    names: dict[str, object] = {
        "practice": "Meridian Insight",
        "study": "Relationship study",
        "wave_number": 1,
        "client": "client",
        "suppliers": SUPPLIERS,
        "account_managers": MANAGERS,
        "questionnaire": questionnaire(),
        "language": "en",
        "opened_on": date(2026, 3, 2),
        "closed_on": date(2026, 3, 27),
    }
    return Labels(**{**names, **changed})  # type: ignore[arg-type]  # a bag of test values


def score(value: str | Decimal, n: Size, points: int) -> Shown:
    """Return a score with the interval the gate would give it."""
    spread = Decimal("0.3") * (points - 1)
    low, high = interval(Decimal(value), n, spread=spread, low=Decimal(1), high=Decimal(points))
    return Shown(Decimal(value), n, low, high)


def shares(values: str, n: Size) -> Iterator[Cell]:
    """Yield shares from `15 25 <10 >90`."""
    each = values.split()
    moderate = sum(value.isdigit() for value in each)
    step = step_of(moderate, len(each), fewest(n), Policy())
    for value in each:
        if value.startswith("<"):
            yield Banded(Decimal(value[1:]), n, Decimal(0), Decimal(value[1:]), step)
        elif value.startswith(">"):
            yield Banded(Decimal(value[1:]), n, Decimal(value[1:]), Decimal(100), step)
        else:
            yield Shown(Decimal(value), n, step=step)


def release() -> Release:
    """Return what the gate might let out of the sample study."""
    cells: dict[FactKey, Cell] = {}
    for part in (_response(), _grids(), _study(), _people(), _pooled()):
        cells.update(part)
    names = labels()
    menu = Menu(names.questionnaire, tuple(SUPPLIERS), tuple(MANAGERS), names.client)
    return with_derived(Release(Policy(), cells), menu)


Cells = Iterator[tuple[FactKey, Cell]]


def _response() -> Cells:
    yield FactKey("n", option="invited"), Shown(Decimal(214), 214)
    yield FactKey("n", option="answered"), Shown(Decimal(131), 131)
    yield FactKey("rate"), Shown(Decimal(61), 214)
    for manager in MANAGERS:
        if manager in RATES:
            invited, rate = RATES[manager]
            yield FactKey("rate", None, manager), Shown(Decimal(rate), invited)
        else:
            yield FactKey("rate", None, manager), Hidden()


SPREADS = {
    "high": "<10 <10 <10 <10 25 30 25",
    "middle": "<10 <10 <10 20 30 20 <10",
    "low": "<10 <10 20 25 20 <10 <10",
}


def spread_of(mean: Decimal, points: int) -> str:
    """Return a plausible spread for a score, in the steps of the gate."""
    if points == 7:
        return SPREADS["high" if mean > Decimal("5.4") else "middle" if mean > 5 else "low"]
    return "<10 <10 10 40 40" if mean > 4 else "<10 10 30 40 10"


def rated(question: str, subject: str | None, mean: str | Decimal, n: Size, points: int) -> Cells:
    """Yield the score of a row and its shares, by the number of answers."""
    value = Decimal(mean)
    yield FactKey("mean", question, subject), score(value, n, points)
    if isinstance(n, int):
        spread = list(shares(spread_of(value, points), n))
        for point, cell in enumerate(spread, start=1):
            yield FactKey("share", question, subject, str(point)), cell
        yield FactKey("top_box", question, subject), spread[-1]
        return
    bands = ("1-2", "3-5", "6-7") if points == 7 else ("1-2", "3", "4-5")
    for band, cell in zip(bands, shares("15 45 40", n), strict=True):
        yield FactKey("share", question, subject, band), cell


def hidden_row(question: str, subject: str, points: Sequence[str]) -> Cells:
    """Yield the figures of a row that the gate hides."""
    yield FactKey("mean", question, subject), Hidden()
    for point in points:
        yield FactKey("share", question, subject, point), Hidden()
    yield FactKey("top_box", question, subject), Hidden()


def _grids() -> Cells:
    for question, means in GRID_MEANS.items():
        for supplier, mean in zip(SUPPLIERS, means.split(), strict=True):
            yield from rated(question, supplier, mean, SIZES[supplier], 7)


def _study() -> Cells:
    yield FactKey("nps", "recommend"), Shown(Decimal(31), 129, Decimal(17), Decimal(45))
    groups = zip(("promoters", "passives", "detractors"), shares("48 35 17", 129), strict=True)
    for option, cell in groups:
        yield FactKey("share", "recommend", None, option), cell
    yield from rated("trust", None, "4.2", 127, 5)
    yield from rated("delight", None, "3.4", 124, 5)
    options = ("transactional", "preferred", "partner", "creation")
    for option, cell in zip(options, shares("20 50 20 <10", 128), strict=True):
        yield FactKey("share", "relationship", None, option), cell


def _people() -> Cells:
    for item, mean in zip(ITEMS, ITEM_MEANS.split(), strict=True):
        yield from rated(item, None, mean, 119, 5)
        for manager in MANAGERS:
            if manager in ITEM_SHIFTS:
                value = Decimal(mean) + Decimal(ITEM_SHIFTS[manager])
                yield from rated(
                    item, manager, min(value, Decimal("4.9")), MANAGER_SIZES[manager], 5
                )
            else:
                yield from hidden_row(item, manager, "12345")
    yield from _contacts()


def _contacts() -> Cells:
    options = ("little", "right", "much")
    for option, cell in zip(options, shares("25 65 <10", 118), strict=True):
        yield FactKey("share", "contact", None, option), cell
    for manager in MANAGERS:
        n = MANAGER_SIZES.get(manager)
        cells = shares("20 70 <10", n) if n else iter([Hidden()] * 3)
        for option, cell in zip(options, cells, strict=True):
            yield FactKey("share", "contact", manager, option), cell


def _pooled() -> Cells:
    yield FactKey("mean", None, None), score("4.1", 121, 5)
    for manager in MANAGERS:
        key = FactKey("mean", None, manager)
        if manager in ITEM_SHIFTS:
            mean = Decimal("4.1") + Decimal(ITEM_SHIFTS[manager])
            yield key, score(mean, MANAGER_SIZES[manager], 5)
        else:
            yield key, score("4.2", "5-9", 5) if manager == "am6" else Hidden()
    for supplier, overall in zip(SUPPLIERS, ("5.3", "5.1", "5.2", "4.7"), strict=True):
        yield FactKey("mean", None, supplier), score(overall, SIZES[supplier], 7)
