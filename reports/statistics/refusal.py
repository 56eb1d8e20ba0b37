"""The one error of the statistics: what they cannot estimate, in a plain sentence."""


class StatisticsError(ValueError):
    """Data from which the figure asked for does not follow; the message says why."""
