"""A clinic's own folder adds, rewords, never weakens, and never stops the program."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from pt_chart.definitions.own_forms import load_with_own
from pt_chart.host.resources import forms_dir

FORM = """
id = "own_ankle"
version = 1
title = "Ankle"
section = "exam"

[[card]]
id = "own_ankle_card"
title = "Ankle"
position = "supine"
prefix = "Ankle"

[[card.field]]
id = "own_ankle_bend"
label = "Dorsiflexion"
kind = "yes_no"

[[card.field]]
id = "own_ankle_red"
label = "Ankle red and hot"
kind = "yes_no"
sided = true
"""
FLAG = """
[[flag]]
id = "own_red_ankle"
title = "Red, hot ankle"
condition = "infection"
clinician = "Infected joint possible."
patient = "Your ankle needs to be looked at today."
clears = "a doctor, the same day"
source = "our clinic"
verified = "no"

[[flag.step]]
tier = "urgent"
when = { finding = "own_ankle_red" }
"""
WORDS = """
[[field]]
id = "slump"
label = "Slump, our way"
shorthand = ["slmp"]
help = { how = "As we teach it." }

[[card]]
id = "sij"
hint = "Ask before each."

[[add]]
card = "sij"

[[add.field]]
id = "own_sij_belt"
label = "Belt helps"
kind = "yes_no"
"""


def put(folder: Path, name: str, text: str) -> None:
    """One file of the clinic."""
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, "utf-8")


def condition() -> str:
    """A cause that flags may name."""
    found = load_with_own(forms_dir(), Path("nowhere")).definitions.knowledge.flags
    return found[0].condition


def test_fields_flags_and_words_are_added(tmp_path: Path) -> None:
    put(tmp_path, "exam/own_ankle.toml", FORM)
    put(tmp_path, "flags/own.toml", FLAG.replace('"infection"', f'"{condition()}"'))
    put(tmp_path, "rewording/words.toml", WORDS)
    loaded = load_with_own(forms_dir(), tmp_path)
    assert loaded.problems == ()
    assert len(loaded.used) == 3
    shipped = load_with_own(forms_dir(), tmp_path / "none").definitions
    ours = loaded.definitions
    assert ours.vocabulary.fields["slump"].label == "Slump, our way"
    assert ours.vocabulary.fields["slump"].help.how == "As we teach it."
    assert ours.vocabulary.fields["slump"].help.positive
    assert "own_sij_belt" in ours.vocabulary.fields
    assert ours.vocabulary.fields["own_ankle_red"].name == "Ankle red and hot"
    assert ours.vocabulary.fields["own_ankle_bend"].name == "Ankle dorsiflexion"
    before = {rule.id for rule in shipped.knowledge.flags}
    assert {rule.id for rule in ours.knowledge.flags} == before | {"own_red_ankle"}
    assert ours.knowledge.stamp != shipped.knowledge.stamp


@pytest.mark.parametrize(
    ("name", "text", "place", "hint"),
    [
        ("exam/broken.toml", "id = ", "own/exam/broken.toml", "mend"),
        ("exam/supine.toml", FORM, "own/exam/supine.toml", "rename"),
        (
            "exam/twice.toml",
            FORM.replace("own_ankle_red", "slump").replace("own_ankle", "own_two"),
            "own/exam/twice.toml",
            "one fact",
        ),
        (
            "rewording/less.toml",
            '[[field]]\nid = "consent_exam"\nrequired = false',
            "own/rewording/less.toml: field[0] (consent_exam).required",
            "never removes",
        ),
        (
            "rewording/core.toml",
            '[[field]]\nid = "urinary_retention"\ncore = false',
            "own/rewording/core.toml",
            "",
        ),
        (
            "rewording/asked.toml",
            '[[field]]\nid = "urinary_incontinence"\nquestion = "Do you drink enough water?"',
            "own/rewording/asked.toml: field[0] (urinary_incontinence).question",
            "help.how",
        ),
        (
            "rewording/gone.toml",
            '[[field]]\nid = "bowel_incontinence"\nlabel = ""',
            "own/rewording/gone.toml: field[0] (bowel_incontinence).label",
            "help.how",
        ),
        (
            "rewording/empty.toml",
            '[[field]]\nid = "slump"\nstandalone = " "',
            "own/rewording/empty.toml: field[0] (slump).standalone",
            "shipped words",
        ),
        ("rewording/who.toml", '[[field]]\nid = "slumpp"', "own/rewording/who.toml", "slump"),
        ("flags/theirs.toml", FLAG.replace("own_red_ankle", "SHIPPED"), "own/flags/theirs", "adds"),
        ("notes.txt", "hello", "own/notes.txt", ".toml"),
    ],
)
def test_what_is_wrong_is_left_out_and_listed(
    tmp_path: Path, name: str, text: str, place: str, hint: str
) -> None:
    shipped = load_with_own(forms_dir(), tmp_path / "none").definitions
    put(tmp_path, "exam/own_ankle.toml", FORM)
    put(tmp_path, name, text.replace("SHIPPED", shipped.knowledge.flags[0].id))
    loaded = load_with_own(forms_dir(), tmp_path)
    found = [p for p in loaded.problems if p.place.startswith(place) and hint in str(p)]
    assert found, loaded.problems
    assert loaded.used == ("exam/own_ankle.toml",)
    assert "own_ankle_red" in loaded.definitions.vocabulary.fields
    assert loaded.definitions.knowledge.flags == shipped.knowledge.flags


def test_what_rests_on_a_broken_file_goes_with_it(tmp_path: Path) -> None:
    put(tmp_path, "exam/own_ankle.toml", FORM + "nonsense = 1\n")
    put(tmp_path, "flags/own.toml", FLAG.replace('"infection"', f'"{condition()}"'))
    loaded = load_with_own(forms_dir(), tmp_path)
    assert loaded.used == ()
    places = [problem.place for problem in loaded.problems]
    assert any(place.startswith("own/exam/own_ankle.toml") for place in places)
    assert any(place.startswith("own/flags/own.toml") for place in places)
    shipped = load_with_own(forms_dir(), tmp_path / "none").definitions
    assert loaded.definitions.vocabulary == shipped.vocabulary


def test_a_duplicate_is_told_of_its_own_file_only(tmp_path: Path) -> None:
    """What a wrong field upsets in shipped files is no problem of theirs."""
    wrong = FORM.replace("own_ankle_red", "slr").replace("own_ankle", "own_two")
    put(tmp_path, "exam/own_ankle.toml", FORM)
    put(tmp_path, "exam/zdup.toml", wrong)
    loaded = load_with_own(forms_dir(), tmp_path)
    assert loaded.used == ("exam/own_ankle.toml",)
    assert {problem.place.partition(":")[0] for problem in loaded.problems} == {
        "own/exam/zdup.toml"
    }


def test_of_two_own_files_with_one_id_the_first_stays(tmp_path: Path) -> None:
    put(tmp_path, "exam/own_a.toml", FORM)
    put(tmp_path, "exam/own_b.toml", FORM)
    loaded = load_with_own(forms_dir(), tmp_path)
    assert loaded.used == ("exam/own_a.toml",)
    assert [problem.place for problem in loaded.problems] == ["own/exam/own_b.toml: id"]


@pytest.mark.parametrize("odd", ["pipe", "folder", "dangling", "loop", "large"])
def test_what_is_no_usual_file_is_listed_and_stops_nothing(tmp_path: Path, odd: str) -> None:
    folder = tmp_path / "exam"
    folder.mkdir()
    path = folder / "odd.toml"
    if odd == "pipe":
        if sys.platform == "win32":
            pytest.skip("POSIX pipes")
        os.mkfifo(path)
    elif odd == "folder":
        path.mkdir()
    elif odd == "large":
        path.write_bytes(b"# " + b"x" * 5_000_000)
    elif sys.platform == "win32":
        pytest.skip("POSIX links")
    else:
        path.symlink_to(path if odd == "loop" else folder / "gone.toml")
    loaded = load_with_own(forms_dir(), tmp_path)
    assert [problem.place for problem in loaded.problems] == ["own/exam/odd.toml"]


def test_a_mark_that_changes_nothing_is_told_and_the_words_lost_are_named(tmp_path: Path) -> None:
    put(
        tmp_path,
        "rewording/words.toml",
        '[[field]]\nid = "slump"\nlabel = "Sitting nerve test"\nrequired = false\n',
    )
    found = load_with_own(forms_dir(), tmp_path)
    assert found.used == ()
    told = [(problem.place, problem.message) for problem in found.problems]
    assert told == [
        ("own/rewording/words.toml: field[0] (slump).required", "false changes nothing"),
        (
            "own/rewording/words.toml",
            "left out: the words of slump are the shipped ones until it is mended",
        ),
    ]
