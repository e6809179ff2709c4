"""A report without its red flags tells none of the answers that may raise them."""

from __future__ import annotations

import pytest

from pt_chart.charting import clinical_papers
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.reasoning.flag_grounds import grounds
from pt_chart.clinical.report import SECTIONS
from tests.documents import reading
from tests.ui import clinic

WITHOUT = tuple(id for id in SECTIONS if id != "flags")


@pytest.mark.parametrize("second", ["suicidal_thoughts", ""])
def test_what_may_raise_a_withheld_flag_is_withheld_with_it(second: str) -> None:
    """Two answers raise one flag: the one that did not come first goes too."""
    made = clinic.session()
    current = made.start_visit(made.store.episode("e1"))
    clinic.answer_core(current.desk)
    for finding in filter(None, ("safeguarding_concern", second)):
        current.desk.set_answer(FindingKey(finding), Answer(True))
    assert current.live.current.flags
    whole, left = (
        reading.words(made.documents.pack(
            (clinical_papers.report(made, current, sections),), paper="letter"
        ))
        for sections in (tuple(SECTIONS), WITHOUT)
    )  # fmt: skip
    label = current.desk.vocabulary.fields["safeguarding_concern"].label
    assert label in " ".join(whole.split())
    assert label not in " ".join(left.split())
    assert "with the answers of the history they rest on" in " ".join(left.split())


def test_the_grounds_of_a_flag_go_behind_its_composites() -> None:
    known = clinic.definitions()
    found = grounds(["cauda_equina"], known.knowledge.flags, known.vocabulary)
    assert {"urinary_retention", "altered_perianal_sensation"} <= found
    assert grounds([], known.knowledge.flags, known.vocabulary) == set()
    implied = grounds(["spinal_malignancy"], known.knowledge.flags, known.vocabulary)
    assert "cancer_type" in implied, "a cancer follows from its type"
