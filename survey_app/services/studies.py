"""Studies: loaded from and exported to one study file with its contacts and questionnaire."""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from questionnaires.contacts import MAX_BYTES, dump_contacts, load_contacts
from questionnaires.contacts import Contact as ListedContact
from questionnaires.errors import DefinitionError, Problem
from questionnaires.kinds.text import DEFAULT_MAX_LENGTH
from questionnaires.load import (
    BANK,
    bank_names,
    bank_questionnaire,
    load_questionnaire,
    load_study_file,
)
from questionnaires.schema import Questionnaire
from questionnaires.source import dump
from questionnaires.study import StudyFile
from reports.disclosure.policy import Policy, PolicyError
from survey_app.errors import Refused
from survey_app.roll.models import Assignment, Contact, Invitation, Practice, Study, Wave
from survey_app.services.waves import latest_wave, new_draft

MAX_ASKED = 500
MAX_CHARACTERS = 300_000  # percent-encoded, the rarest letters take 12 bytes each: 3.6 MB
DEFAULT_PRACTICE = "Independent Practice"


class Loaded:
    """A study file with everything it names, read and checked as a whole."""

    def __init__(self, file: Path) -> None:
        if not file.exists():
            raise Refused(f"There is no study file {file}.")
        self.definition = load_study_file(file.name, _bytes_of(file, file.name))
        self.policy = _policy(file.name, self.definition)
        self.questionnaire = _questionnaire(file, self.definition)
        contacts = file.parent / self.definition.contacts
        listed = _bytes_of(contacts, file.name)
        self.contacts = load_contacts(
            contacts.name,
            listed,
            managers=[manager.id for manager in self.definition.account_managers],
            languages=self.definition.languages,
        )
        self._refuse_too_long()

    def _refuse_too_long(self) -> None:
        """Refuse a form that somebody could fill in and not send: a limit must not eat answers."""
        most = max(len(contact.account_managers) for contact in self.contacts)
        times = {None: 1, "suppliers": 1, "account_managers": most}
        asked = [(times[section.subject], q) for section, q in self.questionnaire.asked()]
        questions = sum(number for number, _ in asked)
        characters = sum(
            number * (question.max_length or DEFAULT_MAX_LENGTH)
            for number, question in asked
            if question.kind == "text"
        )
        for found, limit, what in (
            (questions, MAX_ASKED, "questions"),
            (characters, MAX_CHARACTERS, "characters of comments"),
        ):
            if found > limit:
                message = (
                    f"a contact who deals with {most} account managers could be asked for "
                    f"{found:,} {what}; at most {limit:,} are possible"
                )
                raise DefinitionError(self.definition.questionnaire, [Problem("", message)])


def load_study(roll: Session, file: Path, practice_name: str | None) -> Wave:
    """Create or update a draft study; raise DefinitionError or Refused and change nothing else."""
    loaded = Loaded(file)
    practice = practice_named(roll, practice_name)
    slug = slug_of(loaded.definition.study)
    study = roll.scalar(select(Study).filter_by(practice_id=practice.id, slug=slug))
    if study is None:
        study = Study(practice=practice, slug=slug)
        roll.add(study)
    elif study.definition["study"] != loaded.definition.study:
        taken = study.definition["study"]
        raise Refused(f"The id {slug} is taken by the study “{taken}”; give this one another name.")
    wave = latest_wave(roll, study) if study.id else None
    if wave is not None and wave.state in ("open", "closed"):
        raise Refused(
            f"The wave {wave.name} is {wave.state}: its questionnaire and contacts are frozen. "
            "Close and count it, or load the study under another name."
        )
    study.definition = loaded.definition.model_dump(mode="json", by_alias=True)
    study.questionnaire = dumped(loaded.questionnaire)
    roll.flush()
    _store_contacts(roll, study, loaded.contacts)
    return wave if wave is not None and wave.state == "draft" else new_draft(roll, study)


def export_study(roll: Session, study: Study, file: Path) -> list[Path]:
    """Write the study file and, beside it, the files it names; return what was written."""
    contacts = file.with_name(f"{file.stem}-contacts.csv")
    questionnaire = file.with_name(f"{file.stem}-questionnaire.yaml")
    definition = study.definition | {"contacts": contacts.name}
    written = {file: b"", contacts: dump_contacts(listed_contacts(roll, study))}
    if not str(definition["questionnaire"]).startswith(BANK):
        definition["questionnaire"] = questionnaire.name
        written[questionnaire] = dump(study.questionnaire)
    written[file] = dump(definition)
    for path, content in written.items():
        path.write_bytes(content)
    return list(written)


def listed_contacts(roll: Session, study: Study) -> list[ListedContact]:
    """Return the contacts of the study's list, in its order."""
    rows = roll.scalars(
        select(Contact).filter_by(study_id=study.id, listed=True).order_by(Contact.position)
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


def slug_of(name: str) -> str:
    """Return `relationship-study` for `Relationship study`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:100].strip("-")
    if not slug:
        raise Refused("The study's name needs at least one Latin letter or digit for its id.")
    return slug


def dumped(questionnaire: Questionnaire) -> dict[str, object]:
    """Return the questionnaire as it would stand in a file: without what was left out."""
    return questionnaire.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _bytes_of(file: Path, named_in: str) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)  # one more than is taken, however much there is
    except FileNotFoundError:
        problem = Problem("", f"there is no file {file.name} beside it")
    except OSError as error:
        problem = Problem("", f"{file.name} cannot be read: {error.strerror}")
    raise DefinitionError(named_in, [problem])


def _policy(file: str, definition: StudyFile) -> Policy:
    try:
        return Policy(definition.policy.min_respondents, definition.policy.min_customers)
    except PolicyError as error:
        raise DefinitionError(file, [Problem(f"policy.{error.field}", str(error))]) from None


def _questionnaire(file: Path, definition: StudyFile) -> Questionnaire:
    wanted = definition.questionnaire
    if not wanted.startswith(BANK):
        path = file.parent / wanted
        return load_questionnaire(path.name, _bytes_of(path, file.name), definition.languages)
    name = wanted.removeprefix(BANK)
    if name not in bank_names():
        message = f"the bank has no questionnaire {name}; it has {', '.join(bank_names())}"
        raise DefinitionError(file.name, [Problem("questionnaire", message)])
    return load_questionnaire(wanted, bank_questionnaire(name), definition.languages)


def _store_contacts(roll: Session, study: Study, listed: Sequence[ListedContact]) -> None:
    """Make the study's list exactly the one given; an invited contact is unlisted, not removed."""
    invited = select(Invitation.contact_id)
    gone = Contact.study_id == study.id
    roll.execute(delete(Contact).where(gone, Contact.id.not_in(invited)))
    roll.expire_all()
    before = {c.ref: c for c in roll.scalars(select(Contact).filter_by(study_id=study.id))}
    for contact in before.values():
        contact.listed = False
    for position, one in enumerate(listed):
        contact = before.get(one.contact) or Contact(study_id=study.id, ref=one.contact)
        contact.name, contact.email, contact.customer = one.name, one.email, one.customer
        contact.language, contact.role, contact.audience = one.language, one.role, one.audience
        contact.segments, contact.position, contact.listed = dict(one.segments), position, True
        contact.assignments = [
            Assignment(account_manager=name, position=i)
            for i, name in enumerate(one.account_managers)
        ]
        roll.add(contact)
