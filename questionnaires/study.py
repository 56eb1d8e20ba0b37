"""The study file: who is compared with whom, about which people, with which questionnaire."""

from pydantic import Field, StrictInt

from questionnaires.schema import Definition, Id, Language, Written


class Named(Definition):
    """Something with an id for files and figures, and a name for people."""

    id: Id
    name: Written = Field(max_length=200)


class Supplier(Named):
    """An organisation customers buy from."""


class AccountManager(Named):
    """A named person at the client whom customers deal with."""


class PolicyChoice(Definition):
    """The thresholds a study asks for; the floor is held where the policy is made."""

    min_respondents: StrictInt = Field(default=5, le=10_000)
    min_customers: StrictInt = Field(default=3, le=10_000)


class StudyFile(Definition):
    """One engagement for one client, as its file says it.

    `breakdowns` are the columns of the contacts by which results may be reported.
    """

    study: Written = Field(max_length=200)
    client: Id
    suppliers: tuple[Supplier, ...] = Field(min_length=1, max_length=12)
    account_managers: tuple[AccountManager, ...] = Field(default=(), max_length=500)
    contacts: Written = Field(max_length=500)
    questionnaire: Written = Field(max_length=500)
    policy: PolicyChoice = PolicyChoice()
    breakdowns: tuple[Id, ...] = Field(default=(), max_length=4)
    languages: tuple[Language, ...] = Field(default=("en",), min_length=1, max_length=20)

    def client_name(self) -> str:
        """Return the name of the supplier that commissioned the study."""
        return next(supplier.name for supplier in self.suppliers if supplier.id == self.client)
