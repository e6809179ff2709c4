"""Copies of a chart that still open with passwords of their day, and wrapping them anew.

Beside a chart lie copies from before a migration or a restore, elsewhere its backups. Each has the
key file of its day, so a password that was changed, or somebody who was let go, still opens it.
Wrapping anew gives a copy the key file of today; the encrypted chart in it stays byte by byte.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from pt_chart.charting.errors import BackupRefused, WorldError
from pt_chart.store import backup, backup_file
from pt_chart.store.keyfile_format import is_sealed_by, parse_keys, read_keys
from pt_chart.store.place import ChartPlace, make_private, sync_folder, write_atomically


def found(place: ChartPlace, folder: Path | None) -> tuple[Path, ...]:
    """Copies beside the chart and backups in a folder whose key file is not that of today."""
    keys = place.keys.read_bytes()
    return (*_beside(place, keys), *_backups(folder, keys))


def wrap_anew(place: ChartPlace, copy: Path, key: bytes) -> None:
    """Give a copy the key file of today; ``key`` is the chart key.

    Raises:
        BackupRefused: the copy is damaged, or not one of this chart.
        OSError: it cannot be written; the copy stays as it was.
    """
    if copy.suffix == backup_file.SUFFIX:
        _wrap_backup(place, copy, key)
    else:
        write_atomically(ChartPlace(copy).keys, place.keys.read_bytes())


def _beside(place: ChartPlace, keys: bytes) -> Iterator[Path]:
    chart_id = parse_keys(keys).chart_id
    for copy in sorted(place.chart.parent.glob(f"{place.chart.stem}.before-*{place.chart.suffix}")):
        own = ChartPlace(copy)
        try:
            same = read_keys(own).chart_id == chart_id
        except WorldError:
            continue
        if same and own.keys.read_bytes() != keys:
            yield copy


def _backups(folder: Path | None, keys: bytes) -> Iterator[Path]:
    if folder is None:
        return
    today, chart_id = hashlib.sha256(keys).hexdigest(), parse_keys(keys).chart_id
    for kept in backup.kept_in(folder):
        if kept.problem:
            continue
        manifest = backup_file.read_manifest(kept.path)
        if manifest.chart_id == chart_id and manifest.parts["keys"].sha256 != today:
            yield kept.path


def _wrap_backup(place: ChartPlace, path: Path, key: bytes) -> None:
    with TemporaryDirectory(prefix=".wrapping-", dir=path.parent) as name:
        folder = Path(name)
        own = ChartPlace(folder / "copy.ptchart")
        manifest = backup_file.unpack(path, folder, backup.part_names(own))
        counts = backup_file.read_counts(path, manifest, key)
        if not is_sealed_by(parse_keys(own.keys.read_bytes()), key):
            raise BackupRefused(f"The key file in {path.name} was altered.")
        own.keys.write_bytes(place.keys.read_bytes())
        fresh = folder / path.name
        file = fresh.open("wb")
        make_private(fresh)
        sources = {"chart": own.chart, "keys": own.keys, "head": own.head}
        archive, wrapped = backup_file.write(
            file, sources, manifest.chart_id, manifest.at, manifest.revision
        )
        backup_file.finish(archive, wrapped, counts, key)
        file.flush()
        os.fsync(file.fileno())
        file.close()
        backup.prove(fresh, key)
        fresh.replace(path)
        sync_folder(path.parent)
