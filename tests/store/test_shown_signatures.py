"""What a chart shows of a signature is what was sealed: who, in which role, when, under which code.

Somebody with a password and other software rewrote it, past the triggers.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from pt_chart.clinical.people import Clinician
from pt_chart.clinical.visit import Addendum, VisitKind
from pt_chart.store import audit_log, content
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.stored_chart import StoredChart
from tests.fakes import THERAPIST
from tests.places import Place
from tests.store.samples import CHEAP, NOON, PASSWORD, SIGNATURE, new_visit

STUDENT = Clinician("user-3", "Sam Student", "SPT", "student")
_ADD_LINE = (
    "INSERT INTO audit (number, at, user_id, user_name, action, patient_id, visit_id, detail, "
    "digest) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
REWRITTEN = {
    "name": {"name": "Anna Corvale, PT"},
    "role": {"role": "student"},
    "by": {"by": "user-2"},
    "time": {"at": NOON},
    "digest": {"digest": "00" * 32},
    "code": {"code": "00" * 32},
    "number": {"number": 7},
}


@pytest.fixture
def signed(chart: StoredChart) -> StoredChart:
    """Two signed visits."""
    for number in (1, 2):
        chart.sign(new_visit(f"visit-{number}", number=number), SIGNATURE)
    return chart


@pytest.mark.parametrize("change", REWRITTEN.values(), ids=REWRITTEN)
def test_a_rewritten_signature_is_found(
    signed: StoredChart, place: Place, change: dict[str, object]
) -> None:
    shown = signed.visit("visit-1").signature
    assert shown is not None
    false = content.dump(replace(shown, **change))  # type: ignore[arg-type]
    place.behind(signed, "UPDATE visit SET signature = %s WHERE id = 'visit-1'", values=(false,))
    (problem,) = ChartAdministration(signed, CHEAP).verify().problems
    assert "signed visit of 2026-11-10" in problem


def test_the_signature_of_another_visit_is_found(signed: StoredChart, place: Place) -> None:
    place.behind(
        signed,
        "UPDATE visit SET signature = (SELECT signature FROM visit WHERE id = 'visit-2') "
        "WHERE id = 'visit-1'",
    )
    assert not ChartAdministration(signed, CHEAP).verify().sound


def test_a_rewritten_answer_is_found_where_the_digest_shown_is_true(
    signed: StoredChart, place: Place
) -> None:
    place.behind(signed, "UPDATE answer SET note = 'x' WHERE visit_id = 'visit-1'")
    (problem,) = ChartAdministration(signed, CHEAP).verify().problems
    assert "altered" in problem


@pytest.mark.parametrize("words", ["Ines", "therapist", "user-1", "2026-"])
def test_a_rewritten_co_signature_is_found(chart: StoredChart, place: Place, words: str) -> None:
    ChartAdministration(chart, CHEAP).add_user(STUDENT, PASSWORD, PASSWORD)
    chart.close()
    student = place.open(STUDENT.id, PASSWORD)
    theirs = new_visit("theirs", kind=VisitKind.FOLLOW_UP)
    student.sign(theirs, replace(SIGNATURE, by=STUDENT.id))
    student.close()
    therapist = place.open(THERAPIST.id, PASSWORD)
    therapist.cosign("theirs", SIGNATURE)
    administration = ChartAdministration(therapist, CHEAP)
    assert administration.verify().sound
    other = {"Ines": "Anna", "therapist": "assistant", "user-1": "user-3", "2026-": "2025-"}[words]
    place.behind(
        therapist,
        "UPDATE addendum SET content = replace(content, %s, %s)",
        values=(words, other),
    )
    assert not administration.verify().sound
    therapist.close()


def test_a_chart_with_all_kinds_of_signatures_is_sound(signed: StoredChart) -> None:
    signed.add_addendum("visit-1", Addendum("later", THERAPIST.id, "x", NOON))
    assert ChartAdministration(signed, CHEAP).verify().problems == ()


def test_a_line_of_a_migration_is_no_excuse_in_a_chart_born_with_seals(
    signed: StoredChart, place: Place
) -> None:
    """Somebody wrote a visit, a line that it was signed, and one that the chart is that old."""
    signed.save_draft(new_visit("forged", number=3))
    bare = content.dump(replace(SIGNATURE, number=0, code=""))
    place.behind(
        signed,
        "UPDATE visit SET status = 'signed', signature = %s WHERE id = 'forged'",
        values=(bare,),
    )
    _write_lines(
        signed,
        place,
        {"action": "sign", "visit_id": "forged", "detail": "signed"},
        {"action": "migrate", "detail": "0001 to 0006"},
        *(
            {"action": "sign", "visit_id": line.entry.visit_id, "detail": line.entry.detail}
            for line in reversed(signed.audit())
            if line.entry.action.value == "sign"
        ),
    )
    found = ChartAdministration(signed, CHEAP).verify()
    assert any("has no seal" in problem for problem in found.problems)


def _write_lines(chart: StoredChart, place: Place, *lines: dict[str, str]) -> None:
    """Lines of the log, chained as the program would."""
    last = chart.audit(limit=1)[0]
    end = audit_log.LogEnd(last.number, last.digest)
    for line in lines:
        row: dict[str, object] = {
            "number": end.lines + 1,
            "at": last.at.isoformat(),
            "user_id": THERAPIST.id,
            "user_name": THERAPIST.name,
            "action": line["action"],
            "patient_id": "",
            "visit_id": line.get("visit_id", ""),
            "detail": line["detail"],
        }
        row["digest"] = audit_log.chained(end.digest, row)
        place.behind(chart, _ADD_LINE, values=tuple(row.values()))
        end = audit_log.LogEnd(end.lines + 1, str(row["digest"]))
    chart._ledger._end = end  # type: ignore[attr-defined]
