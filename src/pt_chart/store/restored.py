"""What a backup does not know of the chart it is restored for: how far it went, who was erased."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import inspect, select

from pt_chart.charting.errors import ChartDamaged, WorldError
from pt_chart.charting.ports import AuditAction, AuditEntry
from pt_chart.clinical.program.dates import date_words
from pt_chart.store import erasing
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.engine import encrypted_engine, rows
from pt_chart.store.erased_again import erase_again
from pt_chart.store.failures import as_world_error
from pt_chart.store.head import Head, HeadFile
from pt_chart.store.keyfile import derived_key
from pt_chart.store.open import HEAD_PURPOSE
from pt_chart.store.place import ChartPlace, write_atomically
from pt_chart.store.records import erasure

_NONCE = 12
_PURPOSE = "told of a restore"


@dataclass(frozen=True)
class Restored:
    """What was put in place: the backup's moment, and what it does not know.

    ``name`` is the backup's file name. ``unknown`` says in words how much was written since;
    ``erased`` are the erasures of the chart that stood there; ``aside`` says who let another
    chart be set aside.
    """

    at: datetime
    name: str = ""
    unknown: str = ""
    erased: tuple[erasing.Erased, ...] = ()
    aside: str = ""
    told: bool = False
    """The log has the line; what is left are erasures that could not be carried over yet."""


def since(place: ChartPlace, key: bytes, seen: Head | None, *, stands: bool) -> Iterator[str]:
    """In words, how much was written after a backup that waits in ``place.restoring``.

    ``seen`` is the note outside the chart's folder, ``stands`` whether the same chart lies there.
    """
    fresh = _head(place.restoring / place.head.name, key)
    there = _head(place.head, key) if stands else None
    lines = max((head.lines for head in (seen, there) if head), default=0)
    if fresh is not None and lines > fresh.lines:
        number = lines - fresh.lines
        where = "stand in the chart that was set aside" if stands else "are not on this computer"
        yield f"{number} {'line' if number == 1 else 'lines'} of the log since then {where}"


def erased_since(standing: Path, fresh: Path, key: bytes) -> tuple[erasing.Erased, ...]:
    """Erasures of the chart that stands there and that a backup of it does not know.

    A chart that cannot be read tells of none.
    """
    known = {one.patient_id for one in _erasures(fresh, key)}
    return tuple(one for one in _erasures(standing, key) if one.patient_id not in known)


def waiting(put: Restored, key: bytes) -> bytes:
    """What a restored chart is to be told of, sealed with its key, until it is told."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    data = {**asdict(put), "at": put.at.isoformat()}
    nonce = os.urandom(_NONCE)
    text = json.dumps(data).encode()
    return nonce + AESGCM(derived_key(key, _PURPOSE)).encrypt(nonce, text, None)


def tell_waiting(opened: ChartFile) -> None:
    """Tell a chart that was restored so; a program that is killed before leaves it to the next."""
    place = opened._place
    if not place.restored.is_file():
        return
    key = opened._keys.chart
    left = _tell(opened, _read(place.restored.read_bytes(), key))
    if left is None:
        place.restored.unlink()
    else:
        write_atomically(place.restored, waiting(left, key))


def _read(content: bytes, key: bytes) -> Restored | None:
    """None: it is damaged, or of another chart."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        box = AESGCM(derived_key(key, _PURPOSE))
        data = json.loads(box.decrypt(content[:_NONCE], content[_NONCE:], None))
        erased = tuple(erasing.Erased(**one) for one in data.pop("erased"))
        return Restored(datetime.fromisoformat(data.pop("at")), erased=erased, **data)
    except (InvalidTag, ValueError, TypeError, KeyError):
        return None


def _tell(opened: ChartFile, put: Restored | None) -> Restored | None:
    """Write into the log of a restored chart what was done, and erase again who was erased.

    What could not be carried over is returned, to be tried at the next unlocking: a chart that
    did not open for it would be kept from everybody.
    """
    if put is None:
        words = "a backup was restored; what it did not know of was altered and cannot be read"
        opened._write(lambda t: t.log(AuditEntry(AuditAction.RESTORE, detail=words)))
        return None
    if not put.told:
        parts = (
            f"backup of {date_words(put.at)} {put.at:%H:%M %Z} restored from {put.name}",
            put.unknown,
            f"another chart was set aside, {put.aside}" if put.aside else "",
            f"{len(put.erased)} erasures since then carried over" if put.erased else "",
        )
        entry = AuditEntry(AuditAction.RESTORE, detail="; ".join(part for part in parts if part))
        opened._write(lambda t: t.log(entry))
    left = tuple(one for one in put.erased if not _carried_over(opened, one))
    if put.erased:
        opened._thread.call(opened._ledger.wipe_traces)
    if not left:
        return None
    words = f"{len(left)} erasures could not be carried over; tried again at the next unlocking"
    opened._write(lambda t: t.log(AuditEntry(AuditAction.RESTORE, detail=words)))
    return replace(put, erased=left, told=True)


def _carried_over(opened: ChartFile, one: erasing.Erased) -> bool:
    try:
        opened._write(lambda t: erase_again(t, one))
    except WorldError:
        return False
    return True


def _head(file: Path, key: bytes) -> Head | None:
    try:
        return HeadFile(file, derived_key(key, HEAD_PURPOSE)).read()
    except (ChartDamaged, OSError):
        return None


def _erasures(chart: Path, key: bytes) -> tuple[erasing.Erased, ...]:
    engine = encrypted_engine(chart, key)
    try:
        with engine.connect() as connection, connection.begin():
            if not inspect(connection).has_table(erasure.name):
                return ()
            found = rows(connection, select(erasure).order_by(erasure.c.at))
            return tuple(
                erasing.Erased(row["patient_id"], row["at"], row["user_id"], row["reason"])
                for row in found
            )
    except Exception as error:
        if as_world_error(error, chart) is None:
            raise
        return ()
    finally:
        engine.dispose()
