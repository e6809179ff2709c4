"""Backups: copied at the speed of the disk, then proved by a restore into a temporary chart.

While the store's thread stands still, the write-ahead file is folded in and the chart is copied
byte by byte; a second connection keeps the same moment open for counting. Everything else happens
on a thread of its own: counting, sealing, restoring, reading the restored chart whole.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy import Connection, text

from pt_chart.charting.administration import BackupPlan, BackupResult, KeptBackup
from pt_chart.charting.backup_schedule import to_remove
from pt_chart.charting.errors import BackupRefused, ChartInUse, WorldError
from pt_chart.charting.ports import AuditAction, AuditEntry
from pt_chart.store import backup_file, counting, integrity, schema
from pt_chart.store.audit_log import LogEnd
from pt_chart.store.backup_file import SUFFIX, Manifest
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.engine import encrypted_engine
from pt_chart.store.failures import as_world_error
from pt_chart.store.head import HeadFile
from pt_chart.store.keyfile import derived_key
from pt_chart.store.keyfile_format import read_keys
from pt_chart.store.open import HEAD_PURPOSE, explained
from pt_chart.store.place import ChartPlace, make_private, sync_folder

_PARTIAL = ".partial"
_PROVING = ".proving-"


@dataclass(frozen=True, slots=True)
class Proof:
    """A backup that restores to what was backed up: its rows, and what is wrong with the chart."""

    rows: int
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class _Copy:
    """A copied chart that still has to be counted, sealed and proved."""

    partial: Path
    target: Path
    archive: zipfile.ZipFile
    manifest: Manifest
    snapshot: Connection
    key: bytes


def back_up(
    chart: ChartFile, folder: Path, plan: BackupPlan, done: Callable[[BackupResult], None]
) -> threading.Thread:
    """Copy an open chart into a folder; ``done`` hears on another thread how it went.

    Raises:
        WorldError: the copy could not be written; nothing of it is left.
    """
    copy = chart._thread.call(lambda: _copied(chart, folder))

    def prove() -> None:
        result = _proved(copy)
        words = result.problem or f"{result.rows} rows, restored and compared"
        words += f"; {result.remark}" if result.remark else ""
        entry = AuditEntry(AuditAction.BACKUP, detail=f"{copy.target.name}: {words}")
        # The chart may have been locked meanwhile: the backup stands all the same.
        with contextlib.suppress(WorldError):
            chart._write(lambda transaction: transaction.log(entry))
        if result.proved and not result.remark:
            # While a chart does not verify, those of before are not pushed out.
            rotate(folder, copy.manifest.chart_id, copy.key, plan, keep=copy.target)
        done(result)

    thread = threading.Thread(target=prove, name="pt-chart backup", daemon=True)
    thread.start()
    return thread


def kept_in(folder: Path) -> tuple[KeptBackup, ...]:
    """The backups in a folder, newest first; those that cannot be read say why."""
    found = []
    for path in folder.glob(f"*{SUFFIX}"):
        try:
            size = path.stat().st_size
            found.append(KeptBackup(path, backup_file.read_manifest(path).at, size))
        except BackupRefused as refused:
            found.append(KeptBackup(path, None, size, refused.message))
        except OSError as error:
            found.append(KeptBackup(path, None, 0, error.strerror or "cannot be read"))
    oldest = datetime.min.replace(tzinfo=datetime.now().astimezone().tzinfo)
    return tuple(sorted(found, key=lambda kept: kept.at or oldest, reverse=True))


def last_of(folder: Path, chart_id: str, key: bytes) -> datetime | None:
    """When the newest backup of a chart in a folder was made."""
    return max((at for at, _ in _own(folder, chart_id, key)), default=None)


def _own(folder: Path, chart_id: str, key: bytes) -> Iterator[tuple[datetime, Path]]:
    """The backups that were sealed with the chart key, with the moment that the seal holds.

    What a manifest says of itself counts for nothing: anybody can write one.
    """
    for path in folder.glob(f"{_prefix(chart_id)}*{SUFFIX}"):
        with contextlib.suppress(BackupRefused, OSError):
            manifest = backup_file.read_manifest(path)
            backup_file.read_counts(path, manifest, key)
            yield manifest.at, path


def rotate(
    folder: Path, chart_id: str, key: bytes, plan: BackupPlan, *, keep: Path
) -> tuple[Path, ...]:
    """Remove backups of one chart that the plan no longer keeps; what was removed.

    ``keep`` was proved just now and stays, whatever stands beside it.
    """
    own = list(_own(folder, chart_id, key))
    going = to_remove([at for at, _ in own], plan)
    gone = tuple(path for at, path in sorted(own) if at in going and path != keep)
    for path in gone:
        with contextlib.suppress(OSError):
            path.unlink()
    return gone


def _copied(chart: ChartFile, folder: Path) -> _Copy:
    place, ledger, key = chart._place, chart._ledger, chart._keys.chart
    at = ledger.now
    keys = read_keys(place)
    target = folder / f"{_prefix(keys.chart_id)}{at:%Y%m%d-%H%M%S}{SUFFIX}"
    partial = target.with_name(target.name + _PARTIAL)
    with explained(target):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _clear_left_over(folder)
        _fold_in(ledger.connection)
        with ledger.connection.begin():
            revision = schema.revision(ledger.connection)
        snapshot = encrypted_engine(place.chart, key).connect()
        try:
            snapshot.begin()
            schema.revision(snapshot)
            ledger.note_head()
            sources = {"chart": place.chart, "keys": place.keys, "head": place.head}
            file = partial.open("wb")
            make_private(partial)
            archive, manifest = backup_file.write(file, sources, keys.chart_id, at, revision)
        except BaseException:
            snapshot.close()
            partial.unlink(missing_ok=True)
            raise
    return _Copy(partial, target, archive, manifest, snapshot, key)


def _fold_in(connection: Connection) -> None:
    """Bring everything from the write-ahead file into the database file.

    Raises:
        ChartInUse: another reader (a backup that is still being proved) keeps it back.
    """
    cursor = connection.connection.cursor()
    row = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    cursor.close()
    if row is None or row[0]:
        raise ChartInUse(
            "The backup before this one is still being checked.", "Wait a moment; then try again."
        )


def _proved(copy: _Copy) -> BackupResult:
    proof, problem = Proof(0), ""
    try:
        with explained(copy.target):
            proof = _sealed_and_restored(copy)
    except WorldError as error:
        problem = error.message
    except Exception as error:  # noqa: BLE001 - a backup that cannot be proved says so
        known = as_world_error(error, copy.target)
        problem = known.message if known else f"It could not be proved ({type(error).__name__})."
    finally:
        copy.snapshot.close()
        backup_file.give_up(copy.archive)
        with contextlib.suppress(OSError):
            copy.partial.unlink(missing_ok=True)
    size = copy.target.stat().st_size if copy.target.exists() else 0
    if problem and size:
        copy.target.rename(copy.target.with_suffix(".unproved"))
    remark = _remark(proof)
    return BackupResult(copy.manifest.at, copy.target, size, proof.rows, problem, remark)


def _remark(proof: Proof) -> str:
    """What is wrong with the chart that was backed up, as it is; "" for nothing."""
    if not proof.remarks:
        return ""
    more = f" (and {len(proof.remarks) - 1} more)" if len(proof.remarks) > 1 else ""
    return f"the chart itself does not verify: {proof.remarks[0]}{more}"


def _sealed_and_restored(copy: _Copy) -> Proof:
    before = counting.counts(copy.snapshot)
    copy.snapshot.close()
    file = copy.archive.fp
    backup_file.finish(copy.archive, copy.manifest, before, copy.key)
    if file is not None:
        file.flush()
        os.fsync(file.fileno())
        file.close()
    copy.partial.replace(copy.target)
    sync_folder(copy.target.parent)
    return prove(copy.target, copy.key)


def prove(path: Path, key: bytes) -> Proof:
    """Restore a backup into a temporary chart and hold it against its counts and digests.

    A chart that verification finds fault with is backed up all the same, as it is.

    Raises:
        ChartNewer: a later version of the program made it.
        BackupRefused: it does not restore to what was backed up; the message says why.
        OSError: there is no room to restore it.
    """
    folder = Path(mkdtemp(prefix=_PROVING, dir=path.parent))
    try:
        place = ChartPlace(folder / "proof.ptchart")
        manifest = backup_file.unpack(path, folder, part_names(place))
        expected = backup_file.read_counts(path, manifest, key)
        engine = encrypted_engine(place.chart, key)
        with engine.connect() as connection, connection.begin():
            current = schema.is_current(schema.revision(connection))
            found = counting.counts(connection)
            damages = integrity.damages(connection)
            # One of an earlier revision is verified by today's measure once it is migrated.
            remarks = tuple(integrity.problems(connection)) if current and not damages else ()
            _hold_against_head(connection, place, key)
        engine.dispose()
        told = (*counting.differences(expected, found), *damages)
        if told:
            raise BackupRefused(f"The restored copy differs: {told[0]}")
        return Proof(found.total, remarks)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def part_names(place: ChartPlace) -> dict[str, Path]:
    """The file each part of a backup becomes."""
    names = {"chart": place.chart, "keys": place.keys, "head": place.head}
    return {part: Path(path.name) for part, path in names.items()}


def _hold_against_head(connection: Connection, place: ChartPlace, key: bytes) -> None:
    from pt_chart.store.entering import held_against

    file = HeadFile(place.head, derived_key(key, HEAD_PURPOSE))
    head = file.read()
    commits = connection.scalar(text("SELECT commits FROM chart_state"))
    end: LogEnd = held_against(connection, int(commits or 0), head, file.hidden)
    if end.lines < head.lines:
        raise BackupRefused("The log of the restored copy is cut short.")


def _clear_left_over(folder: Path) -> None:
    """Remove what a backup that was killed left behind."""
    for path in folder.glob(f"*{SUFFIX}{_PARTIAL}"):
        path.unlink(missing_ok=True)
    for path in folder.glob(f"{_PROVING}*"):
        shutil.rmtree(path, ignore_errors=True)


def _prefix(chart_id: str) -> str:
    return f"{chart_id[:8]}-"
