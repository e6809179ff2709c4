"""Structure, language, title and alternative texts of every document."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest

from pt_chart.documents import handout, letter, report, safety_net
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.tagging import Element
from tests.documents import reading, report_samples, samples


def documents() -> dict[str, bytes]:
    """Every document of the samples."""
    figures = samples.Figures()
    return {
        "handout": handout.render(samples.HANDOUT, figures),
        "large": handout.render(samples.HANDOUT, figures, paper="a4", large=True),
        "card": safety_net.render(samples.CARD),
        "letter": letter.render(samples.LETTER),
        "report": report.render(report_samples.report(), report_samples.Bodies()),
    }


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return documents()


NAMES = ["handout", "large", "card", "letter", "report"]


@pytest.mark.parametrize("name", NAMES)
def test_the_catalog_says_tagged_titled_and_in_which_language(
    made: dict[str, bytes], name: str
) -> None:
    pdf = pikepdf.open(BytesIO(made[name]))
    assert pdf.pdf_version == "1.7"
    assert pdf.Root.MarkInfo.Marked == True  # noqa: E712 - a PDF boolean
    assert str(pdf.Root.Lang) == "en"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle == True  # noqa: E712 - a PDF boolean
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == str(pdf.docinfo.Title)


@pytest.mark.parametrize("name", NAMES)
def test_every_marked_content_has_its_element(made: dict[str, bytes], name: str) -> None:
    pdf = pikepdf.open(BytesIO(made[name]))
    tree = dict(zip(*[iter(pdf.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
    for page in pdf.pages:
        row = tree[page.obj.StructParents]
        numbers = [
            int(step.operands[1].MCID)
            for step in pikepdf.parse_content_stream(page)
            if isinstance(step, pikepdf.ContentStreamInstruction)
            and str(step.operator) == "BDC"
            and "/MCID" in step.operands[1]
        ]
        assert numbers == list(range(len(numbers)))
        assert len(row) == len(numbers)
        assert all(str(element.Type) == "/StructElem" for element in row)


@pytest.mark.parametrize("name", NAMES)
def test_headings_start_at_one_and_never_skip_a_level(made: dict[str, bytes], name: str) -> None:
    levels = [
        int(node.role[1])
        for node in reading.structure(made[name])
        if node.role in {"H1", "H2", "H3"}
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))


@pytest.mark.parametrize("name", NAMES)
def test_lists_and_tables_are_well_formed(made: dict[str, bytes], name: str) -> None:
    allowed = {
        "L": {"LI"},
        "LI": {"Lbl", "LBody"},
        "Table": {"TR"},
        "TR": {"TH", "TD"},
    }
    for node in reading.structure(made[name]):
        if node.role in allowed:
            assert node.kids
            assert set(node.kids) <= allowed[node.role]


def test_every_figure_says_in_words_what_it_shows(made: dict[str, bytes]) -> None:
    figures = [node for node in reading.structure(made["handout"]) if node.role == "Figure"]
    assert len(figures) == 6
    for figure in figures:
        assert figure.alt.startswith("Drawing: ")
        left, bottom, right, top = figure.box
        assert left < right
        assert bottom < top
    chart = [node for node in reading.structure(made["report"]) if node.role == "Figure"]
    assert len(chart) == 1
    assert "Distal-most point" in chart[0].alt


def test_all_fonts_are_embedded_and_have_unicode_tables(made: dict[str, bytes]) -> None:
    for pdf in made.values():
        with pikepdf.open(BytesIO(pdf)) as document:
            fonts = list(document.pages[0].Resources.Font.as_dict().values())
            assert fonts
            for font in fonts:
                assert "/FontFile2" in font.FontDescriptor
                assert "/ToUnicode" in font
                assert "Inter" in str(font.BaseFont)


def test_bookmarks_lead_to_the_sections(made: dict[str, bytes]) -> None:
    with pikepdf.open(BytesIO(made["handout"])).open_outline() as outline:
        title = outline.root[0]
        assert str(title.title) == samples.HANDOUT.title
        names = [str(item.title) for item in title.children]
    assert "Seated nerve glide" in names
    assert "Your week: tick a box each time" in names


def test_drawing_outside_tags_is_refused() -> None:
    sheet = Sheet("letter", title="Test")
    with pytest.raises(RuntimeError, match="outside tagged content"):
        sheet.rectangle(0, 0, 10, 10)
    with (
        pytest.raises(RuntimeError, match="cannot be nested"),
        sheet.artifact(),
        sheet.content(Element("P")),
    ):
        pass
