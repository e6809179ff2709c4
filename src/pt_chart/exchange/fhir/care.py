"""A visit's frame and what was decided in it: Encounter, Condition, Goal, CarePlan, Provenance."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pt_chart.charting.exchange_port import Sender
from pt_chart.charting.own_exercises import OwnExercise
from pt_chart.clinical.care.plan_of_care import Goal, GoalState, PlanOfCare
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.people import Clinician
from pt_chart.clinical.program.dosage import ProgramItem, dose_words
from pt_chart.clinical.visit import Treatment, Visit
from pt_chart.exchange.fhir.bundle_parts import BundleParts
from pt_chart.exchange.fhir.elements import (
    HL7,
    ICD10CM,
    OWN,
    Json,
    coding,
    concept,
    hl7,
    moment,
    notes,
    period,
    pruned,
    words,
)
from pt_chart.exchange.fhir.findings import VisitPlace, put_findings
from pt_chart.exchange.fhir.people import put_practitioner, sided

_ENCOUNTER = {"final": "finished", "preliminary": "in-progress"}
_PLAN = {"final": "active", "preliminary": "draft"}
_REACHED = {
    GoalState.OPEN: ("active", "in-progress"),
    GoalState.PARTLY_MET: ("active", "improving"),
    GoalState.MET: ("completed", "achieved"),
    GoalState.NOT_MET: ("active", "not-achieved"),
    GoalState.DROPPED: ("cancelled", "not-attainable"),
}
AUTHOR = "urn:iso-astm:E1762-95:2013"
_ACTS = {
    "sign": ("Signed", "1.2.840.10065.1.12.1.1"),
    "cosign": ("Co-signed", "1.2.840.10065.1.12.1.2"),
    "addendum": ("Addendum", "1.2.840.10065.1.12.1.16"),
    "withdraw": ("Entered in error", ""),
}


def status_of(visit: Visit) -> str:
    """A visit's status in the words of an Observation."""
    if visit.withdrawal is not None:
        return "entered-in-error"
    return "final" if visit.signed else "preliminary"


def put_visit(
    parts: BundleParts,
    visit: Visit,
    patient_id: str,
    sender: Sender,
    vocabulary: Vocabulary,
    own: Mapping[str, OwnExercise],
) -> None:
    """Everything of one visit; ``own`` are the clinic's own exercises by their ids."""
    status = status_of(visit)
    subject = parts.reference("Patient", patient_id)
    encounter = parts.put(
        "Encounter",
        visit.id,
        identifier=[{"system": f"{OWN}visit", "value": words(visit.id)}] if words(visit.id) else [],
        status=_ENCOUNTER.get(status, status),
        **{"class": {"system": f"{HL7}v3-ActCode", "code": "AMB", "display": "ambulatory"}},
        type=[concept(f"Physical therapy {visit.kind.value.replace('_', ' ')}")],
        subject=subject,
        episodeOfCare=[parts.reference("EpisodeOfCare", visit.episode_id)],
        period=period(visit.date, visit.date),
        serviceProvider=parts.reference("Organization", "clinic"),
    )
    place = VisitPlace(visit, subject, encounter, status, vocabulary)
    put_findings(parts, place)
    _put_diagnoses(parts, place)
    _put_flags(parts, place)
    _put_plan(parts, place, _put_goals(parts, place), own)
    _put_provenance(parts, visit, encounter, {person.id: person for person in sender.people})


def _put_diagnoses(parts: BundleParts, place: VisitPlace) -> None:
    wrong = place.status == "entered-in-error"
    state: Json = (
        {"verificationStatus": hl7("condition-ver-status", "entered-in-error")}
        if wrong
        else {"clinicalStatus": hl7("condition-clinical", "active")}
    )
    for number, chosen in enumerate(place.visit.plan.codes):
        known = [coding(ICD10CM, chosen.code, chosen.title)] if words(chosen.code) else []
        parts.put(
            "Condition",
            f"{place.visit.id}/code/{number}",
            **state,
            category=[hl7("condition-category", "encounter-diagnosis")],
            code=concept(words(chosen.title) or words(chosen.code) or "Code not recorded", *known),
            subject=place.subject,
            encounter=place.encounter,
            recordedDate=place.visit.date.isoformat(),
        )
    hypothesis = place.visit.hypothesis
    if hypothesis is None:
        return
    state = (
        state
        if wrong
        else {
            **state,
            "verificationStatus": hl7("condition-ver-status", "provisional"),
        }
    )
    name = hypothesis.condition.replace("_", " ")
    code = coding(f"{OWN}cause", hypothesis.condition) if words(hypothesis.condition) else {}
    parts.put(
        "Condition",
        f"{place.visit.id}/hypothesis",
        **state,
        category=[hl7("condition-category", "encounter-diagnosis")],
        code=concept(f"Working hypothesis: {name}", *([code] if code else [])),
        bodySite=sided(hypothesis.side),
        subject=place.subject,
        encounter=place.encounter,
        recordedDate=moment(hypothesis.at),
        note=notes(hypothesis.reason),
    )


def _put_flags(parts: BundleParts, place: VisitPlace) -> None:
    for number, flag in enumerate(place.visit.acknowledgments):
        done = flag.action or flag.reason
        name = flag.flag.replace("_", " ")
        parts.put(
            "Flag",
            f"{place.visit.id}/flag/{number}",
            status="entered-in-error" if place.status == "entered-in-error" else "inactive",
            category=[hl7("flag-category", "clinical")],
            code=concept(f"Red flag {name}: {done}"),
            subject=place.subject,
            encounter=place.encounter,
            period={"start": moment(flag.at)},
        )


def _put_goals(parts: BundleParts, place: VisitPlace) -> list[Json]:
    plan = place.visit.plan
    reviews = {review.goal: review for review in plan.goal_reviews}
    put: list[Json] = []
    for goal in plan.care.goals if plan.care else ():
        review = reviews.get(goal.id)
        life, reached = _REACHED[review.state if review else GoalState.OPEN]
        if place.status == "entered-in-error":
            life = place.status
        put.append(
            parts.put(
                "Goal",
                f"{place.visit.id}/{len(put)}/{goal.id}",
                lifecycleStatus=life,
                achievementStatus=hl7("goal-achievement", reached),
                description=concept(words(goal.words) or "Goal not recorded in words"),
                subject=place.subject,
                startDate=(goal.set_on or place.visit.date).isoformat(),
                target=_target(goal),
                note=notes(review.note if review else ""),
            )
        )
    return put


def _target(goal: Goal) -> list[Json]:
    due = goal.due.isoformat() if goal.due else None
    measured: Json = {}
    if goal.measure and words(goal.measure) and goal.target is not None:
        measure = concept(goal.measure, coding(f"{OWN}finding", goal.measure))
        measured = {"measure": measure, "detailQuantity": {"value": goal.target}}
    target = pruned({**measured, "dueDate": due})
    return [target] if target else []


def _put_plan(
    parts: BundleParts, place: VisitPlace, goals: list[Json], own: Mapping[str, OwnExercise]
) -> None:
    visit, plan = place.visit, place.visit.plan
    activities = [_home(item, own.get(item.exercise)) for item in visit.program.items]
    activities += [_given(one) for one in plan.treatments]
    held = (activities, goals, plan.goals, plan.care, words(plan.assessment), plan.left_out)
    if not any(held):
        return
    frequency = f"Frequency: {plan.frequency}" if plan.frequency else ""
    following = f"Next visit: {plan.next_visit}" if plan.next_visit else ""
    parts.put(
        "CarePlan",
        visit.id,
        status=_PLAN.get(place.status, place.status),
        intent="plan",
        title="Physical therapy plan",
        description=words(plan.assessment),
        subject=place.subject,
        encounter=place.encounter,
        created=visit.date.isoformat(),
        goal=goals,
        activity=activities,
        note=notes(
            *(f"Goal: {goal}" for goal in plan.goals if goal),
            *(f"{one.part.none_words}: {one.reason}" for one in plan.left_out),
            frequency,
            following,
        )
        + _care_notes(plan.care),
    )


def _care_notes(care: PlanOfCare | None) -> list[Json]:
    if care is None:
        return []
    lines = [f"Problem: {one.words}" for one in care.problems if one.words]
    if care.prognosis:
        because = f" ({care.prognosis_because})" if care.prognosis_because else ""
        lines.append(f"Prognosis: {care.prognosis.value}{because}")
    if care.times_per_week is not None:
        lines.append(f"{care.times_per_week:g} times a week")
    if care.weeks is not None:
        lines.append(f"For {care.weeks} weeks")
    lines += [f"Discharge when: {one}" for one in care.discharge_criteria if one]
    return notes(*lines)


def _home(item: ProgramItem, own: OwnExercise | None) -> Json:
    name = own.name if own is not None else item.exercise.replace("_", " ")
    code = [coding(f"{OWN}exercise", item.exercise)] if words(item.exercise) else []
    told = f"{item.side.value}; {dose_words(item.dose)}".strip("; ")
    steps = item.own_steps or (own.steps if own is not None else ())
    return {
        "detail": pruned(
            {
                "code": concept(f"Home exercise: {name}", *code),
                "status": "scheduled",
                "description": words("\n".join((told, *steps))),
            }
        )
    }


def _given(treatment: Treatment) -> Json:
    side = f" {treatment.side.value}" if treatment.side else ""
    minutes = f"{treatment.minutes} min" if treatment.minutes is not None else ""
    told = "; ".join(part for part in (treatment.dose, minutes, treatment.response) if part)
    return {
        "detail": pruned(
            {
                "code": concept(words(f"{treatment.name}{side}") or "Treatment"),
                "status": "completed",
                "description": words(told),
            }
        )
    }


def _put_provenance(
    parts: BundleParts, visit: Visit, encounter: Json, people: dict[str, Clinician]
) -> None:
    """Who signed, co-signed, added and withdrew, and the digest that was signed."""
    acts: list[tuple[str, str, str, datetime, str]] = []
    if visit.signature is not None:
        one = visit.signature
        acts.append(("sign", one.by, one.name, one.at, one.digest))
    if visit.cosignature is not None:
        one = visit.cosignature
        acts.append(("cosign", one.by, one.name, one.at, one.digest))
    acts += [("addendum", one.by, one.name, one.at, one.text) for one in visit.addenda]
    if visit.withdrawal is not None:
        gone = visit.withdrawal
        acts.append(("withdraw", gone.by, gone.name, gone.at, gone.reason))
    for number, (act, by, name, at, told) in enumerate(acts):
        who = put_practitioner(parts, people.get(by, Clinician(by, name, "")))
        title, _ = _ACTS[act]
        spoken = f"{title}: {told}" if act in ("addendum", "withdraw") else title
        parts.put(
            "Provenance",
            f"{visit.id}/{number}",
            target=[encounter],
            occurredDateTime=moment(at),
            recorded=moment(at),
            activity=concept(spoken),
            agent=[{"type": hl7("provenance-participant-type", "author"), "who": who}],
            entity=_digest(act, told),
            signature=_signature(act, at, who),
        )


def _digest(act: str, told: str) -> list[Json]:
    if act not in ("sign", "cosign") or not words(told):
        return []
    what = {"identifier": {"system": f"{OWN}visit-sha256", "value": words(told)}}
    return [{"role": "source", "what": what}]


def _signature(act: str, at: datetime, who: Json) -> list[Json]:
    code = _ACTS[act][1]
    if not code:
        return []
    return [{"type": [{"system": AUTHOR, "code": code}], "when": moment(at), "who": who}]
