"""What a good handout shows, held against the finished file: type, contrast, lists, ink, order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from statistics import median

import pikepdf
import pytest

from pt_chart.documents import handout, style
from tests.documents import reading, samples


@dataclass(frozen=True)
class Shown:
    """Characters shown: how many, size in points, font, color, and whether they are content."""

    count: int
    size: float
    font: str
    color: tuple[float, ...]
    content: bool
    place: tuple[float, float]


def shown(pdf: bytes) -> list[Shown]:
    """Every piece of text in the order it is drawn."""
    found: list[Shown] = []
    with pikepdf.open(BytesIO(pdf)) as document:
        for page in document.pages:
            fonts = {name: str(f.BaseFont) for name, f in page.Resources.Font.as_dict().items()}
            size, font, tagged, place = 0.0, "", False, (0.0, 0.0)
            color: tuple[float, ...] = ()
            for step in pikepdf.parse_content_stream(page):
                assert isinstance(step, pikepdf.ContentStreamInstruction)
                operator, operands = str(step.operator), step.operands
                if operator == "Tf":
                    font, size = fonts[str(operands[0])], float(operands[1])
                elif operator == "rg":
                    color = tuple(float(value) for value in operands)
                elif operator == "BDC":
                    tagged = str(operands[0]) != "/Artifact"
                elif operator == "Tm":
                    place = (float(operands[4]), float(operands[5]))
                elif operator == "Tj":
                    count = len(bytes(operands[0]))
                    found.append(Shown(count, size, font, color, tagged, place))
    return found


@pytest.fixture(scope="module")
def normal() -> bytes:
    return handout.render(samples.HANDOUT, samples.Figures())


@pytest.fixture(scope="module")
def large() -> bytes:
    return handout.render(samples.HANDOUT, samples.Figures(), large=True)


def test_body_text_is_12_points_and_nothing_is_below_9(normal: bytes) -> None:
    pieces = shown(normal)
    content = [piece for piece in pieces if piece.content]
    whole = sum(piece.count for piece in content)
    small = sum(piece.count for piece in content if piece.size < 12)
    assert small / whole <= 0.05  # the masthead and the words Green, Yellow, Red, rest
    assert min(piece.size for piece in pieces) >= 9


def test_large_print_is_18_points(large: bytes) -> None:
    content = [piece for piece in shown(large) if piece.content]
    whole = sum(piece.count for piece in content)
    small = sum(piece.count for piece in content if piece.size < 18)
    assert small / whole <= 0.06
    assert min(piece.size for piece in content) >= 12


def test_one_family_of_type_no_italic_no_light(normal: bytes, large: bytes) -> None:
    fonts = {piece.font.split("+")[1] for piece in [*shown(normal), *shown(large)]}
    assert fonts == {"Inter-Regular", "Inter-SemiBold", "Inter-Bold"}


def luminance(color: style.Color) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: style.Color, other: style.Color) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        (style.INK, style.WHITE),
        (style.SECONDARY, style.WHITE),
        (style.ACCENT, style.WHITE),
        (style.ACCENT, style.TINT),
        (style.INK, style.TINT),
        (style.INK, style.CREAM),
        (style.WHITE, style.STOP),
        (style.WHITE, style.ACCENT),
        (style.INK, style.STOP_FILL),
        (style.GO, style.GO_FILL),
        (style.SLOW, style.SLOW_FILL),
    ],
)
def test_every_pair_of_text_and_ground_has_a_contrast_of_seven(
    text: style.Color, ground: style.Color
) -> None:
    assert contrast(text, ground) >= 7


def test_text_uses_only_the_known_colors(normal: bytes) -> None:
    known = {
        tuple(round(part, 3) for part in color)
        for color in (
            style.INK,
            style.SECONDARY,
            style.ACCENT,
            style.WHITE,
            style.STOP,
            style.GO,
            style.SLOW,
        )
    }
    assert {piece.color for piece in shown(normal)} <= known


def test_lines_start_at_common_edges_and_end_ragged(normal: bytes) -> None:
    starts = Counter(round(p.place[0]) for p in shown(normal) if p.content and p.size == 12)
    assert starts[45] > 10
    text = reading.page_texts(normal)[0].splitlines()
    assert len({len(line) for line in text if len(line) > 30}) > 5


def test_steps_are_short(normal: bytes) -> None:
    lengths = [len(step.split()) for e in samples.HANDOUT.exercises for step in e.steps]
    assert median(lengths) <= 15
    assert all(step in reading.words(normal) for step in samples.BRIDGE.steps)


def test_ink_covers_little_of_a_page_without_pictures(normal: bytes) -> None:
    for page in (0, 3):
        pixels = reading.raster(normal, page, 2.0)
        assert (255 - pixels.astype(float)).mean() / 255 <= 0.2


def test_gray_keeps_the_three_signals_apart_by_shape(normal: bytes) -> None:
    """Sign cells hold a ring, a triangle and a filled octagon: different ink, different shape."""
    pixels = reading.raster(normal, 0, 2.0)
    names = {p.place[1] for p in shown(normal) if p.size == 12 and 85 < p.place[0] < 92}
    signs = []
    for y in sorted(names, reverse=True)[:3]:
        middle = round((792 - y) * 2) + 10
        cell = pixels[middle - 28 : middle + 28, 104:168]
        signs.append(int((cell < 140).sum()))
    assert len(set(signs)) == 3
    assert max(signs) > 1.5 * min(signs)


def test_sections_come_in_a_sensible_order(normal: bytes) -> None:
    text = reading.words(normal)
    order = [
        "The most important thing",
        "What is going on",
        "Your traffic light",
        "Get help now",
        "Seated nerve glide",
        "Each day",
        "Bad day?",
        "Your week",
        "Your next visit",
        "Who to call",
        "made this plan with you",
    ]
    places = [text.index(heading) for heading in order]
    assert places == sorted(places)


def test_the_main_message_is_in_the_first_third_of_page_one(normal: bytes) -> None:
    first = reading.page_texts(normal)[0]
    assert "Keep moving" in first
    rows = [p.place[1] for p in shown(normal) if p.content and p.size == 13.5]
    assert 792 - max(rows) < 792 / 3


def test_each_picture_stands_on_the_page_of_its_steps(normal: bytes) -> None:
    pages = [" ".join(text.split()) for text in reading.page_texts(normal)]
    for exercise in samples.HANDOUT.exercises:
        page = next(text for text in pages if exercise.purpose in text)
        assert all(figure.caption in page for figure in exercise.figures)
        assert exercise.side_words in page


def test_no_engine_words_leak(normal: bytes) -> None:
    text = reading.words(normal)
    for leak in ("None", "null", "NaN", "{", "}", "%", "undefined", "HandoutExercise"):
        assert leak not in text
