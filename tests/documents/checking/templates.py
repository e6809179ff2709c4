"""Every template as a handout: words from the library, a nerve case with a right side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from pt_chart import bootstrap
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.people import Clinic, Clinician, Patient
from pt_chart.clinical.program.content import handout_content
from pt_chart.clinical.program.dosage import Program, ProgramItem
from pt_chart.clinical.program.handout import HandoutContent
from pt_chart.clinical.program.library import ExerciseLibrary
from pt_chart.clinical.sides import Side

CLINIC = Clinic(
    "Larkmoor Physical Therapy", "12 Sample Street, Anytown", "(555) 010-0142",
    "Weekdays, 8 to 5", "(555) 010-0199",
)  # fmt: skip
PATIENT = Patient("p1", "20417", "Tallowby", "Mira", date(1982, 4, 14))
THERAPIST = Clinician("u1", "Ines Corvale")
DAY = date(2026, 11, 21)

NAMES = tuple(bootstrap.definitions().library.packs)
LANGUAGES = ("en", "es")


@cache
def content(name: str, language: str) -> HandoutContent:
    """The handout of a template in a language; Spanish is not signed off, as on a new chart."""
    library = bootstrap.definitions().library.spoken(language)
    pack = library.packs[name]
    facts = Facts({FindingKey("buttock_pain", Side.RIGHT): True}, side=Side.RIGHT)
    items = tuple(
        replace(item, side=Side.RIGHT) if library.exercises[item.exercise].sided else item
        for item in pack.items
    )
    return handout(library, items, facts, "Nov 30, 2026", pack.condition, language)


def handout(
    library: ExerciseLibrary,
    items: tuple[ProgramItem, ...],
    facts: Facts,
    next_visit: str,
    hypothesis: str,
    language: str,
) -> HandoutContent:
    """The handout of any program for the template's patient, unreviewed where not English."""
    made = handout_content(
        Program(items),
        facts,
        chart=None,
        assessment=None,
        library=library,
        pictures=bootstrap.figures().pictures,
        patient=PATIENT,
        clinic=CLINIC,
        clinician=THERAPIST,
        next_visit=next_visit,
        date=DAY,
        hypothesis=hypothesis or None,
    )
    return replace(made, unreviewed=language != "en")
