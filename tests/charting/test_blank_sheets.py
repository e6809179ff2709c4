"""Sheets to fill in with a pen: the core questions as the forms word them, items by license."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from pt_chart.charting import blank_sheets
from pt_chart.clinical.papers import IntakeSheet
from pt_chart.clinical.people import Clinic
from tests.forms.test_spanish import english_in
from tests.ui import clinic

CLINIC = Clinic("Larkmoor Physical Therapy")


def test_the_intake_asks_every_core_question_first_in_the_forms_words() -> None:
    vocabulary = clinic.definitions().vocabulary
    made = blank_sheets.intake_sheet(CLINIC, None, vocabulary, clinic.definitions().library)
    asked = [field.question for field in vocabulary.fields.values() if field.core]
    urgent = made.groups[0]
    assert urgent.alert
    assert [one.words for one in urgent.questions] == [words for words in asked if words]
    assert len(urgent.questions) >= 10
    assert not any(group.alert for group in made.groups[1:])


def texts(sheet: IntakeSheet) -> set[str]:
    """Every word of the questions; numbers of a scale are the same in every language."""
    found = {group.title for group in sheet.groups}
    for group in sheet.groups:
        for one in group.questions:
            found |= {one.words, *one.options}
    return {text for text in found if not text.isdigit()}


def test_every_question_has_its_spanish_words_and_none_is_left_over() -> None:
    known = clinic.definitions()
    english = blank_sheets.intake_sheet(CLINIC, None, known.vocabulary, known.library)
    spanish = blank_sheets.intake_sheet(
        replace(CLINIC, hours="Weekdays, 8 to 5"), None, known.vocabulary, known.library, "es"
    )
    assert texts(english) == set(known.library.translations["es"].questions)
    assert (spanish.language, len(spanish.groups)) == ("es", len(english.groups))
    for text in texts(spanish):
        assert not english_in(text), text
    assert spanish.groups[0].alert
    assert "Weekdays" not in spanish.clinic.hours


def test_a_question_of_the_clinic_stays_in_its_own_words() -> None:
    known = clinic.definitions()
    own = replace(known.vocabulary.fields["fever"], question="Any night sweats?")
    fields = MappingProxyType({**known.vocabulary.fields, "fever": own})
    made = blank_sheets.intake_sheet(
        CLINIC, None, replace(known.vocabulary, fields=fields), known.library, "es"
    )
    assert "Any night sweats?" in {one.words for one in made.groups[0].questions}


def test_items_print_only_where_they_are_part_of_the_program() -> None:
    known = clinic.definitions()
    offered = blank_sheets.questionnaires(known.instruments)
    assert not any(one.sided for one in offered)
    made = blank_sheets.blank_measures(CLINIC, None, offered, known.vocabulary.fields)
    for one, sheet in zip(offered, made.sheets, strict=True):
        assert bool(sheet.items) <= one.items_ship
        assert sheet.license == one.licence
    withheld = [
        sheet for one, sheet in zip(offered, made.sheets, strict=True) if not one.items_ship
    ]
    assert withheld
    assert not any(sheet.items for sheet in withheld)
