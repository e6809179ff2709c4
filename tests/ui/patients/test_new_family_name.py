"""A woman who was registered before she married: asked about once, never merged, never blocked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.ui.patients.entry_forms import PatientForm
from pt_chart.ui.patients.view import PatientsView


def test_another_family_name_is_asked_about_once(
    view: PatientsView, session: ClinicSession, settle: Callable[[], None]
) -> None:
    known = next(row.patient for row in session.store.search("tallowby mira"))
    born = known.birth_date
    assert born is not None
    view.ask_new_patient()
    form = view.findChild(PatientForm)
    assert form is not None
    texts = {"family": "Reed", "given": known.given_name, "born": born.isoformat()}
    for key, text in texts.items():
        form.fields[key].setText(text)
    QTest.keyClick(form.fields["born"], Qt.Key.Key_Return)
    settle()
    assert session.store.search("reed") == ()
    assert f"{known.name} may be this person" in form.remark.text()
    assert "perhaps a new family name" in form.remark.text()
    assert not form.fields["reason"].isVisibleTo(form), "no reason is asked for"
    QTest.keyClick(form.fields["born"], Qt.Key.Key_Return)
    settle()
    (row,) = session.store.search("reed")
    assert row.patient == replace(
        row.patient, family_name="Reed", given_name=known.given_name, birth_date=born
    )
    assert session.store.patient(known.id) == known
    assert session.store.merges() == ()
