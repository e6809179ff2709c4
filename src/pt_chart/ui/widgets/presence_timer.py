"""The rhythm in which a window asks about other workstations."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from pt_chart.charting.presence import EVERY_S

if TYPE_CHECKING:
    from pt_chart.charting.clinic_session import ClinicSession


def presence_timer(parent: QObject, session: ClinicSession, ask: Callable[[], None]) -> QTimer:
    """A timer that calls ``ask`` every `EVERY_S` seconds as long as ``parent`` lives.

    It stands still where no other workstation can be: on a chart file.
    """
    timer = QTimer(parent)
    timer.setInterval(EVERY_S * 1000)
    timer.timeout.connect(ask)
    if session.presence is not None:
        timer.start()
    return timer
