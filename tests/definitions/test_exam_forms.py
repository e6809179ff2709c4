"""Reading forms: what a form may say, and every mistake gathered with its place."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.clinical.criteria import Test
from pt_chart.clinical.fields import FieldKind, Form, Position, Vocabulary
from pt_chart.clinical.problems import Problem
from pt_chart.definitions.exam_forms import read_forms

HEAD = 'id = "own"\nversion = 2\ntitle = "Own"\nsection = "exam"\n'
CARD = '[[card]]\nid = "c"\ntitle = "C"\nposition = "prone"\ntissue = "nerve"\n'
FIELD = '[[card.field]]\nid = "a"\nlabel = "A"\nkind = "yes_no"\nsided = true\n'


def read(tmp_path: Path, *texts: str) -> tuple[tuple[Form, ...], Vocabulary, list[str]]:
    """Forms of a folder with these files, the vocabulary, and the problems in words."""
    folder = tmp_path / "exam"
    folder.mkdir(exist_ok=True)
    for index, text in enumerate(texts):
        (folder / f"f{index}.toml").write_text(text, encoding="utf-8")
    problems: list[Problem] = []
    forms, vocabulary = read_forms([tmp_path], problems)
    return forms, vocabulary, [str(problem) for problem in problems]


def test_a_form(tmp_path: Path) -> None:
    """Everything a field can say arrives in its definition."""
    text = (
        HEAD
        + "[renamed]\nold = 'a'\n"
        + CARD
        + 'prefix = "Tested"\n'
        + FIELD
        + 'aliases = ["aa"]\nshorthand = ["x"]\nhelp.how = "Do it."\nshow_when = "a"\n'
        + '[[card.field]]\nid = "b"\nlabel = "Range of b"\nkind = "number"\nunit = "°"\n'
        + "minimum = 0\nmaximum = 90\n"
        + 'norm = { low = 40, population = "adults", source = "S 2000", verified = "no" }\n'
    )
    forms, vocabulary, problems = read(tmp_path, text)
    assert problems == []
    (form,) = forms
    assert (form.id, form.version, dict(form.renamed)) == ("own", 2, {"old": "a"})
    first, second = form.fields
    assert (first.position, first.tissue, first.sided) == (Position.PRONE, "nerve", True)
    assert first.show_when == Test("a")
    assert first.help.how == "Do it."
    assert second.kind is FieldKind.NUMBER
    assert second.name == "Tested range of b"
    assert second.norm is not None
    assert (second.norm.low, second.norm.high, second.norm.verified) == (40.0, None, "no")
    assert vocabulary.field("aa") is vocabulary.fields["a"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEAD.replace('"own"', '"Own"'), "'Own' is not an id"),
        (HEAD.replace("exam", "exma"), "did you mean exam"),
        (HEAD.replace("version = 2\n", ""), "version: is missing"),
        (HEAD + CARD.replace('position = "prone"\n', ""), "an exam card says the body's position"),
        (HEAD + CARD + FIELD.replace("yes_no", "yesno"), "did you mean yes_no"),
        (HEAD + CARD + FIELD + FIELD, "'a' is already"),
        (HEAD + CARD + FIELD + 'lable = "x"\n', "did you mean label"),
        (HEAD + CARD + FIELD + 'aliases = ["a"]\n', "'a' already stands for a"),
        (HEAD + CARD + FIELD.replace('"a"', '"age"'), "speaks of the patient"),
        (HEAD + CARD + FIELD.replace("yes_no", "number"), "minimum: is missing"),
        (HEAD + CARD + FIELD.replace("yes_no", "choice"), "needs two or more"),
        (HEAD + CARD + FIELD + "minimum = 2\n", "does not fit kind 'yes_no'"),
        (HEAD + CARD + FIELD + 'tissue = "bone"\n', "'bone' is not known here"),
        (HEAD + CARD + FIELD + 'derived = "b"\n', "'b' is not a finding"),
        (HEAD + CARD + FIELD + 'derived = "a"\n', "rests on itself: a -> a"),
        (HEAD + CARD + FIELD + 'computed = "irritabilty"\n', "did you mean irritability"),
        (
            HEAD + CARD + FIELD.replace("yes_no", "text") + 'implied_by = { not = "a" }\n',
            "needs a yes/no field",
        ),
        (
            HEAD + CARD + FIELD + 'norm = { population = "p", source = "s", verified = "yes" }\n',
            "'yes' is not known here",
        ),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, words: str) -> None:
    """Each mistake of a form author has a place, and where it helps a hint."""
    problems = read(tmp_path, text)[2]
    assert any(words in problem for problem in problems), problems
    assert all(problem.startswith("exam/f0.toml") for problem in problems)


def test_all_problems_at_once(tmp_path: Path) -> None:
    """One run names all mistakes of all files."""
    problems = read(tmp_path, HEAD.replace("2", "'two'") + CARD + FIELD + "x = 1\n", "id = [")[2]
    files = [problem.split(":")[0] for problem in problems]
    assert files.count("exam/f0.toml") == 2
    assert files.count("exam/f1.toml") == 1


def test_one_fact_one_id_across_forms(tmp_path: Path) -> None:
    """A second form may not define a finding again, nor take a form's id."""
    problems = read(tmp_path, HEAD + CARD + FIELD, HEAD + CARD + FIELD)[2]
    assert any("'own' is in exam/f0.toml" in problem for problem in problems)
    other = HEAD.replace("own", "other") + CARD + FIELD
    problems = read(tmp_path, HEAD + CARD + FIELD, other)[2]
    assert any("one fact, one id" in problem for problem in problems)


def test_extra_folder_adds(tmp_path: Path) -> None:
    """A clinic's folder adds a form beside the shipped ones."""
    for name in ("shipped", "clinic"):
        (tmp_path / name / "exam").mkdir(parents=True)
        text = HEAD.replace("own", name) + CARD + FIELD.replace('"a"', f'"{name}_a"')
        (tmp_path / name / "exam" / "f.toml").write_text(text, encoding="utf-8")
    problems: list[Problem] = []
    forms, vocabulary = read_forms([tmp_path / "shipped", tmp_path / "clinic"], problems)
    assert problems == []
    assert {form.id for form in forms} == {"shipped", "clinic"}
    assert set(vocabulary.fields) == {"shipped_a", "clinic_a"}


@given(st.text(max_size=60), st.integers(0, 4))
def test_garbage_in_a_form_never_crashes(
    tmp_path_factory: pytest.TempPathFactory, junk: str, place: int
) -> None:
    """Junk anywhere in a form is read or named."""
    parts = [HEAD, CARD, FIELD, 'choices = [{ id = "x" }]\n', "aliases = 3\n"]
    parts.insert(place, junk + "\n")
    text = "".join(parts).encode("utf-8", "replace").decode()
    problems = read(tmp_path_factory.mktemp("forms"), text)[2]
    assert problems


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("usual = { low = 5, high = 100 }", "usual"),
        ("usual = { low = 9, high = 5 }", "usual"),
        ('below = "a"', "below"),
        ('above = "nobody"', "above"),
    ],
)
def test_what_is_usual_and_lies_below_must_fit(tmp_path: Path, said: str, place: str) -> None:
    number = '[[card.field]]\nid = "n"\nlabel = "N"\nkind = "number"\nminimum = 0\nmaximum = 90\n'
    _, _, problems = read(tmp_path, HEAD + CARD + FIELD + number + said + "\n")
    assert len(problems) == 1
    assert place in problems[0]
