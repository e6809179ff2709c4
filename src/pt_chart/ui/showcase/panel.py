"""The panel for every demo patient: beside the page, opened wide, at 200 %, and an old note."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QSize

from pt_chart.ui.panel.old_note import OldNote
from pt_chart.ui.showcase.camera import SIZES, Camera, settle

SIGNED = "demo-tallowby-1-1"
SMALL, LARGE = SIZES
DOUBLE = QSize(960, 540)
"""What a 1920 x 1080 screen leaves when everything is drawn at 200 %."""


def scene(camera: Camera) -> Iterator[Path]:
    """Each demo patient's latest visit at both widths, and the difference of an old note."""
    session = camera.window.session
    if session is None:
        return
    for row in session.store.search(""):
        for episode in session.store.episodes_of(row.patient.id):
            latest = session.store.visits_of(episode.id)[-1]
            camera.window.open_visit(latest.id)
            yield from _both_widths(camera, row.patient.id)
    yield from _old_note(camera)


def _both_widths(camera: Camera, name: str) -> Iterator[Path]:
    camera.window.go_to("exam")
    view = camera.window.visit
    if view is None:
        return
    view.dock.open()
    settle()
    yield camera.window_at(SMALL, f"50-panel-{name}")
    panel = view.dock.panel
    if panel is not None:
        yield camera.of(panel, f"50-panel-420-{name}")
    camera.window.go_to("wide")
    yield camera.window_at(LARGE, f"51-wide-{name}")
    yield camera.window_at(DOUBLE, f"51-wide-{name}-room-of-200")


def _old_note(camera: Camera) -> Iterator[Path]:
    camera.window.open_visit(SIGNED)
    camera.window.go_to("wide")
    settle()
    old = camera.window.findChild(OldNote)
    if old is not None:
        old.ask.click()
        yield camera.window_at(LARGE, "52-old-note-new-knowledge")
