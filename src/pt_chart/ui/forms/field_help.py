"""Keeps the help card beside the field that has the keyboard."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.desk import VisitDesk
from pt_chart.clinical.fields import FieldDef
from pt_chart.clinical.sides import Side
from pt_chart.ui.forms.field_row import FieldRow
from pt_chart.ui.forms.help_card import HelpCard
from pt_chart.ui.forms.help_words import help_page
from pt_chart.ui.theme.theme import Theme


class FieldHelp:
    """Makes the help card of a page when it is first asked for, and follows the cursor."""

    def __init__(
        self,
        theme: Theme,
        session: ClinicSession,
        desk: VisitDesk,
        page: QWidget,
        column: QVBoxLayout,
    ) -> None:
        """``column`` is the page's layout; the card stands at its end."""
        self._theme = theme
        self._session = session
        self._desk = desk
        self._page = page
        self._column = column
        self._row: FieldRow | None = None
        self._following: QApplication | None = None
        self.card: HelpCard | None = None

    @property
    def row(self) -> FieldRow | None:
        """The row that has the keyboard now, on this page."""
        widget: QWidget | None = self._page.window().focusWidget()
        while widget is not None and widget is not self._page:
            if isinstance(widget, FieldRow):
                return widget if self._page.isAncestorOf(widget) else None
            widget = widget.parentWidget()
        return None

    def toggle(self) -> None:
        """Open at the field with the keyboard, or close."""
        if self._made().isHidden():
            self._show(self.row)
        else:
            self.close_help()

    def show_field(self, field: FieldDef) -> None:
        """Open with the help of a field that has no keyboard."""
        self._made()
        self._tell(field, None)

    def _made(self) -> HelpCard:
        if self.card is None:
            self.card = HelpCard(self._theme, self._session.figures)
            self.card.closed.connect(self.close_help)
            self._column.addWidget(self.card)
            self.card.hide()
        return self.card

    def close_help(self) -> None:
        """Hide the card."""
        if self._following is not None:
            self._following.focusChanged.disconnect(self._moved)
            self._following = None
        if self.card is not None:
            self.card.hide()

    def _moved(self, _before: QWidget | None, _now: QWidget | None) -> None:
        row = self.row
        if row is not None:
            self._show(row)

    def _show(self, row: FieldRow | None) -> None:
        if row is None or self.card is None:
            self._session.remark("Help stands beside a field", "Put the cursor into one, then F1.")
            return
        self._tell(
            row.field, next((e.key.side for e in row.editors if e.hasFocus() and e.key.side), None)
        )

    def _tell(self, field: FieldDef, side: Side | None) -> None:
        known, card = self._session.definitions, self._made()
        page = help_page(field, known.vocabulary, known.knowledge, self._session.figures)
        chosen = side or self._desk.episode.side or Side.RIGHT
        card.show_page(page, chosen if chosen is not Side.BOTH else Side.RIGHT)
        card.show()
        application = QApplication.instance()
        if self._following is None and isinstance(application, QApplication):
            application.focusChanged.connect(self._moved)
            self._following = application
