"""The index of diagnosis codes, made once beside the window's own work."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache

from pt_chart.clinical.billing.code_search import CodeSearch
from pt_chart.definitions.codebook import read_codebook
from pt_chart.host.resources import resources_dir


@cache
def prepared() -> Future[CodeSearch]:
    """The index over the shipped release, being made or done; the first call starts it.

    The result raises `CodeBookUnreadable` when the shipped file is damaged.
    """
    pool = ThreadPoolExecutor(1, "diagnosis-codes")
    making = pool.submit(_make)
    pool.shutdown(wait=False)
    return making


def code_search() -> CodeSearch:
    """The index, waited for.

    Raises:
        CodeBookUnreadable: the file is damaged.
    """
    return prepared().result()


def _make() -> CodeSearch:
    return CodeSearch(read_codebook(resources_dir() / "icd10cm"))
