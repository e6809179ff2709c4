"""How fast the panel's content follows an edit while every field of the visit is filled."""

import random

from pt_chart import bootstrap
from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.live_assessment import LiveAssessment
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.reasoning.engine import assess
from tests.benchmarks.filled import desk, keys_of, some_value
from tests.benchmarks.measure import Measure, milliseconds

EDITS = 200
AIM_MS = 10.0


def run() -> list[Measure]:
    """Time the assessment alone, and an edit through to the new assessment."""
    known = bootstrap.definitions()
    place = desk(known.vocabulary)
    live = LiveAssessment(place, known.knowledge, bootstrap.figures().atlas)
    whole = [milliseconds(edit) for edit in edits(place, known.vocabulary)]
    facts = live.facts
    alone = [milliseconds(lambda: assess(facts, known.knowledge)) for _ in range(EDITS)]
    filled = f"{len(place.visit.answers)} answers"
    return [
        Measure("panel: assessment alone", tuple(alone), aim_p95=AIM_MS, note=filled),
        Measure("panel: edit to assessment", tuple(whole), aim_p95=AIM_MS, note=filled),
    ]


class Edit:
    """One change of one answer, made when called."""

    def __init__(self, place: VisitDesk, key: FindingKey, answer: Answer) -> None:
        self.place = place
        self.key = key
        self.answer = answer

    def __call__(self) -> None:
        """Make the change."""
        self.place.set_answer(self.key, self.answer)


def edits(place: VisitDesk, vocabulary: Vocabulary) -> list[Edit]:
    """Changes of fields picked by chance, the same ones in each run."""
    chance = random.Random(2)  # noqa: S311  a repeatable case, no secret
    fields = [field for field in vocabulary.fields.values() if not field.worked_out]
    picked = chance.choices(fields, k=EDITS)
    return [
        Edit(place, chance.choice(keys_of(field)), Answer(some_value(field, chance)))
        for field in picked
    ]
