"""Files of foreign origin: told by content, opened within limits, without what runs."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name
from PIL import Image

from pt_chart.charting.attachments import (
    LARGEST_ATTACHMENT,
    AttachmentRefused,
    Inspected,
    OfAnotherToo,
    attach_file,
    save_copy,
)
from pt_chart.charting.audit import AuditAction
from pt_chart.documents import attached_streams
from pt_chart.documents.attached_files import JPEG, PDF, PNG, TEXT, TIFF, AttachedFiles
from tests.fakes import MemoryStore
from tests.store.samples import NOON, PATIENT

READER = AttachedFiles()


def pdf(pages: int = 1, change: object = None, **how: Any) -> bytes:
    """A PDF of empty pages, changed by ``change(pdf)``."""
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(300, 400))
    if callable(change):
        change(made)
    out = io.BytesIO()
    made.save(out, **how)
    return out.getvalue()


def picture(kind: str, size: tuple[int, int] = (40, 30), **how: Any) -> bytes:
    """A gray picture."""
    out = io.BytesIO()
    Image.new("RGB", size, "gray").save(out, kind, **how)
    return out.getvalue()


def bomb_png(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(bytes(99))), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize(
    ("content", "media", "pages"),
    [
        (pdf(3), PDF, 3),
        (picture("PNG"), PNG, 1),
        (picture("JPEG"), JPEG, 1),
        (picture("TIFF", save_all=True, append_images=[Image.new("RGB", (9, 9))]), TIFF, 2),
        ("Réponse: better\r\n".encode(), TEXT, 1),
        ("Antwort".encode("utf-16"), TEXT, 1),
    ],
)
def test_what_is_kept_is_told_by_its_content(content: bytes, media: str, pages: int) -> None:
    found = READER.inspect(content)
    assert (found.media, found.pages, found.content, found.remarks) == (media, pages, content, ())
    if media != TEXT:
        shown = Image.open(io.BytesIO(READER.page(content, media, pages - 1, 120)))
        assert shown.format == "PNG"
        assert shown.width <= 120
        with pytest.raises(AttachmentRefused):
            READER.page(content, media, pages, 120)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"MZ\x90\x00\x03", "a program"),
        (b"\x7fELF\x02\x00", "a program"),
        (b"\x1f\x8b\x08\x00\xff", "compressed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old office file"),
        (b"{\\rtf1 hello}", "rich text"),
        (b"GIF89a\x00\xff", "GIF"),
        (bytes(128) + b"DICM" + bytes(9), "DICOM"),
        (b"caf\xe9", "neither a PDF"),
        (b"a\x00b", "neither a PDF"),
        (b"%PDF-1.7 but nothing else", "broken"),
        (picture("PNG")[:60], "broken"),
        (picture("JPEG")[:300], "broken"),
        (bomb_png(60_000, 60_000), "points"),
        (bomb_png(3000, 3000), "broken"),
    ],
)
def test_what_is_refused_is_named(content: bytes, words: str) -> None:
    with pytest.raises(AttachmentRefused, match=words) as refused:
        READER.inspect(content)
    assert refused.value.advice


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
@pytest.mark.parametrize("cut", [1, 8, 12, 20, 40])
def test_a_picture_that_is_cut_off_is_refused(kind: str, cut: int) -> None:
    with pytest.raises(AttachmentRefused, match="broken or cut off"):
        READER.inspect(picture(kind)[:-cut])


def test_archives_and_office_files_are_refused_unopened() -> None:
    made = {}
    for name in ("notes.txt", "word/document.xml"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, bytes(50_000_000))
        made[name] = out.getvalue()
    with pytest.raises(AttachmentRefused, match="compressed folder"):
        READER.inspect(made["notes.txt"])
    with pytest.raises(AttachmentRefused, match="office file"):
        READER.inspect(made["word/document.xml"])


def _hostile(made: pikepdf.Pdf) -> None:
    script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    launch = Dictionary(S=Name.Launch, F="calc.exe")
    made.Root.OpenAction = made.make_indirect(script)
    made.Root.AA = Dictionary(WC=script)
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=launch, AA=Dictionary(E=script)
    )
    made.pages[0].Annots = made.make_indirect(Array([made.make_indirect(link)]))
    made.attachments["payload.exe"] = b"MZ payload"
    made.Root.Names.JavaScript = Dictionary(Names=Array(["run", script]))


def test_a_pdf_loses_what_runs_or_carries_and_says_so() -> None:
    found = READER.inspect(pdf(2, _hostile))
    told = " ".join(found.remarks)
    for word in ("script", "starting of programs", "carried files", "on opening", "by itself"):
        assert word in told
    for sign in (b"JavaScript", b"Launch", b"calc.exe", b"payload", b"OpenAction", b"app.alert"):
        assert sign not in found.content
    with pikepdf.open(io.BytesIO(found.content)) as opened:
        assert len(opened.pages) == 2
        assert not opened.attachments
    again = READER.inspect(found.content)
    assert again.remarks == ()
    assert again.content == found.content


def test_hidden_in_object_streams_it_is_found_too() -> None:
    packed = pdf(1, _hostile, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert b"Launch" not in packed
    assert "starting of programs" in " ".join(READER.inspect(packed).remarks)


def test_a_damaged_table_is_mended_without_a_word_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    odd = pdf(2, lambda made: made.Root.Pages.Kids.append(5))
    assert READER.inspect(odd).pages == 2
    assert caplog.records == []


def test_a_protected_pdf_is_refused() -> None:
    locked = pdf(1, None, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(AttachmentRefused, match="password"):
        READER.inspect(locked)


def test_a_pdf_that_grows_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attached_streams, "MOST_INFLATED", 3_000_000)

    def swell(made: pikepdf.Pdf) -> None:
        made.pages[0].Contents = made.make_stream(bytes(4_000_000))

    swollen = pdf(1, swell)
    assert len(swollen) < 20_000
    with pytest.raises(AttachmentRefused, match="when opened"):
        READER.inspect(swollen)


def _with_content(packed: bytes, filters: str, more: str = "") -> bytes:
    """A page whose content is packed as told, written by hand."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        f"<</Length {len(packed)}/Filter[{filters}]{more}>>stream\n".encode()
        + packed
        + b"\nendstream\n",
    ]
    body = b"".join(b"%d 0 obj" % n + part + b"endobj\n" for n, part in enumerate(parts, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF"


SWOLLEN = bytes(30_000_000)
ONCE = zlib.compress(SWOLLEN)


@pytest.mark.parametrize(
    ("packed", "filters"),
    [
        (ONCE, "/FlateDecode"),
        (zlib.compress(ONCE), "/FlateDecode/FlateDecode"),
        (zlib.compress(zlib.compress(ONCE)), "/FlateDecode/FlateDecode/FlateDecode"),
        (base64.a85encode(ONCE) + b"~>", "/ASCII85Decode/FlateDecode"),
        (base64.a85encode(ONCE, adobe=True), "/ASCII85Decode/FlateDecode"),
        (base64.a85encode(zlib.compress(ONCE)), "/A85/Fl/Fl"),
        (ONCE.hex().encode() + b">", "/ASCIIHexDecode/FlateDecode"),
        (zlib.compress(base64.b16encode(ONCE)), "/FlateDecode/ASCIIHexDecode/FlateDecode"),
        (b"\x80" * 100, "/LZWDecode"),
        (b"\x80" * 100, "/LZ#57Decode"),
        (b"\x81a" * 100, "/RunLengthDecode"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
@pytest.mark.parametrize("more", ["", "/Subtype/Image/Width 1/Height 1"])
def test_a_page_that_holds_far_more_than_its_bytes_is_refused(
    packed: bytes, filters: str, more: str
) -> None:
    with pytest.raises(AttachmentRefused, match=r"packed|when opened") as told:
        READER.inspect(_with_content(packed, filters, more))
    assert told.value.advice


def test_a_part_that_is_packed_without_end_is_refused() -> None:
    packed = ONCE
    for _ in range(9):
        packed = zlib.compress(packed)
    with pytest.raises(AttachmentRefused, match="many times over"):
        READER.inspect(_with_content(packed, "/FlateDecode" * 10))


@pytest.mark.parametrize(
    ("packed", "filters"),
    [
        (zlib.compress(b"0 0 m 9 9 l S " * 1000), "/FlateDecode"),
        (base64.a85encode(zlib.compress(b"0 0 m 9 9 l S ")) + b"~>", "/ASCII85Decode/FlateDecode"),
        (b"0 0 m 9 9 l S ".hex().encode() + b">", "/ASCIIHexDecode"),
        (b"0 0 m 9 9 l S ", ""),
    ],
)
def test_a_page_packed_in_an_ordinary_way_is_kept(packed: bytes, filters: str) -> None:
    assert READER.inspect(_with_content(packed, filters)).pages == 1


def test_a_picture_of_too_many_points_in_a_page_is_refused() -> None:
    def put(made: pikepdf.Pdf) -> None:
        image = made.make_stream(
            b"", Type=Name.XObject, Subtype=Name.Image, Width=60_000, Height=60_000
        )
        made.pages[0].Resources = Dictionary(XObject=Dictionary(Im0=image))

    with pytest.raises(AttachmentRefused, match="million points"):
        READER.inspect(pdf(1, put))


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([pdf(1, _hostile), picture("PNG"), picture("JPEG"), picture("TIFF")]),
    st.lists(st.tuples(st.integers(0, 10_000), st.binary(max_size=6)), max_size=5),
    st.integers(0, 4_000),
)
def test_damaged_files_are_refused_or_readable(
    whole: bytes, changes: list[tuple[int, bytes]], cut: int
) -> None:
    damaged = bytearray(whole)
    for place, new in changes:
        at = place % len(damaged)
        damaged[at : at + len(new)] = new
    content = bytes(damaged[: len(damaged) - cut % len(damaged)])
    told: Inspected | AttachmentRefused
    try:
        told = READER.inspect(content)
    except AttachmentRefused as refused:
        told = refused
    assert told.advice if isinstance(told, AttachmentRefused) else told.pages >= 1


def test_a_file_comes_from_a_folder_and_goes_out_on_purpose(tmp_path: Path) -> None:
    store = MemoryStore()
    store.save_patient(PATIENT)
    source = tmp_path / "MRI report.pdf"
    source.write_bytes(pdf(2))
    kept = attach_file(store, READER, source, PATIENT.id, at=NOON)
    assert (kept.name, kept.media, kept.pages) == ("MRI report.pdf", PDF, 2)
    out = tmp_path / "copy.pdf"
    save_copy(store, kept, out)
    assert out.read_bytes() == source.read_bytes()
    assert store.log[-1].entry.action is AuditAction.EXPORT
    assert kept.digest in store.log[-1].entry.detail
    assert sorted(path.name for path in tmp_path.iterdir()) == ["MRI report.pdf", "copy.pdf"]


def test_large_empty_and_missing_files_are_refused_with_words(tmp_path: Path) -> None:
    store = MemoryStore()
    store.save_patient(PATIENT)
    for name, size, words in (("large.txt", LARGEST_ATTACHMENT + 1, "MB"), ("no.txt", 0, "empty")):
        file = tmp_path / name
        with file.open("wb") as opened:
            opened.truncate(size)
        with pytest.raises(AttachmentRefused, match=words):
            attach_file(store, READER, file, PATIENT.id, at=NOON)
    with pytest.raises(AttachmentRefused, match="gone"):
        attach_file(store, READER, tmp_path / "gone.pdf", PATIENT.id, at=NOON)
    assert store.attachments(PATIENT.id) == ()


def test_a_file_that_another_patient_has_is_asked_about(tmp_path: Path) -> None:
    store = MemoryStore()
    namesake = replace(PATIENT, id="namesake", record_number="7")
    for one in (PATIENT, namesake):
        store.save_patient(one)
    source = tmp_path / "MRI report.txt"
    source.write_text("Report of the MRI", encoding="utf-8")
    first = attach_file(store, READER, source, PATIENT.id, at=NOON)
    with pytest.raises(OfAnotherToo) as asked:
        attach_file(store, READER, source, namesake.id, at=NOON)
    assert asked.value.others == (PATIENT,)
    assert store.attachments(namesake.id) == ()
    attach_file(store, READER, source, namesake.id, at=NOON, of_both=True)
    store.remove_attachment(first.id, "it was of the other one")
    third = replace(PATIENT, id="third", record_number="8")
    store.save_patient(third)
    with pytest.raises(OfAnotherToo) as asked:
        attach_file(store, READER, source, third.id, at=NOON)
    assert asked.value.others == (namesake,)
