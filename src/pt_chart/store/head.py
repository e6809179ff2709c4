"""The head: how far the chart had come, kept outside the database and authenticated.

After every commit the number of the last counted commit, the length of the log and the digest of
its last line are written here, in one of two alternating slots, each with an HMAC. The save of a
draft, which comes after every edit, is not counted in the database (that would be one more page a
save): for it the head names the draft, hidden, and the revision it reached. The database may be
ahead of the head (a crash between commit and head: no alarm, the lines chain on) but never
behind it: a write-ahead file that was cut, or a log that lost its end, shows at the next opening.
The head is a file of its own so that what is written after every edit never shares a disk sector
with the wrapped keys.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import struct
from dataclasses import dataclass
from pathlib import Path

from pt_chart.charting.errors import ChartDamaged

_MAGIC = b"PTHEAD02"
_FIELDS = struct.Struct(">8sQQ32sQ32sQ")
_FIRST_MAGIC = b"PTHEAD01"
_FIRST_FIELDS = struct.Struct(">8sQQ32s")
_SLOT_BYTES = 4096
_START = bytes(32)
_OPEN = os.O_RDWR | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Head:
    """``commit`` counts commits; ``lines`` the log's lines; ``digest`` is that of the last one.

    ``sequence`` counts what was written here. ``draft`` (see `hidden`) and ``revision`` name the
    draft that was saved since the last counted commit; revision 0: none was.
    """

    commit: int = 0
    lines: int = 0
    digest: bytes = _START
    sequence: int = 0
    draft: bytes = _START
    revision: int = 0


class HeadFile:
    """The two slots on disk. Not for more than one thread at a time."""

    def __init__(self, path: Path, key: bytes) -> None:
        """``key`` is derived from the chart key for this purpose alone."""
        self._path = path
        self._key = key
        self._handle: int | None = None
        self._named = ("", b"")

    def create(self, head: Head) -> None:
        """Start a head file for a new chart, durably."""
        self.start_over()
        self.write(head, durable=True)

    def start_over(self) -> None:
        """Forget both slots, after a loss that the person at the chart accepted."""
        self._path.touch(mode=0o600, exist_ok=True)
        self._path.write_bytes(bytes(2 * _SLOT_BYTES))

    def read(self) -> Head:
        """The furthest head that is authentic.

        Raises:
            ChartDamaged: the file is missing or holds no authentic slot.
        """
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            raise ChartDamaged(f"{self._path.name}, which closes the log, is missing.") from None
        slots = (content[:_SLOT_BYTES], content[_SLOT_BYTES : 2 * _SLOT_BYTES])
        heads = [head for head in map(self._authentic, slots) if head is not None]
        if not heads:
            raise ChartDamaged(f"{self._path.name}, which closes the log, was altered.")
        return max(heads, key=lambda head: (head.sequence, head.commit))

    def hidden(self, visit_id: str) -> bytes:
        """A draft's id as the head names it."""
        if self._named[0] != visit_id:
            self._named = (visit_id, hmac.digest(self._key, visit_id.encode(), "sha256"))
        return self._named[1]

    def write(self, head: Head, *, durable: bool) -> None:
        """Note the state after a commit; ``durable`` also survives a power cut.

        Without it the note survives the end of the program; after a power cut the head may be an
        older one, which is no alarm.
        """
        if self._handle is None:
            self._handle = os.open(self._path, _OPEN)
        fields = _FIELDS.pack(
            _MAGIC,
            head.commit,
            head.lines,
            head.digest,
            head.sequence,
            head.draft,
            head.revision,
        )
        os.lseek(self._handle, head.sequence % 2 * _SLOT_BYTES, os.SEEK_SET)
        os.write(self._handle, fields + self._seal(fields))
        if durable:
            os.fsync(self._handle)

    def close(self) -> None:
        """Make the last note durable and let the file go."""
        if self._handle is not None:
            os.fsync(self._handle)
            os.close(self._handle)
            self._handle = None

    def _authentic(self, slot: bytes) -> Head | None:
        first = slot.startswith(_FIRST_MAGIC)
        layout = _FIRST_FIELDS if first else _FIELDS
        fields, rest = slot[: layout.size], slot[layout.size :]
        if len(fields) < layout.size or not hmac.compare_digest(
            self._seal(fields), rest[: hashlib.sha256().digest_size]
        ):
            return None
        _, commit, lines, digest, *later = layout.unpack(fields)
        return Head(commit, lines, digest, commit) if first else Head(commit, lines, digest, *later)

    def _seal(self, fields: bytes) -> bytes:
        return hmac.digest(self._key, fields, "sha256")
