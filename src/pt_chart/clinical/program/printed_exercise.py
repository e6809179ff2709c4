"""One exercise of a program as the handout prints it: side, dose, pictures, steps, stop rule."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pt_chart.clinical.program import dosing, sidewords
from pt_chart.clinical.program.dosage import Dose, ProgramItem
from pt_chart.clinical.program.figures import Frame, Picture
from pt_chart.clinical.program.handout import DosePart, FigureRef, HandoutExercise
from pt_chart.clinical.program.library import (
    OWN_LANGUAGE,
    Exercise,
    ExerciseKind,
    ExerciseLibrary,
    FrameWords,
)
from pt_chart.clinical.program.lights import traffic_rows
from pt_chart.clinical.program.phrases import Phrases
from pt_chart.clinical.sides import Side

MOST_CELLS = 6
"""Cells of the dose strip that fit one line."""

SKIN_CONTACT = "skin_contact"
_WHOLE_BODY = (
    ExerciseKind.AEROBIC,
    ExerciseKind.SELF_CARE,
    ExerciseKind.TRUNK_CONTROL,
    ExerciseKind.POSITION,
)
_WHOLE_SIDE = (ExerciseKind.DIRECTIONAL, ExerciseKind.TRUNK_CONTROL)


def printed_exercise(
    number: int,
    item: ProgramItem,
    library: ExerciseLibrary,
    pictures: Mapping[str, Picture],
    *,
    stop: str = "",
    beside: Collection[str] = (),
    emergency: str = "",
    waiting: bool = False,
) -> HandoutExercise:
    """The exercise with its side filled in; ``stop`` = its own stop rules (`sheet_stops`).

    ``emergency`` is the number to call for help at once. ``beside`` are the exercises of the same
    sheet: it sends nobody to one that has no picture, steps and dose on it (and may be one that a
    safety rule blocks). While a doctor is awaited (``waiting``) nothing gets harder.

    Raises:
        KeyError: the library has no such exercise; `safety.check_program` says so before.
    """
    exercise, phrases = library.exercises[item.exercise], library.phrases
    side = item.side if exercise.sided else Side.BOTH
    dose = dosing.fit(exercise, item.dose)
    picture = pictures.get(exercise.figure)
    return HandoutExercise(
        number=number,
        name=_words(exercise.patient_name, side, phrases),
        purpose=_words(exercise.purpose, side, phrases),
        side_words=_chip(exercise, side, phrases),
        one_sided=exercise.sided and side is not Side.BOTH,
        dose=dose_parts(exercise, dose, phrases),
        figures=_figures(exercise, side, picture, library),
        legend=_legend(picture, library),
        steps=_steps(exercise, item, side, phrases),
        stop=stop,
        may_feel=_words(exercise.may_feel, side, phrases),
        too_sore=_words(_cue(exercise, "sore", beside, phrases), side, phrases),
        too_easy=_easy(item, library, beside, side, waiting=waiting),
        bouts_per_day=dose.times_per_day or 0,
        days_per_week=dose.days_per_week or 0,
        traffic=traffic_rows(exercise.traffic, emergency),
        brief=_brief(exercise, item, side, phrases),
        brief_traffic=exercise.traffic.brief.replace("{number}", emergency),
    )


def _cue(exercise: Exercise, which: str, beside: Collection[str], phrases: Phrases) -> str:
    """What to do when it is too sore or too easy, unless it leads to what is not on the sheet."""
    sore = which == "sore"
    leads_to = exercise.sore_leads_to if sore else exercise.easy_leads_to
    if leads_to and leads_to not in beside:
        return phrases.text(f"cue.{which}_alone")
    return exercise.too_sore if sore else exercise.too_easy


def _easy(
    item: ProgramItem,
    library: ExerciseLibrary,
    beside: Collection[str],
    side: Side,
    *,
    waiting: bool,
) -> str:
    """What to do when it is too easy; nothing that goes further against an overridden rule."""
    exercise, phrases = library.exercises[item.exercise], library.phrases
    if waiting:
        return phrases.text("cue.easy_waiting")
    against = not item.overridden or bool(set(item.overridden) & set(library.rules))
    if item.override_reason.strip() and against:
        return phrases.text("cue.easy_alone")
    return _words(_cue(exercise, "easy", beside, phrases), side, phrases)


def _words(text: str, side: Side, phrases: Phrases) -> str:
    return sidewords.fill(text, side, phrases)


def _chip(exercise: Exercise, side: Side, phrases: Phrases) -> str:
    if not exercise.sided:
        if SKIN_CONTACT in exercise.properties:
            return phrases.text("chip.site")
        return phrases.text("chip.whole" if exercise.kind in _WHOLE_BODY else "chip.unsided")
    if side is Side.BOTH:
        return phrases.text("chip.both")
    leg = "" if exercise.kind in _WHOLE_SIDE else "_leg"
    return phrases.text(f"chip.{side.value}{leg}")


def _steps(exercise: Exercise, item: ProgramItem, side: Side, phrases: Phrases) -> tuple[str, ...]:
    if item.own_steps:
        return item.own_steps
    steps = tuple(_words(step, side, phrases) for step in exercise.steps)
    swaps = exercise.sided and side is Side.BOTH
    return (*steps, phrases.text("step.swap")) if swaps else steps


def _brief(exercise: Exercise, item: ProgramItem, side: Side, phrases: Phrases) -> tuple[str, ...]:
    """The steps in few words; the side chip says that sides are done in turn."""
    if item.own_steps or not exercise.brief:
        return _steps(exercise, item, side, phrases)
    return tuple(_words(step, side, phrases) for step in exercise.brief)


def _legend(picture: Picture | None, library: ExerciseLibrary) -> tuple[str, ...]:
    if picture is None:
        return ()
    return tuple(library.legends.get(words, words) for words in picture.legend)


def _frame_words(figure: str, frame: Frame, library: ExerciseLibrary) -> Frame | FrameWords:
    """A frame's words in the library's language; none rather than another language's."""
    if library.phrases.language == OWN_LANGUAGE:
        return frame
    return library.frames.get(f"{figure}/{frame.id}", FrameWords("", ""))


def _figures(
    exercise: Exercise, side: Side, picture: Picture | None, library: ExerciseLibrary
) -> tuple[FigureRef, ...]:
    own = library.own_pictures.get(exercise.figure)
    if own is not None:
        return (FigureRef(own.figure, "start", False, own.caption, own.alt, own.png),)
    if picture is None:
        return ()
    phrases = library.phrases
    mirrored = exercise.sided and picture.mirrored_for(side)
    found = []
    for frame in picture.frames:
        words = _frame_words(picture.id, frame, library)
        caption = _words(words.caption, side, phrases)
        caption = caption[:1].lower() + caption[1:]
        described = _words(words.alt, side, phrases)
        key = "figure.alt_described" if described else "figure.alt"
        alt = phrases.text(key).format(
            name=exercise.patient_name.lower(), caption=caption, description=described
        )
        found.append(FigureRef(picture.id, frame.id, mirrored, caption, alt))
    return tuple(found)


def dose_parts(exercise: Exercise, dose: Dose, phrases: Phrases) -> tuple[DosePart, ...]:
    """The dose as cells: repetitions, sets, hold, rest, minutes, times a day, days a week, when."""
    slow = "_slow" if exercise.kind in (ExerciseKind.SLIDER, ExerciseKind.TENSIONER) else ""
    parts = [
        _counted("repeat", dose.reps, f"dose.repeat{slow}", phrases),
        _counted("layers", dose.sets, "dose.set", phrases),
        _hold(exercise, dose, phrases),
        _timed("pause", dose.rest_s, "dose.second", "dose.rest", phrases),
        _timed("clock", dose.minutes, "dose.minute", "dose.minutes_unit", phrases),
        _timed("sun", dose.times_per_day, "dose.day", "dose.day_unit", phrases),
        _timed("calendar", dose.days_per_week, "dose.week", "dose.week_unit", phrases),
        _moment(exercise, dose, phrases),
    ]
    said = [part for part in parts if part is not None]
    if len(said) > MOST_CELLS and dose.times_per_day == 1 and dose.days_per_week:
        # One cell says both: once a day, and at the same time.
        said = [part for part in said if part.icon not in ("sun", "clock")]
        value, unit = phrases.text("when.once_value"), phrases.text("when.once_unit")
        said.append(DosePart("clock", value, unit))
    return tuple(said[:MOST_CELLS])


def _counted(icon: str, count: int | None, key: str, phrases: Phrases) -> DosePart | None:
    if not count:
        return None
    return DosePart(icon, str(count), phrases.text(f"{key}_{'one' if count == 1 else 'many'}"))


def _timed(icon: str, count: int | None, key: str, unit: str, phrases: Phrases) -> DosePart | None:
    if not count:
        return None
    words = phrases.text(f"{key}_{'one' if count == 1 else 'many'}").format(count=count)
    return DosePart(icon, words, phrases.text(unit))


def _hold(exercise: Exercise, dose: Dose, phrases: Phrases) -> DosePart | None:
    if exercise.kind is ExerciseKind.SLIDER and dose.reps:
        return DosePart("no-hold", phrases.text("dose.no"), phrases.text("dose.no_unit"))
    return _timed("hourglass", dose.hold_s, "dose.second", "dose.hold", phrases)


def _moment(exercise: Exercise, dose: Dose, phrases: Phrases) -> DosePart | None:
    if dose.times_per_day is None and exercise.position == "side_lying":
        return DosePart("clock", phrases.text("dose.night_value"), phrases.text("dose.night_unit"))
    if dose.times_per_day is None:
        key = "day_long" if dose.days_per_week else "need"
        value, unit = phrases.text(f"dose.{key}_value"), phrases.text(f"dose.{key}_unit")
        return DosePart("clock", value, unit)
    known = min(max(dose.times_per_day, 1), 8)
    value, _, unit = phrases.text(f"when.{known}").partition("|")
    return DosePart("clock", value, unit)
