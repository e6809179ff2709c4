"""Import with its preview, a past import, and export."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from pt_chart.ui.exchange.import_page import ImportPage
from pt_chart.ui.showcase.camera import Camera, settle

SLOW_MS = 1200
"""Time given to reading a file and to the store."""
OLD_CLINIC = (
    "Patient number,Last name,First name,DOB,Gender,Phone,Date of service,Visit type,Problem,Side,"
    "Notes,nprs_now,slr_angle@left,Payer\r\n"
    "30411,Ashgrove,Penelope,03/14/1974,F,(555) 010-0161,05/04/2026,Initial evaluation,"
    "Posterior thigh pain,left,Sat through a long drive,6,48,Harbor Mutual\r\n"
    "30411,Ashgrove,Penelope,03/14/1974,F,(555) 010-0161,05/11/2026,Daily,Posterior thigh pain,"
    "left,Sleeps through,4,60,Harbor Mutual\r\n"
    "30412,Tallowby,Mira,04/14/1982,F,(555) 010-0187,05/12/2026,Daily,Leg pain,right,,5,,\r\n"
    "30415,Okonjo-Reyes,Tomás,11/30/1961,M,,05/12/2026,Initial evaluation,Buttock pain,right,"
    "Worse on stairs,7,,Veldt Care\r\n"
    "30416,Brandt,Lise,02/30/1969,F,,05/13/2026,Daily,Calf cramps,both,,3,,\r\n"
    "30417,Achterberg,Noor,07/07/1988,F,,05/13/2026,Daily,Leg pain,left,,14,,\r\n"
    "30418,Sandoval,Ruy,12/01/1955,M,,,Daily,Leg pain,left,,2,,\r\n"
)
"""An invented clinic's file with the usual troubles in it."""


def scene(camera: Camera) -> Iterator[Path]:
    """Pictures of the import page before, and of the export page; nothing stays imported."""
    window = camera.window
    window.show_clinic("import")
    page = window.clinic.page("import") if window.clinic is not None else None
    if not isinstance(page, ImportPage):
        return
    with TemporaryDirectory() as folder:
        file = Path(folder) / "visits 2026.csv"
        file.write_text(OLD_CLINIC, encoding="utf-8-sig", newline="")
        page.read(file)
        settle(SLOW_MS)
    if page.people.shown:
        page.people.choose(page.people.shown[0].id)
    yield from camera.everywhere("50-import-preview")
    page.carry_out()
    settle(SLOW_MS)
    yield from camera.everywhere("51-past-imports")
    if page.past.shown:
        page.past.choose(page.past.shown[0].id)
        page.undo.click()
        settle(SLOW_MS)
    window.show_clinic("export")
    settle(SLOW_MS)
    yield from camera.everywhere("52-export")
