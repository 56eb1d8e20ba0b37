"""The pages a respondent sees, as pure functions of what they show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from questionnaires.kinds.base import FieldError, Posted
from survey_app.languages import direction, interface_language, names_itself, translations
from survey_app.respond.messages import Phrases
from survey_app.respond.sheet import Form, Group, Sheet

__all__ = [
    "Form",
    "Group",
    "Preview",
    "closed_page",
    "error_page",
    "form_page",
    "not_found_page",
    "rendered",
]


def _address(file: str) -> str:
    """Return a static file's address with its content's hash, so that a new one is fetched."""
    content = (files("survey_app") / "static" / file).read_bytes()
    return f"/static/{file}?v={sha256(content).hexdigest()[:12]}"


STATIC = {
    "style": _address("respond.css"),
    "script": _address("respond.js"),
    "icon": _address("icon.svg"),
    "notice_style": _address("notice.css"),
}


@dataclass(frozen=True, slots=True)
class Preview:
    """What a preview lets its reader choose: whom the contact deals with, `""` for nobody more.

    `reader` is the language of whoever looks at it, which may be none of the questionnaire's.
    """

    managers: Mapping[str, str]
    chosen: tuple[str, ...]
    languages: tuple[str, ...]
    reader: str


def form_page(
    form: Form,
    posted: Posted | None = None,
    errors: Sequence[FieldError] = (),
    *,
    notice: str = "",
    preview: Preview | None = None,
) -> str:
    """Return the questionnaire, with what was posted; `notice` says what hindered the sending."""
    sheet = Sheet(form, posted or {}, errors)
    values = {"sheet": sheet, "notice": notice, "bar": _bar(preview, form.language)}
    return rendered("form.html", form.language, **values)


def closed_page(language: str = "en") -> str:
    return _message("closed.html", language)


def not_found_page(language: str = "en") -> str:
    return _message("not_found.html", language)


def error_page(title: str, sentence: str, language: str = "en") -> str:
    """Return a page that says what went wrong; both texts are in the catalogues."""
    words = Phrases(language)
    known = {"title": words.gettext(title), "sentence": words.gettext(sentence)}
    return _message("error.html", language, **known)


def _bar(preview: Preview | None, shown: str) -> Markup | None:
    """Return what a preview puts above the questionnaire, in the language of its reader."""
    if preview is None:
        return None
    bar = _message("_preview.html", preview.reader, preview=preview, shown=shown)
    return Markup(bar)  # noqa: S704 - a template's own, which has escaped what is in it


def previewed_page(back: str, language: str = "en") -> str:
    """Return what stands in a preview where a real sending gets its receipt."""
    return _message("previewed.html", language, back=back)


def unfit_page(language: str = "en") -> str:
    """Return what a preview says of a questionnaire that is not finished."""
    return _message("unfit.html", language)


def welcome_page(language: str = "en") -> str:
    return _message("welcome.html", language)


def shelf_page(reports: Sequence[tuple[str, str]], language: str = "en") -> str:
    """Return the demonstration's front page: its questionnaire to try, its reports to read.

    A report is its file and whom it is for, or `""` where nobody knows.
    """
    return _message("shelf.html", language, reports=reports)


def _message(template: str, language: str = "en", **values: object) -> str:
    """Return a page in which only the interface speaks: in a language it knows."""
    return rendered(template, interface_language(language), **values)


def rendered(template: str, language: str, **values: object) -> str:
    """Return a page of templates/web/respond, filled in."""
    phrases = Phrases(language)
    page = _templates(phrases.language).get_template(f"respond/{template}")
    known = {"language": language, "direction": direction(language), "ours": phrases.mark}
    return page.render(known | values)


@cache
def _templates(language: str) -> Environment:
    templates = Environment(
        loader=PackageLoader("templates", "web"),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.install_gettext_translations(  # type: ignore[attr-defined]
        translations(language), newstyle=True
    )
    phrases = Phrases(language)
    templates.globals.update(STATIC, names_itself=names_itself, direction_of=direction)
    templates.filters.update(day=phrases.day, count=phrases.count, apart=_apart)
    return templates


def _apart(name: str) -> Markup:
    """Return a name that runs in a direction of its own."""
    return Markup("<bdi>{}</bdi>").format(name)
