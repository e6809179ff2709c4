"""The words that passwords are tried with first, as shipped."""

from __future__ import annotations

import tomllib
from functools import cache

from pt_chart.host.resources import resource

_PARTS = ("everywhere", "of_the_field", "of_this_program")


@cache
def common_words() -> frozenset[str]:
    """In lower case, letters and figures only (see `charting.passwords`).

    Raises:
        ShippedDataMissing: the installation is damaged.
    """
    told = tomllib.loads(resource("passwords/common.toml").read_text("utf-8"))
    return frozenset(word for part in _PARTS for word in told[part])
