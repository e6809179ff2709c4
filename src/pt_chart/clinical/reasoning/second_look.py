"""The second-look sheet: one page on which a colleague can review how the panel reasoned.

Values only; `pt_chart.documents` lays them out. Everything on it is in the assessment already:
nothing is worked out again, so that a signed panel and its sheet never differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.reasoning.acknowledged import acknowledged
from pt_chart.clinical.reasoning.results import (
    Action,
    Assessment,
    Comparison,
    Direction,
    EvidenceLine,
    KnowledgeStamp,
    PublishedScore,
    RankedCause,
)
from pt_chart.clinical.visit import FlagAcknowledgment, WorkingHypothesis

CAUSES_SHOWN = 3
LINES_SHOWN = 5
UNTESTED_SHOWN = 4
TESTS_SHOWN = 3
ROWS_SHOWN = 8

OPEN_ORDER = "The first two ranges overlap, tested or not: the order is open."
BASIS = (
    "Options with their basis for a professional to review. Ranges are log-odds contributions "
    "against a shared starting point, never percentages; nothing here is calibrated."
)

ACTION_WORDS = {
    Action.EMERGENCY: "Same-day emergency pathway indicated by an open flag",
    Action.URGENT_REFERRAL: "Referral within days indicated by an open flag",
    Action.MONITOR: "Therapy can go on; a letter or a re-check is due",
    Action.PT_APPROPRIATE: "No flag raised by what was recorded",
}


@dataclass(frozen=True, slots=True)
class SecondLookFlag:
    """An open flag: tier in words, why, the option for the clinician, and what was done."""

    title: str
    tier: str
    because: tuple[str, ...]
    clinician: str
    clears: str
    done: str


@dataclass(frozen=True, slots=True)
class SecondLookLine:
    """A finding with its strength word and its source ("LR 2.8, Vroomen 2002, n 274")."""

    words: str
    strength: str
    source: str


@dataclass(frozen=True, slots=True)
class SecondLookCause:
    """One of the first causes; ``low`` to ``high`` on the panel's scale (about -3 to 3)."""

    name: str
    band: str
    range_words: str
    low: float
    middle: float
    high: float
    supports: tuple[SecondLookLine, ...]
    opposes: tuple[SecondLookLine, ...]
    not_tested: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SecondLook:
    """The whole sheet. Empty tuples and "" mean that the part is left out.

    ``others`` are further causes in one line each; ``comparison`` holds only rows that this
    patient's findings light; ``core_unasked`` are the questions in words; ``hypothesis`` is the
    clinician's own choice with reason; ``changes`` say what single finding would change the order.
    """

    action: str
    flags: tuple[SecondLookFlag, ...]
    core_unasked: tuple[str, ...]
    causes: tuple[SecondLookCause, ...]
    order_note: str
    others: tuple[str, ...]
    impairments: tuple[str, ...]
    consider: tuple[str, ...]
    comparison: Comparison | None
    next_tests: tuple[str, ...]
    scores: tuple[str, ...]
    contradictions: tuple[str, ...]
    ranking_off: str
    hypothesis: str
    hypothesis_reason: str
    stamp: KnowledgeStamp
    basis: str = BASIS


def second_look(
    assessment: Assessment,
    vocabulary: Vocabulary,
    *,
    acknowledgments: Iterable[FlagAcknowledgment] = (),
    hypothesis: WorkingHypothesis | None = None,
    comparison: str = "",
    signatures: Mapping[str, str] | None = None,
) -> SecondLook:
    """The sheet of an assessment; ``comparison`` is the id of the table to print, "" for none.

    ``signatures`` name by user id who recorded something about a flag.
    """
    tested = [cause for cause in assessment.ranked if cause.tested]
    shown = tested[:CAUSES_SHOWN]
    return SecondLook(
        action=assessment.action_note or ACTION_WORDS[assessment.action],
        flags=_flags(assessment, acknowledgments, signatures or {}),
        core_unasked=tuple(vocabulary.fields[id].name for id in assessment.core_unasked),
        causes=tuple(_cause(cause) for cause in shown),
        order_note=" ".join(_order_notes(assessment)),
        others=tuple(f"{one.name}: {one.band}" for one in tested[CAUSES_SHOWN:]),
        impairments=tuple(
            f"{one.name}: {one.band}" for one in assessment.impairments if one.tested
        ),
        consider=tuple(
            f"{one.name} (expert pattern, not scored): {'; '.join(one.because)}"
            for one in assessment.consider
        ),
        comparison=_lit(assessment.comparisons, comparison),
        next_tests=tuple(f"{one.label}: {one.why}" for one in assessment.next_tests[:TESTS_SHOWN]),
        scores=tuple(
            _score(one)
            for one in sorted(
                assessment.scores,
                key=lambda one: (one.total is None, one.status == "incomplete", -one.answered),
            )
        ),
        contradictions=tuple(one.words for one in assessment.contradictions),
        ranking_off=assessment.ranking_off,
        hypothesis=_hypothesis(assessment, hypothesis),
        hypothesis_reason=hypothesis.reason if hypothesis else "",
        stamp=assessment.knowledge,
    )


def _order_notes(assessment: Assessment) -> Iterator[str]:
    if assessment.top_overlap:
        yield OPEN_ORDER
    if assessment.starting:
        yield f"Starting bands chosen: {assessment.starting}."


def _flags(
    assessment: Assessment,
    acknowledgments: Iterable[FlagAcknowledgment],
    signatures: Mapping[str, str],
) -> tuple[SecondLookFlag, ...]:
    done = acknowledged(assessment.flags, acknowledgments)
    return tuple(
        SecondLookFlag(
            flag.title,
            flag.tier.value.replace("_", " "),
            flag.because,
            flag.clinician,
            flag.clears,
            _done(done.get(flag.id), signatures),
        )
        for flag in assessment.flags
    )


def _score(score: PublishedScore) -> str:
    # What an incomplete one still misses would fill the page.
    told = "incomplete" if score.status == "incomplete" else score.meaning
    return f"{score.title}: {told} ({score.answered} of {score.items} items; {score.source})"


def _done(acknowledgment: FlagAcknowledgment | None, signatures: Mapping[str, str]) -> str:
    if acknowledgment is None:
        return "not acknowledged"
    words = acknowledgment.action or acknowledgment.reason
    who = signatures.get(acknowledgment.by, "")
    when = f"{acknowledgment.at:%Y-%m-%d %H:%M}"
    return f"{words} ({', '.join(part for part in (who, when) if part)})"


def _cause(cause: RankedCause) -> SecondLookCause:
    # What has a published figure comes first: it is worth more to whoever looks again.
    untested = sorted(
        cause.of(Direction.NOT_TESTED), key=lambda line: (line.lr is None, line.finding)
    )
    return SecondLookCause(
        cause.name,
        cause.band,
        cause.range_words,
        cause.low,
        cause.middle,
        cause.high,
        _strongest(cause, Direction.FOR),
        _strongest(cause, Direction.AGAINST),
        tuple(dict.fromkeys(line.words for line in untested))[:UNTESTED_SHOWN],
    )


def _strongest(cause: RankedCause, direction: Direction) -> tuple[SecondLookLine, ...]:
    lines = sorted(cause.of(direction), key=lambda line: -abs(line.weight))
    return tuple(
        SecondLookLine(line.words, line.strength, _source(line)) for line in lines[:LINES_SHOWN]
    )


def _source(line: EvidenceLine) -> str:
    if line.lr is None:
        return line.study
    parts = [f"LR {line.lr:g}", line.study]
    parts += [f"n {line.n}" if line.n else "", "from memory" if line.verified == "no" else ""]
    return ", ".join(part for part in parts if part)


def _lit(tables: tuple[Comparison, ...], wanted: str) -> Comparison | None:
    for table in tables:
        if table.id == wanted:
            lit = tuple(row for row in table.rows if row.lit not in ("not_tested", "neither"))
            return Comparison(table.id, table.title, table.left, table.right, lit[:ROWS_SHOWN])
    return None


def _hypothesis(assessment: Assessment, chosen: WorkingHypothesis | None) -> str:
    if chosen is None:
        return ""
    side = f", {chosen.side.spelled}" if chosen.side else ""
    verdict = "agrees with the order" if chosen.agrees else "overrides the order"
    return f"{assessment.cause_name(chosen.condition)}{side}: {verdict}"
