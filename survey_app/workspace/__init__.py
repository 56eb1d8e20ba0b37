"""The frame of the workspace: who is signed in, what every page of it has, and what guards it.

Views of consult, account and supplier use `signed_in`, `consultant`, `page` and `tell`. Each form
that posts carries `csrf_token()` in a field of that name: `token` of workspace/_forms.html.
"""

from survey_app.services.accounts import Consultant
from survey_app.workspace.forms import Form
from survey_app.workspace.guard import (
    HOME,
    consultant,
    enter,
    inside,
    install,
    leave,
    own_path,
    signed_in,
)
from survey_app.workspace.kept import form_expired, shows_again
from survey_app.workspace.pages import error_page, language, page, tell, words
from survey_app.workspace.visitor import current_session, visitor

__all__ = [
    "HOME",
    "Consultant",
    "Form",
    "consultant",
    "current_session",
    "enter",
    "error_page",
    "form_expired",
    "inside",
    "install",
    "language",
    "leave",
    "own_path",
    "page",
    "shows_again",
    "signed_in",
    "tell",
    "visitor",
    "words",
]
