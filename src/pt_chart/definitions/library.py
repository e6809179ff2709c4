"""Reads forms/exercises and forms/safety into the exercise library."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pt_chart.clinical.criteria import Any, Untested
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.problems import Problem
from pt_chart.clinical.program import dosing, safety, sidewords
from pt_chart.clinical.program.dosage import Dose
from pt_chart.clinical.program.library import (
    PROPERTIES,
    DoseLimits,
    Exercise,
    ExerciseKind,
    ExerciseLibrary,
    SafetyRule,
    StopRule,
    TrafficLight,
    patient_texts,
)
from pt_chart.clinical.program.read_words import Background, OwnWords
from pt_chart.clinical.program.whole_chart import flagged, until_cleared
from pt_chart.definitions.criteria_reader import read_criterion
from pt_chart.definitions.exercise_rules import read_light, read_own_words, read_stop_rule
from pt_chart.definitions.packs import read_packs
from pt_chart.definitions.phrases import SIDE_WORDS, read_phrases
from pt_chart.definitions.toml_reader import Reader, nearest_hint, read_toml
from pt_chart.definitions.translations import Languages

DOSE_KEYS = tuple(part.name for part in fields(Dose))
POSITIONS = (
    "supine",
    "prone",
    "side_lying",
    "sitting",
    "standing",
    "kneeling",
    "hands_and_knees",
    "any",
)
_VERIFIED = ("seed", "page read", "no")

T = TypeVar("T", Exercise, SafetyRule, StopRule, TrafficLight)


def read_library(
    folders: Sequence[Path],
    vocabulary: Vocabulary | None,
    problems: list[Problem],
) -> ExerciseLibrary:
    """The exercise library of one or more forms folders; what is wrong goes to ``problems``.

    The first folder is the shipped one and brings the phrases. A later folder may add exercises
    and rules but never replace one: an id that is taken is a problem. Without a vocabulary the
    findings that rules speak of are not checked.
    """
    exercises: dict[str, Exercise] = {}
    rules: dict[str, SafetyRule] = {}
    stop_rules: dict[str, StopRule] = {}
    lights: dict[str, TrafficLight] = {}
    background: list[Background] = []
    own_words: list[OwnWords] = []
    own = list(_readers(folders[0], problems))
    readers = [*own, *(one for folder in folders[1:] for one in _readers(folder, problems))]
    for reader in readers:
        reader.whole("version")
        for table in reader.tables("stop_rule"):
            _keep(stop_rules, read_stop_rule(table), table)
        for table in reader.tables("traffic"):
            _keep(lights, read_light(table), table)
        for table in reader.tables("rule"):
            _keep(rules, _rule(table, vocabulary), table)
        background.extend(_background(table, vocabulary) for table in reader.tables("background"))
        own_words.extend(read_own_words(table) for table in reader.tables("own_words"))
    for reader in readers:
        for table in reader.tables("exercise"):
            _keep(exercises, _exercise(table, rules, stop_rules, lights, vocabulary), table)
        reader.finish()
    _check_links(readers, exercises)
    exercises = _linked_both_ways(exercises)
    problems.extend(
        Problem("safety/", f"rule {id!r} is missing", "add it")
        for id in safety.REQUIRED_RULES
        if id not in rules
    )
    phrases = read_phrases(folders[0] / "phrases", problems)
    problems.extend(
        Problem("phrases/stories.toml", f"{id!r} is no exercise", nearest_hint(id, exercises))
        for story in phrases.stories.values()
        for id in story.first
        if id not in exercises
    )
    library = ExerciseLibrary(
        MappingProxyType(exercises),
        MappingProxyType(rules),
        MappingProxyType(stop_rules),
        phrases,
        _version(folders),
        vocabulary or Vocabulary(MappingProxyType({})),
        background=tuple(background),
        own_words=tuple(own_words),
        packs=read_packs(folders, exercises, problems),
    )
    shipped = replace(
        library,
        exercises=_named(exercises, _ids(own, "exercise")),
        rules=_named(rules, _ids(own, "rule")),
    )
    languages = Languages(folders[0], shipped)
    names = MappingProxyType({**library.language_names, **languages.names})
    return replace(library, translations=languages, language_names=names)


def _readers(forms: Path, problems: list[Problem]) -> Iterator[Reader]:
    for folder in ("safety", "exercises"):
        for path in sorted((forms / folder).glob("*.toml")):
            reader = read_toml(path, problems, f"{folder}/{path.name}")
            if reader is not None:
                yield reader


def _ids(readers: Sequence[Reader], key: str) -> frozenset[str]:
    return frozenset(table.text("id") for one in readers for table in one.tables(key))


def _named(known: dict[str, T], ids: frozenset[str]) -> MappingProxyType[str, T]:
    return MappingProxyType({id: one for id, one in known.items() if id in ids})


def _version(folders: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    paths = [folder / part for folder in folders for part in ("exercises", "safety")]
    for path in [file for part in paths for file in sorted(part.glob("*.toml"))]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def _keep(found: dict[str, T], one: T, table: Reader) -> None:
    if one.id in found:
        table.problem("id", f"{one.id!r} stands twice", "give each its own id")
    elif one.id:
        found[one.id] = one
    table.finish()


def _rule(table: Reader, vocabulary: Vocabulary | None) -> SafetyRule:
    flags, urgent = table.texts("flags"), table.texts("urgent_flags")
    if "when" not in table and not flags:
        table.problem("when", "is missing", "say when the rule applies")
    # A rule whose condition cannot be read must not fall silent: it then always applies.
    when = read_criterion(table, "when", vocabulary) or Untested("unreadable")
    if flags and "when" not in table:
        when = Any(())
    cleared_by = _finding(table, "cleared_by", vocabulary)
    return SafetyRule(
        id=table.text("id"),
        title=table.text("title"),
        effect=table.option("effect", ("block", "caution"), "block"),
        when=until_cleared(flagged(when, flags, urgent), cleared_by),
        flags=flags,
        urgent_flags=urgent,
        cleared_by=cleared_by,
        clinician=table.text("clinician"),
        patient=table.text("patient", ""),
        exercises=table.texts("exercises"),
        kinds=_kinds(table),
        properties=_known(table, "properties", PROPERTIES),
        all_but=_known(table, "all_but", PROPERTIES),
        firm=table.flag("firm", default=False),
        everything=table.flag("everything", default=False),
        instead=table.texts("instead"),
        source=table.text("source"),
        verified=table.option("verified", _VERIFIED, "no"),
    )


def _background(table: Reader, vocabulary: Vocabulary | None) -> Background:
    words = tuple(word.lower() for word in table.texts("words"))
    found = Background(table.text("finding"), words, table.texts("whole"))
    if vocabulary is not None and found.finding not in vocabulary.fields:
        near = ", ".join(vocabulary.nearest(found.finding))
        table.problem("finding", f"{found.finding!r} is not a finding", near)
    if not found.words:
        table.problem("words", "is empty", "say what the finding is called")
    table.finish()
    return found


def _kinds(table: Reader) -> tuple[ExerciseKind, ...]:
    known = [kind.value for kind in ExerciseKind]
    found = []
    for word in table.texts("kinds"):
        if word in known:
            found.append(ExerciseKind(word))
        else:
            table.problem("kinds", f"{word!r} is not a kind", nearest_hint(word, known))
    return tuple(found)


def _exercise(
    table: Reader,
    rules: dict[str, SafetyRule],
    stop_rules: dict[str, StopRule],
    lights: dict[str, TrafficLight],
    vocabulary: Vocabulary | None,
) -> Exercise:
    exercise = Exercise(
        id=table.text("id"),
        name=table.text("name"),
        patient_name=table.text("patient_name"),
        kind=table.member("kind", ExerciseKind) or ExerciseKind.SELF_CARE,
        target=table.text("target"),
        purpose=table.text("purpose"),
        position=table.option("position", POSITIONS),
        steps=table.texts("steps"),
        dose=_dose(table),
        limits=_limits(table),
        dose_source=table.text("dose_source"),
        dose_verified=table.option("dose_verified", _VERIFIED, "no"),
        sided=table.flag("sided"),
        indications=table.texts("indications"),
        also=table.texts("also"),
        cautions=_known(table, "cautions", rules),
        stop_rules=_known(table, "stop_rules", stop_rules),
        traffic=_own_light(table, lights),
        may_feel=table.text("may_feel"),
        too_sore=table.text("too_sore"),
        too_easy=table.text("too_easy"),
        harder=table.texts("harder"),
        easier=table.texts("easier"),
        equipment=table.texts("equipment"),
        evidence_note=table.text("evidence_note", ""),
        evidence_verified=table.option("evidence_verified", ("page read", "no", ""), ""),
        figure=table.text("figure", ""),
        seeds=table.texts("seeds"),
        load=table.text("load", ""),
        brief=table.texts("brief"),
        offer_when=read_criterion(table, "offer_when", vocabulary),
        side_from=_finding(table, "side_from", vocabulary),
        properties=_known(table, "properties", PROPERTIES),
        sore_leads_to=table.text("sore_leads_to", ""),
        easy_leads_to=table.text("easy_leads_to", ""),
    )
    _check_words(table, exercise)
    for trouble in dosing.problems(exercise, exercise.dose):
        table.problem("dose", trouble)
    return exercise


def _known(table: Reader, key: str, known: Collection[str]) -> tuple[str, ...]:
    for name in table.texts(key):
        if name not in known:
            table.problem(key, f"{name!r} is not known", nearest_hint(name, known))
    return tuple(name for name in table.texts(key) if name in known)


def _own_light(table: Reader, lights: dict[str, TrafficLight]) -> TrafficLight:
    name = table.option("traffic", lights, "") if "traffic" in table else ""
    return lights.get(name, TrafficLight())


def _finding(table: Reader, key: str, vocabulary: Vocabulary | None) -> str:
    """The id of a finding that an entry names, "" where it names none."""
    name = table.text(key, "")
    if not name or vocabulary is None:
        return name
    id = vocabulary.canonical(name)
    if id is None:
        table.problem(key, f"{name!r} is not a finding", ", ".join(vocabulary.nearest(name)))
    return id or ""


def _dose(table: Reader) -> Dose:
    below = table.table("dose")
    if below is None:
        table.problem("dose", "is missing", "add dose = { sets = 1, reps = 10 } or {}")
        return Dose()
    dose = Dose(**{key: below.optional_whole(key) for key in DOSE_KEYS})
    below.finish()
    return dose


def _limits(table: Reader) -> DoseLimits:
    below = table.table("limits")
    if below is None:
        table.problem("limits", "is missing", "add limits = { reps = [5, 15] } or {}")
        return DoseLimits(Dose(), Dose())
    low: dict[str, int] = {}
    high: dict[str, int] = {}
    for key in DOSE_KEYS:
        pair = below.raw(key)
        if pair is None:
            continue
        ends = _range(pair)
        if ends:
            low[key], high[key] = ends
        else:
            below.problem(key, f"{pair!r} is not a range", "write [lowest, highest]")
    below.finish()
    return DoseLimits(Dose(**low), Dose(**high))


def _range(pair: object) -> tuple[int, int] | None:
    if not isinstance(pair, list) or len(pair) != 2:
        return None
    ends = [end for end in pair if isinstance(end, int) and not isinstance(end, bool)]
    return (ends[0], ends[1]) if len(ends) == 2 and 0 <= ends[0] <= ends[1] else None


def _check_words(table: Reader, exercise: Exercise) -> None:
    if not exercise.steps:
        table.problem("steps", "is empty", "say what to do, one action a step")
    for text in patient_texts(exercise):
        for word in sidewords.tokens(text):
            if word not in SIDE_WORDS:
                hint = nearest_hint(word, SIDE_WORDS)
                table.problem("", f"{{{word}}} in {text!r} is not a side word", hint)
            elif not exercise.sided:
                table.problem("", f"{text!r} names a side", "say sided = true or leave it out")


def _linked_both_ways(exercises: dict[str, Exercise]) -> dict[str, Exercise]:
    """What is harder than one exercise has that one among its easier ones, after its own links."""
    easier = {id: list(one.easier) for id, one in exercises.items()}
    harder = {id: list(one.harder) for id, one in exercises.items()}
    for id, one in exercises.items():
        for links, back in ((one.harder, easier), (one.easier, harder)):
            for other in links:
                if other in back and id not in back[other]:
                    back[other].append(id)
    return {
        id: replace(one, easier=tuple(easier[id]), harder=tuple(harder[id]))
        for id, one in exercises.items()
    }


def _check_links(readers: list[Reader], exercises: dict[str, Exercise]) -> None:
    for reader in readers:
        for table in reader.tables("exercise"):
            for key in ("easier", "harder"):
                _known(table, key, exercises)
            for key in ("sore_leads_to", "easy_leads_to"):
                if table.text(key, ""):
                    table.option(key, tuple(exercises), "")
        for table in reader.tables("rule"):
            for key in ("exercises", "instead"):
                _known(table, key, exercises)
