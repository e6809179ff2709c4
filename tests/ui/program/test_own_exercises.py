"""Own exercises in the window: made after a model, pictures redrawn without what files carry."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from pt_chart.charting.own_exercises import LARGEST_PICTURE
from pt_chart.ui.program.offers_column import OffersColumn
from pt_chart.ui.program.own_picture import LONGEST_EDGE, plain_png, read_picture
from pt_chart.ui.program.page import ProgramPage
from pt_chart.ui.program.picture import FigurePicture
from pt_chart.ui.shell.visit_view import VisitView

Settle = Callable[[], None]
SECRET = b"GPS 48.1372 N 11.5756 E Ward's phone"


def noise(width: int, height: int) -> QImage:
    """A picture that does not compress well."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    seed = 12345
    for y in range(height):
        for x in range(width):
            seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
            image.setPixel(x, y, seed & 0xFFFFFF)
    return image


def png_with_text(path: Path, image: QImage) -> Path:
    """A PNG that carries a text chunk, as phones and programs write them."""
    assert image.save(str(path.with_suffix(".plain.png")))
    plain = path.with_suffix(".plain.png").read_bytes()
    body = b"tEXt" + b"Comment\x00" + SECRET
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    path.write_bytes(plain[:33] + chunk + plain[33:])
    return path


def jpeg_with_exif(path: Path, image: QImage) -> Path:
    """A JPEG with an APP1 segment before its picture."""
    assert image.save(str(path.with_suffix(".plain.jpg")))
    plain = path.with_suffix(".plain.jpg").read_bytes()
    segment = b"Exif\x00\x00" + SECRET
    path.write_bytes(
        plain[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + plain[2:]
    )
    return path


def solid(width: int = 200, height: int = 100) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("steelblue"))
    return image


@pytest.mark.parametrize("write", [png_with_text, jpeg_with_exif])
def test_what_the_file_carries_is_not_kept(
    tmp_path: Path, write: Callable[[Path, QImage], Path]
) -> None:
    path = write(tmp_path / "photo", solid())
    assert SECRET in path.read_bytes()
    png = read_picture(path)
    assert png.startswith(b"\x89PNG")
    assert SECRET not in png
    assert b"tEXt" not in png
    assert b"Exif" not in png
    again = QImage.fromData(png)
    assert (again.width(), again.height()) == (200, 100)
    assert again.pixelColor(50, 50).blue() > again.pixelColor(50, 50).red()


def test_a_large_picture_is_made_small() -> None:
    png = plain_png(noise(900, 700))
    assert len(png) <= LARGEST_PICTURE
    assert QImage.fromData(png).width() >= 240


def test_transparent_parts_become_white_paper() -> None:
    clear = QImage(40, 40, QImage.Format.Format_ARGB32)
    clear.fill(Qt.GlobalColor.transparent)
    assert QImage.fromData(plain_png(clear)).pixelColor(5, 5) == QColor("white")


def test_what_is_no_picture_is_said(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        read_picture(tmp_path / "none.png")
    text = tmp_path / "note.png"
    text.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    with pytest.raises(ValueError, match="no picture"):
        read_picture(text)
    whole = png_with_text(tmp_path / "whole.png", solid()).read_bytes()
    cut = tmp_path / "cut.png"
    cut.write_bytes(whole[:40])
    with pytest.raises(ValueError, match=r"damaged|no picture"):
        read_picture(cut)
    wide = tmp_path / "wide.png"
    assert solid(LONGEST_EDGE + 1, 20).save(str(wide))
    with pytest.raises(ValueError, match="more than 12000"):
        read_picture(wide)
    dot = tmp_path / "dot.png"
    assert solid(1, 1).save(str(dot))
    with pytest.raises(ValueError, match="less than"):
        read_picture(dot)
    with pytest.raises(ValueError, match="no file"):
        read_picture(tmp_path)


def test_a_photo_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    whole, cut = tmp_path / "whole.jpg", tmp_path / "cut.jpg"
    assert solid(300, 300).save(str(whole))
    assert read_picture(whole)
    content = whole.read_bytes()
    # A photo holds a small picture of itself, with an end of its own, before the large one.
    small = b"\xff\xd8 small \xff\xd9"
    app = b"\xff\xe1" + (len(small) + 2).to_bytes(2) + small
    cut.write_bytes(content[:2] + app + content[2 : len(content) * 2 // 3])
    with pytest.raises(ValueError, match="damaged"):
        read_picture(cut)


def test_an_own_exercise_is_made_found_and_added(
    visit: VisitView, settle: Settle, tmp_path: Path
) -> None:
    visit.go_to("program")
    settle()
    page = visit.page("program")
    assert isinstance(page, ProgramPage)
    offers = page.findChild(OffersColumn)
    assert isinstance(offers, OffersColumn)
    QTest.mouseClick(offers.packs.own, Qt.MouseButton.LeftButton)
    editor = offers.edit_own("glute_bridge")
    editor.keep()
    assert "needs a name" in editor.said.text()
    QTest.keyClicks(editor.fields["name"], "Towel bridge")
    QTest.keyClicks(editor.fields["patient_name"], "Bridge on a towel")
    QTest.keyClicks(editor.steps, "Lie down.")
    QTest.keyClick(editor.steps, Qt.Key.Key_Return)
    QTest.keyClicks(editor.steps, "Lift your hips.")
    editor.take_picture(tmp_path / "missing.png")
    assert "cannot be read" in editor.said.text()
    editor.take_picture(png_with_text(tmp_path / "mine.png", solid()))
    editor.keep()
    settle()
    (own,) = offers.clinic.own
    assert own.steps == ("Lie down.", "Lift your hips.")
    QTest.keyClicks(offers.filters.search, "towel br")
    QTest.keyClick(offers.filters.search, Qt.Key.Key_Return)
    settle()
    (item,) = visit.open.desk.visit.program.items
    assert item.exercise == own.id
    pictures = [p.accessibleName() for p in page.findChildren(FigurePicture) if p.isVisible()]
    assert "Picture of Bridge on a towel." in pictures
    editor = offers.edit_own()
    editor.which.setCurrentIndex(editor.which.findData(own.id))
    assert editor.fields["name"].text() == "Towel bridge"
    QTest.mouseClick(editor.retire, Qt.MouseButton.LeftButton)
    settle()
    assert [one.retired for one in offers.clinic.own] == [True]
    assert visit.open.desk.visit.program.items == (item,)
