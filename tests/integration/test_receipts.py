"""Receipts: one on sending, all after the count, and the record that keys are destroyed."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from survey_app.extensions import urn_engine
from survey_app.services import count
from survey_app.urn.receipts import read_receipts, write_receipts
from tests.factories import DAY, Launched, answer_of, contact
from tests.integration.test_notice import notice_of

SENT = 12
RECORD = {"record": "survey_app key destruction 1", "outcome": "counted", "new": [1, "é"]}
OPENSSL = (
    "openssl pkeyutl -verify -pubin -inkey verification-key.pem -rawin "
    "-in record.json -sigfile record.sig"
)


def send_some(launched: Launched) -> list[str]:
    """Send some answers and return their receipts, as the respondents were shown them."""
    sent = [launched.send(f"c{n}", answer_of(contact(n))) for n in range(SENT)]
    return [answer.headers["Location"].rpartition("/")[2] for answer in sent]


@pytest.fixture
def receipts(launched: Launched) -> list[str]:
    """Count the wave, keep the receipts of what was sent, and return them."""
    codes = send_some(launched)
    launched.close()
    with launched.wave() as (_, wave):
        name = wave.urn_wave
        if not read_receipts(urn_engine(), name):
            with urn_engine().begin() as connection:
                write_receipts(connection, name, codes)
    return codes


def sign(launched: Launched) -> str:
    """Keep a signed record of the destroyed keys and return its text."""
    text = json.dumps(RECORD, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    with launched.wave() as (roll, wave):
        wave.destruction = text
        wave.destruction_signature = launched.installation.keys.signature(text)
        roll.commit()
    return text


def test_a_sending_leads_to_a_receipt_that_links_the_notice_and_the_list(
    launched: Launched,
) -> None:
    location = launched.send("c0", answer_of(contact(0))).headers["Location"]
    address = notice_of(launched)

    assert location.startswith(address.replace("/notice/", "/receipt/"))
    receipt = launched.client.get(location)
    assert location.rpartition("/")[2] in receipt.text
    assert f'href="{address}?language=en"' in receipt.text
    assert f'href="{address}/receipts?language=en"' in receipt.text
    assert "after 1 January 2999" in receipt.text
    assert "Set-Cookie" not in receipt.headers


def test_a_receipt_never_says_whether_anybody_was_given_it(launched: Launched) -> None:
    location = launched.send("c0", answer_of(contact(0))).headers["Location"]
    code, invented = location.rpartition("/")[2], "AAAA-BBBB-CCCC-DDDD-EEEE"

    real = launched.client.get(location)
    other = launched.client.get(location.replace(code, invented))

    assert other.status_code == 200
    assert other.text == real.text.replace(code, invented)


@pytest.mark.parametrize("path", ["0" * 64 + "/AAAA-AAAA-AAAA-AAAA-AAAA", "x/y", "{}/AAAA", "AAAA"])
def test_a_receipt_of_no_notice_or_no_shape_is_not_found(launched: Launched, path: str) -> None:
    named = path.format(notice_of(launched)[8:])
    answer = launched.client.get(f"/receipt/{named}")

    assert answer.status_code == 404
    assert answer.data == launched.client.get("/receipt/x").data


def test_before_the_count_the_list_says_when_it_comes_and_looks_nothing_up(
    launched: Launched,
) -> None:
    [code, *_] = send_some(launched)
    address = f"{notice_of(launched)}/receipts"

    plain = launched.client.get(address)
    asked = launched.client.get(address, query_string={"code": code})

    assert "The list will be here after the count." in plain.text
    assert "1 January 2999" in plain.text
    assert "<form" not in plain.text
    assert asked.data == plain.data


def test_after_the_count_all_receipts_are_listed_sorted_with_the_numbers(
    launched: Launched, receipts: list[str]
) -> None:
    html = launched.client.get(f"{notice_of(launched)}/receipts").text

    places = [html.index(f"<li>{code}</li>") for code in sorted(receipts)]
    assert places == sorted(places)
    assert "12 receipts, in the order of the alphabet" in html
    assert "20 people were invited and 12 answers were sent: 12 were counted, and 0" in html
    assert "20 invited ≥ 12 sent = 12 counted + 0 unreadable" in html
    assert "should be equal" not in html


def test_a_receipt_is_looked_up_however_it_is_typed(
    launched: Launched, receipts: list[str]
) -> None:
    address = f"{notice_of(launched)}/receipts"
    typed = receipts[3].lower().replace("-", " ")

    found = launched.client.get(address, query_string={"code": typed}).text
    assert "It is in the list." in found
    assert f'<mark id="found">{receipts[3]}</mark>' in found
    missing = launched.client.get(address, query_string={"code": "AAAA-BBBB-CCCC-DDDD-EEEE"}).text
    assert "It is not in the list." in missing
    part = launched.client.get(address, query_string={"code": "<b>AAAA"}).text
    assert "That is no whole receipt." in part
    assert "<b>AAAA" not in part


def test_a_list_that_does_not_match_the_count_says_so(
    launched: Launched, receipts: list[str]
) -> None:
    with launched.wave() as (_, wave), urn_engine().begin() as connection:
        write_receipts(connection, wave.urn_wave, ["ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ"])
    html = launched.client.get(f"{notice_of(launched)}/receipts").text

    assert len(receipts) == SENT
    assert "The list has 13 receipts, and 12 answers were sent. The two should be equal" in html


@pytest.mark.usefixtures("receipts")
def test_the_notice_of_a_counted_wave_shows_its_numbers_and_the_signed_record(
    launched: Launched,
) -> None:
    text, address = sign(launched), notice_of(launched)
    html = launched.client.get(address).text

    assert "Counted: the survey was closed on 2 March 2026." in html
    assert "12 answers were sent: 12 were counted" in html
    assert f'href="{address}/receipts?language=en"' in html
    assert "Kind of record" in html
    assert "[1, &#34;é&#34;]" in html
    assert launched.installation.keys.signature(text).hex() in html
    assert launched.installation.keys.verification_key.hex() in html
    assert OPENSSL in html


@pytest.mark.usefixtures("receipts")
def test_openssl_confirms_the_record_and_refuses_it_with_one_byte_altered(
    launched: Launched, tmp_path: Path
) -> None:
    assert shutil.which("openssl"), "install openssl, as make setup does"
    text, address = sign(launched), notice_of(launched)
    for name in ("record.json", "record.sig", "verification-key.pem"):
        answer = launched.client.get(f"{address}/{name}")
        assert f'filename="{name}"' in answer.headers["Content-Disposition"]
        (tmp_path / name).write_bytes(answer.data)
    assert (tmp_path / "record.json").read_bytes() == text.encode()
    assert len((tmp_path / "record.sig").read_bytes()) == 64

    good = subprocess.run(OPENSSL.split(), cwd=tmp_path, capture_output=True, text=True)
    assert (good.returncode, good.stdout.strip()) == (0, "Signature Verified Successfully")
    (tmp_path / "record.json").write_bytes(text.replace("counted", "countet").encode())
    bad = subprocess.run(OPENSSL.split(), cwd=tmp_path, capture_output=True, text=True)
    assert bad.returncode != 0


def test_a_destroyed_wave_shows_its_record_as_well(launched: Launched) -> None:
    with launched.wave() as (roll, wave):
        count.destroy(roll, urn_engine(), launched.installation.keys, wave, today=DAY)
    sign(launched)
    html = launched.client.get(notice_of(launched)).text

    assert "Destroyed unopened." in html
    assert "The record of the destroyed keys" in html


@pytest.mark.usefixtures("receipts")
def test_german_lists_in_german(launched: Launched) -> None:
    html = launched.client.get(f"{notice_of(launched)}/receipts?language=de&code=AAAA").text

    assert "12 Bestätigungen" in html
    assert "20 eingeladen ≥ 12 gesendet = 12 gezählt + 0 unlesbar" in html
    assert "Das ist keine ganze Bestätigung." in html
