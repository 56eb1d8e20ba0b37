"""What is left to read: real ratings of many small groups, and what another program would hide."""

import csv
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median

import pytest

from reports.menu import Menu
from reports.tally import Row
from tests.unit.reports.disclosure.studies import (
    SUPPLIERS,
    Answers,
    Study,
    ballot,
    of_managers,
    questionnaire,
    rating,
)

DATA = Path(__file__).resolve().parents[4].parent / "shared" / "data" / "person_ratings.csv"
needs_data = pytest.mark.skipif(not DATA.is_file(), reason="the shared data folder is not there")
KEPT, SEED = 0.15, 15
SMALL = ("2", "5")
"""Departments of few persons."""
TABLES = 50


def thinned() -> Mapping[str, list[Mapping[str, str]]]:
    """Return a fixed 15 % of the ratings by department."""
    chance = random.Random(SEED)
    found: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    with DATA.open(newline="") as stream:
        for row in csv.DictReader(stream):
            if chance.random() < KEPT:
                found[row["department"]].append(row)
    return found


def study_of(rows: list[Mapping[str, str]]) -> Study:
    """Return a department as a study: persons are account managers, each rater a customer."""
    given: dict[str, Answers] = defaultdict(dict)
    for row in rows:
        given[row["respondent"]][f"good@p{row['person']}"] = {"": row["rating"]}
    ballots = tuple(
        ballot(who, answers, [key.partition("@")[2] for key in answers])
        for who, answers in given.items()
    )
    persons = tuple(sorted({f"p{row['person']}" for row in rows}))
    return Study(Menu(questionnaire([], [rating("good")]), SUPPLIERS, persons), ballots)


def shown_of_five(rows: list[Mapping[str, str]]) -> tuple[int, int]:
    """Return of how many persons with five ratings or more a score is shown, and how many there
    are.
    """
    raters = Counter(f"p{row['person']}" for row in rows)
    enough = [person for person, number in raters.items() if number >= 5]
    kept = study_of(rows).kept().tallies.bases
    return sum(Row("good", person) in kept for person in enough), len(enough)


@needs_data
@pytest.mark.parametrize("department", SMALL)
def test_nine_in_ten_persons_with_five_ratings_are_shown(department: str) -> None:
    shown, enough = shown_of_five(thinned()[department])
    assert enough > 30
    assert shown >= 0.9 * enough


@needs_data
@pytest.mark.nightly
def test_nine_in_ten_persons_with_five_ratings_are_shown_in_all_departments() -> None:
    found = [shown_of_five(rows) for rows in thinned().values()]
    assert len(found) == 14
    assert sum(enough for _, enough in found) > 500
    assert sum(shown for shown, _ in found) >= 0.9 * sum(enough for _, enough in found)


def tables() -> Iterator[Mapping[str, int]]:
    """Yield how many respondents account managers have, in random studies."""
    chance = random.Random(TABLES)
    for _ in range(TABLES):
        sizes = [chance.choice([1, 2, 3, 4, 5, 7, 9, 12, 15, 20, 25]) for _ in range(20)]
        yield {f"am{n:02}": size for n, size in enumerate(sizes[: chance.randint(4, 20)])}


def hidden_by_us(sizes: Mapping[str, int]) -> set[str]:
    """Return whose number is not kept; each respondent is a customer of their own."""
    customers = iter(chr(0x4E00 + n) for n in range(1000))
    groups = {name: "".join(next(customers) for _ in range(size)) for name, size in sizes.items()}
    kept = of_managers(groups, questions=["good"]).kept().tallies.bases
    return {name for name in sizes if Row("good", name) not in kept}


def hidden_by_them(sizes: Mapping[str, int], folder: Path) -> set[str]:
    """Return whose number τ-ARGUS hides with a threshold of five and its optimal suppression."""
    from pytauargus import protect

    people = [name for name, size in sizes.items() for _ in range(size)]
    found = protect(
        {"manager": people, "one": [1] * len(people)},
        tables=[["manager"]],
        response="one",
        safety_rules="FREQ(5,20)",
        suppress="OPT(1)",
        workdir=str(folder),
    )
    [table] = found.tables
    return {row["manager"] for row in table.rows if row["status"] in {"U", "M"}}  # type: ignore[attr-defined]


@pytest.mark.nightly
def test_no_more_is_hidden_than_another_program_would(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # it leaves its log where it runs
    ratios = []
    for number, sizes in enumerate(tables()):
        ours, theirs = hidden_by_us(sizes), hidden_by_them(sizes, tmp_path / str(number))
        assert {name for name, size in sizes.items() if size < 5} <= ours
        left = sum(sizes[name] for name in ours)
        for name in ours:
            # The others may have had all that is left of the total, or none of it.
            least = left - sum(left for other in ours if other != name)
            assert left - max(least, 0) >= 2, (sizes, ours)
        ratios.append(len(ours) / max(len(theirs), 1) if ours or theirs else 1.0)
    assert len(ratios) == TABLES
    assert median(ratios) <= 1.3
