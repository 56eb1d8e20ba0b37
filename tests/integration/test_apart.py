"""The two books are kept apart: what would join them is refused before anything is migrated."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import make_url

from survey_app.application import build, upgrade_databases
from survey_app.config import Settings
from survey_app.errors import Refused
from tests.conftest import NewBooks, only_on
from tests.factories import Installation
from tests.integration.test_cli import run
from tests.postgres import Cluster

with_accounts = only_on("postgresql", because="SQLite has no accounts and no server")
with_files = only_on("sqlite", because="a server's database is no file of ours")


@pytest.fixture
def empty(new_books: NewBooks, tmp_path: Path) -> Settings:
    """Return where two databases are in which nothing stands yet."""
    return Settings.read(new_books(tmp_path / "data", migrated=False), str(tmp_path / "data"))


def tables(url: str) -> list[str]:
    engine = create_engine(url)
    found = inspect(engine).get_table_names()
    engine.dispose()
    return found


def refusal(settings: Settings) -> str:
    """Return the one sentence of an upgrade and of a start, which left no table behind."""
    with pytest.raises(Refused) as upgrading:
        upgrade_databases(settings)
    assert tables(settings.roll_url) == []
    with pytest.raises(Refused) as starting:
        build(settings)
    assert str(starting.value) == str(upgrading.value)
    assert "\n" not in str(upgrading.value)
    return str(upgrading.value)


def names(settings: Settings) -> tuple[str, str]:
    roll, urn = make_url(settings.roll_url), make_url(settings.urn_url)
    return str(roll.database), str(urn.database)


@with_accounts
@pytest.mark.parametrize(
    "addition", ["&application_name=urn", "&connect_timeout=9", "&options=-c%20geqo%3Doff"]
)
def test_one_database_by_two_addresses_is_refused(empty: Settings, addition: str) -> None:
    twice = replace(empty, urn_url=empty.roll_url + addition)

    assert "name the same database" in refusal(twice)


@with_accounts
def test_one_database_under_two_accounts_is_refused(empty: Settings, postgres: Cluster) -> None:
    roll, _ = names(empty)
    postgres.execute(f"GRANT ALL ON DATABASE {roll} TO urn")

    assert "name the same database" in refusal(replace(empty, urn_url=postgres.url(roll, "urn")))


@with_accounts
def test_the_command_refuses_one_database_for_both_in_a_sentence(
    empty: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SURVEY_APP_ROLL_URL", empty.roll_url)
    monkeypatch.setenv("SURVEY_APP_URN_URL", f"{empty.roll_url}&application_name=urn")

    ended = run("db", "upgrade", data=empty.data)

    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert "name the same database" in ended.stderr
    assert tables(empty.roll_url) == []
    assert not empty.keys.exists()


@with_accounts
def test_one_account_for_both_is_refused(empty: Settings, postgres: Cluster) -> None:
    _, urn = names(empty)
    postgres.execute(f"GRANT ALL ON DATABASE {urn} TO roll")

    sentence = refusal(replace(empty, urn_url=postgres.url(urn, "roll")))

    assert "both reached by the account roll" in sentence


@with_accounts
@pytest.mark.parametrize("visitor", ["roll", "urn"])
@pytest.mark.parametrize("grantee", ["PUBLIC", "{visitor}"])
def test_an_account_that_may_connect_to_the_other_database_is_refused(
    empty: Settings, postgres: Cluster, visitor: str, grantee: str
) -> None:
    other = names(empty)[0 if visitor == "urn" else 1]
    postgres.execute(f"GRANT CONNECT ON DATABASE {other} TO {grantee.format(visitor=visitor)}")

    sentence = refusal(empty)

    assert f"The account {visitor} may connect to the other book's database {other}" in sentence
    postgres.execute(sentence.split(": ")[1])
    upgrade_databases(empty)


@with_accounts
def test_an_account_that_owns_the_other_database_is_refused(
    empty: Settings, postgres: Cluster
) -> None:
    _, urn = names(empty)
    postgres.execute(
        f"GRANT ALL ON DATABASE {urn} TO urn",
        f"ALTER DATABASE {urn} OWNER TO roll",
        f"REVOKE ALL ON DATABASE {urn} FROM roll",
        f"GRANT CONNECT ON DATABASE {urn} TO urn",
    )

    assert "The account roll may connect to the other book's database" in refusal(empty)


@pytest.fixture
def mighty(request: pytest.FixtureRequest, postgres: Cluster) -> Iterator[str]:
    """Return an account with rights that reach every database."""
    postgres.execute(f"CREATE ROLE mighty LOGIN {request.param}")
    yield "mighty"
    postgres.execute("DROP OWNED BY mighty", "DROP ROLE mighty")


@with_accounts
@pytest.mark.parametrize("book", ["roll", "urn"])
@pytest.mark.parametrize(
    "mighty",
    ["SUPERUSER", "REPLICATION", "IN ROLE pg_read_server_files"],
    indirect=True,
)
def test_an_account_that_reaches_every_database_is_refused(
    empty: Settings, postgres: Cluster, mighty: str, book: str
) -> None:
    database = names(empty)[0 if book == "roll" else 1]
    postgres.execute(f"GRANT ALL ON DATABASE {database} TO {mighty}")
    url = postgres.url(database, mighty)
    changed = replace(empty, roll_url=url) if book == "roll" else replace(empty, urn_url=url)

    sentence = refusal(changed)
    postgres.execute(f"REVOKE ALL ON DATABASE {database} FROM {mighty}")

    assert f"The account mighty of the {book} is a superuser or may read every" in sentence


@with_accounts
def test_an_account_that_takes_a_humbler_role_is_still_itself(
    empty: Settings, postgres: Cluster
) -> None:
    roll, _ = names(empty)
    humbler = f"{postgres.url(roll, 'postgres')}&options=-c%20role%3Droll"

    assert "is a superuser" in refusal(replace(empty, roll_url=humbler))


@with_accounts
@pytest.mark.parametrize("forgotten", ["SURVEY_APP_ROLL_URL", "SURVEY_APP_URN_URL"])
def test_a_server_for_one_book_and_a_file_for_the_other_is_refused(
    new_books: NewBooks, tmp_path: Path, forgotten: str
) -> None:
    named = dict(new_books(tmp_path / "data", migrated=False))
    del named[forgotten]
    settings = Settings.read(named, str(tmp_path / "data"))

    with pytest.raises(Refused, match="must both name a SQLite file or both a PostgreSQL"):
        upgrade_databases(settings)
    assert list(settings.data.iterdir()) == []


def same_by(way: str, file: Path) -> str:
    other = file.with_name("other.sqlite")
    if way == "query":
        return f"sqlite:///{file}?timeout=9"
    if way == "dots":
        return f"sqlite:///{file.parent}/../{file.parent.name}/{file.name}"
    file.parent.mkdir(exist_ok=True)
    file.touch()
    (other.symlink_to if way == "symbolic link" else other.hardlink_to)(file)
    return f"sqlite:///{other}"


@with_files
@pytest.mark.parametrize("way", ["query", "dots", "symbolic link", "hard link"])
def test_one_file_by_two_names_is_refused(empty: Settings, way: str) -> None:
    url = same_by(way, empty.data / "roll.sqlite")

    assert "name the same database" in refusal(replace(empty, urn_url=url))


def test_books_that_changed_places_are_refused_and_left_as_they_are(
    installation: Installation,
) -> None:
    settings = installation.settings
    before = tables(settings.roll_url), tables(settings.urn_url)
    wrong = replace(settings, roll_url=settings.urn_url, urn_url=settings.roll_url)

    for use in (upgrade_databases, build):
        with pytest.raises(Refused, match="SURVEY_APP_ROLL_URL names a database that holds anoth"):
            use(wrong)
    assert (tables(settings.roll_url), tables(settings.urn_url)) == before


@with_accounts
def test_what_the_readme_says_makes_two_databases_that_are_taken(
    empty: Settings, postgres: Cluster
) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    block = readme.split("```sql\n")[1].split("```")[0]
    statements = [line.strip() for line in block.splitlines() if line.strip()]
    postgres.execute(*statements)
    roll, urn = (postgres.url(f"survey_{book}", f"survey_{book}") for book in ("roll", "urn"))
    try:
        upgrade_databases(replace(empty, roll_url=roll, urn_url=urn))
    finally:
        postgres.execute(
            *(f"DROP DATABASE survey_{book} WITH (FORCE)" for book in ("roll", "urn")),
            *(f"DROP ROLE survey_{book}" for book in ("roll", "urn")),
        )
