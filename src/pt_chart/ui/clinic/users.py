"""Users: who may unlock the chart as what, and the two codes on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pt_chart.charting.access import ASSIGNABLE, Role, role_words
from pt_chart.charting.administration import Account, SealedShares
from pt_chart.charting.passwords import RULE
from pt_chart.clinical.people import Clinician
from pt_chart.clinical.program.dates import date_words
from pt_chart.ui.clinic.shares import ShareForm
from pt_chart.ui.clinic.work import ONE_KEY, ClinicWork
from pt_chart.ui.theme.tokens import Space, Width
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Band, Card
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.scroll import Scroll
from pt_chart.ui.widgets.side_form import SideForm
from pt_chart.ui.widgets.table import Cell, Column, Row, Table

USERS = (Column("Name"), Column("Role", 250), Column("Manages", 100), Column("State", 150))
ROLES = tuple((role.value, role.words) for role in ASSIGNABLE)
MANAGES = "Also manages users, backups and the log"
ROW = 40


def day_words(at: datetime | None) -> str:
    """A day, "" for none."""
    return date_words(at.astimezone()) if at else ""


OLDER = (
    "Backups made before still open with the old password: wrap them with today's keys in "
    "Clinic, Backups."
)


class UsersPage(QWidget):
    """The list of users at the left, what can be done at the right."""

    def __init__(self, work: ClinicWork) -> None:
        super().__init__()
        self._work = work
        self._accounts: dict[str, Account] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(self._make_lists(), 1)
        side = Band(work.theme, left=True)
        side.setFixedWidth(Width.PANEL)
        column = QVBoxLayout(side)
        column.setContentsMargins(1, 0, 0, 0)
        self.side = QStackedWidget()
        column.addWidget(self.side)
        row.addWidget(side)
        self.table.chosen.connect(self._show_user)

    def _make_lists(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(Space.M)
        card = Card(self._work.theme, "Users", "who may unlock this chart")
        add = Button(self._work.theme, "Add a user", Look.PRIMARY, icon="plus", height=28)
        add.clicked.connect(self.ask_new)
        card.add_tool(add)
        self.table = Table(self._work.theme, "Users", USERS, row_height=ROW)
        card.body.addWidget(self.table)
        column.addWidget(card, 1)
        paper = Card(self._work.theme, "On paper", padded=True)
        paper.body.setSpacing(Space.S)
        self.kit = Label("", Style.BODY, wrap=True)
        self.envelope = Label("", Style.BODY, wrap=True)
        for label, words, purpose in (
            (self.kit, "Make a recovery kit", "recovery"),
            (self.envelope, "Make an emergency envelope", "emergency"),
        ):
            line = QHBoxLayout()
            line.addWidget(label, 1)
            make = Button(self._work.theme, words, icon="print")
            make.clicked.connect(lambda _checked=False, p=purpose: self.ask_share(p))
            line.addWidget(make)
            paper.body.addLayout(line)
        column.addWidget(paper)
        column.addWidget(Label(ONE_KEY, Style.SMALL, "secondary", wrap=True))
        return column

    def refresh(self) -> None:
        """Read users and papers again."""
        administration = self._work.administration
        self._work.run(
            lambda: (administration.accounts(), administration.shares()),
            lambda found: self._show(*found),
        )

    def _show(self, accounts: tuple[Account, ...], shares: SealedShares) -> None:
        self._accounts = {account.user.id: account for account in accounts}
        current = self.table.current_id
        # Filling the list chooses nobody: the form at the right may show a code.
        self.table.blockSignals(True)
        self.table.show_rows([_row(account) for account in accounts], current)
        self.table.blockSignals(False)
        self.kit.set_tone("text" if shares.kit_made else "urgent")
        self.kit.setText(_kit_words(shares))
        self.envelope.set_tone("urgent" if shares.envelope_used else "text")
        self.envelope.setText(_envelope_words(shares))
        if self.side.currentWidget() is None:
            self.table.choose(self._work.session.clinician.id)

    def ask_new(self) -> None:
        """Show the form for a new user."""
        form = SideForm(self._work.theme, "A new user")
        form.add("name", "Name, as it is signed")
        form.add("credentials", "Credentials", "PT, DPT")
        form.add_choice("role", "Role", ROLES, Role.ASSISTANT.value)
        told = form.tell(Role.ASSISTANT.told)
        form.choices["role"].currentIndexChanged.connect(
            lambda: told.setText(Role(form.choice("role")).told)
        )
        manages = form.add_check(MANAGES)
        form.add_password("password", "First password for them")
        form.tell(f"They change it after the first unlocking. {RULE}")
        form.add_password("own", "Your own password, to wrap the key")
        form.finish("Add the user")

        def submit() -> None:
            user = Clinician(
                "",
                form.text("name"),
                form.text("credentials"),
                form.choice("role"),
                manages.isChecked(),
            )
            password, own = form.text("password"), form.text("own")
            form.set_busy(busy=True)
            self._work.run(
                lambda: self._work.administration.add_user(user, password, own),
                lambda made: self._done(f"{made.name} can unlock the chart now."),
                form.refuse,
            )

        form.on_submit(submit)
        form.cancelled.connect(self._close_form)
        self._put(Scroll(form))
        form.fields["name"].setFocus()

    def ask_share(self, purpose: str) -> None:
        """Show the form that makes a recovery kit or an emergency envelope."""
        form = ShareForm(self._work, purpose)
        form.made.connect(self.refresh)
        form.cancelled.connect(self._close_form)
        self._put(Scroll(form))
        form.fields["own"].setFocus()

    def _show_user(self, user_id: str) -> None:
        account = self._accounts.get(user_id)
        if account is None:
            return
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._change_form(account))
        if user_id != self._work.session.clinician.id:
            column.addWidget(self._password_form(account))
            if account.active:
                column.addWidget(self._deactivate_form(account))
        column.addStretch(1)
        self._put(Scroll(page))

    def _change_form(self, account: Account) -> SideForm:
        user = account.user
        form = SideForm(self._work.theme, user.name, "" if account.active else "cannot unlock")
        form.add("name", "Name, as it is signed", text=user.name)
        form.add("credentials", "Credentials", text=user.credentials)
        form.add_choice("role", "Role", ROLES, user.role)
        manages = form.add_check(MANAGES, checked=user.administers)
        form.add_password("own", "Your own password")
        form.finish("Save the changes", cancel=False)

        def submit() -> None:
            own = form.text("own")
            changed = replace(
                user,
                name=form.text("name"),
                credentials=form.text("credentials"),
                role=form.choice("role"),
                administers=manages.isChecked(),
            )
            form.set_busy(busy=True)
            self._work.run(
                lambda: self._work.administration.change_user(changed, own),
                lambda _none: self._done(f"{changed.name}: {role_words(changed.role)}."),
                form.refuse,
            )

        form.on_submit(submit)
        return form

    def _password_form(self, account: Account) -> SideForm:
        title = "Reset the password" if account.active else "Let them unlock again"
        told = "They get a new signing key: signatures so far stay valid under the old one."
        form = SideForm(self._work.theme, title, told)
        form.add_password("password", f"New password for {account.user.name}")
        form.add_password("own", "Your own password")
        form.finish(title, cancel=False)

        def submit() -> None:
            password, own = form.text("password"), form.text("own")
            form.set_busy(busy=True)
            self._work.run(
                lambda: self._work.administration.reset_password(account.user.id, password, own),
                lambda _none: self._done(f"{account.user.name} has a new password.", OLDER),
                form.refuse,
            )

        form.on_submit(submit)
        return form

    def _deactivate_form(self, account: Account) -> SideForm:
        told = "Their key is removed at once. What they charted and signed stays as it is."
        form = SideForm(self._work.theme, "Deactivate", told)
        form.add_password("own", "Your own password")
        form.finish(f"Deactivate {account.user.name}", cancel=False)

        def submit() -> None:
            own = form.text("own")
            form.set_busy(busy=True)
            self._work.run(
                lambda: self._work.administration.deactivate(account.user.id, own),
                lambda _none: self._done(
                    f"{account.user.name} can no longer unlock the chart.", OLDER
                ),
                form.refuse,
            )

        form.on_submit(submit)
        return form

    def _put(self, widget: QWidget) -> None:
        old = self.side.currentWidget()
        self.side.addWidget(widget)
        self.side.setCurrentWidget(widget)
        if old is not None:
            self.side.removeWidget(old)
            old.deleteLater()

    def _close_form(self) -> None:
        self._show_user(self.table.current_id or self._work.session.clinician.id)

    def _done(self, words: str, advice: str = "") -> None:
        self._work.session.remark(words, advice)
        self._close_form()
        self.refresh()


def _row(account: Account) -> Row:
    user = account.user
    words, tone = ("may unlock", "ok") if account.active else ("deactivated", "tertiary")
    return Row(
        user.id,
        (
            Cell(user.name, Style.STRONG, aside=user.credentials),
            Cell(role_words(user.role)),
            Cell("yes" if user.administers or user.role == Role.ADMIN.value else ""),
            Cell(words, tone=tone),
        ),
    )


def _kit_words(shares: SealedShares) -> str:
    if shares.kit_made is None:
        return "No recovery kit: if every password is forgotten, the chart is lost. Make one now."
    used = f", used {day_words(shares.kit_used)}" if shares.kit_used else ""
    return f"Recovery kit made {day_words(shares.kit_made)}{used}. Keep it in a safe, off site."


def _envelope_words(shares: SealedShares) -> str:
    if shares.envelope_made is None:
        return "No emergency envelope: without one nobody gets in while you are away."
    if shares.envelope_used is not None:
        return f"The envelope was opened {day_words(shares.envelope_used)}: make a new one."
    return f"Emergency envelope made {day_words(shares.envelope_made)}, sealed."
