"""Every kind of question, posted through the real forms, is tallied as posted and printed."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from reports.build import build_supplier
from reports.disclosure.gate import gate
from reports.disclosure.release import Hidden
from reports.tally import Count, Moment, Row, Tallies
from survey_app.extensions import urn_engine
from survey_app.services.editions import labels_of
from survey_app.services.waves import frozen
from survey_app.urn.tallies import read_tallies
from tests.factories import Installation, Launched, StudyFiles, contacts
from tests.kinds_study import ALL_KINDS, LANGUAGES, SUPPLIERS
from tests.pdf.conftest import printed
from tests.pdf.test_numbers import unexplained

RESPONDENTS = 48
OPTIONS = ("price", "quality", "delivery", "advice")
NAMES = tuple(id_ for id_, _ in SUPPLIERS)
POINTS = ("1", "2", "3", "4", "5")
Fields = dict[str, list[str]]


def in_order(
    chance: random.Random, question: str, items: Sequence[str], whole: float = 1.0
) -> Fields:
    """Return a ranking, of which some leave out the end."""
    order = chance.sample(items, len(items))
    kept = order if chance.random() < whole else order[:2]
    return {f"q.{question}.{item}": [str(place)] for place, item in enumerate(kept, start=1)}


def two_of(chance: random.Random, question: str, items: Sequence[str]) -> Fields:
    best, worst = chance.sample(items, 2)
    return {f"q.{question}.best": [best], f"q.{question}.worst": [worst]}


def once(chance: random.Random) -> Fields:
    """Return the answers that are not about account managers."""
    pick = chance.choice
    fields: Fields = {"q.rate": [pick(POINTS)], "q.likely": [str(chance.randint(0, 10))]}
    fields |= {"q.one": [pick(OPTIONS)], "q.words": ["Nothing."]}
    fields["q.several"] = chance.sample(OPTIONS, chance.randint(1, 4))
    fields["q.several_suppliers"] = chance.sample(NAMES, chance.randint(1, 3))
    fields["q.amount"] = [pick(["0", "7,5", "12", "30.5", "60"])]
    for a, b in (("price", "quality"), ("delivery", "advice")):
        fields[f"q.duel_options.{a}.{b}"] = [pick(["better", "same", "worse"])]
    for a, b in (("client", "rival"), ("client", "third"), ("rival", "third")):
        fields[f"q.duel.{a}.{b}"] = [pick(["better", "same", "worse", "na"])]
    fields |= {f"q.weigh.{item}": [pick(POINTS)] for item in OPTIONS}
    fields |= {f"q.weigh_suppliers.{item}": [pick(POINTS)] for item in NAMES}
    fields |= {f"q.grid.{item}": [pick([*POINTS, "na"])] for item in NAMES}
    fields |= in_order(chance, "rank", NAMES, 0.8) | in_order(chance, "rank_options", OPTIONS)
    return fields | two_of(chance, "extremes", NAMES) | two_of(chance, "extremes_options", OPTIONS)


def of_manager(chance: random.Random, manager: str) -> Fields:
    return {
        f"q.person_rate@{manager}": [chance.choice(POINTS)],
        f"q.person_several@{manager}": chance.sample(OPTIONS, chance.randint(1, 4)),
        f"q.person_amount@{manager}": [str(chance.randint(0, 30))],
        f"q.person_likely@{manager}": [str(chance.randint(0, 10))],
    }


def posted(installation: Installation) -> tuple[Launched, list[Fields]]:
    """Send everybody's form; each contact deals with one account manager, some with both."""
    chance = random.Random(7)
    people = [
        *contacts(RESPONDENTS - 12),
        *contacts(RESPONDENTS, account_managers=("am1", "am2"))[RESPONDENTS - 12 :],
    ]
    files = StudyFiles(
        contacts=people, questionnaire=ALL_KINDS, suppliers=SUPPLIERS, languages=LANGUAGES
    )
    launched = installation.launch(installation.load(files))
    forms = []
    for person in people:
        form = once(chance)
        for manager in person.account_managers:
            form |= of_manager(chance, manager)
        response = launched.client.post(launched.path(person.contact), data=form)
        assert response.status_code == 303, response.text[:3000]
        forms.append(form)
    launched.close()
    return launched, forms


def counts_of(form: Fields) -> Iterator[Count]:
    """Yield what one form adds to the counts, read off the names of its fields."""
    for name, values in form.items():
        _, question, *row = name.split(".")
        question, _, manager = question.partition("@")
        if question in {"words", "amount", "person_amount"}:
            continue
        for value in values:
            if question in {"extremes", "extremes_options"}:
                yield Count(question, None, f"{value}.{row[0]}")
            elif value != "na":
                subjects = {manager, None} if manager else {row[0] if row else None}
                for subject in subjects:
                    yield Count(question, subject, value, row[1] if len(row) > 1 else None)
    # Fewer than ten left out an item of `rank`: their orders could be told from whole ones.
    yield Count("rank_options", None, order_of(form, "rank_options"))


def order_of(form: Fields, question: str) -> str:
    prefix = f"q.{question}."
    ranked = {
        name.removeprefix(prefix): v[0] for name, v in form.items() if name.startswith(prefix)
    }
    return ">".join(sorted(ranked, key=ranked.__getitem__))


def without_pairs(counts: Mapping[Count, int]) -> dict[Count, int]:
    return {c: n for c, n in counts.items() if not (c.question == "grid" and c.against)}


def tallied(launched: Launched) -> Tallies:
    with launched.wave() as (_, wave):
        return read_tallies(urn_engine(), wave.urn_wave)


def test_every_kind_is_tallied_as_posted(installation: Installation) -> None:
    launched, forms = posted(installation)
    tallies = tallied(launched)
    expected = Counter(count for form in forms for count in counts_of(form))

    assert without_pairs(tallies.counts) == dict(expected)
    for question, steps in (("amount", 2), ("person_amount", 1)):
        given = [
            Decimal(form[name][0].replace(",", "."))
            for form in forms
            for name in form
            if name.removeprefix("q.").split("@")[0] == question
        ]
        moment = tallies.moments[Row(question, None)]
        assert moment == Moment(len(given), int(sum(given) * steps))


def test_both_ratings_of_a_pair_are_tallied_together(installation: Installation) -> None:
    launched, forms = posted(installation)
    tallies = tallied(launched)
    pairs = {count for count in tallies.counts if count.question == "grid" and count.against}

    assert pairs
    for pair in {(count.subject, count.against) for count in pairs}:
        ratings = [[form[f"q.grid.{supplier}"][0] for supplier in pair] for form in forms]
        both = [(int(a), int(b)) for a, b in ratings if "na" not in (a, b)]
        table = {
            c.option: n
            for c, n in tallies.counts.items()
            if c[:2] == ("grid", pair[0]) and c.against == pair[1]
        }
        as_table = Counter(f"{a}.{b}" for a, b in both)
        as_outcomes = Counter("tie" if a == b else "win" if a > b else "loss" for a, b in both)
        assert table in (dict(as_table), dict(as_outcomes))


def test_every_kind_stands_in_the_report_and_every_number_is_released(
    installation: Installation,
) -> None:
    launched, _ = posted(installation)
    with launched.wave() as (_, wave):
        fixed = frozen(wave)
        release = gate(read_tallies(urn_engine(), wave.urn_wave), fixed.menu, fixed.policy)
        report = build_supplier(release, labels_of(wave, fixed))
    shown = {key.question for key, cell in report.facts().items() if not isinstance(cell, Hidden)}
    asked = {q.id for _, q in fixed.questionnaire.asked() if q.kind != "text"}

    assert asked - shown == set()
    assert unexplained(printed(report)) == []
