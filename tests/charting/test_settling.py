"""Two windows, one draft: both versions are kept, compared and settled; nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from pt_chart.charting.away import Waiting
from pt_chart.charting.clinic_session import ClinicSession, SigningRefused
from pt_chart.charting.errors import DiskFull, NotAllowed, WorldError
from pt_chart.charting.events import Notice
from pt_chart.charting.kept_versions import KeptBecause, KeptVersion
from pt_chart.charting.moved_away import leave_moved
from pt_chart.charting.settling import Encounter, Settling
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.merging.places import Place
from pt_chart.clinical.merging.three_way import Chosen, NotChosen
from pt_chart.clinical.people import Clinician
from pt_chart.clinical.sides import Side
from tests.fakes import FakeClock, MemoryStore
from tests.store.samples import NOON, SIGNATURE
from tests.ui.clinic import session as make_session

SLR = FindingKey("slr_angle", Side.RIGHT)
SLUMP = FindingKey("slump", Side.RIGHT)


@pytest.fixture
def session() -> ClinicSession:
    made = make_session(FakeClock())
    draft = next(row for row in made.store.drafts())
    made.open_visit(draft.visit_id)
    return made


def _store(session: ClinicSession) -> MemoryStore:
    assert isinstance(session.store, MemoryStore)
    return session.store


def _settling(session: ClinicSession) -> Settling:
    assert session.open is not None
    return session.open.settling


def _elsewhere(session: ClinicSession, key: FindingKey, value: object) -> None:
    """Another workstation stores an answer in the same draft."""
    assert session.open is not None
    visit = session.store.visit(session.open.desk.visit.id)
    session.store.save_draft(visit.with_answer(key, Answer(value)))  # type: ignore[arg-type]


def _here(session: ClinicSession, key: FindingKey, value: object) -> None:
    assert session.open is not None
    session.open.desk.set_answer(key, Answer(value))  # type: ignore[arg-type]


def test_changes_that_do_not_meet_are_settled_without_a_choice(session: ClinicSession) -> None:
    _elsewhere(session, SLR, 40)
    _here(session, SLUMP, True)
    settling = _settling(session)
    assert settling.met is not None
    assert settling.met.live
    assert not settling.compared().conflicts
    settled = settling.settle({})
    stored = session.store.visit(settled.id)
    assert (stored.answers[SLR].value, stored.answers[SLUMP].value) == (40, True)
    assert _settling(session).met is None
    assert session.open is not None
    assert session.open.desk.saver.state.problem is None


def test_the_version_that_was_not_chosen_is_found_beside_the_visit(
    session: ClinicSession,
) -> None:
    _elsewhere(session, SLR, 40)
    _here(session, SLR, 65)
    settling = _settling(session)
    with pytest.raises(NotChosen):
        settling.settle({})
    (open_place,) = (one.place for one in settling.compared().conflicts)
    settled = settling.settle({open_place: Chosen.THEIRS})
    assert session.store.visit(settled.id).answers[SLR].value == 40
    (kept,) = session.store.kept_versions(settled.id)
    assert kept.because is KeptBecause.SETTLED
    assert (kept.mine.answers[SLR].value, kept.theirs.answers[SLR].value) == (65, 40)
    assert "theirs" in kept.choices
    assert "65" not in kept.choices


def test_edits_go_on_while_two_versions_wait_and_each_is_kept(session: ClinicSession) -> None:
    _elsewhere(session, SLR, 40)
    for angle in (60, 61, 62):
        _here(session, SLR, angle)
    (kept,) = session.store.kept_versions(_settling(session).compared().mine.id)
    assert kept.because is KeptBecause.UNSETTLED
    assert kept.mine.answers[SLR].value == 62


def test_giving_up_takes_the_stored_version_and_keeps_mine(session: ClinicSession) -> None:
    _elsewhere(session, SLR, 40)
    _here(session, SLR, 65)
    _settling(session).give_up()
    assert session.open is not None
    desk = session.open.desk
    assert desk.visit.answers[SLR].value == 40
    (kept,) = session.store.kept_versions(desk.visit.id)
    assert (kept.because, kept.mine.answers[SLR].value) == (KeptBecause.GIVEN_UP, 65)
    _here(session, SLR, 41)
    assert session.store.visit(desk.visit.id).answers[SLR].value == 41


def test_a_visit_signed_elsewhere_keeps_what_was_typed_here(session: ClinicSession) -> None:
    store = _store(session)
    assert session.open is not None
    visit_id = session.open.desk.visit.id
    store.sign(store.visit(visit_id), replace(SIGNATURE, by=store.user.id))
    _here(session, SLUMP, True)
    met = _settling(session).met
    assert met is not None
    assert met.signed
    _settling(session).give_up()
    assert session.open.desk.visit.signed
    assert store.kept_versions(visit_id)[0].mine.answers[SLUMP].value is True


def test_a_version_left_uncompared_comes_back_with_the_visit(session: ClinicSession) -> None:
    _elsewhere(session, SLR, 40)
    _here(session, SLUMP, True)
    assert session.open is not None
    visit_id = session.open.desk.visit.id
    session.close_visit()
    session.open_visit(visit_id)
    settling = _settling(session)
    met = settling.met
    assert met is not None
    assert not met.live
    assert met.mine.answers[SLUMP].value is True
    _here(session, FindingKey("nprs_now"), 4)
    settling.settle({})
    desk = session.open.desk
    assert (desk.visit.answers[SLR].value, desk.visit.answers[SLUMP].value) == (40, True)
    assert desk.visit.answers[FindingKey("nprs_now")].value == 4
    assert session.store.visit(visit_id).answers == desk.visit.answers
    assert desk.undo() == "Both versions settled"
    session.close_visit()
    session.open_visit(visit_id)
    assert _settling(session).met is None


def test_a_third_version_is_met_in_its_turn(session: ClinicSession) -> None:
    _elsewhere(session, SLR, 40)
    _here(session, SLUMP, True)
    _elsewhere(session, FindingKey("nprs_now"), 5)
    settling = _settling(session)
    settling.settle({})
    assert settling.met is not None
    settled = settling.settle({})
    answers = session.store.visit(settled.id).answers
    assert [answers[key].value for key in (SLR, SLUMP, FindingKey("nprs_now"))] == [40, True, 5]


def test_what_cannot_be_kept_changes_nothing_and_is_told(session: ClinicSession) -> None:
    notices: list[Notice] = []
    session.notices.connect(notices.append)
    _elsewhere(session, SLR, 40)
    _here(session, SLUMP, True)
    store, settling = _store(session), _settling(session)
    store.failure = DiskFull()
    _fails(lambda: settling.settle({}))
    _fails(settling.give_up)
    _fails(session.close_visit)
    _here(session, SLUMP, False)
    assert notices[-1].text == DiskFull.message
    assert settling.met is not None
    store.failure = None
    settled = settling.settle({})
    assert session.store.visit(settled.id).answers[SLUMP].value is False


def _fails(call: Callable[[], object]) -> None:
    with pytest.raises(WorldError):
        call()


def test_the_log_and_the_choices_name_places_only(session: ClinicSession) -> None:
    _elsewhere(session, SLR, 40)
    _here(session, SLUMP, True)
    settling = _settling(session)
    settled = settling.settle({Place("answers", str(SLUMP)): Chosen.MINE})
    (kept,) = session.store.kept_versions(settled.id)
    title = settling.wording.title(Place("answers", str(SLUMP)))
    assert f"{title}: mine" in kept.choices


def _met(settling: Settling) -> Encounter:
    assert settling.met is not None
    return settling.met


def test_a_waiting_version_is_brought_up_again_after_a_live_conflict(
    session: ClinicSession,
) -> None:
    """What was written while the server was away outlasts a conflict that comes between."""
    assert session.open is not None
    desk, over = session.open.desk, []
    base = desk.visit
    waited = Waiting(desk.patient, desk.episode, base, base.with_answer(SLR, Answer(71)), NOON)
    settling = _settling(session)
    settling.bring(waited, lambda: over.append(True))
    _elsewhere(session, SLUMP, True)
    _here(session, SLR, 60)
    assert _met(settling).live
    settling.settle({})
    assert not over, "the queue keeps it until it is settled itself"
    assert not _met(settling).live
    assert _met(settling).mine.answers[SLR].value == 71
    assert _met(settling).theirs.answers[SLR].value == 60
    (open_place,) = (one.place for one in settling.compared().conflicts)
    settled = settling.settle({open_place: Chosen.MINE})
    assert over == [True]
    assert _settling(session).met is None
    assert session.store.visit(settled.id).answers[SLR].value == 71


def test_a_visit_that_was_moved_to_another_patient_is_left_and_joined_with_nothing(
    session: ClinicSession,
) -> None:
    assert session.open is not None
    visit_id, was = session.open.desk.visit.id, session.open.desk.patient
    told: list[None] = []
    _settling(session).moved.connect(told.append)
    session.store.move_draft(visit_id, "e1", "opened for the wrong person")
    _here(session, SLR, 65)
    assert told
    assert _settling(session).met is None
    notice = leave_moved(session)
    assert notice is not None
    assert was.name in notice.text
    whose = session.store.patient(session.store.episode("e1").patient_id)
    assert whose.name in notice.text
    assert leave_moved(session) is None, "the visit is closed"
    assert SLR not in session.store.visit(visit_id).answers
    (kept,) = session.store.kept_versions(visit_id)
    assert (kept.because, kept.mine.answers[SLR].value) == (KeptBecause.GIVEN_UP, 65)


def test_another_persons_version_is_compared_before_anybody_signs(session: ClinicSession) -> None:
    """What a colleague answered, and nobody compared, may be the sign of an emergency."""
    assert session.open is not None
    store, stored = _store(session), session.open.desk.visit
    ben = Clinician("user-9", "Ben Okoro", "PT")
    mine = stored.with_answer(FindingKey("urinary_retention"), Answer(True))
    versions = (stored, mine, stored)
    who = (ben.id, ben.signature)
    kept = KeptVersion("k1", stored.id, NOON, *who, KeptBecause.UNSETTLED, *versions)
    user, store.user = store.user, ben
    store.keep_version(kept)
    store.user = user
    with pytest.raises(SigningRefused) as refused:
        session.sign()
    assert any(need.words.startswith("A version of Ben Okoro") for need in refused.value.needs)
    settling = _settling(session)
    assert _met(settling).of == "Ben Okoro, PT"
    settled = settling.settle({})
    assert settled.answers[FindingKey("urinary_retention")].value is True
    (now,) = store.kept_versions(stored.id)
    assert (now.because, now.name) == (KeptBecause.SETTLED, "Ben Okoro, PT")
    assert now.choices.startswith(f"settled by {user.signature}")
    assert not any("A version of" in need.words for need in session.signing_needs())


def test_only_what_waits_of_somebody_else_is_settled_and_unchanged(session: ClinicSession) -> None:
    assert session.open is not None
    store, stored = _store(session), session.open.desk.visit
    versions = (stored, stored, stored)
    kept = KeptVersion("k1", stored.id, NOON, "user-9", "Ben", KeptBecause.SETTLED, *versions)
    with pytest.raises(NotAllowed):
        store.keep_version(kept)
    with pytest.raises(NotAllowed):
        store.keep_version(replace(kept, because=KeptBecause.UNSETTLED))
