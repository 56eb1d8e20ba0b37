import json
from pathlib import Path
from typing import Any

import pytest

from questionnaires.json_schema import FOLDER, MODELS, schema, write
from questionnaires.schema import Definition


def written(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "model"), MODELS.items())
def test_the_files_say_what_the_models_say(name: str, model: type[Definition]) -> None:
    advice = "run `python -m questionnaires.json_schema`"
    assert (FOLDER / name).read_text(encoding="utf-8") == schema(model), advice


def test_writing_makes_one_file_a_model(tmp_path: Path) -> None:
    write(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(MODELS)


def test_a_condition_is_named_as_in_the_file() -> None:
    assert written("questionnaire.schema.json")["$defs"]["Condition"]["required"] == [
        "question",
        "is",
    ]


def test_ids_carry_their_pattern_for_editors() -> None:
    assert written("study.schema.json")["properties"]["client"]["pattern"] == (
        "^[a-z][a-z0-9_]{0,31}$"
    )
