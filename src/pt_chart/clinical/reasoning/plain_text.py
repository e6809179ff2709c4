"""The assessment as plain text, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pt_chart.clinical.reasoning.bands import STARTS, band_said
from pt_chart.clinical.reasoning.results import Assessment, Direction, EvidenceLine, RankedCause
from pt_chart.clinical.reasoning.unread import UNREAD


def assessment_text(assessment: Assessment, unread: Sequence[str] = ()) -> str:
    """Flags first, then causes with their evidence; every line with its source.

    Core red-flag questions nobody asked stand right under the action, by their ids. ``unread``
    are the words of `unread.unread_words`.
    """
    more = [f"{UNREAD}: {'; '.join(unread)}"] if unread else []
    *said, stamp = _lines(assessment)
    return "\n".join([*said, *more, stamp])


def _lines(assessment: Assessment) -> Iterator[str]:
    yield f"Action: {assessment.action.value.replace('_', ' ')}"
    if assessment.action_note:
        yield f"  {assessment.action_note}"
    if assessment.core_unasked:
        asked = ", ".join(assessment.core_unasked)
        yield f"NOT ASKED {len(assessment.core_unasked)} core red-flag questions: {asked}"
        yield "  What was not asked is not a no: ask these before relying on the action above."
    for flag in assessment.flags:
        yield f"FLAG {flag.title} ({flag.tier.value.replace('_', ' ')}): {'; '.join(flag.because)}"
        yield f"  {flag.clinician}"
    for contradiction in assessment.contradictions:
        yield f"CONTRADICTION {contradiction.words}"
    if assessment.ranking_off:
        yield assessment.ranking_off
    if assessment.starting:
        yield f"Starting bands: {assessment.starting} (chosen; built by judgment)"
    for cause in assessment.ranked:
        yield from _cause(cause)
    for prompt in assessment.consider:
        yield f"Consider {prompt.name} (expert pattern): {'; '.join(prompt.because)}"
    for test in assessment.next_tests[:3]:
        yield f"Next: {test.label} ({test.why})"
    stamp = assessment.knowledge
    yield f"Knowledge {stamp.version}, {stamp.sha256[:12]}. Options for a professional to review."


def _cause(cause: RankedCause) -> Iterator[str]:
    if not cause.tested:
        yield f"{cause.name}: not tested"
        return
    starts = f", {STARTS}: {band_said(cause.prior_band)}" if cause.prior_band else ""
    yield f"{cause.name}: {cause.band} (range {cause.range_words}{starts})"
    for direction, sign in ((Direction.FOR, "+"), (Direction.AGAINST, "-")):
        for line in cause.of(direction):
            yield f"  {sign} {line.words} [{_source(line)}]"


def _source(line: EvidenceLine) -> str:
    figure = f"LR {line.lr:g}" if line.lr is not None else "no usable figure"
    size = f", n {line.n}" if line.n else ""
    memory = ", from memory" if line.verified == "no" else ""
    return f"{figure}, {line.study}{size}{memory}"
