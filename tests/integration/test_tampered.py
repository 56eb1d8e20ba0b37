"""Ballots that somebody altered in the urn: told by their number, and no harm to the others."""

import json
import secrets
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from questionnaires.answers import Ballot, Circumstances
from survey_app.extensions import urn_engine
from survey_app.keys import Keys
from survey_app.urn.models import SealedBallot
from survey_app.urn.receipts import read_receipts
from survey_app.urn.sealing import TAG_BYTES, nullifier, receipt, seal, tag
from survey_app.urn.tallies import Outcome, outcome, read_tallies
from tests.factories import Launched, answer_of, contacts
from tests.integration.test_cli import run
from tests.workspace import signed_in

WAVE = "/consult/waves/relationship-study-1"
CAST = 12


@pytest.fixture
def answered(launched: Launched) -> Launched:
    """Return a wave that twelve of twenty have answered."""
    for person in contacts(CAST):
        assert launched.send(person.contact, answer_of(person)).status_code == 303
    return launched


def ballot(**circumstances: Any) -> Ballot:
    person = {"customer": "c", "managers": (), "segments": {}} | circumstances
    return Ballot(Circumstances(**person), {"buys": {"": "no"}})


def stored(launched: Launched) -> list[tuple[bytes, bytes]]:
    """Return nullifier and sealed ballot of each row."""
    query = select(SealedBallot.nullifier, SealedBallot.sealed)
    with launched.installation.app.app_context(), urn_engine().connect() as connection:
        return [(row.nullifier, row.sealed) for row in connection.execute(query)]


def tag_of(sealed: bytes, launched: Launched) -> bytes:
    """Return the tag of the row that this ballot is stored in."""
    [name] = [name for name, each in stored(launched) if each == sealed]
    with launched.wave() as (_, wave):
        return tag(launched.installation.keys.nullifier_key(wave.urn_wave), name)


def with_a_flipped_bit(sealed: bytes, _: Launched) -> bytes:
    return sealed[:100] + bytes([sealed[100] ^ 1]) + sealed[101:]


def with_another_key_in_front(sealed: bytes, _: Launched) -> bytes:
    return bytes(32) + sealed[32:]


def truncated(sealed: bytes, _: Launched) -> bytes:
    return sealed[:-1]


def of_a_few_bytes(_sealed: bytes, _: Launched) -> bytes:
    return b"broken"


def empty(_sealed: bytes, _: Launched) -> bytes:
    return b""


def sealed_to_the_key_of_another_wave(sealed: bytes, launched: Launched) -> bytes:
    key = launched.installation.keys.create_wave("another")
    return seal(ballot(), key, tag_of(sealed, launched))


def copied_from_another(sealed: bytes, launched: Launched) -> bytes:
    return next(each for _, each in stored(launched) if each != sealed)


def sealed_by_hand_without_the_key_folder(_sealed: bytes, launched: Launched) -> bytes:
    with launched.wave() as (_, wave):
        assert wave.public_key is not None
        return seal(ballot(), wave.public_key, secrets.token_bytes(TAG_BYTES))


def sealed_by_hand_with_no_answer_that_fits(sealed: bytes, launched: Launched) -> bytes:
    own = tag_of(sealed, launched)
    with launched.wave() as (_, wave):
        assert wave.public_key is not None
        answers = {"quality": {"client": "99"}}
        made = Ballot(Circumstances("c", (), {}), answers)
        return seal(made, wave.public_key, own)


def sealed_by_hand_about_a_manager_nobody_knows(sealed: bytes, launched: Launched) -> bytes:
    own = tag_of(sealed, launched)
    with launched.wave() as (_, wave):
        assert wave.public_key is not None
        answers = {"responsive@nobody": {"": "4"}, "buys": {"": "no"}}
        made = Ballot(Circumstances("c", ("nobody",), {}), answers)
        return seal(made, wave.public_key, own)


Tampered = Callable[[bytes, Launched], bytes]
WAYS: tuple[Tampered, ...] = (
    with_a_flipped_bit,
    with_another_key_in_front,
    truncated,
    of_a_few_bytes,
    empty,
    sealed_to_the_key_of_another_wave,
    copied_from_another,
    sealed_by_hand_without_the_key_folder,
    sealed_by_hand_with_no_answer_that_fits,
)


def tamper(launched: Launched, *ways: Tampered) -> None:
    """Alter as many ballots, each in one of the ways."""
    rows = zip(stored(launched), ways, strict=False)
    altered = {name: way(sealed, launched) for (name, sealed), way in rows}
    with launched.installation.app.app_context(), urn_engine().begin() as connection:
        for name, sealed in altered.items():
            where = SealedBallot.nullifier == name
            connection.execute(update(SealedBallot).where(where).values(sealed=sealed))


def kept(launched: Launched) -> tuple[Outcome | None, list[str]]:
    with launched.wave() as (_, wave):
        return outcome(urn_engine(), wave.urn_wave), read_receipts(urn_engine(), wave.urn_wave)


def names(launched: Launched) -> list[bytes]:
    with launched.installation.app.app_context(), urn_engine().connect() as connection:
        return list(connection.scalars(select(SealedBallot.nullifier)))


def test_a_tampered_ballot_is_counted_as_malformed_in_whatever_way_it_was_done(
    launched: Launched,
) -> None:
    for person in contacts(20):
        launched.send(person.contact, answer_of(person))
    tamper(launched, *WAYS)
    cast = names(launched)

    launched.close()

    numbers, receipts = kept(launched)
    assert numbers == Outcome(20, 20 - len(WAYS), len(WAYS))
    assert receipts == sorted(receipt(name) for name in cast)
    with launched.wave() as (_, wave):
        tallies = read_tallies(urn_engine(), wave.urn_wave)
    assert {base.respondents for base in tallies.bases.values()} <= set(range(5, 14))


def test_a_forged_ballot_about_somebody_unknown_does_not_stop_the_count(
    answered: Launched,
) -> None:
    tamper(answered, sealed_by_hand_about_a_manager_nobody_knows)

    answered.close()

    numbers, _ = kept(answered)
    assert numbers is not None
    assert numbers.counted + numbers.malformed == CAST


def test_a_ballot_that_no_invitation_of_the_wave_leads_to_is_malformed_however_well_it_is_sealed(
    answered: Launched,
) -> None:
    with answered.wave() as (_, wave), urn_engine().begin() as connection:
        assert wave.public_key is not None
        keys: Keys = answered.installation.keys
        keys.create_wave("another")
        own = keys.nullifier_key(wave.urn_wave)
        stranger = nullifier(keys.nullifier_key("another"), b"invitation")
        row = {
            "wave": wave.urn_wave,
            "nullifier": stranger,
            "sealed": seal(ballot(), wave.public_key, tag(own, stranger)),
        }
        connection.execute(insert(SealedBallot), row)

    answered.close()

    numbers, receipts = kept(answered)
    assert numbers == Outcome(20, CAST, 1)
    assert receipt(stranger) in receipts
    assert len(receipts) == CAST + 1


def test_malformed_ballots_are_told_on_the_command_line_and_on_the_pages(
    answered: Launched,
) -> None:
    tamper(answered, with_a_flipped_bit, truncated)
    data = answered.installation.settings.data

    closed = run("wave", "close", answered.name, data=data)
    told = run("wave", "status", answered.name, data=data)
    status: Mapping[str, Any] = json.loads(
        run("wave", "status", answered.name, "--json", data=data).stdout
    )

    assert "10 ballots, 2 malformed" in closed.stdout
    assert "counted   10, malformed 2" in told.stdout
    assert (status["invited"], status["counted"], status["malformed"]) == (20, 10, 2)
    page = signed_in(answered.installation, practice="Independent Practice").get(f"{WAVE}/response")
    assert "<dt>could not be read</dt><dd>2</dd>" in page.text


def test_too_many_tampered_ballots_leave_the_wave_uncounted_and_nothing_of_the_others(
    launched: Launched,
) -> None:
    for person in contacts(6):
        launched.send(person.contact, answer_of(person))
    tamper(launched, truncated, truncated)

    with pytest.raises(Exception, match=r"not counted.*wave extend.*wave destroy"):
        launched.close()

    assert len(names(launched)) == 6
    assert kept(launched) == (None, [])


def test_a_ballot_taken_out_of_the_urn_is_missing_from_the_receipts(answered: Launched) -> None:
    [gone, *_] = names(answered)
    with answered.installation.app.app_context(), urn_engine().begin() as connection:
        connection.execute(delete(SealedBallot).where(SealedBallot.nullifier == gone))

    answered.close()

    numbers, receipts = kept(answered)
    assert numbers == Outcome(20, CAST - 1, 0)
    assert receipt(gone) not in receipts
