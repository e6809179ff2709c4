"""Widened rights are found by verification; repair takes them away or says what is left."""

from __future__ import annotations

import pytest

from pt_chart.charting.errors import ServerRefused
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.server import door, roles
from pt_chart.store.server.chart import ChartServer
from tests.servers import Cluster

OWN = (
    "GRANT UPDATE (detail) ON pt_chart.audit TO {p}",
    "GRANT CREATE ON SCHEMA pt_chart TO {p}",
    "GRANT TEMP ON DATABASE {d} TO {p}",
    "GRANT CONNECT ON DATABASE {d} TO PUBLIC",
    "GRANT TRIGGER, TRUNCATE ON pt_chart.visit TO {p}",
    "GRANT DELETE ON pt_chart.key_file TO {p}",
    "GRANT SELECT ON ALL TABLES IN SCHEMA pt_chart TO PUBLIC",
    "CREATE RULE quiet AS ON INSERT TO pt_chart.audit DO ALSO NOTHING",
    "ALTER TABLE pt_chart.seal ENABLE ROW LEVEL SECURITY",
)


def _problems(chart: ChartServer) -> tuple[str, ...]:
    return ChartAdministration(chart).verify().problems


@pytest.mark.parametrize("order", OWN)
def test_what_the_owner_can_take_away_is_found_and_repaired(
    chart: ChartServer, cluster: Cluster, order: str
) -> None:
    database = chart._ledger.link.login.database
    assert _problems(chart) == ()
    with roles.outside_transactions(cluster.admin.to(database)) as connection:
        program = chart._ledger.link.login.user
        connection.exec_driver_sql(order.format(p=program, d=database))
    assert any("widened" in one for one in _problems(chart))
    door.repair(cluster.owner(database))
    assert _problems(chart) == ()


def test_what_only_the_administrator_can_take_away_is_found_and_said(
    chart: ChartServer, cluster: Cluster
) -> None:
    database = chart._ledger.link.login.database
    owner = cluster.owner(database)
    program = chart._ledger.link.login.user
    with roles.outside_transactions(cluster.admin.to(database)) as connection:
        try:
            for order, words in (
                (f"ALTER ROLE {program} CREATEROLE", "one that makes roles"),
                (f"GRANT {owner.user} TO {program}", f"belongs to {owner.user}"),
            ):
                connection.exec_driver_sql(order)
                assert any(words in one for one in _problems(chart))
                with pytest.raises(ServerRefused, match=words):
                    door.repair(owner)
        finally:
            connection.exec_driver_sql(f"ALTER ROLE {program} NOCREATEROLE")
            connection.exec_driver_sql(f"REVOKE {owner.user} FROM {program}")
    door.repair(owner)
    assert _problems(chart) == ()
