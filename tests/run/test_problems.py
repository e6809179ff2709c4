"""What installers print becomes a sentence and a way out."""

import pytest

from launcher.problems import explain

PRINTED = {
    "no network": [
        "error sending request for url\n  dns error: failed to lookup address information",
        "NewConnectionError: [Errno -3] Temporary failure in name resolution",
        "ConnectTimeout: timed out",
        "Could not find a version (from versions: none)\nNo matching distribution found",
    ],
    "is full": ["OSError: [Errno 28] No space left on device"],
    "not the one that was tested": [
        "THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE",
        "Hash mismatch for `alpha==1.0`",
    ],
    "ready-made": ["ERROR: No matching distribution found for sqlcipher3==0.6.4"],
    "Set-up failed": ["Traceback: something else"],
}


@pytest.mark.parametrize(
    ("said", "printed"), [(said, text) for said, texts in PRINTED.items() for text in texts]
)
def test_explain(said: str, printed: str) -> None:
    problem = explain("installing x", printed)
    assert said in problem.what
    assert "while installing x" in problem.what
    assert problem.fix


def test_no_network_wins_over_what_follows_from_it() -> None:
    printed = "Temporary failure in name resolution\nERROR: No matching distribution found"
    assert "no network" in explain("installing x", printed).what


def test_a_problem_is_printed_as_a_sentence_with_the_fix_below() -> None:
    first, *rest = str(explain("installing x", "No space left on device")).splitlines()
    assert first == "The disk is full (while installing x)."
    assert all(line.startswith("    ") for line in rest)
