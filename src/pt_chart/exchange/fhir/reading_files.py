"""The attached files of a bundle of ours: one DocumentReference each, named by the record."""

from __future__ import annotations

from pt_chart.exchange.fhir.elements import FILE
from pt_chart.exchange.fhir.incoming_bundle import Entry, IncomingBundle
from pt_chart.exchange.fhir.parts import items, part, text
from pt_chart.exchange.native import Content, named_files

_FIX = "the rest of the record is read; better export the file again"


def files_beside(bundle: IncomingBundle, whole: Entry, record: bytes) -> dict[str, Content]:
    """The files that a record (of the entry ``whole``) names, by their ids.

    Those that are missing or altered are told.

    Raises:
        UnreadableContent: the record is damaged.
    """
    wanted = named_files(record)
    there = {one: entry for entry in bundle.of_kind("DocumentReference") for one in _ids(entry)}
    found: dict[str, Content] = {}
    for file_id, digest in wanted.items():
        entry = there.get(file_id)
        if entry is None:
            what = "it names an attached file that is not in the bundle"
            bundle.refuse(whole, "content.attachment", what, _FIX)
            continue
        for content in items(entry.resource, "content")[:1]:
            attached = part(content, "attachment")
            try:
                found[file_id] = bundle.long.verified(text(attached, "data"), digest)
            except ValueError as error:
                what = f"the attached file cannot be used ({error})"
                bundle.refuse(entry, "content.attachment", what, _FIX)
    return found


def _ids(entry: Entry) -> list[str]:
    listed = items(entry.resource, "identifier")
    return [text(one, "value") for one in listed if text(one, "system") == FILE]
