"""Restoring a backup: proved first, then put in place; what stood there is set aside, not lost.

The swap can be interrupted at any point: the restored files wait in a folder with a mark, and
the next opening goes on where it stopped.
"""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from pt_chart.charting.errors import BackupRefused, UserRefused, WorldError
from pt_chart.charting.ports import AuditAction, AuditEntry, Clock
from pt_chart.store import backup, backup_file
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.keyfile import KeyFile
from pt_chart.store.keyfile_format import parse_keys
from pt_chart.store.open import explained, open_chart
from pt_chart.store.place import (
    ChartLock,
    ChartPlace,
    make_private,
    refuse_network_share,
    sync_folder,
    write_atomically,
)
from pt_chart.store.witness import Witness


def users_of(path: Path) -> tuple[str, ...]:
    """Names that can restore a backup with their password.

    Raises:
        BackupRefused: the backup is cut short or damaged; the message says how.
    """
    with explained(path):
        folder = path.parent / f"{path.name}.looking"
        folder.mkdir(exist_ok=True)
        try:
            backup_file.unpack(path, folder, {"keys": Path("keys")})
            return tuple(slot.user.name for slot in _keys(folder / "keys").slots)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def restore(
    path: Path,
    chart: Path,
    user_name: str,
    password: str,
    *,
    clock: Clock,
    witness: Path | None = None,
) -> ChartFile:
    """Put a backup in the place of a chart and open it.

    The chart that stood there is renamed to ``NAME.before-restore-TIME``. ``password`` is the one
    the user had when the backup was made.

    Raises:
        BackupRefused: the backup is cut short, altered or does not read whole.
        WrongPassword: the name and password do not open the backup.
        ChartInUse: the chart is open. NetworkShare, ReadOnly, DiskFull: the place fails.
    """
    place = ChartPlace(chart)
    with explained(chart):
        refuse_network_share(chart.parent)
        chart.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = ChartLock(place.lock)
        try:
            _unfinished(place)
            fresh = place.restoring
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir(mode=0o700)
            try:
                chart_id, key, at = _prepare(path, place, user_name, password)
            except BaseException:
                shutil.rmtree(fresh, ignore_errors=True)
                raise
            write_atomically(fresh / "ready", f"{clock():%Y%m%d-%H%M%S}".encode())
            Witness(witness, chart_id, key).forget()
            finish(place)
        finally:
            lock.release()
    opened = open_chart(chart, user_name, password, clock=clock, witness=witness)
    detail = f"backup of {at.isoformat()} restored from {path.name}"
    opened._write(lambda t: t.log(AuditEntry(AuditAction.RESTORE, detail=detail)))
    return opened


def finish(place: ChartPlace) -> None:
    """Go on with a swap that is ready; what was prepared without being ready is removed."""
    fresh = place.restoring
    mark = fresh / "ready"
    if not mark.exists():
        shutil.rmtree(fresh, ignore_errors=True)
        return
    stamp = mark.read_text()
    for name in (place.chart.name, f"{place.chart.name}-wal", f"{place.chart.name}-shm"):
        # The database goes first and comes last: without it there is no chart to open.
        if (fresh / place.chart.name).exists():
            _set_aside(place, place.chart.with_name(name), stamp)
    for target in (place.keys, place.head, place.chart):
        prepared = fresh / target.name
        if prepared.exists():
            if target is not place.chart:
                _set_aside(place, target, stamp)
            prepared.replace(target)
    place.attempts.unlink(missing_ok=True)
    sync_folder(place.chart.parent)
    shutil.rmtree(fresh, ignore_errors=True)


def _prepare(
    path: Path, place: ChartPlace, user_name: str, password: str
) -> tuple[str, bytes, datetime]:
    """The backup's files beside the chart, proved; its chart id, key and moment."""
    fresh = place.restoring
    manifest = backup_file.unpack(path, fresh, backup.part_names(place))
    keys = _keys(fresh / place.keys.name)
    if keys.chart_id != manifest.chart_id:
        raise BackupRefused("The key file in this backup belongs to another chart.")
    key = keys.unwrap(user_name, password).chart
    backup_file.read_counts(path, manifest, key)
    try:
        backup.prove(path, key)
    except WorldError as error:
        if isinstance(error, BackupRefused):
            raise
        raise BackupRefused(error.message) from error
    for file in fresh.iterdir():
        make_private(file)
    return manifest.chart_id, key, manifest.at


def _keys(path: Path) -> KeyFile:
    try:
        return parse_keys(path.read_bytes())
    except ValueError as bad:
        raise BackupRefused(f"The key file in this backup {bad}.") from None


def _unfinished(place: ChartPlace) -> None:
    if (place.restoring / "ready").exists():
        finish(place)
        raise UserRefused(
            "A restore that was interrupted has been finished.",
            "Look at the chart first; restore again only if it is the wrong one.",
        )


def _set_aside(place: ChartPlace, file: Path, stamp: str) -> None:
    if file.exists():
        rest = file.name.removeprefix(place.chart.name)
        aside = f"{place.chart.stem}.before-restore-{stamp}{place.chart.suffix}{rest}"
        file.replace(file.with_name(aside))
