"""Shows the body chart page of the test clinic on the display, until it is ended."""

import sys

from PySide6.QtWidgets import QApplication

from pt_chart.host.resources import resources_dir
from pt_chart.ui.bodychart.page import BodyChartPage
from pt_chart.ui.theme.theme import Scheme, Theme
from tests.ui import clinic


def main() -> int:
    """Open the page."""
    app = QApplication(sys.argv)
    session = clinic.session()
    opened = session.start_visit(session.store.episode("e1"))
    theme = Theme(app, resources_dir(), Scheme.LIGHT)
    page = BodyChartPage(open_visit=opened, session=session, theme=theme)
    page.resize(1200, 700)
    page.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
