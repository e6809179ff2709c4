"""TLS: required off this computer, checked against the clinic's own certificate."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pt_chart.charting.errors import ServerRefused
from pt_chart.store.server import door
from pt_chart.store.server.link import Link
from pt_chart.store.server.login import Login, check_login, is_this_computer, settings_of
from tests.certificates import Issued, issue
from tests.servers import Cluster, started

PLAIN = Login("127.0.0.1", 5432, "clinic", "program", "x")


@pytest.fixture(scope="module")
def certified() -> Issued:
    """A certificate for this computer's names, and the CA that made it."""
    return issue(("localhost",))


@pytest.fixture(scope="module")
def secure(certified: Issued, runtime_folder: None) -> Iterator[Cluster]:
    """A server that takes encrypted connections only."""
    with started(certificate=certified) as running:
        yield running


def test_another_computer_needs_a_certificate_before_anything_is_sent() -> None:
    for host in ("192.168.1.20", "server.clinic.example", "8.8.8.8", "fe80::1"):
        with pytest.raises(ServerRefused, match="must be encrypted") as refused:
            Link(replace(PLAIN, host=host))
        assert "CA certificate" in refused.value.advice
    for host in ("127.0.0.1", "127.8.8.8", "::1", "localhost", "LOCALHOST", "/var/run/postgresql"):
        check_login(replace(PLAIN, host=host))
    assert not is_this_computer("localhost.example.com")
    assert not is_this_computer("127.0.0.1.example.com")
    with pytest.raises(ServerRefused, match="cannot be"):
        check_login(replace(PLAIN, host="localhost,evil.example.com"))


def test_with_a_certificate_name_and_chain_are_checked(certified: Issued) -> None:
    told = settings_of(replace(PLAIN, host="db.example", ca=certified.ca), "ca.pem")
    assert (told["sslmode"], told["sslrootcert"]) == ("verify-full", "ca.pem")
    with pytest.raises(ServerRefused, match="not one that can be read"):
        check_login(replace(PLAIN, ca="something else"))


def test_the_right_certificate_opens(secure: Cluster, certified: Issued) -> None:
    login = replace(secure.admin, host="localhost", ca=certified.ca)
    assert any(finding.point == "Version" for finding in door.check(login))
    link = Link(login)
    used = link.connected().exec_driver_sql(
        "SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
    )
    ssl, version = used.one()
    assert ssl
    assert version >= "TLSv1.2"
    link.close()


def test_a_stranger_in_between_is_refused(secure: Cluster, certified: Issued) -> None:
    stranger = issue(("localhost",))
    with pytest.raises(ServerRefused, match="not to be trusted") as refused:
        door.check(replace(secure.admin, host="localhost", ca=stranger.ca))
    assert "in between" in refused.value.advice
    with pytest.raises(ServerRefused, match=r"not for 127\.0\.0\.1"):
        door.check(replace(secure.admin, host="127.0.0.1", ca=certified.ca))


def test_a_certificate_that_cannot_be_read_is_told(secure: Cluster) -> None:
    broken = "-----BEGIN CERTIFICATE-----\nnothing\n-----END CERTIFICATE-----\n"
    with pytest.raises(ServerRefused, match="certificate"):
        door.check(replace(secure.admin, host="localhost", ca=broken))


def test_a_server_without_tls_is_refused_where_it_is_asked_for(
    cluster: Cluster, certified: Issued
) -> None:
    with pytest.raises(ServerRefused, match="does not encrypt") as refused:
        door.check(replace(cluster.admin, host="localhost", ca=certified.ca))
    assert "ssl = on" in refused.value.advice


def test_the_certificate_leaves_no_file_behind(
    secure: Cluster, certified: Issued, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    door.check(replace(secure.admin, host="localhost", ca=certified.ca))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_port_with_something_else_behind_it_is_told(host: str, certified: Issued) -> None:
    with socket.create_server(("127.0.0.1", 0)) as web:

        def answer() -> None:
            with suppress(OSError):
                while True:
                    speaks, _ = web.accept()
                    with speaks:
                        speaks.recv(1024)
                        speaks.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        threading.Thread(target=answer, daemon=True).start()
        ca = certified.ca if host == "localhost" else ""
        port = web.getsockname()[1]
        login = Login(host, port, "postgres", "postgres", "invented", ca=ca)
        with pytest.raises(ServerRefused, match="No PostgreSQL answers"):
            door.check(login)


def test_a_certificate_that_has_ended_says_when(runtime_folder: None) -> None:
    over = issue(("localhost",), ended=timedelta(days=40))
    day = f"{datetime.now(UTC) - timedelta(days=40):%Y-%m-%d}"
    with started(certificate=over) as running:
        with pytest.raises(ServerRefused, match=f"ended on {day}") as refused:
            door.check(replace(running.admin, host="localhost", ca=over.ca))
        assert "new one with the same CA" in refused.value.advice


def test_a_cut_certificate_is_refused_before_it_goes_anywhere(certified: Issued) -> None:
    with pytest.raises(ServerRefused, match="cut or altered") as refused:
        check_login(replace(PLAIN, host="db.example", ca=certified.ca[:300]))
    assert ".pem" not in f"{refused.value.message} {refused.value.advice}"
