"""What the program and its tests need from outside Python: found, or installed with apt."""

import ctypes
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from launcher.problems import SetupProblem, explain
from launcher.progress import Step, run_quietly, say


@dataclass(frozen=True)
class Need:
    """One thing that does not come from a Python package.

    Attributes:
        why: what it is for, to be read after "for".
        packages: Debian's packages that bring it.
        libraries: shared libraries that must load.
        programs: programs that must be on PATH.
        files: files that must exist.
        typelibs: introspection data that must be in one of TYPELIB_FOLDERS.
        found_as: patterns of files, of each of which one must exist.
    """

    why: str
    packages: tuple[str, ...]
    libraries: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    files: tuple[str, ...] = field(default=())
    typelibs: tuple[str, ...] = field(default=())
    found_as: tuple[str, ...] = field(default=())

    def is_met(self) -> bool:
        """Whether everything is here."""
        return (
            all(loads(name) for name in self.libraries)
            and all(shutil.which(name) for name in self.programs)
            and all(Path(name).exists() for name in self.files)
            and all(has_typelib(name) for name in self.typelibs)
            and all(any(Path("/").glob(name.lstrip("/"))) for name in self.found_as)
        )


NEEDS = {
    "window": Need(
        "drawing the window",
        ("libgl1", "libegl1", "libxkbcommon0", "libfontconfig1", "libdbus-1-3"),
        (
            "libGL.so.1",
            "libEGL.so.1",
            "libxkbcommon.so.0",
            "libfontconfig.so.1",
            "libdbus-1.so.3",
        ),
    ),
    "display": Need(
        "showing the window on an X display",
        (
            "libxkbcommon-x11-0",
            "libxcb-cursor0",
            "libxcb-icccm4",
            "libxcb-keysyms1",
            "libxcb-shape0",
        ),
        (
            "libxkbcommon-x11.so.0",
            "libxcb-cursor.so.0",
            "libxcb-icccm.so.4",
            "libxcb-keysyms.so.1",
            "libxcb-shape.so.0",
        ),
    ),
    "xvfb": Need("tests on a real X display", ("xvfb", "xauth"), programs=("Xvfb", "xauth")),
    "screen_reader": Need(
        "reading the window as a screen reader does",
        ("at-spi2-core", "dbus", "python3-gi", "gir1.2-atspi-2.0"),
        programs=("dbus-run-session",),
        files=(
            "/usr/bin/python3",
            "/usr/libexec/at-spi-bus-launcher",
            "/usr/lib/python3/dist-packages/gi/__init__.py",
        ),
        typelibs=("Atspi-2.0",),
    ),
    "jdk": Need(
        "running veraPDF, which is written in Java",
        ("default-jdk-headless",),
        programs=("java", "javac"),
    ),
    "jaxb": Need(
        "the XML library that veraPDF leans on",
        ("libjaxb-java", "libjaxb-api-java"),
        files=("/usr/share/java/jaxb-api.jar", "/usr/share/java/jaxb-runtime.jar"),
    ),
    "cups": Need(
        "printing end to end, through a print server to a printer that takes PDF",
        ("cups", "cups-client", "cups-filters"),
        programs=("lpadmin", "lpstat"),
        files=("/usr/sbin/cupsd", "/usr/share/ppd/cupsfilters/Generic-PDF_Printer-PDF.ppd"),
    ),
    "node": Need(
        "two validators of FHIR bundles that are written in JavaScript",
        ("nodejs", "npm"),
        programs=("node", "npm"),
    ),
    "postgresql": Need(
        "charts on a clinic's server",
        ("postgresql",),
        found_as=("/usr/lib/postgresql/*/bin/initdb", "/usr/lib/postgresql/*/bin/postgres"),
    ),
    "pango": Need(
        "WeasyPrint, a peer in the benchmarks",
        ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
        ("libpango-1.0.so.0", "libpangoft2-1.0.so.0"),
    ),
}
FOR_WINDOW = ("window", "display")
FOR_PICTURES = ("window",)
FOR_TESTS = (
    *("window", "display", "xvfb", "screen_reader"),
    *("jdk", "jaxb", "cups", "node", "postgresql"),
)
FOR_BENCH = ("pango", "postgresql")
TYPELIB_FOLDERS = ("girepository-1.0", "*/girepository-1.0")
"""Below /usr/lib."""


def has_typelib(name: str) -> bool:
    """Whether the system's introspection data knows a library."""
    return any(any(Path("/usr/lib").glob(f"{folder}/{name}.typelib")) for folder in TYPELIB_FOLDERS)


def loads(library: str) -> bool:
    """Whether the system's loader finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing(names: tuple[str, ...]) -> list[str]:
    """Those of NEEDS that are not met here; nothing is asked of Windows and macOS."""
    if not sys.platform.startswith("linux"):
        return []
    return [name for name in names if not NEEDS[name].is_met()]


def provide(names: tuple[str, ...], required: tuple[str, ...] = ()) -> None:
    """Install what is missing where that is allowed, otherwise print the exact command.

    Args:
        names: keys of NEEDS that are wanted.
        required: those without which there is no point in going on.

    Raises:
        SetupProblem: something of `required` stays missing.
    """
    lacking = missing(names)
    if not lacking:
        return
    packages = [package for name in lacking for package in NEEDS[name].packages]
    if apt_install(packages):
        lacking = missing(names)
    if not lacking:
        return
    hint = "Run once: " + apt_command(packages) if on_debian() else by_hand(lacking)
    reasons = ", ".join(NEEDS[name].why for name in lacking)
    if any(name in required for name in lacking):
        raise SetupProblem(f"System libraries are missing for {reasons}.", hint)
    say(f"Note: something is missing for {reasons}.\n    {hint}")


def by_hand(lacking: list[str]) -> str:
    """What to look for where there is no apt."""
    things = [
        thing
        for name in lacking
        for thing in (
            *(NEEDS[name].libraries + NEEDS[name].programs),
            *(NEEDS[name].files + NEEDS[name].found_as),
        )
    ]
    return "Install what brings these, with your system's own package tool: " + ", ".join(things)


def on_debian() -> bool:
    """Whether the system's packages come through apt."""
    return shutil.which("apt-get") is not None


def apt_command(packages: list[str]) -> str:
    """The command that a person can paste."""
    return "sudo apt-get install " + " ".join(packages)


def may_install() -> list[str] | None:
    """What to put before apt-get to be allowed to install, or None when it is not allowed."""
    if not on_debian():
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return None if asked.returncode else ["sudo", "-n"]


def apt_install(packages: list[str]) -> bool:
    """Install Debian packages; False when this user may not.

    Raises:
        SetupProblem: apt was allowed to install and failed for lack of space.
    """
    prefix = may_install()
    if prefix is None:
        return False
    step = Step("Installing system packages: " + " ".join(packages))
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = [*prefix, "apt-get", "-q", "-y"]
    run_quietly([*apt, "update"], step, quiet)
    command = [*apt, "install", "--no-install-recommends", *packages]
    code, output = run_quietly(command, step, quiet)
    if code:
        problem = explain("installing system packages", output)
        if "full" in problem.what:
            raise problem
        say(f"  apt-get failed: {output.strip().splitlines()[-1] if output.strip() else code}")
        return False
    step.done()
    return True


def install_venv_package() -> bool:
    """Debian splits the venv module off; bring it back where that is allowed."""
    return apt_install([f"python{sys.version_info.major}.{sys.version_info.minor}-venv"])
