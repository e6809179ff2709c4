"""The `needs` marker: what a test needs from outside Python, by its name in launcher.outside."""

import os

import pytest

from launcher import outside

REASON = "needs from outside: "


def check_names(items: list[pytest.Item]) -> None:
    """Refuse a misspelled need at once, not as an everlasting skip."""
    for item in items:
        for name in needs_of(item):
            if name not in outside.NEEDS:
                known = ", ".join(outside.NEEDS)
                raise pytest.UsageError(f"{item.nodeid} needs {name!r}; known are: {known}")


def needs_of(item: pytest.Item) -> tuple[str, ...]:
    """All names that a test's markers give."""
    return tuple(name for marker in item.iter_markers("needs") for name in marker.args)


def skip_or_fail(item: pytest.Item) -> None:
    """Skip a test whose needs are not met; with PT_CHART_NO_SKIPS it fails instead."""
    lacking = outside.missing(needs_of(item))
    if not lacking:
        return
    packages = [package for name in lacking for package in outside.NEEDS[name].packages]
    reason = f"{REASON}{', '.join(lacking)} ({outside.apt_command(packages)})"
    if os.environ.get("PT_CHART_NO_SKIPS"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def list_skipped(reporter: pytest.TerminalReporter) -> None:
    """Name every test that was skipped for a missing need, at the end of the run."""
    lines = []
    for report in reporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        if REASON in reason:
            lines.append(f"{report.nodeid}: {reason.split(REASON, 1)[1]}")
    if lines:
        reporter.section("not run, for want of something from outside", sep="-")
        for line in sorted(lines):
            reporter.line(line)
