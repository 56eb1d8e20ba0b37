"""What is hidden further where the attacker proves something, and in which order."""

from dataclasses import dataclass, field, replace

from reports.disclosure.choosing import Barred
from reports.disclosure.verdict import Finding, Verdict
from reports.menu import Menu
from reports.tally import Row, Tallies


@dataclass
class Repair:
    """What is barred so far, and beside which rows a smallest group has been hidden in vain."""

    menu: Menu
    barred: Barred = field(default_factory=Barred)
    tried: set[Row] = field(default_factory=set)

    def go_on(self, verdict: Verdict, tallies: Tallies) -> None:
        """Bar one thing more for the first finding of each question.

        That is a row itself, where it is shown and all of it proven. Otherwise it is the smallest
        group shown of those that are subtracted, and next time what they are subtracted from.
        """
        firsts = {f.target.about.question: f for f in reversed(verdict.findings)}
        if verdict.contradicts or not firsts:
            self.give_up()
        for finding in firsts.values():
            self._bar(finding, tallies)

    def give_up(self) -> None:
        """Bar everything that something else can be subtracted from."""
        segments = frozenset(each for values in self.menu.withins.values() for each in values)
        rows = frozenset(Row(question, None) for question in self.menu.asked_of_managers)
        self.barred = replace(
            self.barred,
            segments=self.barred.segments | segments,
            rows=self.barred.rows | rows | {Row(None, None)},
        )

    def _bar(self, finding: Finding, tallies: Tallies) -> None:
        row, bases = finding.target.about.row, tallies.bases
        pool = Row(None, row.subject)
        if (
            pool in bases
            and pool != row
            and row.question in self.menu.pooled_in(pool, bases.keys())
        ):
            # Its own figures and the pooled score together may tell what neither does.
            self.barred = replace(self.barred, rows=self.barred.rows | {pool})
        elif finding.target.kind == "everybody" and row in bases:
            self._bar_row(row)
        else:
            self._bar_beside(row, tallies)

    def _bar_beside(self, row: Row, tallies: Tallies) -> None:
        about_all = row.question in self.menu.asked_of_managers
        whole = row._replace(subject=None if about_all else row.subject, within=None)
        smallest = self._smallest_part(whole, tallies)
        if smallest and whole not in self.tried:
            self.tried.add(whole)
            self._bar_row(smallest)
        elif whole not in self.barred.rows:
            self.barred = replace(self.barred, rows=self.barred.rows | {whole})
        else:
            self.give_up()

    def _bar_row(self, row: Row) -> None:
        """Bar a row: an account manager or a segment over all questions (R11)."""
        if row.within is not None:
            self.barred = replace(self.barred, segments=self.barred.segments | {row.within})
        elif row.subject in self.menu.managers and row.question in self.menu.asked_of_managers:
            self.barred = replace(self.barred, managers=self.barred.managers | {row.subject or ""})
        else:
            self.barred = replace(self.barred, rows=self.barred.rows | {row})

    def _smallest_part(self, whole: Row, tallies: Tallies) -> Row | None:
        parts = [part for part in self.menu.children(whole) if part in tallies.bases]
        return min(
            parts, key=lambda part: (tallies.bases[part].respondents, str(part)), default=None
        )
