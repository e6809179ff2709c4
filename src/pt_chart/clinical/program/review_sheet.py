"""Every patient text of a translation beside the English one, for who signs it off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pt_chart.clinical.program.figures import Picture
from pt_chart.clinical.program.library import ExerciseLibrary, patient_texts
from pt_chart.clinical.program.phrases import PATIENT_LISTS, PATIENT_TEXTS, Phrases

Pair = tuple[str, str, str]
"""Where a text stands, the English text, its translation."""


def review_sheet(library: ExerciseLibrary, pictures: Mapping[str, Picture], language: str) -> str:
    """Plain text: each place with its English and its translated text, in reading order.

    Raises:
        ValueError: there is no such language.
    """
    spoken = library.spoken(language)
    words = library.translations[language]
    head = (
        f"{words.name} ({language}): every patient text beside the English one.\n"
        f"Wording {words.digest[:12]}. Words in braces are filled in by the program.\n"
    )
    parts = [
        *_phrases(library.phrases, spoken.phrases),
        *_exercises(library, spoken),
        *_rules(library, spoken),
        *(("flag", own, text) for own, text in spoken.flags.items()),
        *_pictures(library, spoken, pictures),
    ]
    said = "\n".join(f"[{place}]\n  en: {own}\n  {language}: {text}" for place, own, text in parts)
    return f"{head}\n{said}\n"


def _phrases(own: Phrases, said: Phrases) -> Iterator[Pair]:
    for key in PATIENT_TEXTS:
        yield key, own.text(key), said.text(key)
    for key in PATIENT_LISTS:
        yield key, " / ".join(own.items(key)), " / ".join(said.items(key))
    for id, story in own.stories.items():
        other = said.stories[id]
        ours = (story.title, story.main_message, *story.going_on, *(c.text for c in story.course))
        theirs = (other.title, other.main_message, *other.going_on)
        yield (
            f"story {id}",
            " / ".join(ours),
            " / ".join((*theirs, *(c.text for c in other.course))),
        )
    for id, warning in own.warnings.items():
        other_block = said.warnings[id]
        ours = (warning.lead, *warning.signs, warning.same_day)
        yield (
            f"warning {id}",
            " / ".join(ours),
            " / ".join((other_block.lead, *other_block.signs, other_block.same_day)),
        )
    for id, advice in own.advice.items():
        told = said.advice[id]
        yield f"advice {id}", f"{advice.heading}: {advice.text}", f"{told.heading}: {told.text}"
    for id, symptom in own.symptoms.items():
        yield f"symptom {id}", symptom.words, said.symptoms[id].words
    places = dict(said.places)
    for part, place in own.places:
        yield f"place {part}", place, places.get(part, "")
    yield from _emergencies(own, said)


def _emergencies(own: Phrases, said: Phrases) -> Iterator[Pair]:
    for id, words in own.emergencies.items():
        other = said.emergencies[id]
        yield (
            f"card {id}",
            " / ".join((*words.why, words.desk, *words.ambulance)),
            " / ".join((*other.why, other.desk, *other.ambulance)),
        )
        for row, told in zip(words.asked, other.asked, strict=True):
            ours, theirs = (" / ".join(filter(None, (r.card, r.desk))) for r in (row, told))
            yield f"card {id}: {row.finding}", ours, theirs


def _exercises(library: ExerciseLibrary, spoken: ExerciseLibrary) -> Iterator[Pair]:
    for id, exercise in library.exercises.items():
        pairs = zip(patient_texts(exercise), patient_texts(spoken.exercises[id]), strict=True)
        for own, text in pairs:
            yield f"exercise {id}", own, text


def _rules(library: ExerciseLibrary, spoken: ExerciseLibrary) -> Iterator[Pair]:
    for id, rule in library.rules.items():
        if rule.patient:
            yield f"leave out {id}", rule.patient, spoken.rules[id].patient
    for id, stop in library.stop_rules.items():
        yield f"stop {id}", stop.patient, spoken.stop_rules[id].patient
        yield f"stop {id}, brief", stop.brief, spoken.stop_rules[id].brief
    lights = {e.traffic.id: (e.traffic, spoken.exercises[id].traffic)
              for id, e in library.exercises.items() if e.traffic.id}  # fmt: skip
    for id, (own, said) in lights.items():
        for part in ("go", "slow", "stop", "go_action", "slow_action", "stop_action", "brief"):
            yield f"traffic light {id}: {part}", getattr(own, part), getattr(said, part)


def _pictures(
    library: ExerciseLibrary, spoken: ExerciseLibrary, pictures: Mapping[str, Picture]
) -> Iterator[Pair]:
    for english, words in spoken.legends.items():
        yield "legend", english, words
    for id in (exercise.figure for exercise in library.exercises.values()):
        picture = pictures.get(id)
        for frame in picture.frames if picture is not None else ():
            said = spoken.frames.get(f"{id}/{frame.id}")
            if said is not None:
                yield f"picture {id}/{frame.id}", frame.caption, said.caption
                yield f"picture {id}/{frame.id}, in words", frame.alt, said.alt
