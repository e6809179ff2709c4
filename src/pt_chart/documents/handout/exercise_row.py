"""One exercise of the one-page edition: pictures on the left, everything else beside them."""

from __future__ import annotations

from dataclasses import replace

from pt_chart.clinical.program.handout import HandoutExercise
from pt_chart.documents.blocks import Block, Heading, Paragraph, Stack, Steps
from pt_chart.documents.handout.figures import FigureSource, Pictures, PictureSize
from pt_chart.documents.handout.week import active_days, daily_boxes
from pt_chart.documents.labels import Labels
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.style import ACCENT, INK, Scale
from pt_chart.documents.tagging import Element
from pt_chart.documents.text import Line, Piece, Span, measure, strong, words_width

GUTTER = 12.0
"""Points between the pictures and the words."""
EVERY_DAY = 7
BOX = 16.5
"""Side of a box to tick, in points; one with two letters is wider."""


class DayBoxes(Block):
    """A box with the day's letter for every day of the week with something to do."""

    def __init__(self, exercise: HandoutExercise, words: Labels, scale: Scale) -> None:
        days = active_days(exercise.days_per_week) if daily_boxes(exercise) else ()
        self._letters = [words.day_letters[day] for day in days]
        self._style = scale.body
        widest = max((measure(one, scale.body) for one in self._letters), default=0.0)
        self._box = max(BOX, widest + 3)

    @property
    def width(self) -> float:
        """Points that the boxes need."""
        return len(self._letters) * (self._box + 2)

    def height(self, _width: float) -> float:
        return BOX if self._letters else 0.0

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        if not self._letters:
            return
        x += width - self.width
        row = parent.child("P", alt=" ".join(f"{letter} □" for letter in self._letters))
        for index, letter in enumerate(self._letters):
            left = x + index * (self._box + 2)
            with sheet.artifact():
                sheet.rectangle(left, top, self._box, BOX, stroke=INK, thickness=0.9, radius=2)
            length = measure(letter, self._style)
            line = Line([Piece(0.0, f"{letter} ", self._style.weight, INK)], length)
            above = top + (BOX - self._style.leading) / 2
            with sheet.content(row):
                start = left + (self._box - length) / 2
                sheet.lines([line], start, above, self._style.size, self._style.leading)


def dose_words(exercise: HandoutExercise, *, moment: bool) -> str:
    """The dose in words; ``moment`` adds when in the day.

    One set goes without saying; so do all seven days where times a day are said, and once a day
    where the days are.
    """
    every = exercise.days_per_week >= EVERY_DAY
    icons = {part.icon for part in exercise.dose}
    skipped = {part.icon for part in exercise.dose if part.icon == "layers" and part.value == "1"}
    if every and "sun" in icons:
        skipped.add("calendar")
    if exercise.bouts_per_day == 1 and not every and "calendar" in icons:
        skipped.add("sun")
    parts = exercise.dose
    if not moment and exercise.bouts_per_day and parts[-1].icon == "clock":
        parts = parts[:-1]  # when in the day; what lasts some minutes says so before
    words = [f"{part.value} {part.unit}" for part in parts if part.icon not in skipped]
    return ", ".join(word[:1].lower() + word[1:] for word in words)


class ExerciseRow(Block):
    """Number, name and boxes; side and dose; brief steps; the pictures to the left of them.

    ``captions`` puts the pictures into words, else they are named start and end alone; ``ways``
    says what to do when it is too sore or too easy.
    """

    def __init__(
        self,
        exercise: HandoutExercise,
        figures: FigureSource,
        words: Labels,
        scale: Scale,
        size: PictureSize,
        *,
        captions: bool,
        ways: bool,
    ) -> None:
        refs = exercise.figures
        if not captions:
            refs = tuple(replace(ref, caption="") for ref in refs)
        self._pictures = Pictures(refs, figures, words, scale, size)
        self._name = Heading(f"{exercise.number}  {exercise.name}", scale.section.colored(ACCENT))
        self._longest = max(
            words_width(word, self._name.style) for word in exercise.name.split() or [""]
        )
        self._boxes = DayBoxes(exercise, words, scale)
        self._under = 0.5 + 2 * scale.air
        self._side = Paragraph([strong(exercise.side_words)], scale.body)
        dose = f"{dose_words(exercise, moment=ways)}."
        self._dose = Paragraph(dose[:1].upper() + dose[1:], scale.body)
        side = [strong(f"{exercise.side_words}: ")] if exercise.side_words else []
        self._sided_dose = Paragraph([*side, Span(dose)], scale.body)
        steps = Steps(
            exercise.steps if ways else exercise.brief, scale.body, scale.step, indent=1.3
        )
        parts: list[tuple[float, Block]] = [(0, steps)]
        cues = ((words.too_sore, exercise.too_sore), (words.too_easy, exercise.too_easy))
        for lead, text in cues if ways else ():
            if text:
                parts.append((1, Paragraph([strong(lead), Span(f" {text}")], scale.body)))
        self._rest = Stack(parts)

    def _beside(self, inner: float) -> float:
        """Where the side stands behind the name, from the left of the words; 0 = no room."""
        name = words_width(self._name.words, self._name.style)
        side = words_width(self._side.words, self._side.style)
        start = name + 10
        return start if start + side + 10 <= inner - self._boxes.width else 0.0

    def _dose_line(self, inner: float) -> Paragraph:
        return self._dose if self._beside(inner) else self._sided_dose

    def _room(self) -> float:
        return self._pictures.natural_width() if self._pictures else -GUTTER

    def _name_width(self, inner: float) -> float:
        """Beside the boxes, or all of it where that would break the name within a word."""
        beside = inner - self._boxes.width - 6
        return beside if beside >= self._longest else inner

    def _above(self, inner: float) -> float:
        """How far the boxes stand below the name's top: 0 beside it."""
        beside = self._name_width(inner) < inner
        return 0.0 if beside else self._name.height(inner) + 1

    def _head_height(self, width: float) -> float:
        name = self._name.height(self._name_width(width))
        return max(name, self._above(width) + self._boxes.height(width)) + 0.5

    def height(self, width: float) -> float:
        room = self._room()
        inner = width - room - GUTTER
        dose = self._dose_line(inner).height(inner)
        words = self._head_height(inner) + dose + self._under + self._rest.height(inner)
        return max(words, self._pictures.height(room) if self._pictures else 0.0)

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        room = self._room()
        left, inner = x + room + GUTTER, width - room - GUTTER
        self._name.draw(sheet, left, top, self._name_width(inner), parent)
        if self._pictures:
            self._pictures.draw(sheet, x, top, room, parent)
        start = self._beside(inner)
        if start:
            drop = (self._name.style.leading - self._side.style.leading) / 2
            self._side.draw(sheet, left + start, top + drop, inner - start, parent)
        dose = self._dose_line(inner)
        dose.draw(sheet, left, top + self._head_height(inner), inner, parent)
        self._boxes.draw(sheet, left, top + self._above(inner), inner, parent)
        below = top + self._head_height(inner) + dose.height(inner) + self._under
        self._rest.draw(sheet, left, below, inner, parent)
