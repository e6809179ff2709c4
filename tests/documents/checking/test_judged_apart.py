"""The checklist gone through in a process of its own."""

import pytest

from pt_chart import bootstrap
from pt_chart.charting.documents_port import NoVerdict
from pt_chart.documents.checking import judging_process
from pt_chart.documents.checking.judging_process import judged_apart, verdict_on
from tests.documents.checking import papers, templates


def test_a_sheet_that_holds_is_told_as_such() -> None:
    content = templates.content("strain_early", "en")
    found = judged_apart(bootstrap.printer().pack((content,), paper="letter"))
    assert (found.held, found.items) == (34, 34)
    assert found.must == found.should == ()
    assert "large-print file" in found.unknown[0]
    large = judged_apart(bootstrap.printer().pack((content,), paper="letter", size="large"))
    assert (large.held, large.items, large.unknown) == (35, 35, ())


def test_what_fails_is_named_with_its_item() -> None:
    found = verdict_on(papers.printed(papers.with_step("Do 10% of your best.")))
    assert not isinstance(found, str)
    assert found.held < found.items
    assert any(one.startswith("6 ") for one in found.must)


def test_what_is_no_handout_has_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoVerdict):
        judged_apart(b"no PDF")
    monkeypatch.setattr(judging_process, "LONGEST_S", 0.0)
    with pytest.raises(NoVerdict, match="too long"):
        judged_apart(b"%PDF-1.7")
