"""Where a sign-in may lead: to a page of the workspace, whatever a link asks for."""

import time

import pytest

from survey_app.workspace import own_path


@pytest.mark.parametrize(
    "address",
    [
        "/consult",
        "/consult/",
        "/consult/studies/a-study?page=2&sort=%2Fname#part",
        "/supplier/reports/1",
        "/account/password",
    ],
)
def test_a_page_of_the_workspace_is_gone_back_to(address: str) -> None:
    assert own_path(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "consult/",
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "https:evil.example",
        "/%09/evil.example",
        "/\t/evil.example",
        "\t/consult/",
        " /consult/",
        "javascript:alert(1)",
        "/consult/\r\nX-Header: x",
        "/consult/\n",
        "/consult//evil.example",
        "/consult/\\evil.example",
        "/consult/../r/x",
        "/consult@evil.example",
        "/consulting",
        "/account/sign-out",
        "/account/welcome/x",
        "/r/x",
        "/",
    ],
)
def test_nothing_else_is(address: str) -> None:
    assert own_path(address) is None


def test_a_long_address_is_refused_as_fast_as_a_short_one() -> None:
    begun = time.process_time()
    assert own_path("/consult/" + "?" * 50_000 + "\n") is None
    assert time.process_time() - begun < 1
