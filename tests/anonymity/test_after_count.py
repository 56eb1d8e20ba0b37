"""What the count leaves in the files themselves, and what an older copy is worth afterwards."""

import base64
from itertools import pairwise

import psycopg
import pytest
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from sqlalchemy import create_engine, insert, select, text

from survey_app.errors import NotNow, Refused
from survey_app.extensions import urn_engine
from survey_app.keys import KEY_BYTES
from survey_app.services import count
from survey_app.urn import storage
from survey_app.urn.models import Comment, Receipt, SealedBallot, TallyRow
from survey_app.urn.receipts import read_receipts
from survey_app.urn.sealing import receipt
from tests.anonymity.stored import LOG, at_rest, stored
from tests.anonymity.test_storage import canary, everybody_sends, found_in
from tests.conftest import on_postgresql_alone
from tests.factories import DAY, FULL_ANSWER, Launched, contacts

__all__ = ["canary"]  # a fixture

PURPOSES = ("wrap", "fingerprint", "signing", "token", "cookie", "attempts", "attempts at waves")


def ballots(launched: Launched) -> dict[bytes, bytes]:
    with launched.installation.app.app_context(), urn_engine().connect() as connection:
        rows = connection.execute(select(SealedBallot.nullifier, SealedBallot.sealed)).all()
    return {row.nullifier: row.sealed for row in rows}


def receipts(launched: Launched) -> list[str]:
    with launched.wave() as (_, wave):
        return read_receipts(urn_engine(), wave.urn_wave)


def receipts_as_they_lie(launched: Launched) -> list[str]:
    """Return the receipts in the order of their bytes in the table's file."""
    codes = receipts(launched)
    content = b"".join(at_rest(launched.installation.settings.urn_url).values())
    return sorted(codes, key=lambda code: content.index(code.encode()))


def test_receipts_lie_in_the_order_of_their_codes_which_says_nothing_else(
    launched: Launched,
) -> None:
    everybody_sends(launched)
    expected = sorted(receipt(name) for name in ballots(launched))

    launched.close()

    assert receipts(launched) == expected
    lying = receipts_as_they_lie(launched)
    assert lying in (expected, expected[::-1])  # both databases fill a page from its end


@on_postgresql_alone
def test_one_transaction_wrote_all_receipts_in_the_order_of_their_codes(
    launched: Launched,
) -> None:
    everybody_sends(launched)
    launched.close()

    with launched.installation.app.app_context(), urn_engine().connect() as connection:
        question = text("SELECT code, xmin::text FROM receipt ORDER BY ctid")
        rows = connection.execute(question).all()
    assert len({row.xmin for row in rows}) == 1
    assert all(one.code < other.code for one, other in pairwise(rows))


def test_a_destroyed_wave_leaves_no_receipt(launched: Launched) -> None:
    everybody_sends(launched)

    with launched.wave() as (roll, wave):
        count.destroy(roll, urn_engine(), launched.installation.keys, wave, today=DAY)

    assert receipts(launched) == []


def test_too_few_answers_leave_no_word_and_no_number_of_what_they_say(
    launched: Launched, canary: str
) -> None:
    for n, person in enumerate(contacts(4)):
        launched.send(person.contact, FULL_ANSWER | {"q.why": f"{canary}-{n}"})

    with pytest.raises(NotNow, match=r"wave extend.*wave destroy"):
        launched.close()

    assert found_in(launched, canary) == set()
    with launched.installation.app.app_context(), urn_engine().connect() as connection:
        for table in (TallyRow, Comment, Receipt):
            assert connection.execute(select(table.__table__)).all() == []
    assert len(ballots(launched)) == 4


def test_too_few_answers_are_not_even_opened_in_memory(
    launched: Launched, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[bytes] = []
    monkeypatch.setattr(count, "unseal", lambda sealed, _: opened.append(sealed))
    for person in contacts(4):
        launched.send(person.contact, FULL_ANSWER)

    with pytest.raises(NotNow):
        launched.close()

    assert opened == []


def spellings(secret: bytes) -> set[bytes]:
    return {secret, secret.hex().encode(), base64.b64encode(secret)[:-4], secret[::-1]}


def test_after_the_count_nothing_that_is_stored_opens_an_older_copy_of_a_ballot(
    launched: Launched,
) -> None:
    everybody_sends(launched)
    keys, copied = launched.installation.keys, ballots(launched)
    with launched.wave() as (_, wave):
        private = bytes(keys.private_key(wave.urn_wave))
        names = keys.nullifier_key(wave.urn_wave)
    assert opens(private, copied)  # what the search below ought to find
    files = [file.read_bytes() for file in keys.folder.glob("wave-*")]
    wanted = {part for secret in (private, names, *files) for part in spellings(secret)}

    launched.close()

    everything = stored(launched.installation.settings)
    assert [p for p, content in everything.items() if any(w in content for w in wanted)] == []
    left = b"".join(file.read_bytes() for file in keys.folder.rglob("*") if file.is_file())
    windows = {left[i : i + KEY_BYTES] for i in range(len(left) - KEY_BYTES + 1)}
    candidates = windows | {keys.derived(purpose) for purpose in PURPOSES}
    assert len(candidates) > len(PURPOSES)
    assert [candidate for candidate in candidates if opens(candidate, copied)] == []


def opens(key: bytes, copied: dict[bytes, bytes]) -> bool:
    box = SealedBox(PrivateKey(key))
    for sealed in copied.values():
        try:
            box.decrypt(sealed)
        except CryptoError:
            continue
        return True
    return False


@on_postgresql_alone
def test_a_sample_that_the_server_takes_of_the_tables_holds_no_ballot(
    launched: Launched,
) -> None:
    everybody_sends(launched)
    names = list(ballots(launched))
    engine = create_engine(launched.installation.settings.urn_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()

    launched.close()

    places = stored(launched.installation.settings)
    found = {place for place, content in places.items() for name in names if name in content}
    assert found <= {LOG}
    hexes = [name.hex().encode() for name in names]
    assert not [p for p, content in places.items() if p != LOG and any(h in content for h in hexes)]


@on_postgresql_alone
def test_what_a_killed_count_wrote_goes_with_the_next_one(launched: Launched, canary: str) -> None:
    everybody_sends(launched, canary)
    with launched.installation.app.app_context(), urn_engine().connect() as connection:
        wave = connection.scalar(text("SELECT wave FROM urn_wave"))
        slip = {"slip": b"0" * 16, "wave": wave, "question": "why", "text": f"killed {canary}"}
        connection.execute(insert(Comment), slip)
        connection.rollback()
    assert "urn" in found_in(launched, f"killed {canary}")

    launched.close()

    assert found_in(launched, f"killed {canary}") <= {LOG}


@on_postgresql_alone
def test_a_count_is_not_finished_while_a_reader_elsewhere_keeps_ballots_from_going(
    launched: Launched,
) -> None:
    everybody_sends(launched)
    names = list(ballots(launched))
    url = launched.installation.settings.urn_url.replace("+psycopg", "")
    with psycopg.connect(url) as reader:
        reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        reader.execute("SELECT version_num FROM alembic_version")
        with pytest.raises(Refused, match="the urn is in use"):
            launched.close()
        with launched.wave() as (_, wave):
            assert (wave.state, wave.destruction) == ("closed", None)

    launched.close()

    places = stored(launched.installation.settings)
    assert {p for p, content in places.items() if any(n in content for n in names)} <= {LOG}


@on_postgresql_alone
def test_a_count_does_not_wait_for_ever_for_somebody_who_holds_a_table(
    launched: Launched, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody_sends(launched)
    monkeypatch.setattr(storage, "LONGEST_WAIT", "50ms")
    url = launched.installation.settings.urn_url.replace("+psycopg", "")
    with psycopg.connect(url) as reader:
        reader.execute("SELECT count(*) FROM receipt")
        with pytest.raises(Refused, match="the urn is in use"):
            launched.close()

    with launched.installation.app.app_context(), urn_engine().connect() as connection:
        assert connection.scalar(text("SHOW lock_timeout")) == "0"
    launched.close()
