"""The desk: named, undoable, saved edits; signed visits stay as they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from pt_chart.charting.desk import SignedVisit, VisitDesk
from pt_chart.charting.draft_saver import DraftSaver, run_here
from pt_chart.charting.events import Part, VisitChanged
from pt_chart.clinical.fields import FieldDef, FieldKind, Vocabulary
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Visit, VisitKind, VisitStatus
from tests.fakes import THERAPIST, MemoryStore

ANGLE = FindingKey("slr_angle", Side.RIGHT)
VOCABULARY = Vocabulary(
    MappingProxyType(
        {
            "slr_angle": FieldDef(
                "slr_angle",
                "SLR angle",
                FieldKind.NUMBER,
                "exam",
                sided=True,
                unit="deg",
                minimum=0,
                maximum=120,
            ),
            "slr": FieldDef("slr", "Straight leg raise", FieldKind.YES_NO, "exam", sided=True),
        }
    )
)


def _desk(status: VisitStatus = VisitStatus.DRAFT) -> tuple[VisitDesk, MemoryStore]:
    store = MemoryStore()
    patient = Patient("p", "20417", "Tallowby", "Mira", date(1982, 4, 14))
    episode = Episode("e", "p", "leg pain", Side.RIGHT, date(2026, 10, 6))
    store.save_patient(patient)
    store.save_episode(episode)
    stored = store.save_draft(Visit("v", "e", VisitKind.EVALUATION, date(2026, 11, 10)))
    saver = DraftSaver(store, store.clock, stored.revision, run_here)
    desk = VisitDesk(
        patient,
        episode,
        replace(stored, status=status),
        vocabulary=VOCABULARY,
        saver=saver,
        clock=store.clock,
        clinician=THERAPIST,
    )
    return desk, store


def test_typing_is_parsed_stamped_saved_and_told() -> None:
    desk, store = _desk()
    heard: list[VisitChanged] = []
    desk.changed.connect(heard.append)
    desk.enter(ANGLE, "45", origin=self_made)
    answer = desk.visit.answers[ANGLE]
    assert answer.value == 45
    assert answer.at == store.clock.now
    assert store.visit("v").answers[ANGLE].value == 45
    assert heard == [VisitChanged(desk.visit, frozenset({Part.ANSWERS}), self_made)]


self_made = object()


def test_the_name_of_an_edit_spells_the_side() -> None:
    desk, _ = _desk()
    desk.set_answer(ANGLE, Answer(45))
    assert desk.undo_label == "SLR angle RIGHT"


def test_undo_and_redo_reach_the_chart_too() -> None:
    desk, store = _desk()
    desk.set_answer(ANGLE, Answer(45))
    desk.set_answer(FindingKey("slr", Side.RIGHT), Answer(True))
    assert desk.undo() == "Straight leg raise RIGHT"
    assert FindingKey("slr", Side.RIGHT) not in store.visit("v").answers
    assert desk.redo() == "Straight leg raise RIGHT"
    assert store.visit("v").answers[FindingKey("slr", Side.RIGHT)].value is True
    assert desk.undo()
    assert desk.undo()
    assert desk.undo() == ""


def test_a_refused_value_changes_nothing_and_says_the_range() -> None:
    desk, _ = _desk()
    before = desk.visit
    with pytest.raises(ValueError, match="120"):
        desk.enter(ANGLE, "450")
    assert desk.visit is before


def test_an_emptied_field_is_untouched_again() -> None:
    desk, _ = _desk()
    desk.enter(ANGLE, "45")
    desk.enter(ANGLE, "  ")
    assert ANGLE not in desk.visit.answers


def test_a_signed_visit_does_not_change() -> None:
    desk, _ = _desk(VisitStatus.SIGNED)
    with pytest.raises(SignedVisit):
        desk.set_answer(ANGLE, Answer(45))


def test_the_same_value_again_is_no_edit() -> None:
    desk, _ = _desk()
    desk.set_answer(ANGLE, Answer(45))
    revision = desk.saver.revision
    desk.set_answer(ANGLE, Answer(45))
    assert desk.saver.revision == revision
