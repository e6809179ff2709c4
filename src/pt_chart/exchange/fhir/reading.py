"""Patients, episodes, visits and findings out of a FHIR R4 bundle of whoever wrote it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from pt_chart.charting.exchange_port import (
    EpisodeChart,
    FileKind,
    Incoming,
    IncomingRecord,
    PatientChart,
)
from pt_chart.clinical.content import UnreadableContent
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.people import Episode, Medicine, Patient
from pt_chart.clinical.sides import Side
from pt_chart.clinical.sound_text import sound
from pt_chart.clinical.visit import Visit
from pt_chart.exchange import typed_cells
from pt_chart.exchange.fhir.elements import OWN, Json, words
from pt_chart.exchange.fhir.incoming_bundle import Entry, IncomingBundle, opened_bundle
from pt_chart.exchange.fhir.parts import codes_of, concept_words, items, part, reference_of, text
from pt_chart.exchange.fhir.reading_files import files_beside
from pt_chart.exchange.fhir.reading_patient import SAFETY, read_patient, read_safety
from pt_chart.exchange.fhir.reading_visits import halves, numbered, of_visits, read_visit
from pt_chart.exchange.long_texts import LongTexts
from pt_chart.exchange.native import MEDIA_TYPE, read_record
from pt_chart.exchange.record_checks import refuse_unsound

NO_EPISODE = "Imported visits (no episode in the file)"
_TAKEN = SAFETY | {"Patient", "EpisodeOfCare", "Encounter", "Observation", "Condition"}


def from_bundle(
    file: Path,
    data: object,
    vocabulary: Vocabulary,
    today: date,
    long: LongTexts | None = None,
) -> Incoming:
    """The people of a bundle; where our own record is attached and whole, exactly that.

    Raises:
        FileUnreadable: it is no bundle with patients.
    """
    bundle = opened_bundle(file, data, vocabulary, today, long or LongTexts())
    own = dict(_own_records(bundle))
    records = tuple(own.values())
    if not own:
        records += tuple(_people(bundle))
    elif any(one.number not in own for one in bundle.of_kind("Patient")):
        rest = bundle.without_patients(frozenset(own))
        records += tuple(_people(rest))
    kind = FileKind.RECORD if own else FileKind.FHIR
    return Incoming(
        file.name,
        kind,
        records,
        tuple(bundle.problems),
        left_out=tuple(f"{count} x {what}" for what, count in sorted(bundle.left_out.items())),
        rows=len(bundle.entries),
        encoding="UTF-8",
    )


def _own_records(bundle: IncomingBundle) -> Iterator[tuple[int, IncomingRecord]]:
    """Whole records of this program, unless they were altered, by their Patient's number."""
    for entry in bundle.of_kind("DocumentReference"):
        for content in items(entry.resource, "content"):
            attached = part(content, "attachment")
            if text(attached, "contentType") != MEDIA_TYPE:
                continue
            try:
                raw = bundle.long.decoded(text(attached, "data"))
                _check_digest(entry, raw)
                chart = read_record(raw, files_beside(bundle, entry, raw))
                refuse_unsound(chart, bundle.vocabulary, bundle.today)
            except (ValueError, UnreadableContent) as error:
                bundle.refuse(
                    entry,
                    "content.attachment",
                    f"the attached record cannot be used ({error})",
                    "the other resources are read in its place; better export the file again",
                )
                continue
            about = _about(bundle, entry, chart.patient.id)
            number = about.number if about is not None else -1 - entry.number
            remarks = _since(chart.patient, about)
            doubts = remarks if len(remarks) > 1 else ()
            row = entry.number + 1
            yield number, IncomingRecord(row, chart, doubts=doubts, remarks=remarks)


def _about(bundle: IncomingBundle, entry: Entry, patient_id: str) -> Entry | None:
    """The Patient whose record is attached: the one it names, else the one with its id."""
    said = bundle.by_address.get(reference_of(entry.resource, "subject"))
    if said is not None and said.kind == "Patient":
        return said
    own = {"system": f"{OWN}patient", "value": patient_id}
    people = bundle.of_kind("Patient")
    return next((one for one in people if own in items(one.resource, "identifier")), None)


def _since(recorded: Patient, about: Entry | None) -> tuple[str, ...]:
    """What the Patient beside a record says differently: somebody changed it on the way."""
    if about is None:
        return ()
    said = {"birth date": text(about.resource, "birthDate")}
    for name in items(about.resource, "name")[:1]:
        said["family name"] = text(name, "family")
    own = {
        "birth date": recorded.birth_date.isoformat() if recorded.birth_date else "",
        "family name": words(recorded.family_name),
    }
    return tuple(
        f"another program changed the {one} to {told}; the attached record is taken"
        for one, told in said.items()
        if told and told != own[one]
    )


def _check_digest(entry: Entry, raw: bytes) -> None:
    told = [
        text(identifier, "value")
        for identifier in items(entry.resource, "identifier")
        if text(identifier, "system") == f"{OWN}record-sha256"
    ]
    if not told:
        raise ValueError("its digest is missing")
    if any(one != sha256(raw).hexdigest() for one in told):
        raise ValueError("it was altered")


def _people(bundle: IncomingBundle) -> Iterator[IncomingRecord]:
    episodes = _by_patient(bundle, "EpisodeOfCare", "patient")
    encounters = _by_patient(bundle, "Encounter", "subject")
    people = {one.number: one for one in bundle.of_kind("Patient")}
    owners = {one.number: people[number] for number, some in encounters.items() for one in some}
    of, safety = of_visits(bundle, owners), read_safety(bundle)
    for entry in bundle.entries:
        if entry.kind not in _TAKEN:
            bundle.left_out[entry.kind] += 1
    for entry in bundle.of_kind("Patient"):
        read = read_patient(bundle, entry, tuple(safety.alerts[entry.number]))
        if read is None:
            continue
        visits = [
            (one, visit)
            for one in encounters[entry.number]
            if (visit := read_visit(bundle, one, of)) is not None
        ]
        medicines = tuple(safety.medicines[entry.number])
        charts = _charts(bundle, read.patient, episodes[entry.number], visits, medicines)
        if medicines and not charts:
            bundle.left_out["MedicationStatement (no episode it could stand in)"] += len(medicines)
        chart = PatientChart(read.patient, charts)
        yield IncomingRecord(entry.number + 1, chart, doubts=read.doubts, remarks=read.remarks)


def _by_patient(bundle: IncomingBundle, kind: str, name: str) -> defaultdict[int, list[Entry]]:
    """Entries of a kind under the number of their patient's entry."""
    found: defaultdict[int, list[Entry]] = defaultdict(list)
    for entry in bundle.of_kind(kind):
        patient = bundle.target(entry, name, "Patient")
        if patient is not None:
            found[patient.number].append(entry)
    return found


def _charts(
    bundle: IncomingBundle,
    patient: Patient,
    episodes: Sequence[Entry],
    visits: Sequence[tuple[Entry, Visit]],
    medicines: tuple[Medicine, ...],
) -> tuple[EpisodeChart, ...]:
    """Visits under their episodes; those without one under an episode that says so.

    What a person takes stands in the episodes that are open, else in the last one.
    """
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
        made.append(EpisodeChart(loose, numbered(under[-1], loose.id)))
    standing = [one for one in made if one.episode.closed is None] or made[-1:]
    return tuple(
        replace(one, episode=replace(one.episode, medicines=medicines)) if one in standing else one
        for one in made
    )


def _episode(
    bundle: IncomingBundle, patient: Patient, entry: Entry, visits: list[Visit]
) -> EpisodeChart:
    complaint, side = "", None
    for diagnosis in items(entry.resource, "diagnosis"):
        condition = bundle.by_address.get(reference_of(diagnosis, "condition"))
        if condition is not None and not complaint:
            complaint = concept_words(part(condition.resource, "code"))
            side = _side(condition.resource)
    kinds = [concept_words(one) for one in items(entry.resource, "type")]
    days = [_day(bundle, entry, name) for name in ("start", "end")]
    started = days[0] or min((visit.date for visit in visits), default=bundle.today)
    name = (complaint or next(filter(None, kinds), "") or NO_EPISODE)[:200]
    episode = Episode(f"fhir-{entry.number}", patient.id, name, side, started, closed=days[1])
    return EpisodeChart(sound(episode), numbered(visits, episode.id))


def _side(condition: Json) -> Side | None:
    """The side that our own export names."""
    sides = [
        code
        for site in items(condition, "bodySite")
        for system, code in codes_of(site)
        if system == f"{OWN}side" and code in set(Side)
    ]
    return Side(sides[0]) if sides else None


def _day(bundle: IncomingBundle, entry: Entry, name: str) -> date | None:
    try:
        return typed_cells.day(text(part(entry.resource, "period"), name), days_first=False)
    except ValueError as error:
        bundle.refuse(entry, f"period.{name}", *halves(error))
        return None
