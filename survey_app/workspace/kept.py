"""What was sent and may not be stored: shown again, so that nothing typed is lost."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Response, current_app, make_response, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from survey_app.workspace.pages import page, words
from survey_app.workspace.visitor import visitor

ELSEWHERE = ("cross-site", "same-site")
SECRETS = ("password", "passphrase", "secret")  # in the name of a field that is never shown
_SHOW_AGAIN: set[str] = set()

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


@dataclass(frozen=True, slots=True)
class Typed:
    """One field of a form as it was sent."""

    name: str
    value: str

    @property
    def label(self) -> str:
        """Return the field's name as a reader would write it."""
        return self.name.replace("_", " ").replace("-", " ").strip().capitalize()


def shows_again(view: View) -> View:
    """Mark a view whose own Form checks the token too, and so shows what was typed by itself."""
    _SHOW_AGAIN.add(f"{view.__module__}.{view.__name__}")
    return view


def form_expired(_: CSRFError) -> ResponseReturnValue:
    """Refuse a form without its token, which may be somebody else's; what was typed is kept."""
    view = current_app.view_functions[request.endpoint or ""]
    if f"{view.__module__}.{view.__name__}" in _SHOW_AGAIN:
        answer: ResponseReturnValue = current_app.ensure_sync(view)(**request.view_args or {})
        return answer
    if visitor() is None:
        return signed_out()
    return _kept(
        words("This form had expired"),
        words("Nothing was stored. Please check what you typed and send it again."),
        400,
    )


def signed_out() -> Response:
    """Refuse a form of somebody whose session ended while they wrote."""
    return _kept(
        words("You have been signed out"),
        words(
            "Nothing was stored yet. Sign in again in a new tab, then come back to this page and "
            "send what you typed once more."
        ),
        403,
        sign_in=True,
    )


def _kept(title: str, sentence: str, status: int, *, sign_in: bool = False) -> Response:
    """Show a form again unless another site made it up: nobody should send that on by mistake."""
    own = request.headers.get("Sec-Fetch-Site") not in ELSEWHERE
    shown = page(
        "workspace/kept.html",
        title=title,
        sentence=sentence,
        sign_in=sign_in,
        typed=_typed() if own else [],
        files=sorted(request.files) if own else [],
        again=own,
    )
    return make_response(shown, status)


def _typed() -> list[Typed]:
    return [
        Typed(name, value)
        for name, value in request.form.items(multi=True)
        if name != "csrf_token" and not any(secret in name for secret in SECRETS)
    ]
