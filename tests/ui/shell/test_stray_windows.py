"""Nothing but the window itself is ever shown as a window: a part without a parent would flash."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from pt_chart.ui.shell.application import open_main_window
from pt_chart.ui.theme.theme import Scheme
from tests.ui import clinic

SECTIONS = ("body_chart", "exam", "measures", "plan", "program", "documents", "wide", "history")


class Watch(QObject):
    """Names every widget that is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.strays: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at what is shown."""
        if (
            event.type() == QEvent.Type.Show
            and isinstance(watched, QWidget)
            and not isinstance(watched, QMainWindow)
            and watched.isWindow()
        ):
            self.strays.append(f"{type(watched).__name__} {watched.accessibleName()!r}")
        return super().eventFilter(watched, event)


@pytest.fixture
def watch(qapp: QApplication) -> Watch:
    """Watches from before the window is made."""
    made = Watch()
    qapp.installEventFilter(made)
    return made


def test_no_part_is_shown_before_it_has_a_place(
    qapp: QApplication, watch: Watch, settle: Callable[[], None]
) -> None:
    session = clinic.session()
    window = open_main_window(qapp, clinic.FakeWorkplace(), session, Scheme.LIGHT)
    window.show()
    window.start_visit(session.store.episode("e1"))
    for section in SECTIONS:
        window.go_to(section)
        settle()
    window.lock()
    settle()
    qapp.removeEventFilter(watch)
    assert watch.strays == []
    window.close()
    window.deleteLater()
