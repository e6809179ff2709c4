"""A file that stands with a signed note by mistake: kept aside, or moved to the right patient."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.attachments import Attachment, take_out_file
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.errors import WorldError
from pt_chart.clinical.people import Patient
from pt_chart.clinical.program.dates import date_words
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.combo import Combo
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField, ValueState

ASIDE = "nowhere: it is kept aside, encrypted, out of lists and exports"
TOLD = (
    "This file stands with a signed note. It leaves it with a reason, which is signed beside the "
    "note with the file's name and SHA-256; the note itself stays as it was."
)
FOUND = 12
Target = tuple[str, str]
"""A patient and a draft of theirs, or "" for what is not chosen."""


class TakeOutForm(QWidget):
    """Asks why, and where the file goes; ``taken_out`` when it is done."""

    taken_out = Signal()

    def __init__(self, theme: Theme, session: ClinicSession, attached: Attachment) -> None:
        super().__init__()
        self._session = session
        self._attached = attached
        self._targets: list[Target] = []
        self._asked = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(Label(TOLD, Style.SMALL, "secondary", wrap=True))
        self.reason = LineField(
            theme, "Why it is taken out", placeholder="Why it is taken out; signed beside the note"
        )
        self.reason.textEdited.connect(lambda _text: self.reason.set_state(ValueState.NORMAL))
        self.search = LineField(
            theme, "Right patient", placeholder="Of another patient? Name, date of birth or ID"
        )
        self.search.textChanged.connect(self._find)
        self.target = Combo(theme, "Where the file goes")
        self.target.currentIndexChanged.connect(lambda _index: self._name_it())
        self.go = Button(theme, "")
        self.go.clicked.connect(self._take_out)
        for part in (self.reason, self.search):
            column.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.target, 1)
        row.addWidget(self.go)
        column.addLayout(row)
        self._find("")

    def _find(self, text: str) -> None:
        """Offer everybody found, told apart; nobody is chosen before a person chooses."""
        self._targets = [("", "")]
        self.target.clear()
        self.target.addItem(ASIDE)
        try:
            for words, target in self._offered(text.strip()):
                self._targets.append(target)
                self.target.addItem(words)
        except WorldError as error:
            self._session.tell(error)
        self.target.setCurrentIndex(0)
        self._name_it()

    def _offered(self, text: str) -> Iterator[tuple[str, Target]]:
        store = self._session.store
        found = store.search(text, FOUND) if text else ()
        drafts = store.drafts() if found else ()
        for row in found:
            if row.patient.id == self._attached.patient_id:
                continue
            yield person_words(row.patient), (row.patient.id, "")
            for draft in drafts:
                if draft.patient.id == row.patient.id:
                    words = f"{person_words(row.patient)} · draft of {date_words(draft.date)}"
                    yield words, (row.patient.id, draft.visit_id)

    def _name_it(self) -> None:
        moves = self.target.currentIndex() > 0
        self._asked = False
        self.go.setText("Move it there" if moves else "Take it out of the note")
        self.go.setAccessibleName(self.go.text())

    def _take_out(self) -> None:
        patient_id, visit_id = self._targets[max(self.target.currentIndex(), 0)]
        if patient_id and self.reason.text().strip() and not self._asked:
            self._asked = True
            self.go.setText("Yes, move it")
            self.go.setAccessibleName(f"Yes, move it to {self.target.currentText()}")
            told = f"To {self.target.currentText()}?"
            self._session.remark(told, "It leaves this record for good. Press again to move it.")
            return
        try:
            take_out_file(
                self._session.store,
                self._attached,
                self.reason.text(),
                at=self._session.clock(),
                patient_id=patient_id,
                visit_id=visit_id,
            )
        except ValueError as refused:
            self.reason.refuse()
            self._session.remark(str(refused))
        except WorldError as error:
            self._session.tell(error)
        else:
            self.reason.set_state(ValueState.NORMAL)
            done = "is moved" if patient_id else "is taken out of the note and kept aside"
            self._session.remark(f"The file {done}.", "A signed remark says so beside the note.")
            self.taken_out.emit()


def person_words(patient: Patient) -> str:
    """A person so that two of one name are told apart."""
    born = f"born {date_words(patient.birth_date)}" if patient.birth_date else "no birth date"
    number = f"ID {patient.record_number}" if patient.record_number else "no ID"
    return f"{patient.name} · {born} · {number}"
