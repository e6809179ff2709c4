"""The files of a patient in the card: a line each, and the button that attaches one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from pt_chart.charting.attachments import Attachment
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.visit import Visit
from pt_chart.ui.patients.rows import day_words
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.asking import name_asked
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.combo import Combo
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField, ValueState

KINDS = {
    "application/pdf": "PDF",
    "image/png": "PNG picture",
    "image/jpeg": "JPEG picture",
    "image/tiff": "TIFF picture",
    "text/plain": "text",
}
OFFERED = "Reports and pictures (*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.txt);;All files (*)"


class FilesSection(QWidget):
    """``shown_asked`` carries the id of a file, ``attach_asked`` a path, a visit's id and a remark.

    Files can be dropped onto it; the drop-down says to which visit they belong. To a signed visit
    a file comes with a remark, which is signed beside the note.
    """

    shown_asked = Signal(str)
    attach_asked = Signal(str, str, str)

    def __init__(
        self,
        theme: Theme,
        files: Sequence[Attachment],
        visits: Sequence[Visit],
        *,
        opens: bool,
        attaches: bool,
        signs: bool,
        repairs: bool = False,
    ) -> None:
        """``opens``: the role reads what is in them; ``attaches``: it may add some.

        ``signs``: also to signed visits; ``repairs``: it looks at what was taken out of them.
        """
        super().__init__()
        self.setAcceptDrops(attaches)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(Label("Files", Style.SMALL_STRONG, "secondary"))
        numbers = {visit.id: f"visit {visit.number}" for visit in visits}
        self.links: dict[str, Button] = {}
        for one in files:
            words = file_words(one, numbers.get(one.visit_id, ""))
            kept = one.removed is None or (one.removed.kept and repairs)
            if not kept or not opens:
                column.addWidget(Label(words, Style.SMALL, "secondary", wrap=True))
                continue
            if one.removed is not None:
                column.addWidget(Label(words, Style.SMALL, "secondary", wrap=True))
                words = "Look at what was taken out"
            link = Button(theme, words, Look.QUIET, height=Height.BUTTON_SMALL)
            link.clicked.connect(lambda _=False, one=one: self.shown_asked.emit(one.id))
            self.links[one.id] = link
            column.addWidget(link)
        if not files:
            column.addWidget(Label("None attached", Style.BODY, "secondary"))
        self.belongs = Combo(theme, "A new file belongs to")
        self.attach = Button(theme, "Attach a file ...", icon="plus", height=Height.BUTTON_SMALL)
        self.remark = LineField(
            theme,
            "What the file is and why it comes now; signed beside the note",
            placeholder="What it is, why it comes now (signed)",
        )
        self._signed = {visit.id for visit in visits if visit.signed}
        if attaches:
            self._offer([visit for visit in visits if signs or not visit.signed])
            self.attach.clicked.connect(self._ask)
            for part in (self.belongs, self.remark, self.attach):
                column.addWidget(part)

    def _offer(self, visits: Sequence[Visit]) -> None:
        self.belongs.addItem("A file of the patient as a whole", "")
        for visit in visits:
            signed = ", signed" if visit.signed else ""
            words = f"A file of visit {visit.number}, {date_words(visit.date)}{signed}"
            self.belongs.addItem(words, visit.id)
        self.belongs.currentIndexChanged.connect(self._belongs_to)
        self._belongs_to()

    def _belongs_to(self) -> None:
        self.remark.setVisible(self.belongs.currentData() in self._signed)
        self.remark.set_state(ValueState.NORMAL)

    def _lacks_remark(self) -> bool:
        """Whether the file is for a signed visit and nothing says why; then the line is asked."""
        lacks = self.belongs.currentData() in self._signed and not self.remark.text().strip()
        if lacks:
            self.remark.refuse()
        return lacks

    def _ask(self) -> None:
        if self._lacks_remark():
            return
        name = name_asked(lambda: QFileDialog.getOpenFileName(self, "Attach a file", "", OFFERED))
        if name:
            self._attach(Path(name))

    def _attach(self, file: Path) -> None:
        if self._lacks_remark():
            return
        visit_id = str(self.belongs.currentData() or "")
        remark = self.remark.text() if visit_id in self._signed else ""
        self.attach_asked.emit(str(file), visit_id, remark)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files of this computer."""
        if dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach what was dropped, one after another."""
        for file in dropped(event.mimeData()):
            self._attach(file)


def dropped(data: QMimeData) -> list[Path]:
    """The files of this computer in a drag."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def file_words(one: Attachment, where: str) -> str:
    """A file in one line."""
    if one.removed is not None:
        # The name of somebody else's file often holds theirs.
        name = "a file of another record" if one.removed.moved else one.name
        return f"{name} · {removed_words(one)}"
    pages = f", {one.pages} pages" if one.pages > 1 else ""
    kind = f"{KINDS.get(one.media, one.media)}{pages}"
    day = day_words(one.at.date(), one.at.date().replace(day=1))
    return " · ".join(part for part in (one.name, kind, where, day) if part)


def removed_words(one: Attachment) -> str:
    """What became of a removed file, when, by whom and why."""
    gone = one.removed
    if gone is None:
        return ""
    done = "removed"
    if gone.moved:
        done = "moved to another record"
    elif gone.kept:
        done = "taken out" if one.visit_id else "removed and kept aside"
    return f"{done} {date_words(gone.at)} by {gone.by}: {gone.reason}"
