"""The key folder: what is refused at the start, in one sentence."""

from collections.abc import Callable
from pathlib import Path

import pytest

from survey_app.application import build, upgrade_databases
from survey_app.config import Settings
from survey_app.errors import Refused
from survey_app.keys import MASTER, create_keys
from tests.conftest import NewBooks, only_on
from tests.factories import Installation, Launched, installed


def remove(file: Path) -> None:
    file.unlink()


def open_to_all(file: Path) -> None:
    file.chmod(0o644)


def unreadable(file: Path) -> None:
    file.chmod(0o000)


def damage(file: Path) -> None:
    file.write_bytes(b"short")


def replace_by_folder(file: Path) -> None:
    file.unlink()
    file.mkdir(mode=0o700)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (remove, "is missing"),
        (open_to_all, "is open to other users; run: chmod 600"),
        (unreadable, "cannot be read"),
        (damage, "is damaged"),
        (replace_by_folder, "cannot be read"),
    ],
)
def test_a_start_without_a_sound_key_file_is_refused_in_one_sentence(
    installation: Installation, spoil: Callable[[Path], None], sentence: str
) -> None:
    spoil(installation.settings.keys / MASTER)

    with pytest.raises(Refused, match=sentence) as refused:
        build(installation.settings)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("suffix", ["private", "nullifier"])
@pytest.mark.parametrize("spoil", [remove, open_to_all, unreadable])
def test_a_start_without_the_keys_of_a_wave_in_the_field_is_refused(
    launched: Launched, spoil: Callable[[Path], None], suffix: str
) -> None:
    settings = launched.installation.settings
    [file] = settings.keys.glob(f"wave-*.{suffix}")
    spoil(file)

    with pytest.raises(Refused, match=f"The key file .*{suffix}"):
        build(settings)


def test_a_key_folder_open_to_others_is_refused(installation: Installation) -> None:
    installation.settings.keys.chmod(0o755)

    with pytest.raises(Refused, match="run: chmod 700"):
        build(installation.settings)


def test_a_key_folder_reached_inside_the_data_folder_by_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data" / "keys").mkdir(parents=True)
    (tmp_path / "elsewhere").symlink_to(tmp_path / "data" / "keys")

    with pytest.raises(Refused, match="inside the data folder"):
        Settings.read({"SURVEY_APP_KEYS": str(tmp_path / "elsewhere")}, str(tmp_path / "data"))


@only_on("sqlite", because="a server keeps its own files")
def test_the_files_of_sqlite_are_made_for_their_owner_alone(
    new_books: NewBooks, tmp_path: Path
) -> None:
    with installed(tmp_path, new_books(tmp_path / "data", migrated=False)) as installation:
        files = list(installation.settings.data.glob("*.sqlite*"))

        assert files
        assert {file.stat().st_mode & 0o077 for file in files} == {0}


def test_the_keys_of_another_installation_are_refused(installation: Installation) -> None:
    (installation.settings.keys / MASTER).unlink()
    create_keys(installation.settings.keys)

    with pytest.raises(Refused, match="belongs to another installation"):
        build(installation.settings)


def test_an_upgrade_makes_no_second_key_where_the_first_is_missing(
    installation: Installation,
) -> None:
    (installation.settings.keys / MASTER).unlink()

    with pytest.raises(Refused, match="is missing"):
        upgrade_databases(installation.settings)


def test_a_key_folder_inside_the_data_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="inside the data folder"):
        Settings.read({"SURVEY_APP_KEYS": str(tmp_path / "data" / "keys")}, str(tmp_path / "data"))


def test_one_database_for_both_books_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'one.sqlite'}"

    with pytest.raises(Refused, match="the same database"):
        Settings.read({"SURVEY_APP_ROLL_URL": url, "SURVEY_APP_URN_URL": url}, str(tmp_path))


def test_a_start_before_any_migration_says_what_to_run(new_books: NewBooks, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()

    with pytest.raises(Refused, match="survey-app db upgrade"):
        build(Settings.read(new_books(tmp_path / "data", migrated=False), str(tmp_path / "data")))


def test_keys_and_their_folder_are_for_their_owner_alone(installation: Installation) -> None:
    folder = installation.settings.keys

    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
