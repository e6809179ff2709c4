"""An unknown word of a report is answered with what it may have meant."""

import pytest

from pt_chart import definitions
from pt_chart.clinical.word_hints import word_hints
from pt_chart.host.resources import forms_dir

VOCABULARY = definitions.load(forms_dir()).knowledge.vocabulary


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("fall_from_height", "mechanism = fall_from_height"),
        ("lifting", "mechanism = lifting"),
        ("sprinting", "mechanism = sprint"),
        ("wallet", "wallet_in_back_pocket"),
        ("slrr", "slr"),
        ("tibial pulse absent", "pulse_posterior_tibial"),
        ("absent ankle jerk", "reflex_achilles"),
        ("Proprioception loss", "position_sense"),
    ],
)
def test_values_and_words_of_labels_are_found(word: str, meant: str) -> None:
    assert meant in word_hints(word, VOCABULARY)


def test_a_word_of_nothing_has_no_hint_and_what_is_worked_out_is_never_one() -> None:
    assert word_hints("xyzzy", VOCABULARY) == ()
    for word in ("spinal_stenosiss", "quadriceps_weaknes", "ehl_weaknes"):
        for hint in word_hints(word, VOCABULARY):
            assert not VOCABULARY.field(hint.split(" = ")[0]).worked_out
