"""Signing in and out, the first password and every later one."""

from flask import Blueprint, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from survey_app.account import entry
from survey_app.account.forms import NewPasswordForm, PasswordForm, SignInForm
from survey_app.languages import later
from survey_app.workspace import (
    HOME,
    Form,
    consultant,
    leave,
    own_path,
    page,
    shows_again,
    signed_in,
    tell,
    visitor,
    words,
)

account = Blueprint("account", __name__, url_prefix="/account")

NOT_RECOGNISED = later(
    "The e-mail address and the password do not fit together, or there were too many attempts: "
    "then wait up to 15 minutes and try again."
)
NOT_THE_PRESENT = later(
    "This is not your present password, or there were too many attempts: then wait up to 15 "
    "minutes and try again."
)


@account.route("/sign-in", methods=["GET", "POST"])
@shows_again
def sign_in() -> ResponseReturnValue:
    """Ask for address and password."""
    if request.method == "GET" and visitor():
        return redirect(_onward(), 303)
    form = SignInForm()
    if form.validate_on_submit():
        known = entry.recognised(form.email.data or "", form.password.data or "")
        if known is not None and entry.sign_in(known):
            return redirect(_onward(), 303)
        form.form_errors.append(words(NOT_RECOGNISED))
    return _shown("account/sign_in.html", form)


@account.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session here and at the server."""
    entry.end_session()
    leave()
    tell(words("You are signed out."))
    return redirect(url_for("account.sign_in"), 303)


@account.route("/welcome/<token>", methods=["GET", "POST"])
@shows_again
def welcome(token: str) -> ResponseReturnValue:
    """Let the holder of a one-time link set a password; only setting one uses the link up."""
    owner = entry.welcomed(token)
    if owner is None:
        return _link_gone()
    form = NewPasswordForm(owner)
    if not form.validate_on_submit():
        return _shown("account/welcome.html", form)
    if not entry.set_first_password(token, form.new.data or ""):
        return _link_gone()
    tell(words("Your password is set, and you are signed in. Welcome."))
    return redirect(HOME, 303)


@account.route("/password", methods=["GET", "POST"])
@shows_again
@signed_in
def password() -> ResponseReturnValue:
    """Change the password."""
    form = PasswordForm(consultant())
    if not form.validate_on_submit():
        return _shown("account/password.html", form)
    known = entry.recognised(consultant().email, form.present.data or "")
    if known is None or not entry.change_password(known, form.new.data or ""):
        form.present.errors = [words(NOT_THE_PRESENT)]
        return _shown("account/password.html", form)
    tell(words("Your password is changed. Wherever else you were signed in, you are no more."))
    return redirect(HOME, 303)


def _shown(template: str, form: Form) -> Response:
    return make_response(page(template, form=form), form.status)


def _link_gone() -> Response:
    return make_response(page("account/link_gone.html"), 404)


def _onward() -> str:
    """Return where somebody was going; only ever within the workspace."""
    return own_path(request.args.get("next", "")) or HOME
