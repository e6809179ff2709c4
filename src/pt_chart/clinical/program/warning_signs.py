"""The warning block of a sheet, graded to the case, and whether symptoms can move down a leg."""

from __future__ import annotations

from collections.abc import Iterator

from pt_chart.clinical.facts import Facts
from pt_chart.clinical.program import safety
from pt_chart.clinical.program.library import ExerciseLibrary
from pt_chart.clinical.program.phrases import GENERAL, ConditionStory, WarningBlock
from pt_chart.clinical.program.places import PLACES, both_legs, joint_of_leg, pain_places

NERVE_WARNING = "nerve"
BOTH_LEGS_WARNING = "nerve_both_legs"
"""The same for legs that both hurt already: it says what would be new in them."""
RAISED = {"call": NERVE_WARNING, "vascular": "vascular_nerve"}
"""What signs of a nerve make of a block that does not speak of them."""
POOR_FLOW = ("ISCHEMIA", "LIMB_THREAT", "VASC_REFER")
VASCULAR = {
    "call": "vascular",
    NERVE_WARNING: "vascular_nerve",
    BOTH_LEGS_WARNING: "vascular_nerve",
}
"""What poor blood flow of a leg makes of a block that does not speak of it."""
TRAVELING = (NERVE_WARNING, BOTH_LEGS_WARNING, "vascular_nerve")
"""Blocks of cases whose symptoms can move along a nerve."""
BONE_WARNING = "bone"
BONE_STRESS, UNHEALED = "BONE_STRESS", "UNHEALED_BONE"
HIP_BROKE = ("hip_fracture_or_dislocation", "pelvic_fracture")
TEARS = ("TENDON_TEAR", "ACHILLES_TEAR")
"""Rules of a torn tendon: no nerve of the back is meant by it."""
SPINE = {"back", "pelvis"}
JOINT = {"groin", "hip", "tailbone"}
"""Places that a nerve of the back is not at fault for by itself."""
BUTTOCK = ("buttock_pain",)
"""The sit bone alone is a tendon's place; the buttock is a nerve's too."""
STRAIN = "ACUTE_STRAIN"
SURGERY = "SURGERY_CLEARANCE"
BLEEDING = "ANTICOAGULANT"
TIGHT = ("tightness_sensation", "hamstring_tight", "leg_cramps_reported", "night_cramps")
"""What a muscle that is short or cramps feels like: by itself it frightens nobody."""
SHORT = ("hamstring_tight",)
THIGH = ("posterior_thigh_pain",)
BEYOND = tuple(
    id
    for findings in PLACES.values()
    for id in findings
    if id not in {"leg_pain", "thigh_pain", "posterior_thigh_pain"}
)
"""Pains that the back of a thigh does not explain."""
ODD = ("numbness", "tingling", "numb_skin", "heaviness")
ADULT = 18
"""Age in years from which a sheet speaks to the patient alone."""


def warning_block(story: ConditionStory, facts: Facts, library: ExerciseLibrary) -> WarningBlock:
    """The story's warning block; nerve signs raise a calm one and join a vascular one.

    Legs that both hurt already get the block that says what would be new in them.
    """
    warnings = library.phrases.warnings
    nerve = safety.rule_holds(safety.NERVE_SIGNS, facts, library)
    block = warnings["call" if calm_complaint(story, facts, library) else story.warning]
    if bone_at_risk(facts, library):
        spine = nerve or SPINE & set(pain_places(facts))
        block = warnings[NERVE_WARNING if spine else BONE_WARNING]
    if block.id in RAISED and nerve:
        block = warnings[RAISED[block.id]]
    if block.id in VASCULAR and any(safety.rule_holds(r, facts, library) for r in POOR_FLOW):
        block = warnings[VASCULAR[block.id]]
    both = block.id == NERVE_WARNING and both_legs(facts)
    return warnings[BOTH_LEGS_WARNING] if both else block


def calm_complaint(story: ConditionStory, facts: Facts, library: ExerciseLibrary) -> bool:
    """Whether nothing names a cause and a tight, cramping or pulled muscle, or a hip or sit bone
    that hurts, is all there is.

    Pain in the thigh of hamstrings that were found short belongs to them; what goes below the
    knee, hurts elsewhere or feels odd does not.
    """

    def there(findings: tuple[str, ...]) -> bool:
        return any(value is True for id in findings for value in facts.recorded(id).values())

    places = set(pain_places(facts))
    if story.condition != GENERAL or there(ODD):
        return False
    if any(safety.rule_holds(rule, facts, library) for rule in TEARS) and not SPINE & places:
        return True
    if joint_of_leg(facts) and places <= {"leg"} and not both_legs(facts):
        return True
    if safety.rule_holds(STRAIN, facts, library) and places <= {"leg"}:
        return True
    if places and (places <= JOINT or (places <= JOINT | {"buttock"} and not there(BUTTOCK))):
        return True
    if not there(TIGHT):
        return False
    return not places or (there(SHORT) and there(THIGH) and not there(BEYOND))


def bone_at_risk(facts: Facts, library: ExerciseLibrary) -> bool:
    """Whether a bone of hip or leg may give way under load."""
    if safety.rule_holds(BONE_STRESS, facts, library):
        return True
    broke = any(value is True for id in HIP_BROKE for value in facts.recorded(id).values())
    return broke and safety.rule_holds(UNHEALED, facts, library)


def extra_signs(warning: WarningBlock, facts: Facts, library: ExerciseLibrary) -> Iterator[str]:
    """Signs that a hip operation, or a bone that may give way, adds to any block."""
    if safety.rule_holds("HIP_PRECAUTION", facts, library):
        yield library.phrases.text("sign.hip")
    elif warning.id != BONE_WARNING and bone_at_risk(facts, library):
        yield library.phrases.text("sign.bone")


def seen_today(facts: Facts, library: ExerciseLibrary) -> Iterator[str]:
    """What an operation, a child's age, a blood thinner or a pregnancy adds."""
    phrases = library.phrases
    if safety.rule_holds(SURGERY, facts, library):
        yield phrases.text("sign.wound")
    if facts.age is not None and facts.age < ADULT:
        yield phrases.text("sign.child")
    if safety.rule_holds(BLEEDING, facts, library):
        yield phrases.text("sign.bleeding")
    if any(value is True for value in facts.recorded("pregnancy").values()):
        yield phrases.text("sign.pregnancy")


def travels(warning: WarningBlock, facts: Facts, library: ExerciseLibrary) -> bool:
    """Whether the symptoms can move down the leg: not where only back, pelvis or hip hurt."""
    if warning.id not in TRAVELING:
        return False
    places = pain_places(facts)
    near = bool(places) and not {"leg", "buttock"} & set(places)
    return not near or safety.rule_holds(safety.NERVE_SIGNS, facts, library)
