"""Making a code on paper: the recovery kit, and the emergency envelope."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal

from pt_chart.ui.clinic.work import ClinicWork
from pt_chart.ui.program.printing import ask_and_print, ask_and_save
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.side_form import SideForm

TITLES = {"recovery": "A recovery kit", "emergency": "An emergency envelope"}
TOLD = {
    "recovery": "One printed page with a code that opens the chart when every password is "
    "forgotten. An older kit stops working. Lock it away where a thief of this computer does not "
    "find it.",
    "emergency": "One printed page with a code that opens the notes to read when nobody who may is "
    "here. Fold it, seal it, sign across the seal, and keep it where the staff can reach it. Each "
    "use is written to the log with name and reason.",
}


class ShareForm(SideForm):
    """Asks for one's own password, makes the code, shows it once and prints it."""

    made = Signal()

    def __init__(self, work: ClinicWork, purpose: str) -> None:
        super().__init__(work.theme, TITLES[purpose], TOLD[purpose])
        self._work = work
        self._purpose = purpose
        self.pdf = b""
        self.add_password("own", "Your own password")
        self.code = Label("", Style.PANEL_TITLE, wrap=True)
        self.code.setAccessibleName("Code")
        self.column.addWidget(self.code)
        self.print_button = Button(work.theme, "Print", icon="print")
        self.save_button = Button(work.theme, "Save as PDF")
        for button, call in ((self.print_button, self._print), (self.save_button, self._save)):
            button.clicked.connect(call)
            button.hide()
            self.column.addWidget(button)
        self.finish("Make it")
        self.on_submit(self._make)

    def _make(self) -> None:
        own = self.text("own")
        make = self._work.administration
        session = self._work.session
        self.set_busy(busy=True)

        def work() -> tuple[str, bytes]:
            recovery = self._purpose == "recovery"
            code = make.make_kit(own) if recovery else make.make_envelope(own)
            clinic = session.store.clinic()
            pdf = session.documents.access_sheet(
                self._purpose,
                code,
                clinic=clinic,
                chart=Path(self._work.place.chart_name).name,
                made=session.clock(),
                by=session.clinician.signature,
                paper=clinic.paper,
            )
            return code, pdf

        self._work.run(work, self._show, self.refuse)

    def _show(self, found: tuple[str, bytes]) -> None:
        code, self.pdf = found
        self.fields["own"].clear()
        self.code.setText(code)
        self.say("Print it now: the code is shown this once.")
        self.go.hide()
        self.cancel.setText("Done")
        self.print_button.show()
        self.save_button.show()
        self.print_button.setFocus()
        self.made.emit()

    def _print(self) -> None:
        try:
            sent = ask_and_print(self.pdf, self, TITLES[self._purpose])
        except OSError as error:
            self.refuse(str(error))
        else:
            if sent:
                self.say("Sent to the printer. Look at the page before you press Done.")

    def _save(self) -> None:
        try:
            written = ask_and_save(self.pdf, self, TITLES[self._purpose])
        except OSError as error:
            self.refuse(f"The PDF was not written: {error.strerror}. Choose another folder.")
        else:
            if written is not None:
                self.say("Saved. Print it, then delete the file: it opens the chart.")
