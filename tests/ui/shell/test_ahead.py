"""What is loaded while the register is looked at."""

import json
import os
import subprocess
import sys

OPENED = """
import json, sys
from PySide6.QtWidgets import QApplication
from pt_chart.ui.shell.ahead import load_ahead
from pt_chart.ui.shell.application import open_main_window
from pt_chart.ui.theme.theme import Scheme
from tests.ui import clinic

app = QApplication([])
session = clinic.session()
window = open_main_window(app, clinic.FakeWorkplace(), session, Scheme.LIGHT)
load_ahead(session.definitions.knowledge, session.figures)
ahead = set(sys.modules)
window.show()
window.start_visit(session.store.episode("e1"))
for section in ("body_chart", "exam", "measures", "plan", "program", "documents", "wide"):
    window.go_to(section)
print(json.dumps(sorted(n for n in set(sys.modules) - ahead if n.startswith("pt_chart.ui"))))
"""


def test_opening_a_visit_and_every_section_imports_nothing_that_was_not_loaded_ahead() -> None:
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    done = subprocess.run(
        [sys.executable, "-c", OPENED], capture_output=True, text=True, check=True, env=environment
    )
    assert json.loads(done.stdout.splitlines()[-1]) == []
