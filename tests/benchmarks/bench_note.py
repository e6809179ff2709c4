"""How fast the note writes itself from a complete evaluation, and how fast a code is found."""

import random
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from pt_chart import bootstrap
from pt_chart.charting.care.code_index import prepared
from pt_chart.clinical.billing.code_search import CodeSearch
from pt_chart.clinical.fields import FieldDef, Vocabulary
from pt_chart.clinical.findings import Answer
from pt_chart.clinical.narrative.compose import narrative
from pt_chart.clinical.narrative.note import NoteCase
from pt_chart.clinical.narrative.plain_text import note_text
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Plan, Treatment, Visit, VisitKind
from pt_chart.clinical.wording import finding_words
from pt_chart.definitions import Definitions
from pt_chart.host.resources import resources_dir
from tests.benchmarks.filled import keys_of, some_value
from tests.benchmarks.measure import Measure, milliseconds

RUNS = 60
QUERIES = 600
AIM_MS = 10.0


def run() -> list[Measure]:
    """Time the whole narrative, its plain text, and searches over the whole release."""
    known = bootstrap.definitions()
    usual = case(known, asked_of(known.vocabulary, every=False))
    every = case(known, asked_of(known.vocabulary, every=True))
    search = prepared(resources_dir() / "icd10cm").result()
    typed = queries(search)
    release = f"{len(search.book.entries)} entries, {search.book.release:%B %Y}, as one types"
    return [
        Measure(
            "note: narrative of a complete evaluation",
            tuple(milliseconds(lambda: narrative(usual)) for _ in range(RUNS)),
            peer="the answers listed, a line each",
            peer_samples=tuple(milliseconds(partial(listed, usual)) for _ in range(RUNS)),
            aim_p95=AIM_MS,
            note=f"{len(usual.visit.answers)} answers: every usual field on each side",
        ),
        Measure(
            "note: narrative and text, every field there is",
            tuple(milliseconds(lambda: note_text(narrative(every))) for _ in range(RUNS)),
            note=f"{len(every.visit.answers)} answers, for comparison",
        ),
        Measure(
            "note: ICD-10-CM search",
            tuple(milliseconds(partial(search.find, text, Side.RIGHT)) for text in typed),
            peer="every title scanned for the words",
            peer_samples=tuple(milliseconds(partial(scanned, search, text)) for text in typed[:60]),
            aim_p95=AIM_MS,
            note=release,
        ),
    ]


def listed(case: NoteCase) -> str:
    """What a note without sentences would be: every answer in words, one a line."""
    fields = case.vocabulary.fields
    return "\n".join(
        finding_words(fields[key.id], key, answer.value)
        for key, answer in case.visit.answers.items()
    )


def scanned(search: CodeSearch, text: str) -> int:
    """How many titles hold every word, by looking at each of them."""
    words = text.lower().split()
    return sum(
        all(word in entry.title.lower() or word in entry.code.lower() for word in words)
        for entry in search.book.entries
    )


def asked_of(vocabulary: Vocabulary, *, every: bool) -> list[FieldDef]:
    """The fields of a complete evaluation: usual, core and required ones, or all."""
    return [
        field
        for field in vocabulary.fields.values()
        if not field.worked_out and (every or field.routine or field.core or field.required)
    ]


def case(known: Definitions, fields: list[FieldDef]) -> NoteCase:
    """An evaluation with these fields filled, with one visit a week before for the changes."""
    chance = random.Random(6)  # noqa: S311  a repeatable case, no secret
    answers = {key: Answer(some_value(field, chance)) for field in fields for key in keys_of(field)}
    plan = Plan(
        "An invented assessment of ordinary length, as it is written after a first visit.",
        ("Sit 45 minutes", "Walk 2 km"),
        treatments=(Treatment("Press-up", "2 x 10", 12, Side.BOTH, "4 to 2"),),
    )
    day = date(2026, 11, 10)
    shown = Visit("v2", "e1", VisitKind.EVALUATION, day, 2, answers=answers, plan=plan)
    before = replace(shown, id="v1", date=day - timedelta(days=7), number=1)
    return NoteCase(
        Patient("p1", "1", "Tallowby", "Mira", date(1982, 4, 14), "F"),
        Episode("e1", "p1", "leg pain", Side.RIGHT, day),
        shown,
        day,
        known.forms,
        known.vocabulary,
        known.instruments,
        earlier=(before,),
    )


def queries(search: CodeSearch) -> list[str]:
    """What is typed letter by letter toward titles and codes picked by chance."""
    chance = random.Random(7)  # noqa: S311  a repeatable case, no secret
    made: list[str] = []
    while len(made) < QUERIES:
        entry = chance.choice(search.book.entries)
        whole = entry.code if chance.random() < 0.2 else entry.title.lower()
        made += [whole[:length] for length in range(1, min(len(whole), 24) + 1)]
    return made[:QUERIES]
