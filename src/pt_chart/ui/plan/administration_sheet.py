"""The last tab of the plan: consent, contacts, payer, referrals, the episode."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.errors import WorldError
from pt_chart.ui.plan.consent_card import ConsentCard
from pt_chart.ui.plan.episode_card import EpisodeCard
from pt_chart.ui.plan.log_cards import AuthorizationCard, ContactsCard, ReferralsCard
from pt_chart.ui.plan.unfinished import LineKeeper
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space


class AdministrationSheet(QWidget):
    """What surrounds the visit; the log's cards stay open after signing."""

    written = Signal()

    def __init__(self, theme: Theme, open_visit: OpenVisit, session: ClinicSession) -> None:
        super().__init__()
        self._desk = open_visit.desk
        self._session = session
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 16)
        column.setSpacing(Space.M)
        self.consent = ConsentCard(theme, open_visit, session)
        self.contacts = ContactsCard(theme, open_visit, session)
        self.payer = AuthorizationCard(theme, open_visit, session)
        self.referrals = ReferralsCard(theme, open_visit, session)
        self.episode = EpisodeCard(theme, open_visit, session)
        column.addWidget(self.consent)
        for card in (self.contacts, self.payer, self.referrals, self.episode):
            column.addWidget(card)
            card.written.connect(self._grown)
        column.addStretch(1)
        self.show_visit()

    def keep_lines(self, keeper: LineKeeper) -> None:
        """Words that are not added yet outlast the page."""
        for card in (self.consent, self.contacts, self.payer, self.referrals, self.episode):
            card.keep_lines(keeper)
        # A reason that was begun belongs to an entry that is listed already.
        self.show_visit()

    def set_read_only(self) -> None:
        """Consent of a signed visit can be read; the log between visits goes on."""
        self.consent.setEnabled(False)

    def show_visit(self) -> None:
        """Show consent and the log."""
        self.consent.show_visit()
        self.episode.show_episode()
        try:
            log = self._session.store.episode_log(self._desk.episode.id)
        except WorldError as error:
            self._session.tell(error)
            return
        for card in (self.contacts, self.payer, self.referrals):
            card.show_log(log)

    def _grown(self) -> None:
        self.show_visit()
        self.written.emit()
