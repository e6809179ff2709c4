"""Proof that encrypted charts work on this computer, on a chart that is thrown away."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from pt_chart.clinical.people import Clinician
from pt_chart.store.open import create_chart, open_chart


def open_and_close() -> None:
    """Create a chart and open it again with its password.

    Raises:
        WorldError: it cannot be written, encrypted or opened.
    """
    with TemporaryDirectory() as folder:
        place, password = Path(folder) / "self-test.ptchart", "a password for one run"
        create_chart(place, Clinician("", "Self Test"), password).close()
        open_chart(place, "Self Test", password).close()
