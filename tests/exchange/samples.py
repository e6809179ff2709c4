"""Invented charts for exchange tests: one by hand, and as many as wanted from seeds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random

from pt_chart.charting.exchange_port import EpisodeChart, PatientChart, Sender
from pt_chart.clinical.bodychart.marks import BodyChart, Mark, Pin, RegionFill, SymptomKind, View
from pt_chart.clinical.canonical import visit_digest
from pt_chart.clinical.care.diagnosis_codes import ChosenCode
from pt_chart.clinical.care.episode_log import (
    Contact,
    ContactKind,
    EpisodeEntry,
    EpisodeLog,
    NextVisit,
    Referral,
    booked_from,
)
from pt_chart.clinical.care.plan_of_care import Goal, GoalReview, GoalState, PlanOfCare, Prognosis
from pt_chart.clinical.fields import MRC_GRADES, REFLEX_GRADES, FieldDef, FieldKind, Vocabulary
from pt_chart.clinical.findings import Answer, FindingKey, Origin, Value
from pt_chart.clinical.people import Clinic, Clinician, Episode, Medicine, Patient
from pt_chart.clinical.program.dosage import Dose, Program, ProgramItem
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import (
    Addendum,
    FlagAcknowledgment,
    Plan,
    Signature,
    Treatment,
    Visit,
    VisitKind,
    VisitStatus,
    Withdrawal,
    WorkingHypothesis,
)
from pt_chart.definitions import load
from pt_chart.host.resources import forms_dir

NOON = datetime(2026, 11, 10, 12, 30, 5, tzinfo=UTC)
THERAPIST = Clinician("user-1", "Ines Corvale", "PT")
SENDER = Sender(Clinic("Harbor Street PT", "1 Harbor St", "(555) 010-0100"), (THERAPIST,), NOON)
NASTY = (
    "=1+1",
    "-2",
    "@cmd",
    "\ttab",
    "Ünïcode – ≥ 45°",
    'quote " and, comma; semicolon',
    "two\nlines\r\nhere",
    "\x07bell\x00nul",
    "  spaces ",
    "'=already",
    "<b>bold</b> & more",
    "\u2028line\u00a0sep",
    "漢字 🙂",
    "",
)


@cache
def vocabulary() -> Vocabulary:
    """The shipped vocabulary."""
    return load(forms_dir()).vocabulary


def chart(seed: int = 0) -> PatientChart:
    """A chart from a seed: people, episodes, signed, withdrawn and open visits, all field kinds."""
    chance = Random(seed)  # noqa: S311 - samples, not secrets
    patient = Patient(
        f"patient-{seed}",
        str(20_000 + seed) if chance.random() < 0.8 else "",
        chance.choice(("Tallowby", "Núñez", "O'Brien", "van der Aa")),
        chance.choice(("Mira", "Jón", "", "Anne-Lise")),
        date(1930, 1, 1) + timedelta(chance.randrange(30_000)) if chance.random() < 0.9 else None,
        sex=chance.choice(("F", "M", "X", "")),
        phone=chance.choice(("", "(555) 010-0187")),
        email=chance.choice(("", "mira@example.org")),
        alerts=tuple(text(chance) for _ in range(chance.randrange(3))),
    )
    episodes = tuple(_episode(chance, patient, n) for n in range(chance.randrange(1, 3)))
    return PatientChart(patient, episodes)


def text(chance: Random) -> str:
    """A text as people and hostile files write it."""
    return " ".join(chance.sample(NASTY, chance.randrange(1, 3)))


def _episode(chance: Random, patient: Patient, number: int) -> EpisodeChart:
    started = date(2026, 1, 1) + timedelta(chance.randrange(200))
    episode = Episode(
        f"{patient.id}-e{number}",
        patient.id,
        chance.choice(("leg pain", text(chance))),
        chance.choice((None, *Side)),
        started,
        onset=text(chance),
        precautions=tuple(text(chance) for _ in range(chance.randrange(2))),
        medicines=(Medicine("Atorvastatin", "statin"), Medicine(text(chance))),
        planned_visits=chance.choice((None, 8)),
        closed=started + timedelta(90) if chance.random() < 0.3 else None,
    )
    visits = tuple(_visit(chance, episode, n) for n in range(chance.randrange(4)))
    referral = Referral(started, text(chance), "=reason", seen=chance.choice((None, started)))
    contact = Contact(started, chance.choice(tuple(ContactKind)), text(chance))
    booked = NextVisit(started, chance.choice(("", "08:30")))
    entries = (
        EpisodeEntry(f"{booked_from(started)}{episode.id}", episode.id, 1, booked, "user-1", NOON),
        EpisodeEntry(f"{episode.id}-r", episode.id, 1, referral, "user-1", NOON),
        EpisodeEntry(f"{episode.id}-c", episode.id, 1, contact, "user-1", NOON),
    )
    return EpisodeChart(episode, visits, EpisodeLog(entries[: chance.randrange(4)]))


def _visit(chance: Random, episode: Episode, number: int) -> Visit:
    day = episode.started + timedelta(7 * number)
    visit = Visit(
        f"{episode.id}-v{number}",
        episode.id,
        chance.choice(tuple(VisitKind)),
        day,
        number + 1,
        answers=dict(_answers(chance)),
        chart=_drawing(chance),
        program=Program((ProgramItem("sciatic_slider_seated", Side.LEFT, Dose(sets=2, reps=10)),)),
        plan=_plan(chance, day),
        form_versions={"symptoms": 1},
        entered=NOON if chance.random() < 0.5 else None,
        late_reason=text(chance),
    )
    if chance.random() < 0.5:
        visit = replace(
            visit,
            acknowledgments=(FlagAcknowledgment("saddle", text(chance), "", "user-1", NOON),),
            hypothesis=WorkingHypothesis(
                "radiculopathy", Side.LEFT, True, text(chance), "user-1", NOON, "1", "ab" * 32
            ),
        )
    return _signed(chance, visit) if chance.random() < 0.7 else visit


def _signed(chance: Random, visit: Visit) -> Visit:
    signature = Signature("user-1", "Ines Corvale, PT", "therapist", NOON, visit_digest(visit), 3)
    visit = replace(visit, status=VisitStatus.SIGNED, signature=signature, revision=4)
    if chance.random() < 0.3:
        visit = replace(visit, addenda=(Addendum(text(chance), "u-9", "Gone Person", NOON),))
    if chance.random() < 0.2:
        visit = replace(visit, cosignature=replace(signature, by="u-2", name="Second, PT"))
    if chance.random() < 0.2:
        visit = replace(visit, withdrawal=Withdrawal(text(chance), "user-1", "Ines", NOON))
    return visit


def _plan(chance: Random, day: date) -> Plan:
    goal = Goal("g1", text(chance), "rmdq", target=4.0, due=day + timedelta(30))
    return Plan(
        assessment=text(chance),
        goals=(text(chance),),
        treatments=(Treatment(text(chance), "2 x 10", 15, Side.RIGHT, text(chance)),),
        care=chance.choice(
            (None, PlanOfCare(goals=(goal,), prognosis=Prognosis.GOOD, times_per_week=2, weeks=4))
        ),
        goal_reviews=(GoalReview("g1", chance.choice(tuple(GoalState)), text(chance)),),
        codes=(ChosenCode("M54.41", "Lumbago with sciatica, right side", "2026"),),
    )


def _drawing(chance: Random) -> BodyChart:
    area = Mark(
        1, View.BACK, chance.choice(tuple(SymptomKind)), RegionFill("calf", Side.LEFT), note="=x"
    )
    pin = Mark(2, View.FRONT, SymptomKind.NUMBNESS, Pin((0.5, 0.25)), intensity=4)
    return BodyChart((area, pin)[: chance.randrange(3)])


def _answers(chance: Random) -> list[tuple[FindingKey, Answer]]:
    known = [one for one in vocabulary().fields.values() if not one.worked_out]
    found = []
    for field in chance.sample(known, chance.randrange(2, 30)):
        side = chance.choice((Side.LEFT, Side.RIGHT, None)) if field.sided else None
        level = chance.choice(field.levels) if field.levels else None
        key = FindingKey(field.id, side, level)
        value = None if chance.random() < 0.15 else value_for(chance, field)
        origin = chance.choice((Origin.ENTERED, Origin.ENTERED, Origin.CARRIED, Origin.PATIENT))
        qualifiers = tuple(one.id for one in field.qualifiers[:1])
        at = NOON if chance.random() < 0.5 else None
        found.append(
            (key, Answer(value, qualifiers, chance.choice(("", text(chance))), origin, at))
        )
    return found


def value_for(chance: Random, field: FieldDef) -> Value:
    """A value that fits a field."""
    if field.kind is FieldKind.YES_NO:
        return chance.random() < 0.5
    if field.kind in (FieldKind.NUMBER, FieldKind.SCALE, FieldKind.DURATION):
        low, high = field.minimum or 0, field.maximum or 100
        between = round(chance.uniform(low, high), 0 if field.whole else 1)
        return chance.choice((int(low), int(high), int(between) if field.whole else between))
    if field.kind is FieldKind.MRC:
        return chance.choice(MRC_GRADES)
    if field.kind is FieldKind.REFLEX:
        return chance.choice(REFLEX_GRADES)
    if field.kind is FieldKind.CHOICE:
        return chance.choice(field.choices).id
    if field.kind is FieldKind.SEVERAL:
        options = [one.id for one in field.choices]
        return tuple(chance.sample(options, chance.randrange(len(options) + 1)))
    if field.kind is FieldKind.DATE:
        return "2026-03-04"
    return text(chance) or "words"
