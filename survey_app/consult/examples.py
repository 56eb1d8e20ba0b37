"""A complete small study to begin from: three files that load as they are."""

from questionnaires.contacts import Contact, dump_contacts
from questionnaires.load import bank_names, bank_questionnaire
from survey_app.services.loading import Given

STUDY = """\
# A study: who is compared with whom, about which people, and with which questionnaire.
study: Example study 2027          # the name; its address in the workspace is made of it
client: alder                      # the supplier that commissions the study
suppliers:                         # the client first, then the competitors
  - {id: alder, name: Alder Components}
  - {id: birch, name: Birch & Sons}
  - {id: cedar, name: Cedar Supply}
account_managers:                  # whom the contacts deal with; [] where nobody is asked about
  - {id: morgan, name: Alex Morgan}
  - {id: singh, name: Priya Singh}
contacts: contacts.csv
questionnaire: questionnaire.yaml  # or a ready-made one, such as bank:supplier-comparison
policy: {min_respondents: 5, min_customers: 3}   # may be stricter, never laxer
languages: [en]
"""
QUESTIONNAIRE = "account-manager-feedback"
CUSTOMERS = {
    "Fenwick Foods": "Ada Bell, Ben Cole, Cora Dean",
    "Grange Labs": "Dan Ellis, Eve Ford, Finn Gray",
    "Holt Motors": "Gwen Hart, Hal Ingram, Iris Jones",
    "Ivory Print": "Jack Kerr, Kim Lane, Leo Mann",
    "Jessop Tools": "May Nash, Ned Owen, Oda Pike",
    "Kite Rail": "Pat Quinn, Rae Ross, Sam Todd",
    "Lark Optics": "Tess Upton, Una Vale, Vic Wade",
    "Moor Dairy": "Wyn Yates, Zoe Abel, Al Brook",
}
# By turns: whom each contact deals with, and what they do.
MANAGERS = (("morgan",), ("singh",), ("morgan", "singh"), ("singh",), ("morgan",))
ROLES = ("buyer", "engineer", "plant manager")


def _contacts() -> list[Contact]:
    people = [(name, firm) for firm, names in CUSTOMERS.items() for name in names.split(", ")]
    return [
        Contact(
            contact=f"c{number + 1}",
            name=name,
            email=f"{name.replace(' ', '.').lower()}@example.com",
            customer=firm,
            language="en",
            account_managers=MANAGERS[number % len(MANAGERS)],
            role=ROLES[number % len(ROLES)],
        )
        for number, (name, firm) in enumerate(people)
    ]


STUDY_FILES = (
    Given("study.yaml", STUDY.encode()),
    Given("questionnaire.yaml", bank_questionnaire(QUESTIONNAIRE)),
    Given("contacts.csv", dump_contacts(_contacts())),
)
EXAMPLES = (
    *STUDY_FILES,
    *(Given(f"{name}.yaml", bank_questionnaire(name)) for name in bank_names()),
)
