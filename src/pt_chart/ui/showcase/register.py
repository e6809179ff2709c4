"""The register at work: found, likely the same person, a file, merged, and the merge undone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from pt_chart.charting.attachments import attach_file
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.transfer_port import ImportBatch
from pt_chart.clinical.people import Patient
from pt_chart.ui.patients.entry_forms import PatientForm
from pt_chart.ui.patients.merge_page import MergePage
from pt_chart.ui.patients.view import PatientsView
from pt_chart.ui.showcase.camera import Camera, settle

WAIT_MS = 600
TWICE = "showcase-twice"


def scene(camera: Camera) -> Iterator[Path]:
    """Pictures of the register. Of what is made for them one attached file stays."""
    window = camera.window
    session, view = window.session, window.patients
    if session is None or view is None:
        return
    window.show_patients()
    view.search.setText("tal")
    settle(WAIT_MS)
    yield from camera.everywhere("60-register-found")
    yield from _not_started(camera, view)
    yield from _likely(camera, view)
    yield from _merged(camera, session, view)
    yield from _file(camera, session, view)
    view.search.setText("")


def _not_started(camera: Camera, view: PatientsView) -> Iterator[Path]:
    view.search.setText("")
    settle(WAIT_MS)
    late = [row for row in view.drafts.shown if view.bookings.patient_of(row.id)]
    if late:
        view.drafts.choose(late[0].id)
        settle(WAIT_MS)
        yield from camera.everywhere("65-not-started")


def _likely(camera: Camera, view: PatientsView) -> Iterator[Path]:
    view.ask_new_patient()
    form = view.findChild(PatientForm)
    if form is None:
        return
    for key, text in (("family", "Tallovby"), ("given", "Mira"), ("born", "14 Apr 1982")):
        form.fields[key].setText(text)
    form.fields["phone"].setText("(555) 010-0144")
    form.fields["phone"].textEdited.emit("")
    settle(WAIT_MS)
    yield from camera.everywhere("61-likely-the-same")
    view.entry.close()


def _merged(camera: Camera, session: ClinicSession, view: PatientsView) -> Iterator[Path]:
    known = session.store.search("tallowby mira")[0].patient
    twice = replace(
        known,
        id=TWICE,
        record_number="20981",
        family_name="Tallowby-Reed",
        phone="(555) 010-0171",
        email="",
        alerts=("Latex allergy",),
    )
    session.store.import_records(ImportBatch(TWICE, "showcase", (twice,)))
    view.show_patient(known.id)
    settle(WAIT_MS)
    view.ask_merge()
    page = view.findChild(MergePage)
    if page is None:
        return
    page.compare(TWICE)
    page.reason.setText("same ID card, name after marriage")
    settle(WAIT_MS)
    yield from camera.everywhere("62-merge")
    page.go.click()
    view.search.setText("reed")
    settle(WAIT_MS)
    yield from camera.everywhere("63-merged")
    session.store.part_patients(TWICE)
    session.store.undo_import(TWICE)
    view.search.setText("")


def _file(camera: Camera, session: ClinicSession, view: PatientsView) -> Iterator[Path]:
    patient = session.store.search("tallowby mira")[0].patient
    if not session.store.attachments(patient.id):
        with TemporaryDirectory() as folder:
            scan = Path(folder) / "imaging request, scanned.png"
            scan.write_bytes(_scan(patient))
            reader = session.documents.attached
            attach_file(session.store, reader, scan, patient.id, at=session.clock())
    view.show_patient(patient.id)
    settle(WAIT_MS)
    if view.card.files is not None:
        next(iter(view.card.files.links.values())).click()
    settle(WAIT_MS)
    yield from camera.everywhere("64-attached-file")
    view.show_lists()


def _scan(patient: Patient) -> bytes:
    """An invented letter as a picture."""
    image = QImage(900, 1160, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    font = painter.font()
    font.setPixelSize(24)
    painter.setFont(font)
    painter.setPen(QColor("black"))
    text = (
        f"Larkmoor Family Practice\n\nImaging request\n\nPatient: {patient.name}\n\n"
        "MRI of the lumbar spine without contrast.\n\nReason: leg pain below the knee for "
        "five weeks,\nweak heel raise on the RIGHT.\n\n(An invented letter.)"
    )
    painter.drawText(image.rect().adjusted(80, 80, -60, -60), Qt.AlignmentFlag.AlignLeft, text)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes, Qt text
    return bytes(buffer.data().data())
