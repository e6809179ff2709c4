"""Runs the independent validators of FHIR R4 bundles."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from fhir.resources.R4B.bundle import Bundle
from pydantic import ValidationError

HERE = Path(__file__).with_name("validators")


def installed() -> Path:
    """The folder with the npm packages of the lock file, installed once per environment.

    Raises:
        subprocess.CalledProcessError: npm could not install them.
    """
    lock = (HERE / "package-lock.json").read_bytes()
    folder = Path(sys.prefix) / "fhir-validators" / sha256(lock).hexdigest()[:12]
    done = folder / "installed"
    if not done.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(HERE / name, folder / name)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        done.touch()
    shutil.copyfile(HERE / "check.js", folder / "check.js")
    return folder


def node_problems(bundles: list[bytes], folder: Path) -> list[list[str]]:
    """What FHIR.js and HL7's JSON schema find wrong in each bundle."""
    lines = "\n".join(json.dumps(json.loads(raw)) for raw in bundles)
    done = subprocess.run(
        ["node", "check.js"],
        cwd=folder,
        input=lines + "\n",
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def model_problems(bundle: Any) -> list[str]:
    """What the R4B models of fhir.resources find wrong in a parsed bundle."""
    try:
        Bundle.model_validate(bundle)
    except ValidationError as error:
        return [f"R4B: {one['loc']}: {one['msg']}" for one in error.errors()]
    return []
