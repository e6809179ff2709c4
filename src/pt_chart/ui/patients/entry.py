"""Registering: the forms beside the register, and the look for the same person meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.duplicates import Alike, alike
from pt_chart.charting.errors import RecordChanged, WorldError
from pt_chart.clinical.people import Patient
from pt_chart.clinical.sides import Side
from pt_chart.ui.patients.entry_forms import EpisodeForm, PatientForm
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from pt_chart.ui.patients.view import PatientsView


class Entry:
    """Opens, checks and closes the forms in the side of the register."""

    def __init__(self, theme: Theme, session: ClinicSession, view: PatientsView) -> None:
        self._theme = theme
        self._session = session
        self._view = view
        self._area: Scroll | None = None
        self._form: PatientForm | EpisodeForm | None = None

    @property
    def begun(self) -> bool:
        """Whether a form is open in which something was typed or chosen."""
        return self._form is not None and self._form.begun

    @property
    def is_open(self) -> bool:
        """Whether a form is shown."""
        return self._form is not None

    @property
    def title(self) -> str:
        """What the open form is called, "" where none is open."""
        return self._form.title if self._form is not None else ""

    def ask_patient(self) -> None:
        """Show the form for a new patient."""
        form = PatientForm(self._theme, self._session.today, self._look)
        form.typed.connect(lambda typed: self._show_alike(form, self._look(typed)))
        form.submitted.connect(self._register)
        self._show(form, "family")

    def ask_edit(self, patient: Patient | None) -> None:
        """Show what is recorded about a patient, to be changed."""
        if patient is None:
            return
        form = PatientForm(self._theme, self._session.today, self._look, patient)
        form.typed.connect(lambda typed: self._show_alike(form, self._look(typed)))
        form.submitted.connect(lambda edited, reason: self._edit(form, edited, reason))
        self._show(form, "family")

    def ask_episode(self, patient: Patient | None) -> None:
        """Show the form for a new episode of a patient."""
        if patient is None:
            return
        form = EpisodeForm(self._theme, self._session.today)
        form.submitted.connect(
            lambda complaint, side, more: self._begin(patient, complaint, side, more)
        )
        self._show(form, "complaint")

    def _show(self, form: PatientForm | EpisodeForm, first: str) -> None:
        if self.begun and self._form is not None:
            # What was typed is not thrown away for another form.
            form.deleteLater()
            self._form.first_field.setFocus()
            told = f"{self.title} is not finished."
            self._session.remark(told, "Esc leaves the form.", passing=True)
            return
        self.close()
        self._form = form
        form.cancelled.connect(self.cancel)
        self._area = Scroll(form)
        side = self._view.side
        side.addWidget(self._area)
        side.setCurrentWidget(self._area)
        self._view.fit_side()
        form.fields[first].setFocus()

    def cancel(self) -> None:
        """Leave the form; the cursor is in the search again."""
        self.close()
        self._view.search.setFocus()

    def close(self) -> None:
        """Leave the form that is open, if there is one."""
        area, self._area, self._form = self._area, None, None
        self._view.likely.show_people(())
        if area is not None:
            self._view.side.setCurrentWidget(self._view.card)
            self._view.side.removeWidget(area)
            area.deleteLater()
        self._view.fit_side()

    def _look(self, typed: Patient) -> tuple[Alike, ...]:
        try:
            return alike(self._session.store, typed)
        except WorldError as error:
            self._session.tell(error)
            return ()

    def _show_alike(self, form: PatientForm, found: tuple[Alike, ...]) -> None:
        form.show_alike(found)
        self._view.likely.show_people(found)

    def _register(self, patient: Patient, reason: str) -> None:
        note = f"registered although somebody alike is known: {reason}" if reason else ""
        try:
            stored = self._session.new_patient(patient, note)
        except WorldError as error:
            self._session.tell(error)
            return
        self.cancel()
        self._view.registered(stored)
        self.ask_episode(stored)

    def _edit(self, form: PatientForm, patient: Patient, reason: str) -> None:
        note = f"changed although somebody alike is known: {reason}" if reason else ""
        try:
            stored = self._session.new_patient(patient, note, form.read)
        except RecordChanged as met:
            form.meet(met)
            return
        except WorldError as error:
            self._session.tell(error)
            return
        self.cancel()
        self._view.registered(stored)

    def _begin(self, patient: Patient, complaint: str, side: Side, more: dict[str, object]) -> None:
        try:
            episode = self._session.new_episode(patient, complaint, side, **more)
        except WorldError as error:
            self._session.tell(error)
            return
        self.close()
        self._view.episode_started.emit(episode, None, None)
