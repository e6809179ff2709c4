"""Rows of the report: answers told together, findings without a side."""

from __future__ import annotations

from pt_chart.documents.report.findings import PlainRow, ToldCard, told_cards


def test_answers_of_a_card_are_told_together_and_none_is_lost() -> None:
    rows = [
        PlainRow("Where", "Calf pain RIGHT", "yes"),
        PlainRow("Where", "Calf pain LEFT", "no (rest normal)"),
        PlainRow("Where", "Foot pain RIGHT", None),
        PlainRow("Where", "Time until it comes on", "10 min"),
        PlainRow("Began", "What it came from", "no idea, woke with it"),
        PlainRow("Where", "Low back pain", "yes"),
    ]
    assert told_cards(rows) == [
        ToldCard(
            "Where",
            "Yes: Calf pain RIGHT; Low back pain. No: Calf pain LEFT (rest normal). "
            "Time until it comes on: 10 min. Not asked: Foot pain RIGHT.",
        ),
        ToldCard("Began", "What it came from: no idea, woke with it."),
    ]
