"""Studies as a consultant handles them in the browser."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from survey_app.consult.examples import STUDY_FILES
from tests.workspace import Browser

EXAMPLE = dict(
    zip(("study", "questionnaire", "contacts"), (each.data for each in STUDY_FILES), strict=True)
)
STUDY = "/consult/studies/example-study-2027"
WAVE = "/consult/waves/example-study-2027-1"


def load(
    browser: Browser, files: Mapping[str, bytes | str], path: str = "/consult/new", **more: str
) -> Any:
    """Send files by part: bytes as an upload, text as it stands in the box."""
    fields: dict[str, Any] = {"bank": "named", **more}
    for part, content in files.items():
        if isinstance(content, bytes):
            fields[f"{part}_file"] = (BytesIO(content), f"my-{part}.txt")
        else:
            fields[f"{part}_text"] = content
    return browser.send(path, fields)
