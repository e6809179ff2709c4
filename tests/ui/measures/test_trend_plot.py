"""The plot of a measure: in its card, in words, and painted inside its frame in every scheme."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.measures.series import courses
from pt_chart.clinical.measures.trend import Trend, trend
from pt_chart.ui.forms.section_pages import MeasuresPage
from pt_chart.ui.measures.trend_plot import TrendPlot
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.theme.theme import Theme
from tests.clinical.measures.given import instruments, visit


def made(*scores: float, days: tuple[int, ...] = (3, 10, 17, 24)) -> Trend:
    visits = [
        visit({"odi_total": score}, date(2026, 11, day), number)
        for number, (score, day) in enumerate(zip(scores, days, strict=False))
    ]
    (course,) = courses(visits, [instruments()["odi"]])
    found = trend(course)
    assert found is not None
    return found


@pytest.mark.parametrize("width", [280, 400, 520])
def test_scores_stand_in_order_inside_the_field(qtbot: QtBot, theme: Theme, width: int) -> None:
    plot = TrendPlot(theme, made(60, 48, 44, 30))
    qtbot.addWidget(plot)
    plot.resize(width, 164)
    places = [plot.place(point) for point in plot.trend.points]
    assert all(plot.area.contains(at) for at in places)
    assert [at.x() for at in places] == sorted(at.x() for at in places)
    assert [at.y() for at in places] == sorted(at.y() for at in places)
    image = plot.grab().toImage()
    for at in places:
        assert image.pixelColor(at.toPoint()) == QColor(theme.tokens.accent)


def test_scores_of_one_day_are_both_painted(qtbot: QtBot, theme: Theme) -> None:
    plot = TrendPlot(theme, made(60, 20, days=(3, 3)))
    qtbot.addWidget(plot)
    plot.resize(400, 164)
    first, second = (plot.place(point) for point in plot.trend.points)
    assert first.x() == second.x()
    assert first.y() < second.y()
    assert isinstance(plot.grab().toImage(), QImage)


def test_the_band_is_where_the_error_is(qtbot: QtBot, theme: Theme) -> None:
    plot = TrendPlot(theme, made(60, 30))
    qtbot.addWidget(plot)
    plot.resize(400, 164)
    assert plot.trend.band == (49.5, 70.5)
    image, area = plot.grab().toImage(), QRectF(plot.area)
    inside = image.pixelColor(round(area.left()) + 4, round(plot._y(52)))
    outside = image.pixelColor(round(area.left()) + 4, round(plot._y(90)))
    assert inside == QColor(theme.tokens.accent_soft)
    assert outside != inside


def test_the_card_of_a_measure_has_its_plot_and_its_words(visit: VisitView) -> None:
    before = visit.open.desk.previous[0]
    assert before.answers
    visit.open.desk.set_answer(FindingKey.parse("slr_angle@right"), Answer(60))
    visit.go_to("measures")
    page = visit.page("measures")
    assert isinstance(page, MeasuresPage)
    page.show_scores()
    names = [plot.accessibleName() for plot in page.scores.findChildren(TrendPlot)]
    (told,) = [name for name in names if "Straight leg raise RIGHT" in name]
    assert told.startswith("Trend. Straight leg raise RIGHT, higher is better: 48 on")
    assert "measurement error (SEM 4.2° x 1.96 x √2, J Sports Sci Med 2009;8:116 (women))" in told
