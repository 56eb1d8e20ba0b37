"""Studies: loaded from and exported to one study file with its contacts and questionnaire."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Insert, Update, delete, insert, select, update
from sqlalchemy.orm import Session, selectinload

from questionnaires.contacts import Contact as ListedContact
from questionnaires.contacts import dump_contacts
from questionnaires.load import BANK
from questionnaires.schema import Questionnaire
from questionnaires.sentence import Sentence
from questionnaires.source import dump
from survey_app.errors import NotNow, Refused
from survey_app.roll.models import Assignment, Contact, Invitation, Practice, Study, Wave
from survey_app.services.loading import Folder, Given, Loaded, Part, load_files, slug_of
from survey_app.services.waves import STATES, latest_wave, new_draft, study_of

DEFAULT_PRACTICE = "Independent Practice"
NAMES: Mapping[Part, str] = {
    "study": "study.yaml",
    "questionnaire": "questionnaire.yaml",
    "contacts": "contacts.csv",
}


def load_study(roll: Session, file: Path, practice_name: str | None) -> Wave:
    """Create or update a draft study from a folder; raise Refused and change nothing else."""
    loaded = load_files(Folder(file))
    _refuse_twin(roll, slug_of(loaded.definition.study), practice_name)
    return store_study(roll, practice_named(roll, practice_name), loaded)


def _refuse_twin(roll: Session, slug: str, name: str | None) -> None:
    """Refuse to begin a second practice by the way, with a study that the only one has already."""
    found = roll.scalars(select(Practice)).all()
    if name is None or len(found) != 1 or found[0].name == name:
        return
    if study_of(roll, found[0].id, slug):
        raise Refused(
            f"The study {slug} belongs to “{found[0].name}”, the only practice so far, and not to "
            f'“{name}”. Load it with --practice "{found[0].name}" (or without --practice), or '
            "give it another name."
        )


def store_study(roll: Session, practice: Practice, loaded: Loaded) -> Wave:
    """Create or update the practice's draft study; return the wave that it is the draft of."""
    roll.refresh(practice, with_for_update=True)  # two at once would make it twice
    slug = slug_of(loaded.definition.study)
    study = study_of(roll, practice.id, slug)
    if study is None:
        study = Study(practice=practice, slug=slug)
        roll.add(study)
    refuse_other_name(study, loaded)
    wave = latest_wave(roll, study) if study.id else None
    refuse_frozen(wave)
    study.definition = loaded.definition.model_dump(mode="json", by_alias=True)
    study.questionnaire = dumped(loaded.questionnaire)
    roll.flush()
    _store_contacts(roll, study, loaded.contacts)
    return wave if wave is not None and wave.state == "draft" else new_draft(roll, study)


def refuse_frozen(wave: Wave | None) -> None:
    """Refuse to change a study while it is in the field."""
    if wave is not None and wave.state in ("open", "closed"):
        raise NotNow(frozen_now(wave))


def frozen_now(wave: Wave) -> Sentence:
    """Say why a study cannot be changed while that wave is in the field."""
    return Sentence(
        "The wave %(wave)s is %(state)s: its questionnaire and contacts are frozen. Close and "
        "count it, or load the study under another name.",
        wave=wave.name,
        state=STATES[wave.state],
    )


def refuse_other_name(study: Study, loaded: Loaded) -> None:
    """Refuse a study whose id is the one of a study with another name."""
    if study.id and study.definition["study"] != loaded.definition.study:
        taken = study.definition["study"]
        raise NotNow(
            Sentence(
                "The id %(id)s is taken by the study “%(name)s”; give this one another name.",
                id=study.slug,
                name=taken,
            )
        )


def export_study(roll: Session, study: Study, file: Path) -> list[Path]:
    """Write the study file and, beside it, the files it names; return what was written."""
    names: dict[Part, str] = {
        "study": file.name,
        "questionnaire": f"{file.stem}-questionnaire.yaml",
        "contacts": f"{file.stem}-contacts.csv",
    }
    files = exported(roll, study, names)
    if not file.absolute().parent.is_dir():
        raise Refused(f"There is no folder {file.parent} to write to.")
    paths = [file.with_name(given.name) for given in files.values()]
    for path, given in zip(paths, files.values(), strict=True):
        path.write_bytes(given.data)
    return paths


def exported(roll: Session, study: Study, names: Mapping[Part, str] = NAMES) -> dict[Part, Given]:
    """Return the files that load the study again; one of the bank has no questionnaire of its own.

    Names and words stand in them as they were given: they are read by this program and by people,
    and a spreadsheet that takes a customer's name for a formula must not change it.
    """
    definition = study.definition | {"contacts": names["contacts"]}
    files: dict[Part, Given] = {}
    if not str(definition["questionnaire"]).startswith(BANK):
        definition["questionnaire"] = names["questionnaire"]
        files["questionnaire"] = Given(names["questionnaire"], dump(study.questionnaire))
    contacts = Given(names["contacts"], dump_contacts(listed_contacts(roll, study)))
    return {"study": Given(names["study"], dump(definition)), **files, "contacts": contacts}


def listed_contacts(roll: Session, study: Study) -> list[ListedContact]:
    """Return the contacts of the study's list, in its order."""
    rows = roll.scalars(
        select(Contact)
        .filter_by(study_id=study.id, listed=True)
        .options(selectinload(Contact.assignments))
        .order_by(Contact.position)
    )
    return [
        ListedContact(
            contact=row.ref,
            name=row.name,
            email=row.email,
            customer=row.customer,
            language=row.language,
            account_managers=tuple(a.account_manager for a in row.assignments),
            role=row.role,
            audience="staff" if row.audience == "staff" else "customer",
            segments=row.segments,
        )
        for row in rows
    ]


def existing_practice(roll: Session, name: str) -> Practice:
    """Return the practice of that name, to be changed by one at a time; refuse an unknown one."""
    found = roll.scalar(select(Practice).filter_by(name=name).with_for_update())
    if found is None:
        known = ", ".join(roll.scalars(select(Practice.name).order_by(Practice.name).limit(20)))
        raise Refused(f"There is no practice “{name[:80]}”. There are: {known or 'none yet'}.")
    return found


def practice_named(roll: Session, name: str | None) -> Practice:
    """Return the practice of that name (made if new), or the only one; refuse to guess."""
    found = roll.scalars(select(Practice)).all()
    if name is None and len(found) > 1:
        raise Refused("There is more than one practice; say which with --practice NAME.")
    if name is None and found:
        return found[0]
    wanted = name or DEFAULT_PRACTICE
    practice = next((p for p in found if p.name == wanted), None) or Practice(name=wanted)
    roll.add(practice)
    roll.flush()
    return practice


def dumped(questionnaire: Questionnaire) -> dict[str, object]:
    """Return the questionnaire as it would stand in a file: without what was left out."""
    return questionnaire.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _store_contacts(roll: Session, study: Study, listed: Sequence[ListedContact]) -> None:
    """Make the study's list exactly the one given; an invited contact is unlisted, not removed."""
    ours = Contact.study_id == study.id
    uninvited = Contact.id.not_in(select(Invitation.contact_id))
    roll.execute(delete(Contact).where(ours, uninvited), execution_options=_AS_IT_IS)
    roll.execute(update(Contact).where(ours).values(listed=False), execution_options=_AS_IT_IS)
    before = _ids_by_ref(roll, study)
    of_those = Assignment.contact_id.in_(select(Contact.id).where(ours))
    roll.execute(delete(Assignment).where(of_those), execution_options=_AS_IT_IS)
    rows = [_row(study, position, one) for position, one in enumerate(listed)]
    _in_bulk(roll, insert(Contact), [row for row in rows if row["ref"] not in before])
    again = [row | {"id": before[row["ref"]]} for row in rows if row["ref"] in before]
    _in_bulk(roll, update(Contact), again)
    _in_bulk(roll, insert(Assignment), _assignments(_ids_by_ref(roll, study), listed))
    roll.expire_all()


# Nothing of the session is looked through for what a statement changes; all of it is read again.
_AS_IT_IS = {"synchronize_session": False}


def _row(study: Study, position: int, one: ListedContact) -> dict[str, Any]:
    return {
        "study_id": study.id,
        "ref": one.contact,
        "name": one.name,
        "email": one.email,
        "customer": one.customer,
        "language": one.language,
        "role": one.role,
        "audience": one.audience,
        "segments": dict(one.segments),
        "position": position,
        "listed": True,
    }


def _assignments(ids: Mapping[str, int], listed: Sequence[ListedContact]) -> list[dict[str, Any]]:
    return [
        {"contact_id": ids[one.contact], "account_manager": manager, "position": position}
        for one in listed
        for position, manager in enumerate(one.account_managers)
    ]


def _ids_by_ref(roll: Session, study: Study) -> dict[str, int]:
    query = select(Contact.ref, Contact.id).filter_by(study_id=study.id)
    return {row.ref: row.id for row in roll.execute(query)}


def _in_bulk(roll: Session, statement: Insert | Update, rows: list[dict[str, Any]]) -> None:
    if rows:
        roll.execute(statement, rows)
