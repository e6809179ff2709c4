"""The command line: exit codes, what goes where, and bad CASE files with place and fix."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pt_chart.cli import BAD_INPUT, DONE, FAILED, run

CASE: dict[str, Any] = {
    "version": 1,
    "side": "right",
    "findings": [
        {"id": "slr", "side": "right", "value": True},
        {"id": "reflex_achilles", "side": "right", "value": "0"},
    ],
    "program": [{"exercise": "sciatic_slider_seated", "side": "right"}],
}
EMERGENCY = [
    {"id": "urinary_retention", "value": True},
    {"id": "altered_perianal_sensation", "value": True},
]


def case_file(folder: Path, **changes: object) -> str:
    """A CASE file with some parts changed."""
    path = folder / "case.json"
    path.write_text(json.dumps(CASE | changes), encoding="utf-8")
    return str(path)


def test_findings_as_json_name_every_finding_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["findings", "--json"]) == DONE
    listed = json.loads(capsys.readouterr().out)
    ids = [one["id"] for one in listed]
    assert len(ids) == len(set(ids)) > 500
    assert {"slr", "slr_angle", "reflex_achilles"} <= set(ids)
    assert {one["kind"] for one in listed} <= {
        "yes_no", "number", "grade", "choice", "several", "text",
    }  # fmt: skip


def test_findings_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["findings"]) == DONE
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("slr ") and "left/right" in line for line in lines)


def test_reason_gives_flags_first_and_the_same_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = case_file(tmp_path)
    assert run(["reason", path, "--json"]) == DONE
    first = capsys.readouterr()
    assert run(["reason", path, "--json"]) == DONE
    assert capsys.readouterr().out == first.out
    assert first.err == ""
    assert list(json.loads(first.out)).index("flags") < list(json.loads(first.out)).index("ranked")


def test_reason_as_text_never_says_diagnosis_as_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["reason", case_file(tmp_path)]) == DONE
    out = capsys.readouterr().out
    assert "radiculopathy" in out.lower()
    assert "%" not in out


def test_reason_reads_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = io.TextIOWrapper(io.BytesIO(json.dumps(CASE).encode()), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", typed)
    assert run(["reason", "-", "--json"]) == DONE
    assert json.loads(capsys.readouterr().out)["ranked"]


def test_handout_is_the_same_bytes_for_the_same_case(tmp_path: Path) -> None:
    path = case_file(tmp_path)
    one, two, large = (tmp_path / name for name in ("1.pdf", "2.pdf", "large.pdf"))
    assert run(["handout", path, "-o", str(one)]) == DONE
    assert run(["handout", path, "-o", str(two), "--paper", "letter"]) == DONE
    assert run(["handout", path, "-o", str(large), "--paper", "a4", "--large"]) == DONE
    assert one.read_bytes() == two.read_bytes()
    assert one.read_bytes().startswith(b"%PDF-")
    assert large.read_bytes() != one.read_bytes()


def test_an_emergency_prints_card_and_letter_instead(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "out.pdf"
    path = case_file(tmp_path, findings=EMERGENCY)
    assert run(["handout", path, "-o", str(target)]) == DONE
    assert target.read_bytes().startswith(b"%PDF-")
    assert "emergency" in capsys.readouterr().err.lower()


def test_a_blocked_exercise_is_refused_with_its_rule(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    findings = [
        {"id": "slr", "side": "right", "value": True},
        {"id": "slr_familiar", "side": "right", "value": True},
        {"id": "slr_ankle", "side": "right", "value": "more"},
    ]
    program = [{"exercise": "hamstring_stretch_seated", "side": "right"}]
    path = case_file(tmp_path, findings=findings, program=program)
    target = tmp_path / "out.pdf"
    assert run(["handout", path, "-o", str(target)]) == BAD_INPUT
    assert not target.exists()
    told = capsys.readouterr()
    assert told.out == ""
    assert "program" in told.err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "JSON"),
        (b"{", "line 1"),
        (b"[]", "object"),
        (b"\xff\xfe\x00", ""),
        (b'{"version": 99}', "version"),
        (b'{"version": 1, "findings": 7}', "findings"),
        (
            b'{"version": 1, "findings": [{"id": "slr", "side": "right", "value": 12}]}',
            "findings[0].value",
        ),
        (b'{"version": 1, "findings": [{"id": "slrr", "side": "right", "value": true}]}', "slr"),
        (b'{"version": 1, "findings": [{"id": "slr", "side": "up", "value": true}]}', "side"),
    ],
)
@pytest.mark.parametrize("command", ["reason", "handout"])
def test_a_bad_case_is_told_with_its_file_and_place(
    command: str, content: bytes, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "case.json"
    path.write_bytes(content)
    target = tmp_path / "out.pdf"
    more = ["-o", str(target)] if command == "handout" else []
    assert run([command, str(path), *more]) == BAD_INPUT
    told = capsys.readouterr()
    assert told.out == ""
    assert words in told.err
    assert "Traceback" not in told.err
    assert not target.exists()


def test_an_unknown_exercise_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = case_file(tmp_path, program=[{"exercise": "no_such"}])
    target = tmp_path / "out.pdf"
    assert run(["handout", path, "-o", str(target)]) == BAD_INPUT
    assert "no_such" in capsys.readouterr().err
    assert not target.exists()


@settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from([*CASE, "id", "value", "exercise"]), inner, max_size=4
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_ends_in_an_exit_code(tmp_path: Path, data: object) -> None:
    path = tmp_path / "any.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert run(["reason", str(path), "--json"]) in (DONE, BAD_INPUT)


def test_a_missing_file_is_a_failed_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "nobody.json"
    assert run(["reason", str(missing)]) == FAILED
    assert str(missing) in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_a_failed_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "nowhere" / "out.pdf"
    assert run(["handout", case_file(tmp_path), "-o", str(target)]) == FAILED
    assert "choose a folder" in capsys.readouterr().err


def test_wrong_arguments_are_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["no-such"], ["handout"], ["handout", "x", "-o", "y", "--paper", "a5"]):
        with pytest.raises(SystemExit) as left:
            run(arguments)
        assert left.value.code == BAD_INPUT
    assert "usage" in capsys.readouterr().err


def test_check_forms_tells_every_problem_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check-forms"]) == DONE
    assert "no problems" in capsys.readouterr().out
    exam = tmp_path / "exam"
    exam.mkdir()
    (exam / "one.toml").write_text('id = "one"\nversion = "x"\n[[card]]\nid = 3\n')
    (exam / "two.toml").write_text("not toml at all")
    assert run(["check-forms", str(tmp_path)]) == BAD_INPUT
    told = capsys.readouterr().err
    assert "one.toml" in told
    assert "two.toml" in told
    assert run(["check-forms", str(tmp_path / "nowhere")]) == BAD_INPUT
    assert "is not a folder" in capsys.readouterr().err


def test_self_test_checks_every_part(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["self-test"]) == DONE
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) >= 5
    assert all(line.endswith(" ok") for line in lines)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes")
def test_a_reader_that_goes_away_is_no_failure() -> None:
    code = (
        "import sys; from pt_chart.cli import main; sys.argv[1:] = ['findings', '--json']; main()"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ.copy()
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.read(10)
        child.stdout.close()
        told = child.stderr.read()
    assert child.returncode == DONE
    assert told == b""
