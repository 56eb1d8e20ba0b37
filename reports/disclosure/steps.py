"""The steps a correlation is kept in: so coarse that no single rating follows from it."""

import numpy as np
import numpy.typing as npt

from reports.disclosure.policy import Policy

Numbers = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
STEPS = Policy.correlation_steps
"""The steps a correlation may be kept in, in hundredths."""
MOST = Policy.correlation_most
"""The strongest correlation kept: at 100 each rating would follow from the other (R3)."""
_UNSURE = 1e-6
"""How far the last digits may be off."""


def coarse(r: float, spread: float) -> int | None:
    """Return r in hundredths, in a step as coarse as the sums of products demand.

    `spread` is the product of the standard deviations times the number of respondents. The sum of
    products of two whole ratings moves r by its inverse, and the counts of each question are kept
    beside r. A step is wider than two such moves; just as wide is too fine, as an odd multiple is
    printed only for what lies between its half steps. None where no step is coarse enough.
    """
    if not spread > 0:
        return None
    step = next((each for each in STEPS if each * spread > 2 * 100 + _UNSURE), None)
    if step is None:
        return None
    return max(-MOST, min(MOST, step * round(100 * r / step)))


def kept_alike(r: Numbers, spread: Numbers, hundredths: int) -> Mask:
    """Return which of these correlations are surely kept as this one."""
    wide = [each * spread > 2 * 100 + _UNSURE for each in STEPS]
    step = np.select(wide, STEPS, default=MOST + 1)
    off = 100 * r - hundredths
    # Whatever is stronger than the strongest is kept as that.
    within = abs(off) if abs(hundredths) < MOST else -np.sign(hundredths) * off
    found: Mask = (step <= MOST) & (hundredths % step == 0) & (within < step / 2 - _UNSURE)
    return found
