"""The index over the shipped release of diagnosis codes."""

from __future__ import annotations

from concurrent.futures import Future

from pt_chart.charting.care import code_index
from pt_chart.clinical.billing.code_search import CodeSearch
from pt_chart.host.resources import resources_dir


def prepared() -> Future[CodeSearch]:
    """The index, being made or done; the first call starts it."""
    return code_index.prepared(resources_dir() / "icd10cm")


def code_search() -> CodeSearch:
    """The index, waited for.

    Raises:
        CodeBookUnreadable: the file is damaged.
    """
    return prepared().result()
