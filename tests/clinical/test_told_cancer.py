"""What words typed under "Cancer type and year" say."""

import pytest

from pt_chart import definitions
from pt_chart.clinical.derivation import derive
from pt_chart.clinical.findings import Value
from pt_chart.clinical.told_cancer import names_basal_cell_alone, names_no_cancer
from pt_chart.host.resources import forms_dir
from tests.clinical.reasoning.cases import case

VOCABULARY = definitions.load(forms_dir()).knowledge.vocabulary


@pytest.mark.parametrize(
    "text", ["none", "No", " never ", "N/A", "nil.", "denied", "-", "no cancer"]
)
def test_a_denial_is_no_cancer(text: str) -> None:
    assert names_no_cancer(text)
    derived = derive(VOCABULARY, case({"cancer_type": text}))
    assert derived.get("history_of_cancer") is None


@pytest.mark.parametrize(
    "text", ["breast 2015", "not sure which", "no longer, colon 2001", "nose", "not known", "?"]
)
def test_whatever_is_not_understood_is_a_cancer(text: str) -> None:
    assert not names_no_cancer(text)
    assert not names_basal_cell_alone(text)
    derived = derive(VOCABULARY, case({"cancer_type": text}))
    assert derived.get("history_of_cancer") is True
    assert derived.get("cancer_known") is True


@pytest.mark.parametrize(
    "text",
    [
        "basal cell skin 2009",
        "Basal",
        "BCC nose, removed 2012",
        "basal-cell carcinoma",
        "skin cancer, basal",
    ],
)
def test_basal_cell_alone_is_told_from_the_rest(text: str) -> None:
    assert names_basal_cell_alone(text)


@pytest.mark.parametrize(
    "text",
    [
        *("basal cell 2009, breast 2015", "BCC and melanoma", "squamous cell skin 2010"),
        *("basal cell and neck cancer", "BCC nose 2015, lip cancer 2020", "basal, leg carcinoma"),
    ],
)
def test_a_word_that_may_mean_another_cancer_keeps_it(text: str) -> None:
    assert not names_basal_cell_alone(text)


def test_an_active_cancer_counts_whatever_its_type_says() -> None:
    told: dict[str, Value] = {"active_cancer": True, "cancer_type": "basal cell 2009"}
    assert derive(VOCABULARY, case(told)).get("cancer_known") is True
