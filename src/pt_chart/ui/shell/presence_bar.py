"""A line under the banner while somebody else has this visit or patient open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from pt_chart.charting.access_notices import left_behind_words
from pt_chart.charting.errors import WorldError
from pt_chart.charting.events import Level
from pt_chart.charting.presence import Around, changed_words, load_newer
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.card import Band
from pt_chart.ui.widgets.label import ElidedLabel
from pt_chart.ui.widgets.presence_timer import presence_timer

if TYPE_CHECKING:
    from pt_chart.charting.clinic_session import ClinicSession, OpenVisit

NOT_TODAY = "This is not today's chart"
NEWER = "This visit was changed elsewhere"
SIGNED = "This visit was signed elsewhere"
SAFE = "both may write: two versions are compared, neither is lost"


class PresenceBar(Band):
    """Looks around every few seconds while the visit is open; nothing on a chart file."""

    def __init__(
        self, theme: Theme, open_visit: OpenVisit, session: ClinicSession, parent: QWidget
    ) -> None:
        super().__init__(theme, "sunken", bottom=True, parent=parent)
        self._desk = open_visit.desk
        self._settling = open_visit.settling
        self._session = session
        self._looking = False
        self._over = False
        self.setFixedHeight(max(Height.NOTICE - 4, theme.target(0)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(44, 2, Space.M, 2)
        self.words = ElidedLabel("", Style.MEDIUM)
        row.addWidget(self.words, 1)
        self.load = Button(theme, "Load the newer version", height=Height.BUTTON_SMALL)
        self.load.clicked.connect(self._load)
        row.addWidget(self.load)
        self.timer = presence_timer(self, session, self.look)
        self._say([])
        self.look()

    def look(self) -> None:
        """Say that this window is here and see who else is, off the window's thread."""
        presence = self._session.presence
        if presence is None or self._looking:
            return
        self._looking = True
        visit, patient = self._desk.visit.id, self._desk.patient.id

        def told(around: Around | WorldError) -> None:
            self._session.post(lambda: self._show(around))

        self._session.store.later(lambda _store: presence.look(visit, patient), told)

    def stop(self) -> None:
        """The visit is closed: others need not wait for the silence."""
        self._over = True
        self.timer.stop()
        presence, visit = self._session.presence, self._desk.visit.id
        if presence is not None:
            self._session.store.later(lambda _store: presence.leave(visit), lambda _none: None)

    def _load(self) -> None:
        try:
            loaded = load_newer(self._session.store, self._desk)
        except WorldError as error:
            self._session.tell(error)
            return
        if loaded:
            self._session.remark("The newer version is on the screen", "Undo begins anew with it.")
        else:
            self._session.remark("Your last changes are still on their way", "Try again then.")
        self.look()

    def _show(self, around: Around | WorldError) -> None:
        self._looking = False
        if self._over or isinstance(around, WorldError):
            return  # closed meanwhile; or the server is away, which the saver says
        if around.episode is not None and self._settling.hear_episode(around.episode.id):
            return
        self._take_record(around)
        newer = around.newer_than(self._desk)
        told = [other.words for other in around.others]
        if newer:
            told.insert(0, SIGNED if around.signed else NEWER)
        elif any(other.same_visit for other in around.others):
            told.append(SAFE)
        self._say(told, newer=newer)

    def _say(self, told: Sequence[str], *, newer: bool = False) -> None:
        """What others do here; a chart that was left behind by a move says so all the time."""
        left = left_behind_words(self._session.store)
        said = [f"{NOT_TODAY}. {left}", *told] if left else told
        self.words.setText(" · ".join(said))
        self.setAccessibleName(self.words.toolTip() or self.words.text())
        self.load.setVisible(newer)
        self.setVisible(bool(said))

    def _take_record(self, around: Around) -> None:
        """Alerts, precautions and medicines may have been changed at another workstation."""
        patient, episode = around.patient, around.episode
        if patient is None or episode is None:
            return
        changed = changed_words((self._desk.patient, patient), (self._desk.episode, episode))
        if changed:
            self._desk.change_episode(episode, patient)
            self._session.remark(
                f"Changed at another workstation: {', '.join(changed)}.",
                "The banner, the flags and the program go by what the chart has now.",
                level=Level.WARNING,
            )

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, and the sign of a person."""
        super().paintEvent(event)
        painter = QPainter(self)
        at = QPointF(20, self.height() / 2 - 8)
        self._theme.draw_icon(painter, "info", self._theme.tokens.secondary, at, 16)
