"""What is installed in an environment, kept in a small file inside it."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass
class Record:
    """What the last successful steps put into an environment.

    Attributes:
        home: the environment's own folder; a moved environment does not work and is made anew.
        layers: layer name -> digest of its pinned list.
        program: digest of the shipped files in the installed wheel, "editable", or "".
    """

    home: str = ""
    layers: dict[str, str] = field(default_factory=dict)
    program: str = ""


def read(path: Path) -> Record:
    """The record in a file; an empty one when it is missing or unreadable (all is set up again)."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Record(str(data["home"]), dict(data["layers"]), str(data["program"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Record()


def write(path: Path, record: Record) -> None:
    """Replace the record in one go, so that a killed set-up leaves the old one."""
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(asdict(record), indent=1), encoding="utf-8")
    draft.replace(path)
