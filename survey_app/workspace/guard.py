"""Who is signed in: a session at the server, whose id travels in Flask's signed cookie."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import ParamSpec

from flask import Flask, Request, Response, current_app, g, redirect, request, session, url_for
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, login_user, logout_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from sqlalchemy.orm import Session
from werkzeug.exceptions import Forbidden

from survey_app.clock import now
from survey_app.config import Settings
from survey_app.extensions import reading, roll_engine
from survey_app.keys import Keys
from survey_app.services import accounts
from survey_app.services.accounts import Consultant
from survey_app.workspace.kept import form_expired, signed_out
from survey_app.workspace.visitor import Visitor, visitor

HOME = "/consult/"
PLACES = ("/account", "/consult", "/supplier")
# Forms of these carry no token: they have no session that anybody could ride on.
WITHOUT_SESSION = ("respond", "preview", "site")
TOUCH = timedelta(minutes=5)
# Printable ASCII without the backslash, which browsers take for a slash.
_OWN_PATH = re.compile(r"/(?:consult|supplier|account/password)(?:[/?](?!/)[!-.0->@-\[\]-~]*)*")

Asked = ParamSpec("Asked")


class _WorkspaceCookie(SecureCookieSessionInterface):
    """The signed cookie, which the rest of the site neither reads nor sets."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if inside(request.path):
            return super().open_session(app, request)
        return SecureCookieSession()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if inside(request.path):
            super().save_session(app, session, response)


def inside(path: str) -> bool:
    """Say whether an address belongs to the workspace, and not to respondents or to everybody."""
    return path.startswith(tuple(f"{place}/" for place in PLACES)) or path in PLACES


def install(app: Flask, keys: Keys) -> None:
    """Give the application its sessions and its tokens against forged forms."""
    settings: Settings = app.extensions["settings"]
    secure = settings.base_url.startswith("https:")
    app.config.update(
        SECRET_KEY=keys.derived("cookie"),
        SESSION_COOKIE_NAME="__Host-session" if secure else "session",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        PERMANENT_SESSION_LIFETIME=accounts.LONGEST,
        WTF_CSRF_TIME_LIMIT=None,  # a form is good for as long as its session
        WTF_CSRF_SSL_STRICT=False,  # no page of ours sends a referrer
    )
    app.session_interface = _WorkspaceCookie()
    manager = LoginManager(app, add_context_processor=False)
    app.config["SESSION_PROTECTION"] = None
    manager.user_loader(_visitor)
    protection = CSRFProtect(app)
    for name in WITHOUT_SESSION:
        protection.exempt(app.blueprints[name])
    app.register_error_handler(CSRFError, form_expired)


def signed_in(
    view: Callable[Asked, ResponseReturnValue],
) -> Callable[Asked, ResponseReturnValue]:
    """Let only consultants in; others are led to the sign-in, and back afterwards."""

    @wraps(view)
    def guarded(*arguments: Asked.args, **named: Asked.kwargs) -> ResponseReturnValue:
        if visitor():
            return view(*arguments, **named)
        if request.method in ("GET", "HEAD"):
            back = request.full_path.rstrip("?")
            return redirect(url_for("account.sign_in", next=back), 303)
        return signed_out()

    return guarded


def consultant() -> Consultant:
    """Return who is signed in; only a view that asked for it with `signed_in` may."""
    found = visitor()
    if found is None:
        raise Forbidden
    return found.consultant


def enter(known: Consultant, session_id: str) -> None:
    """Go on as this consultant; nothing of what the cookie held before is kept."""
    session.clear()
    login_user(Visitor(known, session_id))


def leave() -> None:
    """Empty the cookie."""
    logout_user()
    session.clear()


def own_path(text: str) -> str | None:
    """Return an address to go on to, if it is a page of the workspace and nothing else."""
    return text if _OWN_PATH.fullmatch(text) and ".." not in text else None


def _visitor(token: str) -> Visitor | None:
    keys: Keys = current_app.extensions["keys"]
    moment = now()
    g.consultant = None  # an error page must not ask a second time what failed at first
    with reading(roll_engine()) as connection, Session(connection) as roll:
        kept = accounts.session_of(roll, keys, token, moment)
        if kept is None:
            return None
        found = Visitor(Consultant.of(kept.account), token)
        touch = moment - kept.seen_at > TOUCH
    if touch:
        with Session(roll_engine()) as roll:
            accounts.touch_session(roll, keys, token, moment)
            roll.commit()
    g.consultant = found.consultant
    return found
