"""The order of the suppliers: one per link, the same each time, stored nowhere."""

import re
from collections import Counter

import pytest

from survey_app.respond import fields
from survey_app.respond.page import Form, form_page
from tests.factories import Installation, Launched, StudyFiles, contacts
from tests.integration.test_previews import everything
from tests.kinds_study import ALL_KINDS, FULL_ANSWER, LANGUAGES, SUPPLIERS

LINKS = 120
"""So many that one of six orders is missing once in half a billion runs."""


@pytest.fixture
def forms(three_suppliers: Launched, monkeypatch: pytest.MonkeyPatch) -> fields.Fields:
    """Return the blank forms that are kept: none yet."""
    kept = fields.Fields()
    monkeypatch.setitem(three_suppliers.installation.app.extensions, "fields", kept)
    return kept


@pytest.fixture(scope="module")
def three_suppliers(shared: Installation) -> Launched:
    """Return an open wave about three suppliers, with many contacts in equal circumstances."""
    files = StudyFiles(
        contacts=contacts(LINKS, account_managers=()),
        questionnaire=ALL_KINDS,
        suppliers=SUPPLIERS,
        languages=LANGUAGES,
    )
    return shared.launch(shared.load(files))


def order_on(page: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(re.findall(r'name="q\.grid\.(\w+)"', page)))


def order_of(launched: Launched, contact: str, query: str = "") -> tuple[str, ...]:
    return order_on(launched.client.get(launched.path(contact) + query).text)


def test_every_order_is_met_by_somebody(three_suppliers: Launched) -> None:
    met = Counter(order_of(three_suppliers, f"c{n}") for n in range(LINKS))

    assert len(met) == 6
    assert max(met.values()) < LINKS / 2


def test_a_link_shows_the_same_order_whenever_it_is_opened(three_suppliers: Launched) -> None:
    orders = {order_of(three_suppliers, "c7") for _ in range(3)}
    orders.add(order_of(three_suppliers, "c7", "?language=de"))

    assert len(orders) == 1


def test_the_order_is_the_same_after_an_error(three_suppliers: Launched) -> None:
    for contact in ("c1", "c2", "c3", "c4"):
        refused = three_suppliers.send(contact, {"q.amount": "many"})
        assert refused.status_code == 422
        assert order_on(refused.text) == order_of(three_suppliers, contact)


def test_opening_writes_nothing_to_either_book(three_suppliers: Launched) -> None:
    before = everything(three_suppliers.installation)

    for n in range(10):
        order_of(three_suppliers, f"c{n}")

    assert everything(three_suppliers.installation) == before


def test_two_ballots_alike_are_taken_from_pages_in_different_orders(
    three_suppliers: Launched,
) -> None:
    links = [three_suppliers.path(f"c{n}") for n in range(LINKS - 12, LINKS)]

    sent = [three_suppliers.client.post(link, data=FULL_ANSWER) for link in links]

    assert {response.status_code for response in sent} == {303}


def test_a_blank_form_is_drawn_once_for_equal_circumstances(
    three_suppliers: Launched, forms: fields.Fields, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = []

    def counted(form: Form) -> str:
        drawn.append(form)
        return form_page(form)

    monkeypatch.setattr(fields, "form_page", counted)

    for n in range(LINKS):
        order_of(three_suppliers, f"c{n}")

    assert len(drawn) == len(forms.pages) == 6


def test_blank_forms_take_no_more_memory_than_they_may(
    three_suppliers: Launched, forms: fields.Fields, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fields, "MAX_BYTES", 70_000)

    for n in range(LINKS):
        for language in LANGUAGES:
            order_of(three_suppliers, f"c{n}", f"?language={language}")

    assert forms.size == sum(map(len, forms.pages.values()))
    assert 0 < forms.size <= 70_000
