"""The end of a visit: what signing still needs, the signature, and what stands beside it later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout

from pt_chart.charting.access import Right, allowed, role_words, waits_for_cosign
from pt_chart.charting.after_signing import co_sign
from pt_chart.charting.care.typed import visit_day_problem
from pt_chart.charting.clinic_session import ClinicSession, OpenVisit, SigningRefused
from pt_chart.charting.errors import WorldError
from pt_chart.charting.events import Level, Part
from pt_chart.charting.visit_kinds import KIND_NAMES, change_kind
from pt_chart.clinical.program.dates import date_words, moment_words
from pt_chart.clinical.program.followup import reasons_given
from pt_chart.clinical.visit import Signature, Visit
from pt_chart.ui.forms.repair_form import RepairForm
from pt_chart.ui.patients.entry_forms import read_date
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look, native_key
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.clearing import clear_layout
from pt_chart.ui.widgets.combo import Combo
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField, ValueState


def signature_words(signature: Signature, verb: str = "Signed") -> str:
    """Who signed as what, when, and the start of the seal's code."""
    code = signature.code or signature.digest
    role = "" if signature.role == "therapist" else f" ({role_words(signature.role)})"
    return f"{verb} by {signature.name}{role}, {moment_words(signature.at)} · {code[:12]}"


class SignatureCard(Card):
    """Shows the state of the visit; a signed one takes addenda beside the original."""

    def __init__(self, theme: Theme, open_visit: OpenVisit, session: ClinicSession) -> None:
        super().__init__(theme, "Signature", padded=True)
        self._desk = open_visit.desk
        self._session = session
        self.body.setSpacing(Space.S)
        self.state = Label("", Style.BODY, wrap=True)
        self.body.addWidget(self.state)
        self.body.addLayout(self._make_moment(theme))
        self.addenda = QVBoxLayout()
        self.addenda.setSpacing(Space.XS)
        self.body.addLayout(self.addenda)
        self.addendum = LineField(theme, "Addendum", placeholder="what is to be added")
        self.body.addWidget(self.addendum)
        self.body.addLayout(self._make_buttons(theme))
        self.repair = RepairForm(theme, open_visit, session)
        self.repair.hide()
        self.body.addWidget(self.repair)
        self.addendum.returnPressed.connect(self._add)
        self.show_visit(self._desk.visit)

    def _make_moment(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        self.day_label = Label("Day of the visit", Style.SMALL_MEDIUM, "secondary")
        self.day = LineField(theme, "Day of the visit", width=130)
        self.kind = Combo(theme, "Kind of visit")
        for kind, words in KIND_NAMES.items():
            self.kind.addItem(words, kind)
        self.late = LineField(
            theme, "Reason of the late entry", placeholder="why it was not written that day"
        )
        self.late_label = Label("Late entry", Style.SMALL_MEDIUM, "urgent")
        for widget in (self.day_label, self.day, self.kind, self.late_label, self.late):
            row.addWidget(widget)
        row.addStretch(1)
        row.setStretchFactor(self.late, 1)
        self.day.editingFinished.connect(self._change_day)
        self.late.textEdited.connect(self._change_reason)
        self.kind.activated.connect(self._change_kind)
        return row

    def _make_buttons(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        self.needs = Button(theme, "What signing needs", icon="list")
        key = native_key("Ctrl+Return")
        self.sign = Button(theme, "Sign", Look.PRIMARY, icon="sign", key=key, name="Sign the visit")
        self.cosign = Button(theme, "Co-sign", Look.PRIMARY, icon="sign")
        self.add = Button(theme, "Add the addendum")
        self.wrong = Button(theme, "Wrong patient, or entered in error", Look.QUIET)
        for button, call in (
            (self.needs, self.show_needs),
            (self.sign, self._sign),
            (self.cosign, self._cosign),
            (self.add, self._add),
            (self.wrong, lambda: self.repair.setVisible(self.repair.isHidden())),
        ):
            button.clicked.connect(call)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def open_repair(self) -> None:
        """Show how a visit of the wrong patient is moved or withdrawn; the cursor is in it."""
        self.repair.show()
        self.repair.search.setFocus()
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            go = self.repair.go
            # After the layout: a card that was hidden has no place yet.
            QTimer.singleShot(0, go, partial(above.ensureWidgetVisible, go, 0, 40))

    def show_visit(self, visit: Visit) -> None:
        """Draft, or signed by whom, when, with the start of its verification code."""
        user, signature = self._session.clinician, visit.signature
        draft, may_sign = not visit.signed, allowed(user, Right.SIGN)
        for widget in (self.needs, self.sign, self.day, self.day_label, self.kind):
            widget.setVisible(draft)
        for widget in (self.addendum, self.add):
            widget.setVisible(signature is not None and may_sign)
        own = signature is not None and signature.by == user.id
        waits = waits_for_cosign(visit)
        self.cosign.setVisible(waits and not own and allowed(user, Right.COSIGN))
        self.wrong.setVisible(allowed(user, Right.COSIGN) and visit.withdrawal is None)
        self.repair.show_visit(visit)
        self.day.setText(date_words(visit.date))
        self.kind.setCurrentIndex(list(KIND_NAMES).index(visit.kind))
        for widget in (self.late, self.late_label):
            widget.setVisible(draft and visit.late)
        if self.late.text() != visit.late_reason:
            self.late.setText(visit.late_reason)
        self._show_state(visit, waits=waits)
        clear_layout(self.addenda)
        given = reasons_given(visit.program, self._session.definitions.library) if draft else ()
        for words in given:
            told = f"Signed with the visit: {words}"
            self.addenda.addWidget(Label(told, Style.BODY, "abnormal", wrap=True))
        for words, tone in _beside(visit):
            self.addenda.addWidget(Label(words, Style.BODY, tone, wrap=True))

    def _show_state(self, visit: Visit, *, waits: bool) -> None:
        if visit.signature is not None:
            self.state.set_tone("unconfirmed" if waits else "ok")
            more = " It waits for a therapist's co-signature." if waits else ""
            self.state.setText(f"{signature_words(visit.signature)}.{more}")
            return
        self.state.set_tone("secondary")
        self.state.setText(
            "A draft, to be read only."
            if visit.signed
            else "Draft. After signing it cannot change; addenda stand beside it."
        )

    def show_needs(self) -> None:
        """List what is missing, most serious first."""
        needs = self._session.signing_needs()
        told = "\n".join(f"• {need.words}" for need in needs)
        self.state.set_tone("urgent" if needs else "ok")
        self.state.setText(f"Before signing:\n{told}" if needs else "Nothing is missing.")

    def _change_day(self) -> None:
        visit = self._desk.visit
        try:
            day = read_date(self.day.text())
        except ValueError as refused:
            self._refuse_day(str(refused))
            return
        desk = self._desk
        born, begun = desk.patient.birth_date, desk.episode.started
        if wrong := visit_day_problem(day, self._session.today, born, begun):
            self._refuse_day(wrong)
            return
        self.day.set_state(ValueState.NORMAL)
        self._session.taken()
        if day != visit.date and not visit.signed:
            changed = replace(visit, date=day)
            self._desk.edit(f"Day of the visit {date_words(day)}", changed, parts=(Part.STATUS,))

    def _change_kind(self, index: int) -> None:
        if not self._desk.visit.signed:
            change_kind(self._desk, list(KIND_NAMES)[index])

    def _refuse_day(self, words: str) -> None:
        self.day.set_state(ValueState.REFUSED)
        self._session.remark(words, level=Level.WARNING, passing=True)

    def _change_reason(self, text: str) -> None:
        visit = self._desk.visit
        if not visit.signed:
            changed = replace(visit, late_reason=text)
            self._desk.edit(
                "Reason of the late entry", changed, parts=(Part.PLAN,), key="late_reason"
            )

    def _sign(self) -> None:
        try:
            self._session.sign()
        except SigningRefused:
            self.show_needs()
        except WorldError as error:
            self._session.tell(error)

    def _cosign(self) -> None:
        try:
            co_sign(self._session)
        except WorldError as error:
            self._session.tell(error)
        else:
            self._session.remark("Co-signed", "The signature stands beside the first one.")

    def _add(self) -> None:
        try:
            self._session.add_addendum(self.addendum.text())
        except ValueError as refused:
            self.addendum.set_state(ValueState.REFUSED)
            self._session.remark(str(refused), passing=True)
        except WorldError as error:
            self._session.tell(error)
        else:
            self.addendum.clear()
            self.addendum.set_state(ValueState.NORMAL)


def _beside(visit: Visit) -> Iterator[tuple[str, str]]:
    """What stands beside a signed visit, in words with their tone."""
    if visit.withdrawal is not None:
        gone = visit.withdrawal
        yield (
            f"Entered in error: {gone.reason} ({gone.name}, {moment_words(gone.at)})",
            "emergency",
        )
    if visit.signed and visit.late and visit.entered is not None:
        yield f"Late entry, written {moment_words(visit.entered)}: {visit.late_reason}", "urgent"
    if visit.cosignature is not None:
        yield signature_words(visit.cosignature, "Co-signed"), "ok"
    for addendum in visit.addenda:
        yield f"{moment_words(addendum.at)}, {addendum.name}: {addendum.text}", ""
