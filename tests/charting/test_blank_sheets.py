"""Sheets to fill in with a pen: the core questions as the forms word them, items by license."""

from __future__ import annotations

from pt_chart.charting import blank_sheets
from pt_chart.clinical.people import Clinic
from tests.ui import clinic

CLINIC = Clinic("Larkmoor Physical Therapy")


def test_the_intake_asks_every_core_question_first_in_the_forms_words() -> None:
    vocabulary = clinic.definitions().vocabulary
    made = blank_sheets.intake_sheet(CLINIC, None, vocabulary)
    asked = [field.question for field in vocabulary.fields.values() if field.core]
    urgent = made.groups[0]
    assert urgent.alert
    assert [one.words for one in urgent.questions] == [words for words in asked if words]
    assert len(urgent.questions) >= 10
    assert not any(group.alert for group in made.groups[1:])


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
