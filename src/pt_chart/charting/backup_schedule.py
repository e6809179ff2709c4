"""When a backup is due, and which older ones may go."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from pt_chart.charting.administration import BackupPlan


def is_due(plan: BackupPlan, last: datetime | None, now: datetime) -> bool:
    """Whether the last backup is older than the plan allows; one from the future counts as none."""
    if plan.every_hours <= 0:
        return False
    if last is None or last > now + timedelta(hours=1):
        return True
    return now - last >= timedelta(hours=plan.every_hours)


def to_remove(made: Iterable[datetime], plan: BackupPlan) -> frozenset[datetime]:
    """Which backups the plan no longer keeps: the newest of each day, week and month stay.

    The newest of all always stays.
    """
    newest_first = sorted(made, reverse=True)
    kept = set(newest_first[:1])
    kept |= _newest_of_each(newest_first, lambda at: at.date().isoformat(), plan.daily)
    kept |= _newest_of_each(newest_first, lambda at: f"{at:%G-%V}", plan.weekly)
    kept |= _newest_of_each(newest_first, lambda at: f"{at:%Y-%m}", plan.monthly)
    return frozenset(newest_first) - kept


def _newest_of_each(
    newest_first: list[datetime], span: Callable[[datetime], str], most: int
) -> set[datetime]:
    found: dict[str, datetime] = {}
    for at in newest_first:
        found.setdefault(span(at), at)
    return set(list(found.values())[: max(most, 0)])
