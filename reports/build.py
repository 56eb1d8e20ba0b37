"""From a release to the reports it allows: the supplier's, and one for each account manager."""

from reports.constants import constants
from reports.disclosure.release import Release
from reports.figures import shortened
from reports.labels import Labels
from reports.material import Material, shown
from reports.report import Cover, Report, Section
from reports.sections.detail import detail_section
from reports.sections.drivers import drivers_section
from reports.sections.method import contents_section, method_section
from reports.sections.own import own_sections
from reports.sections.people import people_section
from reports.sections.response import response_section
from reports.sections.segments import segment_sections
from reports.sections.summary import summary_section
from reports.sections.themes import theme_sections
from reports.sections.withheld import withheld_section

LONGEST_DETAIL, LONGEST_RUNNING = 70, 90
LONG_TITLE = 60


def build_supplier(release: Release, labels: Labels) -> Report:
    """Return the supplier's report; it prints a selection of the release and nothing else."""
    material = Material(release, labels)
    found = [
        response_section(material),
        *theme_sections(material),
        drivers_section(material),
        *segment_sections(material),
        people_section(material),
        detail_section(material),
        withheld_section(material),
    ]
    inner = [section for section in found if section]
    sections = (
        contents_section(material),
        summary_section(material, inner),
        *inner,
        method_section(material, inner),
    )
    client = labels.client_name()
    return _report(
        material,
        sections,
        title=material.says("title.supplier", study=labels.study),
        subject=material.says("subject.supplier", client=client),
        cover=_cover(
            material, "supplier", title=labels.study, subtitle=_asked(material), reader=client
        ),
    )


def _asked(material: Material) -> str:
    """Return the question of the whole study, by what its questionnaire asks."""
    rivals = [material.labels.suppliers[rival] for rival in material.competitors]
    people = material.labels.account_managers and material.menu.manager_questions
    key = "people" if people else "alone"
    if rivals and material.menu.compares_suppliers:
        key = "compared"
    return material.says(
        f"cover.{key}",
        client=material.labels.client_name(),
        rivals=material.language.listed(rivals),
    )


def build_manager(release: Release, labels: Labels, manager: str) -> Report:
    """Return one account manager's report; ValueError where no figure of theirs is shown."""
    if manager not in shown_managers(release, labels):
        raise ValueError(f"no figure about the account manager {manager} may be shown")
    material = Material(release, labels, manager)
    name = labels.account_managers[manager]
    return _report(
        material,
        tuple(own_sections(material)),
        title=material.says("title.manager", study=labels.study, manager=name),
        subject=material.says("subject.manager", manager=name),
        cover=_cover(
            material, "manager", title=name, subtitle=material.says("cover.own"), reader=name
        ),
    )


def shown_managers(release: Release, labels: Labels) -> tuple[str, ...]:
    """Return the account managers who have a figure of their own, in the order of the study.

    The subject of other questions may be an option that happens to have a manager's id.
    """
    about = {None, *Material(release, labels).menu.asked_of_managers}
    found = {
        key.subject
        for key, cell in release.cells.items()
        if key.question in about and key.measure not in {"rate", "worth"} and shown(cell)
    }
    return tuple(manager for manager in labels.account_managers if manager in found)


def supplier_release(release: Release, labels: Labels) -> Release:
    """Return the figures the supplier's report prints."""
    return build_supplier(release, labels).release(release.policy)


def manager_release(release: Release, labels: Labels, manager: str) -> Release:
    """Return the figures one account manager's report prints."""
    return build_manager(release, labels, manager).release(release.policy)


def _cover(material: Material, kind: str, *, title: str, subtitle: str, reader: str) -> Cover:
    labels, says = material.labels, material.says
    period = material.language.period(labels.opened_on, labels.closed_on)
    details = [
        (says("cover.prepared_for"), shortened(reader, LONGEST_DETAIL)),
        (says("cover.prepared_by"), shortened(labels.practice, LONGEST_DETAIL)),
        (says("cover.fieldwork"), period),
        (says("cover.wave"), str(labels.wave_number)),
    ]
    return Cover(
        practice=labels.practice,
        kicker=says(f"cover.{kind}"),
        title=title,
        long=len(title) > LONG_TITLE,
        subtitle=subtitle,
        details=tuple(details),
        confidential=says("cover.confidential"),
    )


def _report(
    material: Material,
    sections: tuple[Section, ...],
    *,
    title: str,
    subject: str,
    cover: Cover,
) -> Report:
    labels = material.labels
    running = material.says("general.running", study=labels.study, client=labels.client_name())
    return Report(
        title=title,
        subject=subject,
        author=labels.practice,
        language=material.language.code,
        running=shortened(running, LONGEST_RUNNING),
        too_few=material.says("general.too_few"),
        cover=cover,
        sections=sections,
        constants=constants(labels, material.release.policy),
        hidden=material.hidden(),
    )
