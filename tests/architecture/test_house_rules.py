"""House rules that a machine can check: sizes, names, leftovers, translatable text."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.support.committed import files, name, python_files, text_files

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
CATCH_ALL = {"utils", "util", "misc", "common", "helpers", "helper", "manager", "managers", "stuff"}
CODE = ("src", "tools", "packaging", "tests")
# Spelled in two halves, so that this file does not find itself.
LEFTOVERS = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
UNDONE = re.compile("NotImplemented" + "Error|pragma: " + "no cover")
TRANSLATING = {"tr", "translate"}


def test_no_file_is_too_long() -> None:
    sizes = {name(path): len(path.read_text().splitlines()) for path in python_files(*CODE)}
    assert {path: size for path, size in sizes.items() if size > LONGEST_FILE} == {}


def test_functions_fit_a_screen() -> None:
    long = [
        f"{name(path)}:{node.lineno} {node.name} {length(node)} lines"
        for path in python_files("src", "tools", "packaging")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and length(node) > LONGEST_FUNCTION
    ]
    assert long == []


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function's body, its docstring left out."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_module_is_a_catch_all() -> None:
    parts = {part.removesuffix(".py") for path in python_files(*CODE) for part in path.parts}
    assert parts & CATCH_ALL == set()


def test_nothing_is_left_over() -> None:
    found = [
        f"{name(path)}:{number}"
        for path in text_files()
        if path.suffix != ".svg"
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if LEFTOVERS.search(line) or (path.suffix == ".py" and UNDONE.search(line))
    ]
    assert found == []


def test_translatable_text_is_never_built_on_the_fly() -> None:
    """lupdate takes the literal; an f-string is never found in a translation."""
    found = [
        f"{name(path)}:{call.lineno}"
        for path in python_files("src")
        for call in translations(path)
        if any(isinstance(argument, ast.JoinedStr) for argument in call.args)
    ]
    assert found == []


def translations(path: Path) -> Iterator[ast.Call]:
    """Every call of tr() or translate() in a file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            called = node.func
            word = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if word in TRANSLATING:
                yield node


def test_the_walk_sees_the_program() -> None:
    """The rules above hold for files that are really looked at."""
    assert len(python_files("src")) > 20
    assert any(path.suffix == ".toml" for path in files())
