"""A visit with every field filled: the worst case for the panel."""

import datetime as dt
import random

from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.draft_saver import DraftSaver, run_here
from pt_chart.clinical.fields import MRC_GRADES, REFLEX_GRADES, FieldDef, FieldKind, Vocabulary
from pt_chart.clinical.findings import Answer, FindingKey, Value
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Visit, VisitKind
from tests.fakes import THERAPIST, MemoryStore


def some_value(field: FieldDef, chance: random.Random) -> Value:
    """A value that the field takes."""
    low = field.minimum if field.minimum is not None else 0
    high = field.maximum if field.maximum is not None else low + 10
    options = tuple(choice.id for choice in field.choices)
    match field.kind:
        case FieldKind.YES_NO:
            return chance.random() < 0.5
        case FieldKind.NUMBER | FieldKind.SCALE | FieldKind.DURATION:
            return chance.randint(int(low), int(high))
        case FieldKind.MRC:
            return chance.choice(MRC_GRADES)
        case FieldKind.REFLEX:
            return chance.choice(REFLEX_GRADES)
        case FieldKind.CHOICE:
            return chance.choice(options)
        case FieldKind.SEVERAL:
            return tuple(chance.sample(options, min(2, len(options))))
        case FieldKind.DATE:
            return "2026-10-06"
        case FieldKind.TEXT:
            return "Worse after driving, better after a walk."


def keys_of(field: FieldDef) -> list[FindingKey]:
    """Every place where a field can be filled."""
    sides: tuple[Side | None, ...] = (Side.LEFT, Side.RIGHT) if field.sided else (None,)
    levels: tuple[str | None, ...] = field.levels or (None,)
    return [FindingKey(field.id, side, level) for side in sides for level in levels]


def answers(vocabulary: Vocabulary, seed: int = 1) -> dict[FindingKey, Answer]:
    """One answer for every key that can be entered."""
    chance = random.Random(seed)  # noqa: S311  a repeatable case, no secret
    return {
        key: Answer(some_value(field, chance))
        for field in vocabulary.fields.values()
        if not field.worked_out
        for key in keys_of(field)
    }


def desk(vocabulary: Vocabulary) -> VisitDesk:
    """An open visit with everything filled, on a chart in memory."""
    store = MemoryStore()
    patient = Patient("p", "1", "Everything", "Filled", dt.date(1970, 4, 14))
    episode = Episode("e", "p", "leg pain", Side.RIGHT, dt.date(2026, 10, 6))
    store.save_patient(patient)
    store.save_episode(episode)
    visit = Visit("v", "e", VisitKind.EVALUATION, dt.date(2026, 11, 10))
    stored = store.save_draft(visit.with_answers(answers(vocabulary)))
    return VisitDesk(
        patient,
        episode,
        stored,
        vocabulary=vocabulary,
        saver=DraftSaver(store, store.clock, stored.revision, run_here),
        clock=store.clock,
        clinician=THERAPIST,
    )
