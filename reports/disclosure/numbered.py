"""Customers as numbers in the order they come: a hundred thousand of them take little room."""

from array import array
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int32]


@dataclass
class Numbered:
    """One number a respondent, the same for those of the same customer."""

    names: dict[str, int] = field(default_factory=dict)
    numbers: "array[int]" = field(default_factory=lambda: array("i"))

    def append(self, customer: str) -> None:
        """Add one respondent's customer."""
        self.numbers.append(self.names.setdefault(customer, len(self.names)))

    def codes(self) -> Codes:
        """Return the numbers as an array."""
        return np.frombuffer(self.numbers, dtype=np.int32)
