"""The care of a demo person: plan of care, codes, consent, and the log between visits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from pt_chart.clinical.care.diagnosis_codes import ChosenCode
from pt_chart.clinical.care.episode_log import (
    Authorization,
    Contact,
    ContactKind,
    EpisodeBefore,
    EpisodeEntry,
    EpisodeRecord,
    NextVisit,
    Referral,
    UnitRule,
    booked_from,
)
from pt_chart.clinical.care.plan_of_care import (
    CareProblem,
    Goal,
    GoalReview,
    GoalState,
    PlanOfCare,
    ProblemArea,
    Prognosis,
)
from pt_chart.clinical.care.visit_administration import (
    Consent,
    ConsentForm,
    ConsentState,
    VisitAdministration,
)
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Plan, Treatment, WorkingHypothesis
from pt_chart.definitions.toml_reader import Reader

_BOOKED_AHEAD = 1
"""Days before it, at the latest, on which a visit of the demo was booked."""


def read_plan(reader: Reader, day: date) -> Plan:
    """The plan of one visit, empty when there is none."""
    plan = reader.table("plan")
    if plan is None:
        return Plan()
    read = Plan(
        assessment=plan.text("assessment", ""),
        goals=plan.texts("goals"),
        frequency=plan.text("frequency", ""),
        treatments=tuple(_treatment(one) for one in plan.tables("treatment")),
        next_visit=plan.text("next_visit", ""),
        care=_care(plan.table("care"), day),
        goal_reviews=tuple(_review(one) for one in plan.tables("review")),
        codes=tuple(_code(one) for one in plan.tables("code")),
    )
    plan.finish()
    return read


def _treatment(reader: Reader) -> Treatment:
    made = Treatment(
        reader.text("name"),
        reader.text("dose", ""),
        reader.optional_whole("minutes"),
        reader.member("side", Side) if "side" in reader else None,
        reader.text("response", ""),
    )
    if "code" in reader:
        made = replace(
            made,
            code=reader.text("code"),
            timed=reader.flag("timed", default=True),
            modifiers=reader.texts("modifiers"),
        )
    made = replace(made, by_assistant=reader.flag("by_assistant", default=False))
    reader.finish()
    return made


def _code(reader: Reader) -> ChosenCode:
    made = ChosenCode(reader.text("code"), reader.text("title"), reader.text("release"))
    reader.finish()
    return made


def _review(reader: Reader) -> GoalReview:
    state = reader.member("state", GoalState, GoalState.OPEN) or GoalState.OPEN
    made = GoalReview(reader.text("goal"), state, reader.text("note", ""))
    reader.finish()
    return made


def _care(reader: Reader | None, day: date) -> PlanOfCare | None:
    if reader is None:
        return None
    made = PlanOfCare(
        problems=tuple(_problem(one) for one in reader.tables("problem")),
        goals=tuple(_goal(one, day) for one in reader.tables("goal")),
        prognosis=reader.member("prognosis", Prognosis) if "prognosis" in reader else None,
        prognosis_because=reader.text("prognosis_because", ""),
        times_per_week=reader.optional_number("times_per_week"),
        weeks=reader.optional_whole("weeks"),
        visits=reader.optional_whole("visits"),
        discharge_criteria=reader.texts("discharge_criteria"),
        interventions=reader.texts("interventions"),
    )
    reader.finish()
    return made


def _problem(reader: Reader) -> CareProblem:
    area = reader.member("area", ProblemArea) if "area" in reader else None
    made = CareProblem(reader.text("words"), area)
    reader.finish()
    return made


def _goal(reader: Reader, day: date) -> Goal:
    made = Goal(
        reader.text("id"),
        reader.text("words"),
        reader.text("measure", ""),
        reader.text("part", ""),
        reader.member("side", Side) if "side" in reader else None,
        reader.optional_number("baseline"),
        reader.optional_number("target"),
        day + timedelta(days=reader.whole("due_in_days", 28)),
        day,
    )
    reader.finish()
    return made


def read_hypothesis(reader: Reader, at: datetime) -> WorkingHypothesis | None:
    """The clinician's working hypothesis; who and with which knowledge is added when stored."""
    chosen = reader.table("hypothesis")
    if chosen is None:
        return None
    made = WorkingHypothesis(
        condition=chosen.text("condition"),
        side=chosen.member("side", Side) if "side" in chosen else None,
        agrees=chosen.flag("agrees", default=True),
        reason=chosen.text("reason", ""),
        by="",
        at=at,
        knowledge_version="",
        knowledge_sha256="",
    )
    chosen.finish()
    return made


def read_administration(reader: Reader) -> VisitAdministration:
    """What surrounds a visit, empty when there is nothing."""
    frame = reader.table("administration")
    if frame is None:
        return VisitAdministration()
    made = VisitAdministration(
        consents=tuple(_consent(one) for one in frame.tables("consent")),
        chaperone_name=frame.text("chaperone_name", ""),
        accompanied_by=frame.text("accompanied_by", ""),
        interpreter=frame.text("interpreter", ""),
        treatment_minutes=frame.optional_whole("treatment_minutes"),
    )
    frame.finish()
    return made


def _consent(reader: Reader) -> Consent:
    made = Consent(
        reader.text("technique"),
        reader.member("state", ConsentState, ConsentState.GIVEN) or ConsentState.GIVEN,
        reader.member("form", ConsentForm, ConsentForm.SPOKEN) or ConsentForm.SPOKEN,
        reader.member("side", Side) if "side" in reader else None,
        reader.text("explained", ""),
    )
    reader.finish()
    return made


def read_log(reader: Reader, episode_id: str, today: date) -> tuple[EpisodeEntry, ...]:
    """The log between visits; the writer is filled in when the demo clinic is made."""
    records: list[EpisodeRecord] = [_contact(one, today) for one in reader.tables("contact")]
    records += [_authorization(one, today) for one in reader.tables("authorization")]
    records += [_referral(one, today) for one in reader.tables("referral")]
    records += [_next_visit(one, today) for one in reader.tables("next_visit")]
    return tuple(
        EpisodeEntry(
            _entry_id(record, f"{episode_id}-entry-{number}"), episode_id, version, told, "", at
        )
        for number, record in enumerate(records, 1)
        for version, (told, at) in enumerate(_versions(record, today), 1)
    )


def _entry_id(record: EpisodeRecord, ident: str) -> str:
    return f"{booked_from(record.day)}{ident}" if isinstance(record, NextVisit) else ident


def _versions(record: EpisodeRecord, today: date) -> tuple[tuple[EpisodeRecord, datetime], ...]:
    """An entry as it was written down on its days: a payer first, its certification when it came.

    What a note says of the log is what stood when it was signed, so that the days matter.
    """
    written: list[tuple[EpisodeRecord, date | None]]
    if isinstance(record, Authorization):
        begun = replace(record, certified_on=None, certified_by="")
        written = [(begun, record.starts), (record, record.certified_on)]
    elif isinstance(record, Referral):
        sent = replace(record, seen=None, answered=None, answer="", changed="")
        seen = replace(sent, seen=record.seen)
        written = [(sent, record.sent), (seen, record.seen), (record, record.answered)]
    elif isinstance(record, NextVisit):
        written = [(record, min(record.day, today) - timedelta(days=_BOOKED_AHEAD))]
    elif isinstance(record, EpisodeBefore):
        written = [(record, today)]
    else:
        written = [(record, record.day)]
    known = [(told, day) for told, day in written if day is not None] or [(record, today)]
    return tuple((told, datetime.combine(day, time(9), UTC)) for told, day in known)


def _ago(reader: Reader, key: str, today: date) -> date | None:
    days = reader.optional_whole(key)
    return None if days is None else today - timedelta(days=days)


def _next_visit(reader: Reader, today: date) -> NextVisit:
    made = NextVisit(today + timedelta(days=reader.whole("in_days", 0)), reader.text("at", ""))
    reader.finish()
    return made


def _contact(reader: Reader, today: date) -> Contact:
    made = Contact(
        _ago(reader, "days_ago", today) or today,
        reader.member("kind", ContactKind, ContactKind.CALL_TO_PATIENT)
        or ContactKind.CALL_TO_PATIENT,
        reader.text("with_whom", ""),
        reader.text("about", ""),
        reader.text("outcome", ""),
    )
    reader.finish()
    return made


def _authorization(reader: Reader, today: date) -> Authorization:
    made = Authorization(
        reader.text("payer"),
        reader.text("number", ""),
        reader.optional_whole("visits"),
        _ago(reader, "starts_days_ago", today),
        None,
        reader.member("unit_rule", UnitRule) if "unit_rule" in reader else None,
        reader.flag("needs_certification", default=False),
        _ago(reader, "certified_days_ago", today),
        reader.text("certified_by", ""),
    )
    reader.finish()
    return made


def _referral(reader: Reader, today: date) -> Referral:
    made = Referral(
        _ago(reader, "sent_days_ago", today) or today,
        reader.text("to"),
        reader.text("reason", ""),
        seen=_ago(reader, "seen_days_ago", today),
        answered=_ago(reader, "answered_days_ago", today),
        answer=reader.text("answer", ""),
        changed=reader.text("changed", ""),
    )
    reader.finish()
    return made
