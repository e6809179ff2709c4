"""A set-up that cannot go on, told to a person who is no programmer."""


class SetupProblem(Exception):
    """Set-up stopped for a reason outside the program.

    Args:
        what: what went wrong, one sentence.
        fix: what the reader can do about it, one or more lines.
    """

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.what = what
        self.fix = fix

    def __str__(self) -> str:
        fix = "\n".join(f"    {line}" for line in self.fix.splitlines())
        return f"{self.what}\n{fix}"


NETWORK_SIGNS = (
    "temporary failure in name resolution",
    "name or service not known",
    "getaddrinfo failed",
    "dns error",
    "failed to lookup address",
    "network is unreachable",
    "no route to host",
    "connection refused",
    "connection reset",
    "failed to establish a new connection",
    "connecttimeout",
    "readtimeout",
    "operation timed out",
    "error sending request",
    "failed to fetch",
    "(from versions: none)",
    "max retries exceeded",
)
SPACE_SIGNS = ("no space left on device", "disk quota exceeded", "not enough space on the disk")
WHEEL_SIGNS = (
    "no matching distribution",
    "no wheels",
    "has no usable wheels",
    "not a supported wheel",
)
HASH_SIGNS = ("hashes", "hash mismatch")


def explain(doing: str, output: str) -> SetupProblem:
    """The likely reason why an installer failed, read from what it printed.

    Args:
        doing: what was being done, to be put after "while".
        output: everything the installer printed.
    """
    text = output.lower()
    last_lines = "\n".join(output.strip().splitlines()[-12:])
    if any(sign in text for sign in SPACE_SIGNS):
        return no_space(f"The disk is full (while {doing}).")
    if any(sign in text for sign in NETWORK_SIGNS):
        return SetupProblem(
            f"The Python packages cannot be fetched: there is no network (while {doing}).",
            "Connect this computer to the internet and run the same command again.\n"
            "It is needed only for the first set-up; the program itself never uses the network.\n"
            "What has been fetched so far is kept.",
        )
    if any(sign in text for sign in HASH_SIGNS):
        return SetupProblem(
            f"A fetched package is not the one that was tested (while {doing}).",
            "Nothing of it was installed. Run the same command again; if the message stays, the\n"
            "package server or a proxy on the way changes files. The installer said:\n"
            + last_lines,
        )
    if any(sign in text for sign in WHEEL_SIGNS):
        return SetupProblem(
            f"A package does not exist ready-made for this kind of computer (while {doing}).",
            "Linux (glibc 2.34 or newer, for example Debian 12 or Ubuntu 22.04), Windows and\n"
            "macOS with Python 3.11 to 3.14 are covered. The installer said:\n" + last_lines,
        )
    return SetupProblem(f"Set-up failed while {doing}.", "The installer said:\n" + last_lines)


def no_space(what: str) -> SetupProblem:
    """The disk cannot hold what has to be installed."""
    return SetupProblem(
        what,
        "Free some space and run the same command again, or put the environment on another disk:\n"
        "set PT_CHART_VENV to a folder there.",
    )


def read_only(folder: object) -> SetupProblem:
    """The folder that has to hold the environment cannot be written."""
    return SetupProblem(
        f"The folder {folder} cannot be written.",
        "Copy the program to a folder of your own and run it there, or set PT_CHART_VENV to a\n"
        "folder that you may write (it then holds the installed packages).",
    )
