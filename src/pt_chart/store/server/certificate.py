"""Why a server's certificate was not believed, as far as the client library does not say it."""

from __future__ import annotations

import socket
import ssl
import struct
from datetime import UTC, datetime

from pt_chart.store.server.login import Login

_SSL_REQUEST = struct.pack("!II", 8, 80877103)
"""How a client asks a PostgreSQL server for TLS (its protocol, "SSLRequest")."""
_PATIENCE = 5.0


def expired(login: Login) -> datetime | None:
    """When the certificate that a server shows has ended, None where it has not or none is shown.

    Nothing is sent to the server but that question.
    """
    from cryptography import x509

    try:
        shown = x509.load_der_x509_certificate(_shown(login))
    except (OSError, ValueError):
        return None
    over = shown.not_valid_after_utc
    return over if over < datetime.now(UTC) else None


def _shown(login: Login) -> bytes:
    """The certificate as it is shown, believed or not.

    Raises:
        OSError: there is no TLS there.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with socket.create_connection((login.host, login.port), _PATIENCE) as plain:
        plain.settimeout(_PATIENCE)
        plain.sendall(_SSL_REQUEST)
        if plain.recv(1) != b"S":
            raise OSError("no TLS")
        with context.wrap_socket(plain, server_hostname=login.host) as secure:
            return secure.getpeercert(binary_form=True) or b""
