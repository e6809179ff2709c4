"""What the record of a visit still lacks before it can stand as an evaluation or a daily note.

Diagnosis, goals, and frequency and duration are what Medicare asks of a plan of care (42 CFR
410.61), and other payers and practice acts ask likewise; of a daily note the treatment, the
response and what follows. An assessment is always written. The others may be left out for a typed
reason; a consultation of one visit has no goals and no frequency, and a patient who was sent on in
an emergency has neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pt_chart.clinical.care.left_out import LeftOut, RecordPart
from pt_chart.clinical.care.plan_of_care import PlanOfCare
from pt_chart.clinical.care.standing import StandingPlan
from pt_chart.clinical.program.dosage import says_why
from pt_chart.clinical.visit import Visit, VisitKind

ONE_VISIT = 1
"""So many planned visits make a consultation: nothing follows it."""


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing missing: in words with the fix, and the part of the plan where it is typed."""

    words: str
    link: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a visit's record is judged with.

    ``standing`` is the plan of care that stands, ``billed`` whether a payer or codes are on
    record, ``sent_on`` whether an emergency is open and what was done about it is recorded.
    """

    standing: StandingPlan | None = None
    billed: bool = False
    sent_on: bool = False

    @property
    def care(self) -> PlanOfCare:
        """The plan of care that stands, an empty one without."""
        return self.standing.plan if self.standing is not None else PlanOfCare()


def lacks(visit: Visit, around: Surroundings) -> tuple[Lack, ...]:
    """What the visit's record lacks, in the order in which it is written."""
    parts = wanted(visit, around)
    reasons = {one.part for one in visit.plan.left_out if says_why(one.reason)}
    found = [*_assessment(visit)]
    found += [_LACKS[part] for part in parts if part not in reasons]
    if around.billed and _CODE_WANTED in found:
        found[found.index(_CODE_WANTED)] = _BILLED
    return tuple(found)


def wanted(visit: Visit, around: Surroundings) -> tuple[RecordPart, ...]:
    """Parts that a visit of this kind should hold and does not, whatever reason was given."""
    return tuple(part for part in _EXPECTED[visit.kind] if not _there(part, visit, around))


def reasons(visit: Visit, around: Surroundings) -> tuple[LeftOut, ...]:
    """The reasons that hold: for parts that really are not there."""
    missing = wanted(visit, around)
    return tuple(one for one in visit.plan.left_out if one.part in missing and one.reason.strip())


def one_visit_only(care: PlanOfCare) -> bool:
    """Whether the plan says that nothing follows this visit."""
    return care.visits == ONE_VISIT


WHY_DISCHARGE = "Discharge: say in the assessment why care ends and how its criteria stand."
_CODE_WANTED = Lack(
    "Diagnosis: take a diagnosis code or a working hypothesis, or say why there is none.",
    "plan.codes",
)
_BILLED = Lack(
    "Diagnosis code: take one, the visit is billed; or say why there is none.", "plan.codes"
)
_LACKS = {
    RecordPart.DIAGNOSIS: _CODE_WANTED,
    RecordPart.GOALS: Lack(
        "Goals: set one with the patient, or say why there is none.", "plan.goals"
    ),
    RecordPart.CARE: Lack(
        "Plan of care: say how often and for how long, or one visit only, or why there is none.",
        "plan.care",
    ),
    RecordPart.TREATMENT: Lack(
        "Treatment: say what was done today, or why nothing was.", "plan.treatments"
    ),
}
_EXPECTED = {
    VisitKind.EVALUATION: (RecordPart.DIAGNOSIS, RecordPart.GOALS, RecordPart.CARE),
    VisitKind.FOLLOW_UP: (RecordPart.TREATMENT, RecordPart.CARE),
    VisitKind.PROGRESS: (RecordPart.GOALS, RecordPart.CARE),
    VisitKind.DISCHARGE: (),
}
_RESPONSES = frozenset(
    ("better", "same", "worse", "unchanged", "improved", "improving", "worsened", "worsening")
)
"""Words that are the response by themselves."""
_QUOTED = 24
_ASSESSMENTS = {
    VisitKind.EVALUATION: "Assessment: say in your words what history and exam come to.",
    VisitKind.FOLLOW_UP: "Assessment: say how the patient responded, here or with the treatment.",
    VisitKind.PROGRESS: "Assessment: say what has changed and why care goes on.",
    VisitKind.DISCHARGE: WHY_DISCHARGE,
}


def _assessment(visit: Visit) -> Iterator[Lack]:
    told = [visit.plan.assessment]
    if visit.kind is VisitKind.FOLLOW_UP:
        told += [one.response for one in visit.plan.treatments]
        if visit.within.retests:
            return
        if any(map(_names_response, told)):
            return
    if not any(map(says_why, told)):
        words = _ASSESSMENTS[visit.kind]
        typed = next((text.strip() for text in told if text.strip()), "")
        more = f" {typed[:_QUOTED]!r} says too little." if typed else ""
        yield Lack(f"{words}{more}", "plan.assessment")


def _names_response(text: str) -> bool:
    """Whether one of the words stands there that are the response by themselves."""
    return not _RESPONSES.isdisjoint(re.findall(r"[a-z]+", text.lower()))


def _there(part: RecordPart, visit: Visit, around: Surroundings) -> bool:
    plan, care = visit.plan, around.care
    ends_here = around.sent_on or one_visit_only(care)
    if part is RecordPart.DIAGNOSIS:
        guessed = visit.hypothesis is not None and not around.billed
        return bool(plan.codes) or guessed or around.sent_on
    if part is RecordPart.GOALS:
        return bool(care.goals or plan.goals) or ends_here
    if part is RecordPart.TREATMENT:
        given = plan.treatments or visit.within.retests or visit.program.items
        return bool(given) or around.sent_on
    often = care.times_per_week is not None or care.visits is not None
    counted = (often and care.weeks is not None) or bool(plan.frequency.strip())
    follows = visit.kind is VisitKind.FOLLOW_UP and bool(plan.next_visit.strip())
    return counted or follows or ends_here
