"""The normal distribution, with types."""

import numpy as np
from scipy.special import ndtr, ndtri

from reports.statistics.arrays import Vector


def below(z: Vector) -> Vector:
    """Return the probability that a standard normal variable lies below each of these."""
    found: Vector = ndtr(z)
    return found


def density(z: Vector) -> Vector:
    """Return the standard normal density at each of these."""
    found: Vector = np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)
    return found


def quantile(probability: float) -> float:
    """Return what a standard normal variable lies below with this probability."""
    return float(ndtri(probability))
