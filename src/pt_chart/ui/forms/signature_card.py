"""The end of a visit: what signing still needs, the signature, and later addenda."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit, SigningRefused
from pt_chart.charting.errors import WorldError
from pt_chart.clinical.visit import Visit
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look, native_key
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.clearing import clear_layout
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField, ValueState


class SignatureCard(Card):
    """Shows the state of the visit; a signed one takes addenda beside the original."""

    def __init__(self, theme: Theme, open_visit: OpenVisit, session: ClinicSession) -> None:
        super().__init__(theme, "Signature", padded=True)
        self._desk = open_visit.desk
        self._session = session
        self.body.setSpacing(Space.S)
        self.state = Label("", Style.BODY, wrap=True)
        self.body.addWidget(self.state)
        self.addenda = QVBoxLayout()
        self.addenda.setSpacing(Space.XS)
        self.body.addLayout(self.addenda)
        self.addendum = LineField(theme, "Addendum", placeholder="what is to be added")
        self.body.addWidget(self.addendum)
        row = QHBoxLayout()
        self.needs = Button(theme, "What signing needs", icon="list")
        key = native_key("Ctrl+Return")
        self.sign = Button(theme, "Sign", Look.PRIMARY, icon="sign", key=key, name="Sign the visit")
        self.add = Button(theme, "Add the addendum")
        for button in (self.needs, self.sign, self.add):
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.needs.clicked.connect(self.show_needs)
        self.sign.clicked.connect(self._sign)
        self.add.clicked.connect(self._add)
        self.addendum.returnPressed.connect(self._add)
        self.show_visit(self._desk.visit)

    def show_visit(self, visit: Visit) -> None:
        """Draft, or signed by whom, when, with the start of its verification code."""
        signature = visit.signature
        for button in (self.needs, self.sign):
            button.setVisible(signature is None)
        self.addendum.setVisible(signature is not None)
        self.add.setVisible(signature is not None)
        clear_layout(self.addenda)
        if signature is None:
            self.state.set_tone("secondary")
            self.state.setText("Draft. After signing it cannot change; addenda stand beside it.")
            return
        self.state.set_tone("ok")
        self.state.setText(
            f"Signed by {signature.name}, {signature.at:%d %b %Y %H:%M} · {signature.digest[:12]}"
        )
        for addendum in visit.addenda:
            words = f"{addendum.at:%d %b %Y %H:%M}, {addendum.name}: {addendum.text}"
            self.addenda.addWidget(Label(words, Style.BODY, wrap=True))

    def show_needs(self) -> None:
        """List what is missing, most serious first."""
        needs = self._session.signing_needs()
        told = "\n".join(f"• {need.words}" for need in needs)
        self.state.set_tone("urgent" if needs else "ok")
        self.state.setText(f"Before signing:\n{told}" if needs else "Nothing is missing.")

    def _sign(self) -> None:
        try:
            self._session.sign()
        except SigningRefused:
            self.show_needs()
        except WorldError as error:
            self._session.tell(error)

    def _add(self) -> None:
        try:
            self._session.add_addendum(self.addendum.text())
        except ValueError as refused:
            self.addendum.set_state(ValueState.REFUSED)
            self._session.remark(str(refused))
        except WorldError as error:
            self._session.tell(error)
        else:
            self.addendum.clear()
            self.addendum.set_state(ValueState.NORMAL)
