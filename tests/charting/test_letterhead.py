"""The clinic's details are kept as they print, or refused with the part and the fix."""

from base64 import b64encode
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from pt_chart.charting.letterhead import (
    LARGEST_LOGO,
    LONGEST,
    LetterheadRefused,
    checked,
    logo_png,
    save_letterhead,
)
from pt_chart.clinical.content import dump, load
from pt_chart.clinical.people import Clinic
from tests.fakes import MemoryStore

FULL = Clinic(
    "Larkmoor Physical Therapy", "12 Sample Street, Anytown", "(555) 010-0142",
    "Weekdays, 8 to 5", "(555) 010-0199", "911", "a4", "De lunes a viernes",
)  # fmt: skip


def png(size: tuple[int, int] = (240, 90)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, (12, 80, 110)).save(out, "PNG")
    return out.getvalue()


def test_details_and_logo_are_kept_and_read_back() -> None:
    store = MemoryStore()
    save_letterhead(store, replace(FULL, name="  Larkmoor   Physical Therapy "), png())
    assert store.clinic() == replace(FULL, logo=b64encode(png()).decode())
    assert logo_png(store.clinic()) == png()
    save_letterhead(store, replace(FULL, phone="555-0100"))
    assert logo_png(store.clinic()) == png()
    save_letterhead(store, FULL, b"")
    assert store.clinic() == FULL


def test_a_clinic_of_an_older_chart_has_no_logo() -> None:
    assert load(Clinic, '{"name":"Larkmoor","phone":"555-0100"}') == Clinic(
        "Larkmoor", phone="555-0100"
    )
    assert load(Clinic, dump(FULL)) == FULL


@pytest.mark.parametrize(
    ("part", "text", "words"),
    [
        ("name", "  ", "Type the clinic's name"),
        ("phone", "ask at the desk", "no number to call"),
        ("any_hour", "-", "no number to call"),
        ("emergency_number", "", "911"),
        ("paper", "a5", "choose letter or a4"),
        *((part, "9" * (most + 1), f"{most} at most") for part, most in LONGEST.items()),
    ],
)
def test_what_cannot_print_is_refused_with_its_part(part: str, text: str, words: str) -> None:
    with pytest.raises(LetterheadRefused, match=words) as refused:
        checked(replace(FULL, **{part: text}))
    assert refused.value.part == part


def test_a_logo_too_large_for_every_document_is_refused() -> None:
    store = MemoryStore()
    with pytest.raises(LetterheadRefused, match="choose a plainer one"):
        save_letterhead(store, FULL, b"x" * (LARGEST_LOGO + 1))
    assert store.clinic() == Clinic()
