"""The figure pipeline is design-time only: its tests need packages the program never needs."""

from __future__ import annotations

import importlib.util

NEEDED = ("numba", "scipy", "shapely", "skimage", "PIL")
HERE = all(importlib.util.find_spec(name) is not None for name in NEEDED)
collect_ignore_glob = [] if HERE else ["test_*.py"]
