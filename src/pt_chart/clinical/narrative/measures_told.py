"""Measures and their change as sentences, thresholds and sources named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pt_chart.clinical.measures.change import Change, Verdict, change_words
from pt_chart.clinical.measures.instrument import Instrument
from pt_chart.clinical.measures.scoring import (
    MeasureAdministration,
    administrations,
    risk_words,
)
from pt_chart.clinical.measures.series import Course, courses
from pt_chart.clinical.narrative.joining import in_brackets, sentence_text
from pt_chart.clinical.narrative.note import NoteCase, Sentence
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.sides import Side
from pt_chart.clinical.values import number_words
from pt_chart.clinical.visit import VisitKind

_PAIN_PARTS = ("nprs_now", "nprs_worst")
"""Single ratings that the mean of three already tells when there is one."""


def case_courses(case: NoteCase) -> tuple[Course, ...]:
    """The courses over the episode up to the visit of the note."""
    if case.courses is not None:
        return case.courses
    return courses((*case.earlier, case.visit), case.instruments)


def measure_sentences(case: NoteCase) -> Iterator[Sentence]:
    """Each measure given in this visit: score, what is missing, or why there is no score."""
    instruments = {one.id: one for one in case.instruments}
    given = [a for a in administrations(case.visit, case.instruments) if a.visit == case.visit.id]
    whole = any(one.instrument == "nprs" and one.score is not None for one in given)
    kept = {c.instrument.id: c.latest for c in case_courses(case) if c.instrument.activities}
    for one in given:
        instrument = instruments[one.instrument]
        if _examined(instrument, case) or (whole and one.instrument in _PAIN_PARTS):
            continue
        if one.instrument == "nprs" and one.score is None:
            continue
        activities = kept.get(one.instrument, one) if instrument.activities else one
        yield Sentence(
            f"measure.{one.instrument}",
            sentence_text(_told(instrument, one, activities, case)),
            _links(instrument, case),
        )


def _examined(instrument: Instrument, case: NoteCase) -> bool:
    """Whether the examination tells the value already (angles, chair tests)."""
    fields = case.vocabulary.fields
    return bool(instrument.items) and all(
        item in fields and fields[item].section == "exam" for item in instrument.items
    )


def change_sentences(case: NoteCase) -> Iterator[Sentence]:
    """What changed since the start, and since the visit before where that is another one."""
    told = case_courses(case)
    whole = any(c.instrument.id == "nprs" and c.since_first is not None for c in told)
    for course in told:
        if course.latest.visit != case.visit.id:
            continue
        if whole and course.instrument.id in _PAIN_PARTS:
            continue
        id_ = f"change.{course.instrument.id}" + (f"@{course.side.value}" if course.side else "")
        links = _links(course.instrument, case, course.side)
        if course.refusal:
            yield Sentence(
                id_, sentence_text(f"{course.instrument.short}: {course.refusal}"), links
            )
            continue
        for number, words in enumerate(_changes(course, case)):
            yield Sentence(id_ if not number else f"{id_}.start", words, links)
        for part in course.parts:
            if part.found is not None and part.found.amount:
                moved = f"{number_words(part.first)} to {number_words(part.now or 0)}"
                verdict = part.found.verdict.value
                named = part.words or "an activity without a name"
                yield Sentence(
                    f"{id_}.{part.item}",
                    sentence_text(f"{course.instrument.short}, {named}: {moved}, {verdict}"),
                    (part.item,),
                )


def _changes(course: Course, case: NoteCase) -> list[str]:
    """Since the start; in a daily note since the visit before, and since the start if real."""
    scored = course.scored
    if course.since_first is None:
        return []
    start = _since(course, course.since_first, scored[0].date)
    sound = course.side is not None and course.side is not case.episode.side
    if sound and course.since_first.verdict is Verdict.WITHIN_ERROR:
        return []
    if case.visit.kind is not VisitKind.FOLLOW_UP or len(scored) < 3:
        return [start]
    recent = _since(course, course.since_last, scored[-2].date)
    real = course.since_first.verdict in (Verdict.REAL, Verdict.REAL_AND_IMPORTANT)
    return [recent, start] if real else [recent]


def _since(course: Course, found: Change | None, day: date | None) -> str:
    if found is None:
        return ""
    words = change_words(course.instrument, found)
    side = f" {course.side.spelled}" if course.side else ""
    short = course.instrument.short
    words = words.replace(short, f"{short}{side}", 1)
    since = f"Since {date_words(day)}: " if day is not None else ""
    return sentence_text(f"{since}{words}")


def _told(
    instrument: Instrument,
    one: MeasureAdministration,
    activities: MeasureAdministration,
    case: NoteCase,
) -> str:
    remarks = []
    if one.sheet or one.source.endswith("paper sheet"):
        remarks.append(": ".join(filter(None, ("typed from a paper sheet", one.sheet))))
    if one.date != case.visit.date:
        remarks.append(f"filled in {date_words(one.date)}")
    if one.score is None:
        least = ""
        if one.at_least is not None:
            least = f" The answered ones give {number_words(one.at_least)}."
        return f"{instrument.short}: no score. {one.refusal}{least}{in_brackets(remarks)}"
    band = instrument.band(one.score)
    if band is not None:
        remarks.append(f"{band.words}, {band.source}")
    risk = risk_words(instrument, case.visit, one.score)
    if risk:
        remarks.append(risk)
    words = f"{instrument.short} {_of_range(instrument, one.score)}{in_brackets(remarks)}"
    named = [
        f"{activities.activities.get(item, 'unnamed activity')} {number_words(value)}"
        for item, value in one.items.items()
        if instrument.activities
    ]
    return f"{words}: {'; '.join(named)}" if named else words


def _of_range(instrument: Instrument, score: float) -> str:
    said = number_words(round(score, 1))
    if instrument.unit == "points":
        return f"{said} of {number_words(instrument.maximum)}"
    gap = "" if instrument.unit in ("%", "°") else " "
    return f"{said}{gap}{instrument.unit}"


def _links(instrument: Instrument, case: NoteCase, side: Side | None = None) -> tuple[str, ...]:
    wanted = set(instrument.fields)
    return tuple(str(key) for key in case.visit.answers if key.id in wanted and key.side is side)
