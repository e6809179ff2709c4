"""A document's code: matches, superseded, altered or unknown, from the chart alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from pt_chart import bootstrap
from pt_chart.charting import clinical_papers, paperwork
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.ports import Setting
from pt_chart.charting.verification import Verdict, issued, keep_issued, verify_code, verify_file
from pt_chart.clinical.document_code import CODE_ALPHABET, document_code, tidy_code
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.paper_parts import PaperPart
from pt_chart.clinical.papers import WorkStatus
from pt_chart.clinical.people import Clinician
from pt_chart.clinical.visit import Signature, Visit, VisitStatus
from tests.documents import reading
from tests.fakes import MemoryStore
from tests.ui import clinic

PDF = b"%PDF-1.7 as it was handed out"


@pytest.fixture
def session() -> ClinicSession:
    """A visit, signed."""
    made = clinic.session()
    current = made.start_visit(made.store.episode("e1"))
    clinic.answer_core(current.desk)
    clinic.write_record(current.desk)
    visit = made.sign()
    made.close_visit()
    made.open_visit(visit.id)
    return made


def signed(session: ClinicSession) -> Visit:
    """The signed visit."""
    assert session.open is not None
    return session.open.desk.visit


def report(session: ClinicSession, sections: tuple[str, ...] = ()) -> PaperPart:
    """Its report."""
    assert session.open is not None
    return clinical_papers.report(session, session.open, sections)


def test_what_was_printed_matches_by_code_and_to_the_last_byte(session: ClinicSession) -> None:
    (code,) = keep_issued(session.store, signed(session), (report(session),), PDF)
    by_code = verify_code(session.store, f" {code.lower().replace('-', ' ')} ")
    assert by_code.verdict is Verdict.MATCHES
    assert dict(by_code.details)["Patient"]
    assert "therapist" in dict(by_code.details)["Visit signed"]
    (by_file,) = verify_file(session.store, PDF, (code,))
    assert by_file.verdict is Verdict.MATCHES
    assert "last byte" in by_file.words
    assert f"what {session.clinician.name} printed on " in by_file.words


def test_a_changed_file_is_altered_and_every_printed_one_is_known(session: ClinicSession) -> None:
    (code,) = keep_issued(session.store, signed(session), (report(session),), PDF)
    (changed,) = verify_file(session.store, PDF + b" ", (code,))
    assert changed.verdict is Verdict.ALTERED
    keep_issued(session.store, signed(session), (report(session),), b"the same on a4")
    for file in (PDF, b"the same on a4"):
        assert verify_file(session.store, file, (code,))[0].verdict is Verdict.MATCHES


def test_a_file_that_no_line_of_the_log_tells_of_was_not_handed_out(
    session: ClinicSession,
) -> None:
    """Whoever may print can write the note of a document: the log says who handed it out."""
    (code,) = keep_issued(session.store, signed(session), (report(session),), PDF)
    forged = b"%PDF-1.7 forged"
    note = session.store.setting(f"document/{code}")
    assert isinstance(note, dict)
    files = note["files"]
    assert isinstance(files, list)
    session.store.save_setting(
        f"document/{code}", {**note, "files": [*files, sha256(forged).hexdigest()]}
    )
    (found,) = verify_file(session.store, forged, (code,))
    assert found.verdict is Verdict.ALTERED
    assert "no printing" in found.words
    assert verify_file(session.store, PDF, (code,))[0].verdict is Verdict.MATCHES


def test_an_addendum_supersedes_and_the_new_print_matches(session: ClinicSession) -> None:
    (code,) = keep_issued(session.store, signed(session), (report(session),), PDF)
    session.add_addendum("The left side was meant.")
    old = verify_code(session.store, code)
    assert old.verdict is Verdict.SUPERSEDED
    assert old.words.startswith("Superseded by addendum 1 of ")
    (newer,) = keep_issued(session.store, signed(session), (report(session),), PDF)
    assert newer != code
    assert verify_code(session.store, newer).verdict is Verdict.MATCHES


def test_a_note_that_was_tampered_with_is_altered(session: ClinicSession) -> None:
    (code,) = keep_issued(session.store, signed(session), (report(session),), PDF)
    note = session.store.setting(f"document/{code}")
    assert isinstance(note, dict)
    session.store.save_setting(f"document/{code}", {**note, "released": ["plan"]})
    assert verify_code(session.store, code).verdict is Verdict.ALTERED
    session.store.save_setting(f"document/{code}", {**note, "visit": "no such visit"})
    assert verify_code(session.store, code).verdict is Verdict.UNKNOWN


def test_nothing_is_known_of_a_code_that_was_never_printed(session: ClinicSession) -> None:
    assert verify_code(session.store, "K7F3-9QDM").verdict is Verdict.UNKNOWN
    (none,) = verify_file(session.store, PDF, ())
    assert none.verdict is Verdict.UNKNOWN
    with pytest.raises(ValueError, match="at the foot of every signed page"):
        verify_code(session.store, "hello")


def test_each_document_and_each_release_has_its_own_code(session: ClinicSession) -> None:
    assert session.open is not None
    first, last = date(2026, 11, 25), date(2026, 12, 8)
    note = clinical_papers.work_note(
        session, session.open, status=WorkStatus.OFF, first=first, until=last
    )
    other = clinical_papers.work_note(session, session.open, status=WorkStatus.FULL, first=first)
    parts = (
        report(session),
        report(session, ("plan",)),
        note,
        other,
        clinical_papers.second_look_of_visit(session, session.open),
    )
    codes = keep_issued(session.store, signed(session), parts, PDF)
    assert len(set(codes)) == len(parts)
    assert {verify_code(session.store, code).verdict for code in codes} == {Verdict.MATCHES}
    assert not {letter for code in codes for letter in code} - set(CODE_ALPHABET) - {"-"}


def test_a_draft_has_no_code_and_leaves_no_note() -> None:
    made = clinic.session()
    current = made.start_visit(made.store.episode("e1"))
    part = clinical_papers.report(made, current)
    assert issued(part) is None
    assert keep_issued(made.store, current.desk.visit, (part,), PDF) == ()
    with pytest.raises(ValueError, match="only a signed visit"):
        document_code("report", current.desk.visit)


def test_a_work_note_that_ends_before_it_begins_is_refused(session: ClinicSession) -> None:
    assert session.open is not None
    with pytest.raises(ValueError, match="choose a later last day"):
        clinical_papers.work_note(
            session,
            session.open,
            status=WorkStatus.OFF,
            first=date(2026, 11, 25),
            until=date(2026, 11, 24),
        )


def test_a_signed_work_note_has_nothing_left_to_write_in(session: ClinicSession) -> None:
    assert session.open is not None
    first, last = date(2026, 11, 25), date(2026, 12, 8)
    for status, begins, looked_at, lacking in (
        (WorkStatus.LIMITED, None, None, "first day and the last day .* and the limits"),
        (WorkStatus.LIMITED, first, last, "add the limits"),
        (WorkStatus.OFF, first, None, "add the last day"),
        (WorkStatus.FULL, None, None, "add the first day"),
    ):
        with pytest.raises(ValueError, match=lacking):
            clinical_papers.work_note(
                session, session.open, status=status, first=begins, review=looked_at
            )
    made = clinical_papers.work_note(
        session, session.open, status=WorkStatus.LIMITED, limits=("No ladders.",), first=first,
        review=last,
    )  # fmt: skip
    printed = reading.words(bootstrap.printer().pack((made,), paper="letter"))
    assert "____" not in printed.partition("Signature")[0]


def test_an_unsigned_work_note_leaves_lines_to_fill_in() -> None:
    made = clinic.session()
    current = made.start_visit(made.store.episode("e1"))
    note = clinical_papers.work_note(made, current, status=WorkStatus.LIMITED)
    printed = reading.words(bootstrap.printer().pack((note,), paper="letter"))
    assert "From ____" in printed


def test_a_file_without_a_code_is_told_which_papers_never_have_one(session: ClinicSession) -> None:
    (none,) = verify_file(session.store, PDF, ())
    assert "home exercise program, safety-net card, blank sheet" in none.words


def test_codes_are_read_as_people_write_them() -> None:
    assert tidy_code("k7f3–9qdm") == tidy_code("K7F3 9QDM") == "K7F3-9QDM"
    with pytest.raises(ValueError, match="8 letters and digits"):
        tidy_code("K7F2-9QDM")


def test_the_code_follows_the_signature(session: ClinicSession) -> None:
    visit = signed(session)
    assert visit.signature is not None
    other = replace(visit, signature=replace(visit.signature, digest="0" * 64))
    assert document_code("report", visit) != document_code("report", other)


def test_a_work_note_typed_after_signing_is_signed_by_who_makes_it(session: ClinicSession) -> None:
    assert session.open is not None
    made = clinical_papers.work_note(
        session, session.open, status=WorkStatus.FULL, first=date(2026, 11, 25),
    )  # fmt: skip
    stamp, visit = made.head.stamp, signed(session)
    assert stamp is not None
    assert visit.signature is not None
    assert (stamp.signature.name, stamp.signature.at) == (
        session.clinician.signature,
        session.clock(),
    )
    assert stamp.signature.digest == visit.signature.digest


def test_a_visit_that_waits_for_a_co_signature_says_so_and_then_who_gave_it(
    session: ClinicSession,
) -> None:
    store = session.store
    assert isinstance(store, MemoryStore)
    therapist = store.user
    store.user = Clinician("u9", "Sam Student", "SPT", "student")
    draft = replace(
        signed(session), id="v-student", signature=None, status=VisitStatus.DRAFT, revision=0
    )
    draft = store.save_draft(draft)
    visit = store.sign(draft, Signature("u9", "Sam Student, SPT", "student", session.clock(), ""))
    session.close_visit()
    current = session.open_visit(visit.id)
    (code,) = keep_issued(store, visit, (clinical_papers.report(session, current),), PDF)
    waits = verify_code(store, code)
    assert "waits for a therapist's co-signature" in waits.words
    assert dict(waits.details)["Co-signed"] == "not yet"
    store.user = therapist
    store.cosign(
        visit.id, Signature(therapist.id, therapist.signature, "therapist", session.clock(), "")
    )
    done = verify_code(store, code)
    assert "waits" not in done.words
    assert dict(done.details)["Co-signed"].startswith(therapist.signature)


def work_note(session: ClinicSession) -> PaperPart:
    """A note of ten days with two limits."""
    assert session.open is not None
    return clinical_papers.work_note(
        session, session.open, status=WorkStatus.LIMITED,
        limits=("No driving.", "Lift up to 10 pounds."),
        first=date(2026, 11, 25), until=date(2026, 12, 4),
    )  # fmt: skip


def test_the_code_of_a_work_note_tells_its_days_and_limits(session: ClinicSession) -> None:
    (code,) = keep_issued(session.store, signed(session), (work_note(session),), PDF)
    found = verify_code(session.store, code)
    assert found.verdict is Verdict.MATCHES
    assert "exactly what stands below" in found.words
    told = dict(found.details)
    assert told["The note says"] == "Able to work with limits"
    assert told["Days"] == "From Nov 25, 2026 through Dec 4, 2026"
    assert (told["Limit 1"], told["Limit 2"]) == ("No driving.", "Lift up to 10 pounds.")
    (by_file,) = verify_file(session.store, PDF, (code,))
    assert dict(by_file.details)["Days"] == told["Days"]


def test_other_lines_in_the_chart_than_those_of_the_code_are_altered(
    session: ClinicSession,
) -> None:
    (code,) = keep_issued(session.store, signed(session), (work_note(session),), PDF)
    note = session.store.setting(f"document/{code}")
    assert isinstance(note, dict)
    said: list[Setting] = [["The note says", "Not able to work"], ["Days", "Through Dec 24, 2026"]]
    session.store.save_setting(f"document/{code}", {**note, "said": said})
    found = verify_code(session.store, code)
    assert found.verdict is Verdict.ALTERED
    assert "Days" not in dict(found.details)
    session.store.save_setting(f"document/{code}", {**note, "said": []})
    assert "was not kept" in verify_code(session.store, code).words


def test_a_code_says_what_it_cannot_tell_of_a_report(session: ClinicSession) -> None:
    (code,) = keep_issued(session.store, signed(session), (report(session),), PDF)
    assert "does not tell whether its other words" in verify_code(session.store, code).words


@pytest.mark.parametrize(
    ("first", "until", "review", "said"),
    [
        (date(2020, 1, 1), None, None, "more than 31 days from the visit"),
        (date(2026, 11, 25), date(2036, 1, 1), None, "more than 366 days"),
        (date(2026, 11, 25), None, date(2026, 11, 20), "before it begins"),
    ],
)
def test_days_of_a_work_note_that_cannot_be_are_refused(
    session: ClinicSession, first: date, until: date | None, review: date | None, said: str
) -> None:
    assert session.open is not None
    with pytest.raises(ValueError, match=said):
        clinical_papers.work_note(
            session, session.open, status=WorkStatus.OFF, first=first, until=until, review=review
        )


def test_limits_stand_only_in_a_note_with_limits(session: ClinicSession) -> None:
    assert session.open is not None
    made = clinical_papers.work_note(
        session, session.open, status=WorkStatus.FULL, limits=("No ladders.",),
        first=date(2026, 11, 25), reason="sciatica",
    )  # fmt: skip
    assert made.limits == ()
    printed = reading.words(bootstrap.printer().pack((made,), paper="letter"))
    assert "no diagnosis" not in printed


def emergency_visit() -> ClinicSession:
    """An unsigned visit with an open emergency."""
    made = clinic.session()
    current = made.start_visit(made.store.episode("e1"))
    for id in ("urinary_retention", "altered_perianal_sensation"):
        current.desk.set_answer(FindingKey(id), Answer(True))
    return made


def test_no_work_note_while_an_emergency_is_open_with_nothing_done() -> None:
    made = emergency_visit()
    assert made.open is not None
    with pytest.raises(ValueError, match="record what was done first"):
        clinical_papers.work_note(made, made.open, status=WorkStatus.FULL)


def test_a_declined_referral_says_the_cards_words_and_is_signed_by_hand() -> None:
    made = emergency_visit()
    assert made.open is not None
    record = clinical_papers.refused_referral(made, made.open)
    assert record.advised.endswith("Go to the emergency room now.")
    assert "MRI" not in record.advised
    assert record.net[0] == "Go to the emergency room now."
    assert any("hard to breathe" in sign or "give way" in sign for sign in record.call)
    assert not any("this card" in sign for sign in record.net)
    assert record.head.stamp is None


def test_a_declined_referral_that_others_sign_says_nothing_of_an_unsafe_home() -> None:
    made = emergency_visit()
    assert made.open is not None
    made.open.desk.set_answer(FindingKey("safeguarding_concern"), Answer(True))
    record = clinical_papers.refused_referral(made, made.open)
    label = made.open.desk.vocabulary.fields["safeguarding_concern"].label
    assert any(label in line for flag in made.open.live.current.flags for line in flag.because)
    assert not any(label in line for line in record.findings)
    assert any("urin" in line.lower() or "saddle" in line.lower() for line in record.findings)


def test_the_paper_of_a_signed_visit_names_its_signer_not_who_prints_it(
    session: ClinicSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert session.open is not None
    signature = signed(session).signature
    assert signature is not None
    other = Clinician("u9", "Bram Ostrande", "PTA", "assistant")
    monkeypatch.setattr(ClinicSession, "clinician", property(lambda _: other))
    case = paperwork.case_of_visit(session, session.open)
    assert case.clinician is not None
    assert case.clinician.signature == signature.name
    assert clinical_papers.head_of_visit(session, session.open).therapist == signature.name


def test_nobody_but_the_signer_has_a_work_note_with_a_code(
    session: ClinicSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert session.open is not None
    student = Clinician("u9", "Sam Student", "SPT", "student")
    monkeypatch.setattr(ClinicSession, "clinician", property(lambda _: student))
    made = clinical_papers.work_note(session, session.open, status=WorkStatus.FULL)
    assert made.head.stamp is None
