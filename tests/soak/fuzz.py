"""Invented and mutilated input for every reader: forms, cases, backups, key files."""

from __future__ import annotations

import json
import random
import resource
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from pt_chart.charting.errors import WorldError
from pt_chart.clinical.casefile import CaseProblems, read_case
from pt_chart.definitions import DefinitionProblems, load
from pt_chart.definitions.exam_forms import read_forms
from pt_chart.host.json_input import NotJson, read_json
from pt_chart.host.resources import forms_dir
from pt_chart.store import backup_file
from pt_chart.store.keyfile_format import parse_keys
from pt_chart.store.restore import users_of
from tests.soak import clinic
from tests.soak.outcome import Outcome

HANG_S = 10
GROWTH_MIB = 256
"""What the readers together may take beyond what they had after the first thousand inputs."""
KNOWN = (WorldError, NotJson, CaseProblems, DefinitionProblems, ValueError)
PIECES = (
    b"nan", b"1e999", b"-", b"\x00", b"\xff\xfe", b"'''", b'"', b"[[", b"]]", b"{", b"}", b"=",
    b"true", b"null", b"9" * 400, b"[" * 3000, "\u202e\U0001f600".encode(), b"../../x", b"\r\n",
    b"id", b"version", b"findings", b"kind = ", b"\\u0000", b"\\ud800",
)  # fmt: skip
CASE = {
    "version": 1,
    "side": "right",
    "age": 44,
    "findings": [
        {"id": "slr_angle", "side": "right", "value": 35},
        {"id": "reflex_achilles", "side": "left", "value": "2"},
    ],
    "program": [{"exercise": "sciatic_slider_seated", "side": "right"}],
}
Reader = Callable[[bytes, Path], object]


def run(inputs: int, folder: Path, seed: int = 11) -> Outcome:
    """Feed so many inputs; a crash, a hang or memory without bound is a fault."""
    outcome, dice = Outcome("fuzzed inputs"), random.Random(seed)  # noqa: S311 - which bytes
    readers = _readers(folder)
    signal.signal(signal.SIGALRM, hung)
    settled = 0
    for number in range(inputs):
        name, source, read = readers[number % len(readers)]
        content = mutated(dice.choice(source), dice)
        signal.alarm(HANG_S)
        try:
            read(content, folder)
            outcome.add(f"{name} read")
        except KNOWN:
            outcome.add(f"{name} refused")
        except Exception as error:  # noqa: BLE001 - whatever it was is the finding
            place = folder / f"fault-{number}"
            place.write_bytes(content)
            outcome.faults.append(f"{name} {place.name}: {type(error).__name__}: {error}"[:300])
        finally:
            signal.alarm(0)
        if number == min(1000, inputs // 2):
            settled = peak_mib()
    grown = peak_mib() - settled
    outcome.add("MiB grown", grown)
    if grown > GROWTH_MIB:
        outcome.faults.append(f"memory grew by {grown} MiB")
    return outcome


def _readers(folder: Path) -> list[tuple[str, list[bytes], Reader]]:
    vocabulary = load(forms_dir()).vocabulary
    forms = [path.read_bytes() for path in sorted((forms_dir() / "exam").glob("*.toml"))]
    small = [text[:3000] for text in forms]
    chart = clinic.made(folder / "fuzz" / "clinic.ptchart")
    kept = clinic.backed_up(chart, folder / "fuzz").path.read_bytes()
    keys = chart._place.keys.read_bytes()
    chart.abandon()

    def case(content: bytes, work: Path) -> object:
        path = work / "case.json"
        path.write_bytes(content)
        return read_case(read_json(path), vocabulary)

    def form(content: bytes, work: Path) -> object:
        with tempfile.TemporaryDirectory(dir=work) as root:
            (Path(root) / "exam").mkdir()
            (Path(root) / "exam" / "own.toml").write_bytes(content)
            return read_forms([Path(root)], [])

    def backup(content: bytes, work: Path) -> object:
        path = work / "fuzz.ptbackup"
        path.write_bytes(content)
        return backup_file.read_manifest(path), users_of(path)

    text = json.dumps(CASE, indent=1).encode()
    return [
        ("case", [text], case),
        ("form", small, form),
        ("key file", [keys], lambda content, _work: parse_keys(content)),
        ("case", [text], case),
        ("backup", [kept], backup),
    ]


def mutated(source: bytes, dice: random.Random) -> bytes:
    """Bytes changed, taken out, doubled, or pieces put in; sometimes cut short."""
    content = bytearray(source)
    for _ in range(dice.choice((1, 1, 1, 2, 4, 12))):
        at = dice.randrange(len(content) + 1)
        match dice.randrange(5):
            case 0 if at < len(content):
                content[at] = dice.randrange(256)
            case 1:
                del content[at : at + dice.choice((1, 3, 30))]
            case 2:
                content[at:at] = dice.choice(PIECES)
            case 3:
                content[at:at] = content[at : at + dice.choice((2, 20, 200))]
            case _:
                if dice.random() < 0.2:
                    del content[at:]
    return bytes(content)


def hung(_signal: int, _frame: FrameType | None) -> None:
    """An input took too long.

    Raises:
        TimeoutError: always.
    """
    raise TimeoutError(f"no answer in {HANG_S} seconds")


def peak_mib() -> int:
    """The most memory that this process had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
