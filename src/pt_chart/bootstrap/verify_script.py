"""`pt-chart verify-document`: is this paper what the chart gave out?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pt_chart.bootstrap.exchange_scripts import Ask, open_session
from pt_chart.bootstrap.problems import BadInput

PDF_MARK = b"%PDF-"
"""Stands within the first kilobyte of every PDF."""


@dataclass(frozen=True, slots=True)
class Verified:
    """The answer in lines, and whether every document matches."""

    lines: tuple[str, ...]
    matches: bool


def verify_document(data_folder: Path | None, user: str, ask: Ask, what: str) -> Verified:
    """Judge a PDF file, or a code as it was read out; nothing leaves this computer.

    Raises:
        BadInput: no such user, no readable PDF, or no code; the message says what one looks like.
        WorldFailure: the chart does not open.
    """
    from pt_chart.charting.verification import Verdict, verify_code, verify_file

    path = Path(what)
    if not what.strip() or path.is_dir():
        named = f"{what}: is a folder" if what.strip() else "nothing was named"
        raise BadInput((f"{named}; name a PDF file, or a code as at the foot of a signed page",))
    pdf = _read(path) if path.suffix.lower() == ".pdf" or path.is_file() else None
    with open_session(data_folder, user, ask) as session:
        try:
            found = (
                [verify_code(session.store, what)]
                if pdf is None
                else [*verify_file(session.store, pdf, session.documents.codes_in(pdf))]
            )
        except ValueError as wrong:
            raise BadInput((f"{what}: {wrong}",)) from None
    lines = []
    for one in found:
        lines.append(f"{one.code + ': ' if one.code else ''}{one.verdict.value}. {one.words}")
        lines += [f"  {label}: {value}" for label, value in one.details]
    return Verified(tuple(lines), all(one.verdict is Verdict.MATCHES for one in found))


def _read(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        why = error.strerror or "it cannot be read"
        raise BadInput((f"{path}: {why}; name a PDF file that you may read",)) from None
    if PDF_MARK not in content[:1024]:
        raise BadInput((f"{path}: it is not a PDF; name the PDF that was exported",))
    return content
