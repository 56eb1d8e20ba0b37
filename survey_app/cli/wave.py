"""`survey-app wave`: from preflight to the reports."""

import json
from datetime import datetime
from pathlib import Path

import click

from survey_app.cli.desk import Desk, desk, everywhere
from survey_app.cli.forecasts import lines
from survey_app.cli.passphrases import lock_of, passphrase_file, secret_in
from survey_app.clock import now, today
from survey_app.errors import Refused
from survey_app.extensions import urn_engine
from survey_app.services import count, waves
from survey_app.services.breakdowns import breakdowns
from survey_app.services.links import draw_links, links_file, write_links
from survey_app.services.preflight import asks_about_people, preflight
from survey_app.services.retention import refuse_over
from survey_app.services.status import Status, status
from survey_app.services.typed import Typed

DAY = click.DateTime(["%Y-%m-%d"])
RECOVERY = """The recovery code of {wave} opens its ballots in place of the passphrase:

    {code}

Write it down now: it is stored nowhere and not shown again. Whoever loses both the passphrase and
the code can never count the wave."""


@click.group()
@everywhere
def wave() -> None:
    """Waves: one round of fieldwork each."""


@wave.command("preflight")
@click.argument("name", metavar="WAVE")
@everywhere
def preflight_(name: str) -> None:
    """Say which groups could be reported, and how likely that is."""
    with desk() as here:
        found = here.wave(name)
        fixed = waves.frozen(found)
        policy = fixed.policy
        click.echo(
            f"{found.name}: a group is reportable from {policy.min_respondents} respondents of "
            f"{policy.min_customers} customers, none with more than half."
        )
        if fixed.managers and not asks_about_people(fixed):
            click.echo(
                "The questionnaire asks nothing about the account managers, so there will be no "
                "reports about them, however many answer."
            )
        expected = preflight(found, waves.members(here.roll, found))
        columns = breakdowns(found, waves.belonging(here.roll, found))
        for line in lines(expected, policy, columns):
            click.echo(line)
        if found.state != "draft":
            click.echo("The launch froze this; changes are for the next wave.")


@wave.command()
@click.argument("name", metavar="WAVE")
@click.option("--links", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--until", type=DAY, help="Last day to answer (default: four weeks from today).")
@passphrase_file
@everywhere
def launch(name: str, links: Path | None, until: datetime | None, secret: Path | None) -> None:
    """Freeze the questionnaire and policy and open the wave, with the links for a mail merge.

    With a passphrase nobody can count the wave without it, or without the recovery code that is
    printed once: not even who runs the server.
    """
    if links is None:
        raise Refused(
            "This installation sends no e-mail yet; give --links FILE.csv and mail the links "
            "yourself."
        )
    with desk() as here:
        found = here.wave(name)
        base_url = here.base_url
        last_day = until.date() if until else None
        lock = lock_of(secret) if secret else None
        with links_file(links) as stream:
            waves.launch(here.roll, here.keys, found, today=today(), until=last_day, lock=lock)
            write_links(stream, draw_links(here.roll, here.keys, found), base_url)
            waves.open_urn(urn_engine(), found)
            if lock:
                click.echo(RECOVERY.format(wave=found.name, code=lock.code))
            here.roll.commit()
        click.echo(f"Its respondents are promised: {base_url}/notice/{found.notice_hash}")
        _warn_of_loopback(here)
        click.echo(f"{found.name} is open until {found.closes_on}; its links are in {links}")


@wave.command("links")
@click.argument("name", metavar="WAVE")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
@everywhere
def links_(name: str, out: Path) -> None:
    """Write new links of an open wave, for reminders; those sent before go on working."""
    with desk() as here:
        found = here.wave(name)
        with links_file(out) as stream:
            drawn = draw_links(here.roll, here.keys, found)
            write_links(stream, drawn, here.base_url)
            here.roll.commit()
        _warn_of_loopback(here)
        click.echo(f"{len(drawn)} new links of {found.name} are in {out}")


def _warn_of_loopback(here: Desk) -> None:
    if here.settings.is_loopback:
        click.echo(
            f"Warning: the links begin with {here.base_url} and would open on this machine only. "
            "Set SURVEY_APP_BASE_URL to the address at which respondents reach this site, and "
            "write new ones with `survey-app wave links` before you send any.",
            err=True,
        )


@wave.command("status")
@click.argument("name", metavar="WAVE")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@everywhere
def status_(name: str, as_json: bool) -> None:
    """Say the wave's state, and the response in figures that move once a day and in steps."""
    with desk() as here:
        current = status(here.roll, urn_engine(), here.keys, here.wave(name), today=today())
        here.roll.commit()
    click.echo(json.dumps(current.as_dict()) if as_json else _spelt(current))


def _spelt(current: Status) -> str:
    lines = [f"{current.wave}: {current.state}", f"  invited   {current.invited}"]
    if current.counted is None:
        lines.append(f"  answered  {current.answered} at least (moves once a day, in steps)")
    else:
        lines.append(f"  counted   {current.counted}, malformed {current.malformed}")
    lines += [
        f"  {group.group:<12} {group.answered} of {group.invited} at least"
        for group in current.groups
    ]
    return "\n".join(lines)


@wave.command("close")
@click.argument("name", metavar="WAVE")
@passphrase_file
@everywhere
def close_(name: str, secret: Path | None) -> None:
    """Close the wave for good and count it; the ballots and their keys are destroyed."""
    typed = Typed(secret_in(secret), now()) if secret else None
    with desk() as here:
        found = here.wave(name)
        count.close(here.roll, urn_engine(), here.keys, found, today=today(), typed=typed)
        result = status(here.roll, urn_engine(), here.keys, found, today=today())
        click.echo(
            f"{found.name} is counted: {result.counted} ballots, {result.malformed} malformed. "
            "Its keys are destroyed."
        )


@wave.command()
@click.argument("name", metavar="WAVE")
@click.option("--until", type=DAY, required=True, help="The new last day to answer.")
@everywhere
def extend(name: str, until: datetime) -> None:
    """Let the wave run longer, or open it again after a close that could not count."""
    with desk() as here:
        found = here.wave(name)
        count.extend(here.roll, urn_engine(), found, until=until.date(), today=today())
        click.echo(f"{found.name} is open until {found.closes_on}.")


@wave.command()
@click.argument("name", metavar="WAVE")
@click.option("--yes", is_flag=True, help="Confirm: the answers cannot be brought back.")
@everywhere
def destroy(name: str, yes: bool) -> None:
    """Destroy the wave's ballots unopened."""
    with desk() as here:
        found = here.wave(name)
        if not yes:
            raise Refused(
                f"This destroys every answer of {found.name} unopened and for good; say --yes if "
                "that is meant."
            )
        count.destroy(here.roll, urn_engine(), here.keys, found, today=today())
        click.echo(f"{found.name} is destroyed, unopened.")


@wave.command()
@click.argument("name", metavar="WAVE")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--by",
    multiple=True,
    metavar="COLUMN",
    help="Break results down by a column frozen at the launch; once for each (default: by none).",
)
@everywhere
def report(name: str, out: Path, by: tuple[str, ...]) -> None:
    """Release an edition: the PDFs and release.json."""
    # Here, since drawing takes a second to load, which no other command should wait for.
    from survey_app.services.editions import record_edition, write_edition

    with desk() as here:
        found = here.wave(name)
        refuse_over(found, today())
        prepared = record_edition(here.roll, urn_engine(), found, here.keys, by=by)
        here.roll.commit()
    write_edition(prepared, out, click.echo)
    click.echo(f"Edition {prepared.number} is in {out}")


@wave.command("audit")
@click.argument("name", metavar="WAVE")
@everywhere
def audit_(name: str) -> None:
    """Attack everything ever released of the wave's study, and say what was tried and proven."""
    # Here, since the solver takes a while to load, which no other command should wait for.
    from survey_app.cli.audits import audit_lines, refuse_findings
    from survey_app.services.auditing import audit_study

    with desk() as here:
        found = here.wave(name)
        audited = audit_study(here.roll, found.study, here.keys)
    for line in (line for each in audited for line in audit_lines(each)):
        click.echo(line)
    if not audited:
        click.echo(f"Nothing has been released of {found.study.slug} yet.")
    refuse_findings(audited)
