"""Office hours and visit times are put into Spanish, or print as typed and are told."""

import pytest

from pt_chart.clinical.people import Clinic
from pt_chart.clinical.program.spoken_times import spoken_times
from tests.clinical.program.test_content import handout
from tests.support.shipped_library import library

SPANISH = library().spoken("es")


@pytest.mark.parametrize(
    ("typed", "spoken"),
    [
        ("Weekdays, 8 to 5", "Lun a vie, 8 a 5"),
        ("Mon-Fri 8am-5pm", "Lun a vie 8 a. m. a 5 p. m."),
        ("Mon, Wed and Fri, 8:30 a.m. – 5 p.m.", "Lun, mié y vie, 8:30 a. m. a 5 p. m."),
        ("Tuesday, Nov 17, 10:00", "Martes, 17 nov, 10:00"),
        ("Tuesday, Nov 10, 2026, at 9:30 am", "Martes, 10 nov 2026, a las 9:30 a. m."),
        ("December 1st, 3:30 PM", "1 dic, 3:30 p. m."),
        ("May 3", "3 may"),
        ("In 2 weeks", "En 2 semanas"),
        ("", ""),
    ],
)
def test_days_months_and_hours_are_spoken(typed: str, spoken: str) -> None:
    assert spoken_times(typed, SPANISH.phrases) == spoken


@pytest.mark.parametrize("typed", ["by appointment", "lunes 8 a 5", "see Mia on Nov 3", "Juneau 4"])
def test_a_word_that_is_not_known_leaves_the_text_as_typed(typed: str) -> None:
    assert spoken_times(typed, SPANISH.phrases) is None
    assert handout(library=SPANISH, next_visit=typed).next_visit == typed


def test_the_sheet_speaks_one_language() -> None:
    clinic = Clinic("Harbor", phone="555-0142", hours="Weekdays, 8 to 5")
    spanish = handout(library=SPANISH, clinic=clinic, next_visit="Tuesday, Nov 10")
    assert spanish.clinic.hours == "Lun a vie, 8 a 5"
    assert spanish.next_visit == "Martes, 10 nov"
    english = handout(clinic=clinic, next_visit="Tuesday, Nov 10")
    assert (english.clinic.hours, english.next_visit) == ("Weekdays, 8 to 5", "Tuesday, Nov 10")
    own = Clinic("Harbor", hours="by appointment", hours_es="con cita")
    assert handout(library=SPANISH, clinic=own).clinic.hours == "con cita"
