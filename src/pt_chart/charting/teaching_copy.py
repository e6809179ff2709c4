"""A copy of a case for teaching: findings, drawing and program stay, the person goes.

Names, numbers, addresses and every text that people typed are left out, not searched for names:
a program cannot know what a text gives away. All dates move by the same number of days, so that
ages and intervals stay; an age above 89 becomes 90. Rare findings can still tell who it is: the
one who copies looks at the copy before showing it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from secrets import randbelow
from types import MappingProxyType
from uuid import uuid4

from pt_chart.charting.access import Right, require
from pt_chart.charting.audit import AuditAction, AuditEntry
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.own_exercises import OWN
from pt_chart.charting.transfer_port import ImportBatch
from pt_chart.clinical.fields import FieldKind, Vocabulary
from pt_chart.clinical.findings import Answer, Answers, Origin
from pt_chart.clinical.people import TEACHING, Episode, Patient
from pt_chart.clinical.program.dosage import Program
from pt_chart.clinical.visit import Plan, Visit, VisitStatus, WorkingHypothesis
from pt_chart.clinical.within_visit import WithinVisit

COMPLAINT = "Case for teaching"
MARK = "Copy for teaching: no real person"
"""Stands among the alerts, so that every page and every document says it."""
OLDEST = 89
_CODE = re.compile(r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?")
"""What a diagnosis code is; its title may be anybody's words when it came from a file."""
_LEAST_DAYS, _MOST_DAYS = 30, 330


def make_teaching_copy(session: ClinicSession, patient_id: str) -> Patient:
    """Put a copy of a patient into the register, with all visits as drafts; returns it.

    Raises:
        NotAllowed: the role does not chart or register.
        WorldError: the chart could not be written; there is no copy.
    """
    require(session.clinician, Right.CHART)
    store, vocabulary = session.store, session.definitions.vocabulary
    shift = timedelta(days=-(_LEAST_DAYS + randbelow(_MOST_DAYS - _LEAST_DAYS)))
    original = store.patient(patient_id)
    given = f"case {len(store.imports()) + 1}"
    copy = without_person(original, str(uuid4()), given, session.today, shift)
    episodes: list[Episode] = []
    visits: list[Visit] = []
    for one in reversed(store.episodes_of(patient_id)):
        episode = episode_without_person(one, str(uuid4()), copy.id, shift)
        episodes.append(episode)
        standing = (v for v in store.visits_of(one.id) if v.withdrawal is None)
        for number, visit in enumerate(standing, 1):
            bare = visit_without_person(visit, vocabulary, shift)
            visits.append(replace(bare, id=str(uuid4()), episode_id=episode.id, number=number))
    # Before the copy: whose case went to students stands in the log, whatever happens then.
    told = f"copied for teaching as {copy.name} (id {copy.id})"
    store.record(AuditEntry(AuditAction.COPY, patient_id, detail=told))
    store.import_records(
        ImportBatch(str(uuid4()), "teaching copy", (copy,), tuple(episodes), tuple(visits))
    )
    return copy


def without_person(
    patient: Patient, new_id: str, given: str, today: date, shift: timedelta
) -> Patient:
    """Nobody, with the sex and language of a patient and a birth date that is not theirs."""
    born = patient.birth_date
    if born is not None:
        born += shift
        age = patient.age_on(today)
        if age is not None and age > OLDEST:
            born = date(today.year - OLDEST - 1, 1, 1)
    return Patient(
        new_id,
        "",
        TEACHING,
        given,
        born,
        sex=patient.sex,
        language=patient.language,
        alerts=(MARK,),
        demo=True,
    )


def episode_without_person(
    episode: Episode, new_id: str, patient_id: str, shift: timedelta
) -> Episode:
    """The episode with its side and dates, without what was typed."""
    return Episode(
        new_id,
        patient_id,
        COMPLAINT,
        episode.side,
        episode.started + shift,
        planned_visits=episode.planned_visits,
        closed=episode.closed + shift if episode.closed else None,
    )


def visit_without_person(visit: Visit, vocabulary: Vocabulary, shift: timedelta) -> Visit:
    """The visit as an unsigned draft: answers, drawing, codes and program, no typed text.

    Exercises that the clinic made itself are typed texts and pictures; they stay behind too.
    """
    marks = tuple(replace(mark, note="") for mark in visit.chart.marks)
    items = tuple(
        replace(item, own_steps=(), override_reason="", overridden=())
        for item in visit.program.items
        if not item.exercise.startswith(OWN)
    )
    retests = tuple(
        replace(one, after="", at=one.at + shift)
        for one in visit.within.retests
        if not isinstance(one.value, str)
    )
    return Visit(
        visit.id,
        visit.episode_id,
        visit.kind,
        visit.date + shift,
        visit.number,
        VisitStatus.DRAFT,
        _answers(visit.answers, vocabulary, shift),
        replace(visit.chart, marks=marks, carried_from=""),
        Program(
            items,
            tuple(one for one in visit.program.responses if not one.exercise.startswith(OWN)),
        ),
        Plan(
            codes=tuple(
                replace(one, title="", beside=(), reason="")
                for one in visit.plan.codes
                if _CODE.fullmatch(one.code)
            )
        ),
        hypothesis=_hypothesis(visit.hypothesis, shift),
        form_versions=visit.form_versions,
        within=WithinVisit(visit.within.signs, retests),
    )


def _answers(answers: Answers, vocabulary: Vocabulary, shift: timedelta) -> Answers:
    """Answers without notes; typed texts and findings of unknown kind are left out."""
    kept = {}
    for key, answer in answers.items():
        known = vocabulary.canonical(key.id)
        if known is None or vocabulary.fields[known].kind is FieldKind.TEXT:
            continue
        if vocabulary.fields[known].kind is FieldKind.DATE:
            continue
        at: datetime | None = answer.at + shift if answer.at else None
        traced = answer.origin in (Origin.REST_NORMAL, Origin.CONFIRMED)
        origin = Origin.ENTERED if traced else answer.origin
        kept[key] = Answer(answer.value, answer.qualifiers, "", origin, at)
    return MappingProxyType(kept)


def _hypothesis(chosen: WorkingHypothesis | None, shift: timedelta) -> WorkingHypothesis | None:
    if chosen is None:
        return None
    return replace(chosen, reason="", by="", at=chosen.at + shift)
