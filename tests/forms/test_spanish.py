"""The Spanish texts are whole, plain, keep every side and token, and hold no English."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date

import pytest

from pt_chart.clinical.people import Clinic, Clinician, Patient
from pt_chart.clinical.program import dosing, readability, sidewords
from pt_chart.clinical.program.content import handout_content
from pt_chart.clinical.program.dosage import Program
from pt_chart.clinical.program.emergency import safety_net_card
from pt_chart.clinical.program.handout import HandoutContent, SafetyNetCard
from pt_chart.clinical.program.library import ExerciseKind, patient_texts
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.sides import Side
from pt_chart.definitions.figures import FigureIndex
from pt_chart.definitions.translation_checks import source_mark
from tests.support.shipped import FORMS
from tests.support.shipped_library import case, flag, library

ENGLISH = library()
SPANISH = ENGLISH.spoken("es")
EXERCISES = sorted(ENGLISH.exercises)
FIGURES = FigureIndex.read(FORMS.parent / "resources" / "figures")

COMMON = (
    "the and your you with of to in is it for not do on are if that this at by from or as an "
    "when then will each other down back leg foot knee hip thigh pain call right left side both "
    "times sets day days week slowly hold lie sit stand rest keep bend person lying"
)
ENGLISH_WORDS = frozenset(COMMON.split())
SAME_IN_BOTH = {"a", "no", "me", "he", "sin", "son", "once"}
TOKENS = re.compile(r"\{(\w+)\}")


def texts(value: object) -> Iterator[str]:
    """Every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


def english_in(text: str) -> set[str]:
    words = {word.lower() for word in readability.words_of(text)}
    return words & (ENGLISH_WORDS - SAME_IN_BOTH)


def handout(ids: tuple[str, ...], side: Side, condition: str) -> HandoutContent:
    items = tuple(dosing.default_item(SPANISH.exercises[id], side) for id in ids)
    facts = case({"slr@right": True, "burning_pain@right": True, "falls": True}, side)
    return handout_content(
        Program(items),
        facts,
        chart=None,
        assessment=None,
        library=SPANISH,
        pictures=FIGURES.pictures,
        patient=Patient("1", "S-1", "Sample", "Robin", date(1982, 1, 2)),
        clinic=Clinic("Ejemplo", "Calle 1", "555-0142", "Lun a vie", "555-0199", "911"),
        clinician=Clinician("1", "Alex Demo"),
        date=date(2026, 11, 3),
        hypothesis=condition,
    )


def test_the_library_names_its_languages() -> None:
    assert ENGLISH.languages == ("en", "es")
    assert ENGLISH.translations["es"].name == "Español"
    assert ENGLISH.language_names == {"en": "English", "es": "Español"}
    assert ENGLISH.spoken("en") is ENGLISH
    with pytest.raises(ValueError, match="there is en, es"):
        ENGLISH.spoken("fr")


def test_nothing_but_words_changes() -> None:
    for id, own in ENGLISH.exercises.items():
        said = SPANISH.exercises[id]
        kept = (said.dose, said.limits, said.cautions, said.stop_rules, said.sided, said.kind)
        assert kept == (own.dose, own.limits, own.cautions, own.stop_rules, own.sided, own.kind)
    assert SPANISH.rules.keys() == ENGLISH.rules.keys()
    for id, rule in ENGLISH.rules.items():
        assert SPANISH.rules[id].when == rule.when
        assert bool(SPANISH.rules[id].patient) == bool(rule.patient)


@pytest.mark.parametrize("id", EXERCISES)
def test_every_exercise_is_told_in_spanish(id: str) -> None:
    own, said = ENGLISH.exercises[id], SPANISH.exercises[id]
    for english, spanish in zip(patient_texts(own), patient_texts(said), strict=True):
        assert spanish != english
        assert not english_in(spanish), spanish
    if own.traffic.id:
        assert not any(english_in(text) for text in texts(said.traffic))
        assert said.traffic.go != own.traffic.go


@pytest.mark.parametrize("id", EXERCISES)
@pytest.mark.parametrize("side", list(Side))
def test_a_patient_can_read_it(id: str, side: Side) -> None:
    exercise, phrases = SPANISH.exercises[id], SPANISH.phrases
    said = [sidewords.fill(text, side, phrases) for text in patient_texts(exercise)]
    steps = [sidewords.fill(text, side, phrases) for text in exercise.steps]
    found = readability.measure(said, steps, phrases.items("readability.jargon"), "es")
    assert found.fits, found
    assert not any("{" in text or "  " in text or " ." in text for text in said)


@pytest.mark.parametrize("id", [id for id in EXERCISES if ENGLISH.exercises[id].sided])
def test_the_side_is_told_where_english_tells_it(id: str) -> None:
    own, said = ENGLISH.exercises[id], SPANISH.exercises[id]
    if own.kind is ExerciseKind.CLINIC_ONLY:
        return
    for english, spanish in zip(own.steps, said.steps, strict=True):
        if "side}" not in english:
            continue
        right = sidewords.fill(spanish, Side.RIGHT, SPANISH.phrases)
        left = sidewords.fill(spanish, Side.LEFT, SPANISH.phrases)
        assert right != left, english
        other = "other_side}" in english and english.count("side}") == 1
        named = "izquierd" if other else "derech"
        assert named in right, (english, right)


def test_every_picture_has_spanish_words() -> None:
    for id in EXERCISES:
        picture = FIGURES.pictures.get(ENGLISH.exercises[id].figure)
        if picture is None:
            continue
        assert all(words in SPANISH.legends for words in picture.legend)
        for frame in picture.frames:
            words = SPANISH.frames[f"{picture.id}/{frame.id}"]
            for english, spanish in ((frame.caption, words.caption), (frame.alt, words.alt)):
                assert not english_in(spanish), spanish
                if "{side}" in english:
                    right = sidewords.fill(spanish, Side.RIGHT, SPANISH.phrases)
                    assert "derech" in right, (id, english)
    assert not any(english_in(text) for text in SPANISH.legends.values())


def test_every_picture_text_follows_the_present_english() -> None:
    """A caption that changed in English has to be looked at again in Spanish."""
    table = tomllib.loads((FORMS / "languages" / "es" / "pictures.toml").read_text("utf-8"))
    marks = {frame["id"]: frame["of"] for frame in table["frame"]}
    used = {one.figure for one in ENGLISH.exercises.values() if one.figure}
    for figure in used:
        for frame in FIGURES.pictures[figure].frames:
            now = source_mark((frame.caption, frame.alt))
            assert marks[f"{figure}/{frame.id}"] == now, (figure, frame.id, now)


def test_pain_never_goes_up_or_down_without_saying_where() -> None:
    """Spanish "sube" and "baja" mean both place and strength; a rule must not be read both ways."""
    double = re.compile(
        r"dolor[^.]*\b(?:sub[ea]n?|baj[ae]n?)\b(?! más por la pierna)", re.IGNORECASE
    )
    said = [text for one in SPANISH.exercises.values() for text in texts(one) if one.id != text]
    said += [rule.patient for rule in SPANISH.rules.values()]
    said += [text for rule in SPANISH.stop_rules.values() for text in (rule.patient, rule.brief)]
    said += SPANISH.phrases.texts.values()
    said += [advice.text for advice in SPANISH.phrases.advice.values()]
    for text in said:
        assert not double.search(text), text
    for key in ("go_one", "go_many", "slow_one", "slow_many"):
        words = SPANISH.phrases.text(f"traffic.{key}")
        assert not re.search(r"\b(?:sube|baja|suben|bajan)\b", words, re.IGNORECASE), words


def test_phrases_keep_their_tokens() -> None:
    own, said = ENGLISH.phrases, SPANISH.phrases
    pairs = [(own.texts[k], said.texts[k]) for k in own.texts if not k.startswith("side.")]
    for id, warning in own.warnings.items():
        pairs += zip(texts(warning), texts(said.warnings[id]), strict=True)
    for id, story in own.stories.items():
        pairs += [(story.title + story.main_message, "")]
        pairs[-1] = (
            story.title + story.main_message,
            said.stories[id].title + said.stories[id].main_message,
        )
    for id, words in own.emergencies.items():
        pairs.append(
            (
                words.desk + "".join(words.why),
                said.emergencies[id].desk + "".join(said.emergencies[id].why),
            )
        )
    optional = {"story"}
    for english, spanish in pairs:
        assert set(TOKENS.findall(english)) - optional == set(TOKENS.findall(spanish)) - optional, (
            english,
            spanish,
        )


@pytest.mark.parametrize("condition", sorted(ENGLISH.phrases.stories))
@pytest.mark.parametrize("side", [Side.RIGHT, Side.BOTH])
def test_a_whole_handout_is_plain_spanish(condition: str, side: Side) -> None:
    fit = tuple(
        id
        for id, one in ENGLISH.exercises.items()
        if condition in one.indications and one.kind is not ExerciseKind.CLINIC_ONLY
    )[:6]
    content = handout(fit or ("walking_program",), side, condition)
    jargon = SPANISH.phrases.items("readability.jargon")
    found = readability.measure_handout(content, jargon)
    assert content.language == "es"
    assert content.date == "3 nov 2026"
    assert found.fits, found
    assert {score.name for score in found.scores} == {"Fernández-Huerta", "INFLESZ"}
    plain = ("en", "full", "call", *(icon.topic for icon in ENGLISH.phrases.advice.values()))
    icons = ("repeat", "layers", "hourglass", "no-hold", "pause", "clock", "sun", "calendar")
    ids = {*EXERCISES, "go", "slow", "stop", "start", "end", "mid", *plain, *icons}
    for text in texts(content):
        if text not in ids and "{" not in text:
            assert not english_in(text), text
        assert "{" not in text, text


def test_the_card_is_spanish_and_names_the_emergency_in_plain_words() -> None:
    facts = case({"altered_perianal_sensation": True})
    for id, condition in (("cauda_equina", "cauda_equina"), ("zoster", "zoster")):
        raised = (flag(Tier.EMERGENCY, id, condition),)
        card: SafetyNetCard = safety_net_card(
            facts, raised, library=SPANISH, patient=None, clinic=Clinic(), clinician=None
        )
        assert card.language == "es"
        said = [card.action, card.lead, *card.why, card.desk_sentence, *card.how, *card.ambulance]
        said += [line.words for line in card.told]
        for text in said:
            assert not english_in(text), text
        grades = readability.measure(said, (), (), "es")
        assert grades.fits, grades
