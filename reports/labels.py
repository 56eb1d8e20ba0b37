"""The names a report prints beside its figures: study, suppliers, account managers, dates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from questionnaires.schema import Questionnaire


@dataclass(frozen=True, slots=True)
class Labels:
    """Everything on a page that is not a figure. Suppliers and managers: id -> name, in order.

    `segments` are the columns of contacts that results are broken down by, with their values.
    """

    practice: str
    study: str
    wave_number: int
    client: str
    suppliers: Mapping[str, str]
    account_managers: Mapping[str, str]
    questionnaire: Questionnaire
    language: str
    opened_on: date
    closed_on: date
    segments: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def client_name(self) -> str:
        """Return the name of the supplier that commissioned the study."""
        return self.suppliers[self.client]
