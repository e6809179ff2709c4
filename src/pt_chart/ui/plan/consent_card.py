"""Consent to each technique, chaperone and who else was there."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout

from pt_chart.charting.care import edits
from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.unfinished import Place
from pt_chart.clinical.care.visit_administration import Consent, ConsentForm, ConsentState
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.ui.plan.parts import TextRow, refused, row_of, settle, titled
from pt_chart.ui.plan.unfinished import LineKeeper
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.clearing import clear_layout
from pt_chart.ui.widgets.line_field import LineField
from pt_chart.ui.widgets.segments import Mood, Segment, Segments

STATES = tuple(Segment(one.value, one.value, Mood.PLAIN) for one in ConsentState)
FORMS = tuple(Segment(one.value, one.value, Mood.PLAIN) for one in ConsentForm)
SIDES = tuple(Segment(one.value, one.spelled, Mood.PLAIN) for one in Side)
PLACE = Place("consent", "Consent to a technique")
CHAPERONE = FindingKey("chaperone")


class ConsentCard(Card):
    """Records consent technique by technique; the chaperone is the finding of that name."""

    def __init__(self, theme: Theme, open_visit: OpenVisit, session: ClinicSession) -> None:
        super().__init__(theme, "Consent and people present", padded=True)
        self._theme = theme
        self._desk = open_visit.desk
        self._session = session
        self.body.setSpacing(Space.S)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(0)
        self.body.addLayout(self.rows)
        self.technique = LineField(theme, "Technique", placeholder="technique: dry needling")
        self.state = Segments(theme, "Consent", STATES)
        self.form = Segments(theme, "How it was expressed", FORMS)
        self.side = Segments(theme, "Side of the technique", SIDES)
        self.told = LineField(theme, "What was explained", placeholder="risks and choices told")
        self.add = Button(theme, "Add", icon="plus", name="Add the consent")
        self.body.addLayout(row_of(self.technique, self.side))
        self.body.addLayout(row_of(self.state, self.form, self.told, self.add))
        choices = self._desk.vocabulary.field("chaperone").choices
        segments = tuple(Segment(one.id, one.label, Mood.PLAIN) for one in choices)
        self.chaperone = Segments(theme, "Chaperone", segments)
        self.chaperone_name = LineField(theme, "Chaperone's name", placeholder="name")
        self.accompanied = LineField(theme, "Accompanied by", placeholder="nobody recorded")
        self.interpreter = LineField(theme, "Interpreter", placeholder="nobody recorded")
        self.body.addLayout(
            row_of(
                titled("Chaperone", self.chaperone), titled("Chaperone's name", self.chaperone_name)
            )
        )
        self.body.addLayout(
            row_of(
                titled("Accompanied by", self.accompanied), titled("Interpreter", self.interpreter)
            )
        )
        self._wire()

    def _wire(self) -> None:
        self.add.clicked.connect(self._submit)
        for field in (self.technique, self.told):
            field.returnPressed.connect(self._submit)
        self.chaperone.picked.connect(self._choose_chaperone)
        for field, part, label in (
            (self.chaperone_name, "chaperone_name", "Chaperone"),
            (self.accompanied, "accompanied_by", "Accompanied by"),
            (self.interpreter, "interpreter", "Interpreter"),
        ):
            field.textEdited.connect(lambda text, p=part, w=label: self._people(p, w, text))
            field.editingFinished.connect(self._desk.seal)

    def keep_lines(self, keeper: LineKeeper) -> None:
        """Words that are not added yet outlast the page."""
        keeper.watch(
            PLACE,
            technique=self.technique,
            told=self.told,
            state=self.state,
            form=self.form,
            side=self.side,
        )

    def show_visit(self) -> None:
        """Show what is recorded."""
        frame = self._desk.visit.administration
        clear_layout(self.rows)
        for number, one in enumerate(frame.consents):
            side = f" {one.side.spelled}" if one.side else ""
            words = f"{one.technique}{side}: {one.words}"
            remove = ("close", f"Remove consent to {one.technique}", lambda n=number: self._drop(n))
            self.rows.addWidget(TextRow(self._theme, words, (remove,), aside=one.explained))
        answer = self._desk.visit.answers.get(CHAPERONE)
        self.chaperone.set_value(str(answer.value) if answer and answer.value else "")
        for field, text in (
            (self.chaperone_name, frame.chaperone_name),
            (self.accompanied, frame.accompanied_by),
            (self.interpreter, frame.interpreter),
        ):
            if field.text() != text:
                field.setText(text)

    def _submit(self) -> None:
        state = self.state.value or ConsentState.GIVEN.value
        side = Side(self.side.value) if self.side.value else None
        made = Consent(
            self.technique.text().strip(),
            ConsentState(state),
            ConsentForm(self.form.value) if self.form.value else None,
            side,
            self.told.text().strip(),
        )
        if not self.state.value:
            error = ValueError("Say whether consent was given, declined or withdrawn.")
            refused(self._session, None, error)
            self.state.setFocus()
            return
        try:
            edits.add_consent(self._desk, made)
        except ValueError as error:
            refused(self._session, self.technique, error)
            return
        settle(self.technique, self.told)
        for choice in (self.state, self.form, self.side):
            choice.set_value("")
        self.technique.setFocus()

    def _drop(self, place: int) -> None:
        frame = self._desk.visit.administration
        kept = tuple(one for at, one in enumerate(frame.consents) if at != place)
        edits.write_frame(self._desk, "Remove a consent", replace(frame, consents=kept))

    def _choose_chaperone(self, value: str) -> None:
        self._desk.set_answer(CHAPERONE, Answer(value) if value else None, origin=self)

    def _people(self, part: str, label: str, text: str) -> None:
        frame = replace(self._desk.visit.administration, **{part: text})  # type: ignore[arg-type]
        edits.write_frame(self._desk, label, frame, key=f"administration.{part}", origin=self)
