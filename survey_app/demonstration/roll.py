"""Who is invited: the contacts of every invented customer, and whom they deal with."""

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from questionnaires.contacts import Contact
from survey_app.demonstration.chance import chance
from survey_app.demonstration.names import FINANCE, ROLES, TERRITORIES, Territory

DOMAINS = ("example.com", "example.org", "example.net")
SMALLEST_CUSTOMER, LARGEST_CUSTOMER = 2, 8
SMALL_TERRITORY = 20
SHARED_CUSTOMERS = 0.45
DEALING_WITH_BOTH = 0.5
# Letters that no decomposition turns into ASCII.
_ASCII = str.maketrans({"ø": "o", "æ": "ae", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def contacts(seed: int) -> tuple[Contact, ...]:
    """Return all contacts, customer by customer; the same seed gives the same."""
    rng = chance(seed, "roll")
    people = [person for territory in TERRITORIES for person in _people(territory, rng)]
    return tuple(_numbered(number, person) for number, person in enumerate(people, 1))


def _people(territory: Territory, rng: random.Random) -> Iterator[Contact]:
    names = _names(territory, rng)
    sizes = _sizes(territory, rng)
    with_finance = sorted(sizes, key=lambda customer: -sizes[customer])[: territory.finance]
    for customer, size in sizes.items():
        second = _second_manager(territory, rng)
        for _ in range(size):
            role = rng.choice(ROLES)
            managers: tuple[str, ...] = (territory.manager,)
            if second and rng.random() < DEALING_WITH_BOTH:
                managers += (second,)
            yield _person(next(names), customer, territory, role=role, managers=managers)
        if customer in with_finance:
            yield _person(next(names), customer, territory, role=FINANCE)


def _person(
    name: str, customer: str, territory: Territory, *, role: str, managers: tuple[str, ...] = ()
) -> Contact:
    return Contact(
        contact="",
        name=name,
        email=_email(name, customer),
        customer=customer,
        language=territory.language,
        account_managers=managers,
        role=role,
        segments={"region": territory.region},
    )


def _names(territory: Territory, rng: random.Random) -> Iterator[str]:
    """Yield full names without repetition; every last name comes once before any comes again."""
    pairs = list(product(territory.first_names, territory.last_names))
    rng.shuffle(pairs)
    seen: Counter[str] = Counter()
    ranked: list[tuple[int, str]] = []
    for first, last in pairs:
        seen[last] += 1
        ranked.append((seen[last], f"{first} {last}"))
    return (name for _, name in sorted(ranked, key=lambda pair: pair[0]))


def _sizes(territory: Territory, rng: random.Random) -> dict[str, int]:
    """Return how many contacts each customer has; in a small territory about the same number."""
    smallest = SMALLEST_CUSTOMER
    if territory.contacts < SMALL_TERRITORY:
        smallest = territory.contacts // len(territory.customers)
    sizes = dict.fromkeys(territory.customers, smallest)
    largest = LARGEST_CUSTOMER if smallest == SMALLEST_CUSTOMER else smallest + 1
    while sum(sizes.values()) < territory.contacts:
        customer = rng.choice(territory.customers)
        sizes[customer] = min(largest, sizes[customer] + 1)
    return sizes


def _second_manager(territory: Territory, rng: random.Random) -> str | None:
    others = [
        other.manager
        for other in TERRITORIES
        if other != territory and other.contacts >= SMALL_TERRITORY
    ]
    return rng.choice(others) if rng.random() < SHARED_CUSTOMERS else None


def _numbered(number: int, person: Contact) -> Contact:
    return replace(person, contact=f"c{number:03d}")


def _email(name: str, customer: str) -> str:
    domain = DOMAINS[len(customer) % len(DOMAINS)]
    company = " ".join([word for word in customer.split() if len(word) > 3][:2])
    return f"{_plain(name, '.')}@{_plain(company, '-')}.{domain}"


def _plain(text: str, joint: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_ASCII))
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return joint.join(re.findall("[a-z0-9]+", letters.replace("'", "")))
