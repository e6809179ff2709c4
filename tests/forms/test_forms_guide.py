"""The form-author guide tells the truth: its example reads, its tables name what exists."""

import re
from pathlib import Path

from pt_chart.clinical.fields import FieldKind
from pt_chart.clinical.problems import Problem
from pt_chart.clinical.program.library import PROPERTIES
from pt_chart.definitions.exam_forms import read_forms
from pt_chart.definitions.field_reader import LAYOUTS, TISSUES

GUIDE = (Path(__file__).parents[2] / "docs" / "forms-guide.md").read_text(encoding="utf-8")


def test_the_example_is_a_valid_form(tmp_path: Path) -> None:
    """What the guide shows first can be copied; only the renamed id is the reader's own."""
    (example,) = re.findall(r"```toml\n(id = .*?)```", GUIDE, re.DOTALL)
    (tmp_path / "exam").mkdir()
    (tmp_path / "exam" / "own_ankle.toml").write_text(example, encoding="utf-8")
    problems: list[Problem] = []
    (form,), vocabulary = read_forms([tmp_path], problems)
    assert problems == []
    assert dict(form.renamed) == {"ankle_dorsiflex": "ankle_dorsiflexion_range"}
    assert vocabulary.fields["ankle_dorsiflexion_range"].name == "Ankle dorsiflexion"


def test_every_kind_layout_and_tissue_is_named() -> None:
    """A kind that the program knows is in the guide."""
    for word in (*(kind.value for kind in FieldKind), *LAYOUTS, *filter(None, TISSUES)):
        assert word in GUIDE
    assert set(re.findall(r"^\| `(\w+)` ", GUIDE, re.MULTILINE)) == set(FieldKind)


def test_every_property_and_key_of_a_rule_is_named() -> None:
    for word in (*PROPERTIES, "all_but", "firm", "everything", "instead", "kinds"):
        assert word in GUIDE, word
