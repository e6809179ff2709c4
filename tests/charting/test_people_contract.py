"""Merged records and attached files: the same answers from the chart in memory and on disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from pt_chart.charting.attachments import Attachment
from pt_chart.charting.audit import AuditAction
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.duplicates import alike
from pt_chart.charting.errors import NotAllowed, RecordChanged, RecordMissing, SignedAlready
from pt_chart.charting.merging import MergeRefused, carry_out, plan_merge
from pt_chart.charting.ports import ChartStore
from pt_chart.charting.register_changes import having_seen
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.people import Clinician, Episode, Medicine, Patient
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Addendum
from tests.fakes import THERAPIST, FakeClock, memory_store
from tests.places import EVERY_STORE, empty_store
from tests.store.samples import EPISODE, NOON, PATIENT, SIGNATURE, new_visit
from tests.ui.clinic import definitions, documents, figures

OTHER = Patient(
    "patient-2",
    "20999",
    "Tallowby-Reed",
    "Mira",
    date(1982, 4, 14),
    phone="(555) 010-0999",
    email="mira@example.org",
    alerts=("latex allergy",),
)
OWN = Episode("episode-2", OTHER.id, "shoulder pain", None, date(2026, 1, 5))
LATER = new_visit("visit-2", episode_id=OWN.id, number=2)
PAPER = Attachment(
    "file-1", PATIENT.id, "", "mri.pdf", "application/pdf", 0, "", 1, datetime.now(UTC), ""
)


@pytest.fixture(params=EVERY_STORE)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ChartStore]:
    """A store of each kind with two records of one person, a visit each, one of them signed."""
    with empty_store(request, tmp_path) as opened:
        opened.save_patient(PATIENT)
        opened.save_patient(OTHER)
        opened.save_episode(EPISODE)
        opened.save_episode(OWN)
        opened.save_draft(new_visit(), Tier.MONITOR)
        opened.sign(opened.save_draft(LATER, Tier.URGENT), SIGNATURE, Tier.URGENT)
        yield opened


def test_the_preview_proposes_what_only_one_record_says(store: ChartStore) -> None:
    plan = plan_merge(store, PATIENT.id, OTHER.id)
    by_field = {one.field: one for one in plan.choices}
    assert by_field["family_name"].differs
    assert not by_field["family_name"].from_gone
    assert plan.alerts == (*PATIENT.alerts, *OTHER.alerts)
    assert (plan.kept_has, plan.gone_has) == ((1, 1), (1, 1))
    only_there = {one.field for one in plan.choices if not one.kept}
    assert plan.proposed == only_there
    assert plan.swapped().kept == OTHER


def test_what_another_window_changed_since_stays(store: ChartStore) -> None:
    read = store.patient(PATIENT.id)
    store.save_patient(replace(read, alerts=(*read.alerts, "anticoagulant")), read=read)
    stored = store.save_patient(replace(read, email="m@example.org"), read=read)
    assert stored == store.patient(PATIENT.id)
    assert (stored.email, stored.alerts[-1]) == ("m@example.org", "anticoagulant")
    with pytest.raises(RecordChanged, match="you typed") as met:
        store.save_patient(replace(read, email="other@example.org"), read=read)
    assert store.patient(PATIENT.id) == stored
    seen = having_seen(read, met.value)
    again = store.save_patient(replace(read, email="other@example.org"), read=seen)
    assert (again.email, again.alerts[-1]) == ("other@example.org", "anticoagulant")

    case_ = store.episode(EPISODE.id)
    warfarin = Medicine("warfarin", "anticoagulant")
    store.save_episode(replace(case_, medicines=(warfarin,)), case_)
    kept = store.save_episode(replace(case_, referrer="Dr. Hale", precautions=("x",)), case_)
    assert (kept.medicines, kept.precautions) == ((warfarin,), ("x",))
    assert store.episode(EPISODE.id).referrer == "Dr. Hale"

    clinic = store.clinic()
    store.save_clinic(replace(clinic, phone="(555) 010-0100"), clinic)
    assert store.save_clinic(replace(clinic, hours="8 to 5"), clinic).phone == "(555) 010-0100"
    with pytest.raises(RecordChanged):
        store.save_clinic(replace(clinic, phone="(555) 010-0199"), clinic)


def test_a_merge_shows_one_patient_with_everything(store: ChartStore) -> None:
    plan = plan_merge(store, PATIENT.id, OTHER.id)
    kept = carry_out(store, plan, frozenset({"phone"}), "same ID card")
    assert (kept.id, kept.phone) == (PATIENT.id, OTHER.phone)
    assert store.patient(OTHER.id) == store.patient(PATIENT.id) == kept
    assert {one.id for one in store.episodes_of(PATIENT.id)} == {EPISODE.id, OWN.id}
    assert {one.patient_id for one in store.episodes_of(OTHER.id)} == {PATIENT.id}
    assert store.episode(OWN.id).patient_id == PATIENT.id
    assert store.patients_after("", 10) == (kept,)
    (row,) = store.search("reed")
    assert (row.patient, row.found_as) == (kept, OTHER.name)
    (row,) = store.search("mira")
    assert (row.last_visit, row.tier, row.draft) == (LATER.date, Tier.URGENT, True)
    days = store.visits_between(date(2026, 11, 1), date(2026, 11, 30))
    assert {one.patient for one in days} == {kept}
    lines = [line.entry for line in store.audit() if line.entry.action is AuditAction.MERGE]
    assert {line.patient_id for line in lines} == {PATIENT.id, OTHER.id}


def test_a_merge_leaves_the_signed_visit_as_it_was(store: ChartStore) -> None:
    before = store.visit(LATER.id)
    carry_out(store, plan_merge(store, PATIENT.id, OTHER.id), frozenset(), "same person")
    assert store.visit(LATER.id) == before
    store.save_episode(replace(store.episode(OWN.id), planned_visits=6))
    assert store.episode(OWN.id).planned_visits == 6
    store.part_patients(OTHER.id)
    assert store.episode(OWN.id).patient_id == OTHER.id


@pytest.mark.parametrize("stays", [PATIENT, OTHER], ids=["signed goes", "draft goes"])
def test_visits_of_the_record_that_went_open_and_are_written_in(
    store: ChartStore, stays: Patient
) -> None:
    gone = OTHER if stays is PATIENT else PATIENT
    carry_out(store, plan_merge(store, stays.id, gone.id), frozenset(), "same person")
    made = ClinicSession(store, definitions(), figures(), documents(), FakeClock())
    for visit_id in ("visit-1", LATER.id):
        opened = made.open_visit(visit_id)
        assert opened.desk.patient.id == stays.id
        if not opened.desk.visit.signed:
            opened.desk.set_answer(FindingKey("nprs"), Answer(3))
        made.close_visit()
    assert store.visit("visit-1").answers[FindingKey("nprs")].value == 3
    store.sign(store.visit("visit-1"), SIGNATURE)
    made.open_visit("visit-1")
    made.close_visit()
    viewed = [line.entry for line in store.audit() if line.entry.action is AuditAction.VIEW]
    assert {line.visit_id for line in viewed} == {"visit-1", LATER.id}


@pytest.mark.parametrize(
    "changes",
    [
        {"record_number": f"00{PATIENT.record_number}"},
        {"phone": f"+1 {PATIENT.phone}"},
        {"given_name": PATIENT.given_name[0], "birth_date": PATIENT.birth_date},
        {"given_name": f"{PATIENT.given_name} Jane", "birth_date": date(1982, 4, 15)},
    ],
)
def test_people_are_found_as_they_are_typed_elsewhere(
    store: ChartStore, changes: dict[str, Any]
) -> None:
    typed = replace(Patient("", "", PATIENT.family_name, "", None), **changes)
    assert PATIENT in store.people_like(typed)
    assert PATIENT in [one.patient for one in alike(store, typed)]


def test_undo_restores_both_exactly(store: ChartStore) -> None:
    carry_out(
        store, plan_merge(store, PATIENT.id, OTHER.id), frozenset({"phone", "email"}), "twice"
    )
    parted = store.part_patients(OTHER.id)
    assert (parted.kept, parted.gone, parted.kept_edits) == (PATIENT, OTHER, ())
    assert store.patient(PATIENT.id) == PATIENT
    assert store.patient(OTHER.id) == OTHER
    assert store.episodes_of(OTHER.id) == (OWN,)
    assert store.episodes_of(PATIENT.id) == (EPISODE,)
    assert store.merges() == ()
    rows = {row.patient.id: row for row in store.search("mira")}
    assert rows[PATIENT.id].tier is Tier.MONITOR
    assert rows[OTHER.id].tier is Tier.URGENT


def test_undo_keeps_what_was_edited_since(store: ChartStore) -> None:
    kept = carry_out(store, plan_merge(store, PATIENT.id, OTHER.id), frozenset({"phone"}), "twice")
    store.save_patient(replace(kept, phone="(555) 010-7777", alerts=(*kept.alerts, "dizzy")))
    parted = store.part_patients(OTHER.id)
    assert parted.kept.phone == "(555) 010-7777"
    assert parted.kept.alerts == (*PATIENT.alerts, "dizzy")
    assert set(parted.kept_edits) == {"phone", "alerts"}
    assert parted.alerts == ("dizzy",)
    assert store.patient(OTHER.id).alerts == (*OTHER.alerts, "dizzy"), "whose it is nobody knows"


def test_undo_says_by_name_what_goes_where(store: ChartStore) -> None:
    kept = carry_out(store, plan_merge(store, PATIENT.id, OTHER.id), frozenset(), "twice")
    since = Episode("since", kept.id, "shoulder pain", Side.LEFT, date(2026, 11, 12))
    store.save_episode(since)
    store.save_patient(replace(kept, phone="555 0100", alerts=(*kept.alerts, "Osteoporosis")))
    before = store.patient(PATIENT.id)
    planned = store.parting(OTHER.id)
    assert store.patient(PATIENT.id) == before, "nothing is stored"
    assert planned.kept_episodes == (EPISODE, since)
    assert planned.gone_episodes == (OWN,)
    told = " ".join(planned.words)
    for words in ("keeps", "shoulder pain since", "phone", "stand with both: Osteoporosis"):
        assert words in told, words
    assert store.part_patients(OTHER.id) == planned
    with pytest.raises(RecordMissing):
        store.parting(OTHER.id)


def test_merges_in_a_row_are_undone_one_by_one(store: ChartStore) -> None:
    third = Patient("patient-3", "30000", "Tallow", "M.", None)
    store.save_patient(third)
    carry_out(store, plan_merge(store, PATIENT.id, OTHER.id), frozenset(), "twice")
    carry_out(store, plan_merge(store, third.id, PATIENT.id), frozenset(), "thrice")
    assert store.patient(OTHER.id).id == third.id
    assert len(store.episodes_of(third.id)) == 2
    with pytest.raises(MergeRefused):
        store.part_patients(OTHER.id)
    store.part_patients(PATIENT.id)
    assert store.patient(OTHER.id).id == PATIENT.id
    assert store.patient(third.id) == third
    store.part_patients(OTHER.id)
    assert store.patient(OTHER.id) == OTHER


def test_what_is_refused(store: ChartStore) -> None:
    plan = plan_merge(store, PATIENT.id, OTHER.id)
    with pytest.raises(ValueError, match="why"):
        carry_out(store, plan, frozenset(), " ")
    with pytest.raises(MergeRefused):
        store.merge_patients(replace(PATIENT, alerts=()), OTHER.id, "an alert would go")
    store.save_patient(replace(OTHER, phone="1"))
    with pytest.raises(MergeRefused):
        carry_out(store, plan, frozenset(), "changed since")
    store.merge_patients(plan.result(frozenset()), OTHER.id, "now")
    with pytest.raises(MergeRefused):
        store.save_patient(OTHER)
    with pytest.raises(MergeRefused):
        plan_merge(store, PATIENT.id, OTHER.id)
    with pytest.raises(RecordMissing):
        store.part_patients(PATIENT.id)


def test_people_who_share_something_are_found(store: ChartStore) -> None:
    new = Patient("", "", "Mira", "TALLOWBY", None)
    assert [one.id for one in store.people_like(new)] == [PATIENT.id]
    assert OTHER in store.people_like(Patient("", "", "X", "Y", OTHER.birth_date))
    assert store.people_like(Patient("", "", "X", "Y", None, phone="555-010 0999")) == (OTHER,)
    assert store.people_like(Patient("", "20999", "X", "Y", None)) == (OTHER,)
    assert store.people_like(Patient("", "2099", "X", "Y", None)) == ()
    store.save_patient(replace(OTHER, email="Mira.Reed@Example.org"))
    by_mail = store.people_like(Patient("", "", "X", "Y", None, email=" mira.reed@example.ORG"))
    assert [one.id for one in by_mail] == [OTHER.id]
    assert store.people_like(Patient("", "", "X", "Y", None, email="mira.reed@example")) == ()
    assert OTHER.id not in [one.id for one in store.people_like(OTHER)]
    carry_out(store, plan_merge(store, PATIENT.id, OTHER.id), frozenset(), "one person")
    found = store.people_like(Patient("", "20999", "X", "Y", None))
    assert [one.id for one in found] == [PATIENT.id]


def test_an_attached_file_is_kept_shown_and_removed_with_a_trace(store: ChartStore) -> None:
    stored = store.attach(PAPER, b"%PDF report")
    assert (stored.size, stored.by) == (11, THERAPIST.name)
    assert store.attachments(PATIENT.id) == (stored,)
    assert store.attached_content("file-1") == b"%PDF report"
    gone = store.remove_attachment("file-1", "wrong patient")
    assert gone.removed is not None
    assert gone.removed.reason == "wrong patient"
    assert store.attachments(PATIENT.id) == (gone,)
    with pytest.raises(RecordMissing):
        store.attached_content("file-1")
    with pytest.raises(RecordMissing):
        store.remove_attachment("file-1", "again")
    done = [line.entry.action for line in store.audit(PATIENT.id)][:3]
    assert done == [AuditAction.CHANGE, AuditAction.VIEW, AuditAction.CREATE]


def test_who_has_a_file_is_told_by_its_content(store: ChartStore) -> None:
    first = store.attach(PAPER, b"one report")
    assert store.holders(first.digest) == (PATIENT,)
    store.attach(replace(PAPER, id="file-2", patient_id=OTHER.id), b"one report")
    assert store.holders(first.digest) == (PATIENT, OTHER)
    store.remove_attachment("file-1", "of the other one")
    assert store.holders(first.digest) == (OTHER,)
    carry_out(store, plan_merge(store, PATIENT.id, OTHER.id), frozenset(), "one person")
    assert [one.id for one in store.holders(first.digest)] == [PATIENT.id]
    assert store.holders("0" * 64) == ()


def test_a_file_of_a_signed_visit_stays(store: ChartStore) -> None:
    tied = replace(PAPER, patient_id=OTHER.id, visit_id=LATER.id)
    with pytest.raises(SignedAlready):
        store.attach(tied, b"letter")
    remark = Addendum("came by mail", THERAPIST.id, THERAPIST.signature, NOON)
    store.attach(tied, b"letter", remark)
    told = f'File "mri.pdf": came by mail (SHA-256 {sha256(b"letter").hexdigest()})'
    assert [one.text for one in store.visit(LATER.id).addenda] == [told]
    with pytest.raises(SignedAlready):
        store.remove_attachment(PAPER.id, "no longer wanted")
    assert store.attached_content(PAPER.id) == b"letter"
    with pytest.raises(RecordMissing):
        store.attach(replace(tied, id="file-2", patient_id=PATIENT.id), b"letter", remark)
    assert len(store.visit(LATER.id).addenda) == 1
    carry_out(store, plan_merge(store, PATIENT.id, OTHER.id), frozenset(), "one person")
    assert [one.id for one in store.attachments(PATIENT.id)] == [PAPER.id]
    store.part_patients(OTHER.id)
    assert store.attachments(PATIENT.id) == ()


def test_a_file_leaves_a_signed_visit_with_a_reason(store: ChartStore) -> None:
    tied = replace(PAPER, patient_id=OTHER.id, visit_id=LATER.id)
    remark = Addendum("came by mail", THERAPIST.id, THERAPIST.signature, NOON)
    for ident in ("file-1", "file-2"):
        store.attach(replace(tied, id=ident), ident.encode(), remark)
    why = replace(remark, text="of another patient")
    for wrong in (replace(why, text=""), replace(why, text="xx")):
        with pytest.raises(ValueError, match=r"\w"):
            store.take_out("file-1", wrong)
    with pytest.raises(RecordMissing):
        store.take_out("file-9", why)
    with pytest.raises(SignedAlready):
        store.take_out("file-1", why, OTHER.id, LATER.id)
    kept = store.take_out("file-1", why)
    moved = store.take_out("file-2", why, PATIENT.id, "visit-1")
    assert kept.removed is not None
    assert moved.removed is not None
    assert (kept.removed.kept, kept.removed.moved, kept.removed.reason) == (True, False, why.text)
    assert (moved.removed.kept, moved.removed.moved) == (False, True)
    assert store.attached_content("file-1") == b"file-1"
    with pytest.raises(RecordMissing):
        store.attached_content("file-2")
    (there,) = store.attachments(PATIENT.id)
    assert (there.visit_id, store.attached_content(there.id)) == ("visit-1", b"file-2")
    told = [one.text for one in store.visit(LATER.id).addenda]
    assert len(told) == 4
    assert told[-1].startswith(
        "File of another record taken out: of another patient (taken out, SHA-256 "
    ), "the name of somebody else's file stays out of this note"
    with pytest.raises(RecordMissing):
        store.take_out("file-1", why)


def test_a_file_of_a_draft_goes_where_the_draft_goes(store: ChartStore) -> None:
    store.attach(replace(PAPER, visit_id="visit-1"), b"letter")
    store.move_draft("visit-1", OWN.id, "wrong patient")
    assert store.attachments(PATIENT.id) == ()
    (moved,) = store.attachments(OTHER.id)
    assert (moved.visit_id, moved.patient_id) == ("visit-1", OTHER.id)


def test_who_may_merge_and_attach() -> None:
    store = memory_store()
    store.user = Clinician("s", "Sam", role="student")  # type: ignore[misc]
    with pytest.raises(NotAllowed):
        store.merge_patients(PATIENT, OTHER.id, "no right")
    with pytest.raises(ValueError, match="size"):
        store.attach(PAPER, b"")
