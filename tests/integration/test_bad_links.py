"""Bad inputs to a respondent's address (D): what opens nothing says nothing.

What other tests hold is not repeated here: D03 and D05 in test_cast.
"""

import re
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from sqlalchemy import delete, event

from survey_app.crockford import ALPHABET
from survey_app.extensions import roll_engine
from survey_app.roll.models import LinkToken
from survey_app.services.links import token_hash
from tests.factories import Installation, StudyFiles, answer_of, contacts, installed
from tests.integration.test_previews import everything
from tests.waves import ANSWER, Wave, of_every_kind, outside


@pytest.fixture(scope="module")
def wave(shared: Installation) -> Wave:
    """Return an open wave with every kind of question."""
    return of_every_kind(shared)


def test_d01_the_link_of_another_installation_gets_the_page_of_an_unknown_one(
    wave: Wave, tmp_path: Path
) -> None:
    with installed(tmp_path) as elsewhere:
        foreign = elsewhere.launch(elsewhere.load(StudyFiles())).path("c0")
    paths = [foreign, "/r/" + "0" * 26, "/r/x", "/r/" + "é" * 26, "/r/" + "a" * 5000]

    pages = [wave.client.get(path) for path in paths]

    assert {page.status_code for page in pages} == {404}
    assert len({page.data for page in pages}) == 1
    assert len({page.headers["Content-Length"] for page in pages}) == 1


def asked_for(wave: Wave, paths: Mapping[str, str]) -> dict[str, float]:
    """Return the median time of the faster half of the answers to each path, asked for in turn.

    The slower half is what a machine under load made of it.
    """
    seconds: dict[str, list[float]] = {name: [] for name in paths}
    for _ in range(60):
        for name, path in paths.items():
            begun = time.perf_counter()
            assert wave.client.get(path).status_code == 404
            seconds[name].append(time.perf_counter() - begun)
    return {name: median(sorted(taken)[:30]) for name, taken in seconds.items()}


def test_d01_what_opens_nothing_takes_the_same_time_whatever_it_is(
    wave: Wave, tmp_path: Path
) -> None:
    with installed(tmp_path) as elsewhere:
        foreign = elsewhere.launch(elsewhere.load(StudyFiles())).path("c0")
    paths = {"unknown": "/r/" + "0" * 26, "malformed": "/r/x", "foreign": foreign}

    medians = asked_for(wave, paths)

    assert max(medians.values()) < 3 * min(medians.values()), medians


def beginning_like(token: str) -> dict[str, str]:
    """Return links that begin with more and more of a real one, and open nothing."""
    last = ALPHABET[ALPHABET.index(token[-1]) - 1]
    wrong = [ALPHABET[ALPHABET.index(c) - 1] for c in token]
    return {str(n): "/r/" + token[:n] + "".join(wrong[n:-1]) + last for n in (0, 8, 13, 20, 25)}


def test_d15_no_time_tells_how_much_of_a_link_was_guessed(wave: Wave) -> None:
    medians = asked_for(wave, beginning_like(wave.launched.tokens["c1"]))

    assert max(medians.values()) < 3 * min(medians.values()), medians


@pytest.fixture
def questions(wave: Wave) -> Iterator[list[tuple[str, bytes]]]:
    """Return what the roll is asked from now on, with all parameters as one."""
    asked: list[tuple[str, bytes]] = []

    def note(*happening: Any) -> None:
        _, _, statement, _, context, _ = happening
        [given] = getattr(context, "compiled_parameters", None) or [{}]
        asked.append((statement, b"".join(given.values())))

    with wave.launched.installation.app.app_context():
        engine = roll_engine()
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def test_d15_a_link_is_looked_up_by_its_hash_and_by_nothing_else(
    wave: Wave, questions: list[tuple[str, bytes]]
) -> None:
    token = wave.launched.tokens["c1"]
    paths = [*beginning_like(token).values(), "/r/x", "/r/" + "a" * 5000]

    looked_up = []
    for path in paths:
        questions.clear()
        wave.client.get(path)
        looked_up.append(list(questions))

    assert len({tuple(statement for statement, _ in asked) for asked in looked_up}) == 1
    hashes = {asked[-1][1] for asked in looked_up}
    assert len(hashes) == len(paths)
    assert {len(hashed) for hashed in hashes} == {32}
    assert len({hashed[:4] for hashed in hashes}) == len(paths)


def test_d15_of_links_that_differ_in_one_character_one_opens(wave: Wave) -> None:
    token = wave.launched.tokens["c1"]
    for place in (0, 12, len(token) - 1):
        others = [token[:place] + c + token[place + 1 :] for c in ALPHABET if c != token[place]]
        assert {wave.client.get(f"/r/{other}").status_code for other in others} == {404}


def test_d11_a_link_taken_back_gets_the_page_of_an_unknown_one(wave: Wave) -> None:
    launched, token = wave.launched, wave.launched.tokens["c699"]
    path = launched.path("c699")
    with launched.installation.roll() as roll:
        hashed = token_hash(launched.installation.keys, token)
        roll.execute(delete(LinkToken).where(LinkToken.token_hash == hashed))
        roll.commit()

    taken_back, unknown = wave.client.get(path), wave.client.get("/r/" + "0" * 26)

    assert (taken_back.status_code, taken_back.data) == (404, unknown.data)
    assert wave.client.post(path, data=ANSWER).status_code == 404


def test_d11_after_the_count_no_page_tells_who_had_answered(shared: Installation) -> None:
    launched = shared.launch(shared.load(StudyFiles(name="Counted")))
    people = contacts(20)
    for person in people[:10]:
        assert launched.send(person.contact, answer_of(person)).status_code == 303
    launched.close()

    pages = [launched.client.get(launched.path(person.contact)) for person in people]

    assert {page.status_code for page in pages} == {410}
    assert len({page.data for page in pages}) == 1


@pytest.mark.parametrize(
    "around",
    [
        *("../{}", "{}/..", "..%2f{}", "%2e%2e/{}", "{};x=1", "{}%3Bx=1", "/{}", "{}/", "\\{}"),
        *("{}\\", "{}/x", "./{}%00", "{}%00", "{}%2Fx", "{}?/x/../y#z.", "{}%0d%0aX-Y:1"),
    ],
)
def test_d07_a_path_that_is_bent_leads_to_nothing_or_to_the_form(wave: Wave, around: str) -> None:
    response = wave.client.get("/r/" + around.format(wave.launched.tokens["c0"]))

    assert response.status_code in ({200} if "?" in around else {404})
    assert "X-Y" not in response.headers


@pytest.mark.parametrize("form", ["fullwidth", "zero width", "digits", "combining"])
def test_d09_a_token_in_other_characters_opens_nothing(wave: Wave, form: str) -> None:
    token = wave.launched.tokens["c0"]
    written = {
        "fullwidth": "".join(chr(ord(c) + 0xFEE0) for c in token),
        "zero width": f"{token[:9]}\u200b{token[9:]}",
        "digits": f"{token[:-1]}\u0663",
        "combining": f"{token}\u0301",
    }

    assert wave.client.get(f"/r/{written[form]}").status_code == 404


def test_d17_twenty_fetches_of_a_link_by_a_scanner_leave_no_trace(wave: Wave) -> None:
    link, before = wave.new_link(), everything(wave.launched.installation)
    scanner = {"User-Agent": "scanner", "X-Forwarded-For": "198.51.100.9", "Purpose": "prefetch"}

    pages = {wave.client.get(link, headers=scanner).data for _ in range(20)}

    assert len(pages) == 1
    assert everything(wave.launched.installation) == before


@pytest.mark.parametrize("path", ["/r/{}", "/r/unknown", "/receipt/AAAA-AAAA-AAAA-AAAA-AAAA", "/"])
def test_d19_no_page_leads_or_asks_elsewhere_or_says_where_one_came_from(
    wave: Wave, path: str
) -> None:
    referrer = {"Referer": "https://mail.example.com/inbox?secret"}
    response = wave.client.get(path.format(wave.launched.tokens["c0"]), headers=referrer)

    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert outside(response.text) == []
    assert "mail.example.com" not in response.text


@pytest.mark.parametrize("path", ["/r/{}", "/r/unknown", "/receipt/AAAA-AAAA-AAAA-AAAA-AAAA"])
def test_d21_no_search_engine_may_list_a_page(wave: Wave, path: str) -> None:
    response = wave.client.get(path.format(wave.launched.tokens["c0"]))

    assert "noindex" in response.headers["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex, nofollow">' in response.text


def test_d21_robots_txt_names_no_address_of_a_link(wave: Wave) -> None:
    robots = wave.client.get("/robots.txt")

    assert wave.launched.tokens["c0"] not in robots.text
    assert re.search(r"(?i)^(?:dis)?allow:\s*/(?:r|receipt|preview)\b", robots.text, re.M) is None
