"""Finding an exercise in the library: by words, region, equipment, position and stage."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pt_chart.clinical.program.library import Exercise, ExerciseKind

REGIONS = {
    "hamstring": ("hamstring",),
    "hip": ("glute", "gluteal", "piriformis", "hip", "iliopsoas", "rectus"),
    "back": ("lumbar", "spine", "trunk", "lumborum", "extensors"),
    "nerve": ("nerve", "slider", "tensioner"),
    "calf": ("calf", "gastrocnemius", "tibialis", "cramp"),
    "general": ("legs", "knee", "general", "circulation", "movement", "pain", "spasm"),
}
"""Region ids and the words of an exercise's target that tell them."""

REGION_WORDS = {
    "hamstring": "Back of thigh",
    "hip": "Hip and buttock",
    "back": "Back and trunk",
    "nerve": "Nerve",
    "calf": "Calf and foot",
    "general": "Whole leg, general",
}
POSITION_WORDS = {
    "supine": "On the back",
    "prone": "Face down",
    "side_lying": "On the side",
    "sitting": "Sitting",
    "standing": "Standing",
    "kneeling": "Kneeling",
    "hands_and_knees": "Hands and knees",
    "any": "Any position",
}
STAGE_WORDS = {"early": "First days", "building": "Building up", "late": "Late stage"}
NOTHING = "none"
"""Stands for no equipment at all."""
NO_EQUIPMENT = "No equipment"

_EARLY = (
    ExerciseKind.POSITION,
    ExerciseKind.SELF_CARE,
    ExerciseKind.SLIDER,
    ExerciseKind.MOBILITY,
    ExerciseKind.DIRECTIONAL,
)
_LATE = "LATE_STAGE"
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; "" = anything. Words must all be found somewhere in the exercise."""

    text: str = ""
    region: str = ""
    equipment: str = ""
    position: str = ""
    stage: str = ""

    @property
    def anything(self) -> bool:
        """Whether nothing narrows the search."""
        return not any((self.text.strip(), self.region, self.equipment, self.position, self.stage))


def regions_of(exercise: Exercise) -> frozenset[str]:
    """The regions that an exercise's target speaks of; "general" when it names none."""
    told = f"{exercise.target} {exercise.kind.value}".lower()
    found = {id for id, words in REGIONS.items() if any(word in told for word in words)}
    return frozenset(found or {"general"})


def stage_of(exercise: Exercise) -> str:
    """When an exercise usually has its place: a grouping of ours for the search, no rule."""
    if _LATE in exercise.cautions or exercise.kind is ExerciseKind.TENSIONER:
        return "late"
    return "early" if exercise.kind in _EARLY else "building"


def equipment_of(exercises: Iterable[Exercise]) -> tuple[str, ...]:
    """Every piece of equipment that the exercises name, sorted."""
    return tuple(sorted({piece for one in exercises for piece in one.equipment}))


def fits(exercise: Exercise, wanted: Wanted) -> bool:
    """Whether an exercise is among what is looked for."""
    if wanted.region and wanted.region not in regions_of(exercise):
        return False
    if wanted.position and exercise.position not in (wanted.position, "any"):
        return False
    if wanted.stage and stage_of(exercise) != wanted.stage:
        return False
    if wanted.equipment == NOTHING:
        if exercise.equipment:
            return False
    elif wanted.equipment and wanted.equipment not in exercise.equipment:
        return False
    told = f" {_told(exercise)}"
    return all(f" {word}" in told for word in _plain(wanted.text).split())


def _plain(text: str) -> str:
    """Words as they are looked for: "Sit-to-stand" and "90/90" are found without their signs."""
    return _SIGNS.sub(" ", text.casefold())


def _told(exercise: Exercise) -> str:
    words = (
        exercise.name,
        exercise.patient_name,
        *exercise.also,
        exercise.target,
        exercise.position,
        exercise.kind.value,
        *exercise.equipment,
        *exercise.indications,
    )
    return _plain(" ".join(words))


def named_first(exercises: Iterable[Exercise], text: str) -> list[Exercise]:
    """Those whose name begins with the words first, then those that have them in the name."""
    start = _plain(text).strip()

    def place(one: Exercise) -> int:
        name = _plain(one.name)
        return 0 if name.startswith(start) else 1 if start in name else 2

    return sorted(exercises, key=place)
