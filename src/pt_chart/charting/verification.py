"""Is this paper what we gave out? Codes of printed documents, kept with the chart, asked offline.

Every signed document that is printed or exported leaves a note in the chart under its code: the
visit, what was released, how many addenda it had, and the digest of the file. The note alone
proves nothing: the code is worked out again from the stored visit each time, and a file counts
where a line of the log says who printed or exported it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256

from pt_chart.charting.access import waits_for_cosign
from pt_chart.charting.audit import AuditAction, AuditEntry, AuditRecord
from pt_chart.charting.errors import RecordMissing
from pt_chart.charting.ports import ChartStore, Setting
from pt_chart.clinical.canonical import digest_of, visit_digest
from pt_chart.clinical.document_code import document_code, tidy_code
from pt_chart.clinical.paper_parts import PaperPart
from pt_chart.clinical.papers import RefusedReferral, SecondLookPaper, WorkNote, work_note_lines
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.program.handout import ReferralLetter
from pt_chart.clinical.report import EvaluationReport
from pt_chart.clinical.visit import Visit

KIND_WORDS = {
    "report": "clinical report",
    "letter": "referral letter",
    "work-note": "work note",
    "refused-referral": "record of a declined referral",
    "second-look": "second-look sheet",
}


TELLS_LINES = (
    "The code is ours. The paper must say exactly what stands below, with no other day or limit."
)
TELLS_NO_WORDS = (
    "The code is ours. Compare patient, day and signer below with the paper. A code alone does not "
    "tell whether its other words were changed: choose the PDF file, or print it again and compare."
)
LINES_LOST = "What this note says was not kept with its code."
NOT_FINAL = "The visit waits for a therapist's co-signature: the document is not final."
LABEL_AND_WORDS = 2
_HANDING_OUT = frozenset({AuditAction.PRINT, AuditAction.EXPORT})


class Verdict(StrEnum):
    """What became of a document."""

    MATCHES = "matches"
    SUPERSEDED = "superseded"
    ALTERED = "altered"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer for one code: verdict, in words, and what stands in the chart for it."""

    code: str
    verdict: Verdict
    words: str
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Issued:
    """A document with a code: its kind, what it releases, and the digest of its own content.

    ``said`` are the lines of a work note as (label, words), which no visit holds; with ``rest``,
    the digest of all else in it, they make up its content.
    """

    code: str
    kind: str
    released: tuple[str, ...]
    content: str
    said: tuple[tuple[str, str], ...] = ()
    rest: str = ""


def content_digest(part: PaperPart) -> str:
    """The digest of what a document says besides its visit; its own stamp is not part of it."""
    if isinstance(part, WorkNote):
        return _of_lines(work_note_lines(part), _rest_of(part))
    return _rest_of(part)


def _rest_of(part: PaperPart) -> str:
    if isinstance(part, ReferralLetter):
        return digest_of(replace(part, stamp=None))
    if isinstance(part, (WorkNote, RefusedReferral, SecondLookPaper)):
        return digest_of(replace(part, head=replace(part.head, stamp=None)))
    return ""


def _of_lines(said: Sequence[tuple[str, str]], rest: str) -> str:
    return digest_of((tuple(said), rest))


def kind_of(part: PaperPart) -> str:
    """The kind of a document that may carry a code, "" for one that never does."""
    kinds: dict[type, str] = {
        EvaluationReport: "report",
        ReferralLetter: "letter",
        WorkNote: "work-note",
        RefusedReferral: "refused-referral",
        SecondLookPaper: "second-look",
    }
    return kinds.get(type(part), "")


def issued(part: PaperPart) -> Issued | None:
    """What is kept of a document, None for one without a code."""
    kind = kind_of(part)
    if isinstance(part, EvaluationReport):
        stamp = part.stamp
        return Issued(stamp.code, kind, part.released, "") if stamp else None
    if isinstance(part, ReferralLetter):
        stamp = part.stamp
    elif isinstance(part, (WorkNote, RefusedReferral, SecondLookPaper)):
        stamp = part.head.stamp
    else:
        return None
    if stamp is None:
        return None
    if isinstance(part, WorkNote):
        lines = work_note_lines(part)
        return Issued(stamp.code, kind, (), content_digest(part), lines, _rest_of(part))
    return Issued(stamp.code, kind, (), content_digest(part))


def keep_issued(
    store: ChartStore,
    visit: Visit,
    parts: Sequence[PaperPart],
    pdf: bytes,
    *,
    action: AuditAction = AuditAction.PRINT,
    name: str = "document",
) -> tuple[str, ...]:
    """Write down what is handed out, in the log and under each code; returns the codes.

    ``name`` is the kind of document, never whose it is. The line of the log comes first: a file
    counts as handed out only where a line tells of it.

    Raises:
        WorldError: the chart cannot be written.
    """
    digest = sha256(pdf).hexdigest()
    made = [one for one in map(issued, parts) if one is not None]
    codes = [one.code for one in made]
    detail = " ".join([name, _told(digest), *codes])
    patient_id = store.episode(visit.episode_id).patient_id
    store.record(AuditEntry(action, patient_id, visit.id, detail))
    for one in made:
        known = store.setting(_name(one.code))
        files = known.get("files", []) if isinstance(known, dict) else []
        kept: list[Setting] = [*files] if isinstance(files, list) else []
        if digest not in kept:
            kept.append(digest)
        note: dict[str, Setting] = {
            "kind": one.kind,
            "visit": visit.id,
            "released": list(one.released),
            "addenda": len(visit.addenda),
            "content": one.content,
            "files": kept,
            "said": [list(pair) for pair in one.said],
            "rest": one.rest,
        }
        store.save_setting(_name(one.code), note)
    return tuple(codes)


def verify_code(store: ChartStore, typed: str) -> Verification:
    """What the chart knows of a code as it was read out or typed.

    Raises:
        ValueError: it cannot be a code; the message says what one looks like.
        WorldError: the chart cannot be read.
    """
    return _verify(store, tidy_code(typed), "")


def verify_file(store: ChartStore, pdf: bytes, codes: Sequence[str]) -> tuple[Verification, ...]:
    """What the chart knows of a PDF with these codes on its pages, one answer for each code.

    A file whose bytes are not those that were handed out counts as altered.
    """
    digest = sha256(pdf).hexdigest()
    if not codes:
        words = (
            "No page of this file carries a verification code: it is a draft, a paper that never "
            "has one (home exercise program, safety-net card, blank sheet), or not from here."
        )
        return (Verification("", Verdict.UNKNOWN, words),)
    return tuple(_verify(store, code, digest) for code in codes)


def _told(digest: str) -> str:
    """How the line of the log names a file."""
    return f"sha256:{digest}"


def _handed_out(store: ChartStore, visit: Visit, digest: str) -> AuditRecord | None:
    """The first line that tells that this file of a visit was printed or exported."""
    patient_id = store.episode(visit.episode_id).patient_id
    lines = (
        line
        for line in store.disclosures(patient_id)
        if line.entry.visit_id == visit.id
        and line.entry.action in _HANDING_OUT
        and _told(digest) in line.entry.detail.split()
    )
    return min(lines, key=lambda line: line.number, default=None)


def _name(code: str) -> str:
    return f"document/{code}"


def _verify(store: ChartStore, code: str, digest: str) -> Verification:
    note = store.setting(_name(code))
    if not isinstance(note, dict):
        words = "No document with this code was printed or exported from this chart."
        return Verification(code, Verdict.UNKNOWN, words)
    try:
        visit = store.visit(str(note.get("visit", "")))
    except RecordMissing:
        words = "The visit that this document was made from is no longer in the chart."
        return Verification(code, Verdict.UNKNOWN, words)
    return _judged(store, code, note, visit, digest)


def _judged(
    store: ChartStore, code: str, note: dict[str, Setting], visit: Visit, digest: str
) -> Verification:
    count, released, files = note.get("addenda"), note.get("released"), note.get("files")
    before = count if isinstance(count, int) else 0
    kind = str(note.get("kind", ""))
    then = replace(visit, addenda=visit.addenda[:before])
    said = _said(note)
    details = _details(store, kind, visit)
    signature = visit.signature
    if signature is None or visit_digest(visit) != signature.digest:
        words = (
            "The chart itself does not match its signature: the visit was changed after signing."
        )
        return Verification(code, Verdict.ALTERED, words, details)
    again = document_code(
        kind,
        then,
        released=tuple(str(one) for one in released) if isinstance(released, list) else (),
        content=str(note.get("content", "")),
    )
    content, rest = note.get("content"), str(note.get("rest", ""))
    if again != code or (said and _of_lines(said, rest) != content):
        words = "The code does not belong to what the chart holds for it."
        return Verification(code, Verdict.ALTERED, words, details)
    if digest and (not isinstance(files, list) or digest not in files):
        words = (
            "The code is ours, but the file is not the one that was handed out: it was changed, or "
            "saved again by another program. Print it from the chart to compare."
        )
        return Verification(code, Verdict.ALTERED, words, details)
    line = _handed_out(store, visit, digest) if digest else None
    if digest and line is None:
        words = (
            "The code is ours, and the chart has a note of this file, but its log knows of no "
            "printing or export of it. Print it from the chart to compare."
        )
        return Verification(code, Verdict.ALTERED, words, details)
    return _current(code, visit, before, (*details, *said), line, _by_code(kind, told=bool(said)))


def _current(
    code: str,
    visit: Visit,
    before: int,
    details: tuple[tuple[str, str], ...],
    line: AuditRecord | None,
    by_code: str,
) -> Verification:
    if visit.withdrawal is not None:
        day = date_words(visit.withdrawal.at.date())
        words = f"It was ours, but the visit was withdrawn as entered in error on {day}."
        return Verification(code, Verdict.SUPERSEDED, words, details)
    if len(visit.addenda) > before:
        first = visit.addenda[before]
        day = date_words(first.at.date())
        words = f"Superseded by addendum {before + 1} of {day}, {first.name}. Print it again."
        return Verification(code, Verdict.SUPERSEDED, words, details)
    if line is None:
        words = by_code
    else:
        way = "printed" if line.entry.action is AuditAction.PRINT else "exported"
        day = date_words(line.at.date())
        words = f"It is what {line.user_name} {way} on {day}, to the last byte."
    if waits_for_cosign(visit):
        words = f"{words} {NOT_FINAL}"
    return Verification(code, Verdict.MATCHES, words, details)


def _by_code(kind: str, *, told: bool) -> str:
    """What a code tells: the lines of a work note; of another document that it is one of ours."""
    if told:
        return TELLS_LINES
    return f"{TELLS_NO_WORDS} {LINES_LOST}" if kind == "work-note" else TELLS_NO_WORDS


def _said(note: dict[str, Setting]) -> tuple[tuple[str, str], ...]:
    """The lines that were kept of a document of its own words."""
    kept = note.get("said")
    pairs = [one for one in kept if isinstance(one, list)] if isinstance(kept, list) else []
    return tuple((str(one[0]), str(one[1])) for one in pairs if len(one) == LABEL_AND_WORDS)


def _cosigned(visit: Visit) -> str:
    second = visit.cosignature
    if second is not None:
        return f"{second.name}, {second.role}, {date_words(second.at.date())}, {second.at:%H:%M}"
    return "not yet" if waits_for_cosign(visit) else ""


def _details(store: ChartStore, kind: str, visit: Visit) -> tuple[tuple[str, str], ...]:
    episode = store.episode(visit.episode_id)
    patient = store.patient(episode.patient_id)
    signature = visit.signature
    signed = ""
    if signature is not None:
        day = date_words(signature.at.date())
        signed = f"{signature.name}, {signature.role}, {day}, {signature.at:%H:%M}"
    born = date_words(patient.birth_date) if patient.birth_date else ""
    found = (
        ("Document", KIND_WORDS.get(kind, kind)),
        ("Patient", patient.name),
        ("Born", born),
        ("Visit", date_words(visit.date)),
        ("Visit signed", signed),
        ("Co-signed", _cosigned(visit)),
        ("Addenda", str(len(visit.addenda)) if visit.addenda else "none"),
    )
    return tuple(pair for pair in found if pair[1])
