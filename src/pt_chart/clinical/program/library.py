"""Definitions of exercises and safety rules, as read from forms/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from pt_chart.clinical.criteria import Criterion
from pt_chart.clinical.derivation import derive
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.program.dosage import Dose
from pt_chart.clinical.program.phrases import Phrases
from pt_chart.clinical.program.read_words import Background, OwnWords

if TYPE_CHECKING:
    from pt_chart.clinical.program.packs import Pack

OWN_LANGUAGE = "en"
"""The language that the shipped exercises are written in."""


PROPERTIES = {
    "static_hamstring_stretch": "holds the back of the thigh at length, long sitting too",
    "back_of_leg_stretch": "holds the back of the leg at length with a straight knee",
    "hamstring_length": "takes the hamstring to length while it moves",
    "hamstring_load": "loads the hamstring beyond a gentle press",
    "hamstring_heavy": "loads the hamstring hard, at length, or one leg alone",
    "weight_bearing": "puts body weight on the leg or pelvis",
    "loaded": "works trunk, hip or leg beyond gentle movement",
    "spinal_flexion": "bends the spine under load or to its end",
    "spinal_rotation": "twists the spine",
    "spinal_extension": "bends the spine back or works against it",
    "spinal_extension_end": "bends the spine back to its end",
    "flat_on_back": "is done flat on the back",
    "prone": "is done face down",
    "hip_flexion_over_90": "bends the hip to 90 degrees or beyond, leaning forward too",
    "hip_adduction_rotation": "crosses, turns or loads the hip sideways",
    "ischial_compression": "presses the hamstring tendon on the sit bone",
    "skin_contact": "warms, cools or presses the skin",
    "leg_exertion": "makes the leg muscles need more blood",
    "gentle_walking_or_pumps": "is easy walking or ankle pumping",
    "position_of_ease": "rests in a position that eases",
    "daily_habit": "is a habit of the day or night, not an exercise",
}
"""What an exercise can ask of the body, by the words that the files use."""


class ExerciseKind(StrEnum):
    """What an exercise does to the tissue; safety and hold limits hang on it."""

    STATIC_STRETCH = "static_stretch"
    SLIDER = "slider"
    TENSIONER = "tensioner"
    MOBILITY = "mobility"
    STRENGTH = "strength"
    TRUNK_CONTROL = "trunk_control"
    DIRECTIONAL = "directional"
    AEROBIC = "aerobic"
    POSITION = "position"
    SELF_CARE = "self_care"
    CLINIC_ONLY = "clinic_only"


@dataclass(frozen=True, slots=True)
class DoseLimits:
    """Allowed range of each dose part (same units as `Dose`), None = not limited or not used."""

    low: Dose
    high: Dose


@dataclass(frozen=True, slots=True)
class TrafficLight:
    """A rule of its own for an exercise: what go, slow and stop feel like, and what to do then.

    ``brief`` says the whole rule in a line or two, for a handout on one page.
    """

    id: str = ""
    go: str = ""
    slow: str = ""
    stop: str = ""
    go_action: str = ""
    slow_action: str = ""
    stop_action: str = ""
    brief: str = ""


@dataclass(frozen=True, slots=True)
class StopRule:
    """A stop rule printed for the patient: the words that follow "Stop this one if".

    ``brief`` names the sign alone ("pain that moves down your leg"), for a handout on one page.
    ``local`` and ``local_brief`` say both where nothing travels down a nerve, "" = the same words.
    ``general`` = it may be said of any exercise, as it contradicts no traffic light.
    """

    id: str
    patient: str
    brief: str = ""
    general: bool = False
    local: str = ""
    local_brief: str = ""

    def said(self, *, travels: bool) -> str:
        """The words for a case whose symptoms travel down a nerve, or stay where they are."""
        return self.patient if travels else self.local or self.patient

    def sign(self, *, travels: bool) -> str:
        """As `said`, the sign alone."""
        return self.brief if travels else self.local_brief or self.brief


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise or strategy of the library.

    ``name`` is the clinician's, ``patient_name`` the plain one; text parts may hold the words of
    `Phrases.side_words`, which ``sidewords.fill`` replaces. ``dose_source`` says where the
    default dose comes from: "Seed article ...", a citation, or "our default ...";
    ``dose_verified`` is "seed", "page read" or "no". ``cautions`` are safety rule ids,
    ``stop_rules`` ids of stop rules, ``seeds`` the numbers of the seed articles that name it.
    ``sided`` False = done with both sides at once or no side; ``side_from`` is a finding whose
    value names the side ("" = the case's main side). ``offer_when`` narrows when it is proposed
    (None = whenever an indication fits). ``figure`` is an id of resources/figures/index.toml,
    "" when no picture helps; the captions come with the picture, so that they fit the drawing.
    ``sore_leads_to`` and ``easy_leads_to`` are the exercises that `too_sore` and `too_easy` send
    to: a sheet says so only where that exercise stands on it too.
    ``brief`` are the steps in the three or four lines that a handout on one page has room for.
    ``properties`` are what it asks of the body (`PROPERTIES`), by which safety rules find it.
    ``also`` are other names that therapists look for.
    ``model`` is the exercise that a clinic's own one follows, "" for those of the library.
    """

    id: str
    name: str
    patient_name: str
    kind: ExerciseKind
    target: str
    purpose: str
    position: str
    steps: tuple[str, ...]
    dose: Dose
    limits: DoseLimits
    dose_source: str
    dose_verified: str
    sided: bool
    indications: tuple[str, ...]
    also: tuple[str, ...] = field(default=(), kw_only=True)
    cautions: tuple[str, ...]
    stop_rules: tuple[str, ...]
    traffic: TrafficLight
    may_feel: str
    too_sore: str
    too_easy: str
    harder: tuple[str, ...] = ()
    easier: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    evidence_note: str = ""
    evidence_verified: str = ""
    figure: str = ""
    seeds: tuple[str, ...] = ()
    load: str = ""
    brief: tuple[str, ...] = ()
    offer_when: Criterion | None = None
    side_from: str = ""
    sore_leads_to: str = ""
    easy_leads_to: str = ""
    properties: tuple[str, ...] = ()
    model: str = ""


@dataclass(frozen=True, slots=True)
class SafetyRule:
    """A rule over the whole chart that blocks exercises or adds a caution.

    ``effect`` is "block" or "caution"; ``when`` is judged on the facts (unknown does not block; a
    rule that must be met first says so with ``untested``). It concerns every exercise that lists
    it among its cautions, those in ``exercises``, those of ``kinds``, those with one of
    ``properties``, and where ``all_but`` is given those with none of it; ``everything`` = all.
    ``firm`` = no reason overrides it; ``cleared_by`` is a finding whose yes lifts it ("" = none).
    ``flags`` are ids of flags that make it hold while they are raised, ``urgent_flags`` while they
    are raised as urgent or worse; all of these are part of ``when``. ``clinician`` says why in one
    line, ``patient`` goes under "leave out" ("" = not printed); ``instead`` offers exercise ids.
    """

    id: str
    title: str
    effect: str
    when: Criterion
    clinician: str
    patient: str
    exercises: tuple[str, ...] = ()
    kinds: tuple[ExerciseKind, ...] = ()
    everything: bool = False
    instead: tuple[str, ...] = ()
    source: str = ""
    verified: str = "no"
    flags: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    all_but: tuple[str, ...] = ()
    firm: bool = False
    urgent_flags: tuple[str, ...] = ()
    cleared_by: str = ""

    @property
    def final(self) -> bool:
        """Whether no reason overrides it."""
        return self.firm or self.everything


@dataclass(frozen=True, slots=True)
class ExerciseWords:
    """What a patient reads of an exercise, in another language than the library's own."""

    patient_name: str
    purpose: str
    steps: tuple[str, ...]
    may_feel: str
    too_sore: str
    too_easy: str
    brief: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FrameWords:
    """Caption and alternative text of one frame of a picture, side words still in braces."""

    caption: str
    alt: str


@dataclass(frozen=True, slots=True)
class OwnPicture:
    """A picture that the clinic took: PNG bytes without metadata, caption and alternative text."""

    figure: str
    png: bytes
    caption: str
    alt: str


@dataclass(frozen=True, slots=True)
class Translation:
    """Every patient text of a library in another language.

    ``name`` is the language's own name, ``frames`` go by "figure/frame"; ``legends``, ``flags`` and
    ``questions`` of the intake by the English words (a flag has some for each of its steps), the
    others by id.
    ``digest`` (SHA-256) names this very wording, so that a clinician's sign-off speaks of no other.
    """

    language: str
    name: str
    phrases: Phrases
    exercises: Mapping[str, ExerciseWords]
    rules: Mapping[str, str]
    stop_rules: Mapping[str, StopRule]
    lights: Mapping[str, TrafficLight]
    flags: Mapping[str, str]
    frames: Mapping[str, FrameWords]
    legends: Mapping[str, str]
    digest: str
    questions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class ExerciseLibrary:
    """All exercises, safety and stop rules and handout phrases, with the version of their files.

    The rules speak of findings of ``vocabulary``, derived ones included. ``packs`` are exercises
    that go together for a presentation, ``background`` what recorded precautions and medicines
    stand for, ``own_words`` what a clinic's own texts ask of the body; ``own_pictures`` those of
    the clinic's own exercises by figure id. ``translations`` go by language tag
    (``language_names`` are what the languages call themselves); `spoken` gives the library in one
    of them.
    ``frames``, ``legends`` and ``flags`` are empty in the library's own language: there the
    pictures and flags bring their words.
    """

    exercises: Mapping[str, Exercise]
    rules: Mapping[str, SafetyRule]
    stop_rules: Mapping[str, StopRule]
    phrases: Phrases
    version: str
    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary(MappingProxyType({})))
    background: tuple[Background, ...] = ()
    own_words: tuple[OwnWords, ...] = ()
    packs: Mapping[str, Pack] = field(default_factory=lambda: MappingProxyType({}))
    own_pictures: Mapping[str, OwnPicture] = field(default_factory=lambda: MappingProxyType({}))
    translations: Mapping[str, Translation] = field(default_factory=lambda: MappingProxyType({}))
    language_names: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({OWN_LANGUAGE: "English"})
    )
    frames: Mapping[str, FrameWords] = field(default_factory=lambda: MappingProxyType({}))
    legends: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    flags: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that handouts can be made in, the library's own first."""
        return (OWN_LANGUAGE, *self.translations)

    def spoken(self, language: str) -> ExerciseLibrary:
        """The same exercises, doses and rules with the patient's words in another language.

        A clinic's own exercise keeps the words that are its own; those of its model follow.

        Raises:
            ValueError: handouts are not translated to it; the message lists the languages.
        """
        if language == OWN_LANGUAGE:
            return self
        words = self.translations.get(language)
        if words is None:
            known = ", ".join(self.languages)
            raise ValueError(f"handouts are not translated to {language!r}; there is {known}")
        return replace(
            self,
            exercises=MappingProxyType(
                {id: self._spoken(one, words) for id, one in self.exercises.items()}
            ),
            rules=MappingProxyType(
                {
                    id: replace(rule, patient=words.rules.get(id, rule.patient))
                    for id, rule in self.rules.items()
                }
            ),
            stop_rules=MappingProxyType(
                {
                    id: replace(words.stop_rules.get(id, rule), general=rule.general)
                    for id, rule in self.stop_rules.items()
                }
            ),
            phrases=words.phrases,
            frames=words.frames,
            legends=words.legends,
            flags=words.flags,
        )

    def _spoken(self, exercise: Exercise, words: Translation) -> Exercise:
        light = words.lights.get(exercise.traffic.id, exercise.traffic)
        said = words.exercises.get(exercise.model or exercise.id)
        if said is None:
            return replace(exercise, traffic=light)
        model = self.exercises.get(exercise.model)
        if model is not None:
            kept = ("purpose", "too_sore", "too_easy")
            parts = [part for part in kept if getattr(exercise, part) == getattr(model, part)]
            texts = {part: getattr(said, part) for part in (*parts, "may_feel")}
            return replace(exercise, traffic=light, **texts)
        return replace(
            exercise,
            patient_name=said.patient_name,
            purpose=said.purpose,
            steps=said.steps,
            may_feel=said.may_feel,
            too_sore=said.too_sore,
            too_easy=said.too_easy,
            brief=said.brief,
            traffic=light,
        )

    def complete(self, facts: Facts) -> Facts:
        """The facts with every finding that follows from them; again and again the same."""
        return derive(self.vocabulary, facts)


def patient_texts(exercise: Exercise) -> tuple[str, ...]:
    """Every text of an exercise that a patient may read, with its side words still in braces."""
    cues = (exercise.may_feel, exercise.too_sore, exercise.too_easy)
    return (exercise.patient_name, exercise.purpose, *exercise.steps, *cues, *exercise.brief)
