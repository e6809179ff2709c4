"""Charts written by every schema revision so far still open and hold what they held."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from pt_chart.charting.audit import PROTECTION_ALTERED
from pt_chart.clinical.canonical import visit_digest
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.visit import VisitStatus
from pt_chart.store.open import open_chart
from pt_chart.store.schema import REVISIONS
from tests.fakes import THERAPIST
from tests.gold.make_chart import (
    ADDENDUM,
    CAME,
    CLINIC,
    ENTRIES,
    FORM,
    GOLD,
    MISTAKEN,
    PAPER,
    SCAN,
    SOURCE,
    WRONG,
    draft,
    kept,
    signed_visit,
)
from tests.store.samples import EPISODE, PASSWORD, PATIENT, SIGNATURE


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_chart_of_each_revision_opens(revision: str, tmp_path: Path) -> None:
    folder = tmp_path / revision
    shutil.copytree(GOLD / revision, folder)
    chart = open_chart(folder / "clinic.ptchart", THERAPIST.name, PASSWORD)
    (stored,) = (v for v in chart.visits_of(EPISODE.id) if v.signed)
    signature = stored.signature
    assert signature is not None
    if revision != "0001":
        assert signature.digest == visit_digest(stored)
        assert chart.visit(stored.id).signature == signature
        assert signature.number == 1
    signed = replace(
        signed_visit(),
        status=VisitStatus.SIGNED,
        signature=SIGNATURE if revision == "0001" else signature,
        addenda=(ADDENDUM, *stored.addenda[1:]),
        revision=2,
    )
    assert chart.clinic() == CLINIC
    assert chart.patient(PATIENT.id) == PATIENT
    assert chart.episodes_of(PATIENT.id) == (EPISODE,)
    assert chart.visits_of(EPISODE.id) == (signed, replace(draft(), revision=1))
    assert chart.search("tallowby")[0].tier is Tier.URGENT
    assert chart.setting("last_visit") == "visit-2"
    entries = chart.episode_log(EPISODE.id).entries
    assert entries == (() if revision in ("0001", "0002") else ENTRIES)
    assert chart.kept_versions("visit-2") == (() if revision < "0005" else (kept(),))
    if revision >= "0008":
        assert chart.setting(FORM) == SOURCE
        assert chart.attached_content(PAPER.id) == SCAN
        assert [CAME.text in one.text for one in stored.addenda[:2]] == [False, True]
    assert len(stored.addenda) == (1 if revision < "0008" else 2 if revision == "0008" else 4)
    if revision >= "0009":
        (wrong,) = (one for one in chart.attachments(PATIENT.id) if one.id == WRONG.id)
        assert wrong.removed is not None
        assert (wrong.removed.reason, wrong.removed.kept) == (MISTAKEN.text, True)
    assert not any(PROTECTION_ALTERED in line.entry.detail for line in chart.audit())
    chart.check()
    chart.close()
