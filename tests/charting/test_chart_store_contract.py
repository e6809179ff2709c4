"""One contract, three stores: memory, encrypted file and server give the same answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from pt_chart.charting import signing
from pt_chart.charting.errors import (
    ChartConflict,
    NotAllowed,
    RecordMissing,
    SignedAlready,
    WorldError,
)
from pt_chart.charting.ports import AuditAction, AuditEntry, ChartStore
from pt_chart.clinical.canonical import visit_digest
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.people import Clinic, Episode, Patient
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.visit import Addendum, Visit, VisitStatus, Withdrawal
from tests.fakes import THERAPIST, FakeClock, MemoryStore
from tests.places import EVERY_STORE, empty_store
from tests.store.samples import EPISODE, NOON, PASSWORD, PATIENT, SIGNATURE, new_visit

KEY = FindingKey("nprs")


@pytest.fixture(params=EVERY_STORE)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ChartStore]:
    """An empty store of each kind."""
    with empty_store(request, tmp_path) as opened:
        yield opened


@pytest.fixture
def clinic(store: ChartStore) -> ChartStore:
    """A store with one patient, one episode and one draft."""
    store.save_patient(PATIENT)
    store.save_episode(EPISODE)
    store.save_draft(new_visit())
    return store


def test_only_the_right_password_is_verified(store: ChartStore) -> None:
    password = store.password if isinstance(store, MemoryStore) else PASSWORD
    assert store.verify(password)
    assert not store.verify(password + " ")
    assert not store.verify("")


def test_what_was_saved_is_read_back(clinic: ChartStore) -> None:
    assert clinic.patient(PATIENT.id) == PATIENT
    assert clinic.episodes_of(PATIENT.id) == (EPISODE,)
    assert clinic.episode(EPISODE.id) == EPISODE
    assert clinic.visits_of(EPISODE.id) == (replace(new_visit(), revision=1),)


def test_saving_again_replaces(clinic: ChartStore) -> None:
    clinic.save_patient(replace(PATIENT, phone="555", birth_date=None, large_print=True))
    clinic.save_episode(replace(EPISODE, closed=date(2026, 12, 1)))
    assert clinic.patient(PATIENT.id).phone == "555"
    assert clinic.patient(PATIENT.id).birth_date is None
    assert clinic.episode(EPISODE.id).closed == date(2026, 12, 1)
    assert clinic.search("")[0].draft


def test_what_is_not_there_is_said(clinic: ChartStore) -> None:
    orphan = Episode("episode-2", "nobody", "pain", None, date(2026, 1, 1))
    with pytest.raises(RecordMissing):
        clinic.patient("nobody")
    with pytest.raises(RecordMissing):
        clinic.visit("no visit")
    with pytest.raises(RecordMissing):
        clinic.save_episode(orphan)
    with pytest.raises(RecordMissing):
        clinic.save_draft(new_visit("visit-2", episode_id="nowhere"))
    with pytest.raises(RecordMissing):
        clinic.add_addendum("visit-1", Addendum("too early", "user-1", "Ines", NOON))
    assert clinic.episodes_of("nobody") == ()


def test_a_stale_draft_is_refused_and_both_versions_are_kept(clinic: ChartStore) -> None:
    stale = clinic.visit("visit-1")
    theirs = clinic.save_draft(stale.with_answer(KEY, Answer(3)))
    mine = stale.with_answer(KEY, Answer(7))
    with pytest.raises(ChartConflict) as conflict:
        clinic.save_draft(mine)
    assert conflict.value.mine == mine
    assert conflict.value.theirs == theirs
    assert clinic.visit("visit-1") == theirs


def test_signing_closes_a_visit(clinic: ChartStore) -> None:
    draft = clinic.visit("visit-1").with_answer(KEY, Answer(4))
    signed = clinic.sign(draft, SIGNATURE, Tier.URGENT)
    assert signed.status is VisitStatus.SIGNED
    assert signed.signature is not None
    assert (signed.signature.by, signed.signature.role) == (SIGNATURE.by, THERAPIST.role)
    assert signed.signature.digest == visit_digest(signed)
    assert signed.signature.number == 1
    assert len(signed.signature.code) == 64
    assert signed.answers == draft.answers
    assert clinic.visit("visit-1") == signed
    for attempt in (signed, draft, replace(signed, status=VisitStatus.DRAFT)):
        with pytest.raises(SignedAlready):
            clinic.save_draft(attempt)
        with pytest.raises(SignedAlready):
            clinic.sign(attempt, SIGNATURE)
    assert clinic.visit("visit-1") == signed
    assert clinic.drafts() == ()


def test_the_digest_speaks_of_what_is_stored(clinic: ChartStore) -> None:
    draft = clinic.visit("visit-1").with_answer(KEY, Answer(4))
    with pytest.raises(SignedAlready):
        clinic.save_draft(replace(draft, status=VisitStatus.SIGNED))
    final, signature = signing.signed(draft, THERAPIST, FakeClock(), '{"action":"monitor"}')
    stored = clinic.sign(final, signature)
    assert stored.panel == '{"action":"monitor"}'
    assert visit_digest(stored) == visit_digest(final) == signature.digest


def test_addenda_stand_beside_the_original_in_order(clinic: ChartStore) -> None:
    signed = clinic.sign(clinic.visit("visit-1"), SIGNATURE)
    first = Addendum("Called on Friday.", "user-1", "Ines Corvale, PT", NOON)
    second = Addendum("Imaging arrived.", "user-1", "Ines Corvale, PT", NOON + timedelta(days=2))
    clinic.add_addendum(signed.id, first)
    longer = clinic.add_addendum(signed.id, second)
    assert longer == replace(signed, addenda=longer.addenda)
    assert [remark.text for remark in longer.addenda] == [first.text, second.text]
    assert {remark.by for remark in longer.addenda} == {THERAPIST.id}
    assert clinic.visit(signed.id) == longer


def test_the_list_shows_the_latest_visit(clinic: ChartStore) -> None:
    (row,) = clinic.search("tallow")
    assert (row.patient, row.complaint, row.side) == (PATIENT, "leg pain", EPISODE.side)
    assert (row.last_visit, row.draft, row.tier) == (date(2026, 11, 10), True, None)
    clinic.save_draft(clinic.visit("visit-1"), Tier.MONITOR)
    assert clinic.search("tallow")[0].tier is Tier.MONITOR
    clinic.save_draft(new_visit("visit-2", date=date(2026, 11, 17), number=2), Tier.EMERGENCY)
    (row,) = clinic.search("tallow")
    assert (row.last_visit, row.tier) == (date(2026, 11, 17), Tier.EMERGENCY)


def test_search_orders_and_limits(store: ChartStore) -> None:
    people = [("Hestal", "Birgit"), ("Talvistane", "Noor"), ("Okafor", "Tal"), ("Smith", "Ann")]
    for number, (family, given) in enumerate(people):
        store.save_patient(Patient(f"p{number}", str(900 + number), family, given, None))
    assert store.search("TAL")[0].patient.family_name == "Talvistane"
    assert {r.patient.family_name for r in store.search("tal")} == {
        "Talvistane",
        "Okafor",
        "Hestal",
    }
    assert len(store.search("tal", limit=2)) == 2
    assert [r.patient.id for r in store.search("902")] == ["p2"]
    assert store.search("%") == store.search("_") == ()
    assert len(store.search("")) == 4


def test_an_empty_search_gives_the_recently_seen_first(clinic: ChartStore) -> None:
    clinic.save_patient(Patient("p-new", "1", "Aaron", "Not seen yet", None))
    assert [row.patient.id for row in clinic.search("")] == [PATIENT.id, "p-new"]


def test_day_list_and_unsigned_drafts(clinic: ChartStore) -> None:
    later = new_visit("visit-2", date=date(2026, 11, 12), number=2)
    clinic.save_draft(later)
    clinic.sign(clinic.visit("visit-1"), SIGNATURE)
    day = date(2026, 11, 10)
    (row,) = clinic.visits_between(day, day)
    assert (row.visit_id, row.patient, row.planned, row.number) == ("visit-1", PATIENT, 8, 1)
    assert row.status is VisitStatus.SIGNED
    assert [r.visit_id for r in clinic.visits_between(day, date(2026, 11, 12))] == [
        "visit-1",
        "visit-2",
    ]
    assert [r.visit_id for r in clinic.drafts()] == ["visit-2"]


def test_queued_drafts_arrive_in_order(clinic: ChartStore) -> None:
    heard: list[Visit | WorldError] = []
    clinic.queue_draft(clinic.visit("visit-1").with_answer(KEY, Answer(1)), heard.append)
    clinic.flush()
    clinic.queue_draft(clinic.visit("visit-1").with_answer(KEY, Answer(2)), heard.append)
    clinic.flush()
    assert [v.answers[KEY].value for v in heard if isinstance(v, Visit)] == [1, 2]
    assert clinic.visit("visit-1") == heard[-1]


def test_a_queued_conflict_is_told_and_does_not_block_closing(clinic: ChartStore) -> None:
    heard: list[Visit | WorldError] = []
    clinic.queue_draft(new_visit(), heard.append)
    clinic.flush()
    assert isinstance(heard[0], ChartConflict)
    clinic.close()


def test_later_answers_with_the_result_or_the_failure(clinic: ChartStore) -> None:
    heard: list[object] = []
    clinic.later(lambda s: s.patient(PATIENT.id), heard.append)
    clinic.later(lambda s: s.patient("nobody"), heard.append)
    clinic.flush()
    assert heard[0] == PATIENT
    assert isinstance(heard[1], RecordMissing)


def test_clinic_and_settings(store: ChartStore) -> None:
    assert store.clinic() == Clinic()
    store.save_clinic(Clinic("Larkmoor Physical Therapy", paper="a4"))
    assert store.clinic() == Clinic("Larkmoor Physical Therapy", paper="a4")
    assert store.setting("last", "none") == "none"
    store.save_setting("last", {"visit": "v", "open": [1, 2.5, None, True]})
    assert store.setting("last") == {"visit": "v", "open": [1, 2.5, None, True]}
    store.save_setting("last", None)
    assert store.setting("last", 5) == 5
    assert store.users() == (THERAPIST,)


def test_the_log_tells_what_was_done(clinic: ChartStore) -> None:
    clinic.record(AuditEntry(AuditAction.PRINT, PATIENT.id, "visit-1", "handout 9f2c"))
    signed = clinic.sign(clinic.visit("visit-1"), SIGNATURE)
    assert signed.signature is not None
    newest, printed = clinic.audit(limit=2)
    assert (newest.entry.action, newest.entry.detail) == (AuditAction.SIGN, signed.signature.code)
    assert printed.entry == AuditEntry(AuditAction.PRINT, PATIENT.id, "visit-1", "handout 9f2c")
    assert (printed.user_id, printed.user_name) == (THERAPIST.id, THERAPIST.name)
    assert newest.number == printed.number + 1
    assert all(line.entry.patient_id == PATIENT.id for line in clinic.audit(PATIENT.id))
    assert clinic.audit(since=newest.at + timedelta(days=1)) == ()


def test_who_and_when_of_a_signature_are_the_stores_own(clinic: ChartStore) -> None:
    """Whoever calls says neither name nor role nor time, and signs for nobody else."""
    long_ago = NOON - timedelta(days=4000)
    other = replace(SIGNATURE, by="user-9")
    with pytest.raises(NotAllowed):
        clinic.sign(clinic.visit("visit-1"), other)
    with pytest.raises(NotAllowed):
        clinic.cosign("visit-1", other)
    forged = replace(SIGNATURE, name="Somebody Else, PT", role="student", at=long_ago)
    signed = clinic.sign(clinic.visit("visit-1"), forged).signature
    assert signed is not None
    assert (signed.name, signed.role) == (THERAPIST.signature, THERAPIST.role)
    remark = Addendum("later", THERAPIST.id, "Somebody Else, PT", long_ago)
    (beside,) = clinic.add_addendum("visit-1", remark).addenda
    with pytest.raises(NotAllowed):
        clinic.add_addendum("visit-1", replace(remark, by="user-9"))
    with pytest.raises(NotAllowed):
        clinic.withdraw("visit-1", Withdrawal("x", "user-9", "x", long_ago))
    wrong = Withdrawal("wrong patient", THERAPIST.id, "Somebody Else, PT", long_ago)
    withdrawn = clinic.withdraw("visit-1", wrong).withdrawal
    assert withdrawn is not None
    for mark in (beside, withdrawn):
        assert mark.name == THERAPIST.signature
    assert {mark.at for mark in (signed, beside, withdrawn)} == {FakeClock()()}
