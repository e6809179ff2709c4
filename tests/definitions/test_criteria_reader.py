"""Criteria in TOML: every form of the language, and what is refused."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_chart.clinical.criteria import All, Any, AtLeast, Criterion, Not, Test, Untested
from pt_chart.definitions.criteria_reader import read_criterion
from pt_chart.definitions.toml_reader import Reader
from tests.support.shipped import vocabulary


def read(text: str) -> tuple[Criterion | None, list[str]]:
    """The criterion written after ``when =``, and the problems in words."""
    reader = Reader(tomllib.loads(f"when = {text}"), "f.toml", [])
    found = read_criterion(reader, "when", vocabulary())
    return found, [str(problem) for problem in reader.problems]


@pytest.mark.parametrize(
    ("text", "criterion"),
    [
        ('"slr"', Test("slr")),
        ('{ finding = "slr", sides = "both" }', Test("slr", sides="both")),
        ('{ finding = "lasegue" }', Test("slr")),
        ('{ finding = "slr_angle", below = 45 }', Test("slr_angle", below=45.0)),
        (
            '{ finding = "myotome", level = "L5", at_most = "4", sides = "same" }',
            Test("myotome", at_most="4", level="L5", sides="same"),
        ),
        ('{ all = ["slr", "slump"] }', All((Test("slr"), Test("slump")))),
        ('{ any = [{ not = "slr" }] }', Any((Not(Test("slr")),))),
        (
            '{ at_least = 2, of = ["slr", "slump", "fever"] }',
            AtLeast(2, (Test("slr"), Test("slump"), Test("fever"))),
        ),
        ('{ untested = "lasegue" }', Untested("slr")),
        ('{ untested = "slr", sides = "same" }', Untested("slr", "same")),
        ('{ finding = "age", at_least = 50 }', Test("age", at_least=50.0)),
        ('{ finding = "sex", equals = "F" }', Test("sex", equals="F")),
        (
            '{ finding = "course", one_of = ["worse", "same"] }',
            Test("course", one_of=("worse", "same")),
        ),
    ],
)
def test_reads(text: str, criterion: Criterion) -> None:
    """Every form of the language; aliases become ids."""
    assert read(text) == (criterion, [])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"slrr"', "'slrr' is not a finding (did you mean slr"),
        ('{ finding = "slr", levle = "L5" }', "when.levle: is not a known key here"),
        ('{ finding = "slr", level = "L5" }', "slr has no levels"),
        ('{ finding = "myotome", level = "C5", at_most = "4" }', "its levels are L2"),
        ('{ finding = "fever", sides = "same" }', "fever has no side"),
        ('{ untested = "fever", sides = "same" }', "fever has no side"),
        ('{ finding = "fever", at_least = 3 }', "fever has no order"),
        ('{ finding = "course", equals = "wors" }', "did you mean worse"),
        ('{ finding = "course" }', "course is not yes/no"),
        ('{ finding = "slr", equals = "yes" }', "slr is yes/no; 'yes' is not"),
        ('{ finding = "myotome", at_most = "six" }', "'six' is not a grade"),
        ('{ finding = "slr", sides = "left" }', "'left' is not known here"),
        ('{ at_least = 4, of = ["slr", "slump"] }', "4 of 2 cannot be"),
        ("{ all = [] }", "must be a list of conditions"),
        ("{ nothing = 1 }", "is not a condition"),
        ("7", "7 is not a condition"),
        ('{ finding = "age" }', "age cannot be tested so"),
        ('{ finding = "sex", equals = "female" }', "sex cannot be tested so"),
    ],
)
def test_refuses(text: str, words: str) -> None:
    """Each mistake gives no criterion and a problem that names the fix."""
    found, problems = read(text)
    assert any(words in problem for problem in problems)
    if "levle" not in text and "left" not in text and "six" not in text:
        assert found is None


def test_too_deep() -> None:
    """Nesting without end is a problem, not a crash."""
    found, problems = read("{ not = " * 60 + '"slr"' + " }" * 60)
    assert found is None
    assert "nested too deeply" in problems[0]


TOML_VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(), st.text(max_size=6), st.just("slr")),
    lambda below: st.one_of(
        st.lists(below, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["finding", "all", "any", "not", "of", "at_least", "untested", "equals", "level"]
            ),
            below,
            max_size=3,
        ),
    ),
    max_leaves=10,
)


@given(TOML_VALUES)
def test_garbage_is_a_criterion_or_a_problem(value: object) -> None:
    """Whatever stands there, something is said about it."""
    reader = Reader({"when": value}, "f.toml", [])
    found = read_criterion(reader, "when", vocabulary())
    assert found is not None or reader.problems
