"""Clinical documents of an open visit, with the stamp of its signature where it has one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pt_chart.charting.access import waits_for_cosign
from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.narrative.writing import note_case
from pt_chart.charting.paperwork import (
    addenda_words,
    card_of,
    case_of_visit,
    charted_by,
    letter_of,
    report_of_visit,
)
from pt_chart.charting.verification import content_digest, kind_of
from pt_chart.clinical.care.due import planned_visits
from pt_chart.clinical.care.standing import standing_plan
from pt_chart.clinical.document_code import document_code
from pt_chart.clinical.measures.instrument import for_sex
from pt_chart.clinical.measures.series import courses
from pt_chart.clinical.narrative.compose import narrative
from pt_chart.clinical.paper_parts import PaperPart
from pt_chart.clinical.papers import (
    PaperHead,
    RefusedReferral,
    SecondLookPaper,
    Stamp,
    WorkNote,
    WorkStatus,
)
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.program.emergency import full_name
from pt_chart.clinical.program.emergency_kinds import told_at_home
from pt_chart.clinical.program.handout import ReferralLetter
from pt_chart.clinical.program.library import OWN_LANGUAGE
from pt_chart.clinical.program.safety import open_emergencies
from pt_chart.clinical.program.whole_chart import charted_precautions
from pt_chart.clinical.reasoning.acknowledged import acknowledged
from pt_chart.clinical.reasoning.flag_grounds import grounds
from pt_chart.clinical.reasoning.results import RaisedFlag
from pt_chart.clinical.reasoning.second_look import second_look
from pt_chart.clinical.report import EvaluationReport
from pt_chart.clinical.visit import Signature

FARTHEST_FIRST = 31
"""Days between the visit and the first day of a work note, before or after it, our default."""
LONGEST_NOTE = 366
"""Days that a work note holds at most, our default."""
TOLD_RISKS = (
    "The concern: {suspicion}.",
    "Not seen by a doctor, its cause stays unknown. It may get worse, and the harm may not heal.",
)


def head_of_visit(session: ClinicSession, current: OpenVisit) -> PaperHead:
    """Whose document and from whom; not stamped."""
    desk = current.desk
    born = desk.patient.birth_date
    return PaperHead(
        clinic=session.store.clinic(),
        patient_name=full_name(desk.patient),
        birth_date=date_words(born) if born else "",
        record_number=desk.patient.record_number,
        date=date_words(desk.visit.date),
        therapist=charted_by(session, desk.visit).signature,
    )


def report(
    session: ClinicSession, current: OpenVisit, sections: tuple[str, ...] = ()
) -> EvaluationReport:
    """The clinical report with the sections to release, () = the usual ones."""
    made = report_of_visit(session, current)
    case = note_case(session, current)
    visits = (*case.earlier, case.visit)
    instruments = for_sex(session.definitions.instruments, case.patient.sex)
    given = [
        course
        for course in courses(visits, instruments)
        if any(one.visit == case.visit.id for one in course.administrations)
        and course.instrument.fields
    ]
    standing = standing_plan(case.visit, case.earlier)
    return replace(
        made,
        episode=case.episode,
        forms=current.forms or made.forms,
        sections=sections,
        first=case.earlier[0] if case.earlier else None,
        courses=tuple(one for one in given if not one.instrument.sided),
        angles=tuple(one for one in given if one.instrument.sided),
        note=narrative(case).sections,
        waits=waits_for_cosign(case.visit),
        former_flags=tuple(words for _flag, words in case.former_flags),
        grounds=_grounds(session, made, case.former_flags),
        planned=planned_visits(case.episode, standing.plan if standing is not None else None),
        precautions=charted_precautions(
            visits,
            case.patient,
            case.episode,
            vocabulary=session.definitions.vocabulary,
            library=session.definitions.library,
        ),
    )


def _grounds(
    session: ClinicSession, made: EvaluationReport, former: Sequence[tuple[RaisedFlag, str]]
) -> tuple[str, ...]:
    flags = (*made.assessment.flags, *(flag for flag, _words in former))
    definitions = session.definitions
    found = grounds(
        (flag.id for flag in flags), definitions.knowledge.flags, definitions.vocabulary
    )
    return tuple(sorted(found))


def letter(session: ClinicSession, current: OpenVisit) -> ReferralLetter:
    """The referral letter for the raised flags.

    Raises:
        ValueError: no flag is raised.
    """
    made = letter_of(case_of_visit(session, current), session.definitions)
    stamp = _stamp(current, made)
    return replace(made, stamp=stamp)


def stamped(current: OpenVisit, parts: Sequence[PaperPart]) -> tuple[PaperPart, ...]:
    """What prints for a program, with the stamp of a signed visit on its referral letter."""
    return tuple(
        replace(part, stamp=_stamp(current, part)) if isinstance(part, ReferralLetter) else part
        for part in parts
    )


def work_note(
    session: ClinicSession,
    current: OpenVisit,
    *,
    status: WorkStatus,
    limits: tuple[str, ...] = (),
    first: date | None = None,
    until: date | None = None,
    review: date | None = None,
    reason: str = "",
) -> WorkNote:
    """A note for work or school; ``reason`` only with the patient's permission.

    A draft may leave days and limits to be written in; a note with a code may not. It is typed
    after the visit was signed, so its time is now, and only the visit's signer has it with a
    code: for anybody else, and while the visit waits for a co-signature, it is a draft. Limits
    stand only in a note for work with limits.

    Raises:
        ValueError: its days cannot be, an emergency is open with nothing recorded about it, or
            the visit is signed and the note would be blank where it matters; the message says so.
    """
    visit = current.desk.visit
    own = visit.signature is not None and visit.signature.by == session.clinician.id
    own = own and not waits_for_cosign(visit)
    _no_open_emergency(current)
    _days_that_can_be(visit.date, first, until, review)
    limits = limits if status is WorkStatus.LIMITED else ()
    lacking = _blank_parts(status, limits, first, until or review)
    if own and lacking:
        raise ValueError(
            f"The visit is signed, so the note carries a code and nothing can be written into it: "
            f"add {' and '.join(lacking)}."
        )
    made = WorkNote(
        head_of_visit(session, current),
        status,
        limits,
        date_words(first) if first else "",
        date_words(until) if until else "",
        date_words(review) if review else "",
        reason,
    )
    stamp = _stamp(current, made) if own else None
    if stamp is None:
        return made
    maker = session.clinician
    signed = Signature(
        maker.id, maker.signature, maker.role, session.clock(), stamp.signature.digest
    )
    return replace(made, head=replace(made.head, stamp=Stamp(signed, stamp.code)))


def _no_open_emergency(current: OpenVisit) -> None:
    flags = open_emergencies(current.live.current.flags)
    done = acknowledged(flags, current.desk.visit.acknowledgments)
    left = [flag.title for flag in flags if flag.id not in done]
    if left:
        raise ValueError(
            f"An emergency is open ({left[0]}) and nothing is recorded about it: record what was "
            "done first, then write the work note."
        )


def _days_that_can_be(
    visit: date, first: date | None, until: date | None, review: date | None
) -> None:
    if first is not None and until is not None and until < first:
        raise ValueError(
            f"The note ends on {date_words(until)}, before it begins on {date_words(first)}: "
            "choose a later last day."
        )
    if first is not None and abs((first - visit).days) > FARTHEST_FIRST:
        raise ValueError(
            f"The first day, {date_words(first)}, is more than {FARTHEST_FIRST} days from the "
            f"visit of {date_words(visit)}: choose a nearer one."
        )
    last = until or review
    if first is not None and last is not None and (last - first).days > LONGEST_NOTE:
        raise ValueError(
            f"The note would hold for more than {LONGEST_NOTE} days, through {date_words(last)}: "
            "choose an earlier day; it can be written again."
        )
    if review is not None and first is not None and review < first:
        raise ValueError(
            f"It is looked at again on {date_words(review)}, before it begins on "
            f"{date_words(first)}: choose a later day."
        )


def _blank_parts(
    status: WorkStatus, limits: tuple[str, ...], first: date | None, last: date | None
) -> list[str]:
    """What a work note does not say yet, as words to type."""
    lacking = [] if first is not None else ["the first day"]
    if status is not WorkStatus.FULL and last is None:
        lacking.append("the last day or the day it is looked at again")
    if status is WorkStatus.LIMITED and not limits:
        lacking.append("the limits")
    return lacking


def refused_referral(
    session: ClinicSession,
    current: OpenVisit,
    *,
    said: str = "",
    understood: bool | None = None,
    card_given: bool | None = None,
) -> RefusedReferral:
    """The record that the referral of the most urgent flag was declined.

    What it says is typed for the paper and kept in no visit: it is signed by hand, by patient and
    therapist, and carries neither the visit's signature nor a code.

    Raises:
        ValueError: no flag is raised.
    """
    flags = current.live.current.flags
    case = replace(case_of_visit(session, current, OWN_LANGUAGE), clinician=session.clinician)
    advised = letter_of(case, session.definitions)
    card = card_of(case, session.definitions)
    suspicion = advised.headline.partition(": ")[2] or flags[0].title
    head = head_of_visit(session, current)
    return RefusedReferral(
        head=replace(head, therapist=session.clinician.signature),
        advised=f"{advised.headline}. {card.action}.",
        # The patient takes a copy home, and a witness reads it.
        findings=tuple(
            dict.fromkeys(words for flag in told_at_home(flags) for words in flag.because)
        ),
        risks=tuple(one.format(suspicion=suspicion) for one in TOLD_RISKS),
        said=said,
        net=(f"{card.action}.", card.lead),
        call=card.ambulance,
        understood=understood,
        card_given=card_given,
    )


def second_look_of_visit(
    session: ClinicSession, current: OpenVisit, comparison: str = ""
) -> SecondLookPaper:
    """How the panel reasoned about the open visit; ``comparison`` is the id of a table, or ""."""
    visit = current.desk.visit
    made = SecondLookPaper(
        head_of_visit(session, current),
        second_look(
            current.live.current,
            current.desk.vocabulary,
            acknowledgments=visit.acknowledgments,
            hypothesis=visit.hypothesis,
            comparison=comparison,
            signatures={user.id: user.signature for user in session.store.users()},
        ),
    )
    return replace(made, head=replace(made.head, stamp=_stamp(current, made)))


def _stamp(current: OpenVisit, part: ReferralLetter | WorkNote | SecondLookPaper) -> Stamp | None:
    visit = current.desk.visit
    if visit.signature is None:
        return None
    code = document_code(kind_of(part), visit, content=content_digest(part))
    waits = waits_for_cosign(visit)
    return Stamp(visit.signature, code, visit.cosignature, waits, addenda_words(visit))
