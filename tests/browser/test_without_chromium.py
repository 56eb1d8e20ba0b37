"""A machine without the browser fails its tests, and is told what to do."""

from pathlib import Path

import pytest

from tests.browser.conftest import chromium


def test_a_missing_browser_is_a_failure_that_says_what_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(pytest.fail.Exception, match="`make setup` installs it"):
        chromium()
