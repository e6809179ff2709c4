"""One's own account: what the role includes, and the password."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.access import Right, Role, allowed, role_words
from pt_chart.ui.clinic.work import ONE_KEY, ClinicWork
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.side_form import SideForm


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
        self.form.finish("Change the password", cancel=False)
        self.form.on_submit(self._change)
        card.body.addWidget(self.form)
        column = QVBoxLayout()
        column.addWidget(card)
        column.addStretch(1)
        row.addLayout(column, 2)

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
