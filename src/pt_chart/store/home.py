"""Where an open chart lives: its key file, failed attempts, and what is left behind on closing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection

from pt_chart.store.attempts import Attempts
from pt_chart.store.clock_note import ClockNote
from pt_chart.store.head import Head
from pt_chart.store.keyfile import KeyFile
from pt_chart.store.keyfile_format import read_keys, write_keys
from pt_chart.store.place import ChartLock, ChartPlace, write_atomically
from pt_chart.store.unsettled_keys import put_keys_back
from pt_chart.store.witness import Witness


class ChartHome(Protocol):
    """What differs between a chart in a file and one on a server, besides its database."""

    @property
    def attempts(self) -> Attempts:
        """Failed attempts to open the chart on this computer."""
        ...

    def read_keys(self, connection: Connection) -> KeyFile:
        """The key file as it stands, read within the current transaction where it is in one.

        Raises:
            ChartDamaged, ChartNewer: it is missing, cut, altered or of a later format.
        """
        ...

    def put_keys(self, connection: Connection, keys: KeyFile, key: bytes) -> None:
        """Replace the key file; ``key`` is the chart key, which seals it."""
        ...

    def undoing_keys(self) -> AbstractContextManager[None]:
        """Within it a change of keys that fails leaves the key file as it was."""
        ...

    def leave(self, head: Head, now: datetime) -> None:
        """The chart is closed: note how far it had come and the clock, and let others in."""
        ...


@dataclass(frozen=True, slots=True)
class FileHome:
    """The files beside a chart file."""

    place: ChartPlace
    lock: ChartLock
    witness: Witness | None = None
    clock_note: ClockNote | None = None

    @property
    def attempts(self) -> Attempts:
        """See `ChartHome.attempts`."""
        return Attempts(self.place.attempts)

    def read_keys(self, _connection: Connection) -> KeyFile:
        """See `ChartHome.read_keys`."""
        return read_keys(self.place)

    def put_keys(self, _connection: Connection, keys: KeyFile, key: bytes) -> None:
        """See `ChartHome.put_keys`: before the transaction ends; what stood there waits."""
        if not self.place.keys_before.exists():
            write_atomically(self.place.keys_before, self.place.keys.read_bytes())
        write_keys(self.place, keys, key)

    @contextmanager
    def undoing_keys(self) -> Iterator[None]:
        """See `ChartHome.undoing_keys`: a full disk may refuse the commit after the key file.

        A program that is killed within it is undone at the next opening; see `unsettled_keys`.
        """
        if self.place.keys_before.is_file():
            self.place.keys_before.unlink()  # nothing of ours: what was left was settled on opening
        try:
            yield
        except BaseException:
            put_keys_back(self.place)
            raise
        if self.place.keys_before.is_file():
            self.place.keys_before.unlink()

    def leave(self, head: Head, now: datetime) -> None:
        """See `ChartHome.leave`."""
        if self.witness is not None:
            self.witness.note(head)
            self.witness.close()
        if self.clock_note is not None:
            self.clock_note.write(now)
        self.lock.release()
