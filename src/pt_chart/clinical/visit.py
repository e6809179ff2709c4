"""A visit: everything recorded on one day, as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from pt_chart.clinical.bodychart.marks import BodyChart
from pt_chart.clinical.findings import Answer, Answers, FindingKey
from pt_chart.clinical.program.dosage import Program
from pt_chart.clinical.sides import Side


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
    """What was done about a raised flag, or why it is cleared; one of the two is never empty."""

    flag: str
    action: str
    reason: str
    by: str
    at: datetime


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
    """An intervention given in the visit: dose in words, minutes, side, response."""

    name: str
    dose: str = ""
    minutes: int | None = None
    side: Side | None = None
    response: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Assessment and plan in the clinician's words."""

    assessment: str = ""
    goals: tuple[str, ...] = ()
    frequency: str = ""
    treatments: tuple[Treatment, ...] = ()
    next_visit: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, in which role, when, and the digest of the canonical visit."""

    by: str
    name: str
    role: str
    at: datetime
    digest: str


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
