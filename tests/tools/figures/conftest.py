"""The figure pipeline is design-time only: its tests need packages the program never needs.

Without those packages (the run without PySide6, a plain set-up) they are not collected. Where
nothing may be skipped they must be there: `.ci/run` installs packaging/requirements/design.txt.
"""

from __future__ import annotations

import importlib.util
import os

NEEDED = ("numba", "scipy", "shapely", "skimage", "PIL")
MISSING = [name for name in NEEDED if importlib.util.find_spec(name) is None]
if MISSING and os.environ.get("PT_CHART_NO_SKIPS"):
    raise RuntimeError(
        f"the figure pipeline cannot be tested: {', '.join(MISSING)} missing;"
        " install packaging/requirements/design.txt"
    )
collect_ignore_glob = ["test_*.py"] if MISSING else []
