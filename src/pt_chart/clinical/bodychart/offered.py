"""Findings that a drawing itself shows, offered "from body chart", and where answers disagree."""

from __future__ import annotations

from dataclasses import dataclass

from pt_chart.clinical.bodychart.marks import SymptomKind
from pt_chart.clinical.bodychart.summary import ChartSummary, RegionTouched
from pt_chart.clinical.findings import Answers, FindingKey, Value
from pt_chart.clinical.sides import Side

_K = SymptomKind
_PAINFUL = frozenset(_K) - {_K.TINGLING, _K.NUMBNESS, _K.TIGHTNESS, _K.TWITCHING}
_ALTERED = frozenset({_K.TINGLING, _K.NUMBNESS})

_PAIN_SITES = {
    "low_back": "back_pain",
    "perineum": "perineal_pain",
    "buttock": "buttock_pain",
    "hip_lateral": "lateral_hip_pain",
    "groin": "groin_pain",
    "thigh_posterior": "posterior_thigh_pain",
    "thigh_anterior": "anterior_thigh_pain",
    "thigh_medial": "medial_thigh_pain",
    "thigh_lateral": "lateral_thigh_pain",
    "knee": "knee_pain",
    "popliteal": "posterior_knee_pain",
    "calf": "calf_pain",
    "shin": "shin_pain",
    "ankle": "ankle_pain",
    "heel": "heel_pain",
    "sole": "sole_pain",
    "foot_dorsum": "foot_pain",
    "foot_medial": "foot_pain",
    "foot_lateral": "foot_pain",
    "toes": "foot_pain",
}
_UNSIDED = frozenset({"back_pain", "perineal_pain"})
_QUALITIES = {
    _K.DEEP_DULL_PULL: "deep_dull_pull",
    _K.SHARP: "sharp_pain",
    _K.BURNING: "burning_pain",
    _K.SHOOTING: "shooting_pain",
    _K.TINGLING: "tingling",
    _K.NUMBNESS: "numbness",
    _K.CRAMP: "cramping_pain",
    _K.TIGHTNESS: "tightness_sensation",
    _K.TWITCHING: "twitching_reported",
}
_LEG = frozenset(
    [
        "thigh_posterior",
        "thigh_anterior",
        "thigh_medial",
        "thigh_lateral",
        "popliteal",
        "knee",
        "calf",
        "shin",
        "ankle",
        "heel",
        "sole",
        "foot_lateral",
        "foot_medial",
        "foot_dorsum",
        "toes",
    ]
)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """The drawing shows a finding, the recorded answer says otherwise; the answer stands."""

    key: FindingKey
    drawn: Value
    entered: Value


def chart_findings(summary: ChartSummary) -> dict[FindingKey, Value]:
    """Findings that the drawing itself shows.

    Only what was drawn is said: an empty part of the drawing is not a negative answer.
    """
    found: set[FindingKey] = set()
    for region in summary.regions:
        found |= _of_region(region)
    # The question is about pain, numbness or weakness: two tight thighs do not answer it.
    felt = [r for r in summary.regions if set(r.kinds) - {_K.TIGHTNESS}]
    legs = {r.side for r in felt if _parent(r) in _LEG}
    if legs >= {Side.LEFT, Side.RIGHT}:
        found.add(FindingKey("bilateral_leg_symptoms"))
    found |= _numb_on_both(summary)
    for side in (Side.LEFT, Side.RIGHT):
        if _buttock_worst(summary, side):
            found.add(FindingKey("buttock_pain_dominant", side))
    return dict.fromkeys(sorted(found, key=str), True)


def _parent(region: RegionTouched) -> str:
    return region.region.split(".", maxsplit=1)[0]


def _painful(region: RegionTouched) -> bool:
    return bool(_PAINFUL & set(region.kinds))


def _of_region(region: RegionTouched) -> set[FindingKey]:
    parent = _parent(region)
    found: set[FindingKey] = set()
    if _painful(region):
        site = _PAIN_SITES.get(parent)
        if site is not None:
            found.add(FindingKey(site, None if site in _UNSIDED else region.side))
        if parent in _LEG:
            found.add(FindingKey("leg_pain", region.side))
        if region.below_knee:
            found.add(FindingKey("pain_below_knee", region.side))
    if parent == "perineum" and _ALTERED & set(region.kinds):
        found.add(FindingKey("altered_perianal_sensation"))
    if parent in _LEG or parent == "buttock":
        found |= {FindingKey(_QUALITIES[k], region.side) for k in region.kinds if k in _QUALITIES}
    return found


def _numb_on_both(summary: ChartSummary) -> set[FindingKey]:
    """Numbness drawn in both legs, and under both feet."""
    numb = [r for r in summary.regions if SymptomKind.NUMBNESS in r.kinds]
    both = {Side.LEFT, Side.RIGHT}
    found = set()
    if {r.side for r in numb if _parent(r) in _LEG} >= both:
        found.add(FindingKey("numbness_both_legs"))
    if {r.side for r in numb if _parent(r) == "sole"} >= both:
        found.add(FindingKey("numbness_both_soles"))
    return found


def _buttock_worst(summary: ChartSummary, side: Side) -> bool:
    """Whether pain in the buttock is stronger than every other pain of that side and the back.

    Said only when every one of them has an intensity, or when the buttock is the only one.
    """
    here = [r for r in summary.regions if _painful(r) and r.side in (side, None)]
    buttock = [r for r in here if _parent(r) == "buttock"]
    others = [r for r in here if _parent(r) != "buttock"]
    if not buttock or any(r.intensity is None for r in (*buttock, *others)):
        return bool(buttock) and not others
    worst = max(r.intensity or 0 for r in buttock)
    return all(worst > (r.intensity or 0) for r in others)


def missing_answers(drawn: dict[FindingKey, Value], answers: Answers) -> dict[FindingKey, Value]:
    """What the drawing shows and nobody recorded, under the same side or without one."""
    return {
        key: value
        for key, value in drawn.items()
        if not any(_tested(answers, k) for k in (key, FindingKey(key.id)))
    }


def contradictions(drawn: dict[FindingKey, Value], answers: Answers) -> tuple[Contradiction, ...]:
    """Where a recorded answer denies what was drawn; the recorded answer is never changed."""
    found = []
    for key, value in drawn.items():
        for asked in (key, FindingKey(key.id), FindingKey(key.id, Side.BOTH)):
            answer = answers.get(asked)
            if answer is not None and answer.value is False and value is True:
                found.append(Contradiction(asked, value, answer.value))
                break
    return tuple(found)


def _tested(answers: Answers, key: FindingKey) -> bool:
    answer = answers.get(key)
    return answer is not None and answer.tested
