"""Bad inputs to a respondent's address (D): what opens nothing says nothing.

What other tests hold is not repeated here: D03 and D05 in test_cast.
"""

import re
from pathlib import Path

import pytest

from tests.factories import Installation, StudyFiles, installed
from tests.integration.test_previews import everything
from tests.waves import Wave, of_every_kind, outside


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
