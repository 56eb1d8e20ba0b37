"""Pages of the workspace: templates, what every one of them knows, and the sentence it is told."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files

from flask import flash, g, get_flashed_messages, has_request_context, request
from flask_wtf.csrf import generate_csrf
from jinja2 import Environment, PackageLoader, StrictUndefined

from survey_app.languages import ENGLISH, direction, first_spoken, in_language, translations
from survey_app.services.accounts import Consultant
from survey_app.workspace.visitor import visitor


def page(template: str, **values: object) -> str:
    """Return templates/web/<template>, filled in; it knows the `consultant`, or None."""
    found = visitor()
    return _rendered(template, found.consultant if found else None, values)


def error_page(title: str, sentence: str) -> str:
    """Return a page that says what went wrong, even where the roll is what failed."""
    if "consultant" not in g:
        visitor()
    values = {"title": words(title), "sentence": words(sentence)}
    return _rendered("workspace/error.html", g.get("consultant"), values)


def tell(text: str) -> None:
    """Let the next page begin with this sentence."""
    flash(text)


def language() -> str:
    """Return the language the workspace speaks to its reader: the one their browser asks for."""
    if not has_request_context():
        return ENGLISH
    return first_spoken(request.accept_languages.values())


def words(text: str) -> str:
    """Return a sentence in the reader's language."""
    return in_language(text, language())


def _words_for(one: str, many: str, number: int) -> str:
    return translations(language()).ngettext(one, many, number)


def here() -> str:
    """Return this page's own address, for its form: without one, a #fragment would stay behind."""
    return request.full_path.rstrip("?")


@cache
def static(file: str) -> str:
    """Return a static file's address with its content's hash, so that a new one is fetched."""
    content = (files("survey_app") / "static" / file).read_bytes()
    return f"/static/{file}?v={sha256(content).hexdigest()[:12]}"


def _rendered(template: str, known: Consultant | None, values: Mapping[str, object]) -> str:
    spoken = {"language": language(), "direction": direction(language())}
    return _templates().get_template(template).render(spoken, consultant=known, **values)


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
    templates.install_gettext_callables(  # type: ignore[attr-defined]
        words, _words_for, newstyle=True
    )
    # In a template `_(variable)` would pass for safe markup; `variable|words` is escaped.
    templates.filters["words"] = words
    templates.globals.update(
        static=static, here=here, csrf_token=generate_csrf, messages=get_flashed_messages
    )
    return templates
