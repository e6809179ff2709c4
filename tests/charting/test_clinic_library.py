"""Own exercises, their pictures and templates: kept in the chart, judged by the same rules."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pt_chart.charting.clinic_library import DOSES, TEMPLATES, ClinicLibrary
from pt_chart.charting.own_exercises import EXERCISES, LARGEST_PICTURE, OwnExercise
from pt_chart.charting.translation_review import (
    OWN,
    UNREVIEWED,
    TranslationReview,
    sign_off,
    translation_review,
    withdraw,
)
from pt_chart.clinical.people import Clinician
from pt_chart.clinical.program import dosing, safety
from pt_chart.clinical.program.dosage import WORDING, Program, ProgramItem
from pt_chart.clinical.program.library import ExerciseLibrary
from pt_chart.clinical.program.packs import template
from pt_chart.clinical.program.printed_exercise import printed_exercise
from pt_chart.clinical.sides import Side
from tests.fakes import MemoryStore
from tests.support.shipped_library import case, library

STRETCH = OwnExercise(
    id="",
    model="hamstring_stretch_supine_strap",
    name="Sofa hamstring stretch",
    patient_name="Sofa stretch",
    purpose="Helps your thigh let go.",
    steps=(" Sit on the sofa. ", "Put your leg out.", ""),
    caption="Leg out",
)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 50
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def clinic() -> ClinicLibrary:
    return ClinicLibrary(MemoryStore(), library())


def test_an_own_exercise_joins_the_library_and_stays_in_the_chart() -> None:
    store = MemoryStore()
    clinic = ClinicLibrary(store, library())
    heard: list[ExerciseLibrary] = []
    clinic.changed.connect(heard.append)
    kept = clinic.save_own(STRETCH, PNG)
    assert kept.id.startswith("own:")
    assert kept.steps == ("Sit on the sofa.", "Put your leg out.")
    again = ClinicLibrary(store, library())
    assert again.own == (kept,)
    made = again.library.exercises[kept.id]
    assert heard[-1].exercises[kept.id] == made
    assert len(again.library.exercises) == len(library().exercises) + 1
    printed = printed_exercise(1, dosing.default_item(made, Side.RIGHT), again.library, {})
    assert printed.name == "Sofa stretch"
    assert [figure.raster for figure in printed.figures] == [PNG]
    assert printed.figures[0].alt == "Picture of Sofa stretch."


def test_the_rules_speak_of_it_as_of_its_model(clinic: ClinicLibrary) -> None:
    kept = clinic.save_own(STRETCH)
    made = clinic.library.exercises[kept.id]
    positive = case({"slr@right": True})
    assert [r.id for r in safety.blocking(made, Side.RIGHT, positive, clinic.library)] == [
        "NEURAL_POSITIVE"
    ]
    glide = clinic.save_own(replace(STRETCH, model="sciatic_slider_seated", name="Glide"))
    dose = replace(clinic.library.exercises[glide.id].dose, hold_s=5)
    held = Program((ProgramItem(glide.id, Side.RIGHT, dose),))
    found = safety.check_program(held, case({}), (), clinic.library)
    assert [one.severity for one in safety.stops(found)] == ["refused"]


def test_in_another_language_only_what_the_clinic_wrote_stays_as_typed(
    clinic: ClinicLibrary,
) -> None:
    own = replace(STRETCH, model="hamstring_curl", purpose="", steps=("Bend {this} knee.",))
    kept = clinic.save_own(own)
    for language in clinic.library.languages:
        shelf = clinic.library.spoken(language)
        made, model = shelf.exercises[kept.id], shelf.exercises["hamstring_curl"]
        printed = printed_exercise(1, dosing.default_item(made, Side.RIGHT), shelf, {})
        asked = printed_exercise(1, dosing.default_item(model, Side.RIGHT), shelf, {})
        assert printed.steps == printed.brief == ("Bend {this} knee.",)
        assert printed.name == "Sofa stretch"
        for part in ("purpose", "may_feel", "too_sore", "too_easy", "traffic"):
            assert getattr(printed, part) == getattr(asked, part), (language, part)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"model": "dry_needling_clinic"}, "given in the clinic"),
        ({"steps": ("Do dry needling on yourself.",)}, "needling"),
        ({"steps": tuple(["Move."] * 11)}, "11 steps are too many"),
        ({"steps": ("Sit.", "go " * 26)}, "Step 2 has 26 words"),
        ({"model": "sciatic_slider_seated", "steps": ("Straighten. Hold 30 seconds.",)}, "never"),
        ({"model": "sciatic_slider_seated", "too_easy": "Hold it there."}, "never held"),
        ({"model": "sciatic_tensioner", "steps": ("Hold for 5 seconds.",)}, "2 seconds at most"),
    ],
)
def test_what_is_never_done_at_home_is_not_kept(
    clinic: ClinicLibrary, changes: dict[str, object], word: str
) -> None:
    with pytest.raises(ValueError, match=word):
        clinic.save_own(replace(STRETCH, **changes))  # type: ignore[arg-type]
    assert clinic.own == ()


def test_the_rules_see_what_its_own_words_ask_of_the_body(clinic: ClinicLibrary) -> None:
    walk = replace(STRETCH, model="walking_program", name="Walk")
    stretch = clinic.save_own(
        replace(walk, steps=("Straighten your knee as far as it goes. Hold 60 seconds.",))
    )
    plain = clinic.save_own(replace(walk, name="Stroll", steps=("Walk to the park.",)))
    shelf, positive = clinic.library, case({"slr@right": True})
    rules = {
        id: [rule.id for rule in safety.blocking(shelf.exercises[id], Side.RIGHT, positive, shelf)]
        for id in (stretch.id, plain.id)
    }
    assert rules == {stretch.id: ["NEURAL_POSITIVE"], plain.id: []}
    item = dosing.default_item(shelf.exercises[stretch.id], Side.BOTH)
    stopped = safety.stops(safety.check_program(Program((item,)), positive, (), shelf))
    assert [one.rule for one in stopped] == ["NEURAL_POSITIVE", WORDING]
    assert not safety.stops(safety.check_program(Program((item,)), case({}), (), shelf))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"model": "none"}, "most like"),
        ({"name": " "}, "needs a name"),
        ({"patient_name": ""}, "a name for the patient"),
        ({"steps": ()}, "needs its steps"),
        ({"steps": ("Go.",) * 11}, "too many"),
        ({"steps": ("x" * 301,)}, "301 characters"),
    ],
)
def test_what_is_missing_or_too_much_is_said(
    clinic: ClinicLibrary, change: dict[str, object], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        clinic.save_own(replace(STRETCH, **change))  # type: ignore[arg-type]
    assert clinic.own == ()


def test_a_picture_that_is_too_large_is_refused(clinic: ClinicLibrary) -> None:
    with pytest.raises(ValueError, match="bytes"):
        clinic.save_own(STRETCH, b"0" * (LARGEST_PICTURE + 1))


def test_a_retired_exercise_stays_for_old_programs(clinic: ClinicLibrary) -> None:
    kept = clinic.save_own(STRETCH)
    clinic.retire(kept.id)
    assert clinic.retired == {kept.id}
    made = clinic.library.exercises[kept.id]
    assert made.indications == ()
    with pytest.raises(KeyError):
        clinic.retire("own:other")


def test_without_a_picture_it_shows_its_models(clinic: ClinicLibrary) -> None:
    kept = clinic.save_own(STRETCH)
    assert clinic.library.exercises[kept.id].figure == STRETCH.model


def test_a_clinics_own_dose_is_the_default_from_then_on() -> None:
    store = MemoryStore()
    clinic = ClinicLibrary(store, library())
    bridge = library().exercises["glute_bridge"]
    clinic.save_dose(bridge.id, replace(bridge.dose, reps=12))
    again = ClinicLibrary(store, library()).library.exercises[bridge.id]
    assert dosing.default_item(again, Side.BOTH).dose.reps == 12
    assert again.dose_source.startswith("this clinic's default")
    with pytest.raises(ValueError, match="outside 6 to 15"):
        clinic.save_dose(bridge.id, replace(bridge.dose, reps=40))
    with pytest.raises(KeyError):
        clinic.save_dose("none", bridge.dose)
    clinic.forget_dose(bridge.id)
    assert clinic.library.exercises[bridge.id] == bridge
    store.save_file(DOSES, bridge.id, b'{"version":1,"dose":{"reps":true}}')
    broken = ClinicLibrary(store, library())
    assert broken.library.exercises[bridge.id] == bridge
    assert broken.unreadable == (bridge.id,)


def test_templates_are_saved_renamed_and_forgotten(clinic: ClinicLibrary) -> None:
    item = dosing.default_item(library().exercises["clamshell"], Side.RIGHT)
    own = replace(item, dose=replace(item.dose, reps=12), own_steps=("Ours.",))
    pack = template("Hips", Program((own,)), "hip_oa")
    clinic.save_template(pack)
    assert clinic.templates() == (pack,)
    with pytest.raises(ValueError, match="called Hips already"):
        clinic.save_template(pack)
    clinic.save_template(replace(pack, condition=""), instead=True)
    clinic.rename_template("Hips", " Hip week 1 ")
    assert [one.name for one in clinic.templates()] == ["Hip week 1"]
    clinic.rename_template("Hip week 1", "Hip week 1")
    with pytest.raises(ValueError, match="needs a name"):
        clinic.rename_template("Hip week 1", " ")
    clinic.remove_template("Hip week 1")
    assert clinic.templates() == ()


@pytest.mark.parametrize(
    "record",
    [
        b"",
        b"[]",
        b'{"version":2}',
        b'{"version":1}',
        b'{"version":1,"name":1,"items":[],"condition":""}',
        (
            b'{"version":1,"name":"x","condition":"",'
            b'"items":[{"exercise":"a","dose":{"reps":"9"},"own_steps":[]}]}'
        ),
        (
            b'{"version":1,"id":"own:1","model":"x","name":"n","patient_name":"p",'
            b'"purpose":"q","steps":"go"}'
        ),
    ],
)
def test_a_damaged_record_is_named_and_left_alone(record: bytes) -> None:
    store = MemoryStore()
    store.save_file(EXERCISES, "own:1", record)
    store.save_file(TEMPLATES, "Old", record)
    clinic = ClinicLibrary(store, library())
    assert clinic.unreadable == ("own:1",)
    assert clinic.templates() == ()
    assert set(clinic.unreadable) == {"own:1", "Old"}
    assert store.file(EXERCISES, "own:1") == record
    assert clinic.library.exercises == library().exercises


def test_a_translation_is_reviewed_for_one_exact_wording() -> None:
    store, shelf = MemoryStore(), library()
    reader = Clinician("u7", "Ana Lago")
    assert translation_review(store, shelf, "en") is OWN
    assert translation_review(store, shelf, "es") is UNREVIEWED
    sign_off(store, shelf, "es", reader, AT)
    found = translation_review(store, shelf, "es")
    assert isinstance(found, TranslationReview)
    assert (found.name, found.at) == ("Ana Lago, PT", AT)
    other = replace(shelf.translations["es"], digest="another wording")
    changed = replace(shelf, translations={"es": other})
    assert translation_review(store, changed, "es") is UNREVIEWED
    store.save_file("translation-review", "es", b"damaged")
    assert translation_review(store, shelf, "es") is UNREVIEWED
    sign_off(store, shelf, "es", reader, AT)
    withdraw(store, "es")
    assert translation_review(store, shelf, "es") is UNREVIEWED
