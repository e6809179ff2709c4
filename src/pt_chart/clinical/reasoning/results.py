"""What the reasoning says about a case: the shape that the panel, the report and scripts read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.reasoning.tiers import Action, Tier

__all__ = [
    "Action",
    "Assessment",
    "Comparison",
    "ComparisonRow",
    "ConsiderPrompt",
    "Contradiction",
    "Direction",
    "EvidenceLine",
    "GroupContribution",
    "KnowledgeStamp",
    "NextTest",
    "PublishedScore",
    "RaisedFlag",
    "RankedCause",
    "Tier",
]


@dataclass(frozen=True, slots=True)
class RaisedFlag:
    """A flag rule that fires: why (in words and keys), what to do, what to tell the patient.

    ``clears`` says who may clear it and when; ``evidence`` is a published figure, "" without one;
    ``family`` is shared by flags of one suspicion (see `joined`).
    """

    id: str
    title: str
    tier: Tier
    because: tuple[str, ...]
    keys: tuple[FindingKey, ...]
    clinician: str
    patient: str
    source: str
    verified: str
    condition: str = ""
    clears: str = ""
    evidence: str = ""
    family: str = ""


class Direction(StrEnum):
    """What a finding says about a cause."""

    FOR = "for"
    AGAINST = "against"
    NEUTRAL = "neutral"
    NOT_TESTED = "not_tested"


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One line of for / against / not tested, with its source.

    ``weight`` is the log likelihood ratio as applied (after shrinking, capping and the
    correlation group), 0 when it weighs nothing; ``lr`` and its confidence limits are as
    published (None when there is none); ``strength`` is a plain word; ``basis`` is "measured" or
    "expert pattern"; ``words`` says the finding with side spelled out.
    """

    finding: str
    keys: tuple[FindingKey, ...]
    words: str
    direction: Direction
    weight: float
    group: str
    lr: float | None
    lr_low: float | None
    lr_high: float | None
    study: str
    n: int | None
    setting: str
    strength: str
    basis: str
    verified: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class GroupContribution:
    """How much one correlation group moved a cause (log scale; positive = for).

    ``source`` and ``words`` are those of its strongest finding.
    """

    group: str
    label: str
    weight: float
    tested: bool
    source: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class RankedCause:
    """A cause judged on its own.

    ``low``, ``middle`` and ``high`` are log-odds contributions against the case's starting point
    (5th, 50th, 95th percentile of seeded samples), never percentages; ``band`` is the word for
    the middle, ``range_words`` for low to high; ``tested`` False when nothing bears on it yet.
    """

    condition: str
    name: str
    parent: str
    role: str
    band: str
    range_words: str
    low: float
    middle: float
    high: float
    tested: bool
    lines: tuple[EvidenceLine, ...]
    contributions: tuple[GroupContribution, ...]
    prior_band: str = ""

    def of(self, direction: Direction) -> tuple[EvidenceLine, ...]:
        """The lines that speak in one direction."""
        return tuple(line for line in self.lines if line.direction is direction)


@dataclass(frozen=True, slots=True)
class ConsiderPrompt:
    """A condition without accuracy data that fits a typical pattern: expert pattern, unscored."""

    condition: str
    name: str
    because: tuple[str, ...]
    suggestion: str
    source: str


@dataclass(frozen=True, slots=True)
class NextTest:
    """An untested item worth doing next; ``kind`` is "flag", "neuro" or "discriminating".

    ``flips`` is the result that would bring another cause to the first place ("present",
    "absent"), "" where none does.
    """

    finding: str
    label: str
    kind: str
    why: str
    position: str
    gain: float
    flips: str = ""


@dataclass(frozen=True, slots=True)
class PublishedScore:
    """A published score or rule, unchanged beside the engine.

    ``status`` is "complete", "decided" (the outcome no longer depends on missing items) or
    "incomplete" (never "negative"); ``total`` None unless known.
    """

    id: str
    title: str
    condition: str
    status: str
    total: float | None
    maximum: float | None
    answered: int
    items: int
    meaning: str
    setting: str
    source: str
    verified: str


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One row of a compare-two table; ``lit`` is left, right, both, neither or not_tested."""

    feature: str
    left: str
    right: str
    patient: str
    lit: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A side-by-side table of two causes with this patient's findings.

    ``causes`` are the ranked causes that it tells apart, by id.
    """

    id: str
    title: str
    left: str
    right: str
    rows: tuple[ComparisonRow, ...]
    causes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two recorded facts that cannot both be right, in words, with their keys.

    ``whole_case`` marks one that every finding so far has part in: it may end with the next one.
    """

    words: str
    keys: tuple[FindingKey, ...]
    whole_case: bool = False


@dataclass(frozen=True, slots=True)
class KnowledgeStamp:
    """Which knowledge files an assessment rests on."""

    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything the panel shows for one case.

    ``ranked`` is empty with ``ranking_off`` giving the reason below 18 years. ``top_overlap``
    says that the range of the first cause overlaps with that of the next one, tested or not: the
    order is open. ``action_note`` says
    what the action rests on where no flag does: what was asked, and what was not. ``starting`` is
    the title of the set of starting bands that the clinician chose, "" for the causes' own.
    """

    action: Action
    flags: tuple[RaisedFlag, ...]
    ranked: tuple[RankedCause, ...]
    ranking_off: str
    top_overlap: bool
    impairments: tuple[RankedCause, ...]
    consider: tuple[ConsiderPrompt, ...]
    next_tests: tuple[NextTest, ...]
    scores: tuple[PublishedScore, ...]
    comparisons: tuple[Comparison, ...]
    contradictions: tuple[Contradiction, ...]
    core_unasked: tuple[str, ...]
    knowledge: KnowledgeStamp
    action_note: str = ""
    starting: str = ""

    @property
    def tested_first(self) -> tuple[RankedCause, ...]:
        """The ranked causes as a short list shows them: those not tested at its end, to fold."""
        open_ones = {one.condition for one in self.ranked if not one.tested and not one.parent}
        return tuple(
            sorted(self.ranked, key=lambda one: (one.parent or one.condition) in open_ones)
        )

    def cause_name(self, condition: str) -> str:
        """The name of a cause as this assessment calls it, else its id in words.

        A working hypothesis may be a cause that is never ranked, or another one altogether.
        """
        names = {one.condition: one.name for one in (*self.ranked, *self.impairments)}
        names |= {one.condition: one.name for one in self.consider}
        return names.get(condition) or condition.replace("_", " ").capitalize()
