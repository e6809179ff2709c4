"""The facts that safety rules judge: findings, and what precautions, medicines and flags say.

And the other way round: the answers of visits that are precautions, told where paper names those.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from pt_chart.clinical.criteria import All, Any, Criterion, Test, Untested
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.program.library import ExerciseLibrary
from pt_chart.clinical.program.read_words import Background
from pt_chart.clinical.reasoning.results import RaisedFlag, Tier
from pt_chart.clinical.visit import Visit
from pt_chart.clinical.wording import place_words

FLAG = "flag:"
"""Begins the key of a raised flag among the facts."""

URGENT = "urgent:"
"""Begins the key of a flag that is raised as urgent or worse."""

MEDICINES = "medicines"
"""The card of the history that asks about medicines."""

RAISED = (FLAG, URGENT)
"""How keys of facts begin that are flags and nobody enters."""

_DENIES = re.compile(
    r"(?:^|\s)(?:no|not|none|never|denies|denied|without|negative for|rules? out|ruled out"
    r"|sin|niega)"
    r"\s+(?:(?:known|history of|hx of|h/o|any|evidence of|signs? of|prior|previous|recent|takes|on"
    r"|right|left|old|current|has|have|had)\s+)*"
    r"(?:[^\W\d]+(?:\s[^\W\d]+)?\s+(?:or|nor|o|ni)\s+)*(?P<other>[^\W\d]+\s+)?$"
)
"""What denies a condition: it stands directly before it, a word or an "or" between at most."""

_DONE = re.compile(
    r"ing$|^(?:heat|ice|cold|weight|impact|load|lift|stretch|flexion|extension|rotation)"
)
"""A word that says what not to do: "no running, ..." denies no condition."""

_CLAUSE = re.compile(r"[,;:.()\[\]\n–—]|\s-\s")


def with_flags(facts: Facts, flags: Iterable[RaisedFlag]) -> Facts:
    """The facts with every raised flag as a fact of its own, once more where it is urgent."""
    raised: dict[FindingKey, Value] = {}
    for flag in flags:
        raised[FindingKey(f"{FLAG}{flag.id}")] = True
        if flag.tier.rank <= Tier.URGENT.rank:
            raised[FindingKey(f"{URGENT}{flag.id}")] = True
    return facts.with_values(raised) if raised else facts


def flagged(when: Criterion, flags: tuple[str, ...], urgent: tuple[str, ...] = ()) -> Criterion:
    """The condition that also holds while one of the flags is raised, or raised as urgent."""
    keys = (*(f"{FLAG}{id}" for id in flags), *(f"{URGENT}{id}" for id in urgent))
    return Any((when, *map(Test, keys))) if keys else when


def until_cleared(when: Criterion, cleared_by: str) -> Criterion:
    """The condition that holds no more once a finding is answered yes; "" = nothing lifts it."""
    if not cleared_by:
        return when
    return All((when, Any((Untested(cleared_by), Test(cleared_by, equals=False)))))


def with_background(
    facts: Facts, patient: Patient | None, episode: Episode | None, library: ExerciseLibrary
) -> Facts:
    """The facts with what recorded alerts, precautions and medicines tell.

    A finding that was asked in the visit keeps its answer, yes or no.
    """
    told = _texts(patient, episode)
    found: dict[FindingKey, Value] = {
        FindingKey(one.finding): True
        for one in library.background
        if not facts.recorded(one.finding) and any(_says(text, one) for text in told)
    }
    return facts.with_values(found) if found else facts


def medicines_told(
    episode: Episode, library: ExerciseLibrary, vocabulary: Vocabulary
) -> Mapping[str, str]:
    """The questions about medicines that those of the episode answer: finding, and which one."""
    found: dict[str, str] = {}
    for one in library.background:
        field = vocabulary.fields.get(one.finding)
        if field is None or field.card != MEDICINES:
            continue
        for medicine in episode.medicines:
            if _says(f"{medicine.name} {medicine.trigger}", one):
                found.setdefault(one.finding, medicine.name)
    return found


def charted_precautions(
    visits: Sequence[Visit],
    patient: Patient | None,
    episode: Episode | None,
    *,
    vocabulary: Vocabulary,
    library: ExerciseLibrary,
) -> tuple[str, ...]:
    """What answers say of the findings that recorded precautions stand for, in words with sides.

    ``visits`` are oldest first; of each finding the newest answer counts, and one of an earlier
    day than the last visit names its day. What a recorded alert, precaution or medicine says
    already is left out.
    """
    known = _texts(patient, episode)
    found = []
    for one in library.background:
        field = vocabulary.fields.get(one.finding)
        if field is None or any(_says(text, one) for text in known):
            continue
        for key, day in _newest_yes(visits, one.finding).items():
            when = "" if day == visits[-1].date else f" ({date_words(day)})"
            found.append(f"{place_words(field, key)}{when}")
    return tuple(found)


def _newest_yes(visits: Sequence[Visit], finding: str) -> Mapping[FindingKey, date]:
    """The keys of a finding whose newest answer is yes, each with its day."""
    newest: dict[FindingKey, tuple[bool, date]] = {}
    for visit in visits:
        for key, answer in visit.answers.items():
            if key.id == finding and isinstance(answer.value, bool):
                newest[key] = (answer.value, visit.date)
    return {key: day for key, (yes, day) in newest.items() if yes}


def _texts(patient: Patient | None, episode: Episode | None) -> tuple[str, ...]:
    alerts = patient.alerts if patient is not None else ()
    if episode is None:
        return alerts
    medicines = [f"{one.name} {one.trigger}" for one in episode.medicines]
    return (*alerts, *episode.precautions, *medicines)


def unread(
    patient: Patient | None, episode: Episode | None, library: ExerciseLibrary
) -> tuple[str, ...]:
    """Recorded alerts, precautions and medicines in which no rule reads a word.

    What is denied ("no osteoporosis") counts as read.
    """
    return tuple(
        dict.fromkeys(
            text.strip()
            for text in _texts(patient, episode)
            if text.strip() and not any(_found(text, one) for one in library.background)
        )
    )


def _says(text: str, background: Background) -> bool:
    """Whether a text names the condition and does not deny it where it stands."""
    return any(not _denied(text[:at].lower()) for at in _found(text, background))


def _found(text: str, background: Background) -> list[int]:
    """Where words of a background stand in a text."""
    patterns = (
        *(re.compile(rf"\b{re.escape(word)}", re.IGNORECASE) for word in background.words),
        *(re.compile(rf"\b{re.escape(word)}\b") for word in background.whole),
    )
    return [one.start() for pattern in patterns for one in pattern.finditer(text)]


def _denied(before: str) -> bool:
    """Whether what stands before a condition denies it, in its own clause."""
    clause = _CLAUSE.split(before)[-1]
    found = _DENIES.search(clause)
    return found is not None and not _DONE.search((found["other"] or "").strip())
