"""The clock: the one place that asks it; everything else is told the date."""

from datetime import UTC, date, datetime


def today() -> date:
    """Return the date in UTC."""
    return datetime.now(UTC).date()
