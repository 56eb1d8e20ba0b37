"""The notice's routes: what a study promises, its receipts, and what anybody can check.

For everybody who has the address: no token, no cookie, nothing looked up but the notice.
"""

import base64

from flask import Blueprint, abort, make_response, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from survey_app.clock import today
from survey_app.extensions import reading, roll_engine, urn_engine
from survey_app.languages import SPOKEN, first_spoken
from survey_app.respond.notice_pages import notice_page, receipts_page
from survey_app.services.notice import Published, Record, published
from survey_app.services.receipts import look_up
from survey_app.urn.receipts import read_receipts

# What stands before the 32 bytes of such a key in a SubjectPublicKeyInfo (RFC 8410).
ED25519 = bytes.fromhex("302a300506032b6570032100")

notice = Blueprint("notice", __name__, url_prefix="/notice/<fingerprint>")


@notice.get("")
def show(fingerprint: str) -> Response:
    """Show what the study promises, and where it stands today."""
    found = _found(fingerprint)
    return make_response(notice_page(found, _language(found)))


@notice.get("/receipts")
def receipts(fingerprint: str) -> Response:
    """List the receipts once the survey is counted, and look one up in the list."""
    found = _found(fingerprint)
    typed, codes = request.args.get("code", ""), []
    if found.standing.outcome:
        codes = read_receipts(urn_engine(), found.urn_wave)
    looked_up = look_up(codes, typed) if typed.strip() and codes else None
    return make_response(receipts_page(found, codes, looked_up, language=_language(found)))


@notice.get("/notice.json")
def text(fingerprint: str) -> Response:
    """Hand out the bytes whose SHA-256 is the notice's address."""
    content = _found(fingerprint).notice.text.encode()
    return _attached(content, "notice.json", "application/json")


@notice.get("/verification-key.pem")
def verification_key(fingerprint: str) -> Response:
    """Hand out the installation's published key in the form that tools read."""
    key = base64.b64encode(ED25519 + _found(fingerprint).notice.verification_key).decode()
    content = f"-----BEGIN PUBLIC KEY-----\n{key}\n-----END PUBLIC KEY-----\n"
    return _attached(content.encode(), "verification-key.pem", "application/x-pem-file")


@notice.get("/record.json")
def record(fingerprint: str) -> Response:
    """Hand out the bytes that were signed when the wave's keys were destroyed."""
    return _attached(_record(fingerprint).text.encode(), "record.json", "application/json")


@notice.get("/record.sig")
def signature(fingerprint: str) -> Response:
    """Hand out the record's signature: 64 bytes, as tools take it."""
    content = _record(fingerprint).signature
    return _attached(content, "record.sig", "application/octet-stream")


def find_notice(fingerprint: str) -> Published | None:
    """Return what the notice of that hash stands for; None for any other address."""
    with reading(roll_engine()) as connection, Session(connection) as roll:
        return published(roll, urn_engine(), fingerprint, today=today())


def _found(fingerprint: str) -> Published:
    return find_notice(fingerprint) or abort(404)


def _record(fingerprint: str) -> Record:
    return _found(fingerprint).record or abort(404)


def _language(found: Published) -> str:
    """Return the language asked for, if the study or the interface has it, or the browser's."""
    asked = request.args.get("language", "")
    if asked in found.notice.title or asked in SPOKEN:
        return asked
    return first_spoken(request.accept_languages.values())


def _attached(content: bytes, name: str, kind: str) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
