"""The wheel, a plain install and the editable one hold the same files and find all of them."""

import ast
import json
import re
import shutil
import subprocess
import sys
import time
import tomllib
import zipfile
from collections.abc import Mapping
from fnmatch import fnmatch
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("questionnaires", "reports", "survey_app", "templates")
BESIDE_THEM = {"tests", "setup.cfg", "pyproject.toml", "README.md", "docs", "requirements.lock"}
CUSTOM = {".ci", ".github", ".gitignore", "LICENSE", "Makefile"}

# For a Python outside the checkout: it sees the folders given first, the editable install after.
LOOK = """
import json, sys
from importlib.resources import files
sys.path[:0] = sys.argv[1:]
from jinja2 import PackageLoader
def below(folder, name):
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name != "__pycache__":
            yield from below(entry, f"{name}/{entry.name}")
        elif entry.is_file():
            yield f"{name}/{entry.name}"
found = {name: files(name) for name in ("questionnaires", "reports", "survey_app", "templates")}
print(json.dumps({
    "from": sorted({str(folder.parent) for folder in found.values()}),
    "files": sorted(file for name, folder in found.items() for file in below(folder, name)),
    "templates": PackageLoader("templates", "").list_templates(),
}))
"""


def pip(*arguments: str | Path) -> None:
    """Run pip so that it reaches no index and reads no machine's settings."""
    command = [sys.executable, "-m", "pip", "--isolated", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*command, *arguments], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def tree() -> list[str]:
    """Name every file a commit could hold."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return sorted(name for name in listed.split("\0") if name and (ROOT / name).is_file())


def packaged() -> list[str]:
    return [name for name in tree() if name.split("/")[0] in PACKAGES]


def look(*folders: Path) -> Mapping[str, list[str]]:
    command = [sys.executable, "-I", "-c", LOOK, *map(str, folders)]
    seen = subprocess.run(command, cwd="/", capture_output=True, text=True, check=True).stdout
    found: dict[str, list[str]] = json.loads(seen)
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ".")
    (built,) = folder.glob("survey_app-*.whl")
    return built


@pytest.fixture(scope="module")
def plain(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plain")
    pip("install", "--no-index", "--no-deps", "--no-compile", "--target", folder, wheel)
    return folder


def test_the_wheel_holds_every_file_of_the_packages_and_nothing_else(wheel: Path) -> None:
    held = [name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name]
    assert sorted(held) == packaged()


@pytest.mark.parametrize(
    "pattern",
    [
        "questionnaires/py.typed",
        "questionnaires/bank/*.yaml",
        "reports/py.typed",
        "reports/languages/*.toml",
        "survey_app/py.typed",
        "survey_app/migrations/roll/*.py",
        "survey_app/migrations/urn/*.py",
        "survey_app/static/*.css",
        "survey_app/translations/*.po",
        "templates/web/*.html",
        "templates/report/*.html",
        "templates/report/print.css",
    ],
)
def test_the_wheel_holds_what_the_code_reads_as_data(wheel: Path, pattern: str) -> None:
    assert any(fnmatch(name, pattern) for name in zipfile.ZipFile(wheel).namelist())


def test_a_plain_install_finds_its_own_files_and_templates(plain: Path) -> None:
    found = look(plain)
    assert found["from"] == [str(plain)]
    assert found["files"] == packaged()


def test_the_editable_install_finds_the_same_files_and_templates(plain: Path) -> None:
    editable = look()
    assert editable["from"] == [str(ROOT)]
    assert set(packaged()) <= set(editable["files"])
    assert editable["templates"] == look(plain)["templates"] != []


def test_the_distribution_is_the_four_packages_and_one_command() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == list(PACKAGES)
    assert project["project"]["scripts"] == {"survey-app": "survey_app.cli:main"}


def imported() -> set[str]:
    """Name what the packages import from outside themselves and the standard library."""
    names: set[str] = set()
    for file in packaged():
        tree = ast.parse((ROOT / file).read_text()) if file.endswith(".py") else ast.Module([], [])
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names.add(node.module or "")
    return {name.split(".")[0] for name in names} - {*PACKAGES, *sys.stdlib_module_names}


def plain_name(requirement: str) -> str:
    """Return `ruamel-yaml` of `ruamel.yaml>=0.18`: how an index compares names."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=;\s]", requirement)[0]).lower()


def test_whatever_the_packages_import_is_a_dependency_that_every_install_gets() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {plain_name(requirement) for requirement in project["dependencies"]}
    given_by = packages_distributions()
    missing = {
        name
        for name in imported()
        if not declared & {plain_name(each) for each in given_by.get(name, ())}
    }
    assert missing == set()


def test_nothing_stands_at_the_top_level_that_the_house_does_not_know() -> None:
    assert {name.split("/")[0] for name in tree()} <= {*PACKAGES, *BESIDE_THEM, *CUSTOM}


@pytest.mark.nightly
def test_a_fresh_checkout_sets_itself_up_and_a_second_time_does_nothing(tmp_path: Path) -> None:
    for name in tree():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    subprocess.run(["make", "setup"], cwd=tmp_path, check=True)
    subprocess.run([tmp_path / ".venv/bin/survey-app", "--help"], check=True, capture_output=True)
    begun = time.monotonic()
    subprocess.run(["make", "setup"], cwd=tmp_path, check=True)
    assert time.monotonic() - begun < 2
