"""The clock: the one place that asks it; everything else is told the time."""

from datetime import UTC, date, datetime


def now() -> datetime:
    """Return the moment in UTC; for what consultants do, never for what respondents do."""
    return datetime.now(UTC)


def today() -> date:
    """Return the date in UTC."""
    return datetime.now(UTC).date()
