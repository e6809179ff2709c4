"""Reads forms/languages/<tag>: the patient texts of the library in another language.

Every patient text of the shipped library needs its counterpart; one that is missing, names another
number of steps or an unknown side word is a problem, so that no handout mixes two languages. ``of``
marks the English text that an exercise or a picture's words were made from (`source_mark`);
questions of the intake stand by their English ones.
What only clinicians read (reasons, letters) stays in the library's own language.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pt_chart.clinical.problems import Problem
from pt_chart.clinical.program.library import (
    ExerciseLibrary,
    ExerciseWords,
    FrameWords,
    StopRule,
    TrafficLight,
    Translation,
)
from pt_chart.clinical.program.phrases import (
    CLINICIAN_TEXTS,
    PATIENT_LISTS,
    PATIENT_TEXTS,
    Advice,
    AskedWords,
    ConditionStory,
    EmergencyWords,
    Phrases,
    SymptomWord,
    WarningBlock,
)
from pt_chart.definitions.exercise_rules import read_light, read_stop_rule
from pt_chart.definitions.phrases import dotted_lists, dotted_texts
from pt_chart.definitions.toml_reader import Reader, read_toml
from pt_chart.definitions.translation_checks import Notes, check_exercises, check_frames

FOLDER = "languages"
NAME_FILE = "language.toml"

T = TypeVar("T")


@dataclass
class _Found:
    """What the files of one language held, by kind and id."""

    texts: dict[str, str] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    stories: dict[str, Reader] = field(default_factory=dict)
    warnings: dict[str, Reader] = field(default_factory=dict)
    advice: dict[str, Reader] = field(default_factory=dict)
    symptoms: dict[str, SymptomWord] = field(default_factory=dict)
    places: list[tuple[str, str]] = field(default_factory=list)
    emergencies: dict[str, Reader] = field(default_factory=dict)
    exercises: dict[str, ExerciseWords] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)
    stop_rules: dict[str, StopRule] = field(default_factory=dict)
    lights: dict[str, TrafficLight] = field(default_factory=dict)
    flags: dict[str, str] = field(default_factory=dict)
    frames: dict[str, FrameWords] = field(default_factory=dict)
    legends: dict[str, str] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)


class BrokenLanguage(ValueError):
    """A language cannot be used; the message holds every problem of its files."""


class Languages(Mapping[str, Translation]):
    """The languages below forms/languages by tag, each read when it is first asked for.

    ``names`` are their own names; ``library`` holds the shipped texts, to be told whole.
    """

    def __init__(self, forms: Path, library: ExerciseLibrary) -> None:
        folders = sorted(path for path in (forms / FOLDER).glob("*") if path.is_dir())
        self._folders = {folder.name: folder for folder in folders}
        self._library = library
        self.names = {tag: _name(folder) for tag, folder in self._folders.items()}
        self._read: dict[str, Translation] = {}

    def __getitem__(self, language: str) -> Translation:
        """The words in a language.

        Raises:
            KeyError: there is no such language.
            BrokenLanguage: its files do not hold every text.
        """
        if language not in self._read:
            problems: list[Problem] = []
            found = _translation(self._folders[language], self._library, problems)
            if problems:
                raise BrokenLanguage("\n".join(str(problem) for problem in problems))
            self._read[language] = found
        return self._read[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._folders)

    def __len__(self) -> int:
        return len(self._folders)

    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong with the files of every language."""
        problems: list[Problem] = []
        for folder in self._folders.values():
            _translation(folder, self._library, problems)
        return tuple(problems)


def _name(folder: Path) -> str:
    """The language's own name, from the one short file that is always read."""
    reader = read_toml(folder / NAME_FILE, [])
    name = reader.raw("own_name") if reader is not None else None
    return name if isinstance(name, str) else folder.name


def _translation(folder: Path, library: ExerciseLibrary, problems: list[Problem]) -> Translation:
    language, found = folder.name, _Found()
    digest = hashlib.sha256()
    readers = []
    for path in sorted(folder.glob("*.toml")):
        digest.update(path.read_bytes())
        reader = read_toml(path, problems, f"{FOLDER}/{language}/{path.name}")
        if reader is not None:
            readers.append(reader)
            if reader.text("language") != language:
                reader.problem("language", f"is not {language!r}", f'write language = "{language}"')
            _gather(reader, found)
    phrases = _phrases(language, found, library.phrases)
    note = Notes(f"{FOLDER}/{language}/", problems)
    _check_phrases(found, library.phrases, note)
    _check_words(found, library, phrases, note)
    for reader in readers:
        reader.finish()
    return Translation(
        language=language,
        name=found.texts.get("own_name", language),
        phrases=phrases,
        exercises=MappingProxyType(found.exercises),
        rules=MappingProxyType(found.rules),
        stop_rules=MappingProxyType(found.stop_rules),
        lights=MappingProxyType(found.lights),
        flags=MappingProxyType(found.flags),
        frames=MappingProxyType(found.frames),
        legends=MappingProxyType(found.legends),
        questions=MappingProxyType(found.questions),
        digest=digest.hexdigest(),
    )


def _gather(reader: Reader, found: _Found) -> None:
    found.texts.update(dotted_texts(reader))
    found.lists.update(dotted_lists(reader))
    _keep(reader, "story", "condition", found.stories, lambda table: table)
    _keep(reader, "warning", "id", found.warnings, lambda table: table)
    _keep(reader, "advice", "id", found.advice, lambda table: table)
    _keep(reader, "symptom", "id", found.symptoms, _symptom)
    _keep(reader, "emergency", "id", found.emergencies, lambda table: table)
    for table in reader.tables("exercise"):
        found.sources[table.text("id")] = table.text("of")
    _keep(reader, "exercise", "id", found.exercises, _exercise)
    _keep(reader, "rule", "id", found.rules, _patient)
    _keep(reader, "stop_rule", "id", found.stop_rules, read_stop_rule)
    _keep(reader, "light", "id", found.lights, read_light)
    _keep(reader, "flag", "english", found.flags, _patient)
    _keep(reader, "frame", "id", found.frames, _frame)
    _keep(reader, "legend", "english", found.legends, lambda table: table.text("words"))
    _keep(reader, "question", "english", found.questions, lambda table: table.text("words"))
    for table in reader.tables("place"):
        found.places.append((table.text("part"), table.text("words")))
        table.finish()


def _keep(
    reader: Reader, key: str, name: str, into: dict[str, T], make: Callable[[Reader], T]
) -> None:
    for table in reader.tables(key):
        id = table.text(name)
        if id in into:
            table.problem(name, f"{id!r} stands twice", "give each its own id")
        into[id] = made = make(table)
        if made is not table:
            table.finish()


def _patient(table: Reader) -> str:
    return table.text("patient")


def _symptom(table: Reader) -> SymptomWord:
    return SymptomWord(table.text("words"), table.flag("plural", default=False), ())


def _frame(table: Reader) -> FrameWords:
    table.text("of")
    return FrameWords(table.text("caption"), table.text("alt"))


def _exercise(table: Reader) -> ExerciseWords:
    table.text("of")
    return ExerciseWords(
        patient_name=table.text("name"),
        purpose=table.text("purpose"),
        steps=table.texts("steps"),
        may_feel=table.text("may_feel"),
        too_sore=table.text("too_sore"),
        too_easy=table.text("too_easy"),
        brief=table.texts("brief"),
    )


def _phrases(language: str, found: _Found, own: Phrases) -> Phrases:
    """The library's phrases with the patient's words replaced; ids and findings stay."""
    clinician = {key: own.texts[key] for key in CLINICIAN_TEXTS if key in own.texts}
    return Phrases(
        language=language,
        stories=_each(own.stories, found.stories, _story),
        warnings=_each(own.warnings, found.warnings, _warning),
        advice=_each(own.advice, found.advice, _advice),
        symptoms=MappingProxyType(
            {
                id: replace(found.symptoms[id], findings=word.findings)
                for id, word in own.symptoms.items()
                if id in found.symptoms
            }
        ),
        places=tuple(found.places),
        emergencies=_each(own.emergencies, found.emergencies, _emergency),
        examined=own.examined,
        letters=own.letters,
        texts=MappingProxyType({**clinician, **found.texts}),
        lists=MappingProxyType({**own.lists, **found.lists}),
    )


def _each(
    own: Mapping[str, T], found: Mapping[str, Reader], say: Callable[[T, Reader], T]
) -> MappingProxyType[str, T]:
    said = {}
    for id, one in own.items():
        table = found.get(id)
        said[id] = one if table is None else say(one, table)
        if table is not None:
            table.finish()
    return MappingProxyType(said)


def _story(own: ConditionStory, table: Reader) -> ConditionStory:
    course = table.texts("course") if "course" in table else ()
    if len(course) != len(own.course):
        table.problem("course", f"holds {len(course)} sentences, not {len(own.course)}", "")
    return replace(
        own,
        title=table.text("title"),
        main_message=table.text("main_message"),
        going_on=table.texts("going_on"),
        course=tuple(
            replace(entry, text=text) for entry, text in zip(own.course, course, strict=False)
        ),
    )


def _warning(own: WarningBlock, table: Reader) -> WarningBlock:
    signs = table.texts("signs")
    if len(signs) != len(own.signs):
        table.problem("signs", f"holds {len(signs)} signs, not {len(own.signs)}", "tell each")
    return replace(own, lead=table.text("lead"), signs=signs, same_day=table.text("same_day"))


def _advice(own: Advice, table: Reader) -> Advice:
    return replace(own, heading=table.text("heading"), text=table.text("text"))


def _emergency(own: EmergencyWords, table: Reader) -> EmergencyWords:
    rows = {}
    for row in table.tables("asked"):
        rows[row.text("finding")] = (row.text("card"), row.text("desk", ""))
        row.finish()
    asked = []
    for known in own.asked:
        card, desk = rows.pop(known.finding, ("", ""))
        if not card or bool(desk) is not bool(known.desk):
            table.problem("asked", f"{known.finding!r} is not told in full", "add card and desk")
        asked.append(AskedWords(known.finding, card, desk, known.letter))
    for finding in rows:
        table.problem("asked", f"{finding!r} is not asked", "leave it out")
    signs = table.texts("ambulance") if "ambulance" in table else ()
    if len(signs) != len(own.ambulance):
        table.problem("ambulance", f"holds {len(signs)} signs, not {len(own.ambulance)}", "")
    lead = table.text("lead") if own.lead else ""
    told = replace(own, why=table.texts("why"), desk=table.text("desk"), asked=tuple(asked))
    return replace(told, ambulance=signs, lead=lead)


def _check_phrases(found: _Found, own: Phrases, note: Notes) -> None:
    note.missing("text", (*PATIENT_TEXTS, "own_name"), found.texts)
    note.missing("list", PATIENT_LISTS, found.lists)
    pairs: tuple[tuple[str, Mapping[str, object], Mapping[str, object]], ...] = (
        ("story", own.stories, found.stories),
        ("warning", own.warnings, found.warnings),
        ("advice", own.advice, found.advice),
        ("symptom", own.symptoms, found.symptoms),
        ("emergency", own.emergencies, found.emergencies),
    )
    for kind, wanted, have in pairs:
        note.missing(kind, wanted, have)
        note.unknown(kind, have, wanted)
    note.missing("place", (part for part, _ in own.places), (part for part, _ in found.places))


def _check_words(found: _Found, library: ExerciseLibrary, phrases: Phrases, note: Notes) -> None:
    rules = {id: rule for id, rule in library.rules.items() if rule.patient}
    lights = {one.traffic.id for one in library.exercises.values() if one.traffic.id}
    pairs: tuple[tuple[str, Iterable[str], Mapping[str, object]], ...] = (
        ("exercise", library.exercises, found.exercises),
        ("rule", rules, found.rules),
        ("stop rule", library.stop_rules, found.stop_rules),
        ("traffic light", lights, found.lights),
    )
    for kind, wanted, have in pairs:
        note.missing(kind, wanted, have)
    note.unknown("exercise", found.exercises, library.exercises)
    note.unknown("rule", found.rules, library.rules)
    known = frozenset(phrases.side_words)
    check_exercises(found.exercises, found.sources, library.exercises, known, note)
    check_frames(found.frames, known, note)
