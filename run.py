#!/usr/bin/env python3
"""Sets pt-chart up and runs it: `python3 run.py --help` lists the commands.

Needs nothing but Python 3.11 or newer. This file stays readable for older Pythons, so that they
can say what is wrong; everything else is in packaging/launcher/.
"""

import sys

OLDEST = (3, 11)
NEWEST = (3, 14)
UNSUITABLE = """run.py: pt-chart needs Python 3.11, 3.12, 3.13 or 3.14; this is Python {}.
    Install one of these beside it, then name it, for example: python3.11 run.py"""

if __name__ == "__main__":
    version = tuple(sys.version_info[:2])
    if version < OLDEST or version > NEWEST:
        sys.exit(UNSUITABLE.format(sys.version.split()[0]))
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parent / "packaging"))
    from launcher.commands import main

    sys.exit(main(sys.argv[1:]))
