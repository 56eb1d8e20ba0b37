"""The front door, its health, and the demonstration's shelf."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from survey_app.config import Settings
from survey_app.extensions import urn_engine
from survey_app.urn.models import UrnBase
from tests.factories import FULL_ANSWER, Launched


@pytest.fixture
def shelf(launched: Launched, tmp_path: Path) -> Launched:
    """Return an installation that holds a demonstration with one report."""
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "supplier.pdf").write_bytes(b"%PDF-1.7 sample")
    settings: Settings = launched.installation.settings
    settings.demonstration.mkdir()
    settings.shelf.write_text(json.dumps({"wave": launched.name, "reports": str(reports)}))
    return launched


def stored(shelf: Launched) -> dict[str, list[tuple[Any, ...]]]:
    with shelf.installation.app.app_context(), urn_engine().connect() as connection:
        tables = UrnBase.metadata.sorted_tables
        return {t.name: [tuple(row) for row in connection.execute(select(t))] for t in tables}


def test_healthz_answers_when_both_databases_do(launched: Launched) -> None:
    assert launched.client.get("/healthz").status_code == 200


def test_the_front_door_of_a_real_installation_shows_nothing_of_it(launched: Launched) -> None:
    page = launched.client.get("/")

    assert page.status_code == 200
    assert "demonstration" not in page.text
    assert '<a href="/consult/">For consultants: sign in</a>' in page.text
    assert launched.client.get("/demonstration/preview").status_code == 404
    assert launched.client.get("/demonstration/supplier.pdf").status_code == 404


def test_the_shelf_links_a_preview_and_every_report(shelf: Launched) -> None:
    page = shelf.client.get("/")

    assert 'href="/demonstration/preview"' in page.text
    assert '<a href="/demonstration/supplier.pdf">Report for Client Components</a>' in page.text
    report = shelf.client.get("/demonstration/supplier.pdf")
    assert (report.status_code, report.mimetype) == (200, "application/pdf")
    assert report.headers["Cache-Control"] == "no-store"
    report.close()


def test_the_shelf_is_for_this_machine_alone(shelf: Launched) -> None:
    away = {"REMOTE_ADDR": "203.0.113.7"}

    assert "supplier.pdf" not in shelf.client.get("/", environ_base=away).text
    for path in ("/demonstration/preview", "/demonstration/supplier.pdf"):
        assert shelf.client.get(path, environ_base=away).status_code == 404


@pytest.mark.parametrize("name", ["..%2F..%2Froll.sqlite", "other.pdf", "..%2Fsupplier.pdf"])
def test_no_other_file_leaves_by_the_shelf(shelf: Launched, name: str) -> None:
    assert shelf.client.get(f"/demonstration/{name}").status_code == 404


def test_what_is_sent_in_a_preview_is_checked_and_goes_nowhere(shelf: Launched) -> None:
    before = stored(shelf)

    refused = shelf.client.post("/demonstration/preview", data={"q.buys": ""})
    taken = shelf.client.post("/demonstration/preview", data=FULL_ANSWER)

    assert refused.status_code == 422
    assert taken.status_code == 200
    assert "Nothing was stored" in taken.text
    assert stored(shelf) == before
