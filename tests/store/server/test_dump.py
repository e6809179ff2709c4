"""A dump of the server's own, restored on a new server by the steps of docs/server.md."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from pt_chart.charting.errors import ChartRolledBack
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.server import door, roles
from pt_chart.store.server.login import Login
from pt_chart.store.server.set_up import ServerPlan
from tests.fakes import THERAPIST
from tests.servers import Cluster, programs, started
from tests.store.samples import CHEAP, EPISODE, NOON, PASSWORD, PATIENT, SIGNATURE, new_visit

OWNERS, NEW_OWNERS = "the words of the owner", "other words of the owner"
PLAN = ServerPlan("pt_chart_dumped", "pt_chart_owner", "pt_chart_program")
STEPS = (
    f"CREATE ROLE {PLAN.owner} LOGIN PASSWORD '{NEW_OWNERS}'",
    f"CREATE ROLE {PLAN.program} LOGIN PASSWORD 'of no use'",
    (
        f"CREATE DATABASE {PLAN.database} OWNER {PLAN.owner} TEMPLATE template0 "
        "ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
    ),
)


def run(name: str, login: Login, *told: str, given: bytes = b"") -> bytes:
    """One of PostgreSQL's own programs, as a role of a server."""
    folder = programs()
    assert folder is not None
    done = subprocess.run(
        [str(folder / name), "-h", login.host, "-p", str(login.port), "-U", login.user, *told],
        input=given,
        capture_output=True,
        env={**os.environ, "PGPASSWORD": login.password},
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.mark.needs("postgresql")
def test_a_dump_opens_on_a_new_server(cluster: Cluster, tmp_path: Path) -> None:
    old, new = tmp_path / "clinic.ptserver", tmp_path / "new" / "clinic.ptserver"
    door.set_up(cluster.admin, PLAN, OWNERS, THERAPIST, PASSWORD, old, cost=CHEAP)
    try:
        chart = door.open_server(old, THERAPIST.name, PASSWORD)
        chart.save_patient(PATIENT)
        chart.save_episode(EPISODE)
        signed = chart.sign(chart.save_draft(new_visit()), SIGNATURE)
        owner = cluster.admin.to(PLAN.database).as_role(PLAN.owner, OWNERS)
        dump = run("pg_dump", owner, "-Fc", PLAN.database)
        chart.save_draft(new_visit("visit-2", number=2))
        chart.close()
        with started() as there:
            _restore(there, dump)
            _open_again(there, new, old, signed.id)
    finally:
        with roles.outside_transactions(cluster.admin) as connection:
            roles.take_back(connection, [PLAN.database], [PLAN.owner, PLAN.program])


def _restore(there: Cluster, dump: bytes) -> None:
    with roles.outside_transactions(there.admin) as connection:
        for step in STEPS:
            connection.exec_driver_sql(step)
    admin = there.admin.to(PLAN.database)
    run("pg_restore", admin, "-d", PLAN.database, given=dump)
    door.repair(admin.as_role(PLAN.owner, NEW_OWNERS))


def _open_again(there: Cluster, new: Path, old: Path, signed: str) -> None:
    admin = there.admin.to(PLAN.database)
    door.connect(admin, new, THERAPIST.name, PASSWORD)
    chart = door.open_server(new, THERAPIST.name, PASSWORD)
    assert chart.visit(signed).signature is not None
    assert chart.search("tallowby")[0].patient == PATIENT
    assert ChartAdministration(chart, CHEAP).verify().problems == ()
    chart.save_draft(new_visit("visit-3", number=2, date=NOON.date()))
    chart.close()
    owner = admin.as_role(PLAN.owner, NEW_OWNERS)
    points = {finding.point: finding.problem for finding in door.check(owner)}
    assert points["Encoding"] == points["Order of texts"] == points["Version"] == ""
    # A workstation that saw more takes the new connection file, and accepts the older state once.
    old.write_bytes(new.read_bytes())
    with pytest.raises(ChartRolledBack, match="went on from an older state"):
        door.open_server(old, THERAPIST.name, PASSWORD)
    door.open_server(old, THERAPIST.name, PASSWORD, accept_loss=True).close()
    door.open_server(old, THERAPIST.name, PASSWORD).close()
