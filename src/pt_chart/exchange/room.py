"""The exchange room behind its port."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from pt_chart.charting.audit import AuditRecord
from pt_chart.charting.exchange_port import (
    Incoming,
    IncomingRecord,
    PatientChart,
    Sender,
    WrittenFile,
)
from pt_chart.charting.ports import LARGEST_FILE, Clock
from pt_chart.charting.register_changes import seen
from pt_chart.clinical.fields import Vocabulary
from pt_chart.exchange.clinic_folder import write_clinic
from pt_chart.exchange.csv_rows import read_csv
from pt_chart.exchange.fhir.bundle import bundle_pieces
from pt_chart.exchange.fhir.reading import from_bundle
from pt_chart.exchange.from_csv import from_csv
from pt_chart.exchange.long_texts import LongTexts, read_apart
from pt_chart.exchange.native import begins_with_record
from pt_chart.exchange.raw_file import decoded, is_json, read_raw, refused
from pt_chart.exchange.record_checks import from_records
from pt_chart.exchange.strict_json import read_json

_BEGINS_JSON = ("{", "[")


class ExchangeRoom:
    """Implements `Exchange`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def bundle(
        self, chart: PatientChart, sender: Sender, vocabulary: Vocabulary
    ) -> Iterator[bytes]:
        """See `Exchange.bundle`."""
        return bundle_pieces(chart, sender, vocabulary)

    def write_clinic(
        self,
        folder: Path,
        charts: Iterable[PatientChart],
        sender: Sender,
        log: Iterable[AuditRecord] = (),
    ) -> tuple[WrittenFile, ...]:
        """See `Exchange.write_clinic`."""
        return write_clinic(folder, charts, sender, log)

    def read(
        self,
        file: Path,
        vocabulary: Vocabulary,
        mapping: Mapping[str, str] | None = None,
        encoding: str = "",
        date_order: str = "",
    ) -> Incoming:
        """See `Exchange.read`; the kind of file is told from its content, not its name."""
        raw, long = read_apart(file) if is_json(file) else (read_raw(file), LongTexts())
        text, written_in = decoded(file, raw, encoding)
        today = self._clock().date()
        if begins_with_record(text):
            found = from_records(file, text, vocabulary, today, long)
        elif text.lstrip().startswith(_BEGINS_JSON):
            found = from_bundle(file, read_json(file, text), vocabulary, today, long)
        elif text.lstrip().startswith("<"):
            what = "is XML, or a page of the web"
            raise refused(file, what, "export FHIR as JSON, or a table as CSV")
        else:
            rows = read_csv(file, text)
            found = from_csv(file, rows, vocabulary, today, mapping, date_order)
        whole = len(raw) <= LARGEST_FILE and not long.places
        kept = raw if whole else b""
        records = tuple(map(_seen, found.records))
        return replace(found, records=records, encoding=written_in, original=kept)


def _seen(record: IncomingRecord) -> IncomingRecord:
    """The person without signs in the name that nobody sees; it is told."""
    patient = seen(record.chart.patient)
    if patient == record.chart.patient:
        return record
    told = (*record.remarks, "signs in the name that show nothing were left out")
    return replace(record, chart=replace(record.chart, patient=patient), remarks=told)
