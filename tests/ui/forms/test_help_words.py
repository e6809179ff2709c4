"""What the help says of the entry line is understood by it, as that field."""

from __future__ import annotations

from pt_chart.charting.quick_entry import QuickEntry
from pt_chart.ui.forms.help_words import help_page
from tests.ui import clinic


def test_the_words_of_the_entry_line_name_the_field_and_its_test() -> None:
    known = clinic.definitions()
    reader = QuickEntry(known.vocabulary)
    told = {}
    for field in known.vocabulary.fields.values():
        if not field.worked_out:
            page = help_page(field, known.vocabulary, known.knowledge, clinic.figures())
            told[field.id] = dict(page.lines).get("Quick entry", "")
    assert told["slr"] == "slr r"
    assert told["slr_neck"] == "slr r nf"
    assert told["slump_ankle"] == "slump r df"
    lost = []
    for name, words in told.items():
        problem = reader.read(words).problem if words else ""
        if "no test or finding" in problem or "part of a test" in problem:
            lost.append((name, words, problem))
    assert lost == []
