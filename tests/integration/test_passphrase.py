"""A wave locked with a passphrase: what opens it, what waits, and what a wrong one changes."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from nacl.secret import SecretBox
from sqlalchemy import select

from survey_app import lock
from survey_app.application import build, dispose
from survey_app.clock import now, today
from survey_app.errors import Locked, Refused
from survey_app.extensions import urn_engine
from survey_app.keys import KEY_BYTES
from survey_app.lock import Work
from survey_app.roll.models import Wave
from survey_app.services import attempts, count
from survey_app.services.typed import Typed
from survey_app.services.waves import find_wave
from survey_app.urn.models import SealedBallot
from survey_app.urn.tallies import Outcome, outcome
from tests.anonymity.stored import stored
from tests.factories import DAY, Installation, Launched, StudyFiles, answer_of, contacts
from tests.integration.test_cli import Ended, run
from tests.workspace import Browser, signed_in

OURS = "Independent Practice"
NAME = "relationship-study-1"
WAVE, STUDY = f"/consult/waves/{NAME}", "/consult/studies/relationship-study"
PASSPHRASE = "violet kettle under gravel"
LAUNCH = {"until": (today() + timedelta(days=20)).isoformat(), "confirmed": "y"}
BOTH = {"passphrase": PASSPHRASE, "passphrase_again": PASSPHRASE}
CLOSE = {"confirmed": "y", "early": "y"}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a guess cost nothing: what it costs is told in tests/unit/test_lock.py."""
    monkeypatch.setattr(lock, "WORK", Work(memory_kib=64, passes=1, lanes=1))


@pytest.fixture
def locked(installation: Installation) -> tuple[Launched, str]:
    """Return the sample study, locked and answered by twelve, and its recovery code."""
    chosen = lock.new_lock(PASSPHRASE)
    launched = installation.launch(installation.load(StudyFiles()), lock=chosen)
    answered(launched, 12)
    return launched, chosen.code


@pytest.fixture
def draft(installation: Installation) -> Browser:
    """Return a consultant's browser; the sample study is loaded."""
    installation.load(StudyFiles())
    return signed_in(installation, practice=OURS)


def answered(launched: Launched, number: int) -> None:
    for person in contacts(number):
        assert launched.send(person.contact, answer_of(person)).status_code == 303


def close(launched: Launched, secret: str | None, at: datetime | None = None) -> None:
    with launched.wave() as (roll, wave):
        typed = None if secret is None else Typed(secret, at or now())
        count.close(roll, urn_engine(), launched.installation.keys, wave, today=DAY, typed=typed)


def numbers(launched: Launched) -> Outcome | None:
    with launched.wave() as (_, wave):
        return outcome(urn_engine(), wave.urn_wave)


def untouched(installation: Installation) -> tuple[object, ...]:
    """Return everything that a refused count must leave as it is."""
    with installation.roll() as roll:
        wave = find_wave(roll, NAME)
        with urn_engine().connect() as connection:
            ballots = connection.execute(select(SealedBallot.__table__)).all()
        urn = count.urn_state(urn_engine(), wave)
        files = {file.name: file.read_bytes() for file in installation.settings.keys.iterdir()}
        return wave.state, wave.closed_on, wave.destruction, urn, set(ballots), files


def test_the_passphrase_opens_the_ballots_at_the_count(locked: tuple[Launched, str]) -> None:
    launched, _ = locked

    close(launched, PASSPHRASE)

    assert numbers(launched) == Outcome(20, 12, 0)


def test_the_recovery_code_opens_them_as_well(locked: tuple[Launched, str]) -> None:
    launched, code = locked

    close(launched, code.lower().replace("-", " "))

    assert numbers(launched) == Outcome(20, 12, 0)


def test_without_the_right_passphrase_nothing_at_all_is_changed(
    locked: tuple[Launched, str],
) -> None:
    launched, _ = locked
    before = untouched(launched.installation)

    for typed in ("", "not this one, sorry", None):
        with pytest.raises(Locked, match=r"[Nn]othing was changed") as refused:
            close(launched, typed)
        assert "\n" not in str(refused.value)

    assert untouched(launched.installation) == before


def test_who_gives_no_passphrase_is_told_how(locked: tuple[Launched, str]) -> None:
    launched, _ = locked

    with pytest.raises(Locked, match="--passphrase-file FILE"):
        close(launched, None)


def test_a_wave_closed_with_too_few_asks_again_at_the_next_count(
    installation: Installation,
) -> None:
    launched = installation.launch(installation.load(StudyFiles()), lock=lock.new_lock(PASSPHRASE))
    answered(launched, 4)
    with pytest.raises(Refused, match="not counted"):
        close(launched, PASSPHRASE)
    before = untouched(installation)

    with pytest.raises(Locked):
        close(launched, "not this one, sorry")

    assert untouched(installation) == before
    assert before[0] == "closed"


def test_after_ten_wrong_ones_even_the_right_one_waits_though_the_server_starts_anew(
    locked: tuple[Launched, str],
) -> None:
    launched, _ = locked
    began = now()
    for _ in range(attempts.FREE):
        with pytest.raises(Locked, match="neither the passphrase nor"):
            close(launched, "not this one, sorry", began)
    launched.installation.app = restarted = build(launched.installation.settings)

    with pytest.raises(Locked, match="wait up to 15 minutes"):
        close(launched, PASSPHRASE, began + attempts.FIRST_WAIT / 2)
    close(launched, PASSPHRASE, began + attempts.FIRST_WAIT)

    assert numbers(launched) == Outcome(20, 12, 0)
    with restarted.app_context():
        dispose()


def test_one_wave_waiting_keeps_no_other_waiting(locked: tuple[Launched, str]) -> None:
    launched, _ = locked
    keys = launched.installation.keys
    with launched.wave() as (roll, wave):
        for _ in range(attempts.FREE):
            assert attempts.begin(roll, attempts.at_wave(keys, wave.urn_wave), now())

        assert not attempts.begin(roll, attempts.at_wave(keys, wave.urn_wave), now())
        assert attempts.begin(roll, attempts.at_wave(keys, "another"), now())
        assert attempts.begin(roll, attempts.at_address(keys, wave.urn_wave), now())


def test_a_wave_is_destroyed_without_its_passphrase(locked: tuple[Launched, str]) -> None:
    launched, _ = locked

    with launched.wave() as (roll, wave):
        count.destroy(roll, urn_engine(), launched.installation.keys, wave, today=DAY)
        assert wave.state == "destroyed"

    assert not list(launched.installation.settings.keys.glob("wave-*"))


def test_a_count_that_was_cut_short_is_finished_without_the_passphrase(
    locked: tuple[Launched, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """A process that ended where it stood."""

    def killed(*_: object, **__: object) -> None:
        raise Killed

    launched, _ = locked
    monkeypatch.setattr(count, "finish", killed)
    with pytest.raises(Killed):
        close(launched, PASSPHRASE)
    monkeypatch.undo()

    with build(launched.installation.settings).app_context():
        dispose()

    assert numbers(launched) == Outcome(20, 12, 0)
    assert not list(launched.installation.settings.keys.glob("wave-*"))


def test_the_master_key_alone_does_not_open_the_private_key(locked: tuple[Launched, str]) -> None:
    launched, _ = locked
    keys = launched.installation.keys
    with launched.wave() as (_, wave):
        private = bytes(keys.private_key(wave.urn_wave, PASSPHRASE))
    [file] = launched.installation.settings.keys.glob("wave-*.private")

    unwrapped = SecretBox(keys.derived("wrap")).decrypt(file.read_bytes())

    assert len(unwrapped) > KEY_BYTES
    assert private not in unwrapped
    assert lock.opened(unwrapped, keys.master.hex()) is None


def test_the_passphrase_alone_does_not_open_it_under_another_master_key(
    locked: tuple[Launched, str],
) -> None:
    launched, _ = locked
    keys = launched.installation.keys
    other = type(keys)(keys.folder, bytes(KEY_BYTES))

    with launched.wave() as (_, wave), pytest.raises(Refused, match="of another installation"):
        other.private_key(wave.urn_wave, PASSPHRASE)


def shortened(content: bytes) -> bytes:
    return content[:-9]


def with_another_header(content: bytes) -> bytes:
    return b"\x00" * 8 + content[8:]


def with_another_end(content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1])


def emptied(_: bytes) -> bytes:
    return b""


def test_a_start_with_a_damaged_key_file_of_a_locked_wave_is_refused(
    locked: tuple[Launched, str],
) -> None:
    settings = locked[0].installation.settings

    for file in settings.keys.glob("wave-*"):
        whole = file.read_bytes()
        for spoil in (shortened, with_another_header, with_another_end, emptied):
            file.write_bytes(spoil(whole))
            with pytest.raises(Refused, match=f"{file.suffix} is damaged or of another") as refused:
                build(settings)
            assert "\n" not in str(refused.value)
        file.write_bytes(whole)


# In the browser.


def test_the_launch_says_what_is_lost_with_the_passphrase_before_it_is_chosen(
    draft: Browser,
) -> None:
    page = draft.get(f"{WAVE}/launch").text

    assert "If both are lost, this wave can never be counted" in page
    assert page.index("can never be counted") < page.index('name="passphrase"')


def test_a_passphrase_that_will_not_do_launches_nothing(
    draft: Browser, installation: Installation
) -> None:
    for first, second, told in (
        ("violet kettle", "violet kettles", "The two differ"),
        ("", "violet kettle", "The two differ"),
        ("short", "short", "at least 12 characters"),
        ("passwordpassword", "passwordpassword", "among the first that are guessed"),
    ):
        typed = {"passphrase": first, "passphrase_again": second}
        answer = draft.send(f"{WAVE}/launch", LAUNCH | typed)
        assert (answer.status_code, told in answer.text) == (422, True)
        assert "violet kettle" not in answer.text

    with installation.roll() as roll:
        assert find_wave(roll, NAME).state == "draft"


def code_on(page: str) -> str:
    return page.split('<p class="code">')[1].split("<")[0]


def test_the_recovery_code_is_shown_once_and_kept_nowhere(
    draft: Browser, installation: Installation
) -> None:
    answer = draft.send(f"{WAVE}/launch", LAUNCH | BOTH)

    code = code_on(answer.text)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert code not in str(answer.headers)
    for page in (STUDY, f"{WAVE}/links", f"{WAVE}/launch", "/consult/"):
        assert code not in draft.get(page).text
    again = draft.send(f"{WAVE}/launch", LAUNCH | BOTH)
    assert (again.status_code, code in again.text) == (409, False)
    spellings = [code, code.lower(), code.replace("-", ""), code.replace("-", "").lower()]
    for place, content in stored(installation.settings).items():
        assert not [s for s in (*spellings, PASSPHRASE) if s.encode() in content], place
    with installation.roll() as roll:
        wave = find_wave(roll, NAME)
        assert (
            bytes(installation.keys.private_key(wave.urn_wave, code).public_key) == wave.public_key
        )


def test_a_launch_without_a_passphrase_needs_none_at_the_count(
    draft: Browser, installation: Installation
) -> None:
    nothing = {"passphrase": "", "passphrase_again": ""}

    assert draft.send(f"{WAVE}/launch", LAUNCH | nothing).headers["Location"] == f"{WAVE}/links"

    assert 'name="secret"' not in draft.get(f"{WAVE}/close").text
    with installation.roll() as roll:
        assert not installation.keys.needs_passphrase(find_wave(roll, NAME).urn_wave)


def test_the_close_asks_for_the_passphrase_and_refuses_a_wrong_one_in_place(
    locked: tuple[Launched, str],
) -> None:
    launched, code = locked
    browser = signed_in(launched.installation, practice=OURS)
    before = untouched(launched.installation)

    assert 'name="secret"' in browser.get(f"{WAVE}/close").text
    for secret, told in (
        ("", "Please type the passphrase"),
        ("not this one, sorry", "neither the passphrase nor the recovery code"),
    ):
        answer = browser.send(f"{WAVE}/close", CLOSE | {"secret": secret})
        assert (answer.status_code, told in answer.text) == (422, True)
        assert "Nothing is closed yet" in answer.text
        assert "not this one" not in answer.text
    assert untouched(launched.installation) == before

    counted = browser.send(f"{WAVE}/close", CLOSE | {"secret": code})

    assert (counted.status_code, counted.headers["Location"]) == (303, f"{WAVE}/reports")
    assert numbers(launched) == Outcome(20, 12, 0)


def test_a_form_that_expired_does_not_show_the_passphrase_again(
    locked: tuple[Launched, str],
) -> None:
    browser = signed_in(locked[0].installation, practice=OURS)

    answer = browser.client.post(f"{WAVE}/close", data=CLOSE | {"secret": PASSPHRASE} | BOTH)

    assert answer.status_code == 400
    assert PASSPHRASE not in answer.text


def test_a_count_whose_traces_remain_is_finished_without_the_passphrase(
    locked: tuple[Launched, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    launched, _ = locked
    browser = signed_in(launched.installation, practice=OURS)
    monkeypatch.setattr(count, "rewrite", lambda _: False)
    browser.send(f"{WAVE}/close", CLOSE | {"secret": PASSPHRASE})
    monkeypatch.undo()

    assert 'name="secret"' not in browser.get(f"{WAVE}/close").text
    assert browser.send(f"{WAVE}/close", {"confirmed": "y"}).status_code == 303
    with launched.installation.roll() as roll:
        assert roll.scalar(select(Wave.state)) == "counted"


# On the command line.


@pytest.fixture
def commanded(installation: Installation, tmp_path: Path) -> tuple[Path, Path]:
    """Return the data folder, a study in draft, and the file of a passphrase."""
    installation.load(StudyFiles())
    file = tmp_path / "passphrase.txt"
    file.write_text(f"{PASSPHRASE}\n")
    return installation.settings.data, file


def launch(data: Path, file: Path) -> Ended:
    links = file.with_name("links.csv")
    return run("wave", "launch", NAME, "--links", links, "--passphrase-file", file, data=data)


def test_the_command_line_prints_the_recovery_code_and_what_is_at_stake(
    commanded: tuple[Path, Path], installation: Installation
) -> None:
    data, file = commanded

    ended = launch(data, file)

    assert ended.returncode == 0
    assert "can never count the wave" in ended.stdout
    [code] = [line.strip() for line in ended.stdout.splitlines() if line.startswith("    ")]
    with installation.roll() as roll:
        wave = find_wave(roll, NAME)
        assert installation.keys.needs_passphrase(wave.urn_wave)
        assert (
            bytes(installation.keys.private_key(wave.urn_wave, code).public_key) == wave.public_key
        )


def test_the_command_line_closes_with_the_file_alone(
    locked: tuple[Launched, str], tmp_path: Path
) -> None:
    launched, code = locked
    data, file = launched.installation.settings.data, tmp_path / "code.txt"

    without = run("wave", "close", NAME, data=data)
    file.write_text("not this one, sorry")
    wrong = run("wave", "close", NAME, "--passphrase-file", file, data=data)
    file.write_text(f"{code}\n")
    right = run("wave", "close", NAME, "--passphrase-file", file, data=data)

    assert (without.returncode, wrong.returncode, right.returncode) == (1, 1, 0)
    assert "--passphrase-file FILE" in without.stderr
    assert "neither the passphrase nor the recovery code" in wrong.stderr
    assert "12 ballots, 0 malformed" in right.stdout


def test_a_file_that_holds_no_passphrase_launches_nothing(commanded: tuple[Path, Path]) -> None:
    data, file = commanded
    for content, sentence in (
        (b"", "must hold one line"),
        (b"one line of words\nand another", "must hold one line"),
        (b"\xff\xfe\x00", "is not UTF-8 text"),
        (b"too short", "at least 12 characters"),
        (None, "cannot be read"),
    ):
        file.unlink() if content is None else file.write_bytes(content)
        ended = launch(data, file)
        assert (ended.returncode, sentence in ended.stderr) == (1, True)
        assert len(ended.stderr.strip().splitlines()) == 1

    assert not list(Path(f"{data}-keys").glob("wave-*"))
