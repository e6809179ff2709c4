"""Sheets that patients fill in with a pen: the intake, the questionnaires, the body chart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pt_chart.clinical.fields import FieldDef, FieldKind, Vocabulary
from pt_chart.clinical.measures.instrument import Better, Instrument
from pt_chart.clinical.papers import (
    BlankMeasures,
    IntakeGroup,
    IntakeQuestion,
    IntakeSheet,
    MeasureItem,
    MeasureSheet,
)
from pt_chart.clinical.people import Clinic, Patient
from pt_chart.clinical.program.content import clinic_in
from pt_chart.clinical.program.dates import patient_date
from pt_chart.clinical.program.library import OWN_LANGUAGE, ExerciseLibrary

YES_NO = ("Yes", "No", "Not sure")
NUMBERED = re.compile(r"^\d+[.)] +")
"""The number that a statement of a questionnaire begins with."""
ACTIVITIES = (
    "Name activities that you cannot do, or can hardly do. Tick how well you can do each one "
    "today: 0 is not at all, 10 is as well as before."
)
"""What the patient-specific scale asks."""
MOST_STEPS = 11
"""Steps of a number scale that print as boxes; a wider one gets a line to write on."""

_BETTER = {
    Better.LOWER: "; lower is better",
    Better.HIGHER: "; higher is better",
    Better.NEITHER: "",
}

_PAIN = (
    IntakeQuestion("What brings you here, in your own words?"),
    IntakeQuestion("When did it begin, and how?"),
    IntakeQuestion("Since then it is", ("getting better", "the same", "getting worse",
                                        "up and down")),
    IntakeQuestion("Where do you feel it? Tick all.", ("low back", "buttock", "groin",
        "outside of the hip", "back of the thigh", "calf", "foot", "right side", "left side")),
    IntakeQuestion("What does it feel like? Tick all.", ("deep and dull", "shooting", "burning",
        "pins and needles", "numb", "tight", "cramp", "twitching")),
    IntakeQuestion("What makes it worse? Tick all.", ("sitting", "standing", "walking",
        "bending forward", "bending back", "lifting", "coughing or sneezing", "lying")),
    IntakeQuestion("What makes it better? Tick all.", ("sitting", "standing", "walking",
        "bending forward", "lying", "moving about", "nothing")),
    IntakeQuestion("Worst pain in the last 7 days: 0 is none, 10 the worst you can imagine.",
                   tuple(str(number) for number in range(11))),
    IntakeQuestion("Which three things can you not do, or hardly do, because of it?"),
)  # fmt: skip
_HEALTH = (
    IntakeQuestion("Have you, or have you had? Tick all.", ("diabetes", "weak bones",
        "heart disease", "a clot in a leg", "surgery on the back or hip", "epilepsy",
        "a pacemaker", "none of these")),
    IntakeQuestion("Could you be pregnant?", ("Yes", "No", "Does not apply")),
    IntakeQuestion("Do you smoke?", ("Yes", "No", "I stopped")),
    IntakeQuestion("Which medicines do you take? Please name blood thinners and steroids."),
    IntakeQuestion("What are you allergic to?"),
    IntakeQuestion("Which pictures were taken (X-ray, MRI, CT), and when?"),
)  # fmt: skip
_LIFE = (
    IntakeQuestion("What is your work? How many hours a day do you sit or drive?"),
    IntakeQuestion("Which sport or exercise do you do?"),
    IntakeQuestion("How well do you sleep?", ("well", "wake at times", "badly")),
    IntakeQuestion("What do you think is the cause? What worries you most about it?"),
    IntakeQuestion("What do you want to be able to do again?"),
)


def intake_sheet(
    clinic: Clinic,
    patient: Patient | None,
    vocabulary: Vocabulary,
    library: ExerciseLibrary,
    language: str = OWN_LANGUAGE,
    *,
    unreviewed: bool = False,
) -> IntakeSheet:
    """The blank intake; the urgent questions are the core questions in the forms' own words.

    A question that a language has no words for, as one of the clinic's own, stays as it is.

    Raises:
        KeyError: there is no such language.
    """
    urgent = tuple(
        IntakeQuestion(field.question, YES_NO)
        for field in vocabulary.fields.values()
        if field.core and field.question and field.kind is FieldKind.YES_NO
    )
    groups = (
        IntakeGroup("Urgent questions", urgent, alert=True),
        IntakeGroup("Your pain", _PAIN),
        IntakeGroup("Your health", _HEALTH),
        IntakeGroup("Your work, sport and sleep", _LIFE),
    )
    phrases = library.spoken(language).phrases
    said = {} if language == OWN_LANGUAGE else library.translations[language].questions
    return IntakeSheet(
        clinic_in(clinic, phrases),
        patient,
        tuple(_group_in(group, said) for group in groups),
        language,
        patient_date(patient.birth_date, phrases) if patient else "",
        unreviewed,
    )


def _group_in(group: IntakeGroup, said: Mapping[str, str]) -> IntakeGroup:
    """A group in other words, by the English ones."""
    questions = tuple(
        IntakeQuestion(
            said.get(one.words, one.words), tuple(said.get(text, text) for text in one.options)
        )
        for one in group.questions
    )
    return IntakeGroup(said.get(group.title, group.title), questions, group.alert)


def questionnaires(instruments: Iterable[Instrument]) -> tuple[Instrument, ...]:
    """Those that a patient fills in: all but procedures, which a therapist measures."""
    return tuple(one for one in instruments if not one.sided)


def blank_measures(
    clinic: Clinic,
    patient: Patient | None,
    chosen: Iterable[Instrument],
    fields: Mapping[str, FieldDef],
) -> BlankMeasures:
    """Blank questionnaires; items print only where they are part of the program."""
    return BlankMeasures(clinic, patient, tuple(_sheet(one, fields) for one in chosen))


def _sheet(one: Instrument, fields: Mapping[str, FieldDef]) -> MeasureSheet:
    items = one.items if one.items_ship else ()
    best = (
        f"Scored from {one.minimum:g} to {one.maximum:g} {one.unit}; {one.better.value} is better."
    )
    rule = f" {one.missing_rule}" if one.missing_rule else ""
    return MeasureSheet(
        title=one.name,
        instructions=ACTIVITIES if one.activities else "",
        items=tuple(
            _item(fields[id], named)
            for id, named in zip(items, _named(one, len(items)), strict=True)
            if id in fields
        ),
        scoring=f"{best}{rule}",
        source=f"Source: {one.source}",
        license=one.licence,
    )


def _named(one: Instrument, count: int) -> tuple[bool, ...]:
    """Whether the patient names what an item asks, as in the patient-specific scale."""
    return (bool(one.activities),) * count


def _item(field: FieldDef, named: bool) -> MeasureItem:
    # The sheet numbers its items itself.
    words = NUMBERED.sub("", field.question or field.name)
    if named:
        words = "Activity: ________________________________________"
    if field.choices:
        return MeasureItem(words, tuple(choice.label for choice in field.choices))
    if field.kind is FieldKind.YES_NO:
        return MeasureItem(words, ("Yes", "No"))
    low, high = field.minimum, field.maximum
    if low is not None and high is not None and high - low < MOST_STEPS:
        return MeasureItem(words, scale=tuple(str(n) for n in range(int(low), int(high) + 1)))
    return MeasureItem(words)
