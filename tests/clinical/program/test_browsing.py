"""The library searched by words, region, equipment, position and stage."""

import pytest

from pt_chart.clinical.program.browsing import (
    NOTHING,
    POSITION_WORDS,
    REGION_WORDS,
    REGIONS,
    STAGE_WORDS,
    Wanted,
    equipment_of,
    fits,
    named_first,
    regions_of,
    stage_of,
)
from tests.support.shipped_library import library

SHELF = library().exercises


def found(**wanted: str) -> set[str]:
    return {id for id, one in SHELF.items() if fits(one, Wanted(**wanted))}


def test_nothing_wanted_is_everything() -> None:
    assert found() == set(SHELF)
    assert Wanted().anything
    assert not Wanted(stage="late").anything


def test_every_exercise_has_region_position_and_stage() -> None:
    for one in SHELF.values():
        assert regions_of(one) <= set(REGION_WORDS)
        assert one.position in POSITION_WORDS
        assert stage_of(one) in STAGE_WORDS
    assert set(REGIONS) == set(REGION_WORDS)


@pytest.mark.parametrize(
    ("wanted", "there", "gone"),
    [
        ({"region": "nerve"}, "slump_slider", "glute_bridge"),
        ({"region": "hamstring"}, "glute_bridge", "clamshell"),
        ({"region": "calf"}, "heel_raise", "glute_bridge"),
        ({"position": "prone"}, "prone_press_up", "glute_bridge"),
        ({"position": "prone"}, "heat_pack", "glute_bridge"),
        ({"equipment": "exercise band"}, "ankle_dorsiflexion_band", "heel_raise"),
        ({"equipment": NOTHING}, "glute_bridge", "heel_raise"),
        ({"stage": "late"}, "nordic_hamstring", "glute_bridge"),
        ({"stage": "early"}, "position_90_90", "hamstring_curl"),
        ({"text": "hamstring wall"}, "hamstring_calf_bedtime", "hamstring_curl"),
        ({"text": "CRAMP"}, "calf_cramp_release", "clamshell"),
        ({"text": "stenosis"}, "knee_to_chest_single", "clamshell"),
        ({"text": "bridge", "region": "hip", "stage": "building"}, "glute_bridge", "clamshell"),
    ],
)
def test_each_filter_narrows(wanted: dict[str, str], there: str, gone: str) -> None:
    hits = found(**wanted)
    assert there in hits
    assert gone not in hits


def test_every_choice_of_a_filter_finds_something() -> None:
    for region in REGION_WORDS:
        assert found(region=region), region
    for stage in STAGE_WORDS:
        assert found(stage=stage), stage
    for piece in equipment_of(SHELF.values()):
        assert found(equipment=piece), piece


def test_names_that_begin_with_the_words_come_first() -> None:
    hits = [one for one in SHELF.values() if fits(one, Wanted(text="slider"))]
    assert named_first(hits, "Slump")[0].id == "slump_slider"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sit-to-stand", "sit_to_stand"),
        ("90/90", "position_90_90"),
        ("McKenzie", "prone_press_up"),
        ("cobra", "prone_press_up"),
        ("bridging", "glute_bridge"),
        ("nerve floss", "sciatic_slider_seated"),
        ("sciatica", "slump_slider"),
        ("neurodynamic", "sciatic_slider_supine"),
    ],
)
def test_the_names_that_therapists_type_find_it(typed: str, meant: str) -> None:
    assert meant in found(text=typed)


def test_words_are_found_from_their_beginning() -> None:
    assert found(text="press up") == {"prone_press_up"}
