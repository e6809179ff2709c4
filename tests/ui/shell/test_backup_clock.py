"""A scheduled backup that ends after the window is gone."""

from __future__ import annotations

from pathlib import Path

import shiboken6

from pt_chart.charting.administration import BackupResult
from pt_chart.ui.shell.window import MainWindow
from tests.store.samples import NOON


def test_a_backup_that_ends_after_the_lock_is_kept_and_told_to_nobody(window: MainWindow) -> None:
    clock = window.backups
    assert clock is not None
    told: list[str] = []
    clock.told.connect(told.append)
    clock.done(BackupResult(NOON, Path("a.ptbackup"), 1, 1))
    assert len(told) == 1
    shiboken6.delete(clock)
    window.backups = None
    clock.done(BackupResult(NOON, Path("b.ptbackup"), 1, 1))
    assert len(told) == 1
