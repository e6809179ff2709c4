"""Prints the notes of the demo clinic's people as text: `python -m tools.demo_notes [PATIENT ...]`.

docs/notes.md shows some of them; run this when the demo people or the wording change.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from functools import partial

from pt_chart import bootstrap
from pt_chart.charting.care.payer_rule import named_rule
from pt_chart.charting.demo import settled, signed_at
from pt_chart.charting.live_assessment import facts_of
from pt_chart.charting.narrative.writing import program_words
from pt_chart.clinical.bodychart.derive import summarize
from pt_chart.clinical.care.episode_log import EpisodeLog
from pt_chart.clinical.narrative.compose import narrative
from pt_chart.clinical.narrative.note import NoteCase
from pt_chart.clinical.narrative.plain_text import note_text
from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.visit import Visit
from pt_chart.definitions.demo import DemoCase, read_demo
from pt_chart.host.resources import resources_dir

DAY = datetime(2026, 11, 10, tzinfo=UTC).date()


def main(wanted: list[str]) -> int:
    """Print every note of the people named, or of all."""
    known = bootstrap.definitions()
    demo, problems = read_demo(resources_dir() / "demo", known.vocabulary, known.library, DAY)
    if demo is None:
        print(*problems, sep="\n", file=sys.stderr)
        return 1
    for case in demo.cases:
        if not wanted or case.patient.family_name.lower() in wanted:
            show = partial(_note, case)
            print(*map(show, case.visits), sep="\n")
    return 0


def _note(case: DemoCase, visit: Visit) -> str:
    known = bootstrap.definitions()
    summary = summarize(visit.chart, bootstrap.figures().atlas)
    facts = facts_of(case.patient, case.episode, visit, summary)
    log = EpisodeLog(case.log).as_of(signed_at(visit))
    found = assess(facts, known.knowledge)
    visit = settled(case, visit, found, "demo")
    names = {one.condition: one.name for one in found.ranked}
    chosen = visit.hypothesis
    return note_text(
        narrative(
            NoteCase(
                case.patient,
                case.episode,
                visit,
                DAY,
                known.forms,
                known.vocabulary,
                known.instruments,
                earlier=tuple(one for one in case.visits if one.number < visit.number),
                assessment=found,
                hypothesis=names.get(chosen.condition, "") if chosen else "",
                summary=None if visit.chart.empty else summary,
                log=log,
                program=program_words(visit.program.items, known.library),
                unit_rule=named_rule(log),
            )
        )
    )


if __name__ == "__main__":
    sys.exit(main([name.lower() for name in sys.argv[1:]]))
