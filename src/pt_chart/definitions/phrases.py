"""Reads forms/phrases: the words of handouts, cards and letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pt_chart.clinical.problems import Problem
from pt_chart.clinical.program.library import OWN_LANGUAGE
from pt_chart.clinical.program.phrases import (
    GENERAL,
    LOGS,
    REQUIRED_LISTS,
    REQUIRED_TEXTS,
    Advice,
    AskedWords,
    ConditionStory,
    CourseEntry,
    EmergencyWords,
    ExamRow,
    LetterRows,
    Phrases,
    SymptomWord,
    WarningBlock,
)
from pt_chart.definitions.toml_reader import Reader, read_toml

FILES = (
    *("handout", "stories", "emergencies", "emergencies_beyond_the_spine"),
    *("emergencies_of_many_signs", "letters", "reasons", "readability"),
)
SIDE_WORDS = ("your_side", "your_other_side", "each_side", "side", "other_side")
"""What the shipped exercises and pictures may hold in braces."""

T = TypeVar("T")


def read_phrases(folder: Path, problems: list[Problem]) -> Phrases:
    """The phrases in the library's own language (`translations` reads the others).

    A missing sentence is a problem, so that no handout can meet a gap.
    """
    language = OWN_LANGUAGE
    named = [(folder / f"{name}.toml", name) for name in FILES]
    files = {
        name: reader
        for path, name in named
        if (reader := read_toml(path, problems, f"phrases/{path.name}")) is not None
    }
    texts: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    for reader in files.values():
        if reader.text("language") != language:
            reader.problem("language", f"is not {language!r}", f'write language = "{language}"')
        texts.update(dotted_texts(reader))
        lists.update(dotted_lists(reader))
    found = _phrases(language, list(files.values()), texts, lists)
    if len(files) == len(FILES):
        _check(found, files)
    for reader in files.values():
        reader.finish()
    return found


def _phrases(
    language: str, files: list[Reader], texts: dict[str, str], lists: dict[str, tuple[str, ...]]
) -> Phrases:
    return Phrases(
        language=language,
        stories=_by_id(files, "story", "condition", _story),
        warnings=_by_id(files, "warning", "id", _warning),
        advice=_by_id(files, "advice", "id", _advice),
        symptoms=_by_id(files, "symptom", "id", _symptom),
        places=tuple(_each(files, "place", _place)),
        emergencies=_by_id(files, "emergency", "id", _emergency),
        examined=tuple(_each(files, "examined", _exam_row)),
        letters=tuple(_each(files, "letter_for", _letter_rows)),
        texts=MappingProxyType(texts),
        lists=MappingProxyType(lists),
    )


def _each(files: list[Reader], key: str, make: Callable[[Reader], T]) -> Iterator[T]:
    for reader in files:
        for table in reader.tables(key):
            yield make(table)
            table.finish()


def _by_id(
    files: list[Reader], key: str, name: str, make: Callable[[Reader], T]
) -> MappingProxyType[str, T]:
    found: dict[str, T] = {}
    for reader in files:
        for table in reader.tables(key):
            id = table.text(name)
            if id in found:
                table.problem(name, f"{id!r} stands twice", "give each its own id")
            found[id] = make(table)
            table.finish()
    return MappingProxyType(found)


def dotted_texts(reader: Reader, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text below the tables of a file with its dotted key; lists of tables are not texts.

    Blanks at either end are kept: some phrases are glued to others.
    """
    for key in reader.keys:
        name = f"{path}.{key}" if path else key
        value = reader.raw(key)
        if isinstance(value, dict):
            yield from dotted_texts(reader.sub(key, value), name)
        elif isinstance(value, str):
            yield name, value


def dotted_lists(reader: Reader, path: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every list of texts below the tables of a file with its dotted key."""
    for key in reader.keys:
        name = f"{path}.{key}" if path else key
        value = reader.raw(key)
        if isinstance(value, dict):
            yield from dotted_lists(reader.sub(key, value), name)
        elif isinstance(value, list) and all(isinstance(item, str) for item in value):
            yield name, reader.texts(key)


def _story(table: Reader) -> ConditionStory:
    course = tuple(_course(entry) for entry in table.tables("course"))
    return ConditionStory(
        condition=table.text("condition"),
        title=table.text("title"),
        main_message=table.text("main_message"),
        going_on=table.texts("going_on"),
        expect=table.texts("expect"),
        course=course,
        warning=table.text("warning"),
        log=table.option("log", LOGS),
        known=table.texts("known") if "known" in table else (),
        advice=table.texts("advice"),
        first=table.texts("first"),
    )


def _course(table: Reader) -> CourseEntry:
    verified = table.option("verified", ("page read", "no"))
    entry = CourseEntry(table.text("text"), table.text("source"), verified)
    if not entry.source:
        table.problem("source", "a likely course needs its source", "cite it or leave it out")
    table.finish()
    return entry


def _warning(table: Reader) -> WarningBlock:
    return WarningBlock(
        id=table.text("id"),
        grade=table.option("grade", ("full", "call")),
        lead=table.text("lead"),
        signs=table.texts("signs"),
        same_day=table.text("same_day"),
    )


def _advice(table: Reader) -> Advice:
    words = (table.text(key) for key in ("id", "topic", "heading", "text"))
    return Advice(*words)


def _symptom(table: Reader) -> SymptomWord:
    table.text("id")
    plural = table.flag("plural", default=False)
    return SymptomWord(table.text("words"), plural, table.texts("findings"))


def _place(table: Reader) -> tuple[str, str]:
    return table.text("part"), table.text("words")


def _emergency(table: Reader) -> EmergencyWords:
    asked = []
    for row in table.tables("asked"):
        words = (row.text("finding"), row.text("card"), row.text("desk", ""), row.text("letter"))
        asked.append(AskedWords(*words))
        row.finish()
    return EmergencyWords(
        id=table.text("id"),
        flags=table.texts("flags"),
        conditions=table.texts("conditions"),
        suspicion=table.text("suspicion"),
        request=table.text("request"),
        why=table.texts("why"),
        desk=table.text("desk"),
        asked=tuple(asked),
        ambulance=table.texts("ambulance"),
        lead=table.text("lead", ""),
        also=table.texts("also") if "also" in table else (),
        calm=table.text("calm", ""),
    )


def _exam_row(table: Reader) -> ExamRow:
    return ExamRow(
        finding=table.text("finding"),
        words=table.text("words"),
        level=table.text("level", ""),
        always=table.flag("always", default=False),
    )


def _letter_rows(table: Reader) -> LetterRows:
    return LetterRows(
        id=table.text("id"),
        flags=table.texts("flags"),
        nerve=table.flag("nerve"),
        told=tuple(_rows(table, "told")),
        asked=tuple(_rows(table, "asked")),
        examined=tuple(_rows(table, "examined")),
        fill=table.texts("fill") if "fill" in table else (),
    )


def _rows(table: Reader, key: str) -> Iterator[ExamRow]:
    for row in table.tables(key):
        yield _exam_row(row)
        row.finish()


def _check(found: Phrases, files: dict[str, Reader]) -> None:
    """Note what a handout would miss."""
    sides = (f"side.{side}.{word}" for side in ("left", "right", "both") for word in SIDE_WORDS)
    for key in (*REQUIRED_TEXTS, *sides):
        if key not in found.texts:
            files["handout"].problem(key, "is missing", "add the text")
    for key in REQUIRED_LISTS:
        if key not in found.lists:
            files["emergencies"].problem(key, "is missing", "add the list")
    if GENERAL not in found.stories:
        files["stories"].problem(
            "story", f"{GENERAL!r} is missing", "add the story without a cause"
        )
    if GENERAL not in found.emergencies:
        files["emergencies"].problem("emergency", f"{GENERAL!r} is missing", "add it")
    for story in found.stories.values():
        _check_story(story, found, files["stories"])


def _check_story(story: ConditionStory, found: Phrases, stories: Reader) -> None:
    place = f"story ({story.condition})"
    if story.warning not in found.warnings:
        stories.problem(place, f"{story.warning!r} is no warning", "see [[warning]]")
    for name in story.advice:
        if name not in found.advice:
            stories.problem(place, f"{name!r} is no advice", "see [[advice]]")
    for name in story.expect:
        if f"expect.{name}" not in found.texts:
            stories.problem(place, f"{name!r} is not under [expect]", "see handout.toml")
