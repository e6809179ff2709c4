"""The referral letter: request first, signed or a draft, many emergencies on one page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pt_chart.clinical.program.handout import AskedRow, ExaminedRow
from pt_chart.documents import letter
from pt_chart.documents.signature import DRAFT
from tests.documents import paper_samples, reading, samples


@pytest.mark.parametrize("urgency", ["emergency", "urgent", "routine"])
def test_the_letter_is_one_page_with_request_before_background(urgency: str) -> None:
    made = letter.compose(replace(samples.LETTER, urgency=urgency))
    text = reading.words(made.pdf)
    assert made.pages == 1
    assert letter.KINDS[urgency] in text
    assert text.index(samples.LETTER.request) < text.index(samples.LETTER.background[0])
    for row in samples.LETTER.asked:
        assert row.asked in text
    assert text.count("not tested") == 4
    assert text.count("not asked") == 1
    assert "Signature:" in text
    assert "Verification code" not in text


def test_a_letter_of_many_emergencies_begins_with_what_was_answered() -> None:
    """Rows of what nobody asked or tested pushed the answers to page 2, the signature to 3."""
    yes = [row for row in samples.LETTER.asked if row.state == "yes"]
    unasked = [AskedRow(f"Question {n} of another emergency", "not_asked", "", "")
               for n in range(24)]  # fmt: skip
    untested = [ExaminedRow(f"Test {n} of another emergency", None, None, "") for n in range(16)]
    made = letter.compose(
        replace(
            samples.LETTER,
            asked=(*unasked[:12], *yes, *unasked[12:]),
            examined=(*samples.LETTER.examined, *untested),
        )
    )
    pages = [" ".join(page.split()) for page in reading.page_texts(made.pdf)]
    assert len(pages) <= 2
    assert all(row.asked in pages[0] for row in yes)
    whole = " ".join(pages)
    assert all(f"Question {n} of another emergency" in whole for n in range(24))
    assert all(f"Test {n} of another emergency" in whole for n in range(16))


def test_a_signed_letter_carries_signer_and_code_and_an_unsigned_one_is_a_draft() -> None:
    signed = replace(samples.LETTER, stamp=paper_samples.STAMP)
    text = reading.words(letter.render(signed))
    assert "Alex Demo, PT" in text
    assert text.count(paper_samples.STAMP.code) == 2
    assert DRAFT not in text
    unsigned = reading.words(letter.render(samples.LETTER))
    assert DRAFT in unsigned
    assert "Verification code" not in unsigned


def test_an_unknown_urgency_is_refused() -> None:
    with pytest.raises(ValueError, match="emergency, urgent, routine"):
        letter.compose(replace(samples.LETTER, urgency="later"))
