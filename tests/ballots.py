"""What lies sealed in an open wave's urn, opened with the installation's own keys."""

from sqlalchemy import select

from questionnaires.answers import Ballot
from survey_app.extensions import urn_engine
from survey_app.urn.models import SealedBallot
from survey_app.urn.sealing import tag, unseal
from tests.factories import Launched


def ballots(launched: Launched) -> list[Ballot]:
    """Return the ballots of its wave, in no order that says anything."""
    with launched.wave() as (_, wave):
        name = wave.urn_wave
    keys = launched.installation.keys
    key, tags = keys.private_key(name), keys.nullifier_key(name)
    own = select(SealedBallot.nullifier, SealedBallot.sealed).where(SealedBallot.wave == name)
    with launched.installation.app.app_context(), urn_engine().connect() as connection:
        rows = connection.execute(own).all()
    opened = [unseal(row.sealed, key, tag(tags, row.nullifier)) for row in rows]
    return [ballot for ballot in opened if ballot is not None]


def answers(launched: Launched) -> dict[str, dict[str, str]]:
    """Return the answers of the only ballot there is."""
    [ballot] = ballots(launched)
    return ballot.answers
