"""What can be asked of an open chart, and the right that each call needs: rows of the matrix."""

from __future__ import annotations

import queue
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pt_chart.charting.access import Right
from pt_chart.charting.administration import BackupResult
from pt_chart.charting.attachments import Attachment
from pt_chart.charting.audit import AuditAction, AuditEntry, AuditQuery
from pt_chart.charting.errors import BackupRefused, NotAllowed, WorldError
from pt_chart.charting.kept_versions import KeptBecause, KeptVersion
from pt_chart.charting.retention import RetentionPeriod
from pt_chart.charting.transfer_port import ImportBatch
from pt_chart.clinical.care.episode_log import Contact, ContactKind, EpisodeEntry, Referral
from pt_chart.clinical.people import Clinic, Clinician, Patient
from pt_chart.clinical.visit import Signature, Visit, Withdrawal
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.stored_chart import StoredChart
from tests.soak.clinic import remark
from tests.store.samples import EPISODE, NOON, PASSWORD, PATIENT, SIGNATURE, new_visit

Act = Callable[[StoredChart, ChartAdministration], object]
SIGNED, DRAFT = "signed", "draft"
_REMARK = remark(1)
WHY = replace(_REMARK, text="of another patient")


def _draft(chart: StoredChart, what: str = "made") -> Visit:
    return new_visit(f"{what} by {chart.user.id}")


def _signature(chart: StoredChart) -> Signature:
    return replace(SIGNATURE, by=chart.user.id, role=chart.user.role)


def attachment(chart: StoredChart, name: str) -> Attachment:
    now = chart._ledger.now
    return Attachment(name, PATIENT.id, "", "a.txt", "text/plain", 1, "", 1, now, chart.user.id)


def _kept(chart: StoredChart) -> KeptVersion:
    theirs = new_visit(DRAFT)
    who, because = chart.user, KeptBecause.UNSETTLED
    return KeptVersion(
        f"of {who.id}", DRAFT, NOON, who.id, who.name, because, theirs, theirs, theirs
    )


def _queued(chart: StoredChart) -> None:
    """The way that the window saves: what is refused is heard, not raised."""
    heard: list[Visit | WorldError] = []
    chart.queue_draft(_draft(chart, "queued"), heard.append)
    chart.flush()
    if isinstance(heard[0], NotAllowed):
        raise heard[0]


def bring_in(chart: StoredChart, name: str, *, visits: bool) -> None:
    """Import a patient with an episode, and with a visit or without."""
    brought = Patient(f"{name} {visits}", name, "Brought", "In", None)
    episode = replace(EPISODE, id=f"episode {brought.id}", patient_id=brought.id)
    visit = new_visit(f"visit {brought.id}", episode_id=episode.id)
    batch = ImportBatch(brought.id, "a file", (brought,), (episode,), (visit,) if visits else ())
    chart.import_records(batch)


def _entry(chart: StoredChart, *, clinical: bool) -> EpisodeEntry:
    day = date(2026, 11, 10)
    record: Contact | Referral = (
        Referral(day, "Dr. Vale", "weakness") if clinical else Contact(day, ContactKind.MISSED)
    )
    who = chart.user.id
    return EpisodeEntry(f"{who} {clinical}", EPISODE.id, 1, record, who, NOON)


def _back_up(chart: StoredChart, administration: ChartAdministration) -> None:
    heard: queue.Queue[BackupResult] = queue.Queue()
    if not isinstance(chart, ChartFile):
        with pytest.raises(BackupRefused, match="backed up there"):
            administration.back_up(Path("anywhere"), heard.put)
        return
    administration.back_up(chart._place.chart.parent / "backups", heard.put)
    heard.get(timeout=60)


def _planned(_chart: StoredChart, administration: ChartAdministration) -> None:
    heard: queue.Queue[BackupResult] = queue.Queue()
    if administration.back_up_as_planned(heard.put):
        heard.get(timeout=60)


def _note(chart: StoredChart) -> None:
    chart.save_setting(f"access seen {chart.user.id}", 1)


ACTIONS: dict[str, tuple[Right, Act]] = {
    "search": (Right.SEE_REGISTER, lambda c, _a: c.search("")),
    "patient": (Right.SEE_REGISTER, lambda c, _a: c.patient(PATIENT.id)),
    "patients_after": (Right.SEE_REGISTER, lambda c, _a: c.patients_after("", 5)),
    "people_like": (Right.SEE_REGISTER, lambda c, _a: c.people_like(PATIENT)),
    "merges": (Right.SEE_REGISTER, lambda c, _a: c.merges()),
    "holders": (Right.SEE_REGISTER, lambda c, _a: c.holders("0" * 64)),
    "attachments": (Right.SEE_REGISTER, lambda c, _a: c.attachments(PATIENT.id)),
    "imports": (Right.SEE_REGISTER, lambda c, _a: c.imports()),
    "episode": (Right.SEE_REGISTER, lambda c, _a: c.episode(EPISODE.id)),
    "episodes_of": (Right.SEE_REGISTER, lambda c, _a: c.episodes_of(PATIENT.id)),
    "episode_log": (Right.SEE_REGISTER, lambda c, _a: c.episode_log(EPISODE.id)),
    "visits_between": (
        Right.SEE_REGISTER,
        lambda c, _a: c.visits_between(date(2026, 1, 1), date(2026, 12, 31)),
    ),
    "booked_between": (
        Right.SEE_REGISTER,
        lambda c, _a: c.booked_between(date(2026, 11, 1), date(2026, 11, 30), unbegun=True),
    ),
    "next_visits": (
        Right.SEE_REGISTER,
        lambda c, _a: c.next_visits([PATIENT.id], date(2026, 11, 1)),
    ),
    "open_referrals": (Right.READ_NOTES, lambda c, _a: c.open_referrals(date(2026, 11, 1))),
    "drafts": (Right.SEE_REGISTER, lambda c, _a: c.drafts()),
    "visit_count": (Right.SEE_REGISTER, lambda c, _a: c.visit_count(EPISODE.id)),
    "file": (Right.SEE_REGISTER, lambda c, _a: c.file("picture", "none")),
    "files": (Right.SEE_REGISTER, lambda c, _a: c.files("picture")),
    "seal_key": (Right.SEE_REGISTER, lambda c, _a: c.seal_key("documents")),
    "save_patient": (Right.CHANGE_REGISTER, lambda c, _a: c.save_patient(PATIENT)),
    "save_episode": (Right.CHANGE_REGISTER, lambda c, _a: c.save_episode(EPISODE)),
    "add_episode_entry": (
        Right.CHANGE_REGISTER,
        lambda c, _a: c.add_episode_entry(_entry(c, clinical=False)),
    ),
    "add_episode_entry: referral": (
        Right.CHART,
        lambda c, _a: c.add_episode_entry(_entry(c, clinical=True)),
    ),
    "import_records": (Right.CHANGE_REGISTER, lambda c, _a: bring_in(c, c.user.id, visits=False)),
    "undo_import": (
        Right.CHANGE_REGISTER,
        lambda c, _a: c.undo_import(f"for {c.user.id} False"),
    ),
    "attach": (Right.CHANGE_REGISTER, lambda c, _a: c.attach(attachment(c, c.user.id), b"x")),
    "merge_patients": (
        Right.MERGE,
        lambda c, _a: c.merge_patients(c.patient(PATIENT.id), "p-twin", "same person"),
    ),
    "parting": (Right.MERGE, lambda c, _a: c.parting("p-twin")),
    "part_patients": (Right.MERGE, lambda c, _a: c.part_patients("p-twin")),
    "visit": (Right.READ_NOTES, lambda c, _a: c.visit(SIGNED)),
    "visits_of": (Right.READ_NOTES, lambda c, _a: c.visits_of(EPISODE.id)),
    "waiting_for_cosign": (Right.READ_NOTES, lambda c, _a: c.waiting_for_cosign()),
    "kept_versions": (Right.READ_NOTES, lambda c, _a: c.kept_versions(SIGNED)),
    "uncompared": (Right.READ_NOTES, lambda c, _a: c.uncompared()),
    "attached_content": (Right.READ_NOTES, lambda c, _a: c.attached_content("paper")),
    "setting: words that wait": (
        Right.READ_NOTES,
        lambda c, _a: c.setting(f"unfinished/{DRAFT}"),
    ),
    "record: view": (
        Right.READ_NOTES,
        lambda c, _a: c.record(AuditEntry(AuditAction.VIEW, PATIENT.id)),
    ),
    "record: disclose": (
        Right.READ_NOTES,
        lambda c, _a: c.record(AuditEntry(AuditAction.DISCLOSE, PATIENT.id, detail="to a")),
    ),
    "save_draft": (Right.CHART, lambda c, _a: c.save_draft(_draft(c))),
    "queue_draft": (Right.CHART, lambda c, _a: _queued(c)),
    "keep_version": (Right.CHART, lambda c, _a: c.keep_version(_kept(c))),
    "let_waiting_go": (Right.CHART, lambda c, _a: c.let_waiting_go(DRAFT, PATIENT.id, 1)),
    "import_records: with visits": (Right.CHART, lambda c, _a: bring_in(c, c.user.id, visits=True)),
    "undo_import: with visits": (
        Right.CHART,
        lambda c, _a: c.undo_import(f"for {c.user.id} True"),
    ),
    "remove_attachment": (
        Right.CHART,
        lambda c, _a: c.remove_attachment(f"another of {c.user.id}", "wrong patient"),
    ),
    "save_setting: words that wait": (
        Right.CHART,
        lambda c, _a: c.save_setting(f"unfinished/{DRAFT}", {}),
    ),
    "save_setting: another form": (
        Right.CHART,
        lambda c, _a: c.save_setting(f"forms/of {c.user.id}", "text"),
    ),
    "sign": (Right.SIGN, lambda c, _a: c.sign(_draft(c, "signed"), _signature(c))),
    "add_addendum": (
        Right.SIGN,
        lambda c, _a: c.add_addendum(SIGNED, replace(_REMARK, by=c.user.id)),
    ),
    "cosign": (Right.COSIGN, lambda c, _a: c.cosign("by the student", _signature(c))),
    "withdraw": (
        Right.COSIGN,
        lambda c, _a: c.withdraw(SIGNED, Withdrawal("wrong patient", c.user.id, "x", NOON)),
    ),
    "take_out": (
        Right.COSIGN,
        lambda c, _a: c.take_out(f"signed for {c.user.id}", replace(WHY, by=c.user.id)),
    ),
    "move_draft": (Right.COSIGN, lambda c, _a: c.move_draft(DRAFT, EPISODE.id, "wrong patient")),
    "record: print": (
        Right.PRINT,
        lambda c, _a: c.record(AuditEntry(AuditAction.PRINT, PATIENT.id)),
    ),
    "record: export": (
        Right.EXPORT,
        lambda c, _a: c.record(AuditEntry(AuditAction.EXPORT, PATIENT.id)),
    ),
    "record: copy": (
        Right.EXPORT,
        lambda c, _a: c.record(AuditEntry(AuditAction.COPY, PATIENT.id)),
    ),
    "save_clinic": (Right.CHANGE_CLINIC, lambda c, _a: c.save_clinic(Clinic("L"))),
    "save_file": (Right.CHANGE_CLINIC, lambda c, _a: c.save_file("picture", "a", b"x")),
    "remove_file": (Right.CHANGE_CLINIC, lambda c, _a: c.remove_file("picture", "a")),
    "save_setting: a form changed": (
        Right.CHANGE_CLINIC,
        lambda c, _a: c.save_setting("forms/kept", "other text"),
    ),
    "report": (Right.READ_LOG, lambda c, _a: c.report(AuditQuery())),
    "audit": (Right.READ_LOG, lambda c, _a: c.audit()),
    "administration.verify": (Right.VERIFY, lambda _c, a: a.verify()),
    "administration.counts": (Right.VERIFY, lambda _c, a: a.counts()),
    "save_setting: access seen": (Right.USERS, lambda c, _a: _note(c)),
    "administration.accounts": (Right.USERS, lambda _c, a: a.accounts()),
    "administration.shares": (Right.USERS, lambda _c, a: a.shares()),
    "administration.add_user": (
        Right.USERS,
        lambda _c, a: a.add_user(Clinician("", "New One"), "long enough words", PASSWORD),
    ),
    "administration.change_user": (
        Right.USERS,
        lambda _c, a: a.change_user(Clinician("user-9", "Nine"), PASSWORD),
    ),
    "administration.deactivate": (Right.USERS, lambda _c, a: a.deactivate("user-9", PASSWORD)),
    "administration.reset_password": (
        Right.USERS,
        lambda _c, a: a.reset_password("user-9", "long enough words", PASSWORD),
    ),
    "administration.make_kit": (Right.USERS, lambda _c, a: a.make_kit(PASSWORD)),
    "administration.make_envelope": (Right.USERS, lambda _c, a: a.make_envelope(PASSWORD)),
    "save_setting: backup plan": (
        Right.BACKUP,
        lambda c, _a: c.save_setting("backup plan", {"daily": 7}),
    ),
    "administration.accept_clock": (
        Right.USERS,
        lambda _c, a: a.accept_clock("it was ahead", PASSWORD),
    ),
    "administration.save_plan": (Right.BACKUP, lambda _c, a: a.save_plan(a.plan())),
    "administration.back_up": (Right.BACKUP, _back_up),
    "administration.older_copies": (Right.BACKUP, lambda _c, a: a.older_copies()),
    "administration.wrap_copies": (Right.BACKUP, lambda _c, a: a.wrap_copies()),
    "administration.retention": (Right.ERASE, lambda _c, a: a.retention()),
    "administration.save_retention": (
        Right.ERASE,
        lambda _c, a: a.save_retention(RetentionPeriod(12)),
    ),
    "save_setting: retention years": (
        Right.ERASE,
        lambda c, _a: c.save_setting("retention years", 12),
    ),
    "administration.past_retention": (Right.ERASE, lambda _c, a: a.past_retention(5)),
    "administration.erase": (
        Right.ERASE,
        lambda _c, a: a.erase("p-old", "by law", PASSWORD, "by law"),
    ),
}
"""What is asked of an open chart, and the right that each needs. A call of another kind under the
same name stands after a colon."""

ANYBODY: dict[str, Act] = {
    "user": lambda c, _a: c.user,
    "chart_id": lambda c, _a: c.chart_id,
    "clock_remark": lambda c, _a: c.clock_remark,
    "moved_to": lambda c, _a: c.moved_to,
    "now": lambda c, _a: c.now(),
    "clock_question": lambda c, _a: c.clock_question,
    "drop_queued": lambda c, _a: c.drop_queued("nowhere"),
    "clinic": lambda c, _a: c.clinic(),
    "users": lambda c, _a: c.users(),
    "setting": lambda c, _a: c.setting("last_visit"),
    "verify": lambda c, _a: c.verify(PASSWORD),
    "check": lambda c, _a: c.check(),
    "later": lambda c, _a: c.later(lambda store: store.user, lambda _user: None),
    "flush": lambda c, _a: c.flush(),
    "hurry": lambda c, _a: c.hurry(30, lambda _outcome: None),
    "administration.plan": lambda _c, a: a.plan(),
    "administration.back_up_as_planned": _planned,
}
"""Calls that need no right: they say nothing of a patient and change nothing, except that the
clinic's backup is made on time whoever works."""

ELSEWHERE = {
    "disclosures": "two rights, see below",
    "save_setting": "a right for each kind of name, see the rows and below",
    "administration.change_password": "everybody with a password of their own, see below",
    "close": "ends the session",
    "abandon": "ends the session",
    "record": "a right for each action, see the rows",
}
