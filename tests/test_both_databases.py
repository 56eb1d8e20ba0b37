"""Every integration test with an installation runs on both databases, or says why on one alone."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import DATABASES

TESTS = Path(__file__).parent
MODULES = sorted((TESTS / "integration").glob("test_*.py"))
# What makes an installation of a folder, or starts one.
MAKERS = {"installed", "build", "bare", "upgrade_databases", "demonstrate"}

Functions = Mapping[str, ast.FunctionDef]


@cache
def functions(file: Path) -> Functions:
    """Return the functions of a module by name, a test's own and those around them."""
    tree = ast.parse(file.read_text())
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def parameters(function: ast.FunctionDef) -> list[str]:
    return [argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)]


def calls(node: ast.AST) -> Iterator[ast.Call]:
    return (each for each in ast.walk(node) if isinstance(each, ast.Call))


def named(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def is_on_both(function: ast.FunctionDef) -> bool:
    """Say whether a fixture is made once a database."""
    marks = [call for mark in function.decorator_list for call in calls(mark)]
    given = {word.arg: ast.unparse(word.value) for call in marks for word in call.keywords}
    return given.get("params") == "DATABASES"


def makes_one(function: ast.FunctionDef, among: Functions) -> bool:
    """Say whether a function, or one of its module that it calls, makes an installation."""
    called = {named(call) for call in calls(function)}
    own = [among[name] for name in called & among.keys() - {function.name}]
    return bool(called & MAKERS) or any(makes_one(each, among) for each in own)


def reaches_both(function: ast.FunctionDef, among: Functions) -> bool:
    """Say whether a test or fixture stands on a fixture that is made once a database."""
    around = [among[name] for name in parameters(function) if name in among]
    return is_on_both(function) or any(reaches_both(each, among) for each in around)


def test_there_are_two_databases() -> None:
    assert DATABASES == ("sqlite", "postgresql")


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.stem)
def test_whatever_makes_an_installation_makes_it_on_both(file: Path) -> None:
    among = {**functions(TESTS / "conftest.py"), **functions(file)}
    own = functions(file).values()
    makers = [each for each in own if each.name.startswith("test_") or "fixture" in ast.dump(each)]

    guilty = [
        each.name for each in makers if makes_one(each, among) and not reaches_both(each, among)
    ]
    assert guilty == []


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.stem)
def test_whoever_leaves_one_of_them_out_says_why(file: Path) -> None:
    tree = ast.parse(file.read_text())
    chosen = [call for call in calls(tree) if named(call) == "only_on"]
    for call in chosen:
        [reason] = [ast.literal_eval(w.value) for w in call.keywords if w.arg == "because"]
        assert len(reason.split()) > 2, reason
    told = {id(node) for call in chosen for node in ast.walk(call)}
    told_by_nobody = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and node.value in {"new_books", *DATABASES}
        and id(node) not in told
    ]
    assert told_by_nobody == []
