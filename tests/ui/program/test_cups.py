"""From the window through a real print server to paper: true size, sides, nothing left behind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import mkdtemp

import pypdfium2
import pytest

from tests.ui.program.test_printing import PAPERS, ruled

QUEUE = "pdf"
PRINTER = "lsb/usr/cupsfilters/Generic-PDF_Printer-PDF.ppd"
"""A printer that takes PDF and can print on both sides; it prints into a file."""

SERVER = """Listen {folder}/run/socket
LogLevel debug
WebInterface No
Browsing Off
DefaultAuthType None
<Location />
Order allow,deny
Allow all
</Location>
<Location /admin>
Order allow,deny
Allow all
</Location>
<Policy default>
<Limit All>
Order deny,allow
Allow all
</Limit>
</Policy>
"""
FILES = """ServerRoot {folder}/root
StateDir {folder}/run
RequestRoot {folder}/spool
CacheDir {folder}/cache
TempDir {folder}/tmp
ErrorLog {folder}/log/error
AccessLog {folder}/log/access
PageLog {folder}/log/page
FileDevice Yes
SystemGroup {group}
"""


@pytest.fixture
def server() -> Iterator[Path]:
    """A print server of our own with one printer, in a folder that is gone afterwards."""
    # A socket's path may not be long, so pytest's own folder is no place for it.
    folder = Path(mkdtemp(prefix="cups"))
    folder.chmod(0o755)
    for name in ("root", "run", "spool", "cache", "tmp", "log", "out"):
        (folder / name).mkdir()
    (folder / "root" / "cupsd.conf").write_text(SERVER.format(folder=folder))
    group = "root" if os.geteuid() == 0 else "lpadmin"
    (folder / "root" / "cups-files.conf").write_text(FILES.format(folder=folder, group=group))
    if os.geteuid() == 0:
        for path in [folder, *folder.rglob("*")]:
            shutil.chown(path, "lp", "lp")
    conf = ("-c", str(folder / "root/cupsd.conf"), "-s", str(folder / "root/cups-files.conf"))
    running = subprocess.Popen(["/usr/sbin/cupsd", "-f", *conf])
    try:
        wait_for((folder / "run" / "socket").exists, "the print server did not start")
        admin = [
            "lpadmin",
            "-p",
            QUEUE,
            "-E",
            "-v",
            f"file:{folder}/out/printed.pdf",
            "-m",
            PRINTER,
        ]
        subprocess.run(admin, check=True, env=_env(folder), capture_output=True, timeout=60)
        yield folder
    finally:
        running.terminate()
        running.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _env(folder: Path) -> dict[str, str]:
    own = folder / "window-tmp"
    own.mkdir(exist_ok=True)
    return {
        **os.environ,
        "CUPS_SERVER": str(folder / "run" / "socket"),
        "QT_QPA_PLATFORM": "offscreen",
        "TMPDIR": str(own),
    }


def wait_for(done: Callable[[], bool], problem: str, seconds: float = 60) -> None:
    """Wait until something is so."""
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until, problem
        time.sleep(0.05)


@pytest.mark.needs("cups")
@pytest.mark.parametrize("paper", sorted(PAPERS))
def test_a_bar_of_100_mm_comes_out_of_the_printer_as_100_mm(paper: str, server: Path) -> None:
    source = server / "ruled.pdf"
    source.write_bytes(ruled(PAPERS[paper]))
    job = [sys.executable, "-m", "tests.ui.program.print_job", str(source), QUEUE]
    asked = subprocess.run(
        [*job, "both sides, long edge"],
        env=_env(server), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert asked.returncode == 0, asked.stderr
    log = server / "log" / "error"
    wait_for(lambda: "Job completed." in log.read_text(errors="replace"), "nothing was printed")
    printed = pypdfium2.PdfDocument((server / "out" / "printed.pdf").read_bytes())
    assert len(printed) == 2
    assert printed[0].get_size() == pytest.approx(PAPERS[paper], abs=1.0)
    dots_per_mm = 8.0
    image = printed[1].render(scale=dots_per_mm * 25.4 / 72).to_numpy()
    dark = image[:, :, 0] < 128
    columns, rows = dark.any(axis=0).nonzero()[0], dark.any(axis=1).nonzero()[0]
    assert columns[0] / dots_per_mm == pytest.approx(20, abs=0.5)
    assert (columns[-1] + 1 - columns[0]) / dots_per_mm == pytest.approx(100, abs=0.5)
    assert (image.shape[0] - 1 - rows[-1]) / dots_per_mm == pytest.approx(30, abs=0.5)
    assert "DuplexNoTumble" in log.read_text(errors="replace")
    assert list((server / "window-tmp").rglob("*")) == []
