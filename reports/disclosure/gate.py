"""The gate: the one function through which figures leave, as a Release."""

from decimal import Decimal
from fractions import Fraction

from reports.derived import with_derived
from reports.disclosure.answers import Counted, Figures, answers, within_segment
from reports.disclosure.bases import passes, rate_may_show
from reports.disclosure.comparisons import comparisons
from reports.disclosure.drivers import driver_figures
from reports.disclosure.policy import Policy
from reports.disclosure.rated_pairs import rated_pairs
from reports.disclosure.release import Cell, FactKey, Hidden, Release, Shown
from reports.disclosure.rounding import to_step
from reports.menu import Menu
from reports.tally import NOBODY, Invited, Row, Tallies

STEP, GROUP_STEP = Policy.rate_steps


def gate(tallies: Tallies, menu: Menu, policy: Policy) -> Release:
    """Return every figure of the wave as it may be shown: whole, banded, or hidden.

    A row that the count did not keep, or that fails R1, is hidden in all its figures.
    """
    cells: dict[FactKey, Cell] = dict(_response(tallies, menu, policy))
    counted = Counted(tallies, menu, policy)
    for question in menu.study_questions:
        cells.update(answers(counted, question, Row(question.id, None)))
    for question in menu.supplier_questions:
        for supplier in menu.suppliers:
            cells.update(answers(counted, question, Row(question.id, supplier)))
    for question in menu.manager_questions if menu.managers else ():
        for manager in (None, *menu.managers):
            cells.update(answers(counted, question, Row(question.id, manager)))
    for question in (*menu.item_questions, *menu.pair_questions):
        cells.update(comparisons(counted, question))
    cells.update(rated_pairs(counted))
    cells.update(driver_figures(counted))
    cells.update(_pooled_scores(counted))
    cells.update(_by_segment(counted))
    return with_derived(Release(policy, cells), menu)


def _response(tallies: Tallies, menu: Menu, policy: Policy) -> Figures:
    invited, answered = tallies.response
    # From 30 on the numbers of respondents are printed, and less the invited they tell the silent.
    full = answered >= policy.full_from
    told = full and rate_may_show(tallies.response)
    figures = {
        FactKey("n", option="invited"): (_number(invited, invited), told or not full),
        FactKey("n", option="answered"): (_number(answered, answered), told),
        FactKey("rate"): (_number(_percent(answered, invited, STEP), invited), told),
    }
    for key, (cell, may_show) in figures.items():
        yield key, cell if may_show else Hidden()
    for manager in menu.managers:
        by_manager = tallies.response_by_manager.get(manager, NOBODY)
        full = _is_full(tallies, menu, policy, manager)
        yield FactKey("rate", subject=manager), _group_rate(by_manager, full=full)


def _number(value: int | Decimal, of: int) -> Cell:
    return Shown(Decimal(value), of) if of else Hidden()


def _percent(part: int, whole: int, step: int) -> Decimal:
    return to_step(Fraction(100 * part, max(whole, 1)), Decimal(step))


def _is_full(tallies: Tallies, menu: Menu, policy: Policy, manager: str) -> bool:
    rows = (row for row in tallies.bases if manager in menu.about(row))
    found = [tallies.bases[row] for row in rows]
    return any(passes(base, policy) and base.respondents >= policy.full_from for base in found)


def _group_rate(group: Invited, *, full: bool) -> Cell:
    """A rate and the number invited tell how many answered, so a row whose n is a band has none."""
    if not (full and rate_may_show(group)):
        return Hidden()
    return Shown(_percent(group.answered, group.invited, GROUP_STEP), group.invited)


def _pooled_scores(counted: Counted) -> Figures:
    """Yield the score over all rating questions, where there is more than one to pool."""
    menu = counted.menu
    if menu.managers and len(menu.pooled_manager_questions) > 1:
        points = menu.pooled_points(managers=True)
        for manager in (None, *menu.managers):
            cell = counted.score(points, Row(None, manager))
            yield FactKey("mean", None, manager), cell
    if len(menu.pooled_supplier_questions) > 1:
        points = menu.pooled_points(managers=False)
        for supplier in menu.suppliers:
            cell = counted.score(points, Row(None, supplier))
            yield FactKey("mean", None, supplier), cell


def _by_segment(counted: Counted) -> Figures:
    """Yield the figures of every breakdown, hidden ones of segments that nobody answered too."""
    for segments in counted.menu.withins.values():
        for row, question in counted.menu.broken_down.items():
            for segment in segments:
                yield within_segment(counted, question, row._replace(within=segment))
