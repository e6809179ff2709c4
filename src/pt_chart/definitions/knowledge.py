"""Reads forms/knowledge and forms/flags into one `Knowledge`, stamped and cross-checked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.problems import Problem
from pt_chart.clinical.reasoning.knowledge import (
    BaseRate,
    CheckItem,
    ComparisonTable,
    Condition,
    Constants,
    ContradictionRule,
    CorrelationGroup,
    EvidenceRow,
    ExpertPattern,
    FlagRule,
    Knowledge,
    PublishedModel,
    StartingSet,
    Study,
    TypedWords,
    WithheldTests,
)
from pt_chart.clinical.reasoning.results import KnowledgeStamp
from pt_chart.definitions import evidence_tables, panel_tables
from pt_chart.definitions.engine_constants import read_burdens, read_constants
from pt_chart.definitions.flags import read_flags
from pt_chart.definitions.knowledge_checks import cross_check
from pt_chart.definitions.own_folder import FormsFolder
from pt_chart.definitions.toml_reader import Reader, nearest_hint, read_toml

FOLDERS = ("knowledge", "flags")
ENGINE_FILE = "engine.toml"

T = TypeVar("T", Study, Condition, CorrelationGroup)


@dataclass(slots=True)
class _Gathered:
    """What the files hold so far; every file may hold any kind of table."""

    studies: list[Study] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    groups: list[CorrelationGroup] = field(default_factory=list)
    rows: list[EvidenceRow] = field(default_factory=list)
    flags: list[FlagRule] = field(default_factory=list)
    models: list[PublishedModel] = field(default_factory=list)
    comparisons: list[ComparisonTable] = field(default_factory=list)
    patterns: list[ExpertPattern] = field(default_factory=list)
    checks: list[CheckItem] = field(default_factory=list)
    withheld: list[WithheldTests] = field(default_factory=list)
    typed: list[TypedWords] = field(default_factory=list)
    contradictions: list[ContradictionRule] = field(default_factory=list)
    starting_sets: list[StartingSet] = field(default_factory=list)
    base_rates: list[BaseRate] = field(default_factory=list)
    burdens: dict[str, float] = field(default_factory=dict)


def read_knowledge(
    forms_dir: Path,
    vocabulary: Vocabulary,
    problems: list[Problem],
    extra_dirs: Sequence[FormsFolder] = (),
) -> Knowledge | None:
    """The knowledge of a forms folder, or None when its engine constants cannot be read.

    ``extra_dirs`` are clinics' own folders: they bring flag rules of their own and nothing else.

    Problems of every file and of the cross-check are appended to ``problems``.
    """
    files = knowledge_files(forms_dir)
    gathered = _Gathered()
    constants, version = None, ""
    for path in files:
        name = f"{path.parent.name}/{path.name}"
        reader = read_toml(path, problems, name)
        if reader is None:
            continue
        if path.name == ENGINE_FILE:
            version = reader.text("version")
            constants = read_constants(reader)
        _gather(reader, vocabulary, gathered)
        reader.finish()
    if constants is None:
        place = f"{FOLDERS[0]}/{ENGINE_FILE}"
        problems.append(Problem(place, "is missing", "put the engine constants back"))
        return None
    own = [path for folder in extra_dirs for path in sorted((folder / "flags").glob("*.toml"))]
    _add_own_flags(own, vocabulary, gathered, problems)
    stamp = KnowledgeStamp(version, digest((*files, *own)))
    knowledge = _knowledge(stamp, vocabulary, constants, gathered, problems)
    problems.extend(cross_check(knowledge))
    return knowledge


def _add_own_flags(
    files: list[Path], vocabulary: Vocabulary, into: _Gathered, problems: list[Problem]
) -> None:
    """Flag rules of a clinic: beside the shipped ones, never in their place."""
    taken = {rule.id for rule in into.flags}
    conditions = [condition.id for condition in into.conditions]
    for path in files:
        reader = read_toml(path, problems, f"flags/{path.name}")
        if reader is None:
            continue
        for rule in read_flags(reader, vocabulary):
            if rule.id in taken:
                hint = "an own flag adds, it never replaces: give it another id"
                reader.problem(f"flag ({rule.id})", "is a flag already", hint)
            elif rule.condition not in conditions:
                hint = nearest_hint(rule.condition, conditions)
                reader.problem(
                    f"flag ({rule.id}).condition", f"{rule.condition!r} is not known", hint
                )
            else:
                taken.add(rule.id)
                into.flags.append(rule)
        reader.finish()


def knowledge_files(forms_dir: Path) -> tuple[Path, ...]:
    """The files that the knowledge rests on, in a fixed order."""
    found = [path for folder in FOLDERS for path in (forms_dir / folder).glob("*.toml")]
    return tuple(sorted(found, key=lambda path: (path.parent.name, path.name)))


def digest(files: Iterable[Path]) -> str:
    """SHA-256 over names and bytes of the files in the order given, as hexadecimal digits.

    Line ends are read as one, so that a checkout on Windows has the same digest.
    """
    total = hashlib.sha256()
    for path in files:
        total.update(f"{path.parent.name}/{path.name}\0".encode())
        if path.is_file():
            total.update(path.read_bytes().replace(b"\r\n", b"\n"))
        total.update(b"\0")
    return total.hexdigest()


def _gather(file: Reader, vocabulary: Vocabulary, into: _Gathered) -> None:
    into.studies += [evidence_tables.read_study(one) for one in file.tables("study")]
    into.conditions += [evidence_tables.read_condition(one) for one in file.tables("condition")]
    into.groups += [evidence_tables.read_group(one) for one in file.tables("group")]
    into.rows += _kept(file, "evidence", vocabulary, evidence_tables.read_row)
    into.flags += read_flags(file, vocabulary)
    into.models += _kept(file, "model", vocabulary, panel_tables.read_model)
    into.comparisons += _kept(file, "comparison", vocabulary, panel_tables.read_comparison)
    into.patterns += _kept(file, "pattern", vocabulary, panel_tables.read_pattern)
    into.checks += _kept(file, "check", vocabulary, panel_tables.read_check)
    into.withheld += [
        panel_tables.read_withheld(one, vocabulary) for one in file.tables("withheld")
    ]
    into.typed += _kept(file, "typed", vocabulary, panel_tables.read_typed)
    into.contradictions += _kept(file, "contradiction", vocabulary, panel_tables.read_contradiction)
    into.starting_sets += [
        evidence_tables.read_starting_set(one) for one in file.tables("starting_set")
    ]
    into.base_rates += [evidence_tables.read_base_rate(one) for one in file.tables("base_rate")]
    into.burdens.update(read_burdens(file, vocabulary))


Kept = TypeVar("Kept")


def _kept(
    file: Reader,
    key: str,
    vocabulary: Vocabulary,
    read: Callable[[Reader, Vocabulary], Kept | None],
) -> list[Kept]:
    found = (read(one, vocabulary) for one in file.tables(key))
    return [one for one in found if one is not None]


def _knowledge(
    stamp: KnowledgeStamp,
    vocabulary: Vocabulary,
    constants: Constants,
    found: _Gathered,
    problems: list[Problem],
) -> Knowledge:
    return Knowledge(
        stamp=stamp,
        vocabulary=vocabulary,
        constants=constants,
        conditions=_by_id(found.conditions, "condition", problems),
        groups=_by_id(found.groups, "group", problems),
        studies=_by_id(found.studies, "study", problems),
        rows=tuple(found.rows),
        flags=tuple(found.flags),
        models=tuple(found.models),
        comparisons=tuple(found.comparisons),
        patterns=tuple(found.patterns),
        checks=tuple(found.checks),
        withheld=tuple(found.withheld),
        typed=tuple(found.typed),
        contradictions=tuple(found.contradictions),
        starting_sets=tuple(found.starting_sets),
        base_rates=tuple(found.base_rates),
        burdens=found.burdens,
    )


def _by_id(items: Iterable[T], kind: str, problems: list[Problem]) -> dict[str, T]:
    found: dict[str, T] = {}
    for item in items:
        if item.id in found:
            problems.append(Problem(f"knowledge: {kind} {item.id}", "is there twice", "rename one"))
        found[item.id] = item
    return found
