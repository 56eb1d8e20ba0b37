"""The tear: one ballot after another taken apart into counts, sums and slips of words."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from questionnaires.answers import Answered, Ballot, answered
from questionnaires.kinds import KINDS
from questionnaires.kinds.base import Cell
from reports.disclosure.atoms import Answers, Atom
from reports.disclosure.options import chosen
from reports.disclosure.pairs import Lines
from reports.disclosure.rankings import Placed
from reports.disclosure.subtraction import Named
from reports.disclosure.together import Together
from reports.menu import Menu
from reports.tally import Count, Row


@dataclass
class Torn:
    """What one pass over the ballots gathers; it never leaves the count."""

    together: Together
    lines: Mapping[str, Lines] = field(default_factory=dict)
    customers: Counter[str] = field(default_factory=Counter)
    by_customer: dict[Row, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    by_subject: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    about: dict[str | None, Counter[Named]] = field(default_factory=lambda: defaultdict(Counter))
    placed: dict[str, Counter[Placed]] = field(default_factory=lambda: defaultdict(Counter))
    counts: Counter[Count] = field(default_factory=Counter)
    sums: Counter[Row] = field(default_factory=Counter)
    ratings: Counter[Row] = field(default_factory=Counter)
    answers: Answers = field(default_factory=Answers)
    comments: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    writers: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    @staticmethod
    def of(menu: Menu) -> "Torn":
        """Return what no ballot has been added to yet."""
        lines = {q.id: Lines(menu.suppliers) for q in menu.supplier_questions}
        return Torn(Together(menu.of_client), lines)


def tear(ballot: Ballot, menu: Menu, torn: Torn) -> bool:
    """Add one ballot to what is torn; False, and nothing added, where it is malformed."""
    try:
        entries = list(answered(menu.questionnaire, tuple(menu.suppliers), ballot))
    except ValueError:
        return False
    customer = ballot.circumstances.customer
    torn.customers[customer] += 1
    segments = menu.joined(ballot.circumstances.segments)
    rows: set[Row] = set()
    of_client: dict[str, int] = {}
    for entry in entries:
        rows |= _tear_answer(entry, menu, torn, of_client, segments=segments)
        _note_parts(entry, customer, menu, torn, segments=segments)
    for question in {e.asked.question.id for e in entries if _is_comment(e)}:
        torn.writers[question][customer] += 1
    for row in rows:
        torn.by_customer[row][customer] += 1
    for subject in {subject for row in rows for subject in menu.about(row)}:
        torn.by_subject[subject][customer] += 1
    _note_managers(rows, customer, menu, torn)
    _note_compared(entries, customer, torn)
    torn.together.add(customer, of_client)
    return True


def _is_comment(entry: Answered) -> bool:
    return KINDS[entry.asked.question.kind].measure == "text"


def _tear_answer(
    entry: Answered,
    menu: Menu,
    torn: Torn,
    of_client: dict[str, int],
    *,
    segments: tuple[str, ...],
) -> set[Row]:
    question = entry.asked.question
    if _is_comment(entry):
        torn.comments[question.id].append(entry.rows[""])
        return set()
    rows: set[Row] = set()
    for cell in KINDS[question.kind].cells(question, entry.rows):
        manager = entry.asked.manager
        for subject in {manager, None} if manager else {cell.subject}:
            row = Row(question.id, subject, cell.against)
            rows |= _tear_cell(cell, row, menu, torn, manager=manager)
            if segments and row in menu.broken_down:
                rows |= _tear_segments(cell, row, menu, torn, segments=segments)
        if cell.value is not None and menu.is_of_client(question, cell.subject):
            of_client[question.id] = cell.value
    return rows


def _tear_cell(cell: Cell, row: Row, menu: Menu, torn: Torn, *, manager: str | None) -> set[Row]:
    """Add one cell to its row and, where its question is pooled, to the row of the pooled score."""
    rows = {row}
    if cell.option is not None:
        torn.counts[Count(row.question or "", row.subject, cell.option, row.against)] += 1
    if cell.value is None or row.question not in menu.summed:
        return rows
    pooled = manager or row.subject
    if pooled and row.question in menu.pooled(pooled):
        rows.add(Row(None, row.subject))
    for each in rows:
        torn.ratings[each] += 1
        torn.sums[each] += cell.value
    return rows


def _tear_segments(
    cell: Cell, row: Row, menu: Menu, torn: Torn, *, segments: tuple[str, ...]
) -> set[Row]:
    """Add one cell to its row within each segment: no more than the one figure there needs."""
    rows = {row._replace(within=segment) for segment in segments}
    for each in rows:
        if row.question not in menu.summed and cell.option is not None:
            count = Count(row.question or "", row.subject, cell.option, within=each.within)
            torn.counts[count] += 1
        elif cell.value is not None:
            torn.ratings[each] += 1
            torn.sums[each] += cell.value
    return rows


def _note_parts(
    entry: Answered, customer: str, menu: Menu, torn: Torn, *, segments: tuple[str, ...]
) -> None:
    """Note the answers that are reported of smaller groups too, by the finest of these."""
    question, manager = entry.asked.question, entry.asked.manager
    if not (manager or menu.breakdowns) or _is_comment(entry):
        return
    by_subject: dict[str | None, list[Cell]] = defaultdict(list)
    for cell in KINDS[question.kind].cells(question, entry.rows):
        by_subject[manager or cell.subject].append(cell)
    for subject, cells in by_subject.items():
        if menu.has_parts(Row(question.id, subject)):
            atom = Atom(question.id, subject, None, segments)
            torn.answers.add(atom, customer, chosen(question, menu, cells))


def _note_managers(rows: set[Row], customer: str, menu: Menu, torn: Torn) -> None:
    named: dict[str | None, set[Row]] = defaultdict(set)
    for row in rows:
        if row.question in menu.asked_of_managers and row.subject is not None:
            named[row.question].add(row)
            if row.question in menu.pooled_manager_questions:
                named[None].add(row)
    for question, cells in named.items():
        torn.about[question][customer, frozenset(cells)] += 1


def _note_compared(entries: list[Answered], customer: str, torn: Torn) -> None:
    """Note who rated which suppliers how, and who placed which items."""
    for entry in entries:
        question = entry.asked.question
        if question.id in torn.lines:
            cells = KINDS[question.kind].cells(question, entry.rows)
            rated = {cell.subject or "": cell.value for cell in cells if cell.value is not None}
            torn.lines[question.id].add(customer, rated)
        if KINDS[question.kind].measure == "ranking":
            torn.placed[question.id][customer, frozenset(entry.rows)] += 1
