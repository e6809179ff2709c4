"""Reads forms/words: words of reports that say more than one finding, or a value of one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from pt_chart.clinical.fields import ReportWord, Vocabulary
from pt_chart.clinical.findings import Value
from pt_chart.clinical.problems import Problem
from pt_chart.clinical.values import from_json
from pt_chart.definitions.toml_reader import Reader, nearest_hint, read_toml

FOLDER = "words"


def with_report_words(
    forms_dir: Path, vocabulary: Vocabulary, problems: list[Problem]
) -> Vocabulary:
    """The vocabulary with the words of ``forms_dir``/words; what is wrong goes to ``problems``."""
    found: dict[str, ReportWord] = {}
    for path in sorted((forms_dir / FOLDER).glob("*.toml")):
        reader = read_toml(path, problems, f"{FOLDER}/{path.name}")
        if reader is None:
            continue
        for table in reader.tables("word"):
            _read(table, vocabulary, found)
        reader.finish()
    return replace(vocabulary, words=MappingProxyType(found))


def _read(table: Reader, vocabulary: Vocabulary, found: dict[str, ReportWord]) -> None:
    names, hint = table.texts("words"), table.text("hint", "")
    means = _means(table.table("means"), vocabulary)
    if not means and not hint:
        table.problem("means", "is missing", "say what the word means, or in hint what to write")
    for name in names:
        if vocabulary.canonical(name) is not None or name in found:
            table.problem("words", f"{name!r} is taken already", "one word, one meaning")
        else:
            found[name] = ReportWord(means, hint)
    table.finish()


def _means(table: Reader | None, vocabulary: Vocabulary) -> tuple[tuple[str, Value], ...]:
    found: list[tuple[str, Value]] = []
    if table is None:
        return ()
    for id in table.keys:
        field, raw = vocabulary.fields.get(id), table.raw(id)
        if field is None or field.worked_out or field.levels:
            near = nearest_hint(id, list(vocabulary.fields))
            table.problem(id, "is no finding that can be entered without a level", near)
            continue
        try:
            found.append((id, from_json(field, raw)))
        except ValueError as error:
            table.problem(id, str(error))
    table.finish()
    return tuple(found)
