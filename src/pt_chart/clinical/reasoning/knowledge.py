"""What the reasoning knows: typed, versioned, every number with its source and verified mark.

Read from forms/knowledge and forms/flags by `pt_chart.definitions`. ``verified`` is "page read"
(the figure was seen in the named source or its abstract) or "no" (from memory of the literature).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pt_chart.clinical.criteria import Criterion, speaking_part
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.reasoning.results import KnowledgeStamp, Tier

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Study:
    """A primary source. ``design`` is "cohort", "case_control", "surgical", "review", "other".

    ``n`` is the number of participants, None when the source text at hand does not give it.
    """

    id: str
    authors: str
    year: int | None
    title: str
    journal: str
    population: str
    reference_standard: str
    setting: str
    design: str
    n: int | None
    doi: str
    pmid: str
    verified: str
    note: str = ""

    @property
    def cite(self) -> str:
        """Short citation as lines show it, such as "Vroomen 2002"."""
        name = self.authors.split(" et al")[0].split(",")[0].split(" & ")[0].strip()
        return f"{name} {self.year}" if self.year else name


@dataclass(frozen=True, slots=True)
class Condition:
    """A cause. ``role`` is "main", "sub" (shown under ``parent``), "impairment", "must_not_miss".

    ``prior`` names the starting band of the default set; must-not-miss conditions are never
    scored, they are flag rules. ``raised_by`` are the findings of which at least one must be
    recorded before the cause counts as tested (a cramp needs a cramp); empty for none.
    ``ruled_out_by`` are findings that leave nothing of the cause on their side (a replaced hip has
    no osteoarthritis): it is not ranked there. ``companion_of`` are causes that it goes with
    (spasm beside a root): it is no rival of theirs, and no test is proposed to tell them apart.
    """

    id: str
    name: str
    role: str
    parent: str = ""
    prior: str = "uncommon"
    note: str = ""
    raised_by: tuple[str, ...] = ()
    ruled_out_by: tuple[str, ...] = ()
    companion_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CorrelationGroup:
    """Findings that ask the same question and therefore count about once."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One finding for one cause, as published or as expert pattern.

    ``when`` says when the finding is present; NO means looked for and absent; only rows of the
    evidence page may lack it. ``absent_when`` says when it counts as looked for and absent although
    one of the ways to record it stayed open. ``unclear_when`` says when what was recorded is
    neither present nor absent as published: the line is neutral whatever else holds,
    ``unclear_note`` says why. ``use`` is "weigh"
    (moves the cause), "show" (listed in the panel, weighs nothing, ``note`` says why) or "page"
    (evidence page only). ``lr_positive`` may be ``inf``. ``pattern`` and ``pattern_absent`` are
    the expert-pattern weights (a name of `Constants.patterns`, with "-" in front for against),
    "" when the row is measured. ``any_side`` lets findings of the other side count as well
    (crossed tests, both-sided patterns); otherwise only the case's main side counts. ``speaking``
    is what of ``when`` is a reason where it holds: see `criteria.speaking_part`.
    """

    id: str
    condition: str
    group: str
    finding: str
    label: str
    when: Criterion | None
    study: str
    use: str
    verified: str
    sensitivity: float | None = None
    sensitivity_ci: Interval | None = None
    specificity: float | None = None
    specificity_ci: Interval | None = None
    lr_positive: float | None = None
    lr_positive_ci: Interval | None = None
    lr_negative: float | None = None
    lr_negative_ci: Interval | None = None
    computed: bool = False
    replicated: bool = False
    pattern: str = ""
    pattern_absent: str = ""
    absent_when: Criterion | None = None
    unclear_when: Criterion | None = None
    unclear_note: str = ""
    any_side: bool = False
    definition: str = ""
    quality: str = ""
    note: str = ""
    speaking: Criterion | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        speaking = None if self.when is None else speaking_part(self.when)
        object.__setattr__(self, "speaking", speaking)

    @property
    def measured(self) -> bool:
        """Whether the row carries published accuracy rather than an expert pattern."""
        return not (self.pattern or self.pattern_absent)


@dataclass(frozen=True, slots=True)
class Constants:
    """Every constant of the engine in one place (forms/knowledge/engine.toml), none measured.

    Weights are on the natural-log scale. ``prior_offsets`` are the middles of the starting bands
    against the shared starting point, ``prior_width`` their half width; ``band_edges`` are the
    two cut points of the words (about as likely / more likely / much more likely).
    """

    seed: int
    samples: int
    damping: float
    agreeing_share: float
    small_study_n: int
    small_study_shrink: float
    design_shrink: float
    cap_positive: float
    cap_positive_replicated: float
    cap_negative: float
    default_sd: float
    pattern_sd: float
    disagreement: float
    patterns: Mapping[str, float]
    prior_offsets: Mapping[str, float]
    prior_width: float
    band_edges: tuple[float, float]
    strengths: tuple[tuple[float, str], ...]
    next_tests: int


@dataclass(frozen=True, slots=True)
class StartingSet:
    """Starting bands for one kind of patient; built by judgment, the clinician may choose."""

    id: str
    title: str
    bands: Mapping[str, str]
    note: str = ""
    verified: str = "no"


@dataclass(frozen=True, slots=True)
class BaseRate:
    """A published base rate with its denominator; context for the starting bands, not weighed."""

    id: str
    condition: str
    setting: str
    metric: str
    denominator: str
    estimate: float | None
    low: float | None
    high: float | None
    study: str
    verified: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ScoreItem:
    """One item of a published score: what it asks, its points, when it counts as present.

    ``when`` None marks an item that this program cannot record. ``any_side`` judges it on both
    sides, not on the main one only.
    """

    id: str
    text: str
    points: float
    when: Criterion | None
    any_side: bool = False


@dataclass(frozen=True, slots=True)
class ScoreOutcome:
    """A published reading of a score: a range of totals, or a criterion, and what it means."""

    meaning: str
    low: float | None = None
    high: float | None = None
    when: Criterion | None = None
    positive: bool = False


@dataclass(frozen=True, slots=True)
class PublishedModel:
    """A published score or rule, shown unchanged beside the engine and never added to it."""

    id: str
    title: str
    condition: str
    study: str
    setting: str
    items: tuple[ScoreItem, ...]
    outcomes: tuple[ScoreOutcome, ...]
    maximum: float | None
    rule: str
    accuracy: str
    note: str
    verified: str
    items_verified: str
    only_if: Criterion | None = None
    exclusive: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a compare-two table: the words of both sides and when each is lit.

    ``reads`` are all findings that the row speaks of, those included that light no side: what was
    recorded of them is shown, never "not tested".
    """

    feature: str
    left: str
    right: str
    left_when: Criterion | None
    right_when: Criterion | None
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparisonTable:
    """A compare-two table with its source; ``note`` carries a correction where one applies.

    ``causes`` are the ids of the ranked causes that it tells apart.
    """

    id: str
    title: str
    left: str
    right: str
    rows: tuple[TableRow, ...]
    source: str
    note: str = ""
    causes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExpertPattern:
    """A condition without accuracy data: a typical pattern that prompts "consider"."""

    condition: str
    name: str
    when: Criterion
    suggestion: str
    source: str


@dataclass(frozen=True, slots=True)
class FlagStep:
    """One tier of a flag rule; its texts replace the rule's where given."""

    tier: Tier
    when: Criterion
    title: str = ""
    clinician: str = ""
    patient: str = ""


@dataclass(frozen=True, slots=True)
class FlagRule:
    """A red-flag rule: explicit conditions per tier, most urgent first; who clears it and when.

    ``evidence`` is the one-line figure shown with it, "" when there is none; ``family`` is shared
    by rules that one suspicion raises together, "" for a rule that stands alone. A ``last_resort``
    is raised only where no other rule raises a flag as urgent.
    """

    id: str
    title: str
    condition: str
    steps: tuple[FlagStep, ...]
    clinician: str
    patient: str
    clears: str
    source: str
    verified: str
    evidence: str = ""
    family: str = ""
    last_resort: bool = False


@dataclass(frozen=True, slots=True)
class CheckItem:
    """An item that is always worth doing first: ``kind`` "flag" or "neuro", in this order."""

    finding: str
    label: str
    kind: str
    why: str
    when: Criterion | None = None


@dataclass(frozen=True, slots=True)
class WithheldTests:
    """Tests that are not proposed as next ones while a flag is raised or ``when`` holds.

    They stay free to be recorded: only the program does not ask for them. ``flags`` are flag ids,
    ``why`` says what the tests would do to the patient, for those who read the rule.
    """

    tests: tuple[str, ...]
    why: str
    flags: tuple[str, ...] = ()
    when: Criterion | None = None


@dataclass(frozen=True, slots=True)
class TypedWords:
    """Words of a typed text that ask a question: ``asks`` is a yes or no finding.

    ``words`` match from the start of a word. Nothing is ever filed from a text.
    """

    text: str
    asks: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContradictionRule:
    """Recorded facts that cannot all be right; ``one_sided``: told only of a case with one side."""

    words: str
    when: Criterion
    one_sided: bool = False


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Knowledge:
    """Everything the reasoning rests on. Compared by identity: one loaded set, one cache."""

    stamp: KnowledgeStamp
    vocabulary: Vocabulary
    constants: Constants
    conditions: Mapping[str, Condition]
    groups: Mapping[str, CorrelationGroup]
    studies: Mapping[str, Study]
    rows: tuple[EvidenceRow, ...]
    flags: tuple[FlagRule, ...]
    models: tuple[PublishedModel, ...] = ()
    comparisons: tuple[ComparisonTable, ...] = ()
    patterns: tuple[ExpertPattern, ...] = ()
    checks: tuple[CheckItem, ...] = ()
    withheld: tuple[WithheldTests, ...] = ()
    typed: tuple[TypedWords, ...] = ()
    contradictions: tuple[ContradictionRule, ...] = ()
    starting_sets: tuple[StartingSet, ...] = ()
    base_rates: tuple[BaseRate, ...] = ()
    burdens: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def scored(self) -> tuple[EvidenceRow, ...]:
        """Rows that appear in the panel (weighed or shown), in file order."""
        return tuple(row for row in self.rows if row.use != "page")
