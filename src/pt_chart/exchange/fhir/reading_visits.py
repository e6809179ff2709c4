"""Encounters of whoever wrote them as visits, with their findings, codes and reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pt_chart.clinical.care.diagnosis_codes import ChosenCode
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.narrative_edits import NoteEdits, OwnSentence
from pt_chart.clinical.sound_text import sound
from pt_chart.clinical.visit import Plan, Visit, VisitKind
from pt_chart.exchange import typed_cells
from pt_chart.exchange.fhir.elements import ICD10CM, Json
from pt_chart.exchange.fhir.incoming_bundle import Entry, IncomingBundle
from pt_chart.exchange.fhir.observed import Unusable, observed
from pt_chart.exchange.fhir.parts import codes_of, concept_words, items, part, reference_of, text

NOTE_SECTION = "history"
"""Where the words of an encounter stand in the note."""
_NOT_STANDING = frozenset({"refuted", "entered-in-error", "differential", "provisional"})
_NOT_STANDING |= {"unconfirmed", "inactive", "resolved", "remission"}
_NOT_HELD = frozenset({"entered-in-error", "cancelled", "planned", "noshow"})


@dataclass(slots=True)
class OfVisits:
    """Findings and codes under the number of their encounter's entry."""

    findings: dict[int, dict[FindingKey, Answer]] = field(default_factory=lambda: defaultdict(dict))
    codes: dict[int, list[ChosenCode]] = field(default_factory=lambda: defaultdict(list))


def of_visits(bundle: IncomingBundle, owners: Mapping[int, Entry]) -> OfVisits:
    """What belongs to visits; ``owners`` has the patient of each encounter's entry."""
    found = OfVisits()
    _read_findings(bundle, owners, found)
    _read_codes(bundle, owners, found)
    return found


def read_visit(bundle: IncomingBundle, entry: Entry, of: OfVisits) -> Visit | None:
    """An encounter that took place; None where it did not, or has no day."""
    resource = entry.resource
    if text(resource, "status") in _NOT_HELD:
        bundle.left_out[f"Encounter ({text(resource, 'status')})"] += 1
        return None
    began = text(part(resource, "period"), "start")
    try:
        day = typed_cells.day(began, days_first=False)
    except ValueError as error:
        bundle.refuse(entry, "period.start", *halves(error))
        return None
    if day is None or day > bundle.today:
        what = "is in the future" if day else "has no start"
        bundle.refuse(entry, "period.start", what, "write the day of the visit")
        return None
    kind = VisitKind.FOLLOW_UP
    for words in (concept_words(one).casefold() for one in items(resource, "type")):
        kind = next((one for one in VisitKind if one.value.replace("_", " ") in words), kind)
    return Visit(
        f"fhir-{entry.number}",
        "",
        kind,
        day,
        answers=of.findings[entry.number],
        plan=Plan(codes=tuple(of.codes[entry.number])),
        note=_reasons(entry),
    )


def _reasons(entry: Entry) -> NoteEdits:
    """What the visit was for, in the words of the file."""
    words = [concept_words(one) for one in items(entry.resource, "reasonCode")]
    own = (
        OwnSentence(f"fhir-{entry.number}-{place}", NOTE_SECTION, f"Reason for the visit: {one}")
        for place, one in enumerate(filter(None, words), 1)
    )
    return sound(NoteEdits(own=tuple(own)))


def _read_findings(bundle: IncomingBundle, owners: Mapping[int, Entry], found: OfVisits) -> None:
    """Where two tell different things of one finding in one visit, neither is taken."""
    told_by: dict[tuple[int, FindingKey], Entry] = {}
    for entry in bundle.of_kind("Observation"):
        try:
            seen = observed(entry.resource, bundle.vocabulary)
        except Unusable as unusable:
            bundle.refuse(entry, unusable.where, *halves(unusable))
            continue
        if seen is None:
            name = concept_words(part(entry.resource, "code"))[:60] or "without code"
            bundle.left_out[f"Observation {name!r}"] += 1
            continue
        encounter = bundle.target(entry, "encounter", "Encounter")
        if encounter is None or not bundle.is_about(entry, owners.get(encounter.number)):
            continue
        place = encounter.number, seen[0]
        before = told_by.setdefault(place, entry)
        if before is entry:
            found.findings[encounter.number][seen[0]] = seen[1]
        elif _value(before) != _value(entry):
            found.findings[encounter.number].pop(seen[0], None)
            what = f"{seen[0]} of this visit is told differently by {before.path}"
            bundle.refuse(entry, "value", what, "neither is taken; leave the right one in the file")


def _value(entry: Entry) -> Json:
    """What an Observation says, to be compared with another."""
    names = ("note", "component", "dataAbsentReason", "bodySite")
    resource = entry.resource
    return {one: resource[one] for one in resource if one in names or one.startswith("value")}


def _read_codes(bundle: IncomingBundle, owners: Mapping[int, Entry], found: OfVisits) -> None:
    """Diagnoses that stand and belong to a visit; every other one is told."""
    named = _named_by_encounters(bundle)
    complaints = _complaints(bundle)
    for entry in bundle.of_kind("Condition"):
        concept = part(entry.resource, "code")
        codes = [code for system, code in codes_of(concept) if system == ICD10CM]
        title = concept_words(concept)
        words = " ".join([*codes[:1], title[:60]]) or "without words"
        states = _states(entry.resource) & _NOT_STANDING
        encounter = _encounter_of(bundle, entry, named)
        if states:
            bundle.left_out[f"Condition {words} ({min(states)})"] += 1
        elif encounter is None:
            if entry.number not in complaints:
                bundle.left_out[f"Condition {words} (of no visit in the file)"] += 1
        elif not codes:
            bundle.left_out[f"Condition {words} (no ICD-10-CM code)"] += 1
        elif bundle.is_about(entry, owners.get(encounter.number)):
            chosen = ChosenCode(codes[0][:20], title[:300], "imported")
            found.codes[encounter.number].append(sound(chosen))


def _states(resource: Json) -> set[str]:
    found: set[str] = set()
    for name in ("clinicalStatus", "verificationStatus"):
        found |= {code for _, code in codes_of(part(resource, name))}
    return found


def _encounter_of(bundle: IncomingBundle, entry: Entry, named: Mapping[int, Entry]) -> Entry | None:
    """The encounter that a diagnosis names, or that names it."""
    found = bundle.by_address.get(reference_of(entry.resource, "encounter"))
    return found if found is not None and found.kind == "Encounter" else named.get(entry.number)


def _named_by_encounters(bundle: IncomingBundle) -> dict[int, Entry]:
    """Encounters by the number of each Condition that they name as a diagnosis."""
    found: dict[int, Entry] = {}
    for entry in bundle.of_kind("Encounter"):
        for diagnosis in items(entry.resource, "diagnosis"):
            condition = bundle.by_address.get(reference_of(diagnosis, "condition"))
            if condition is not None:
                found[condition.number] = entry
    return found


def _complaints(bundle: IncomingBundle) -> frozenset[int]:
    """Conditions that name an episode: its complaint is taken from them."""
    found = (
        bundle.by_address.get(reference_of(diagnosis, "condition"))
        for entry in bundle.of_kind("EpisodeOfCare")
        for diagnosis in items(entry.resource, "diagnosis")[:1]
    )
    return frozenset(one.number for one in found if one is not None)


def numbered(visits: list[Visit], episode_id: str) -> tuple[Visit, ...]:
    """Visits of one episode in the order of their days."""
    in_order = sorted(visits, key=lambda one: one.date)
    return tuple(
        replace(one, episode_id=episode_id, number=number) for number, one in enumerate(in_order, 1)
    )


def halves(error: ValueError) -> tuple[str, str]:
    """What is wrong, and the fix behind a semicolon."""
    what, _, fix = str(error).partition("; ")
    return what, fix or "mend it"
