"""The knowledge files: checked, cross-checked, stamped."""

import shutil
from pathlib import Path

import pytest

from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.problems import Problem
from pt_chart.definitions.exam_forms import read_forms
from pt_chart.definitions.knowledge import digest, knowledge_files, read_knowledge
from pt_chart.definitions.knowledge_checks import findings_used, unused_groups
from pt_chart.host.resources import forms_dir


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    """The shipped vocabulary."""
    return read_forms([forms_dir()], [])[1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped knowledge that a test may spoil."""
    for name in ("knowledge", "flags"):
        shutil.copytree(forms_dir() / name, tmp_path / name)
    return tmp_path


def problems_of(folder: Path, vocabulary: Vocabulary) -> list[Problem]:
    """What the loader finds wrong."""
    problems: list[Problem] = []
    read_knowledge(folder, vocabulary, problems)
    return problems


def test_the_shipped_knowledge_has_no_problem(folder: Path, vocabulary: Vocabulary) -> None:
    problems: list[Problem] = []
    knowledge = read_knowledge(folder, vocabulary, problems)
    assert problems == []
    assert knowledge is not None
    assert unused_groups(knowledge) == ()
    assert findings_used(knowledge) - {"age", "sex"} <= set(vocabulary.fields)


def test_the_stamp_follows_every_byte(folder: Path, vocabulary: Vocabulary) -> None:
    before = read_knowledge(folder, vocabulary, [])
    same = read_knowledge(forms_dir(), vocabulary, [])
    assert before is not None
    assert same is not None
    assert before.stamp == same.stamp
    flags = folder / "flags" / "spine.toml"
    flags.write_text(flags.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    after = read_knowledge(folder, vocabulary, [])
    assert after is not None
    assert after.stamp.sha256 != before.stamp.sha256


def test_the_digest_reads_line_ends_as_one(folder: Path) -> None:
    before = digest(knowledge_files(folder))
    for path in knowledge_files(folder):
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    assert digest(knowledge_files(folder)) == before


ROW = """
[[evidence]]
id = "new"
condition = "lumbar_radiculopathy"
group = "reflex"
finding = "slr"
label = "x"
when = { finding = "slr" }
study = "vroomen2002"
use = "weigh"
lr_positive = 2.0
verified = "no"
"""

FLAG = """
[[flag]]
id = "new"
title = "x"
condition = "cauda_equina"
clinician = "x"
patient = "x"
clears = "x"
source = "x"
verified = "no"
[[flag.step]]
tier = "urgent"
when = { finding = "fever" }
"""


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (ROW.replace('"slr" }', '"slrr" }'), "'slrr' is not a finding"),
        (ROW.replace('"vroomen2002"', '"vroomen"'), "study 'vroomen' is not known"),
        (ROW.replace('"reflex"', '"reflexes"'), "group 'reflexes' is not known"),
        (ROW.replace('"lumbar_radiculopathy"', '"root"'), "condition 'root' is not known"),
        (ROW.replace('"lumbar_radiculopathy"', '"cauda_equina"'), "never scored"),
        (ROW.replace('"reflex"', '"model"'), "cannot be weighed on top of its items"),
        (ROW.replace("lr_positive = 2.0", ""), "no likelihood ratio"),
        (ROW.replace("2.0", "-2.0"), "below 0"),
        (ROW.replace('"no"', '"maybe"'), "'maybe' is not known here"),
        (ROW + "lr_positive_ci = [3, 1]\n", "is not an interval"),
        (ROW + 'pattern = "huge"\n', "pattern weight 'huge'"),
        (ROW + "colour = 1\n", "is not a known key"),
        (ROW.replace('"weigh"', '"show"'), "says no why"),
        (ROW + ROW, "is there 2 times"),
        (FLAG.replace('"urgent"', '"soon"'), "'soon' is not known here"),
        (FLAG.replace('"cauda_equina"', '"cauda"'), "condition 'cauda' is not known"),
        (FLAG + '[[flag.step]]\ntier = "emergency_today"\nwhen = "fever"\n', "order of urgency"),
        (FLAG.split("[[flag.step]]", maxsplit=1)[0], "is missing"),
    ],
)
def test_a_wrong_entry_is_named_with_its_place(
    text: str, complaint: str, folder: Path, vocabulary: Vocabulary
) -> None:
    (folder / "knowledge" / "zz_extra.toml").write_text(text, encoding="utf-8")
    problems = problems_of(folder, vocabulary)
    assert any(complaint in str(problem) for problem in problems), problems
    assert all(problem.place for problem in problems)


def test_constants_outside_their_range_are_refused(folder: Path, vocabulary: Vocabulary) -> None:
    engine = folder / "knowledge" / "engine.toml"
    engine.write_text(
        engine.read_text(encoding="utf-8").replace("agreeing_share = 0.2", "agreeing_share = 0.9"),
        encoding="utf-8",
    )
    assert any("outside 0 to 0.25" in str(one) for one in problems_of(folder, vocabulary))


def test_without_constants_there_is_no_knowledge(folder: Path, vocabulary: Vocabulary) -> None:
    (folder / "knowledge" / "engine.toml").unlink()
    problems: list[Problem] = []
    assert read_knowledge(folder, vocabulary, problems) is None
    assert any("engine.toml" in problem.place for problem in problems)


def test_broken_toml_is_one_problem_not_a_crash(folder: Path, vocabulary: Vocabulary) -> None:
    (folder / "flags" / "broken.toml").write_text("[[flag]\nid = ", encoding="utf-8")
    assert any("not valid TOML" in str(one) for one in problems_of(folder, vocabulary))


def test_a_wrong_maximum_is_found(folder: Path, vocabulary: Vocabulary) -> None:
    scores = folder / "knowledge" / "scores.toml"
    scores.write_text(
        scores.read_text(encoding="utf-8").replace("maximum = 16", "maximum = 17"), encoding="utf-8"
    )
    assert any("not the sum of its points" in str(one) for one in problems_of(folder, vocabulary))
