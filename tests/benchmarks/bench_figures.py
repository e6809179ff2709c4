"""Eight figures with captions in one PDF against typst with the same SVGs; drawing figures anew.

Both are warm and print other words each time; both embed Inter and tag the pictures with
alternative texts. The whole rebuild is `python tools/figures/build.py`, which prints its time.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import Protocol

from pt_chart.clinical.program.handout import FigureRef
from pt_chart.documents.blocks import Block, Heading
from pt_chart.documents.handout.figures import ABREAST, Pictures
from pt_chart.documents.labels import labels
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.style import NORMAL
from pt_chart.host.resources import resource
from tests.benchmarks.measure import Measure, in_turns, milliseconds
from tools.figures.build import all_jobs, run_job

ROUNDS = 40
EXERCISES = ("sciatic_slider_seated", "glute_bridge", "hamstring_curl", "bird_dog")
FRAMES = ("start", "end")
REBUILT = (
    "exercises/glute_bridge",
    "exercises/sciatic_slider_seated",
    "exam/slr",
    "body/male/back",
)
AIR = 8.0
TYPST = """
#set page(paper: "us-letter", margin: 45pt)
#set text(font: "Inter", size: 12pt)
#let round = sys.inputs.round
= Program #round
EXERCISES
"""
TYPST_EXERCISE = """
== NAME
#grid(columns: (1fr, 1fr), gutter: 14pt,
  [#image("/exercises/NAME/start.svg", height: 108pt, alt: "NAME start")
   *Start:* words of round #round],
  [#image("/exercises/NAME/end.svg", height: 108pt, alt: "NAME end")
   *End:* words of round #round])
"""


class Shipped:
    """The drawings as they lie in the resources."""

    def svg(self, figure: str, frame: str) -> bytes:
        """One frame of an exercise."""
        return resource(f"figures/exercises/{figure}/{frame}.svg").read_bytes()


def page(number: int) -> bytes:
    """Ours: headings, eight figures, captions; tagged."""
    sheet = Sheet("letter", title=f"Program {number}")
    words, source = labels("en"), Shipped()
    blocks: list[Block] = [Heading(f"Program {number}", NORMAL.title, 1)]
    for name in EXERCISES:
        refs = [
            FigureRef(name, frame, False, f"words of round {number}", f"{name} {frame}")
            for frame in FRAMES
        ]
        blocks.append(Heading(name, NORMAL.section))
        blocks.append(Pictures(refs, source, words, NORMAL, ABREAST))
    top = 54.0
    for block in blocks:
        height = block.height(sheet.column)
        block.draw(sheet, sheet.left, top, sheet.column, sheet.root)
        top += height + AIR
    return sheet.save()


class Compiler(Protocol):
    """What is used of typst's compiler: only benchmarks have it, so it is not imported above."""

    def compile(self, source: bytes, *, format: str, sys_inputs: Mapping[str, str]) -> object:
        """The document's bytes."""
        ...


def typst_compiler() -> Compiler:
    """A compiler that is kept warm."""
    made: Compiler = import_module("typst").Compiler(
        root=str(resource("figures")),
        font_paths=[str(resource("fonts"))],
        ignore_system_fonts=True,
    )
    return made


def typst_page(compiler: Compiler, number: int) -> bytes:
    """The same page by typst."""
    exercises = "".join(TYPST_EXERCISE.replace("NAME", name) for name in EXERCISES)
    source = TYPST.replace("EXERCISES", exercises).encode()
    made = compiler.compile(source, format="pdf", sys_inputs={"round": str(number)})
    if not isinstance(made, bytes):
        raise TypeError("typst made no PDF")
    return made


def _rebuild(job: str, folder: Path) -> float:
    return milliseconds(lambda: run_job(job, folder))


def run() -> list[Measure]:
    """Both in turns with other words each time; then one figure of each kind drawn anew."""
    numbers = count()
    compiler = typst_compiler()

    def ours() -> float:
        number = next(numbers)
        return milliseconds(lambda: page(number))

    def theirs() -> float:
        number = next(numbers)
        return milliseconds(lambda: typst_page(compiler, number))

    made, yardstick = in_turns(ours, theirs, ROUNDS, warm_up=3)
    size = len(page(0)) // 1024
    their_size = len(typst_page(compiler, 0)) // 1024
    with tempfile.TemporaryDirectory() as folder:
        rebuilt = tuple(_rebuild(job, Path(folder)) for job in REBUILT)
    return [
        Measure(
            "figures: eight in one PDF",
            made,
            f"typst {version('typst')}, same SVGs",
            yardstick,
            aim_ratio=1.0,
            note=f"warm, other words each time; {size} KiB, typst {their_size} KiB",
        ),
        Measure(
            "figures: draw one anew",
            rebuilt,
            note=f"one of each kind, first included; {len(all_jobs())} jobs in all, two at a time",
        ),
    ]
