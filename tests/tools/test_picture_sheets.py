"""A sheet holds every page of every document, scaled, with reduced colors."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

TOOL = Path(__file__).resolve().parents[2] / "tools" / "picture_sheets.py"


def test_a_sheet_has_a_place_for_every_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = importlib.util.spec_from_file_location("picture_sheets", TOOL)
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "picture_sheets", tool)
    spec.loader.exec_module(tool)
    for name, pages in (("report", 8), ("letter", 1)):
        pdf = pikepdf.new()
        for _ in range(pages):
            pdf.add_blank_page(page_size=(612, 792))
        pdf.save(tmp_path / f"demo-moreau-{name}.pdf")
    out = tmp_path / "sheets"
    out.mkdir()
    monkeypatch.setattr(tool, "PICTURES", out)
    assert tool.main(tmp_path) == 0
    assert [path.name for path in out.iterdir()] == ["sheet-documents-moreau.png"]
    with Image.open(out / "sheet-documents-moreau.png") as made:
        width = (made.width - tool.GAP) // 8 - tool.GAP
        height = round(width * 792 / 612)
        assert made.mode == "P"
        # Nine pages, eight in a row, make two rows.
        assert made.height == 2 * (height + tool.NAME + tool.GAP) + tool.GAP


def test_a_folder_without_pictures_is_an_error(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("picture_sheets_again", TOOL)
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = tool
    spec.loader.exec_module(tool)
    del sys.modules[spec.name]
    assert tool.main(tmp_path) == 1
