"""Advice for each day, and what to leave out and why."""

from __future__ import annotations

from collections.abc import Iterator

from pt_chart.clinical.facts import Facts
from pt_chart.clinical.program import safety
from pt_chart.clinical.program.dosage import Program
from pt_chart.clinical.program.handout import DailyAdvice
from pt_chart.clinical.program.library import ExerciseKind, ExerciseLibrary
from pt_chart.clinical.program.phrases import GENERAL, ConditionStory
from pt_chart.clinical.program.places import pain_places, part_of_leg
from pt_chart.clinical.sides import Side

WALK = "walking_program"
OPERATED = ("SURGERY_CLEARANCE", "HIP_PRECAUTION")
ASK_TO_DRIVE = "driving_ask"
AT_THE_BACK = {"back", "pelvis", "buttock", "leg"}
"""Complaints that a roll behind the low back may be for."""
MOST_LEFT_OUT = 3
FALLS_ADVICE = "falls"
CARE = ("note", "falls")
"""Topics of the day that every edition says: an operation, a child, a risk to fall."""
BREAKS = "sitting_breaks"
UNSURE_DRIVE = "driving_nerve"
FEET = "feet"
WEAK_FOOT = ("foot_drop", "unsteady_legs", "babinski", "clonus")
"""Feet that may drop, or legs that may not obey: a doctor says when to drive."""
WEAK_LEG = ("foot_drop", "leg_weakness", "progressive_weakness")
TORN = ("TENDON_TEAR", "ACHILLES_TEAR")
NUMB_FEET = ("numbness_both_soles", "stocking_sensory_loss", "neuropathy_known")
ADULT = 18
LEAVE_OUT = "no"
"""Topic of advice that says what to leave out."""
SAID_BY_RULE = {
    "bending_strain": ("ACUTE_STRAIN", "TENDON_TEAR"),
    "sit_bone": ("PHT_COMPRESSION", "NEURAL_POSITIVE", "TENDON_TEAR"),
}
"""Rules that say what a story's own advice says."""


def advice_for(
    story: ConditionStory,
    program: Program,
    facts: Facts,
    library: ExerciseLibrary,
    *,
    waiting: bool = False,
) -> tuple[DailyAdvice, ...]:
    """The story's advice as it fits the case: an operation, numb feet, a child, a falls risk.

    Where the program has a walk of its own, that is the walking there is. No walk is advised that
    a rule holds back as an exercise, nor one beside the exercises of a case that is ``waiting``
    for a doctor.
    """
    known = library.phrases.advice
    numb = there(NUMB_FEET, facts)
    still = safety.blocking(library.exercises[WALK], Side.BOTH, facts, library)
    operated = any(safety.rule_holds(rule, facts, library) for rule in OPERATED)
    ids = [_fitting(id, story, facts, library) for id in story.advice]
    aerobic = [library.exercises[item.exercise].kind is ExerciseKind.AEROBIC
               for item in program.items]  # fmt: skip
    if still or waiting or any(aerobic):
        ids = [id for id in ids if known[id].topic != "walking"]
    if any(item.exercise == BREAKS for item in program.items):
        ids = [id for id in ids if known[id].topic != "sitting"]
    if still:
        ids = [id for id in ids if known[id].topic not in {"sitting", "work"}]
    torn = any(safety.rule_holds(rule, facts, library) for rule in TORN)
    if still or operated or torn or there(WEAK_FOOT, facts):
        ids = [ASK_TO_DRIVE if known[id].topic == "driving" else id for id in ids]
    ids = [id for id in ids if known[id].topic not in _not_theirs(facts)]
    if operated:
        ids = ["surgeon", *(id for id in ids if known[id].topic not in {"sleep", "work"})]
    if facts.age is not None and facts.age < ADULT:
        ids = ["grown_up", *(id for id in ids if known[id].topic not in {"driving", "work"})]
    if numb:
        ids.append(FEET)
    if numb or safety.rule_holds(safety.BALANCE, facts, library):
        ids.append(FALLS_ADVICE)
    said = [id for id in dict.fromkeys(ids) if known[id].topic != LEAVE_OUT]
    return tuple(DailyAdvice(known[id].topic, known[id].heading, known[id].text) for id in said)


def there(findings: tuple[str, ...], facts: Facts) -> bool:
    """Whether one of the findings is recorded as there, on any side."""
    return any(value is True for id in findings for value in facts.recorded(id).values())


def _not_theirs(facts: Facts) -> Iterator[str]:
    """Topics of a day that is not this patient's: who is off work, or does not drive."""
    if there(("off_work",), facts):
        yield "work"
    if False in facts.recorded("drives").values():
        yield "driving"


def unsure_foot(facts: Facts, library: ExerciseLibrary) -> bool:
    """Whether a foot may not feel or obey a pedal."""
    rules = (safety.NERVE_SIGNS, "INSENSATE_SKIN")
    return there((*NUMB_FEET, *WEAK_LEG), facts) or any(
        safety.rule_holds(rule, facts, library) for rule in rules
    )


def no_edition_leaves_out(
    daily: tuple[DailyAdvice, ...], facts: Facts, library: ExerciseLibrary
) -> Iterator[str]:
    """What the shortest edition says too: an operation, a child, a risk to fall, who may drive."""
    known = library.phrases.advice
    for one in daily:
        if one.icon in CARE or one.text in (known[ASK_TO_DRIVE].text, known[FEET].text):
            yield one.text
        elif one.text == known[UNSURE_DRIVE].text and unsure_foot(facts, library):
            yield library.phrases.text("care.drive")


def _fitting(id: str, story: ConditionStory, facts: Facts, library: ExerciseLibrary) -> str:
    """No roll at a back that was operated, that bending back hurts, or that nobody complains of;
    no driving on feet that do not feel; no lying on the side that hurts, no standing that does."""
    if id == "sitting":
        places = set(pain_places(facts))
        elsewhere = story.condition == GENERAL and bool(places) and not places & AT_THE_BACK
        elsewhere |= story.condition == GENERAL and places == {"leg"} and bool(part_of_leg(facts))
        rules = ("EXTENSION_SENSITIVE", "SPONDYLOLISTHESIS", "ACUTE_STRAIN", *OPERATED, *TORN)
        if elsewhere or any(safety.rule_holds(rule, facts, library) for rule in rules):
            return "sitting_plain"
    if id == "work" and there(("worse_standing",), facts):
        return "work_seated"
    if id == "sleep":
        return _sleep(facts)
    return UNSURE_DRIVE if id == "driving" and unsure_foot(facts, library) else id


def _sleep(facts: Facts) -> str:
    """On the side that does not hurt; on the back where both do, or which one was not recorded."""
    sore = {key.side for key, value in facts.recorded("worse_lying_on_side").items() if value}
    if not sore:
        return "sleep"
    if sore == {Side.RIGHT}:
        return "sleep_left"
    return "sleep_right" if sore == {Side.LEFT} else "sleep_back"


def leave_out(
    story: ConditionStory, program: Program, facts: Facts, library: ExerciseLibrary
) -> tuple[str, ...]:
    """What to leave out and why: the patient's words of the blocking rules that hold, and of the
    cautions that hold for an exercise of the program.

    Where none of them speaks of the story's own condition, its advice is among them: one list,
    that does not say a thing twice.

    A rule that the clinician overrode for an exercise of this program is not printed, so that
    the sheet does not contradict itself.
    """
    chosen = [library.exercises[item.exercise] for item in program.items]
    overridden = {
        rule.id
        for item in program.items
        for rule in safety.blocking(library.exercises[item.exercise], item.side, facts, library)
        if item.overrides(rule.id)
    }
    found = [
        rule.patient
        for rule in library.rules.values()
        if rule.patient
        and (rule.effect == "block" or any(safety.concerns(rule, one) for one in chosen))
        and rule.id not in overridden
        and safety.rule_holds(rule.id, facts, library)
    ]
    own = [
        library.phrases.advice[id].text
        for id in story.advice
        if library.phrases.advice[id].topic == LEAVE_OUT
        and not any(safety.rule_holds(rule, facts, library) for rule in SAID_BY_RULE.get(id, ()))
    ]
    return tuple(dict.fromkeys((*found, *own)))[:MOST_LEFT_OUT]
