"""Patients, episodes, visits and findings out of a FHIR R4 bundle of whoever wrote it."""

from __future__ import annotations

from base64 import b64decode
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from pt_chart.charting.exchange_port import (
    EpisodeChart,
    FileKind,
    FileProblem,
    FileUnreadable,
    Incoming,
    IncomingRecord,
    PatientChart,
)
from pt_chart.clinical.care.diagnosis_codes import ChosenCode
from pt_chart.clinical.content import UnreadableContent
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.sound_text import sound
from pt_chart.clinical.visit import Plan, Visit, VisitKind
from pt_chart.exchange import typed_cells
from pt_chart.exchange.fhir.elements import ICD10CM, OWN, Json
from pt_chart.exchange.fhir.observed import Unusable, observed
from pt_chart.exchange.fhir.parts import (
    codes_of,
    concept_words,
    items,
    part,
    reference_of,
    text,
    texts,
)
from pt_chart.exchange.fhir.references import addresses
from pt_chart.exchange.native import MEDIA_TYPE, read_record

NO_EPISODE = "Imported visits (no episode in the file)"
MOST_ENTRIES = 200_000
_SEXES = {"female": "F", "male": "M", "other": "X"}
_TAKEN = frozenset({"Patient", "EpisodeOfCare", "Encounter", "Observation", "Condition"})


@dataclass(frozen=True, slots=True)
class _Entry:
    """A resource with its place in the file."""

    number: int
    resource: Json

    @property
    def kind(self) -> str:
        return text(self.resource, "resourceType")

    @property
    def path(self) -> str:
        return f"entry[{self.number}] {self.kind}"


@dataclass(slots=True)
class _Bundle:
    """A bundle being read: its entries by address and kind, and what is wrong."""

    file: Path
    vocabulary: Vocabulary
    today: date
    entries: list[_Entry] = field(default_factory=list)
    by_address: dict[str, _Entry] = field(default_factory=dict)
    problems: list[FileProblem] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    def refuse(self, entry: _Entry, where: str, what: str, fix: str) -> None:
        """A part of an entry that cannot be used."""
        column = f"{entry.path}.{where}" if where else entry.path
        row = entry.number + 1
        self.problems.append(FileProblem(self.file.name, row, column, what, fix))

    def of_kind(self, kind: str) -> Iterator[_Entry]:
        """Entries of a resource type, in order."""
        return (entry for entry in self.entries if entry.kind == kind)

    def target(self, entry: _Entry, name: str, kind: str) -> _Entry | None:
        """The resource that a reference leads to; one to nowhere is a problem."""
        reference = reference_of(entry.resource, name)
        found = self.by_address.get(reference)
        if found is None or found.kind != kind:
            told = f"leads to no {kind} in this file"
            what = f"{reference[:80]} {told}" if reference else f"has no reference to a {kind}"
            self.refuse(entry, name, what, f"add the {kind} or take the entry out")
            return None
        return found


def from_bundle(file: Path, data: object, vocabulary: Vocabulary, today: date) -> Incoming:
    """The people of a bundle; where our own record is attached and whole, exactly that.

    Raises:
        FileUnreadable: it is no bundle with patients.
    """
    bundle = _Bundle(file, vocabulary, today)
    _fill(bundle, data)
    own = tuple(_own_records(bundle))
    if own:
        records, kind = own, FileKind.RECORD
    else:
        records, kind = tuple(_people(bundle)), FileKind.FHIR
    return Incoming(
        file.name,
        kind,
        records,
        tuple(bundle.problems),
        left_out=tuple(f"{count} x {what}" for what, count in sorted(bundle.left_out.items())),
        rows=len(bundle.entries),
        encoding="UTF-8",
    )


def _fill(bundle: _Bundle, data: object) -> None:
    file = bundle.file
    if not isinstance(data, dict) or data.get("resourceType") not in ("Bundle", "Patient"):
        what = "is no FHIR bundle"
        fix = 'choose a JSON file that begins with {"resourceType": "Bundle"'
        raise FileUnreadable(FileProblem(file.name, 0, "resourceType", what, fix))
    listed = [{"resource": data}] if data["resourceType"] == "Patient" else data.get("entry", [])
    if not isinstance(listed, list) or len(listed) > MOST_ENTRIES:
        what = f"has no list of entries, or more than {MOST_ENTRIES:,}"
        raise FileUnreadable(FileProblem(file.name, 0, "entry", what, "split the bundle"))
    for number, one in enumerate(listed):
        resource = one.get("resource") if isinstance(one, dict) else None
        entry = _Entry(number, resource if isinstance(resource, dict) else {})
        if not entry.kind:
            bundle.refuse(entry, "", "holds no resource", "take the entry out")
            continue
        twice = [address for address in addresses(one) if address in bundle.by_address]
        if twice:
            bundle.refuse(
                entry, "id", f"{twice[0][:80]} stands twice", "keep one; the second is left out"
            )
            continue
        bundle.entries.append(entry)
        bundle.by_address |= dict.fromkeys(addresses(one), entry)
    if not any(bundle.of_kind("Patient")):
        fix = "export the bundle together with its Patient"
        raise FileUnreadable(FileProblem(file.name, 0, "entry", "holds no Patient", fix))


def _own_records(bundle: _Bundle) -> Iterator[IncomingRecord]:
    """Whole records of this program, unless they were altered on the way."""
    for entry in bundle.of_kind("DocumentReference"):
        for content in items(entry.resource, "content"):
            attached = part(content, "attachment")
            if text(attached, "contentType") != MEDIA_TYPE:
                continue
            try:
                raw = b64decode(text(attached, "data"), validate=True)
                _check_digest(entry, raw)
                yield IncomingRecord(entry.number + 1, read_record(raw))
            except (ValueError, UnreadableContent) as error:
                bundle.refuse(
                    entry,
                    "content.attachment",
                    f"the attached record cannot be used ({error})",
                    "the other resources are read in its place; better export the file again",
                )


def _check_digest(entry: _Entry, raw: bytes) -> None:
    for identifier in items(entry.resource, "identifier"):
        named = text(identifier, "system") == f"{OWN}record-sha256"
        if named and text(identifier, "value") != sha256(raw).hexdigest():
            raise ValueError("it was altered")


def _people(bundle: _Bundle) -> Iterator[IncomingRecord]:
    episodes = _by_patient(bundle, "EpisodeOfCare", "patient")
    encounters = _by_patient(bundle, "Encounter", "subject")
    findings, codes = _findings(bundle), _codes(bundle)
    for entry in bundle.entries:
        if entry.kind not in _TAKEN:
            bundle.left_out[entry.kind] += 1
    for entry in bundle.of_kind("Patient"):
        patient = _patient(bundle, entry)
        if patient is None:
            continue
        visits = [
            (
                one,
                replace(
                    visit, answers=findings[one.number], plan=Plan(codes=tuple(codes[one.number]))
                ),
            )
            for one in encounters[entry.number]
            if (visit := _visit(bundle, one)) is not None
        ]
        charts = _charts(bundle, patient, episodes[entry.number], visits)
        yield IncomingRecord(entry.number + 1, PatientChart(patient, charts))


def _by_patient(bundle: _Bundle, kind: str, name: str) -> defaultdict[int, list[_Entry]]:
    """Entries of a kind under the number of their patient's entry."""
    found: defaultdict[int, list[_Entry]] = defaultdict(list)
    for entry in bundle.of_kind(kind):
        patient = bundle.target(entry, name, "Patient")
        if patient is not None:
            found[patient.number].append(entry)
    return found


def _patient(bundle: _Bundle, entry: _Entry) -> Patient | None:
    names = items(entry.resource, "name")
    name = next((one for one in names if text(one, "use") == "official"), names[0] if names else {})
    family = text(name, "family")
    given = " ".join(texts(name, "given")).strip()
    if not family and not given:
        family, given = typed_cells.names(text(name, "text")) if text(name, "text") else ("", "")
    if not family and not given:
        bundle.refuse(entry, "name", "has no name", "write a family or a given name")
        return None
    try:
        born = typed_cells.born(text(entry.resource, "birthDate"), bundle.today, days_first=False)
        checked = [typed_cells.plain(one) for one in (family, given)]
    except ValueError as error:
        what, _, fix = str(error).partition("; ")
        bundle.refuse(entry, "birthDate or name", what, fix or "mend it")
        return None
    telecom = items(entry.resource, "telecom")
    told = {text(one, "system"): text(one, "value")[:200] for one in reversed(telecom)}
    return sound(
        Patient(
            f"fhir-{entry.number}",
            _record_number(entry.resource),
            checked[0],
            checked[1],
            born,
            sex=_SEXES.get(text(entry.resource, "gender"), ""),
            phone=told.get("phone", ""),
            email=told.get("email", ""),
            language=_language(entry.resource),
        )
    )


def _record_number(resource: Json) -> str:
    known = items(resource, "identifier")
    own = [one for one in known if text(one, "system") == f"{OWN}record-number"]
    typed = [one for one in known if "MR" in {code for _, code in codes_of(part(one, "type"))}]
    usable = [one for one in known if text(one, "system") != f"{OWN}patient"]
    chosen = (own or typed or usable)[:1]
    return text(chosen[0], "value")[:200] if chosen else ""


def _language(resource: Json) -> str:
    for one in items(resource, "communication"):
        for _, code in codes_of(part(one, "language")):
            return code[:35]
    return "en"


def _visit(bundle: _Bundle, entry: _Entry) -> Visit | None:
    if text(entry.resource, "status") in ("entered-in-error", "cancelled", "planned"):
        bundle.left_out[f"Encounter ({text(entry.resource, 'status')})"] += 1
        return None
    began = text(part(entry.resource, "period"), "start")
    try:
        day = typed_cells.day(began, days_first=False)
    except ValueError as error:
        bundle.refuse(entry, "period.start", *_halves(error))
        return None
    if day is None or day > bundle.today:
        what = "is in the future" if day else "has no start"
        bundle.refuse(entry, "period.start", what, "write the day of the visit")
        return None
    kind = VisitKind.FOLLOW_UP
    for words in (concept_words(one).casefold() for one in items(entry.resource, "type")):
        kind = next((one for one in VisitKind if one.value.replace("_", " ") in words), kind)
    return Visit(f"fhir-{entry.number}", "", kind, day)


def _charts(
    bundle: _Bundle,
    patient: Patient,
    episodes: Sequence[_Entry],
    visits: Sequence[tuple[_Entry, Visit]],
) -> tuple[EpisodeChart, ...]:
    """Visits under their episodes; those without one under an episode that says so."""
    under: defaultdict[int, list[Visit]] = defaultdict(list)
    known = {entry.number for entry in episodes}
    for entry, visit in visits:
        listed = items(entry.resource, "episodeOfCare")
        target = bundle.by_address.get(text(listed[0], "reference")) if listed else None
        if listed and (target is None or target.number not in known):
            bundle.refuse(
                entry,
                "episodeOfCare",
                "leads to no episode of this patient",
                "the visit is put under an episode of its own",
            )
        placed = target is not None and target.number in known
        under[target.number if placed and target is not None else -1].append(visit)
    made = [_episode(bundle, patient, entry, under[entry.number]) for entry in episodes]
    if under[-1]:
        first = min(visit.date for visit in under[-1])
        loose = Episode(f"{patient.id}-loose", patient.id, NO_EPISODE, None, first)
        made.append(_numbered(loose, under[-1]))
    return tuple(made)


def _episode(bundle: _Bundle, patient: Patient, entry: _Entry, visits: list[Visit]) -> EpisodeChart:
    complaint = ""
    for diagnosis in items(entry.resource, "diagnosis"):
        condition = bundle.by_address.get(reference_of(diagnosis, "condition"))
        if condition is not None and not complaint:
            complaint = concept_words(part(condition.resource, "code"))
    kinds = [concept_words(one) for one in items(entry.resource, "type")]
    days = [_day(bundle, entry, name) for name in ("start", "end")]
    started = days[0] or min((visit.date for visit in visits), default=bundle.today)
    name = (complaint or next(filter(None, kinds), "") or NO_EPISODE)[:200]
    episode = Episode(f"fhir-{entry.number}", patient.id, name, None, started, closed=days[1])
    return _numbered(sound(episode), visits)


def _numbered(episode: Episode, visits: list[Visit]) -> EpisodeChart:
    in_order = sorted(visits, key=lambda one: one.date)
    return EpisodeChart(
        episode,
        tuple(
            replace(one, episode_id=episode.id, number=number)
            for number, one in enumerate(in_order, 1)
        ),
    )


def _day(bundle: _Bundle, entry: _Entry, name: str) -> date | None:
    try:
        return typed_cells.day(text(part(entry.resource, "period"), name), days_first=False)
    except ValueError as error:
        bundle.refuse(entry, f"period.{name}", *_halves(error))
        return None


def _findings(bundle: _Bundle) -> defaultdict[int, dict[FindingKey, Answer]]:
    """Answers under the number of their encounter's entry."""
    found: defaultdict[int, dict[FindingKey, Answer]] = defaultdict(dict)
    for entry in bundle.of_kind("Observation"):
        try:
            seen = observed(entry.resource, bundle.vocabulary)
        except Unusable as unusable:
            bundle.refuse(entry, unusable.where, *_halves(unusable))
            continue
        if seen is None:
            name = concept_words(part(entry.resource, "code"))[:60] or "without code"
            bundle.left_out[f"Observation {name!r}"] += 1
            continue
        encounter = bundle.target(entry, "encounter", "Encounter")
        if encounter is not None:
            found[encounter.number][seen[0]] = seen[1]
    return found


def _codes(bundle: _Bundle) -> defaultdict[int, list[ChosenCode]]:
    """Diagnosis codes under the number of their encounter's entry."""
    found: defaultdict[int, list[ChosenCode]] = defaultdict(list)
    for entry in bundle.of_kind("Condition"):
        codes = [
            code for system, code in codes_of(part(entry.resource, "code")) if system == ICD10CM
        ]
        encounter = bundle.by_address.get(reference_of(entry.resource, "encounter"))
        if not codes or encounter is None:
            if not codes and encounter is not None:
                bundle.left_out["Condition without an ICD-10-CM code"] += 1
            continue
        title = concept_words(part(entry.resource, "code"))[:300]
        found[encounter.number].append(ChosenCode(codes[0][:20], title, "imported"))
    return found


def _halves(error: ValueError) -> tuple[str, str]:
    what, _, fix = str(error).partition("; ")
    return what, fix or "mend it"
