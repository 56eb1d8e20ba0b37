"""A whole submission checked: a ballot to seal, or what is wrong with which field."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from questionnaires.kinds import KINDS
from questionnaires.kinds.base import Asked, FieldError, Posted, Rows
from questionnaires.routing import blocks, holds
from questionnaires.schema import Questionnaire, Section


class Circumstances(msgspec.Struct, frozen=True):
    """What the count must know of a respondent, frozen at launch, in opaque codes."""

    customer: str
    managers: tuple[str, ...] = ()
    segments: dict[str, str] = {}

    def as_json(self) -> dict[str, object]:
        """Return plain values, which `from_json` reads back to the same."""
        return {
            "customer": self.customer,
            "managers": list(self.managers),
            "segments": self.segments,
        }

    @staticmethod
    def from_json(value: object) -> "Circumstances":
        """Return the value of `as_json`; raise ValueError for anything else."""
        return msgspec.convert(value, Circumstances)


class Ballot(msgspec.Struct, frozen=True):
    """One respondent's whole submission: asked question (`id` or `id@manager`) -> row -> value."""

    circumstances: Circumstances
    answers: dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Answered:
    """One asked question with its answer, as the count meets it."""

    section: Section
    asked: Asked
    rows: Rows


def check(
    questionnaire: Questionnaire,
    suppliers: Sequence[str],
    circumstances: Circumstances,
    posted: Posted,
) -> Ballot | list[FieldError]:
    """Return the ballot, or the errors in the order of the page.

    Fields of questions that were not asked (an unmet condition, another's account manager) are
    dropped: they count for nothing and cannot make a submission fail.
    """
    answers: dict[str, dict[str, str]] = {}
    errors: list[FieldError] = []
    for block in blocks(questionnaire, suppliers, circumstances.managers):
        for asked in block.asked:
            condition = asked.question.show_if
            if condition and not holds(condition, asked.manager, answers):
                continue
            outcome = KINDS[asked.question.kind].parse(asked, posted)
            if isinstance(outcome, list):
                errors += outcome
            elif outcome:
                answers[asked.key] = dict(outcome)
    return errors or Ballot(circumstances, answers)


def encode(ballot: Ballot) -> bytes:
    """Return the ballot as MessagePack."""
    return msgspec.msgpack.encode(ballot)


def decode(data: bytes) -> Ballot:
    """Return the ballot of `encode`; raise ValueError for anything else."""
    return msgspec.msgpack.decode(data, type=Ballot)


def answered(
    questionnaire: Questionnaire, suppliers: Sequence[str], ballot: Ballot
) -> Iterator[Answered]:
    """Yield the questions a ballot answers; raise ValueError where an answer is not a valid one."""
    for block in blocks(questionnaire, suppliers, ballot.circumstances.managers):
        for asked in block.asked:
            rows = ballot.answers.get(asked.key)
            if not rows:
                continue
            kind = KINDS[asked.question.kind]
            again = kind.parse(asked, kind.posted(asked, rows))
            # A row that is none of the question's would pass unseen, and be counted.
            if isinstance(again, list) or again.keys() != rows.keys():
                raise ValueError(f"the ballot has no valid answer to {asked.key}")
            yield Answered(block.section, asked, again)
