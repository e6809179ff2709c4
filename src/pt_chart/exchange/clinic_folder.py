"""A whole clinic as a folder of CSV files: there whole, with a manifest, or not at all."""

from __future__ import annotations

import csv
import errno
import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import IO, Any

from pt_chart.charting.audit import AuditRecord
from pt_chart.charting.errors import DiskFull, ReadOnly, StorageFailed, WorldError
from pt_chart.charting.exchange_port import KeptText, PatientChart, Sender, WrittenFile
from pt_chart.clinical.people import Clinic, Clinician
from pt_chart.exchange.cells import cell
from pt_chart.exchange.native import write_record
from pt_chart.exchange.tables import TABLES, names, values

MANIFEST = "manifest.json"
READ_ME = "read-me.txt"
_RECORDS = "records"
RECORDS = f"{_RECORDS}.jsonl"
LARGEST_RECORDS = 48 * 1024 * 1024
"""Bytes after which records go on in another file, so that each can be read back."""
WARNING = (
    "These files are not encrypted. Whoever gets them can read every patient's record. Keep them "
    "on an encrypted drive, hand them over in person or by a protected way, and delete them when "
    "they are no longer needed."
)
_TOLD = f"""{WARNING}

One CSV file a kind, UTF-8 with a byte order mark, commas, the first row are headings.
{MANIFEST} counts the records of each file and holds its SHA-256.
{RECORDS} has each patient's whole record on one line of JSON, exactly as the program keeps it;
a large clinic's go on in {_RECORDS}-2.jsonl and further. Each of them can be imported.
clinic_library.csv has the clinic's own exercises (pictures as base64), templates, doses, phrases.
A text that begins with = + - @, a tab or a line break stands behind an apostrophe ('), so that a
spreadsheet shows it and does not run it; take one apostrophe away to get the text back.
In answers.csv "tested" is "no" where something was left untested on purpose: an empty value is
never a negative finding. Lists inside a cell are JSON.
"""


class FolderInUse(WorldError):
    """The folder for an export has something in it."""

    message = "That folder is not empty."
    advice = "Choose a new or an empty folder: nothing there is overwritten."


@dataclass(slots=True)
class _Output:
    """One file being written: counted and digested on the way, never held in memory."""

    name: str
    file: IO[bytes]
    records: int = 0
    size: int = 0
    digest: Any = field(default_factory=sha256)

    def write(self, text: str) -> int:
        """Take text (what `csv.writer` calls)."""
        raw = text.encode("utf-8", "replace")
        self.digest.update(raw)
        self.size += len(raw)
        return self.file.write(raw)

    @property
    def told(self) -> WrittenFile:
        return WrittenFile(self.name, self.records, self.digest.hexdigest())


class _Sheet:
    """A CSV file being written."""

    def __init__(self, output: _Output, headings: Sequence[str]) -> None:
        self._output = output
        self._writer = csv.writer(output, lineterminator="\r\n")
        output.write("\ufeff")
        self._writer.writerow(headings)

    def add(self, cells: Iterable[object]) -> None:
        """A row."""
        self._writer.writerow([cell(one) for one in cells])
        self._output.records += 1


def write_clinic(
    folder: Path,
    charts: Iterable[PatientChart],
    sender: Sender,
    log: Iterable[AuditRecord] = (),
) -> tuple[WrittenFile, ...]:
    """See `Exchange.write_clinic`; memory does not grow with the clinic."""
    with as_world_errors():
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise FolderInUse
        with _whole(folder) as making:
            written = _write_all(making, charts, sender, log)
            _write_manifest(making, written, sender)
            (making / READ_ME).write_text(_TOLD, encoding="utf-8")
    return written


@contextmanager
def _whole(folder: Path) -> Iterator[Path]:
    """A new folder to fill, which takes its name when the block is done; else nothing is left.

    Unlike `host.whole_folder` it stands among a person's own folders, so nothing is tidied there.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    making = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield making
        if folder.exists():
            folder.rmdir()
        making.replace(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _write_all(
    making: Path, charts: Iterable[PatientChart], sender: Sender, log: Iterable[AuditRecord]
) -> tuple[WrittenFile, ...]:
    with ExitStack() as open_files:
        outputs: list[_Output] = []

        def output(name: str) -> _Output:
            file = open_files.enter_context((making / name).open("wb"))
            outputs.append(_Output(name, file))
            return outputs[-1]

        sheets = [(table, _Sheet(output(f"{table.name}.csv"), table.headings)) for table in TABLES]
        records = output(RECORDS)
        for chart in charts:
            for table, sheet in sheets:
                for row in table.rows(chart):
                    sheet.add(row)
            line = write_record(chart).decode("ascii") + "\n"
            if records.records and records.size + len(line) > LARGEST_RECORDS:
                number = sum(one.name.startswith(_RECORDS) for one in outputs) + 1
                records = output(f"{_RECORDS}-{number}.jsonl")
            records.write(line)
            records.records += 1
        _write_clinic_itself(_Sheet(output("clinic.csv"), names(Clinic)), sender)
        library = _Sheet(output("clinic_library.csv"), names(KeptText))
        for kept in sender.library:
            library.add(values(kept, names(KeptText)))
        people = _Sheet(output("users.csv"), names(Clinician))
        for person in sender.people:
            people.add(values(person, names(Clinician)))
        _write_log(_Sheet(output("audit_log.csv"), _LOG), log)
        return tuple(one.told for one in outputs)


_LOG = (
    "number",
    "at",
    "user_id",
    "user_name",
    "action",
    "patient_id",
    "visit_id",
    "detail",
    "digest",
)


def _write_clinic_itself(sheet: _Sheet, sender: Sender) -> None:
    sheet.add(values(sender.clinic, names(Clinic)))


def _write_log(sheet: _Sheet, log: Iterable[AuditRecord]) -> None:
    for line in log:
        entry = line.entry
        told = (entry.action, entry.patient_id, entry.visit_id, entry.detail)
        sheet.add((line.number, line.at, line.user_id, line.user_name, *told, line.digest))


def _write_manifest(making: Path, written: Sequence[WrittenFile], sender: Sender) -> None:
    listed = [
        {
            "file": one.name,
            "records": one.records,
            "bytes": (making / one.name).stat().st_size,
            "sha256": one.sha256,
        }
        for one in written
    ]
    manifest = {
        "clinic": sender.clinic.name,
        "written": sender.at.isoformat(),
        "warning": WARNING,
        "files": listed,
    }
    text = json.dumps(manifest, indent=1, ensure_ascii=True)
    (making / MANIFEST).write_text(text + "\n", encoding="utf-8")


@contextmanager
def as_world_errors() -> Iterator[None]:
    """Turn what the disk refuses into notices about files outside the chart."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(
                "The disk is full: the files were not written.",
                "Free some space or choose another disk.",
            ) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise ReadOnly(
                "That folder may not be written.", "Choose a folder of yours."
            ) from error
        raise StorageFailed(
            "The disk refused to write the files.", "Check that the drive is connected."
        ) from error
