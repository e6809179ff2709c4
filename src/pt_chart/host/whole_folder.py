"""A folder that is there whole or not at all, whenever the program is killed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp


@contextmanager
def made_whole(home: Path) -> Iterator[Path]:
    """Give a new folder beside ``home`` to fill; it takes that name when the block is done.

    What stood at ``home`` is replaced. When the block fails, nothing is left; a kill leaves only
    the unnamed folder, which the next making throws away.

    Raises:
        OSError: the place cannot be written.
    """
    home.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{home.name}-"
    for left in home.parent.glob(f"{prefix}*"):
        shutil.rmtree(left, ignore_errors=True)
    making = Path(mkdtemp(prefix=prefix, dir=home.parent))
    try:
        yield making
        if home.exists():
            shutil.rmtree(home)
        making.replace(home)
    finally:
        shutil.rmtree(making, ignore_errors=True)
