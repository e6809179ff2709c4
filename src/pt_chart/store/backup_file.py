"""A backup: chart, key file and head in one file, with a manifest that nobody can alter.

A plain zip without compression (everything in it is encrypted already). ``manifest.json`` is
readable: which chart, when, the size and SHA-256 of each part. ``counts`` is an AES-256-GCM box
under a key derived from the chart key: rows and digests by table, bound to the manifest's bytes,
so that with the chart key every part is proved to be as it was written.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from pt_chart.charting.administration import Counts
from pt_chart.charting.errors import BackupRefused
from pt_chart.store.keyfile import derived_key

SUFFIX = ".ptbackup"
FORMAT = "pt-chart backup"
VERSION = 1
PARTS = ("chart", "keys", "head")
_MANIFEST, _COUNTS = "manifest.json", "counts"
_SMALL = 1024 * 1024
_CHUNK = 1024 * 1024
_NONCE = 12
_HEADER = struct.Struct("<26x2H")
"""What stands before an entry: of which the lengths of name and extra field."""
_ENTRY_SIZE = 46
"""Bytes of an entry of the directory, without its name and extra field."""
_ENDINGS = (22, 22 + 20 + 56)
"""Bytes after the directory; the second is that of an archive beyond 2 GB (zip64)."""


@dataclass(frozen=True, slots=True)
class PartInfo:
    """Size in bytes and SHA-256 (hexadecimal) of a part."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says about itself. ``text`` are its bytes as written."""

    chart_id: str
    at: datetime
    revision: str
    parts: dict[str, PartInfo]
    text: bytes


def write(
    file: IO[bytes], sources: dict[str, Path], chart_id: str, at: datetime, revision: str
) -> tuple[zipfile.ZipFile, Manifest]:
    """Write the parts and the manifest into a new archive; `finish` closes it."""
    archive = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED)
    try:
        parts = {name: _copy_in(archive, name, sources[name]) for name in PARTS}
        manifest = _put_manifest(archive, parts, chart_id, at, revision)
    except BaseException:
        give_up(archive)
        raise
    return archive, manifest


def give_up(archive: zipfile.ZipFile) -> None:
    """Let go of an archive that could not be written: it must not try to finish itself."""
    file, archive.fp = archive.fp, None
    if file is not None:
        with contextlib.suppress(OSError):
            file.close()


def _put_manifest(
    archive: zipfile.ZipFile,
    parts: dict[str, PartInfo],
    chart_id: str,
    at: datetime,
    revision: str,
) -> Manifest:
    body = {
        "format": FORMAT,
        "version": VERSION,
        "chart_id": chart_id,
        "at": at.isoformat(),
        "revision": revision,
        "parts": {name: asdict(part) for name, part in parts.items()},
    }
    text = json.dumps(body, indent=1, sort_keys=True).encode()
    archive.writestr(_MANIFEST, text)
    return Manifest(chart_id, at, revision, parts, text)


def finish(archive: zipfile.ZipFile, manifest: Manifest, counts: Counts, key: bytes) -> None:
    """Add the sealed counts and close the archive."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE)
    box = AESGCM(_box_key(key))
    text = json.dumps(asdict(counts), sort_keys=True).encode()
    archive.writestr(_COUNTS, nonce + box.encrypt(nonce, text, manifest.text))
    archive.close()


def read_manifest(path: Path) -> Manifest:
    """What a backup says about itself, as far as can be told without a password.

    Raises:
        BackupRefused: the file is none, cut short or of a later version; the message says which.
    """
    with _opened(path) as archive:
        return _manifest(archive)


def read_counts(path: Path, manifest: Manifest, key: bytes) -> Counts:
    """The counts a backup was made with; proves that the manifest was not altered.

    Raises:
        BackupRefused: it was, or the counts were.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    with _opened(path) as archive:
        content = _small(archive, _COUNTS)
    try:
        text = AESGCM(_box_key(key)).decrypt(content[:_NONCE], content[_NONCE:], manifest.text)
        data = json.loads(text)
        return Counts(dict(data["rows"]), dict(data["digests"]))
    except (InvalidTag, ValueError, KeyError, TypeError):
        raise BackupRefused("The backup was altered after it was made.") from None


def unpack(path: Path, folder: Path, names: dict[str, Path]) -> Manifest:
    """Write the parts of a backup to files in ``folder``; each is held against the manifest.

    Raises:
        BackupRefused: a part is missing, cut short or altered.
        OSError: the folder cannot be written.
    """
    with _opened(path) as archive:
        manifest = _manifest(archive)
        for name, target in names.items():
            _copy_out(archive, name, folder / target, manifest.parts[name])
    return manifest


def _box_key(key: bytes) -> bytes:
    return derived_key(key, "backup counts")


def _copy_in(archive: zipfile.ZipFile, name: str, source: Path) -> PartInfo:
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as reading, archive.open(name, "w", force_zip64=True) as writing:
        while chunk := reading.read(_CHUNK):
            digest.update(chunk)
            writing.write(chunk)
            size += len(chunk)
    return PartInfo(size, digest.hexdigest())


def _copy_out(archive: zipfile.ZipFile, name: str, target: Path, wanted: PartInfo) -> None:
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(name) as reading, target.open("wb") as writing:
            while size <= wanted.size and (chunk := reading.read(_CHUNK)):
                digest.update(chunk)
                writing.write(chunk)
                size += len(chunk)
            writing.flush()
            os.fsync(writing.fileno())
    except (KeyError, zipfile.BadZipFile, EOFError, RuntimeError):
        raise BackupRefused(f"The {name} in this backup is damaged.") from None
    if (size, digest.hexdigest()) != (wanted.size, wanted.sha256):
        raise BackupRefused(f"The {name} in this backup is not what was written.")


class _opened:  # noqa: N801 - reads as the verb it is
    """The archive of a backup, or why it is none."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> zipfile.ZipFile:
        try:
            self._archive = zipfile.ZipFile(self._path)
        except FileNotFoundError:
            raise BackupRefused(f"There is no backup {self._path.name}.") from None
        except (zipfile.BadZipFile, ValueError, RuntimeError, OSError) as bad:
            if isinstance(bad, OSError) and not isinstance(bad, EOFError) and bad.errno:
                raise
            raise BackupRefused(
                f"{self._path.name} is cut short, or it is no backup of this program."
            ) from None
        try:
            _refuse_additions(self._path, self._archive)
        except BaseException:
            self._archive.close()
            raise
        return self._archive

    def __exit__(self, *_: object) -> None:
        self._archive.close()


def _refuse_additions(path: Path, archive: zipfile.ZipFile) -> None:
    """An archive holds its entries one after another, once each, then its directory, then ends.

    Raises:
        BackupRefused: bytes or entries stand in it that were not written by `write` and `finish`.
    """
    entries = sorted(archive.infolist(), key=lambda entry: entry.header_offset)
    known = sorted(entry.filename for entry in entries) == sorted((*PARTS, _MANIFEST, _COUNTS))
    at = directory = 0
    with path.open("rb") as file:
        for entry in entries:
            file.seek(at)
            header = file.read(_HEADER.size)
            whole = len(header) == _HEADER.size and entry.header_offset == at
            name, extra = _HEADER.unpack(header) if whole else (0, 0)
            known = known and whole and entry.compress_type == zipfile.ZIP_STORED
            at += _HEADER.size + name + extra + entry.file_size
            directory += _ENTRY_SIZE + len(entry.filename.encode()) + len(entry.extra)
        file.seek(0, os.SEEK_END)
        rest = file.tell() - at - directory
    if not known or at != archive.start_dir or rest not in _ENDINGS or archive.comment:
        raise BackupRefused("The backup was altered after it was made: it holds more, or less.")


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as reading:
            content = reading.read(_SMALL + 1)
    except (KeyError, zipfile.BadZipFile, EOFError, RuntimeError, OSError):
        raise BackupRefused(f"The {name} of this backup is damaged.") from None
    if len(content) > _SMALL:
        raise BackupRefused(f"The {name} of this backup is damaged.")
    return content


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    text = _small(archive, _MANIFEST)
    try:
        data = json.loads(text)
        _check_version(data["format"], data["version"])
        at = datetime.fromisoformat(data["at"])
        parts = dict(_parts(data["parts"]))
        return Manifest(str(data["chart_id"]), at, str(data["revision"]), parts, text)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BackupRefused("The manifest of this backup is damaged.") from None


def _check_version(found: object, version: object) -> None:
    if found != FORMAT or type(version) is not int:
        raise ValueError("no manifest of a backup")
    if version > VERSION:
        raise BackupRefused(
            "This backup was written by a newer version of pt-chart.",
            "Install the newer version on this computer, then restore it.",
        )


def _parts(data: dict[str, Any]) -> Iterator[tuple[str, PartInfo]]:
    for name in PARTS:
        size, sha256 = data[name]["size"], data[name]["sha256"]
        if type(size) is not int or size < 0 or type(sha256) is not str:
            raise ValueError(name)
        yield name, PartInfo(size, sha256)
