"""The application put together: databases, keys, routes, and what must hold before it starts."""

import os

from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

from survey_app import logs, workspace
from survey_app.account.views import account
from survey_app.apart import refuse_together
from survey_app.clock import today
from survey_app.config import LOOPBACK_HOSTS, Settings
from survey_app.consult.views import consult
from survey_app.errors import Refused
from survey_app.extensions import (
    db,
    prepare,
    reading,
    refuse_unsafe,
    roll_engine,
    urn_engine,
)
from survey_app.keys import MASTER, Keys, create_keys, open_keys, same
from survey_app.migrations import refuse_other_revision, upgrade
from survey_app.respond.fields import Fields
from survey_app.respond.notices import notice
from survey_app.respond.preview import preview
from survey_app.respond.views import respond
from survey_app.roll.models import Installation, Wave
from survey_app.roll.settling import settle
from survey_app.security import protect
from survey_app.services.count import OVER, finish, in_the_field, is_behind, urn_state
from survey_app.site import site

MAX_BODY = 4_500_000


def build(settings: Settings) -> Flask:
    """Return the application of a migrated installation, its interrupted counts completed."""
    logs.configure()
    if not settings.data.is_dir():
        raise Refused(f"There is no data folder {settings.data} yet; run: survey-app db upgrade")
    app = bare(settings)
    with app.app_context():
        try:
            _make_ready(app)
        except BaseException:
            dispose()
            raise
    app.extensions["fields"] = Fields()
    app.register_blueprint(respond)
    app.register_blueprint(preview)
    app.register_blueprint(notice)
    app.register_blueprint(site)
    app.register_blueprint(account)
    app.register_blueprint(consult)
    workspace.install(app, app.extensions["keys"])
    protect(app)
    return app


def _make_ready(app: Flask) -> None:
    _refuse_unready()
    keys = app.extensions["keys"] = _opened_keys(app.extensions["settings"])
    _finish_counts(keys)
    _destroy_keys_of_ended_waves(keys)
    settle(roll_engine())
    _refuse_lost_waves(keys)


def bare(settings: Settings) -> Flask:
    """Return the application with its databases connected and nothing asked of them yet."""
    app = Flask("survey_app", static_folder="static", template_folder=None)
    app.config.update(
        SQLALCHEMY_BINDS={
            "roll": _engine_options(settings.roll_url),
            "urn": _engine_options(settings.urn_url),
        },
        TRUSTED_HOSTS=[settings.host, *LOOPBACK_HOSTS],
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_MEMORY_SIZE=MAX_BODY,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
    )
    app.extensions["settings"] = settings
    try:
        db.init_app(app)
    except (ModuleNotFoundError, ArgumentError):
        raise Refused("SURVEY_APP_ROLL_URL or SURVEY_APP_URN_URL is no usable address.") from None
    app.url_map.merge_slashes = False
    with app.app_context():
        for engine in (roll_engine(), urn_engine()):
            prepare(engine)
    return app


def _engine_options(url: str) -> dict[str, object]:
    """Return how to reach a book. A server may have been restarted since it was last asked."""
    return {"url": url, "hide_parameters": True, "pool_pre_ping": url.startswith("postgresql")}


def upgrade_databases(settings: Settings) -> None:
    """Migrate both books; a new installation gets its key folder first."""
    before = os.umask(0o077)  # the databases are for their owner alone
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        app = bare(settings)
        with app.app_context():
            try:
                _upgrade(settings)
            finally:
                dispose()
    finally:
        os.umask(before)


def _upgrade(settings: Settings) -> None:
    refuse_together(roll_engine(), urn_engine())
    upgrade(roll_engine(), "roll")
    upgrade(urn_engine(), "urn")
    with Session(roll_engine()) as roll:
        if roll.scalar(select(Installation)) is None:
            keys = _new_keys(settings)
            roll.add(Installation(id=1, key_fingerprint=keys.fingerprint()))
            roll.commit()
    _opened_keys(settings)


def dispose() -> None:
    """Close the connections of the current application's databases."""
    for engine in (roll_engine(), urn_engine()):
        engine.dispose()


def _new_keys(settings: Settings) -> Keys:
    """Make the keys of a new installation, or take those of a start that was cut short."""
    if (settings.keys / MASTER).exists():
        return open_keys(settings.keys)
    return create_keys(settings.keys)


def _opened_keys(settings: Settings) -> Keys:
    keys = open_keys(settings.keys)
    with reading(roll_engine()) as connection, Session(connection) as roll:
        installation = roll.scalar(select(Installation))
    if installation is None:
        raise Refused("The roll belongs to no installation yet; run: survey-app db upgrade")
    if not same(installation.key_fingerprint, keys.fingerprint()):
        raise Refused(
            f"The key folder {settings.keys} belongs to another installation than the data folder "
            f"{settings.data}; set SURVEY_APP_KEYS to the right one."
        )
    return keys


def _refuse_unready() -> None:
    books: dict[str, Engine] = {"roll": roll_engine(), "urn": urn_engine()}
    refuse_together(books["roll"], books["urn"])
    refuse_other_revision(books["roll"], "roll")
    refuse_other_revision(books["urn"], "urn")
    for engine in books.values():
        refuse_unsafe(engine)


def _destroy_keys_of_ended_waves(keys: Keys) -> None:
    """Destroy again what a restored or forgotten copy has brought back into the key folder."""
    with reading(roll_engine()) as connection, Session(connection) as roll:
        for name in roll.scalars(select(Wave.urn_wave).where(Wave.state.in_(OVER))):
            if keys.has_files(name):
                keys.destroy_wave(name)


def _finish_counts(keys: Keys) -> None:
    """Complete what a kill cut short; only then is the roll written to, and waited for."""
    with reading(roll_engine()) as connection, Session(connection) as roll:
        behind = [wave.id for wave in in_the_field(roll) if is_behind(urn_engine(), wave)]
    if behind:
        with Session(roll_engine()) as roll:
            for wave_id in behind:
                finish(roll, urn_engine(), keys, roll.get_one(Wave, wave_id), today=today())


def _refuse_lost_waves(keys: Keys) -> None:
    """Refuse to take answers that nobody could ever count."""
    with reading(roll_engine()) as connection, Session(connection) as roll:
        for wave in in_the_field(roll):
            if urn_state(urn_engine(), wave) is None:
                raise Refused(
                    f"The urn knows nothing of the wave {wave.name}: it belongs to another roll, "
                    "or was lost; put the right one back."
                )
            keys.refuse_lost(wave.urn_wave)
