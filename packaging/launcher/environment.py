"""The virtual environment beside the program: made, filled and brought up to date."""

import contextlib
import errno
import importlib
import importlib.util
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from launcher import locks, progress, record, sources
from launcher.problems import SetupProblem, explain, no_space, read_only
from launcher.progress import Step, say

# Measured for the whole test environment with the download caches; the program alone needs half.
SPACE_NEEDED = 1_200_000_000


class Environment:
    """One virtual environment.

    Args:
        root: the checkout.
        folder: where the environment is or will be.
        without: normalized names of packages that must not be in it.
        offer_venv_package: asked to install Debian's venv package; True when it did.
    """

    def __init__(
        self,
        root: Path,
        folder: Path,
        without: tuple[str, ...] = (),
        offer_venv_package: Callable[[], bool] = lambda: False,
    ) -> None:
        self.root = root
        self.folder = folder
        self.without = without
        self.offer_venv_package = offer_venv_package
        self.requirements = root / "packaging" / "requirements"

    @property
    def python(self) -> Path:
        """The environment's own interpreter."""
        windows = self.folder / "Scripts" / "python.exe"
        return windows if os.name == "nt" else self.folder / "bin" / "python"

    @property
    def record_file(self) -> Path:
        """Where the environment keeps what is installed in it."""
        return self.folder / "pt-chart-setup.json"

    def prepare(self, layers: Iterable[str], editable: bool | None = None) -> None:
        """Bring the environment up to date; returns at once when nothing changed.

        Args:
            layers: keys of locks.LAYERS that must be installed.
            editable: True to run from src/, False for a wheel, None to keep what it is.

        Raises:
            SetupProblem: with what went wrong and what to do.
        """
        wanted = {name: self._lock(name) for name in layers}
        try:
            if self._is_current(wanted, editable):
                return
            with exclusive(self.folder):
                self._make()
                for name, text in wanted.items():
                    self._install_layer(name, text)
                self._install_program(editable)
        except OSError as error:
            raise self._told(error) from error

    def _lock(self, layer: str) -> str:
        return locks.lock_text(self.requirements, layer, self.without)

    def _is_current(self, wanted: dict[str, str], editable: bool | None) -> bool:
        known = record.read(self.record_file)
        if known.home != str(self.folder) or not self.python.exists():
            return False
        if any(known.layers.get(name) != locks.digest(text) for name, text in wanted.items()):
            return False
        return self._program_is_current(known, editable)

    def _program_is_current(self, known: record.Record, editable: bool | None) -> bool:
        if editable is None:
            editable = known.program == "editable"
        if editable:
            return known.program == "editable"
        return known.program == sources.digest(self.root)

    def _make(self) -> None:
        known = record.read(self.record_file)
        if self.python.exists() and known.home in ("", str(self.folder)):
            return
        step = Step(f"Making the environment {self.folder}")
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(self.folder.parent).free < SPACE_NEEDED:
            raise no_space(
                f"There is less than {SPACE_NEEDED / 1e9:.1f} GB free for {self.folder}."
            )
        if self.folder.exists():
            shutil.rmtree(self.folder)
        self._make_folder(step)
        record.write(self.record_file, record.Record(home=str(self.folder)))
        step.done()

    def _make_folder(self, step: Step) -> None:
        pip = uv_command() is None
        if pip and not has_venv() and not (self.offer_venv_package() and has_venv()):
            raise no_venv()
        command = [sys.executable, "-m", "venv", str(self.folder)]
        code, output = progress.run_quietly(command + ([] if pip else ["--without-pip"]), step)
        if code:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise explain("making the environment", output)

    def _install_layer(self, name: str, text: str) -> None:
        known = record.read(self.record_file)
        if known.layers.get(name) == locks.digest(text):
            return
        step = Step(f"Installing {locks.LAYERS[name]} ({locks.count(text)})")
        with tempfile.TemporaryDirectory() as scratch:
            listed = Path(scratch) / f"{name}.txt"
            listed.write_text(text, encoding="utf-8")
            arguments = ["--no-deps", "--require-hashes", "--only-binary", ":all:"]
            arguments += ["-r", str(listed)]
            self._install(arguments, step, f"installing {locks.LAYERS[name]}")
        known.layers[name] = locks.digest(text)
        known.home = str(self.folder)
        record.write(self.record_file, known)
        step.done()

    def _install(self, arguments: list[str], step: Step, doing: str) -> None:
        """Install with uv where it is, otherwise with pip; both write bytecode."""
        uv = uv_command()
        if uv is not None:
            target = ["pip", "install", "--python", str(self.python)]
            target += [] if "--no-index" in arguments else ["--compile-bytecode"]
            code, output = progress.run_quietly([*uv, *target, *arguments], step)
        else:
            self._bring_pip(step)
            pip = [str(self.python), "-m", "pip", "--disable-pip-version-check", "--no-input"]
            code, output = progress.run_quietly([*pip, "install", "--compile", *arguments], step)
        if code:
            raise explain(doing, output)

    def _bring_pip(self, step: Step) -> None:
        """An environment that was made for uv has no pip yet."""
        if not any(self.folder.glob("[Ll]ib/**/site-packages/pip/__init__.py")):
            if not has_venv() and not (self.offer_venv_package() and has_venv()):
                raise no_venv()
            command = [str(self.python), "-m", "ensurepip"]
            code, output = progress.run_quietly(command, step)
            if code:
                raise explain("bringing pip into the environment", output)

    def _install_program(self, editable: bool | None) -> None:
        known = record.read(self.record_file)
        if self._program_is_current(known, editable):
            return
        if editable is None:
            editable = known.program == "editable"
        step = Step("Installing the program" + (" from src/ (--dev)" if editable else ""))
        digest = "editable" if editable else sources.digest(self.root)
        with tempfile.TemporaryDirectory() as scratch:
            wheel = self._build(Path(scratch), step, editable)
            self._install_wheel(wheel, step)
        self._compile_program(editable, step)
        known.program = digest
        record.write(self.record_file, known)
        step.done()

    def _build(self, scratch: Path, step: Step, editable: bool) -> Path:
        """Build the wheel with the pinned back end that is already in the environment."""
        target = "wheel:editable" if editable else "wheel:standard"
        command = [str(self.python), "-m", "hatchling", "build", "-t", target, "-d", str(scratch)]
        code, output = progress.run_quietly(command, step, folder=self.root)
        if code:
            raise explain("building the program", output)
        return next(scratch.glob("*.whl"))

    def _install_wheel(self, wheel: Path, step: Step) -> None:
        again = "--reinstall" if uv_command() is not None else "--force-reinstall"
        arguments = ["--no-deps", "--no-index", again, str(wheel)]
        self._install(arguments, step, "installing the program")

    def _compile_program(self, editable: bool, step: Step) -> None:
        """Write bytecode even where PYTHONDONTWRITEBYTECODE is set: it halves the start."""
        folder = self.root / "src" / "pt_chart"
        if not editable:
            folder = next(self.folder.glob("[Ll]ib/**/site-packages/pt_chart"), folder)
        command = [str(self.python), "-m", "compileall", "-q", "-f", str(folder)]
        progress.run_quietly(command, step)

    def _told(self, error: OSError) -> SetupProblem:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return no_space(f"The disk that holds {self.folder} is full.")
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            return read_only(self.folder.parent)
        return SetupProblem(f"Set-up failed: {error}.", f"Check the folder {self.folder}.")


def uv_command() -> list[str] | None:
    """How to call uv, or None when it is not there or PT_CHART_INSTALLER asks for pip."""
    if os.environ.get("PT_CHART_INSTALLER", "uv") == "pip":
        return None
    found = shutil.which("uv")
    if found:
        return [found]
    if importlib.util.find_spec("uv") is not None:
        return [sys.executable, "-m", "uv"]
    return None


def has_venv() -> bool:
    """Whether this Python can make environments with pip in them (Debian splits that off)."""
    importlib.invalidate_caches()
    return all(importlib.util.find_spec(name) is not None for name in ("venv", "ensurepip"))


def no_venv() -> SetupProblem:
    """Python came without its venv module."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return SetupProblem(
        "This Python cannot make virtual environments: its venv module is missing.",
        f"On Debian and Ubuntu: sudo apt-get install python{version}-venv\n"
        "Elsewhere: install Python from its own installer, which has the module.\n"
        "Then run the same command again. Nothing is ever installed into the system's own Python.",
    )


@contextlib.contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Hold the set-up of one environment for this process; a second one waits its turn."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f"{folder.name}.lock").open("a") as handle:
        if os.name == "posix":
            import fcntl

            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say(f"Another run.py is setting up {folder}; waiting for it to finish.")
                fcntl.flock(handle, fcntl.LOCK_EX)
        yield
