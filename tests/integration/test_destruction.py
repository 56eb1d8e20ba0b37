"""The signed record that a wave's keys are gone."""

import json

import pytest

from survey_app.application import build, dispose
from survey_app.errors import Refused
from survey_app.extensions import urn_engine
from survey_app.keys import Keys, confirmed
from survey_app.services import count
from survey_app.urn.receipts import read_receipts
from survey_app.urn.sealing import receipt
from tests.factories import DAY, Installation, Launched, StudyFiles, answer_of, contacts


def answered(launched: Launched, number: int) -> None:
    for person in contacts(number):
        assert launched.send(person.contact, answer_of(person)).status_code == 303


def destroy(launched: Launched) -> None:
    with launched.wave() as (roll, wave):
        count.destroy(roll, urn_engine(), launched.installation.keys, wave, today=DAY)


def recorded(launched: Launched) -> tuple[str, bytes, str]:
    """Return the record, its signature, and the wave's public key as the roll has it."""
    with launched.wave() as (_, wave):
        assert wave.destruction is not None
        assert wave.destruction_signature is not None
        assert wave.public_key is not None
        return wave.destruction, wave.destruction_signature, wave.public_key.hex()


def test_a_counted_wave_has_a_record_of_its_keys_end_in_canonical_json(launched: Launched) -> None:
    answered(launched, 12)

    launched.close()

    text, _, public_key = recorded(launched)
    facts = {
        "record": "survey_app key destruction 1",
        "public_key": public_key,
        "notice": None,
        "outcome": "counted",
        "day": "2026-03-02",
        "invited": 20,
        "counted": 12,
        "malformed": 0,
    }
    assert json.loads(text) | {"notice": None} == facts
    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"))


def test_the_record_names_the_notice_of_its_wave_and_no_study(launched: Launched) -> None:
    answered(launched, 12)
    with launched.wave() as (roll, wave):
        wave.notice, wave.notice_hash = "{}", "a" * 64
        roll.commit()

    launched.close()

    text, _, _ = recorded(launched)
    assert json.loads(text)["notice"] == "a" * 64
    assert "relationship" not in text


def test_a_destroyed_wave_has_a_record_without_any_number(launched: Launched) -> None:
    answered(launched, 12)

    destroy(launched)

    facts = json.loads(recorded(launched)[0])
    assert facts["outcome"] == "destroyed"
    assert [facts[name] for name in ("invited", "counted", "malformed")] == [None] * 3


def test_everybody_can_confirm_the_record_with_the_published_key(launched: Launched) -> None:
    answered(launched, 12)
    launched.close()
    text, signature, _ = recorded(launched)
    published = launched.installation.keys.verification_key

    assert confirmed(text, signature, published)
    assert not confirmed(text.replace("12", "13"), signature, published)
    assert not confirmed(text, signature[:-1] + bytes([signature[-1] ^ 1]), published)
    assert not confirmed(text, signature[:-1], published)
    assert not confirmed(text, signature, bytes(32))
    assert not confirmed(text, signature, published[:-1])


def test_a_wave_in_the_field_has_no_record(launched: Launched) -> None:
    answered(launched, 4)
    with pytest.raises(Refused, match="not counted"):
        launched.close()

    with launched.wave() as (_, wave):
        assert (wave.destruction, wave.destruction_signature) == (None, None)


def test_nothing_is_signed_while_a_key_file_is_still_there(
    launched: Launched, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(launched, 12)
    monkeypatch.setattr(Keys, "destroy_wave", lambda *_: None)

    with pytest.raises(Refused, match=r"keys of .* are still in"):
        launched.close()
    monkeypatch.undo()

    with launched.wave() as (_, wave):
        assert (wave.state, wave.destruction) == ("closed", None)
    launched.close()
    assert confirmed(*recorded(launched)[:2], launched.installation.keys.verification_key)


def test_key_files_that_cannot_be_removed_are_told_in_one_sentence(
    launched: Launched, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stuck(_: object) -> None:
        raise PermissionError(13, "Permission denied")

    answered(launched, 12)
    monkeypatch.setattr("pathlib.Path.unlink", stuck)

    with pytest.raises(Refused, match="cannot be destroyed: Permission denied"):
        launched.close()
    monkeypatch.undo()

    with build(launched.installation.settings).app_context():
        dispose()
    assert confirmed(*recorded(launched)[:2], launched.installation.keys.verification_key)


def test_a_record_is_written_once_and_stays_as_it_is(launched: Launched) -> None:
    answered(launched, 12)
    launched.close()
    before = recorded(launched)

    launched.close()
    with launched.wave() as (roll, wave):
        later = DAY.replace(year=2030)
        count.finish(roll, urn_engine(), launched.installation.keys, wave, today=later)
    with build(launched.installation.settings).app_context():
        dispose()

    assert recorded(launched) == before


def test_the_receipt_of_everybody_who_answered_is_kept_by_the_count(
    installation: Installation,
) -> None:
    launched = installation.launch(installation.load(StudyFiles()))
    pages = [launched.send(p.contact, answer_of(p)).headers["Location"] for p in contacts(12)]
    launched.close()

    with launched.wave() as (_, wave):
        kept = read_receipts(urn_engine(), wave.urn_wave)
    assert len(kept) == 12
    assert all(any(code in page for code in kept) for page in pages)
    assert receipt(b"another") not in kept


def put_back(launched: Launched) -> list[str]:
    """Restore a copy of the key files that a count has destroyed; return their names."""
    answered(launched, 12)
    folder = launched.installation.settings.keys
    copies = {file: file.read_bytes() for file in folder.glob("wave-*")}
    launched.close()
    assert not list(folder.glob("wave-*"))
    for file, content in copies.items():
        file.write_bytes(content)
        file.chmod(0o600)
    return sorted(file.name for file in copies)


def test_keys_put_back_after_the_count_are_destroyed_at_the_next_start(launched: Launched) -> None:
    assert len(put_back(launched)) == 2

    with build(launched.installation.settings).app_context():
        dispose()

    assert not list(launched.installation.settings.keys.glob("wave-*"))


def test_keys_put_back_after_the_count_are_destroyed_by_closing_once_more(
    launched: Launched,
) -> None:
    assert len(put_back(launched)) == 2

    launched.close()

    assert not list(launched.installation.settings.keys.glob("wave-*"))
