"""What a line rests on: what speaks on the affected side, never the sound side's normal."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.reasoning.results import Direction, RankedCause
from pt_chart.clinical.sides import Side
from tests.clinical.reasoning.cases import case

GRADES = ("5", "4+", "4", "3")
LEVELS = ("L2", "L3", "L4", "L5", "S1")
MUSCLES = (
    "strength_ankle_dorsiflexion",
    "strength_ankle_inversion",
    "strength_hip_abduction",
    "strength_ankle_eversion",
    "strength_ankle_plantarflexion",
)


def root(facts: Facts, knowledge: Knowledge) -> RankedCause:
    """The nerve root as judged in a case."""
    ranked = assess(facts, knowledge).ranked
    return next(cause for cause in ranked if cause.condition == "lumbar_radiculopathy")


def test_the_sound_sides_full_strength_is_no_reason(knowledge: Knowledge) -> None:
    facts = case(
        {
            "myotome@left#L5": "5",
            "myotome@left#S1": "5",
            "myotome@right#L5": "4",
            "myotome@right#S1": "4+",
        },
        age=44,
        side=Side.RIGHT,
    )
    (line,) = (one for one in root(facts, knowledge).lines if one.lr == 3.86)
    assert line.direction is Direction.FOR
    assert line.words == "Strength L5 RIGHT: 4; Strength S1 RIGHT: 4+"


def test_a_guard_is_not_named_as_a_reason(knowledge: Knowledge) -> None:
    """Pain below the knee speaks; that nobody found claudication only lets it speak."""
    facts = case(
        {
            "pain_below_knee@right": True,
            "calf_pain@right": True,
            "back_pain": True,
            "intermittent_claudication": False,
        },
        age=44,
        side=Side.RIGHT,
    )
    lines = [one for one in root(facts, knowledge).lines if one.finding == "pain_below_knee"]
    assert [one.words for one in lines if one.direction is Direction.FOR] == [
        "Pain below the knee RIGHT: yes"
    ]


def test_the_sound_legs_muscles_say_nothing_of_the_other_nerve(knowledge: Knowledge) -> None:
    """Foot in (tibialis posterior) full on the LEFT does not make a RIGHT foot drop fibular."""
    drop: dict[str, Value] = {"foot_drop@right": True, "strength_ankle_dorsiflexion@right": "2"}
    alone = root(case(drop, side=Side.RIGHT), knowledge)
    left = root(case({**drop, "strength_ankle_inversion@left": "5"}, side=Side.RIGHT), knowledge)
    right = root(case({**drop, "strength_ankle_inversion@right": "5"}, side=Side.RIGHT), knowledge)
    assert left.middle == alone.middle
    assert right.middle < alone.middle


@settings(max_examples=40)
@given(
    st.dictionaries(
        st.one_of(
            st.builds(
                FindingKey,
                st.just("myotome"),
                st.sampled_from(Side.BOTH.each),
                st.sampled_from(LEVELS),
            ),
            st.builds(FindingKey, st.sampled_from(MUSCLES), st.sampled_from(Side.BOTH.each)),
        ),
        st.sampled_from(GRADES),
        max_size=12,
    )
)
def test_strength_speaks_from_the_affected_side_only(
    knowledge: Knowledge, grades: dict[FindingKey, Value]
) -> None:
    for cause in assess(Facts(grades, age=44, side=Side.RIGHT), knowledge).ranked:
        if cause.condition == "lumbar_spinal_stenosis":
            continue  # weakness of both legs is one of its findings
        for line in (*cause.of(Direction.FOR), *cause.of(Direction.AGAINST)):
            assert all(key.side is not Side.LEFT for key in line.keys), (cause.condition, line)
            if line.direction is Direction.FOR and line.lr == 3.86:
                assert not any(grades.get(key) == "5" for key in line.keys), line
