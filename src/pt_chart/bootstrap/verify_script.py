"""`pt-chart verify-document`: is this paper what the chart gave out?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pt_chart.bootstrap.exchange_scripts import Ask, open_session
from pt_chart.bootstrap.problems import BadInput


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
        return path.read_bytes()
    except OSError as error:
        raise BadInput((f"{path}: {error.strerror or 'it cannot be read'}",)) from None
