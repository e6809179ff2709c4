"""Libraries that open files of foreign origin log what is wrong with them: not into our log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet(name: str) -> Iterator[None]:
    """Keep a library's loggers (``name`` and what is below it) still meanwhile."""
    loggers = [logging.getLogger(name)]
    known = list(logging.Logger.manager.loggerDict)
    loggers += [logging.getLogger(one) for one in known if one.startswith(f"{name}.")]
    before = [one.disabled for one in loggers]
    for one in loggers:
        one.disabled = True
    try:
        yield
    finally:
        for one, state in zip(loggers, before, strict=True):
            one.disabled = state
