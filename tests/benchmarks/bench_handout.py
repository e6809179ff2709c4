"""A handout of three exercises and six pictures, tagged, against the same in plain reportlab."""

from dataclasses import replace
from itertools import count

from pt_chart.clinical.program.handout import HandoutContent
from pt_chart.documents import handout
from pt_chart.host.resources import resource
from tests.benchmarks import plain_handout
from tests.benchmarks.measure import Measure, in_turns, milliseconds
from tests.documents.samples import HANDOUT

ROUNDS = 40
FIGURES = ("sciatic_slider_seated", "bird_dog", "glute_bridge")


class Shipped:
    """The drawings as they lie in the resources."""

    def svg(self, figure: str, frame: str) -> bytes:
        """One frame of an exercise."""
        return resource(f"figures/exercises/{figure}/{frame}.svg").read_bytes()


def run() -> list[Measure]:
    """Make both in turns, warm, with other words each time."""
    source = Shipped()
    content = replace(
        HANDOUT,
        exercises=tuple(
            replace(
                exercise,
                figures=tuple(replace(figure, figure=name) for figure in exercise.figures),
            )
            for exercise, name in zip(HANDOUT.exercises, FIGURES, strict=True)
        ),
    )
    plain_handout.prepare()
    pictures = {
        exercise.name: [
            plain_handout.shapes(source.svg(figure.figure, figure.frame), 115)
            for figure in exercise.figures
        ]
        for exercise in content.exercises
    }
    numbers = count()

    def other(number: int) -> HandoutContent:
        return replace(
            content,
            patient_name=f"Robin Sample {number}",
            main_message=f"{content.main_message} Round {number}.",
        )

    def ours() -> float:
        words = other(next(numbers))
        return milliseconds(lambda: handout.render(words, source))

    def plain() -> float:
        words = other(next(numbers))
        return milliseconds(lambda: plain_handout.render(words, pictures))

    ours()
    plain()
    made, yardstick = in_turns(ours, plain, ROUNDS)
    pages = handout.compose(content, source).pages
    size = len(handout.render(content, source)) // 1024
    return [
        Measure(
            "handout: tagged, four pages",
            made,
            "plain reportlab, untagged",
            yardstick,
            aim_ratio=1.5,
            note=f"{pages} pages, {size} KiB, warm",
        )
    ]
