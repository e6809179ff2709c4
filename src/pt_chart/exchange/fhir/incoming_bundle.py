"""A bundle of whoever wrote it, while it is read: its entries by address, and what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pt_chart.charting.exchange_port import FileProblem, FileUnreadable
from pt_chart.clinical.fields import Vocabulary
from pt_chart.exchange.fhir.elements import Json
from pt_chart.exchange.fhir.parts import reference_of, text
from pt_chart.exchange.fhir.references import addresses
from pt_chart.exchange.long_texts import LongTexts

MOST_ENTRIES = 200_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A resource with its place in the file."""

    number: int
    resource: Json

    @property
    def kind(self) -> str:
        """The type of the resource, "" where it says none."""
        return text(self.resource, "resourceType")

    @property
    def path(self) -> str:
        """Where it stands, as problems name it."""
        return f"entry[{self.number}] {self.kind}"


@dataclass(slots=True)
class IncomingBundle:
    """A bundle being read."""

    file: Path
    vocabulary: Vocabulary
    today: date
    entries: list[Entry] = field(default_factory=list)
    by_address: dict[str, Entry] = field(default_factory=dict)
    problems: list[FileProblem] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    long: LongTexts = field(default_factory=LongTexts)

    def refuse(self, entry: Entry, where: str, what: str, fix: str) -> None:
        """A part of an entry that cannot be used."""
        column = f"{entry.path}.{where}" if where else entry.path
        row = entry.number + 1
        self.problems.append(FileProblem(self.file.name, row, column, what, fix))

    def of_kind(self, kind: str) -> Iterator[Entry]:
        """Entries of a resource type, in order."""
        return (entry for entry in self.entries if entry.kind == kind)

    def target(self, entry: Entry, name: str, kind: str) -> Entry | None:
        """The resource that a reference leads to; one to nowhere is a problem."""
        reference = reference_of(entry.resource, name)
        found = self.by_address.get(reference)
        if found is None or found.kind != kind:
            told = f"leads to no {kind} in this file"
            what = f"{reference[:80]} {told}" if reference else f"has no reference to a {kind}"
            self.refuse(entry, name, what, f"add the {kind} or take the entry out")
            return None
        return found

    def is_about(self, entry: Entry, owner: Entry | None, name: str = "subject") -> bool:
        """Whether an entry speaks of a patient; one that speaks of another is a problem.

        A part that is not there contradicts nothing.
        """
        reference = reference_of(entry.resource, name)
        if not reference:
            return True
        said = self.target(entry, name, "Patient")
        if said is None:
            return False
        if owner is not None and said.number != owner.number:
            what = f"{reference[:80]} is not the patient of the visit that it belongs to"
            self.refuse(entry, name, what, "look whose it is; it is left out")
            return False
        return True

    def without_patients(self, numbers: frozenset[int]) -> IncomingBundle:
        """The same without some patients and what speaks of them; problems are shared."""
        gone = {address for address, entry in self.by_address.items() if entry.number in numbers}
        kept = [
            one
            for one in self.entries
            if one.number not in numbers
            and not any(reference_of(one.resource, name) in gone for name in _SPEAKS_OF)
        ]
        left = {one.number for one in kept}
        addresses_left = {
            address: entry for address, entry in self.by_address.items() if entry.number in left
        }
        return replace(self, entries=kept, by_address=addresses_left)


_SPEAKS_OF = ("subject", "patient", "target")


def opened_bundle(
    file: Path, data: object, vocabulary: Vocabulary, today: date, long: LongTexts
) -> IncomingBundle:
    """The entries of parsed JSON, some of whose long texts are still in the file.

    Raises:
        FileUnreadable: it is no bundle with patients.
    """
    bundle = IncomingBundle(file, vocabulary, today, long=long)
    if not isinstance(data, dict) or data.get("resourceType") not in ("Bundle", "Patient"):
        what = "is no FHIR bundle"
        fix = 'choose a JSON file that begins with {"resourceType": "Bundle"'
        if isinstance(data, dict) and {"clinic", "files", "written"} <= data.keys():
            what, fix = "only lists a whole-clinic export", "choose records.jsonl beside it"
        raise FileUnreadable(FileProblem(file.name, 0, "resourceType", what, fix))
    listed = [{"resource": data}] if data["resourceType"] == "Patient" else data.get("entry", [])
    if not isinstance(listed, list) or len(listed) > MOST_ENTRIES:
        what = f"has no list of entries, or more than {MOST_ENTRIES:,}"
        raise FileUnreadable(FileProblem(file.name, 0, "entry", what, "split the bundle"))
    for number, one in enumerate(listed):
        _add(bundle, number, one)
    if not any(bundle.of_kind("Patient")):
        fix = "export the bundle together with its Patient"
        raise FileUnreadable(FileProblem(file.name, 0, "entry", "holds no Patient", fix))
    return bundle


def _add(bundle: IncomingBundle, number: int, one: object) -> None:
    resource = one.get("resource") if isinstance(one, dict) else None
    entry = Entry(number, resource if isinstance(resource, dict) else {})
    if not entry.kind or not isinstance(one, dict):
        bundle.refuse(entry, "", "holds no resource", "take the entry out")
        return
    twice = [address for address in addresses(one) if address in bundle.by_address]
    if twice:
        told = f"{twice[0][:80]} stands twice"
        bundle.refuse(entry, "id", told, "keep one; the second is left out")
        return
    bundle.entries.append(entry)
    bundle.by_address |= dict.fromkeys(addresses(one), entry)
