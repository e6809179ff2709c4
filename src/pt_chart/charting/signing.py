"""What a visit still needs before it can be signed, and the signature itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pt_chart.charting.access import Right, allowed, role_words
from pt_chart.charting.core_questions import open_sides
from pt_chart.charting.disputes import disputes, settled
from pt_chart.charting.drawing_check import DrawingDenial
from pt_chart.charting.drawing_side import DrawingDoubt
from pt_chart.charting.ports import Clock
from pt_chart.charting.refusals import Refusal
from pt_chart.charting.settling import Encounter
from pt_chart.charting.side_check import SideDoubt
from pt_chart.charting.unfinished import Waiting
from pt_chart.clinical.canonical import visit_digest
from pt_chart.clinical.care.completeness import Lack
from pt_chart.clinical.fields import FieldDef, Vocabulary
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.measures.plausibility import Misfit
from pt_chart.clinical.people import Clinician
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.reasoning.acknowledged import acknowledged
from pt_chart.clinical.reasoning.results import Assessment, Tier
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Signature, Visit, VisitKind, VisitStatus

WHY = "why."
"""How a place begins that leads to the line for a reason at a finding."""


@dataclass(frozen=True, slots=True)
class SigningNeed:
    """One thing that stands between a draft and its signature, and where to settle it.

    ``finding`` is a finding key in its text form, "" where a flag or a section is meant; ``link``
    names a part of the plan (`plan.goals`) or "". ``reason`` says that the line for a reason at
    the finding is meant, not its answer.
    """

    words: str
    section: str
    finding: str = ""
    flag: str = ""
    link: str = ""
    reason: bool = False

    @property
    def place(self) -> str:
        """Where to go: the flag, the finding or its reason, a part of the plan, the section."""
        if self.reason:
            return f"{WHY}{self.finding}"
        return (self.flag and f"flag.{self.flag}") or self.finding or self.link or self.section


def signing_needs(
    visit: Visit,
    assessment: Assessment,
    vocabulary: Vocabulary,
    clinician: Clinician,
    doubts: tuple[SideDoubt, ...] = (),
    clock_remark: str = "",
    denials: tuple[DrawingDenial, ...] = (),
    refusals: tuple[Refusal, ...] = (),
    misfits: tuple[Misfit, ...] = (),
    waiting: tuple[Waiting, ...] = (),
    plan: tuple[Lack, ...] = (),
    program: tuple[str, ...] = (),
    met: Encounter | None = None,
    drawn: DrawingDoubt | None = None,
) -> tuple[SigningNeed, ...]:
    """Everything still missing, most serious first; empty when the visit can be signed.

    ``doubts`` are the findings whose side is still asked about, ``clock_remark`` what is wrong
    with the clock whose time the signature would carry. ``denials`` are the core questions whose
    "no" the drawing contradicts, ``refusals`` the typed texts that no field took, ``misfits`` the
    answers of measures that cannot stand together, ``waiting`` the words that were typed and not
    added, ``plan`` what plan and note lack or cannot say, ``program`` what keeps the home program
    that the note names from being given, ``met`` another version that nobody compared yet,
    ``drawn`` the side of the drawing that is still asked about.
    """
    return (
        *_role(clinician),
        *_moment(visit, clock_remark),
        *_uncompared(met),
        *_open_flags(visit, assessment),
        *_denied(denials, vocabulary),
        *_refused(refusals, vocabulary),
        *_misfitting(misfits, vocabulary),
        *_contradicting(visit, assessment, vocabulary),
        *_waiting(waiting),
        *(SigningNeed(words, "program") for words in program),
        *_unasked(visit, vocabulary),
        *_unconfirmed(visit, vocabulary),
        *_sides(doubts, vocabulary),
        *([SigningNeed(f"Body chart: {drawn.words}", "body_chart")] if drawn is not None else []),
        *(SigningNeed(one.words, "plan", link=one.link) for one in plan),
    )


def signed(visit: Visit, clinician: Clinician, clock: Clock, panel: str) -> tuple[Visit, Signature]:
    """The visit as it is to be stored, with its stored panel, and the signature over it."""
    final = replace(visit, panel=panel)
    signature = signature_of(final, clinician, clock)
    return replace(final, status=VisitStatus.SIGNED, signature=signature), signature


def signature_of(visit: Visit, clinician: Clinician, clock: Clock) -> Signature:
    """A clinician's signature over what was charted, as of now; the store seals it."""
    return Signature(
        by=clinician.id,
        name=clinician.signature,
        role=clinician.role,
        at=clock(),
        digest=visit_digest(visit),
    )


def _role(clinician: Clinician) -> list[SigningNeed]:
    if allowed(clinician, Right.SIGN):
        return []
    return [SigningNeed(f"As {role_words(clinician.role)} you cannot sign.", "history")]


def _moment(visit: Visit, clock_remark: str) -> list[SigningNeed]:
    """A signature says when: the clock must be right, and a late entry says why it is late."""
    needs = [SigningNeed(clock_remark, "plan")] if clock_remark else []
    if visit.late and not visit.late_reason.strip():
        words = f"Late entry for {date_words(visit.date)}: say why it was not written that day."
        needs.append(SigningNeed(words, "plan", link="visit.late_reason"))
    return needs


def _uncompared(met: Encounter | None) -> list[SigningNeed]:
    """Two versions of this visit: what the other says may be an emergency."""
    if met is None:
        return []
    whose = "Two versions of this visit" if met.live else f"A version of {met.of or 'yours'}"
    return [SigningNeed(f"{whose}: compare them, and make one visit of both.", "versions")]


def _open_flags(visit: Visit, assessment: Assessment) -> list[SigningNeed]:
    settled = acknowledged(assessment.flags, visit.acknowledgments)
    return [
        SigningNeed(f"{flag.title}: record the action taken, or the reason.", "exam", flag=flag.id)
        for flag in assessment.flags
        if flag.id not in settled and flag.tier is not Tier.MONITOR
    ]


def _denied(denials: tuple[DrawingDenial, ...], vocabulary: Vocabulary) -> list[SigningNeed]:
    """Core questions that the drawing answers otherwise: asked again before the signature."""
    return [
        SigningNeed(
            f"{denial.words} Record yes, or that it is still no.",
            vocabulary.field(denial.key.id).section,
            finding=str(denial.key),
        )
        for denial in denials
    ]


def _refused(refusals: tuple[Refusal, ...], vocabulary: Vocabulary) -> list[SigningNeed]:
    """Typed texts that were not recorded: mend or empty the field."""
    needs = []
    for refusal in refusals:
        where = f", after {refusal.after}" if refusal.after else ""
        name = _named(vocabulary, refusal.key) + (f" (re-test{where})" if refusal.retest else "")
        needs.append(
            SigningNeed(
                f"{name}: {refusal.words}",
                vocabulary.field(refusal.key.id).section,
                finding=str(refusal.key),
            )
        )
    return needs


def _misfitting(misfits: tuple[Misfit, ...], vocabulary: Vocabulary) -> list[SigningNeed]:
    """Answers of a measure that cannot stand together: the first of their fields is the way."""
    return [
        SigningNeed(
            f"{vocabulary.field(one.keys[0].id).name}: {one.words}",
            vocabulary.field(one.keys[0].id).section,
            finding=str(one.keys[0]),
        )
        for one in misfits
        if vocabulary.canonical(one.keys[0].id)
    ]


def _contradicting(
    visit: Visit, assessment: Assessment, vocabulary: Vocabulary
) -> list[SigningNeed]:
    """Answers that cannot all be right: the first of them is the way."""
    return [
        SigningNeed(
            f"{one.words}. Correct one of them, or type there why both stand.",
            vocabulary.field(one.first.id).section,
            finding=str(one.first),
            reason=True,
        )
        for one in disputes(assessment.contradictions, visit.answers)
        if not settled(one, visit.answers) and vocabulary.canonical(one.first.id)
    ]


def _waiting(waiting: tuple[Waiting, ...]) -> list[SigningNeed]:
    """Words in a line that takes them only on Enter."""
    return [
        SigningNeed(
            f"{one.place.title}: “{one.words}” is typed, not added yet. Add it, or empty the line.",
            one.place.section,
            link=f"plan.waiting.{one.place.id}" if one.place.section == "plan" else "",
        )
        for one in waiting
    ]


def _unasked(visit: Visit, vocabulary: Vocabulary) -> list[SigningNeed]:
    """Core red-flag questions are asked again every visit; required fields once an episode."""
    first = visit.kind is VisitKind.EVALUATION
    needs = []
    for field in vocabulary.fields.values():
        sides: tuple[Side | None, ...] = ()
        if field.core:
            sides = open_sides(visit, field, vocabulary)
        elif field.required and first and not _settled(visit, field):
            sides = (None,)
        if not sides:
            continue
        # With no side asked about at all, one line for the question.
        side = sides[0] if len(sides) == 1 else None
        name = f"{field.name} {side.spelled}" if side else field.name
        key = str(FindingKey(field.id, side)) if side else field.id
        words = f"{name}: answer, or mark not {_word(field)} with a reason."
        needs.append(SigningNeed(words, field.section, finding=key))
    return needs


def _word(field: FieldDef) -> str:
    return "asked" if field.section == "history" else "tested"


def _settled(visit: Visit, field: FieldDef) -> bool:
    """Answered, or said not asked with a typed reason."""
    return any(
        answer.tested or bool(answer.note.strip())
        for key, answer in visit.answers.items()
        if key.id == field.id
    )


def _unconfirmed(visit: Visit, vocabulary: Vocabulary) -> list[SigningNeed]:
    """Carried answers card by card: one command confirms what stands on a card together."""
    cards: dict[tuple[str, str], list[FindingKey]] = {}
    for key, answer in visit.answers.items():
        if answer.unconfirmed and vocabulary.canonical(key.id):
            field = vocabulary.field(key.id)
            cards.setdefault((field.section, field.card), []).append(key)
    needs = []
    for (section, _card), (key, *others) in cards.items():
        more = f" and {len(others)} more on its card" if others else ""
        them = "them" if others else "it"
        words = f"{_named(vocabulary, key)}{more}: carried forward, confirm {them}."
        needs.append(SigningNeed(words, section, finding=str(key)))
    return needs


def _sides(doubts: tuple[SideDoubt, ...], vocabulary: Vocabulary) -> list[SigningNeed]:
    return [
        SigningNeed(
            f"{_named(vocabulary, doubt.key)}: {doubt.words}",
            vocabulary.field(doubt.key.id).section,
            finding=str(doubt.key),
        )
        for doubt in doubts
    ]


def _named(vocabulary: Vocabulary, key: FindingKey) -> str:
    parts = (vocabulary.field(key.id).name, key.level, key.side and key.side.spelled)
    return " ".join(part for part in parts if part)
