"""A field is in sight with the question under it, clear of the headings that float over a page."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from pt_chart.ui.forms.field_row import FieldRow
from pt_chart.ui.forms.side_head import HEAD
from pt_chart.ui.forms.side_question import SideQuestion
from pt_chart.ui.widgets.scroll import IN_SIGHT, Scroll


def show_control(area: Scroll, control: QWidget) -> None:
    """Scroll to a control after a jump, then to the question under it."""
    area.bring_into_sight(control)
    show_question(area, control)


def keep_clear(area: Scroll, control: QWidget) -> None:
    """Scroll no more than a control needs to stand clear of the headings, and its question too."""
    spare = (area.viewport().height() - control.height()) // 2
    area.ensureWidgetVisible(control, 0, max(min(HEAD + 12, spare), 0))
    show_question(area, control)


def show_question(area: Scroll, control: QWidget) -> None:
    """Scroll to the question under a control, if one is asked: whole, its answers before all."""
    question = _question_under(control)
    if question is None:
        return
    view, bar = area.viewport(), area.verticalScrollBar()
    spare = view.height() - HEAD - question.height()
    top = question.mapTo(view, QPoint(0, 0)).y()
    over = top + question.height() + max(min(IN_SIGHT, spare), 0) - view.height()
    if over > 0:
        bar.setValue(bar.value() + over)
    elif top < HEAD and spare >= 0:
        bar.setValue(bar.value() + top - HEAD)


def _question_under(control: QWidget) -> SideQuestion | None:
    row = control.parentWidget()
    if not isinstance(row, FieldRow):
        return None
    return next((row.question(one.key) for one in row.editors if one is control), None)
