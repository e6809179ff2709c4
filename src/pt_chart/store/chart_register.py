"""The register side of an open chart: people, lists, clinic, users, settings, files, the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from pt_chart.charting.access import Right, allowed
from pt_chart.charting.audit import DISCLOSING, LOG_READ, REPORTED
from pt_chart.charting.errors import NotAllowed, RecordMissing
from pt_chart.charting.ports import (
    LARGEST_FILE,
    AuditAction,
    AuditEntry,
    AuditQuery,
    AuditRecord,
    PatientRow,
    Setting,
    VisitRow,
)
from pt_chart.charting.register_changes import on_top_of
from pt_chart.clinical.people import Clinic, Clinician, Episode, Patient
from pt_chart.store import (
    audit_log,
    files,
    kept_forms,
    register,
    register_records,
    setting_rules,
    visits,
)
from pt_chart.store.chart_bookings import BookingCalls
from pt_chart.store.erased import refuse_erased
from pt_chart.store.ledger import Transaction
from pt_chart.store.merged import family_of, refuse_merged

_RIGHT_TO_REPORT = {
    AuditAction.VIEW: Right.READ_NOTES,
    AuditAction.PRINT: Right.PRINT,
    AuditAction.EXPORT: Right.EXPORT,
    AuditAction.COPY: Right.EXPORT,
    AuditAction.DISCLOSE: Right.READ_NOTES,
}


class RegisterCalls(BookingCalls):
    """See `ChartStore`: everything that is not the content of visits."""

    def search(self, text: str, limit: int = 50) -> tuple[PatientRow, ...]:
        """See `ChartStore.search`."""
        self._may(Right.SEE_REGISTER)
        found = self._read(lambda c: register.search(c, text, limit))
        return found if self._sees_notes else tuple(replace(row, tier=None) for row in found)

    def patient(self, patient_id: str) -> Patient:
        """See `ChartStore.patient`."""
        self._may(Right.SEE_REGISTER, patient_id)
        return self._read(lambda c: register.one_patient(c, patient_id))

    def save_patient(
        self, patient: Patient, note: str = "", read: Patient | None = None
    ) -> Patient:
        """See `ChartStore.save_patient`."""
        self._may(Right.CHANGE_REGISTER, patient.id)

        def work(transaction: Transaction) -> Patient:
            refuse_merged(transaction.connection, patient.id)
            before = register.known_patient(transaction.connection, patient.id)
            ready = on_top_of(patient, read, before)
            if before is None:
                refuse_erased(transaction.connection, (patient.id,))
            else:
                self._no_fewer("alerts", before.alerts, ready.alerts)
            new = register.put_patient(transaction.connection, ready)
            told = register_records.patient_line(transaction.connection, patient.id, note)
            transaction.log(AuditEntry(made_or_changed(new), patient.id, detail=told))
            return ready

        return self._write(work)

    def episode(self, episode_id: str) -> Episode:
        """See `ChartStore.episode`."""
        self._may(Right.SEE_REGISTER)
        return self._read(lambda c: register.one_episode(c, episode_id))

    def episodes_of(self, patient_id: str) -> tuple[Episode, ...]:
        """See `ChartStore.episodes_of`."""
        self._may(Right.SEE_REGISTER, patient_id)
        return self._read(lambda c: register.episodes_of(c, patient_id))

    def save_episode(self, episode: Episode, read: Episode | None = None) -> Episode:
        """See `ChartStore.save_episode`."""
        self._may(Right.CHANGE_REGISTER, episode.patient_id)

        def work(transaction: Transaction) -> Episode:
            before = register.known_episode(transaction.connection, episode.id)
            ready = on_top_of(episode, read, before)
            self._keeps_what_is_known(before, ready)
            new = register.put_episode(transaction.connection, ready)
            detail = register_records.episode_line(transaction.connection, episode.id)
            transaction.log(AuditEntry(made_or_changed(new), episode.patient_id, detail=detail))
            return ready

        return self._write(work)

    def visits_between(self, first: date, last: date) -> tuple[VisitRow, ...]:
        """See `ChartStore.visits_between`."""
        self._may(Right.SEE_REGISTER)
        found = self._read(lambda c: register.visits_between(c, first, last))
        return found if self._sees_notes else tuple(replace(row, tier=None) for row in found)

    def drafts(self) -> tuple[VisitRow, ...]:
        """See `ChartStore.drafts`."""
        self._may(Right.SEE_REGISTER)
        found = self._read(register.drafts)
        return found if self._sees_notes else tuple(replace(row, tier=None) for row in found)

    def waiting_for_cosign(self) -> tuple[VisitRow, ...]:
        """See `ChartStore.waiting_for_cosign`."""
        self._may(Right.READ_NOTES)
        return self._read(register.waiting_for_cosign)

    def record(self, entry: AuditEntry) -> None:
        """See `ChartStore.record`."""
        if entry.action not in REPORTED:
            words = f"The program writes {entry.action.value!r} lines itself."
            raise self._refused(NotAllowed(words))
        right = _RIGHT_TO_REPORT[entry.action]
        of_log = entry.action is AuditAction.VIEW and entry.detail == LOG_READ
        if of_log:
            right = Right.READ_LOG
        if right is Right.EXPORT and not entry.patient_id and allowed(self._user, Right.READ_LOG):
            right = Right.READ_LOG  # the log itself is exported by those who may read it
        self._may(right, entry.patient_id)

        def work(transaction: Transaction) -> None:
            if entry.action is AuditAction.VIEW and not of_log:
                _is_there(transaction.connection, entry)
            transaction.log(entry)

        self._write(work)

    def audit(
        self, patient_id: str = "", since: datetime | None = None, limit: int = 1000
    ) -> tuple[AuditRecord, ...]:
        """See `ChartStore.audit`."""
        return self.report(AuditQuery(since=since, patient_id=patient_id, newest=limit))

    def report(self, query: AuditQuery) -> tuple[AuditRecord, ...]:
        """See `ChartStore.report`."""
        self._may(Right.READ_LOG, query.patient_id)
        return self._read(lambda c: audit_log.report(c, query))

    def disclosures(self, patient_id: str) -> tuple[AuditRecord, ...]:
        """See `ChartStore.disclosures`."""
        if not allowed(self._user, Right.READ_LOG):
            self._may(Right.READ_NOTES, patient_id)
        wanted = AuditQuery(patient_id=patient_id, actions=DISCLOSING)
        return self._read(lambda c: audit_log.report(c, wanted))

    def clinic(self) -> Clinic:
        """See `ChartStore.clinic`."""
        return self._read(register.the_clinic)

    def save_clinic(self, clinic: Clinic, read: Clinic | None = None) -> Clinic:
        """See `ChartStore.save_clinic`."""
        self._may(Right.CHANGE_CLINIC)

        def work(transaction: Transaction) -> Clinic:
            ready = on_top_of(clinic, read, register.the_clinic(transaction.connection))
            register.put_clinic(transaction.connection, ready)
            transaction.log(AuditEntry(AuditAction.CHANGE, detail="clinic"))
            return ready

        return self._write(work)

    def users(self) -> tuple[Clinician, ...]:
        """See `ChartStore.users`."""
        return self._read(register.clinicians)

    def setting(self, name: str, default: Setting = None) -> Setting:
        """See `ChartStore.setting`."""
        right = setting_rules.right_to_read(name)
        if right is not None:
            self._may(right)
        return self._read(lambda c: register.one_setting(c, name, default))

    def save_setting(self, name: str, value: Setting) -> None:
        """See `ChartStore.save_setting`."""
        before = self._read(lambda c: register.one_setting(c, name, None))
        self._may(setting_rules.right_to_keep(self._user, name, before, value))

        def work(transaction: Transaction) -> None:
            known = register.one_setting(transaction.connection, name, None)
            if known is not None and known == value and kept_forms.is_kept_form(name):
                return
            setting_rules.check_value(self._user, name, known, value, transaction.end.lines)
            for digest in setting_rules.new_files(name, known, value):
                self._was_handed_out(transaction.connection, digest)
            register.put_setting(transaction.connection, name, value)
            if setting_rules.is_logged(name):
                told = setting_rules.told_change(name, known, value)
                told += kept_forms.line_digest(name, value)
                transaction.log(AuditEntry(setting_rules.action_of(name), detail=told))

        self._write(work)

    def _was_handed_out(self, connection: Connection, digest: str) -> None:
        """A file is noted as handed out by who printed or exported it.

        Raises:
            NotAllowed: no line of theirs tells of it.
        """
        if not audit_log.tells_of_file(connection, self._user.id, digest):
            raise NotAllowed("A file is noted as handed out only by who printed or exported it.")

    def _keeps_what_is_known(self, before: Episode | None, episode: Episode) -> None:
        """An episode stays with its patient, and its warnings with it.

        Raises:
            NotAllowed: it would not.
        """
        if before is None:
            return
        if before.patient_id != episode.patient_id:
            raise NotAllowed(
                "An episode stays with its patient.",
                "Move its drafts, or withdraw its signed visits, each with a reason.",
            )
        self._no_fewer("precautions", before.precautions, episode.precautions)
        self._no_fewer("medicines", before.medicines, episode.medicines)

    def _no_fewer(self, what: str, before: Sequence[object], after: Sequence[object]) -> None:
        if not allowed(self._user, Right.CHART) and any(one not in after for one in before):
            raise NotAllowed(
                f"Only who writes clinical notes takes away {what}.",
                "Ask the therapist; you can add to them.",
            )

    def save_file(self, kind: str, name: str, content: bytes) -> None:
        """See `ChartStore.save_file`."""
        self._may(Right.CHANGE_CLINIC)
        if not kind or not name:
            raise ValueError("a kept file needs a kind and a name")
        if len(content) > LARGEST_FILE:
            raise ValueError(f"{len(content)} bytes are more than {LARGEST_FILE}")

        def work(transaction: Transaction) -> None:
            files.put(transaction.connection, kind, name, content)
            transaction.log(AuditEntry(AuditAction.CHANGE, detail=f"file: {kind}"))

        self._write(work)

    def file(self, kind: str, name: str) -> bytes | None:
        """See `ChartStore.file`."""
        self._may(Right.SEE_REGISTER)
        return self._read(lambda c: files.one(c, kind, name))

    def files(self, kind: str) -> tuple[str, ...]:
        """See `ChartStore.files`."""
        self._may(Right.SEE_REGISTER)
        return self._read(lambda c: files.names(c, kind))

    def remove_file(self, kind: str, name: str) -> None:
        """See `ChartStore.remove_file`."""
        self._may(Right.CHANGE_CLINIC)

        def work(transaction: Transaction) -> None:
            if files.remove(transaction.connection, kind, name):
                transaction.log(AuditEntry(AuditAction.CHANGE, detail=f"file removed: {kind}"))

        self._write(work)

    @property
    def _sees_notes(self) -> bool:
        return allowed(self._user, Right.READ_NOTES)


def _is_there(connection: Connection, entry: AuditEntry) -> None:
    """Whoever only reads writes nothing but that they opened what is there.

    Raises:
        RecordMissing: the patient is not in the chart, or the visit is not one of theirs.
        NotAllowed: the line says more.
    """
    if entry.detail:
        raise NotAllowed("A line that something was opened says nothing else.")
    register.one_patient(connection, entry.patient_id)
    if entry.visit_id:
        owner = visits.patient_of_visit(connection, entry.visit_id)
        if owner not in family_of(connection, entry.patient_id):
            raise RecordMissing


def made_or_changed(new: bool) -> AuditAction:
    """The action of a stored record."""
    return AuditAction.CREATE if new else AuditAction.CHANGE
