"""Loads the shipped content with a clinic's own folder on top, which can never stop the program."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pt_chart.clinical.problems import Problem
from pt_chart.definitions.loading import Definitions, load, read_all
from pt_chart.definitions.own_folder import OWN, PARTS, OwnFolder

_REWORDING = "rewording/"
_LISTED = 12


@dataclass(frozen=True, slots=True)
class Loaded:
    """The content in force, the own files in use, and every problem of those left out."""

    definitions: Definitions
    used: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def load_with_own(forms_dir: Path, own_dir: Path) -> Loaded:
    """The shipped content, and whatever of the clinic's folder is right.

    A file with a problem is left out as a whole, with its problems; then everything is read again,
    since other files may have built on it. An own file can add fields, words, flags and safety
    rules; what would replace or weaken a shipped one is such a problem.

    Raises:
        DefinitionProblems: the shipped content itself is damaged.
    """
    folder = OwnFolder(own_dir)
    told = [
        Problem(f"{OWN}{name}", "is not read", f"put .toml files into one of: {', '.join(PARTS)}")
        for name in folder.strays()
    ]
    skipped = {name for name in folder.names() if (forms_dir / name).exists()}
    told += [
        Problem(f"{OWN}{name}", "has the name of a shipped file", "rename the file")
        for name in sorted(skipped)
    ]
    while True:
        used = tuple(name for name in folder.names() if name not in skipped)
        if not used:
            return Loaded(load(forms_dir), (), tuple(told))
        problems: list[Problem] = []
        found = read_all(forms_dir, [OwnFolder(own_dir, skipped)], problems)
        if found is not None and not problems:
            return Loaded(found, used, tuple(told))
        mine = [problem for problem in problems if any(_of(problem, name) for name in used)]
        broken = {name for name in used if any(_of(problem, name) for problem in mine)}
        # What a wrong file upsets in shipped ones is its own doing, not theirs.
        told += [_marked(problem) for problem in mine]
        if not broken:
            broken = {name for name in used if any(_names(problem, name) for problem in problems)}
            broken = broken or _found_one_by_one(forms_dir, own_dir, used)
            told += [_blamed(name, problems[0]) for name in sorted(broken)]
        told += [_words_lost(own_dir, one) for one in sorted(broken) if one.startswith(_REWORDING)]
        skipped |= broken


def _words_lost(own_dir: Path, name: str) -> Problem:
    """Which words are the shipped ones again while a rewording file is left out."""
    ids: list[str] = []
    with suppress(OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        data = tomllib.loads((own_dir / name).read_text(encoding="utf-8"))
        for part in ("field", "card"):
            tables = data.get(part, [])
            ids += [
                str(one.get("id"))
                for one in (tables if isinstance(tables, list) else [])
                if isinstance(one, dict) and one.get("id")
            ]
    shown = ", ".join(ids[:_LISTED]) + (" ..." if len(ids) > _LISTED else "")
    of = f" of {shown}" if shown else ""
    return Problem(
        f"{OWN}{name}", f"left out: the words{of} are the shipped ones until it is mended"
    )


def _found_one_by_one(forms_dir: Path, own_dir: Path, used: tuple[str, ...]) -> set[str]:
    """The files that bring a problem which names none of them: each is tried on top of the rest."""
    good: list[str] = []
    for name in used:
        left_out = set(OwnFolder(own_dir).names()) - {*good, name}
        problems: list[Problem] = []
        read_all(forms_dir, [OwnFolder(own_dir, left_out)], problems)
        if not problems:
            good.append(name)
    return set(used) - set(good) or set(used)


def _of(problem: Problem, name: str) -> bool:
    """Whether a problem stands in a file."""
    return problem.place == name or problem.place.startswith(f"{name}:")


def _names(problem: Problem, name: str) -> bool:
    return f" {name}" in problem.message


def _blamed(name: str, problem: Problem) -> Problem:
    """What a file upsets in shipped content, told of the file."""
    words = f"does not go with the shipped {problem.place}: {problem.message}"
    return Problem(f"{OWN}{name}", words, problem.hint)


def _marked(problem: Problem) -> Problem:
    return Problem(f"{OWN}{problem.place}", problem.message, problem.hint)
