"""Versions kept beside a visit: the same in memory, in the encrypted file and on a server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pt_chart.charting.errors import NotAllowed, RecordMissing
from pt_chart.charting.kept_versions import KeptBecause, KeptVersion
from pt_chart.charting.ports import AuditAction, ChartStore
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.visit import Addendum
from tests.places import EVERY_STORE, empty_store
from tests.store.samples import EPISODE, NOON, PATIENT, SIGNATURE, new_visit

KEY = FindingKey("nprs")


@pytest.fixture(params=EVERY_STORE)
def clinic(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ChartStore]:
    """A store of each kind with one patient, one episode and one draft."""
    with empty_store(request, tmp_path) as store:
        store.save_patient(PATIENT)
        store.save_episode(EPISODE)
        store.save_draft(new_visit())
        yield store


def _version(store: ChartStore, ident: str = "k1", **changes: object) -> KeptVersion:
    base = store.visit("visit-1")
    mine, theirs = (base.with_answer(KEY, Answer(n, note="n")) for n in (4, 7))
    kept = KeptVersion(
        ident,
        base.id,
        NOON,
        store.user.id,
        store.user.signature,
        KeptBecause.UNSETTLED,
        base,
        mine,
        theirs,
    )
    return replace(kept, **changes)  # type: ignore[arg-type]


def test_a_kept_version_comes_back_whole(clinic: ChartStore) -> None:
    kept = _version(clinic)
    clinic.keep_version(kept)
    assert clinic.kept_versions("visit-1") == (kept,)
    assert clinic.kept_versions("visit-2") == ()
    assert clinic.visit("visit-1") == kept.base


def test_what_is_not_compared_yet_is_listed_for_its_owner(clinic: ChartStore) -> None:
    first = _version(clinic)
    later = _version(clinic, "k2", at=NOON + timedelta(minutes=1))
    clinic.keep_version(first)
    clinic.keep_version(later)
    assert clinic.uncompared() == (later, first)
    clinic.keep_version(replace(later, because=KeptBecause.GIVEN_UP))
    assert clinic.uncompared() == (first,)


def test_the_newest_comes_first_and_an_unsettled_one_is_replaced(clinic: ChartStore) -> None:
    first = _version(clinic)
    later = _version(clinic, "k2", at=NOON + timedelta(minutes=1))
    for kept in (first, later):
        clinic.keep_version(kept)
    settled = replace(first, because=KeptBecause.SETTLED, choices="pain: mine")
    clinic.keep_version(settled)
    assert clinic.kept_versions("visit-1") == (later, settled)
    with pytest.raises(NotAllowed):
        clinic.keep_version(replace(settled, choices="pain: theirs"))
    assert clinic.kept_versions("visit-1") == (later, settled)


def test_it_is_kept_in_ones_own_name_and_beside_a_visit_that_is_there(clinic: ChartStore) -> None:
    with pytest.raises(NotAllowed):
        clinic.keep_version(_version(clinic, by="somebody else"))
    with pytest.raises(RecordMissing):
        clinic.keep_version(_version(clinic, visit_id="nowhere"))
    assert clinic.kept_versions("visit-1") == ()


def test_also_beside_a_signed_visit_with_its_remarks(clinic: ChartStore) -> None:
    clinic.sign(clinic.visit("visit-1"), replace(SIGNATURE, by=clinic.user.id))
    remark = Addendum("later", clinic.user.id, clinic.user.signature, NOON)
    signed = clinic.add_addendum("visit-1", remark)
    kept = _version(clinic, theirs=signed)
    clinic.keep_version(kept)
    assert clinic.kept_versions("visit-1") == (kept,)
    assert clinic.visit("visit-1") == signed


def test_the_log_says_that_a_version_was_kept(clinic: ChartStore) -> None:
    clinic.keep_version(_version(clinic))
    newest = clinic.audit(PATIENT.id)[0]
    assert newest.entry.action is AuditAction.CHANGE
    assert "kept" in newest.entry.detail
