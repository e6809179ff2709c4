"""Verification: the whole chart read, its log and seals followed link by link."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.access import Right, allowed
from pt_chart.charting.administration import Verification
from pt_chart.clinical.program.dates import moment_words
from pt_chart.ui.clinic.work import ClinicWork
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.clearing import clear_layout
from pt_chart.ui.widgets.counted import counted
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.side_form import SideForm

CHECKED = (
    "Every page of the file matches its seal; no record points to nowhere.",
    "The protection of signed visits and of the log stands as it was made.",
    "Every line of the log continues from the line before, down to the head beside the chart.",
    "Every signature is true under its signer's key and continues from the signature before.",
    "No signature was given with a key that had been replaced; the key file is the log's newest.",
    "The log up to each signature is what it was when it was given.",
    "Every signed visit and what stands beside it is what its seal says, under its patient.",
    "The log names every seal and every erasure; none is missing.",
    "Its forms' texts and the flag tier in lists are those that were sealed with it.",
    "What the register shows of a last visit is what the visits say.",
    "Patients, episodes, attached files, entries, merges and users are what the log says.",
)
CLOCK = (
    "Was the clock of a computer ahead, and is it right now? Then the log has times that are still "
    "to come, and nothing can be signed before them. Accept the clock as it is now: those times no "
    "longer count, and the log says who accepted it and why."
)
CLOCK_RIGHT = "The clock of this computer is not behind the log, and no jump was noticed."
NOT_YOURS = "Who manages the users accepts a clock as right, with a reason that the log keeps."
UNGUARDED = (
    "An older chart was brought up to date whose protection of signed visits and of the log had "
    "been altered; it stands again. The log (migrate) says when. What seals and the log hold was "
    "looked at; what a version before them wrote is not proved."
)
LIMITS = (
    "What cannot be told: drafts; versions that nobody compared; letterhead, phrases, bookings and "
    "most settings; what somebody with a password and other software rewrote after the last "
    "signature of somebody else, and with it what only those lines hold; that a reset of a "
    "password was made up; an older copy of the whole folder, put back on another computer or with "
    "the note that this one keeps outside it; a visit begun while the clock was set back on a "
    "computer that was restarted since; a PDF handed in as printed by somebody who may print; what "
    "is read with other software or left in memory; what an administrator of the computer does. "
    "Compare with a backup kept elsewhere and with codes on printed documents. Nothing proves that "
    "what was written was true. More in the self-assessment (docs/standards.md)."
)


class VerificationPage(QWidget):
    """Read everything, and say what was found."""

    def __init__(self, work: ClinicWork) -> None:
        super().__init__()
        self._work = work
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 16, 20, 16)
        row.setSpacing(Space.L)
        card = Card(work.theme, "Verify the chart", padded=True)
        card.body.setSpacing(Space.S)
        self.state = Label("Not verified since it was unlocked.", Style.PANEL_TITLE, wrap=True)
        card.body.addWidget(self.state)
        self.found = QVBoxLayout()
        self.found.setSpacing(Space.XS)
        card.body.addLayout(self.found)
        line = QHBoxLayout()
        self.go = Button(work.theme, "Verify now", Look.PRIMARY, icon="check")
        self.go.clicked.connect(self.verify)
        line.addWidget(self.go)
        line.addStretch(1)
        card.body.addLayout(line)
        left = QVBoxLayout()
        left.addWidget(card)
        self.clock: SideForm | None = None
        left.addWidget(self._clock_card())
        left.addStretch(1)
        row.addLayout(left, 1)
        told = Card(work.theme, "What is looked at", padded=True)
        told.body.setSpacing(Space.S)
        for words in CHECKED:
            told.body.addWidget(Label(f"•  {words}", Style.BODY, wrap=True))
        told.body.addWidget(Label(LIMITS, Style.SMALL, "secondary", wrap=True))
        right = QVBoxLayout()
        right.addWidget(told)
        right.addStretch(1)
        row.addLayout(right, 1)

    def _clock_card(self) -> Card:
        """What is known of the clock; the form only for those whose acceptance would count."""
        work = self._work
        card = Card(work.theme, "The clock", padded=True)
        card.body.setSpacing(Space.S)
        self.clock_state = Label("", Style.BODY, wrap=True)
        card.body.addWidget(self.clock_state)
        if allowed(work.session.clinician, Right.USERS):
            self.clock = self._clock_form()
            card.body.addWidget(self.clock)
        else:
            card.body.addWidget(Label(NOT_YOURS, Style.SMALL, "secondary", wrap=True))
        return card

    def refresh(self) -> None:
        """Say anew what is known of the clock."""
        store = self._work.session.store
        wrong = store.clock_remark or store.clock_question
        self.clock_state.set_tone("emergency" if wrong else "text")
        self.clock_state.setText(wrong or CLOCK_RIGHT)

    def _clock_form(self) -> SideForm:
        form = SideForm(self._work.theme, "Accept the clock", CLOCK)
        form.add("reason", "Reason, as the log keeps it")
        form.add_password("own", "Your own password")
        form.finish("Accept the clock as right", cancel=False)
        form.on_submit(lambda: self._accept_clock(form))
        return form

    def _accept_clock(self, form: SideForm) -> None:
        administration = self._work.administration
        reason, own = form.text("reason"), form.text("own")
        if not reason.strip():
            form.refuse("Say why the clock is right; the log keeps it.", "reason")
            return
        form.set_busy(busy=True)

        def done(_none: None) -> None:
            for field in form.fields.values():
                field.clear()
            form.say("Accepted. The log keeps that and why.")
            self.refresh()

        self._work.run(lambda: administration.accept_clock(reason, own), done, form.refuse)

    def verify(self) -> None:
        """Read the whole chart."""
        self.go.setEnabled(False)
        self.state.set_tone("text")
        self.state.setText("Reading the whole chart ...")
        self._work.run(self._work.administration.verify, self.show_outcome, self._failed)

    def show_outcome(self, outcome: Verification) -> None:
        """What was found."""
        self.go.setEnabled(True)
        clear_layout(self.found)
        self.state.set_tone("ok" if outcome.sound else "emergency")
        when = moment_words(outcome.at.astimezone())
        self.state.setText(
            f"Sound, {when}"
            if outcome.sound
            else f"{counted(len(outcome.problems), 'problem')}, {when}"
        )
        for problem in outcome.problems:
            self.found.addWidget(Label(f"✗  {problem}", Style.BODY, "emergency", wrap=True))
        counts = f"{outcome.lines} lines of the log · {outcome.seals} signatures"
        self.found.addWidget(Label(counts, Style.BODY))
        if outcome.unsealed:
            words = f"{outcome.unsealed} signed visits are from a version without seals."
            self.found.addWidget(Label(words, Style.SMALL, "secondary", wrap=True))
        if outcome.unguarded:
            self.found.addWidget(Label(UNGUARDED, Style.BODY, "abnormal", wrap=True))
        if not outcome.sound:
            advice = (
                "Do not go on writing. Keep a copy of the folder, then restore the last backup."
            )
            self.found.addWidget(Label(advice, Style.STRONG, wrap=True))

    def _failed(self, words: str) -> None:
        self.go.setEnabled(True)
        self.state.set_tone("emergency")
        self.state.setText(words)
