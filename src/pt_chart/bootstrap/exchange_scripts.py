"""The calls behind the export commands: an open chart, or a CASE, out as files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pt_chart.bootstrap.local import workplace
from pt_chart.bootstrap.problems import BadInput, WorldFailure
from pt_chart.bootstrap.shipped import definitions, now

if TYPE_CHECKING:
    from pt_chart.charting.clinic_session import ClinicSession
    from pt_chart.clinical.casefile import Case

Ask = Callable[[str], str]
"""Asks a question on the terminal; what is typed is not shown."""


def export_patient(data_folder: Path | None, user: str, ask: Ask, number: str, file: Path) -> str:
    """Write a patient's FHIR R4 bundle; returns what was done in a sentence.

    Raises:
        BadInput: there is no such user, or not exactly one patient with this ID.
        WorldFailure: the chart does not open or the file cannot be written.
    """
    from pt_chart.charting.exporting import ClinicExports

    with open_session(data_folder, user, ask) as session:
        wanted = number.strip().casefold()
        found = [
            row.patient
            for row in session.store.search(number, 1_000)
            if row.patient.record_number.strip().casefold() == wanted
        ]
        if len(found) != 1:
            how_many = f"{len(found)} patients have" if found else "no patient has"
            raise BadInput((f"ID {number!r}: {how_many} it; look it up in the patient list",))
        size = ClinicExports(session).write_bundle(found[0].id, file)
    return f"{file}: {size:,} bytes, not encrypted"


def export_clinic(data_folder: Path | None, user: str, ask: Ask, folder: Path) -> str:
    """Write the whole clinic as CSV into a new or empty folder; returns what was done.

    Raises:
        BadInput: there is no such user.
        WorldFailure: the chart does not open, or the folder cannot be written.
    """
    from pt_chart.charting.exporting import NOT_ENCRYPTED, ClinicExports

    with open_session(data_folder, user, ask) as session:
        made = ClinicExports(session).write_clinic(folder)
    return f"{folder}: {made.patients} patients in {len(made.files)} files. {NOT_ENCRYPTED}"


@contextmanager
def open_session(data_folder: Path | None, user: str, ask: Ask) -> Iterator[ClinicSession]:
    """The chart of a data folder, unlocked by a password asked for, closed afterwards.

    Raises:
        BadInput: there is no such user.
        WorldFailure: the chart does not open, or what was done in it failed.
    """
    from pt_chart.charting.draft_saver import run_here
    from pt_chart.charting.errors import WorldError

    place = workplace(data_folder, demo=False)
    if not place.exists:
        raise WorldFailure(f"{place.chart_name}: there is no chart here; name its --data-dir")
    try:
        known = place.user_names()
        if user not in known and (user or len(known) != 1):
            listed = ", ".join(known)
            raise BadInput((f"--user {user!r}: is no user of this chart; one of: {listed}",))
        name = user or known[0]
        session = place.unlock(name, ask(f"Password of {name}: "), run_here)
        try:
            yield session
        finally:
            session.store.close()
    except WorldError as error:
        raise WorldFailure(f"{error.message} {error.advice}") from error


def case_bundle(case: Case) -> bytes:
    """A CASE as a FHIR R4 bundle: a visit of its day that nobody signed.

    A CASE knows an age, no birth date: none is written.
    """
    from pt_chart.charting.exchange_port import EpisodeChart, PatientChart, Sender
    from pt_chart.clinical.findings import Answer
    from pt_chart.clinical.people import Clinic, Episode, Patient
    from pt_chart.clinical.visit import Visit, VisitKind
    from pt_chart.exchange.fhir.bundle import write_bundle
    from pt_chart.exchange.typed_cells import names

    day = case.date or now().date()
    family, given = names(case.patient_name)
    patient = Patient("case", "", family, given, None, sex=case.facts.sex or "")
    episode = Episode("case", patient.id, "Case", case.facts.side, day)
    answers = {key: Answer(value) for key, value in case.facts.values.items()}
    visit = Visit("case", episode.id, VisitKind.EVALUATION, day, answers=answers)
    visit = replace(visit, program=case.program)
    people = (case.clinician,) if case.clinician else ()
    sender = Sender(case.clinic or Clinic(), people, now())
    chart = PatientChart(patient, (EpisodeChart(episode, (visit,)),))
    return write_bundle(chart, sender, definitions().vocabulary)
