"""Certificates for test servers: a CA of its own, and a server's certificate made with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Issued:
    """All as PEM: the CA's certificate, the server's, and the server's key."""

    ca: str
    certificate: str
    key: str


def issue(hosts: tuple[str, ...], *, ended: timedelta = timedelta(0)) -> Issued:
    """A CA and a certificate of it for some host names; ``ended`` = so long ago."""
    ca_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    ca_name, name = _name("Clinic CA"), _name(hosts[0])
    ca = _made(ca_name, ca_name, ca_key, ca_key, x509.BasicConstraints(ca=True, path_length=0))
    names = x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts])
    own = _made(name, ca_name, key, ca_key, names, ended)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return Issued(_pem(ca), _pem(own), private.decode())


def _name(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])


def _made(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    signer: ec.EllipticCurvePrivateKey,
    extension: x509.ExtensionType,
    ended: timedelta = timedelta(0),
) -> x509.Certificate:
    now = datetime.now(UTC) - (ended + timedelta(days=30) if ended else ended)
    builder = x509.CertificateBuilder(
        issuer_name=issuer,
        subject_name=subject,
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=now - timedelta(days=1),
        not_valid_after=now + timedelta(days=30),
    )
    critical = isinstance(extension, x509.BasicConstraints)
    return builder.add_extension(extension, critical).sign(signer, hashes.SHA256())


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()
