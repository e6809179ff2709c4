"""Keeps what stands in lines that take words only on Enter, and puts it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

from pt_chart.charting.errors import WorldError
from pt_chart.charting.unfinished import Place, UnfinishedWords
from pt_chart.ui.plan.parts import Prose
from pt_chart.ui.widgets.combo import Combo
from pt_chart.ui.widgets.line_field import LineField, ValueState
from pt_chart.ui.widgets.segments import Segments

Kept = LineField | Prose | Combo | Segments
SAVE_MS = 700


@dataclass(frozen=True, slots=True)
class _Watched:
    place: Place
    fields: Mapping[str, Kept]
    only_refused: bool

    def waiting(self) -> dict[str, str]:
        """The typed words first, then what was chosen beside them; nothing while no word waits."""
        typed = {
            name: _text(field)
            for name, field in self.fields.items()
            if _typed_into(field) and self._waits(field)
        }
        if not typed:
            return {}
        chosen = {
            name: _text(field) for name, field in self.fields.items() if not _typed_into(field)
        }
        return typed | chosen

    def _waits(self, field: Kept) -> bool:
        if self.only_refused:
            return isinstance(field, LineField) and field.state is ValueState.REFUSED
        return bool(_text(field).strip())


class LineKeeper(QObject):
    """Follows the lines of a page; the typed words are in the chart a moment later."""

    def __init__(
        self,
        words: UnfinishedWords,
        failed: Callable[[WorldError], None],
        parent: QObject | None = None,
    ) -> None:
        """``failed`` is told when the chart cannot be written; what is typed stays on screen."""
        super().__init__(parent)
        self._words = words
        self._failed = failed
        self._watched: list[_Watched] = []
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(SAVE_MS)
        self._later.timeout.connect(self._save_later)

    def watch(self, place: Place, *, only_refused: bool = False, **fields: Kept) -> None:
        """Put back what waits in these fields, and keep what is typed there from now on.

        ``only_refused`` for fields that are written on leaving them: only what they refuse waits.
        """
        one = _Watched(place, fields, only_refused)
        self._watched.append(one)
        for name, text in self._words.of(place).items():
            field = fields.get(name)
            if field is None:
                continue
            _put(field, text)
            if only_refused and isinstance(field, LineField):
                field.set_state(ValueState.REFUSED)
        for field in fields.values():
            if isinstance(field, Combo):
                field.currentIndexChanged.connect(lambda _at: self._typed(one))
            elif isinstance(field, Segments):
                field.picked.connect(lambda _id: self._typed(one))
            else:
                field.textChanged.connect(lambda *_text: self._typed(one))
            if only_refused and isinstance(field, LineField):
                field.editingFinished.connect(lambda: self._typed(one))

    def waits(self, place: Place) -> bool:
        """Whether words wait in a place."""
        return bool(self._words.of(place))

    def forget(self, place: Place) -> None:
        """The words of a place were taken or given up; its fields are followed no more."""
        self._watched = [one for one in self._watched if one.place.id != place.id]
        self._words.hold(place, {})
        self._later.start()

    def save(self) -> None:
        """Put what waits into the chart now.

        Raises:
            WorldError: the chart could not be written.
        """
        self._later.stop()
        for one in self._watched:
            self._words.hold(one.place, one.waiting())
        self._words.save()

    def close(self) -> None:
        """Stop following: the fields are about to go, and nothing may hold the chart after it."""
        self._later.stop()
        self._watched = []
        del self._words, self._failed

    def _typed(self, one: _Watched) -> None:
        if one not in self._watched:
            return
        self._words.hold(one.place, one.waiting())
        self._later.start()

    def _save_later(self) -> None:
        try:
            self.save()
        except WorldError as error:
            self._failed(error)


def _typed_into(field: Kept) -> bool:
    """Whether a person types here; a field that is never seen only carries what belongs to it."""
    return isinstance(field, LineField | Prose) and not field.isHidden()


def _text(field: Kept) -> str:
    if isinstance(field, Combo):
        return str(field.currentData() or "")
    if isinstance(field, Segments):
        return field.value
    return field.text() if isinstance(field, LineField) else field.toPlainText()


def _put(field: Kept, text: str) -> None:
    if isinstance(field, Combo):
        field.setCurrentIndex(max(field.findData(text), 0))
    elif isinstance(field, Segments):
        field.set_value(text)
    elif isinstance(field, LineField):
        field.setText(text)
    else:
        field.setPlainText(text)
