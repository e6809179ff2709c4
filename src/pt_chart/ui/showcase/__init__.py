"""Pictures of every page of the demo clinic, and all its documents, into a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from pt_chart.ui.shell.application import build
from pt_chart.ui.shell.sections import SECTIONS
from pt_chart.ui.showcase import (
    access,
    bodychart,
    exchange,
    forms,
    panel,
    plan,
    program,
    register,
    server,
    versions,
)
from pt_chart.ui.showcase.camera import Camera
from pt_chart.ui.showcase.papers import demo_papers
from pt_chart.ui.workplace import Workplace

VISIT = "demo-tallowby-1-3"
EMERGENCY = "demo-moreau-1-1"
Scene = Callable[[Camera], Iterator[Path]]
SCENES: tuple[Scene, ...] = (
    bodychart.scene,
    forms.scene,
    program.scene,
    plan.scene,
    panel.scene,
    access.scene,
    exchange.scene,
    versions.scene,
    server.scene,
    register.scene,
)
"""What else is shown of one page, each from its own module; begins with a visit open."""


def write_showcase(place: Workplace, out: Path) -> Iterator[Path]:
    """Write pictures and documents; each path as soon as it is written.

    Raises:
        OSError: the folder cannot be written.
    """
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["pt-chart"])
    out.mkdir(parents=True, exist_ok=True)
    window = build(app, place)
    window.show()
    camera = Camera(window, out)
    yield from camera.everywhere("01-unlock")
    yield from server.before_unlocking(camera)
    yield from access.before_unlocking(camera)
    place.preload()
    session = place.unlock(place.user_names()[0], place.demo_password, window.main.post)
    window.unlocked(session)
    yield from camera.everywhere("02-patients")
    window.open_visit(VISIT)
    for number, section in enumerate(SECTIONS, 3):
        window.go_to(section.id)
        yield from camera.everywhere(f"{number:02}-{section.id}")
    window.go_to("wide")
    yield from camera.everywhere("10-differentiation")
    for scene in SCENES:
        window.open_visit(VISIT)
        yield from scene(camera)
    window.open_visit(EMERGENCY)
    window.go_to("history")
    yield from camera.everywhere("11-emergency")
    yield from demo_papers(session, out)
    window.close()
