"""QtSvg, which the window uses, reads every figure without a word of complaint."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtSvg import QSvgRenderer

FIGURES = Path(__file__).parents[3] / "resources" / "figures"


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    heard: list[str] = []

    def listen(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        heard.append(message)

    before = qInstallMessageHandler(listen)
    yield heard
    qInstallMessageHandler(before)


def test_all_load_silently(complaints: list[str]) -> None:
    for path in sorted(FIGURES.rglob("*.svg")):
        renderer = QSvgRenderer(str(path))
        assert renderer.isValid(), path.name
        assert not renderer.defaultSize().isEmpty(), path.name
        assert not complaints, (path.name, complaints)


def test_a_broken_file_is_noticed(complaints: list[str], tmp_path: Path) -> None:
    broken = tmp_path / "broken.svg"
    broken.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0C1 2"/></svg>'
    )
    QSvgRenderer(str(broken))
    assert complaints
