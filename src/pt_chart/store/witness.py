"""How far a chart had come, noted outside its own folder.

Who puts back an older copy of the whole folder, chart, keys and head together, has a state that
fits in itself. Only a note elsewhere tells that it is older. It is authenticated like the head.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from pt_chart.charting.errors import ChartDamaged
from pt_chart.store.head import Head, HeadFile
from pt_chart.store.keyfile import derived_key


class Witness:
    """The note about one chart. ``folder`` None: there is none, and nothing is held against it."""

    def __init__(self, folder: Path | None, chart_id: str, key: bytes) -> None:
        """``key`` is the chart key."""
        self._path = folder / f"{chart_id}.seen" if folder is not None else None
        self._key = derived_key(key, "witness")
        self._file: HeadFile | None = None

    def read(self) -> Head | None:
        """The state that was last seen here, None without a note that can be trusted."""
        if self._path is None or not self._path.exists():
            return None
        try:
            return HeadFile(self._path, self._key).read()
        except (ChartDamaged, OSError):
            return None

    def note(self, head: Head) -> None:
        """Note the state, whatever was noted before; `follow` goes on from there.

        A folder that cannot be written keeps the older note.
        """
        if self._path is None:
            return
        self.close()
        file = HeadFile(self._path, self._key)
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file.start_over()
            file.write(head, durable=False)
            self._file = file

    def follow(self, head: Head) -> None:
        """Note the state after a commit, so that a program that is killed leaves no old note."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.write(head, durable=False)

    def close(self) -> None:
        """Let the note go."""
        file, self._file = self._file, None
        if file is not None:
            with contextlib.suppress(OSError):
                file.close()

    def set_aside(self, stamp: str) -> None:
        """Keep the note under another name: an older state was restored on purpose."""
        if self._path is not None and self._path.exists():
            self._path.replace(self._path.with_name(f"{self._path.name}.before-restore-{stamp}"))
