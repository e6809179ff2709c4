"""Measures and their change as sentences, thresholds and sources named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from pt_chart.clinical.measures.change import Change, Verdict, change_words
from pt_chart.clinical.measures.instrument import Instrument, ScoreRule, for_sex
from pt_chart.clinical.measures.plausibility import out_of_order, sheet_day
from pt_chart.clinical.measures.scoring import (
    FEW_ITEMS,
    MeasureAdministration,
    administrations,
    risk_words,
    score_number,
)
from pt_chart.clinical.measures.series import Course, courses
from pt_chart.clinical.narrative.joining import in_brackets, lower_first, sentence_text
from pt_chart.clinical.narrative.note import NoteCase, Sentence
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.sides import Side
from pt_chart.clinical.values import number_words
from pt_chart.clinical.visit import VisitKind

_PAIN_PARTS = ("nprs_now", "nprs_worst")
"""Single ratings that the sentence of the three tells already."""


def case_courses(case: NoteCase) -> tuple[Course, ...]:
    """The courses over the episode up to the visit of the note."""
    if case.courses is not None:
        return case.courses
    fitting = for_sex(case.instruments, case.patient.sex)
    return courses((*case.earlier, case.visit), fitting)


def measure_sentences(case: NoteCase) -> Iterator[Sentence]:
    """Each measure given in this visit: score, what is missing, or why there is no score."""
    instruments = {one.id: one for one in case.instruments}
    given = [a for a in administrations(case.visit, case.instruments) if a.visit == case.visit.id]
    whole = any(one.instrument == "nprs" for one in given)
    kept = {c.instrument.id: c.latest for c in case_courses(case) if c.instrument.activities}
    for one in given:
        instrument = instruments[one.instrument]
        if _examined(instrument, case) or (whole and one.instrument in _PAIN_PARTS):
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
    whole, common = _has_mean(told), _common_day(case)
    for course in told:
        if not _tells(course, case, whole=whole):
            continue
        id_ = f"change.{course.instrument.id}" + (f"@{course.side.value}" if course.side else "")
        links = _links(course.instrument, case, course.side)
        if course.refusal:
            yield Sentence(
                id_, sentence_text(f"{course.instrument.short}: {course.refusal}"), links
            )
            continue
        for number, (day, words) in enumerate(_changes(course, case)):
            since = "" if common is not None else f"Since {date_words(day)}: "
            text = sentence_text(f"{since}{words}")
            yield Sentence(id_ if not number else f"{id_}.start", text, links)
        yield from _part_changes(course, id_)


def change_title(case: NoteCase) -> str:
    """The heading of the changes: with the day they all count from, where it is one."""
    day = _common_day(case)
    return f"Change since {date_words(day)}" if day is not None else "Change"


def _tells(course: Course, case: NoteCase, *, whole: bool) -> bool:
    """Whether the visit has something to say of a course."""
    single = whole and course.instrument.id in _PAIN_PARTS
    return course.latest.visit == case.visit.id and not single


def _common_day(case: NoteCase) -> date | None:
    told = case_courses(case)
    whole = _has_mean(told)
    shown = (one for one in told if _tells(one, case, whole=whole) and not one.refusal)
    days = {day for one in shown for day, _words in _changes(one, case)}
    return next(iter(days)) if len(days) == 1 else None


def _has_mean(told: Iterable[Course]) -> bool:
    return any(c.instrument.id == "nprs" and c.since_first is not None for c in told)


def _part_changes(course: Course, id_: str) -> Iterator[Sentence]:
    """The change of each activity, held against the threshold for one activity."""
    for part in course.rated_again:
        words = f"{course.instrument.short}, {part.change_words}"
        yield Sentence(f"{id_}.{part.item}", sentence_text(words), (part.item,))


def _changes(course: Course, case: NoteCase) -> list[tuple[date, str]]:
    """Since the start; in a daily note since the visit before, and since the start if real."""
    scored = course.scored
    if course.since_first is None:
        return []
    one_leg = case.episode.side in (Side.RIGHT, Side.LEFT)
    sound = one_leg and course.side is not None and course.side is not case.episode.side
    start = (scored[0].date, _moved(course, course.since_first, sound=sound))
    if sound and course.since_first.verdict is Verdict.WITHIN_ERROR:
        return []
    last = course.since_last
    if case.visit.kind is not VisitKind.FOLLOW_UP or len(scored) < 3 or last is None:
        return [start]
    recent = (scored[-2].date, _moved(course, last, sound=sound))
    real = course.since_first.verdict in (Verdict.REAL, Verdict.REAL_AND_IMPORTANT)
    return [recent, start] if real else [recent]


def _moved(course: Course, found: Change, *, sound: bool) -> str:
    words = change_words(course.instrument, found)
    side = f" {course.side.spelled}" if course.side else ""
    side += " (sound side)" if sound else ""
    short = course.instrument.short
    return words.replace(short, f"{short}{side}", 1)


def _told(
    instrument: Instrument,
    one: MeasureAdministration,
    activities: MeasureAdministration,
    case: NoteCase,
) -> str:
    remarks = []
    if one.source == "items and paper sheet" and not one.missing and one.score is not None:
        remarks.append(f"{one.answered} of {one.answered} answered, the typed total is the same")
    elif one.sheet or one.source.endswith("paper sheet"):
        remarks.append(_sheet_words(instrument, one, case))
    remarks += _order_words(instrument, case)
    if one.date != case.visit.date:
        remarks.append(f"filled in {date_words(one.date)}")
    if one.score is None:
        words = _without_score(instrument, one, activities, case)
        return f"{words.rstrip('.')}{in_brackets(remarks)}" if remarks else words
    band = instrument.band(one.score)
    if band is not None:
        remarks.append(f"{band.words}, {band.source}")
    risk = risk_words(instrument, case.visit, one.score)
    if risk:
        remarks.append(risk)
    words = f"{instrument.short} {_of_range(instrument, one.score)}{in_brackets(remarks)}"
    named = _item_words(instrument, one, activities, case)
    return f"{words}: {'; '.join(named)}" if named else words


def _sheet_words(instrument: Instrument, one: MeasureAdministration, case: NoteCase) -> str:
    """Which sheet a total was typed from, and what of it nobody wrote down."""
    unsaid = []
    if instrument.sheet and not one.sheet:
        unsaid.append("name")
    if instrument.sheet_date and sheet_day(instrument, case.visit.answers) is None:
        unsaid.append("day")
    words = ": ".join(filter(None, ("typed from a paper sheet", one.sheet)))
    return f"{words}, its {' and '.join(unsaid)} not recorded" if unsaid else words


def _order_words(instrument: Instrument, case: NoteCase) -> list[str]:
    """Ratings that contradict each other, told as they were recorded."""
    fields = case.vocabulary.fields
    return [
        f"as recorded, {lower_first(fields[low].label)} {number_words(below)} is above "
        f"{lower_first(fields[high].label)} {number_words(above)}"
        for (low, below), (high, above) in out_of_order(case.visit.answers, instrument)
        if low in fields and high in fields and not instrument.sided
    ]


def _item_words(
    instrument: Instrument,
    one: MeasureAdministration,
    activities: MeasureAdministration,
    case: NoteCase,
) -> list[str]:
    """Each item with its rating, where there are few of them."""
    if instrument.activities:
        return [
            f"{activities.activities.get(item, 'unnamed activity')} {number_words(value)}"
            for item, value in one.items.items()
        ]
    if not 1 < len(instrument.items) <= FEW_ITEMS:
        return []
    fields = case.vocabulary.fields
    return [
        f"{lower_first(fields[item].label)} {number_words(value)}"
        for item, value in one.items.items()
        if item in fields
    ]


def _without_score(
    instrument: Instrument,
    one: MeasureAdministration,
    activities: MeasureAdministration,
    case: NoteCase,
) -> str:
    """What was answered, and by which rule it gives no score; what to do about it is no part."""
    if instrument.activities and one.items:
        told = "; ".join(_item_words(instrument, one, activities, case))
        most = number_words(instrument.maximum)
        return f"{instrument.short}, each of {most}: {told}. {instrument.missing_rule}"
    if not one.items or one.refusal == "" or not one.missing:
        # What to do about it is advice to who charts, no part of the record.
        why = one.refusal.removeprefix(f"{instrument.short}: ").partition("; ")[0]
        return f"{instrument.short}: no score. {sentence_text(why)}"
    if instrument.rule is ScoreRule.MEAN:
        # Ratings that stand on their own: a daily note asks for one of them.
        plain = instrument.short.partition(" (")[0]
        rated = "; ".join(_item_words(instrument, one, one, case))
        return f"{plain}: {rated}, of {number_words(instrument.maximum)}"
    rule = instrument.missing_rule.partition(". ")[0].rstrip(".")
    count = f"{one.answered} of {one.answered + len(one.missing)} answered"
    words = f"{instrument.short}: no score, {count}{in_brackets((lower_first(rule),))}"
    named = _item_words(instrument, one, one, case)
    if named:
        return f"{words}: {'; '.join(named)}"
    if one.at_least is None:
        return words
    return f"{words}; the answered ones give {number_words(one.at_least)}"


def _of_range(instrument: Instrument, score: float) -> str:
    said = score_number(instrument, score)
    if instrument.minimum < 0:
        low, high = number_words(instrument.minimum), number_words(instrument.maximum)
        sign = "+" if score > 0 else ""
        return f"{sign}{said} on a scale from {low} to +{high}"
    if instrument.unit == "points":
        return f"{said} of {number_words(instrument.maximum)}"
    gap = "" if instrument.unit in ("%", "°") else " "
    return f"{said}{gap}{instrument.unit}"


def _links(instrument: Instrument, case: NoteCase, side: Side | None = None) -> tuple[str, ...]:
    wanted = set(instrument.fields)
    return tuple(str(key) for key in case.visit.answers if key.id in wanted and key.side is side)
