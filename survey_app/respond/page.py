"""The pages a respondent sees, as pure functions of what they show."""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from questionnaires.kinds.base import FieldError, Posted
from survey_app.respond import messages
from survey_app.respond.sheet import Form, Sheet

__all__ = [
    "Form",
    "closed_page",
    "error_page",
    "form_page",
    "not_found_page",
    "receipt_page",
]


def _address(file: str) -> str:
    """Return a static file's address with its content's hash, so that a new one is fetched."""
    content = (files("survey_app") / "static" / file).read_bytes()
    return f"/static/{file}?v={sha256(content).hexdigest()[:12]}"


STATIC = {
    "style": _address("respond.css"),
    "script": _address("respond.js"),
    "icon": _address("icon.svg"),
}
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def form_page(
    form: Form,
    posted: Posted | None = None,
    errors: Sequence[FieldError] = (),
    notice: str = "",
) -> str:
    """Return the questionnaire, with what was posted; `notice` says what hindered the sending."""
    sheet = Sheet(form, posted or {}, errors)
    return _rendered("form.html", language=form.language, sheet=sheet, notice=notice)


def receipt_page(code: str, practice: str = "") -> str:
    return _rendered("receipt.html", code=code, practice=practice)


def closed_page() -> str:
    return _rendered("closed.html")


def not_found_page() -> str:
    return _rendered("not_found.html")


def error_page(title: str, sentence: str) -> str:
    return _rendered("error.html", title=title, sentence=sentence)


def preview_page() -> str:
    return _rendered("preview.html")


def welcome_page() -> str:
    return _rendered("welcome.html")


def shelf_page(reports: Sequence[str]) -> str:
    """Return the demonstration's front page: its questionnaire to try, its reports to read."""
    return _rendered("shelf.html", reports=reports)


def _rendered(template: str, *, language: str = "en", **values: object) -> str:
    direction = "rtl" if language.split("-")[0] in _RIGHT_TO_LEFT else "ltr"
    page = _templates().get_template(f"respond/{template}")
    return page.render(language=language, direction=direction, **values)


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=PackageLoader("templates", "web"),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    templates.globals.update(STATIC)
    templates.filters["day"] = messages.day
    return templates
