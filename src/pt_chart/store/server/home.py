"""What stands beside a chart on a server: the key file in a table, and this workstation's copy."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select, update

from pt_chart.charting.errors import ChartDamaged
from pt_chart.store.attempts import Attempts
from pt_chart.store.head import Head
from pt_chart.store.keyfile import KeyFile
from pt_chart.store.keyfile_format import keys_text, parse_keys
from pt_chart.store.server.connection_file import ConnectionFile
from pt_chart.store.server.tables import key_file


@dataclass(slots=True)
class ServerHome:
    """Implements `ChartHome`; ``file`` is this workstation's way to the server."""

    file: ConnectionFile
    _written: bytes = field(default=b"", repr=False)

    @property
    def attempts(self) -> Attempts:
        """See `ChartHome.attempts`: those on this workstation."""
        return Attempts(self.file.path.with_name(self.file.path.name + ".attempts"))

    @property
    def seen(self) -> Path:
        """This workstation's note of how far the chart had come."""
        return self.file.path.with_name(self.file.path.name + ".seen")

    def read_keys(self, connection: Connection) -> KeyFile:
        """See `ChartHome.read_keys`."""
        try:
            return parse_keys(text_of(connection))
        except ValueError as bad:
            raise ChartDamaged(
                f"The key file on the server {bad}.", "Restore the server's last backup."
            ) from None

    def put_keys(self, connection: Connection, keys: KeyFile, key: bytes) -> None:
        """See `ChartHome.put_keys`: within the transaction, whose lock keeps others out."""
        self._written = keys_text(keys, key)
        values = {"generation": keys.generation, "content": self._written}
        connection.execute(update(key_file).values(**values))

    def stored(self) -> None:
        """The transaction that changed the keys is stored: renew this workstation's copy."""
        if self._written:
            self.renew(self._written)
        self._written = b""

    def not_stored(self) -> None:
        """The transaction that changed the keys was not stored."""
        self._written = b""

    def renew(self, content: bytes) -> None:
        """Keep the key file as the server has it; a folder that cannot be written keeps the old."""
        if content != self.file.keys_text:
            self.file = self.file.with_keys(content)
            with suppress(OSError):
                self.file.write()

    def undoing_keys(self) -> AbstractContextManager[None]:
        """See `ChartHome.undoing_keys`: they stand in the database and go with its transaction."""
        return nullcontext()

    def leave(self, head: Head, _now: datetime) -> None:
        """See `ChartHome.leave`: the note was written with every line of the log."""


def text_of(connection: Connection) -> bytes:
    """The key file on the server as it is written there.

    Raises:
        ChartDamaged: there is none.
    """
    found = connection.scalar(select(key_file.c.content))
    if found is None:
        raise ChartDamaged(
            "The server has no keys for this chart.", "Restore the server's last backup."
        )
    return bytes(found)
