"""Where this computer keeps the program's own data: the chart, settings, logs, demo clinic."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

APP_NAME = "pt-chart"
CHART_SUFFIX = ".ptchart"


@dataclass(frozen=True, slots=True)
class DataFolders:
    """The folders under one data folder (``--data-dir``, or the system's usual place)."""

    root: Path

    @property
    def chart(self) -> Path:
        """The clinic's chart file; its keys, head and lock lie beside it."""
        return self.root / f"clinic{CHART_SUFFIX}"

    @property
    def connection(self) -> Path:
        """This workstation's way to the clinic's server, where the chart is on one."""
        return self.root / "clinic.ptserver"

    @property
    def away(self) -> Path:
        """Where drafts wait, encrypted, while the clinic's server cannot be reached."""
        return self.root / "away"

    @property
    def demo_root(self) -> Path:
        """The demo clinic's own data folder: nothing of it mixes with real charts."""
        return self.root / "demo"

    @property
    def demo_chart(self) -> Path:
        """The demo clinic's chart file, in a folder that is made and moved as a whole."""
        return self.demo_root / "chart" / f"demo{CHART_SUFFIX}"

    @property
    def logs(self) -> Path:
        """Diagnostics without patient text."""
        return self.root / "logs"

    @property
    def witness(self) -> Path:
        """Where it is noted how far the chart had come, apart from the chart itself."""
        return self.root.parent / f"{self.root.name}-seen"

    @property
    def own_forms(self) -> Path:
        """The clinic's own forms, read on top of the shipped ones when the folder is there."""
        return self.root / "forms"

    @property
    def backups(self) -> Path:
        """Where backups go unless the clinic chooses another folder."""
        return self.root / "backups"


def data_dir(given: str | Path | None = None) -> DataFolders:
    """The data folders of this run; nothing is created.

    ``given`` is ``--data-dir``. Without it: ``%LOCALAPPDATA%`` on Windows (not roaming: a chart
    must not be copied about by the system), ``~/.local/share`` on Linux,
    ``~/Library/Application Support`` on macOS.
    """
    if given is not None:
        return DataFolders(Path(given).expanduser().absolute())
    import platformdirs

    return DataFolders(Path(platformdirs.user_data_dir(APP_NAME, appauthor=False, roaming=False)))


def make_private(folder: Path) -> Path:
    """Create a folder that only this user may read (on Windows the profile sees to that).

    Raises:
        OSError: the folder cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if sys.platform != "win32":
        folder.chmod(0o700)
    return folder
