"""Where a clinic's server is and as whom to speak to it; TLS is required off this computer."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, replace

from pt_chart.charting.errors import ServerRefused

SCHEMA = "pt_chart"
"""The schema of the database that holds the chart."""

OLDEST = 13
"""Major version of PostgreSQL that is needed at least."""

_BEGINS_PEM = "-----BEGIN CERTIFICATE-----"


@dataclass(frozen=True, slots=True, repr=False)
class Login:
    """A role's way to a database. ``ca`` is the text (PEM) of the certificate to trust, or "".

    ``host`` may be a folder (it begins with "/"): the server's own socket on this computer.
    """

    host: str
    port: int
    database: str
    user: str
    password: str
    ca: str = ""

    @property
    def place(self) -> str:
        """The server and its database in words, without the password."""
        return f"{self.host}:{self.port}/{self.database}"

    def to(self, database: str) -> Login:
        """The same role at another database of the server."""
        return replace(self, database=database)

    def as_role(self, user: str, password: str) -> Login:
        """Another role at the same database."""
        return replace(self, user=user, password=password)


def is_this_computer(host: str) -> bool:
    """Whether a host is this computer itself, so that nothing crosses a network."""
    if host.startswith("/") or host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_login(login: Login) -> None:
    """Refuse what cannot be a safe way to a server, before anything is sent.

    Raises:
        ServerRefused: a part is missing or impossible, or TLS is not possible off this computer.
    """
    for name, value in (("host", login.host), ("database", login.database), ("role", login.user)):
        if not value.strip() or "\x00" in value or "," in value:
            raise ServerRefused(f"The {name} of the server is missing or cannot be: {value!r}.")
    if not 0 < login.port < 65536:
        raise ServerRefused(
            f"There is no port {login.port}.", "The usual port of PostgreSQL is 5432."
        )
    if login.ca and _BEGINS_PEM not in login.ca:
        raise ServerRefused(
            "The certificate is not one that can be read.",
            "Choose the file with the server's CA certificate (PEM, it begins with "
            f"{_BEGINS_PEM}).",
        )
    if login.ca:
        _refuse_unreadable(login.ca)
    if not login.ca and not is_this_computer(login.host):
        raise ServerRefused(
            f"{login.host} is another computer: the connection must be encrypted (TLS).",
            "Give the file with the CA certificate of the server (ssl = on in postgresql.conf).",
        )


def _refuse_unreadable(certificate: str) -> None:
    """Refuse a certificate that is cut or altered, before it goes anywhere.

    Raises:
        ServerRefused: it cannot be read.
    """
    import ssl

    try:
        ssl.create_default_context(cadata=certificate)
    except (ssl.SSLError, ValueError) as error:
        raise ServerRefused(
            "The certificate that was chosen cannot be read: it is cut or altered.",
            "Copy the file with the server's CA certificate (PEM) once more and choose it.",
        ) from error


def settings_of(login: Login, certificate: str) -> dict[str, str | int]:
    """What libpq is told, apart from the password; ``certificate`` is the path of ``ca``."""
    told: dict[str, str | int] = {
        "host": login.host,
        "port": login.port,
        "dbname": login.database,
        "user": login.user,
        "application_name": "pt-chart",
        "client_encoding": "utf8",
        "connect_timeout": 5,
        "gssencmode": "disable",
        "keepalives": 1,
        "keepalives_idle": 10,
        "keepalives_interval": 3,
        "keepalives_count": 3,
        "tcp_user_timeout": 10_000,
        "passfile": "",
        "sslmode": "prefer",
        # A password is proved, never handed over to whatever listens there.
        "require_auth": "!password,!md5",
        # PGHOSTADDR of the environment does not lead elsewhere.
        "hostaddr": "",
    }
    if login.ca:
        told |= {
            "sslmode": "verify-full",
            "sslrootcert": certificate,
            "ssl_min_protocol_version": "TLSv1.2",
        }
    return told
