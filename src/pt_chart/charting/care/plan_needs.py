"""What the plan and the note still need before the visit is signed, each with the fix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pt_chart.charting.care.edits import standing
from pt_chart.charting.care.payer_rule import billing_needs
from pt_chart.charting.clinic_phrases import BLANK
from pt_chart.charting.narrative.writing import write_note
from pt_chart.clinical.care.completeness import Lack, Surroundings, lacks, wanted
from pt_chart.clinical.care.left_out import RecordPart
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.narrative.administration_told import chaperone_unnamed
from pt_chart.clinical.reasoning.acknowledged import SAME_DAY, acknowledged
from pt_chart.clinical.visit import Visit

if TYPE_CHECKING:
    from pt_chart.charting.clinic_session import ClinicSession, OpenVisit

WHO_CHAPERONED = (
    "Chaperone accepted: type the chaperone's name under Plan, Administration, or that it is "
    "unknown."
)
_SHOWN = 70


def plan_needs(session: ClinicSession, opened: OpenVisit) -> tuple[Lack, ...]:
    """Minutes and codes, edited sentences, a chaperone, and what the record itself lacks."""
    visit = opened.desk.visit
    log = session.store.episode_log(opened.desk.episode.id)
    billing = billing_needs(visit, log, session.store)
    needs = [Lack(words, "plan.treatments") for words in billing]
    if visit.note.edits:
        needs += [
            Lack(
                f"Note: “{_short(one.text) or 'a sentence left out'}” was edited before its fields "
                f"changed; they now say “{_short(one.was) or 'nothing'}”. Keep your words, or "
                "follow the fields again.",
                "note",
            )
            for one in write_note(session, opened).sentences
            if one.outdated
        ]
    if chaperone_unnamed(visit):
        needs.append(Lack(WHO_CHAPERONED, "administration.chaperone_name"))
    needs += _unfilled(visit, opened.desk.vocabulary)
    return (*needs, *lacks(visit, surroundings(session, opened)))


def _unfilled(visit: Visit, vocabulary: Vocabulary) -> list[Lack]:
    """Texts in which the blanks of a phrase stand open still."""
    plan = visit.plan
    texts = [
        ("Assessment", plan.assessment, "plan.assessment"),
        ("Next visit", plan.next_visit, "plan.next_visit"),
        *(
            (f"Treatment {one.name}", f"{one.name} {one.dose} {one.response}", "plan.treatments")
            for one in plan.treatments
        ),
        *(
            (vocabulary.field(key.id).name, answer.value, str(key))
            for key, answer in visit.answers.items()
            if isinstance(answer.value, str) and vocabulary.canonical(key.id)
        ),
    ]
    found = []
    for name, text, link in texts:
        count = text.count(BLANK)
        if count:
            places = "1 place" if count == 1 else f"{count} places"
            found.append(Lack(f"{name}: {places} of a phrase to fill in ({BLANK}).", link))
    return found


def parts_wanted(session: ClinicSession, opened: OpenVisit) -> tuple[RecordPart, ...]:
    """Parts of the open visit's record that are not there, whether or not a reason was given."""
    return wanted(opened.desk.visit, surroundings(session, opened))


def surroundings(session: ClinicSession, opened: OpenVisit) -> Surroundings:
    """What the open visit's record is judged with."""
    visit = opened.desk.visit
    log = session.store.episode_log(opened.desk.episode.id)
    coded = any(one.code for one in visit.plan.treatments)
    flags = opened.live.current.flags
    settled = acknowledged(flags, visit.acknowledgments)
    sent_on = any(
        flag.tier in SAME_DAY and flag.id in settled and bool(settled[flag.id].action.strip())
        for flag in flags
    )
    return Surroundings(standing(opened.desk), bool(log.authorizations) or coded, sent_on)


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _SHOWN else f"{plain[: _SHOWN - 3]}..."
