"""The letterhead is typed, kept, and stands on the next document."""

from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pt_chart.charting.letterhead import logo_png
from pt_chart.ui.clinic.letterhead import LetterheadPage
from pt_chart.ui.shell.window import MainWindow


def letterhead(window: MainWindow, qtbot: QtBot) -> LetterheadPage:
    window.show_clinic("letterhead")
    assert window.clinic is not None
    page = window.clinic.page("letterhead")
    assert isinstance(page, LetterheadPage)
    qtbot.waitUntil(lambda: page.form.text("name") == "Larkmoor")
    return page


def photo(folder: Path) -> Path:
    """A picture with where and by what it was taken inside."""
    path = folder / "logo.jpg"
    taken = Image.Exif()
    taken[0x0110] = "Phone of Mira"
    Image.new("RGB", (2400, 900), (12, 80, 110)).save(path, "JPEG", exif=taken)
    return path


def test_details_and_logo_are_saved_by_keys(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    page = letterhead(window, qtbot)
    assert page.logo.text() == "no logo"
    for key, text in (
        ("address", "12 Sample Street, Anytown"),
        ("phone", "(555) 010-0142"),
        ("hours", "Weekdays, 8 to 5"),
        ("any_hour", "(555) 010-0199"),
    ):
        QTest.keyClicks(page.form.fields[key], text)
    page.take_picture(photo(tmp_path))
    QTest.keyClick(page.form.fields["any_hour"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "is saved" in page.form.remark.text())
    assert window.session is not None
    clinic = window.session.store.clinic()
    assert (clinic.address, clinic.any_hour) == ("12 Sample Street, Anytown", "(555) 010-0199")
    png = logo_png(clinic)
    assert b"Phone of Mira" not in png
    with Image.open(BytesIO(png)) as image:
        assert image.format == "PNG"
        assert not image.getexif()
        assert not image.info.get("exif")
        assert image.size[0] <= 720
    page.away.click()
    page.form.go.click()
    qtbot.waitUntil(lambda: not window.session.store.clinic().logo)  # type: ignore[union-attr]


def test_what_cannot_print_is_told_at_its_field(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    page = letterhead(window, qtbot)
    page.form.fields["phone"].clear()
    QTest.keyClicks(page.form.fields["phone"], "ask at the desk")
    page.form.go.click()
    assert "no number to call" in page.form.remark.text()
    assert window.session is not None
    assert window.session.store.clinic().phone == ""
    broken = tmp_path / "logo.png"
    broken.write_bytes(b"not a picture")
    page.take_picture(broken)
    assert "no picture" in page.logo_said.text()
