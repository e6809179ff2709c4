"""Exporting: a patient as a FHIR bundle, a whole clinic as CSV; each time a line in the log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from pt_chart.charting.access import Right, allowed, require
from pt_chart.charting.audit import AuditAction, AuditEntry, AuditQuery, AuditRecord
from pt_chart.charting.clinic_library import kept_texts
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.errors import StorageFailed
from pt_chart.charting.exchange_port import (
    AttachedFile,
    EpisodeChart,
    PatientChart,
    Sender,
    UsedExercise,
    WrittenFile,
)
from pt_chart.charting.matching import everybody
from pt_chart.clinical.people import Patient
from pt_chart.clinical.visit import Visit

NOT_ENCRYPTED = (
    "The files are not encrypted: whoever gets them can read them. Keep them on an encrypted "
    "drive and delete them when they are no longer needed."
)
_LINES = 5_000


@dataclass(frozen=True, slots=True)
class ClinicWritten:
    """A whole-clinic export: its folder, its files, and how many patients are in it."""

    folder: Path
    files: tuple[WrittenFile, ...]
    patients: int


class ClinicExports:
    """The exports of an open chart."""

    def __init__(self, session: ClinicSession) -> None:
        self._session = session

    @property
    def may_whole_clinic(self) -> bool:
        """Whether this person may take everybody's records out at once."""
        who = self._session.clinician
        return all(allowed(who, right) for right in (Right.EXPORT, Right.BACKUP))

    def chart_of(self, patient: Patient) -> PatientChart:
        """Everything that is stored about a patient."""
        store = self._session.store
        episodes = tuple(
            EpisodeChart(one, store.visits_of(one.id), store.episode_log(one.id))
            for one in reversed(store.episodes_of(patient.id))
        )
        return PatientChart(
            patient,
            episodes,
            tuple(
                AttachedFile(one, partial(store.attached_content, one.id))
                for one in reversed(store.attachments(patient.id))
                if one.removed is None
            ),
            self._used([visit for one in episodes for visit in one.visits]),
            tuple(self._merged(patient.id)),
        )

    def _merged(self, patient_id: str) -> Iterator[Patient]:
        """The records that went into one, also by way of others."""
        for merge in self._session.store.merges(patient_id):
            yield merge.gone
            yield from self._merged(merge.gone.id)

    def _used(self, visits: Sequence[Visit]) -> tuple[UsedExercise, ...]:
        """The clinic's own exercises of the programs of some visits."""
        ids = {item.exercise for visit in visits for item in visit.program.items}
        library = self._session.clinic_library
        return tuple(
            UsedExercise(one, library.picture(one.id)) for one in library.own if one.id in ids
        )

    def write_bundle(self, patient_id: str, file: Path) -> int:
        """A patient's FHIR R4 bundle in a file of a person's choice; returns its bytes.

        The log says that it was begun and, with its digest, that it was written. Memory holds one
        attached file at a time.

        Raises:
            NotAllowed: the role does not export.
            WorldError: the file cannot be written; nothing is left there.
        """
        session = self._session
        require(session.clinician, Right.EXPORT)
        chart = self.chart_of(session.store.patient(patient_id))
        # Before the first byte: who ends the program meanwhile leaves a line all the same.
        begun = "FHIR R4 bundle, begun"
        session.store.record(AuditEntry(AuditAction.EXPORT, patient_id, detail=begun))
        pieces = session.exchange.bundle(chart, self._sender(), session.definitions.vocabulary)
        half = file.with_name(f".{file.name}.part")
        digest, size = sha256(), 0
        try:
            with half.open("wb") as opened:
                for piece in pieces:
                    digest.update(piece)
                    size += opened.write(piece)
            half.replace(file)
        except OSError as error:
            told = (error.strerror or "cannot be written").lower()
            raise StorageFailed(
                f"{file.name}: {told}.", "Choose another folder, or make room."
            ) from error
        finally:
            with suppress(OSError):
                half.unlink(missing_ok=True)
        done = f"FHIR R4 bundle, SHA-256 {digest.hexdigest()}"
        session.store.record(AuditEntry(AuditAction.EXPORT, patient_id, detail=done))
        return size

    def write_clinic(self, folder: Path) -> ClinicWritten:
        """Everything of everybody as CSV files; memory does not grow with the clinic.

        Copies for teaching are nobody's records and stay out.

        Raises:
            NotAllowed: a whole clinic is taken out by those who manage it only.
            WorldError: the folder is in use or cannot be written; nothing is left there.
        """
        session = self._session
        require(session.clinician, Right.EXPORT)
        require(session.clinician, Right.BACKUP)
        count = 0

        def charts() -> Iterator[PatientChart]:
            nonlocal count
            for patient in everybody(session.store):
                if not patient.teaching:
                    count += 1
                    yield self.chart_of(patient)

        begun = AuditEntry(AuditAction.EXPORT, detail="whole clinic as CSV, begun")
        # Before the first file: who ends the program meanwhile leaves a line all the same.
        session.store.record(begun)
        sender = replace(self._sender(), library=tuple(kept_texts(session.store)))
        files = session.exchange.write_clinic(folder, charts(), sender, self._log())
        digests = "".join(one.sha256 for one in files)
        seal = sha256(digests.encode()).hexdigest()
        told = f"whole clinic as CSV, {count} patients, {len(files)} files, SHA-256 {seal}"
        session.store.record(AuditEntry(AuditAction.EXPORT, detail=told))
        return ClinicWritten(folder, files, count)

    def _sender(self) -> Sender:
        session = self._session
        return Sender(session.store.clinic(), session.store.users(), session.clock())

    def _log(self) -> Iterator[AuditRecord]:
        """The whole log where the role reads it, newest first, a page at a time."""
        if not allowed(self._session.clinician, Right.READ_LOG):
            return
        last: AuditRecord | None = None
        size = _LINES
        while True:
            until = last.at if last else None
            page = self._session.store.report(AuditQuery(until=until, newest=size))
            new = [line for line in page if last is None or line.number < last.number]
            yield from new
            if len(page) < size:
                return
            # Lines of one moment may fill a page: then a larger one is asked for.
            size = _LINES if new else size * 2
            last = new[-1] if new else last
