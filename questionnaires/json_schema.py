"""JSON Schemas of the definition files: `python -m questionnaires.json_schema` writes them."""

import json
from collections.abc import Mapping
from pathlib import Path

from questionnaires.schema import Definition, Questionnaire
from questionnaires.study import StudyFile

FOLDER = Path(__file__).parent
MODELS: Mapping[str, type[Definition]] = {
    "questionnaire.schema.json": Questionnaire,
    "study.schema.json": StudyFile,
}


def schema(model: type[Definition]) -> str:
    """Return the model's JSON Schema by the names its file uses, with sorted keys."""
    found = model.model_json_schema(by_alias=True)
    return json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write(folder: Path = FOLDER) -> None:
    """Write one file a model into the folder, which is the package's own."""
    for name, model in MODELS.items():
        (folder / name).write_text(schema(model), encoding="utf-8")


if __name__ == "__main__":
    write()
