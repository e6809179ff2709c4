"""Attaching files beside the window's work: one after another, told, and stopped on wish."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from pt_chart.charting.attachments import Attachment, OfAnotherToo, attach_file
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.errors import WorldError
from pt_chart.charting.progress import Cancelled, Progress
from pt_chart.ui.patients.take_out_form import person_words
from pt_chart.ui.shell.threads import MainThread
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.card import Band
from pt_chart.ui.widgets.label import Label

_NAMED = 2


@dataclass(frozen=True, slots=True)
class _Asked:
    """A file that is to be attached, and to whom."""

    file: Path
    patient_id: str
    visit_id: str
    remark: str
    of_both: bool = False


class Attaching(Band):
    """A line under the card while files are read, checked and stored; hidden else.

    A file that another patient has already waits here until somebody said whose it is.
    ``attached`` carries the id of the patient who has a new file.
    """

    attached = Signal(str)

    def __init__(self, theme: Theme, session: ClinicSession, main: MainThread) -> None:
        super().__init__(theme, "sunken", top=True)
        self._session = session
        self._main = main
        self._waiting: list[_Asked] = []
        self._progress: Progress | None = None
        self._doubtful: _Asked | None = None
        self._stop_listening = session.leaving.connect(lambda _: self._leave())
        self.destroyed.connect(lambda *_: self._stop_listening())
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(Space.S)
        self.words = Label("", Style.SMALL, wrap=True)
        row.addWidget(self.words, 1)
        self.both = Button(theme, "Attach it here too", height=Height.BUTTON_SMALL)
        self.both.clicked.connect(self._attach_too)
        self.stop = Button(theme, "Stop", height=Height.BUTTON_SMALL)
        self.stop.clicked.connect(self._stop)
        for button in (self.both, self.stop):
            row.addWidget(button)
        self.hide()

    def begin(self, file: Path, patient_id: str, visit_id: str, remark: str) -> None:
        """Attach a file when those before it are done."""
        self._waiting.append(_Asked(file, patient_id, visit_id, remark))
        if self._progress is None:
            self._next()

    def _next(self) -> None:
        if not self._waiting:
            self._progress = None
            self.hide()
            return
        self._attach(self._waiting.pop(0))

    def _attach(self, asked: _Asked) -> None:
        session = self._session
        self._doubtful = None
        self.both.hide()
        self.stop.setText("Stop")
        progress = Progress(lambda words: self._main.post(lambda: self._tell(words)))
        self._progress = progress
        self._tell(f"Reading {asked.file.name} ...")
        self.show()

        def work() -> Attachment:
            return attach_file(
                session.store,
                session.documents.attached,
                asked.file,
                asked.patient_id,
                asked.visit_id,
                at=session.clock(),
                remark=asked.remark,
                of_both=asked.of_both,
                progress=progress,
            )

        def failed(error: Exception) -> None:
            if not isinstance(error, OfAnotherToo):
                self._failed(error)
            elif progress.stopped:
                self._failed(Cancelled())
            else:
                self._ask_whose(asked, error)

        self._main.background(work, lambda kept: self._done(asked, kept), failed)

    def _tell(self, words: str) -> None:
        more = f" ({len(self._waiting)} more wait)" if self._waiting else ""
        self.words.setText(words + more)

    def _ask_whose(self, asked: _Asked, found: OfAnotherToo) -> None:
        self._doubtful = asked
        whose = "; ".join(map(person_words, found.others[:_NAMED]))
        more = len(found.others) - _NAMED
        whose += f" and {more} more" if more > 0 else ""
        self._tell(f"{asked.file.name} is attached to another patient already: {whose}.")
        self.both.show()
        self.stop.setText("Leave it out")
        self.stop.setFocus()

    def _attach_too(self) -> None:
        if self._doubtful is not None:
            self._attach(replace(self._doubtful, of_both=True))

    def _leave(self) -> None:
        """The chart is locked: nothing more comes in, and nobody is named here any more."""
        self._waiting.clear()
        self._stop()
        self.words.setText("")

    def _stop(self) -> None:
        """Neither the file at hand nor those that wait come in; one that is asked about alone."""
        if self._doubtful is not None:
            self._doubtful = None
            self._session.remark("The file was not attached.", passing=True)
            self._next()
            return
        self._waiting.clear()
        if self._progress is not None:
            self._progress.stop()
            self._tell("Stopping ...")

    def _done(self, asked: _Asked, kept: Attachment) -> None:
        self._session.remark(f"{kept.name} is attached.", " ".join(kept.remarks))
        self.attached.emit(asked.patient_id)
        self._next()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self._session.remark("Stopped. The file was not attached.", passing=True)
        elif isinstance(error, WorldError):
            self._session.tell(error)
        else:
            self._next()
            raise error
        self._next()
