"""Exercises that a clinic makes itself, and templates of programs, as kept in the chart.

An own exercise is made after one of the library: it takes over kind, dose limits, cautions, stop
rules and traffic light, so that every safety rule speaks of it as of its model, and of what its own
words ask of the body besides.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from typing import Any

from pt_chart.clinical.program.dosage import Dose, ProgramItem
from pt_chart.clinical.program.dosing import longest_hold
from pt_chart.clinical.program.library import Exercise, ExerciseKind, ExerciseLibrary, OwnPicture
from pt_chart.clinical.program.own_wording import as_worded, hold_in, never_said, too_long
from pt_chart.clinical.program.packs import Pack
from pt_chart.clinical.sides import Side
from pt_chart.clinical.sound_text import sound_text

OWN = "own:"
"""Begins the ids of own exercises and of their pictures."""
EXERCISES, PICTURES = "own-exercise", "exercise-picture"
"""The kinds of files that the chart keeps them in."""
LONGEST_TEXT = 300
LARGEST_PICTURE = 400_000
"""Bytes of a picture as kept; a handout with four of them stays below 2 MB."""


class UnreadableRecord(ValueError):
    """A kept template or exercise is not what it should be."""


@dataclass(frozen=True, slots=True)
class OwnExercise:
    """What the clinic wrote: texts for the patient, the model it follows, the picture's words.

    ``retired`` ones stay for old programs and are no longer offered. ``language`` is the one the
    texts are written in.
    """

    id: str
    model: str
    name: str
    patient_name: str
    purpose: str
    steps: tuple[str, ...]
    too_sore: str = ""
    too_easy: str = ""
    caption: str = ""
    alt: str = ""
    language: str = "en"
    retired: bool = False


def checked(own: OwnExercise, library: ExerciseLibrary) -> OwnExercise:
    """The exercise with its texts made sound.

    Raises:
        ValueError: a text is missing or too long, the model is not in the library or a treatment
            of the clinic, or the words ask for what is never done at home.
    """
    model = library.exercises.get(own.model)
    if model is None:
        raise ValueError("Choose the exercise of the library that this one is most like.")
    if model.kind is ExerciseKind.CLINIC_ONLY:
        raise ValueError(
            f"{model.name} is given in the clinic and never prints on a handout; choose an"
            " exercise for home that this one is most like."
        )
    clean = replace(
        own,
        name=_clean(own.name),
        patient_name=_clean(own.patient_name),
        purpose=_clean(own.purpose),
        steps=tuple(one for step in own.steps if (one := _clean(step))),
        too_sore=_clean(own.too_sore),
        too_easy=_clean(own.too_easy),
        caption=_clean(own.caption),
        alt=_clean(own.alt),
    )
    for part, words in (("name", "a name"), ("patient_name", "a name for the patient")):
        if not getattr(clean, part):
            raise ValueError(f"The exercise needs {words}.")
    if not clean.steps:
        raise ValueError("The exercise needs its steps, one action each.")
    if trouble := too_long(clean.steps):
        raise ValueError(f"{trouble[:1].upper()}{trouble[1:]}.")
    _check_words(clean, model, library)
    longest = max(map(len, (clean.name, clean.purpose, *clean.steps, clean.alt)))
    if longest > LONGEST_TEXT:
        raise ValueError(f"A text is {longest} characters long; {LONGEST_TEXT} at most.")
    return clean


def _check_words(own: OwnExercise, model: Exercise, library: ExerciseLibrary) -> None:
    """Nothing for the clinic alone, and no hold where the model is never held so long."""
    texts = _texts(own)
    if never := never_said(texts, library.own_words):
        raise ValueError(f"Reword the text. It speaks of {never}.")
    held, longest = hold_in(texts), longest_hold(model)
    if held is not None and longest is not None and (longest == 0 or held.seconds > longest):
        most = "is never held" if longest == 0 else f"is held for {longest} seconds at most"
        raise ValueError(f"The words ask for a hold; {model.name} {most}. Take the hold out.")


def _texts(own: OwnExercise) -> tuple[str, ...]:
    """Every text that tells the patient what to do."""
    return (*own.steps, own.purpose, own.too_sore, own.too_easy)


def _clean(text: str) -> str:
    return sound_text(text).strip()


def exercise_of(own: OwnExercise, library: ExerciseLibrary, *, picture: bool) -> Exercise | None:
    """The exercise as the library holds it, None when its model is gone.

    Without a picture of its own it shows its model's.
    """
    model = library.exercises.get(own.model)
    if model is None:
        return None
    return replace(
        as_worded(model, _texts(own), library),
        id=own.id,
        model=model.id,
        brief=(),
        name=own.name,
        patient_name=own.patient_name,
        purpose=own.purpose or model.purpose,
        steps=own.steps,
        too_sore=own.too_sore or model.too_sore,
        too_easy=own.too_easy or model.too_easy,
        dose_source=f"our default (the clinic's own exercise, after {model.name})",
        dose_verified="no",
        indications=() if own.retired else model.indications,
        evidence_note="The clinic's own exercise; no evidence is cited.",
        evidence_verified="no",
        figure=own.id if picture else model.figure,
        seeds=(),
    )


def picture_of(own: OwnExercise, png: bytes) -> OwnPicture:
    """The picture with its words; without a description the name stands in."""
    caption = own.caption or own.patient_name
    return OwnPicture(own.id, png, caption, own.alt or f"Picture of {own.patient_name}.")


def exercise_record(own: OwnExercise) -> bytes:
    """As kept: JSON with the fields by name."""
    return _record({part.name: getattr(own, part.name) for part in fields(OwnExercise)})


def read_exercise(kept: bytes) -> OwnExercise:
    """An own exercise from its record.

    Raises:
        UnreadableRecord: it is not one.
    """
    data = _object(kept)
    try:
        return OwnExercise(
            **{
                part.name: _typed(data[part.name], part.name)
                for part in fields(OwnExercise)
                if part.name in data
            }
        )
    except (KeyError, TypeError) as error:
        raise UnreadableRecord("not an exercise") from error


def _typed(value: object, name: str) -> Any:
    if name == "steps":
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return tuple(value)
    elif isinstance(value, bool if name == "retired" else str):
        return value
    raise TypeError(name)


def template_record(pack: Pack) -> bytes:
    """As kept: JSON with the exercises, their doses and own wording."""
    items = [
        {
            "exercise": item.exercise,
            "dose": _dose_parts(item.dose),
            "own_steps": list(item.own_steps),
        }
        for item in pack.items
    ]
    return _record({"name": pack.name, "condition": pack.condition, "items": items})


def read_template(kept: bytes) -> Pack:
    """A template from its record.

    Raises:
        UnreadableRecord: it is not one.
    """
    data = _object(kept)
    try:
        items = tuple(_item(item) for item in data["items"])
        name, condition = data["name"], data["condition"]
    except (KeyError, TypeError, AttributeError) as error:
        raise UnreadableRecord("not a template") from error
    if not isinstance(name, str) or not isinstance(condition, str) or not items:
        raise UnreadableRecord("not a template")
    return Pack(name, name, condition, items)


def _item(data: dict[str, Any]) -> ProgramItem:
    if not isinstance(data["exercise"], str):
        raise TypeError("exercise")
    steps = tuple(map(str, data["own_steps"]))
    return ProgramItem(data["exercise"], Side.BOTH, _dose(data["dose"]), steps)


def dose_record(dose: Dose) -> bytes:
    """A default dose as kept: JSON with the parts it sets."""
    return _record({"dose": _dose_parts(dose)})


def read_dose(kept: bytes) -> Dose:
    """A default dose from its record.

    Raises:
        UnreadableRecord: it is not one.
    """
    try:
        return _dose(_object(kept)["dose"])
    except (KeyError, TypeError, AttributeError) as error:
        raise UnreadableRecord("not a dose") from error


def _dose_parts(dose: Dose) -> dict[str, int]:
    values = ((part.name, getattr(dose, part.name)) for part in fields(Dose))
    return {name: value for name, value in values if value is not None}


def _dose(data: dict[str, Any]) -> Dose:
    known = {part.name for part in fields(Dose)}
    parts = {part: value for part, value in data.items() if part in known}
    if not all(isinstance(value, int) and not isinstance(value, bool) for value in parts.values()):
        raise TypeError("dose")
    return Dose(**parts)


def _record(data: dict[str, object]) -> bytes:
    return json.dumps({"version": 1, **data}, sort_keys=True).encode()


def _object(kept: bytes) -> dict[str, Any]:
    try:
        data = json.loads(kept)
    except ValueError as error:
        raise UnreadableRecord("not JSON") from error
    if not isinstance(data, dict) or data.pop("version", None) != 1:
        raise UnreadableRecord("not a record of this version")
    return data
