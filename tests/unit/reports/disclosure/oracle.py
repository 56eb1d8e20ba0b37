"""What a release may say, worked out from everybody's answers in plain Python.

Nothing here comes from the engine but the shapes of its values: rounding, bases, bands and
subtractions are done once more, the slow way, and every difference is a sentence.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import floor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from questionnaires.schema import Question
from reports.disclosure.release import Banded, Cell, FactKey, Hidden, Release, Shown
from reports.tally import Base, Count, Row, Tallies
from tests.unit.reports.disclosure.studies import Study

Matrix = NDArray[np.float64]
Cells = tuple[str, str]
STEPS = (1, 5, 10, 20)
BESIDE = frozenset({"n", "rate", "worth", "difference", "weight"})
"""What no row stands behind: people, and what follows from printed figures."""


class Given(NamedTuple):
    """One answer of one respondent that is counted."""

    respondent: int
    customer: str
    question: str
    subject: str | None
    value: str


def answers_of(study: Study) -> list[Given]:
    """Return every counted answer; comments and 'not applicable' are none."""
    comments = {q.id for _, q in study.menu.questionnaire.asked() if q.kind == "text"}
    return [
        Given(n, ballot.circumstances.customer, question, manager or row or None, value)
        for n, ballot in enumerate(study.ballots)
        for key, rows in ballot.answers.items()
        for question, _, manager in [key.partition("@")]
        for row, value in rows.items()
        if value != "na" and question not in comments
    ]


class Oracle:
    """A study's answers and the rules, to hold tallies and a release against."""

    def __init__(self, study: Study) -> None:
        self.menu, self.policy, self.given = study.menu, study.policy, answers_of(study)
        self.by_question: dict[str, list[Given]] = defaultdict(list)
        for given in self.given:
            self.by_question[given.question].append(given)
        people = [s for s in self.menu.questionnaire.sections if s.subject == "account_managers"]
        self.about_managers = {q.id for section in people for q in section.questions}
        self.segments = {
            column: [f"{column}={value}" for value in self.menu.segments[column]]
            for column in self.menu.breakdowns
        }
        self.belong = [
            {f"{column}={value}" for column, value in ballot.circumstances.segments.items()}
            for ballot in study.ballots
        ]
        self.questions = {q.id: q for _, q in self.menu.questionnaire.asked() if q.kind != "text"}

    def rows(self) -> Iterator[Row]:
        """Yield every row there could be, pooled ones included."""
        for question in self.questions.values():
            for subject in self.subjects(question):
                yield Row(question.id, subject)
        for subject in (None, *self.menu.managers, *self.menu.suppliers):
            yield Row(None, subject)
        for row in self.broken_down():
            for segments in self.segments.values():
                yield from (row._replace(within=segment) for segment in segments)
        yield from self.pairs()

    def pairs(self) -> Iterator[Row]:
        """Yield the client and each competitor in each grid."""
        if self.menu.client:
            rivals = [each for each in self.menu.suppliers if each != self.menu.client]
            grids = [q.id for q in self.questions.values() if q.kind == "supplier_grid"]
            yield from (Row(grid, self.menu.client, rival) for grid in grids for rival in rivals)

    def broken_down(self) -> Iterator[Row]:
        """Yield the rows that are reported by segment: scores and recommendations (R7)."""
        for question in self.questions.values():
            if question.kind in {"rating", "nps"}:
                yield Row(question.id, None)
            if question.kind == "supplier_grid" and self.menu.client:
                yield Row(question.id, self.menu.client)

    def subjects(self, question: Question) -> Sequence[str | None]:
        """Return whom or what a question is reported about."""
        if question.kind == "supplier_grid":
            return list(self.menu.suppliers)
        return [None, *self.menu.managers] if question.id in self.about_managers else [None]

    def pooled(self, subject: str | None) -> set[str]:
        """Return the questions whose ratings make up the subject's pooled score."""
        kind = "supplier_grid" if subject in self.menu.suppliers else "rating"
        rated = [
            q
            for q in self.questions.values()
            if q.kind == kind and (kind == "supplier_grid" or q.id in self.about_managers)
        ]
        return {q.id for q in rated if q.scale == rated[0].scale}

    def behind(self, row: Row, questions: Iterable[str] | None = None) -> list[Given]:
        """Return the answers of a row; of a pooled one those to the questions given, or to all."""
        wanted = [row.question] if row.question else sorted(questions or self.pooled(row.subject))
        about = [g for question in wanted for g in self.by_question[question]]
        if row.against:
            both = {g.respondent for g in about if g.subject == row.against}
            about = [g for g in about if g.respondent in both]
        if row.within:
            about = [g for g in about if row.within in self.belong[g.respondent]]
        return [g for g in about if row.subject is None or g.subject == row.subject]

    def compared(self, count: Count) -> int:
        """Return how many of those who rated both of a pair gave these ratings, or this outcome."""
        others = {
            g.respondent: int(g.value)
            for g in self.by_question[count.question]
            if g.subject == count.against
        }
        told = [(int(g.value), others[g.respondent]) for g in self.behind(count.row)]
        outcomes = {"win": 1, "tie": 0, "loss": -1}
        if count.option in outcomes:
            return sum((a > b) - (a < b) == outcomes[count.option] for a, b in told)
        return sum(f"{a}.{b}" == count.option for a, b in told)

    def passes(self, given: Iterable[Given]) -> bool:
        """Say whether R1 lets a figure of these respondents be shown."""
        people = {g.respondent: g.customer for g in given}
        by_customer = Counter(people.values())
        return (
            bool(people)
            and len(people) >= self.policy.min_respondents
            and len(by_customer) >= self.policy.min_customers
            and max(by_customer.values()) * 2 <= len(people)
        )

    # What was kept

    def wrong_tallies(self, tallies: Tallies) -> list[str]:
        """Return what the tallies hold that they may not, or hold wrongly."""
        return [
            *self._r1(tallies),
            *self._detail(tallies),
            *self._r4(tallies),
            *self._sums(tallies),
        ]

    def _r1(self, tallies: Tallies) -> Iterator[str]:
        for row in tallies.bases:
            if not self.passes(self.behind(row)):
                yield f"R1: {told(row)} is kept"
            about = [g for g in self.given if g.subject == row.subject]
            if row.subject and not self.passes(about):
                yield f"R1: {told(row)} is kept though {row.subject} is below it"

    def _detail(self, tallies: Tallies) -> Iterator[str]:
        for count in tallies.counts:
            least = 30 if count.against else 10
            if people(self.behind(count.row)) < least:
                yield f"R2: {count} is kept of fewer than {least}"
        for row in set(tallies.bases) | set(tallies.moments):
            alone = row.question is None or self._is_only_score(row.question)
            alone = alone and not row.within
            if people(self.behind(row)) < 10 and not alone:
                yield f"R2: {row} is kept of fewer than 10"
        counted = {c.row for c in tallies.counts}
        stray = counted | set(tallies.moments)
        for row in stray - set(tallies.bases):
            yield f"{row} has numbers but no base"

    def _is_only_score(self, question: str) -> bool:
        alike = [
            q.id
            for q in self.questions.values()
            if q.scale
            and (q.id in self.about_managers, q.kind == "supplier_grid")
            == (question in self.about_managers, self.questions[question].kind == "supplier_grid")
        ]
        return alike == [question]

    def _r4(self, tallies: Tallies) -> Iterator[str]:
        for question in sorted(self.about_managers & self.questions.keys()):
            kept = {m for m in self.menu.managers if Row(question, m) in tallies.bases}
            if kept and Row(question, None) in tallies.bases:
                asked = self.behind(Row(question, None))
                left = [g for g in asked if g.subject not in kept]
                if left and not self.passes(left):
                    yield f"R4: all less {sorted(kept)} leaves {people(left)} of {question}"
        yield from self._solved(tallies)

    def _solved(self, tallies: Tallies) -> Iterator[str]:
        """Solve for the sums of the ratings that are hidden, taking each kept sum as an equation.

        A sum over some of them is known where it stands at right angles to everything that could
        be added to a solution without touching what is known.
        """
        asked = sorted(self.pooled(None))
        unknowns = [(m, q) for m in self.menu.managers for q in asked]
        known = [
            [
                float(row.subject in {None, m} and q in self._summed(tallies, row))
                for m, q in unknowns
            ]
            for row in tallies.moments
            if row.subject not in self.menu.suppliers and not row.within
        ]
        if not asked or not known:
            return
        free = null_space(np.array(known))
        hidden = [(m, q) for m, q in unknowns if Row(q, m) not in tallies.bases]
        harmless: set[frozenset[Cells]] = set()
        for group in groups_of(hidden):
            wanted = np.array([float(cell in group) for cell in unknowns])
            if np.abs(free @ wanted).max(initial=0) > 1e-9:
                continue
            behind = [g for g in self.given if (g.subject, g.question) in group]
            # Two groups that may be known may be known together, however they overlap.
            if self.passes(behind) or any(
                part < group and group - part in harmless for part in harmless
            ):
                harmless.add(group)
            elif behind:
                yield f"R4: {people(behind)} respondents follow for {sorted(group)}"

    def _summed(self, tallies: Tallies, row: Row) -> set[str]:
        return {row.question} if row.question else self._in_pool(tallies, row)

    def _sums(self, tallies: Tallies) -> Iterator[str]:
        for row, moment in tallies.moments.items():
            ratings = [int(g.value) for g in self.behind(row, self._in_pool(tallies, row))]
            if (moment.n, moment.total) != (len(ratings), sum(ratings)):
                rule = "" if row.question else "R4: "
                summed = f"{len(ratings)} ratings adding up to {sum(ratings)}"
                yield f"{rule}{told(row)} should hold {summed}"
        for count, number in tallies.counts.items():
            behind = self.behind(count.row._replace(against=None))
            plain = sum(g.value == count.option for g in behind)
            if number != (self.compared(count) if count.against else plain):
                yield f"{count} is not {number}"
        for row, base in tallies.bases.items():
            behind = self.behind(row, self._in_pool(tallies, row))
            if base.respondents > people(behind):
                yield f"{row} claims {base.respondents} respondents of {people(behind)}"

    def _in_pool(self, tallies: Tallies, row: Row) -> set[str]:
        """Return the questions a pooled row may add up: those kept of it singly, or else all.

        R4: what it added up besides would follow by subtracting those.
        """
        asked = self.pooled(row.subject)
        singly = {q for q in asked if Row(q, row.subject) in tallies.bases}
        return singly or asked

    # What is shown

    def wrong_figures(self, tallies: Tallies, release: Release) -> list[str]:
        """Return what the release shows that it may not, or shows wrongly."""
        found: list[str] = []
        for row in self.rows():
            found += self._row(row, tallies, release)
        return found

    def _row(self, row: Row, tallies: Tallies, release: Release) -> Iterator[str]:
        cells = {
            key: cell
            for key, cell in release.cells.items()
            if (key.question, key.subject, key.against, key.within)
            == (row.question, row.subject, row.against, row.within)
            and key.measure not in BESIDE
        }
        base = base_of(row, tallies)
        if base is None:
            shown = [key for key, cell in cells.items() if not isinstance(cell, Hidden)]
            yield from (f"R11: {key} is shown of a row that is hidden" for key in shown)
            return
        respondents = base.respondents
        for key, cell in cells.items():
            if not isinstance(cell, Hidden) and cell.n != printed_size(respondents):
                yield f"R2: {key} prints its number as {cell.n}"
            if not isinstance(cell, Hidden) and key.measure != "mean" and respondents < 10:
                yield f"R2: {key} is shown of fewer than 10"
            if key.measure == "mean":
                behind = self.behind(row, self._in_pool(tallies, row))
                yield from self._mean(key, cell, behind, coarse=self._is_coarse(tallies, row))
        if row.within:
            yield from self._recommendation(row, respondents, cells, coarse=False)
        yield from self._shares(row, tallies, cells)

    def _is_coarse(self, tallies: Tallies, row: Row) -> bool:
        """Say whether an account manager or a segment is hidden that is a part of this row."""
        parts: list[Row] = []
        if row.subject is None and (row.question is None or row.question in self.about_managers):
            parts += [row._replace(subject=manager) for manager in self.menu.managers]
        if row in self.broken_down():
            every = [each for segments in self.segments.values() for each in segments]
            parts += [row._replace(within=segment) for segment in every]
        return not row.within and any(part not in tallies.bases for part in parts)

    def _mean(
        self, key: FactKey, cell: Cell, behind: Sequence[Given], *, coarse: bool
    ) -> Iterator[str]:
        if isinstance(cell, Hidden):
            yield f"{key} is hidden without need"
            return
        pooled = sorted(self.pooled(key.subject))
        scale = self.questions[key.question or pooled[0]].scale
        top = scale.points if scale else 0
        ratings = [int(g.value) for g in behind]
        expected = clipped_mean(ratings, top, people(behind), tenths=2 if coarse else 1)
        if cell.value != expected:
            yield f"R2: {key} prints {cell.value} for {ratings}, not {expected}"
        if (cell.low, cell.high) != interval(cell.value, cell.n, top):
            yield f"R13: {key} prints an interval that is no function of what is printed"

    def _shares(self, row: Row, tallies: Tallies, cells: dict[FactKey, Cell]) -> Iterator[str]:
        base, coarse = base_of(row, tallies), self._is_coarse(tallies, row)
        respondents = base.respondents if base else 0
        shares = {key.option or "": cell for key, cell in cells.items() if key.measure == "share"}
        if not shares or all(isinstance(cell, Hidden) for cell in shares.values()):
            return
        if any(isinstance(cell, Hidden) for cell in shares.values()):
            yield f"R11: some shares of {row} are hidden and some are not"
            return
        exact = self._exact(row, list(shares))
        if len(shares) > 3 and respondents < 30:
            yield f"R2: {row} shows {len(shares)} shares of fewer than 30"
        least = (5 if coarse else 1) if respondents >= 100 else (10 if coarse else 5)
        answers = len(self.behind(row))
        if not any(fits(exact, shares, step, answers) for step in STEPS if step >= least):
            yield f"R3: {row} prints {shares} for {exact}"
        top = cells.get(FactKey("top_box", row.question, row.subject))
        if top is not None and top != list(shares.values())[-1]:
            yield f"R2: {row} prints another share for the top box"
        yield from self._recommendation(row, respondents, cells, coarse=coarse)

    def _exact(self, row: Row, options: Sequence[str]) -> dict[str, Fraction]:
        values = [g.value for g in self.behind(row)]
        if row.against:
            counts = {
                o: self.compared(Count(row.question or "", row.subject, o, row.against))
                for o in options
            }
            return {o: Fraction(100 * number, len(values)) for o, number in counts.items()}
        members = {option: members_of(option) for option in options}
        return {
            option: Fraction(100 * sum(v in members[option] for v in values), len(values))
            for option in options
        }

    def _recommendation(
        self, row: Row, respondents: int, cells: dict[FactKey, Cell], *, coarse: bool
    ) -> Iterator[str]:
        cell = cells.get(FactKey("nps", row.question, row.subject, within=row.within))
        if not isinstance(cell, Shown):
            return
        exact = self._exact(row, ["promoters", "detractors"])
        score = exact["promoters"] - exact["detractors"]
        steps = {1: 5, 5: 10, 10: 20}
        step = 1 if respondents >= 100 else 5 if respondents >= 30 else 10
        step = steps[step] if coarse else step
        expected = half_even(score, Fraction(step))
        most = Fraction(90 if respondents >= 30 else 80)
        expected = min(max(expected, -most), most)
        if cell.value != Decimal(int(expected)):
            yield f"R3: {row} prints a score of {cell.value} for {score}"


def base_of(row: Row, tallies: Tallies) -> Base | None:
    """Return how many are behind a row; a pair may be kept either way round."""
    turned = row._replace(subject=row.against, against=row.subject) if row.against else row
    return tallies.bases.get(row) or tallies.bases.get(turned)


def told(row: Row) -> str:
    """Return a row's place in a sentence."""
    return "/".join(str(each) for each in row if each) or "all pooled"


def null_space(known: Matrix) -> Matrix:
    """Return a basis of what can be added to a solution of these equations, one vector a row."""
    _, values, vectors = np.linalg.svd(known)
    return np.asarray(vectors[int((values > 1e-9).sum()) :], dtype=np.float64)


def groups_of(cells: Sequence[Cells]) -> Iterator[frozenset[Cells]]:
    """Yield every group of up to eight cells; of more, those of whole managers and questions."""
    if len(cells) <= 8:
        for size in range(1, len(cells) + 1):
            yield from map(frozenset, combinations(cells, size))
        return
    for position in (0, 1):
        for size in (1, 2):
            for chosen in combinations(sorted({cell[position] for cell in cells}), size):
                yield frozenset(cell for cell in cells if cell[position] in chosen)
    yield from (frozenset([cell]) for cell in cells)


def people(given: Iterable[Given]) -> int:
    """Return how many respondents these answers come from."""
    return len({g.respondent for g in given})


def printed_size(respondents: int) -> int | str:
    """Return the number of respondents as R2 lets it be printed."""
    return "5-9" if respondents < 10 else "10-29" if respondents < 30 else respondents


def half_even(value: Fraction, step: Fraction) -> Fraction:
    """Return the nearest multiple of the step, of two equally near the even one."""
    below = floor(value / step)
    beyond = value / step - below
    up = beyond > Fraction(1, 2) or (beyond == Fraction(1, 2) and below % 2 == 1)
    return (below + up) * step


def clipped_mean(ratings: Sequence[int], top: int, respondents: int, *, tenths: int) -> Decimal:
    """Return the mean as R2 lets it be printed in so many tenths, on a scale from 1 to `top`.

    From 10 respondents on it stays a step inside the scale: no minimum, no maximum (R3).
    """
    step = Fraction(tenths, 10)
    inside = max(Fraction(top - 1, 8), Fraction(1, 5)) if respondents < 10 else step
    mean = Fraction(sum(ratings), len(ratings))
    held = max(1 + inside, min(top - inside, mean))
    return Decimal(int(half_even(held, step) * 10)) / 10


def interval(value: Decimal, n: int | str, top: int) -> tuple[Decimal, Decimal]:
    """Return the interval that follows from the printed score and number alone (R13)."""
    fewest = n if isinstance(n, int) else {"5-9": 5, "10-29": 10}[n]
    # In tenths, outwards: the least reach that is no shorter, compared by its square.
    squared = Fraction(196 * 3 * (top - 1), 1000) ** 2 / fewest
    tenths = next(Decimal(k) for k in range(10 * top) if Fraction(k, 10) ** 2 >= squared)
    return max(value - tenths / 10, Decimal(1)), min(value + tenths / 10, Decimal(top))


def members_of(option: str) -> set[str]:
    """Return the values that a printed option stands for."""
    groups = {
        "promoters": {"9", "10"},
        "passives": {"7", "8"},
        "detractors": set(map(str, range(7))),
    }
    if option in groups:
        return groups[option]
    first, _, last = option.partition("-")
    return set(map(str, range(int(first), int(last) + 1))) if last else {option}


def fits(exact: dict[str, Fraction], shares: dict[str, Cell], step: int, answers: int) -> bool:
    """Say whether shares are these exact ones in this step, and subtraction gives nothing away."""
    ranges: dict[str, tuple[int, int]] = {}
    for option, share in exact.items():
        cell = shares[option]
        if isinstance(cell, Hidden) or isinstance(cell, Banded) != is_extreme(share, answers):
            return False
        if cell.value != Decimal(int(possible(share, step, answers)[2])):
            return False
        alike = [
            count
            for count in range(answers + 1)
            if possible(Fraction(100 * count, answers), step, answers)
            == possible(share, step, answers)
        ]
        ranges[option] = (alike[0], alike[-1])
    for option, cell in shares.items():
        if isinstance(cell, Banded):
            others = [bounds for other, bounds in ranges.items() if other != option]
            if answers - sum(high for _, high in others) > ranges[option][0]:
                return False
            if answers - sum(low for low, _ in others) < ranges[option][1]:
                return False
    return True


def is_extreme(share: Fraction, answers: int) -> bool:
    """Say whether R3 prints a bound: of ten answers for nine too, or the bound would mean all."""
    nearly = Fraction(100, answers) if answers <= 10 else Fraction(-1)
    return not 10 <= share <= 90 or share <= nearly or share >= 100 - nearly


def possible(share: Fraction, step: int, answers: int) -> tuple[Fraction, Fraction, Fraction]:
    """Return the least and the greatest share that print as this one does, and what prints.

    Who sees a share printed without a bound knows that it lies from 10 to 90.
    """
    ten, ninety = Fraction(10), Fraction(90)
    if is_extreme(share, answers):
        return (Fraction(0), ten, ten) if share < 50 else (ninety, Fraction(100), ninety)
    nearest = half_even(share, Fraction(step))
    low, high = nearest - Fraction(step, 2), nearest + Fraction(step, 2)
    return max(low, ten), min(high, ninety), min(max(nearest, ten), ninety)
