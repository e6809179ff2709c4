"""A visit: everything recorded on one day, as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from pt_chart.clinical.bodychart.marks import BodyChart
from pt_chart.clinical.care.diagnosis_codes import ChosenCode
from pt_chart.clinical.care.left_out import LeftOut
from pt_chart.clinical.care.plan_of_care import GoalReview, PlanOfCare
from pt_chart.clinical.care.visit_administration import VisitAdministration
from pt_chart.clinical.findings import Answer, Answers, FindingKey
from pt_chart.clinical.narrative_edits import NoteEdits
from pt_chart.clinical.program.dosage import Program
from pt_chart.clinical.sides import Side
from pt_chart.clinical.within_visit import WithinVisit


class VisitKind(StrEnum):
    """What the visit is for."""

    EVALUATION = "evaluation"
    FOLLOW_UP = "follow_up"
    PROGRESS = "progress"
    DISCHARGE = "discharge"


class VisitStatus(StrEnum):
    """Draft until signed; signed notes never change."""

    DRAFT = "draft"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class FlagAcknowledgment:
    """What was done about a raised flag, or why it is cleared; one of the two is never empty.

    ``basis`` is what the flag said when this was recorded (`reasoning.acknowledged.basis_of`);
    ``cleared_by`` says who cleared an emergency, and when.
    """

    flag: str
    action: str
    reason: str
    by: str
    at: datetime
    basis: tuple[str, ...] = ()
    cleared_by: str = ""

    @property
    def words(self) -> str:
        """What was done, the reason and who cleared it, as notes and reports tell it."""
        by = f"cleared by {self.cleared_by}" if self.cleared_by else ""
        return "; ".join(filter(None, (self.action, self.reason, by)))


@dataclass(frozen=True, slots=True)
class WorkingHypothesis:
    """The clinician's choice, beside the panel's order at that moment."""

    condition: str
    side: Side | None
    agrees: bool
    reason: str
    by: str
    at: datetime
    knowledge_version: str
    knowledge_sha256: str


@dataclass(frozen=True, slots=True)
class Treatment:
    """An intervention given in the visit.

    ``dose`` is in words ("2 x 10, level 3"); ``minutes`` are direct one-on-one minutes, None when
    not recorded. ``code`` and ``modifiers`` are what the clinic types, the program knows no
    procedure codes; ``timed`` says whether the clinic bills the code by minutes (None: not said).
    ``by_assistant`` marks what an assistant gave in whole or in part.
    """

    name: str
    dose: str = ""
    minutes: int | None = None
    side: Side | None = None
    response: str = ""
    code: str = ""
    timed: bool | None = None
    modifiers: tuple[str, ...] = ()
    by_assistant: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Assessment and plan of one visit.

    ``goals`` are goals in words as older visits have them; goals with a measure, target and day
    are in ``care``, the plan of care where this visit wrote or revised it. ``goal_reviews`` are
    the clinician's word on goals today; ``codes`` the diagnosis codes, the primary one first;
    ``left_out`` the parts that were left out on purpose, with the reasons.
    """

    assessment: str = ""
    goals: tuple[str, ...] = ()
    frequency: str = ""
    treatments: tuple[Treatment, ...] = ()
    next_visit: str = ""
    care: PlanOfCare | None = None
    goal_reviews: tuple[GoalReview, ...] = ()
    codes: tuple[ChosenCode, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, in which role, when, and the digest of the canonical visit.

    ``number`` is that of the seal in the chart's chain of signatures (0: written by a version
    before seals), ``code`` the digest of that seal: short forms of it are printed.
    """

    by: str
    name: str
    role: str
    at: datetime
    digest: str
    number: int = 0
    code: str = ""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A signed visit was entered in error: why, by whom; ``moved_to`` is the visit in its place.

    The original stays readable and is left out of everything that reasons or carries forward.
    """

    reason: str
    by: str
    name: str
    at: datetime
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class Addendum:
    """A later remark beside a signed visit; the original stays."""

    text: str
    by: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit, draft or signed.

    ``revision`` counts stored versions for optimistic locking: 0 = never stored. ``form_versions``
    maps form ids to the version the answers were written with. ``panel`` keeps the stored panel
    (JSON text as `pt-chart reason` prints it) of a signed visit, so that it never recomputes.
    ``within`` are the asterisk signs with their re-tests.
    ``entered`` is when the visit was first written down and ``late_reason`` why that was not on
    its own day.
    """

    id: str
    episode_id: str
    kind: VisitKind
    date: date
    number: int = 1
    status: VisitStatus = VisitStatus.DRAFT
    answers: Answers = field(default_factory=lambda: MappingProxyType({}))
    chart: BodyChart = field(default_factory=BodyChart)
    program: Program = field(default_factory=Program)
    plan: Plan = field(default_factory=Plan)
    acknowledgments: tuple[FlagAcknowledgment, ...] = ()
    hypothesis: WorkingHypothesis | None = None
    form_versions: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    panel: str = ""
    signature: Signature | None = None
    addenda: tuple[Addendum, ...] = ()
    revision: int = 0
    administration: VisitAdministration = field(default_factory=VisitAdministration)
    note: NoteEdits = field(default_factory=NoteEdits)
    within: WithinVisit = field(default_factory=WithinVisit)
    entered: datetime | None = None
    late_reason: str = ""
    cosignature: Signature | None = None
    withdrawal: Withdrawal | None = None

    def with_answer(self, key: FindingKey, answer: Answer | None) -> Visit:
        """A visit with one answer set, or taken back to untouched when ``answer`` is None."""
        answers = dict(self.answers)
        if answer is None:
            answers.pop(key, None)
        else:
            answers[key] = answer
        return replace(self, answers=MappingProxyType(answers))

    def with_answers(self, changes: Mapping[FindingKey, Answer | None]) -> Visit:
        """A visit with several answers set or taken back in one step."""
        answers = {**self.answers, **{k: a for k, a in changes.items() if a is not None}}
        for key, answer in changes.items():
            if answer is None:
                answers.pop(key, None)
        return replace(self, answers=MappingProxyType(answers))

    @property
    def signed(self) -> bool:
        """Whether the visit can no longer change."""
        return self.status is VisitStatus.SIGNED

    @property
    def late(self) -> bool:
        """Whether it was first written down after its own day."""
        return self.entered is not None and self.entered.date() > self.date
