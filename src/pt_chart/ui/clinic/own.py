"""One's own account: what the role includes, and the password."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.access import Right, Role, allowed, role_words
from pt_chart.charting.errors import WorldError
from pt_chart.charting.idle_lock import idle_minutes, save_idle_minutes
from pt_chart.charting.passwords import RULE
from pt_chart.ui.clinic.work import ONE_KEY, ClinicWork
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.combo import Combo
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.side_form import SideForm

IDLE_MINUTES = (2, 5, 10, 15, 30)
IDLE_TOLD = (
    "10 minutes is our default: long enough to examine with both hands, short enough for a room "
    "that was left. It also locks with the computer's own lock and sleep, where the system tells. "
    "The draft is saved before, and you return to it."
)


class OwnPage(QWidget):
    """What I may do, and my password."""

    def __init__(self, work: ClinicWork) -> None:
        super().__init__()
        self._work = work
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 16, 20, 16)
        row.setSpacing(Space.L)
        row.addLayout(self._rights(), 3)
        card = Card(work.theme)
        self.form = SideForm(
            work.theme,
            "Change your password",
            "Only 64 bytes are wrapped anew: the chart stays as it is, and so does your signature.",
        )
        self.form.add_password("old", "Password now")
        self.form.add_password("new", "New password")
        self.form.add_password("again", "New password again")
        self.form.tell(RULE)
        self.form.finish("Change the password", cancel=False)
        self.form.on_submit(self._change)
        card.body.addWidget(self.form)
        column = QVBoxLayout()
        column.setSpacing(Space.M)
        column.addWidget(card)
        column.addWidget(self._lock_card())
        column.addStretch(1)
        row.addLayout(column, 2)

    def _lock_card(self) -> Card:
        card = Card(self._work.theme, "Locks by itself", "in the whole clinic", padded=True)
        card.body.setSpacing(Space.S)
        self.idle = Combo(self._work.theme, "Lock after so many minutes without a key or click")
        for minutes in IDLE_MINUTES:
            self.idle.addItem(f"after {minutes} minutes without a key or click", minutes)
        now = idle_minutes(self._work.session.store)
        if self.idle.findData(now) < 0:
            self.idle.addItem(f"after {now} minutes without a key or click", now)
        self.idle.setCurrentIndex(self.idle.findData(now))
        self.idle.currentIndexChanged.connect(lambda _index: self._save_idle())
        if not allowed(self._work.session.clinician, Right.USERS):
            self.idle.setEnabled(False)
            self.idle.setToolTip("Chosen by those who manage the users")
        card.body.addWidget(self.idle)
        card.body.addWidget(Label(IDLE_TOLD, Style.SMALL, "secondary", wrap=True))
        return card

    def _save_idle(self) -> None:
        minutes = int(self.idle.currentData())
        try:
            save_idle_minutes(self._work.session.store, minutes)
        except WorldError as error:
            self._work.session.tell(error)
            return
        self._work.session.remark(
            f"The chart locks after {minutes} minutes.", "It holds from the next unlocking on."
        )

    def _rights(self) -> QVBoxLayout:
        user = self._work.session.clinician
        card = Card(self._work.theme, f"{user.name}, {role_words(user.role)}", padded=True)
        card.body.setSpacing(Space.XS)
        if user.role in set(Role):
            card.body.addWidget(Label(Role(user.role).told, Style.BODY, wrap=True))
        card.body.addSpacing(Space.S)
        for right in Right:
            may = allowed(user, right)
            tone = "ok" if may else "tertiary"
            words = f"{'✓' if may else '–'}  {right.value[0].upper()}{right.value[1:]}"
            card.body.addWidget(Label(words, Style.BODY, tone))
        card.body.addSpacing(Space.S)
        card.body.addWidget(Label(ONE_KEY, Style.SMALL, "secondary", wrap=True))
        column = QVBoxLayout()
        column.addWidget(card)
        column.addStretch(1)
        return column

    def _change(self) -> None:
        form = self.form
        if form.text("new") != form.text("again"):
            form.refuse("The two new passwords differ. Type the second one again.", "again")
            return
        form.set_busy(busy=True)
        old, new = form.text("old"), form.text("new")

        def done(_none: None) -> None:
            for field in form.fields.values():
                field.clear()
            form.say("Your password is changed.")

        self._work.run(
            lambda: self._work.administration.change_password(old, new), done, form.refuse
        )
