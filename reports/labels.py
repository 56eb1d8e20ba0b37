"""The names a report prints beside its figures: study, suppliers, account managers, dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from questionnaires.schema import Questionnaire


@dataclass(frozen=True, slots=True)
class Labels:
    """Everything on a page that is not a figure. Suppliers and managers: id -> name, in order."""

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

    def client_name(self) -> str:
        """Return the name of the supplier that commissioned the study."""
        return self.suppliers[self.client]
