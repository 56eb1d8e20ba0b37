"""What every function asks of its figures before it computes, refused in one plain sentence."""

from math import isfinite

import numpy as np
import numpy.typing as npt

from reports.statistics.refusal import StatisticsError

Floats = npt.NDArray[np.float64]


def count(name: str, value: float) -> float:
    """Return a count, which may be weighted and so need not be whole."""
    number = float(value)
    if not isfinite(number):
        raise StatisticsError(f"{name} is {number}, and a count is a finite number.")
    if number < 0:
        raise StatisticsError(f"{name} is {number:g}, and a count cannot be negative.")
    return number


def share_of(successes: float, n: float) -> tuple[float, float]:
    """Return how many of how many, both as counts."""
    part, whole = count("successes", successes), count("n", n)
    if part > whole:
        raise StatisticsError(f"{part:g} successes are more than the n of {whole:g}.")
    return part, whole


def between(name: str, value: float, low: float, high: float) -> float:
    """Return a number that lies in the closed range, which nan does not."""
    number = float(value)
    if not low <= number <= high:
        raise StatisticsError(f"{name} is {number:g}, and lies between {low:g} and {high:g}.")
    return number


def confidence(level: float) -> float:
    """Return a level of confidence, a share strictly between 0 and 1."""
    number = float(level)
    if not 0 < number < 1:
        raise StatisticsError(f"The level is {number:g}, and lies strictly between 0 and 1.")
    return number


def array(name: str, values: npt.ArrayLike, dimensions: int) -> Floats:
    """Return finite numbers in an array of that many dimensions."""
    try:
        numbers = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise StatisticsError(f"{name} are not numbers in equally long rows.") from error
    if numbers.ndim != dimensions:
        raise StatisticsError(f"{name} have {numbers.ndim} dimensions instead of {dimensions}.")
    if not np.isfinite(numbers).all():
        raise StatisticsError(f"{name} hold a number that is not finite.")
    return numbers


def counts(name: str, values: npt.ArrayLike, dimensions: int = 1) -> Floats:
    """Return counts, which may be weighted, in an array of that many dimensions."""
    numbers = array(name, values, dimensions)
    if (numbers < 0).any():
        raise StatisticsError(f"{name} hold a negative count.")
    return numbers


def square(name: str, values: npt.ArrayLike) -> Floats:
    """Return a table of counts with as many rows as columns, one at least."""
    table = counts(name, values, 2)
    if table.shape[0] != table.shape[1] or not len(table):
        raise StatisticsError(f"{name} have {table.shape[0]} rows and {table.shape[1]} columns.")
    return table


def respondents_by_items(name: str, values: npt.ArrayLike) -> Floats:
    """Return one row for each respondent and one column for each item, of which one at least."""
    numbers = array(name, values, 2)
    if not numbers.shape[1]:
        raise StatisticsError(f"{name} are about no item at all.")
    return numbers
