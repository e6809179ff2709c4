"""The hash-pinned lists of packages in packaging/requirements/."""

import hashlib
import re
from pathlib import Path

LAYERS = {
    "runtime": "the packages that the program uses",
    "build": "the tool that builds the program",
    "test": "the packages that the tests use",
    "bench": "the peers that the benchmarks measure against",
    "design": "the packages that the figure pipeline uses",
}
QT_PACKAGES = ("pyside6-essentials", "shiboken6")


def lock_text(folder: Path, layer: str, without: tuple[str, ...] = ()) -> str:
    """The pinned list of one layer, leaving some packages out.

    Args:
        folder: packaging/requirements of the checkout.
        layer: a key of LAYERS.
        without: normalized names of packages to leave out, with their hashes.
    """
    text = (folder / f"{layer}.txt").read_text(encoding="utf-8")
    entries = re.split(r"(?m)^(?=[A-Za-z0-9])", text)
    return "".join(entry for entry in entries if package_name(entry) not in without)


def package_name(entry: str) -> str:
    """Normalized name of one `name==version \\ --hash=...` entry."""
    return re.split(r"[=<>!~\s\[;]", entry, maxsplit=1)[0].lower().replace("_", "-")


def count(text: str) -> int:
    """How many packages a list pins."""
    return len(re.findall(r"(?m)^[A-Za-z0-9]", text))


def digest(text: str) -> str:
    """The stamp that tells one list from another."""
    return hashlib.sha256(text.encode()).hexdigest()
