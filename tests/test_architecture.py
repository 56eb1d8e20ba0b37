"""The house rules a machine can hold: who imports whom, how large things are, what no file says."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("questionnaires", "reports", "survey_app", "templates")
FUNCTION_LINES, FILE_LINES, POSITIONAL_PARAMETERS = 40, 300, 4
# The status asks, as a reminder will, whether an invitation has a ballot, never which.
MAY_TOUCH_BALLOTS = {"services/cast.py", "services/count.py", "services/status.py"}
# Public functions of the cells of a table, which a statistician writes in one line, by position.
CELLS_BY_POSITION = {"difference_independent", "difference_paired", "response_rates"}
HAND_WRITTEN = {".css", ".html", ".js", ".py", ".txt"}

# Spelled so that this file does not match itself.
MACHINE_PATH = re.compile(rb"(?<![\w.$}>])/(?:root|work|opt|home|Users)/\w")
REGISTRY = re.compile(
    rb"\b(?:pypi|pythonhosted|npmjs|debian|ubuntu)\.(?:org|com)\b"
    rb"|--(?:extra-)?inde[x]-url|--find-link[s]\b|registry\s*=\s*\"http"
)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def files_of_the_tree() -> list[Path]:
    """Everything a commit could hold: what git knows and what it would add."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def source_files(*suffixes: str) -> Iterator[Path]:
    folders = [ROOT / package for package in PACKAGES]
    return (
        path
        for path in files_of_the_tree()
        if path.suffix in suffixes and any(path.is_relative_to(folder) for folder in folders)
    )


def uses(name: str, *folders: str) -> Iterator[str]:
    """Name each place in the folders that asks an object for this name."""
    for path in source_files(".py"):
        if path.relative_to(ROOT).as_posix().startswith(folders):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Attribute) and node.attr == name:
                    yield f"{path.relative_to(ROOT)}:{node.lineno} {name}"


def functions() -> Iterator[tuple[str, Function]]:
    for path in source_files(".py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def positional(function: Function) -> list[str]:
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    return [name for name in names if name not in {"self", "cls"}]


def test_every_module_imports_only_what_its_place_allows() -> None:
    lint_imports = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint_imports, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_only_the_urn_casting_counting_and_the_operations_name_a_sealed_ballot() -> None:
    naming = {
        path.relative_to(ROOT / "survey_app").as_posix()
        for path in source_files(".py")
        if re.search(r"\b(?:SealedBallot|sealed_ballot)\b", path.read_text())
    }
    books = ("urn/", "migrations/urn/", "operations/")
    assert {name for name in naming if not name.startswith(books)} <= MAY_TOUCH_BALLOTS


def test_no_function_is_longer_than_forty_lines() -> None:
    assert [name for name, node in functions() if length(node) > FUNCTION_LINES] == []


def test_nine_functions_of_ten_are_shorter_than_twenty_lines() -> None:
    lengths = sorted(length(node) for _, node in functions())
    assert lengths[len(lengths) * 9 // 10] < 20


def test_past_four_parameters_a_function_takes_them_by_keyword() -> None:
    many = [
        name
        for name, node in functions()
        if len(positional(node)) > POSITIONAL_PARAMETERS and node.name not in CELLS_BY_POSITION
    ]
    assert many == []


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in source_files(*HAND_WRITTEN)}
    assert [str(path) for path, lines in lengths.items() if lines > FILE_LINES] == []


@pytest.mark.parametrize("clock", ["now", "today", "utcnow", "monotonic", "perf_counter"])
def test_the_engines_ask_no_clock(clock: str) -> None:
    assert list(uses(clock, "questionnaires/", "reports/")) == []


def test_services_and_the_two_books_leave_the_commit_to_the_view_or_the_job() -> None:
    books = ("survey_app/services/", "survey_app/roll/", "survey_app/urn/")
    # Each step of a count must outlive a kill, so the count alone commits them one by one.
    count = "survey_app/services/count.py:"
    assert [place for place in uses("commit", *books) if not place.startswith(count)] == []


def test_every_line_of_the_lock_is_a_hashed_pin_and_names_no_index() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    lines = [line for line in lock.splitlines() if not line.lstrip().startswith("#")]
    pin = re.compile(r"[a-z0-9-]+==[\w.+!]+( ; [^/@\\]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")
    assert [line for line in lines if not pin.fullmatch(line)] == []
    assert "://" not in lock


@pytest.mark.parametrize("forbidden", [MACHINE_PATH, REGISTRY], ids=["machine path", "registry"])
def test_no_file_names_a_path_of_a_machine_or_a_registry(forbidden: re.Pattern[bytes]) -> None:
    guilty = [
        f"{path.relative_to(ROOT)}: {found[0]!r}"
        for path in files_of_the_tree()
        if (found := forbidden.search(path.read_bytes()))
    ]
    assert guilty == []


def test_no_file_names_the_place_of_this_checkout_or_of_its_python() -> None:
    places = {ROOT, Path(sys.base_prefix), Path.home()} - {Path("/usr"), Path("/usr/local")}
    here = [str(place).encode() + b"/" for place in places if len(place.parts) > 2]
    guilty = [
        f"{path.relative_to(ROOT)}: {place.decode()}"
        for path in files_of_the_tree()
        for place in here
        if place in path.read_bytes()
    ]
    assert guilty == []
