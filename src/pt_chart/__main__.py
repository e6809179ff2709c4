"""``python -m pt_chart``: the window, the demo clinic, or a command."""

from __future__ import annotations

import sys

WINDOW_WORDS = {"demo", "open"}


def run(arguments: list[str]) -> int:
    """Open the window for no word, ``open`` or ``demo``; everything else is a command."""
    words = [word for word in arguments if not word.startswith("-")]
    if not arguments or (words and words[0] in WINDOW_WORDS) or arguments[0] == "--data-dir":
        from pt_chart import main

        return main.run(arguments)
    from pt_chart import cli

    return cli.run(arguments)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
