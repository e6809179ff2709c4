"""Which exercises to offer for a case, each with its reason, and which rules hold others back."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from pt_chart.clinical.criteria import Truth
from pt_chart.clinical.evaluation import holds
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.program import dosing, safety
from pt_chart.clinical.program.dosage import Dose
from pt_chart.clinical.program.earlier_visits import NOT_AGAIN, told_earlier
from pt_chart.clinical.program.library import (
    Exercise,
    ExerciseKind,
    ExerciseLibrary,
    SafetyRule,
)
from pt_chart.clinical.program.phrases import GENERAL
from pt_chart.clinical.program.story import story_condition
from pt_chart.clinical.program.whole_chart import with_flags
from pt_chart.clinical.reasoning.results import Assessment
from pt_chart.clinical.sides import Side

IRRITABILITY = "irritability"
LEVELS = ("high", "moderate", "low")
NERVE_TESTS = "NEURAL_POSITIVE"
FEMORAL_TESTS = "FEMORAL_POSITIVE"

_ORDER = {
    "high": ("position", "slider", "directional", "aerobic", "mobility", "self_care"),
    "moderate": ("directional", "slider", "trunk_control", "aerobic", "strength", "mobility"),
    "low": ("directional", "strength", "slider", "static_stretch", "trunk_control", "aerobic"),
}
"""Kinds in the order offered, per irritability; kinds not named come after them (our default)."""

ALWAYS_OFFERED = ("walking_program", "position_90_90")
"""Offered without a hypothesis too: easy movement and a position of ease."""

DIRECTION_FINDINGS = {
    "extension": ("repeated_extension", "repeated_extension_lying", "lumbar_extension_effect"),
    "flexion": ("repeated_flexion", "repeated_flexion_lying", "lumbar_flexion_effect"),
}
"""Findings whose value "centralizes" shows a direction."""

FALLBACK = {"disc_herniation": "lumbar_radiculopathy"}
"""Conditions that are offered what another one is offered."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An exercise to offer: side, starting dose and why, in words with the side spelled out.

    ``keys`` are the recorded facts that the offer rests on, so that an unconfirmed one shows.
    ``brief`` is the short reason for a list that already names the condition.
    """

    exercise: Exercise
    side: Side
    dose: Dose
    why: str
    keys: tuple[FindingKey, ...] = ()
    brief: str = ""


@dataclass(frozen=True, slots=True)
class Blocked:
    """An exercise that rules hold back: the rules, why in words, the facts, what to do instead.

    ``near`` ones fit the condition or are held back by something that was found; the others only
    wait for a test, and a list shows them when they are looked for.
    """

    exercise: Exercise
    side: Side
    rules: tuple[SafetyRule, ...]
    why: tuple[str, ...]
    keys: tuple[FindingKey, ...]
    instead: tuple[str, ...]
    near: bool = True


@dataclass(frozen=True, slots=True)
class Proposals:
    """What is offered and what is held back. ``locked`` says why nothing is offered, else ""."""

    proposed: tuple[Proposal, ...]
    blocked: tuple[Blocked, ...]
    locked: str = ""


def propose(
    facts: Facts,
    assessment: Assessment | None,
    library: ExerciseLibrary,
    hypothesis: str | None = None,
) -> Proposals:
    """Exercises for the working hypothesis, irritability and directional response.

    Without a hypothesis the first cause speaks when it is clear, else easy movement is offered,
    and what the rules that were found to hold name in place of what they hold back. Every
    exercise of the library that a rule holds back is listed with its rules, those for the
    hypothesis first; nothing is dropped silently. An open emergency locks all.
    """
    raised = assessment.flags if assessment else ()
    locks = [flag.title for flag in safety.open_emergencies(raised)]
    closed = safety.locking(facts, library)
    locks += [rule.title for rule in closed]
    if locks:
        today = safety.open_emergencies(raised)
        earlier = not today and told_earlier(safety.verdict(closed[0], facts).keys, facts)
        key = "propose.locked_earlier" if earlier else "propose.locked"
        return Proposals((), (), library.phrases.text(key).format(title=locks[0]))
    facts = library.complete(with_flags(facts, raised))
    condition = hypothesis or story_condition(None, assessment, library.phrases)
    free, blocked = [], []
    for exercise in _offered_first(condition, facts, library):
        side = side_for(exercise, facts)
        rules = safety.rules_that_hold("block", exercise, side, facts, library)
        suits = _asked_for(exercise, condition, facts, library)
        held = _held_back(exercise, side, rules, facts)
        if rules:
            blocked.append(held if suits or held.keys else replace(held, near=False))
        elif _wanted(exercise, facts):
            free.append((exercise, side, suits))
    named = {id for held in blocked if held.keys for id in held.instead}
    proposed = [
        _offer(exercise, side, condition, facts, assessment, library)
        for exercise, side, suits in free
        if suits
        or (exercise.id in named and (condition == GENERAL or exercise.kind is ExerciseKind.SLIDER))
    ]
    return Proposals(tuple(proposed), tuple(blocked))


def side_for(exercise: Exercise, facts: Facts) -> Side:
    """The side that an exercise is for in a case: the finding's that names it, else the main."""
    if not exercise.sided:
        return Side.BOTH
    named = facts.get(exercise.side_from) if exercise.side_from else None
    if named in (Side.LEFT, Side.RIGHT):
        return Side(str(named))
    return facts.side or Side.BOTH


def _suits(exercise: Exercise, condition: str) -> bool:
    if exercise.kind in (ExerciseKind.CLINIC_ONLY, ExerciseKind.TENSIONER):
        # A tensioner is never part of a first program; the clinician adds it after teaching it.
        return False
    if condition == GENERAL:
        return exercise.id in ALWAYS_OFFERED
    return bool({condition, FALLBACK.get(condition)} & set(exercise.indications))


def _wanted(exercise: Exercise, facts: Facts) -> bool:
    return exercise.offer_when is None or holds(exercise.offer_when, facts)


def _offered_first(condition: str, facts: Facts, library: ExerciseLibrary) -> list[Exercise]:
    """The library: the condition's first ones, then one of each kind before the second of any."""
    story = library.phrases.stories.get(condition)
    first = story.first if story else ()
    order = _ORDER[_irritability(facts) or "moderate"]
    led = direction(facts)[0]
    seen: dict[tuple[bool, ExerciseKind], int] = {}
    ranked = []
    for exercise in sorted(library.exercises.values(), key=lambda one: not one.seeds):
        kind = exercise.kind
        suits = _asked_for(exercise, condition, facts, library)
        place = order.index(kind.value) if kind.value in order else len(order)
        if kind is ExerciseKind.DIRECTIONAL and not led:
            # Without a directional response the directional movements wait behind the others.
            place = len(order)
        nth = seen[suits, kind] = seen.get((suits, kind), 0) + 1
        lead = first.index(exercise.id) if exercise.id in first else len(first)
        astray = exercise.kind is ExerciseKind.SLIDER and not _of_the_nerve(
            exercise, facts, library
        )
        ranked.append(((not suits, astray, lead, nth, place), exercise))
    return [exercise for _, exercise in sorted(ranked, key=lambda pair: pair[0])]


def _asked_for(exercise: Exercise, condition: str, facts: Facts, library: ExerciseLibrary) -> bool:
    """Whether the cause, the direction or the nerve that was found asks for an exercise."""
    if _suits(exercise, condition) or directed(exercise, facts):
        return True
    return exercise.kind is ExerciseKind.SLIDER and bool(_nerve_found(exercise, facts, library))


def _nerve_found(
    exercise: Exercise, facts: Facts, library: ExerciseLibrary
) -> tuple[FindingKey, ...]:
    """The positive tests of the nerve that a slider moves."""
    femoral = library.rules.get(FEMORAL_TESTS)
    of_femoral = femoral is not None and exercise.id in femoral.instead
    rule = femoral if of_femoral else library.rules.get(NERVE_TESTS)
    if rule is None:
        return ()
    found = safety.verdict(rule, facts)
    return found.keys if found.truth is Truth.YES else ()


def _of_the_nerve(exercise: Exercise, facts: Facts, library: ExerciseLibrary) -> bool:
    """Whether a slider moves a nerve that was found, or none was."""
    rules = (library.rules.get(id) for id in (NERVE_TESTS, FEMORAL_TESTS))
    found = any(rule and safety.verdict(rule, facts).truth is Truth.YES for rule in rules)
    return not found or bool(_nerve_found(exercise, facts, library))


def direction(facts: Facts) -> tuple[str, tuple[FindingKey, ...]]:
    """The direction that centralizes, "extension" or "flexion", and the facts; "" when unknown."""
    preferred = facts.recorded("directional_preference")
    for key, value in preferred.items():
        if value in DIRECTION_FINDINGS:
            return str(value), (key,)
    for way, findings in DIRECTION_FINDINGS.items():
        keys = [
            key
            for finding in findings
            for key, value in facts.recorded(finding).items()
            if value == "centralizes"
        ]
        if keys:
            return way, tuple(keys)
    return "", ()


def directed(exercise: Exercise, facts: Facts) -> tuple[FindingKey, ...]:
    """What was recorded of the direction that a movement follows, () where nothing was.

    The response to movement speaks for it whatever the cause is taken to be.
    """
    if exercise.kind is not ExerciseKind.DIRECTIONAL:
        return ()
    if exercise.side_from:
        recorded = facts.recorded(exercise.side_from).items()
        return tuple(key for key, value in recorded if value in (Side.LEFT, Side.RIGHT))
    way, shown = direction(facts)
    return shown if way and f"spinal_{way}" in exercise.properties else ()


def _irritability(facts: Facts) -> str:
    level = facts.get(IRRITABILITY)
    return level if isinstance(level, str) and level in LEVELS else ""


def _held_back(
    exercise: Exercise, side: Side, rules: tuple[SafetyRule, ...], facts: Facts
) -> Blocked:
    resting = (key for rule in rules for key in safety.verdict(rule, facts, side).keys)
    keys = dict.fromkeys(resting)
    instead = dict.fromkeys(id for rule in rules for id in rule.instead if id != exercise.id)
    why = tuple(
        f"{safety.reason_words(rule).rstrip('.')}; {NOT_AGAIN}."
        if told_earlier(safety.verdict(rule, facts, side).keys, facts)
        else safety.reason_words(rule)
        for rule in rules
    )
    return Blocked(exercise, side, rules, why, tuple(keys), tuple(instead))


def starting_dose(exercise: Exercise, facts: Facts) -> Dose:
    """The default dose; with high irritability the lowest amounts that the limits allow."""
    dose = exercise.dose
    if _irritability(facts) == "high":
        amounts = ("sets", "reps", "minutes")
        low = {part.name: getattr(exercise.limits.low, part.name) for part in fields(Dose)}
        dose = replace(dose, **{k: low[k] for k in amounts if low[k] and getattr(dose, k)})
    return dosing.fit(exercise, dose)


def _offer(
    exercise: Exercise,
    side: Side,
    condition: str,
    facts: Facts,
    assessment: Assessment | None,
    library: ExerciseLibrary,
) -> Proposal:
    phrases = library.phrases
    kind = phrases.text(f"kind.{exercise.kind.value}")
    if condition == GENERAL or not _suits(exercise, condition):
        why = phrases.text("propose.why_general").format(kind=kind.capitalize())
    else:
        spelled = f", {side.spelled}" if exercise.sided else ""
        name = condition_name(condition, assessment)
        why = phrases.text("propose.why").format(condition=name, side=spelled, kind=kind)
    because, eases, keys = _because(exercise, facts, library)
    minded = "".join(
        phrases.text("propose.caution").format(caution=rule.clinician)
        for rule in safety.rules_that_hold("caution", exercise, side, facts, library)
    )
    why += because + eases + _dose_words(exercise, library) + minded
    brief = f"{kind.capitalize()}.{because}{minded}"
    return Proposal(exercise, side, starting_dose(exercise, facts), why, keys, brief)


def condition_name(condition: str, assessment: Assessment | None) -> str:
    """A condition's name as the panel shows it, or its id in words."""
    causes = (*assessment.ranked, *assessment.impairments) if assessment else ()
    names = {cause.condition: cause.name for cause in causes}
    return names.get(condition, condition.replace("_", " "))


def _because(
    exercise: Exercise, facts: Facts, library: ExerciseLibrary
) -> tuple[str, str, tuple[FindingKey, ...]]:
    """What in the case speaks for the exercise, what irritability does, and the facts."""
    phrases, said, eases = library.phrases, "", ""
    keys: list[FindingKey] = []
    if exercise.kind is ExerciseKind.SLIDER and (found := _nerve_found(exercise, facts, library)):
        said += phrases.text("propose.nerve")
        keys.extend(found)
    shown = directed(exercise, facts)
    if shown:
        way = direction(facts)[0]
        told = phrases.text("propose.shift" if exercise.side_from else "propose.direction")
        said += told.format(direction="" if exercise.side_from else phrases.text(f"propose.{way}"))
        keys.extend(shown)
    level = _irritability(facts)
    if level:
        effect = phrases.text(f"propose.{level}")
        eases = phrases.text("propose.irritability").format(irritability=level, effect=effect)
        keys.extend(facts.recorded(IRRITABILITY))
    return said, eases, tuple(keys)


def _dose_words(exercise: Exercise, library: ExerciseLibrary) -> str:
    source = exercise.dose_source
    if exercise.dose_verified == "seed":
        return library.phrases.text("propose.seed")
    if source.lower().startswith("our default"):
        return library.phrases.text("propose.default")
    return library.phrases.text("propose.cited").format(source=source)
