"""Where the shipped forms and resources lie: in the wheel, or beside the source in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pt_chart


class ShippedDataMissing(Exception):
    """The program's own files are not where they belong; the installation is damaged."""


@cache
def forms_dir() -> Path:
    """The folder of the clinical content (forms/).

    Raises:
        ShippedDataMissing: neither the wheel's copy nor a checkout's folder is there.
    """
    return _shipped("forms")


@cache
def resources_dir() -> Path:
    """The folder of figures, fonts, icons and demo data (resources/).

    Raises:
        ShippedDataMissing: neither the wheel's copy nor a checkout's folder is there.
    """
    return _shipped("resources")


def resource(name: str) -> Path:
    """A shipped file by its path below resources/.

    Raises:
        ValueError: the path is absolute or leads out of the folder.
        ShippedDataMissing: there is no such file.
    """
    base = resources_dir()
    if Path(name).is_absolute() or ".." in Path(name).parts:
        raise ValueError(f"not a path below resources/: {name!r}")
    path = base / name
    if not path.exists():
        raise ShippedDataMissing(f"resources/{name} is missing; install pt-chart again")
    return path


def _shipped(folder: str) -> Path:
    package = Path(pt_chart.__file__).resolve().parent
    in_wheel = package / "_data" / folder
    if in_wheel.is_dir():
        return in_wheel
    checkout = package.parents[1]
    in_checkout = checkout / folder
    if in_checkout.is_dir() and (checkout / "pyproject.toml").is_file():
        return in_checkout
    raise ShippedDataMissing(f"{folder}/ is missing beside the program; install pt-chart again")
