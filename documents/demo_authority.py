"""A certificate authority for demonstrations: made at the first run, trusted by this installation alone.

A real department gets its certificates from the Government's authority (Ban Cơ yếu) and its
anchors are put in keys/trust by hand. Everything here carries the word DEMO in its name.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from documents.signing.keys import keys_folder, passphrase, write_private

CERTIFICATE_FILE = "trust/demo_authority.pem"
KEY_FILE = "demo_authority/key.pem"
VALID_FOR = timedelta(days=3 * 365)


@dataclass(frozen=True)
class DemoAuthority:
    """The authority's certificate and key."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey


@dataclass(frozen=True)
class IssuedKey:
    """A new key: where its PKCS#12 file lies below the folder of keys, and its certificate."""

    key_file: str
    certificate: x509.Certificate


def demo_authority(at: datetime) -> DemoAuthority:
    """Return the authority, made when it does not exist yet. The key is written before the certificate."""
    folder = keys_folder()
    if not (folder / KEY_FILE).exists():
        key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
        write_private(KEY_FILE, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    loaded = load_pem_private_key((folder / KEY_FILE).read_bytes(), password=None)
    if not isinstance(loaded, rsa.RSAPrivateKey):
        raise TypeError(f"{KEY_FILE} is not an RSA key")
    if not (folder / CERTIFICATE_FILE).exists():
        write_private(CERTIFICATE_FILE, self_signed(loaded, at).public_bytes(Encoding.PEM))
    certificate = x509.load_pem_x509_certificate((folder / CERTIFICATE_FILE).read_bytes())
    return DemoAuthority(certificate, loaded)


def issue(authority: DemoAuthority, *, common_name: str, organisation: str, at: datetime) -> IssuedKey:
    """Return a new signing key with its certificate, stored as PKCS#12 under its fingerprint (0600)."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    certificate = (
        builder(name(common_name, organisation), authority.certificate.subject, key, at)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage(sign_documents=True), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False
        )
        .sign(authority.key, SHA256())
    )
    data = pkcs12.serialize_key_and_certificates(
        common_name.encode(), key, certificate, [authority.certificate], BestAvailableEncryption(passphrase())
    )
    key_file = f"certificates/{certificate.fingerprint(SHA256()).hex()}.p12"
    write_private(key_file, data)
    return IssuedKey(key_file, certificate)


def self_signed(key: rsa.RSAPrivateKey, at: datetime) -> x509.Certificate:
    """Return the authority's own certificate."""
    subject = name("DEMO Mộtcửa - chỉ để thử", "DEMO Mộtcửa")
    return (
        builder(subject, subject, key, at, years=3)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage(sign_documents=False), critical=True)
        .sign(key, SHA256())
    )


def name(common_name: str, organisation: str) -> x509.Name:
    """Return a distinguished name; parts longer than X.520 allows (64) are cut."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name[:64]),
        ]
    )


def builder(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, at: datetime, *, years: int = 1
) -> x509.CertificateBuilder:
    """Return a certificate in the making, valid from a day before, so that clocks may differ."""
    start = at - timedelta(days=1)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + VALID_FOR * years)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def usage(*, sign_documents: bool) -> x509.KeyUsage:
    """Return what a key is for: signing documents, or signing certificates."""
    return x509.KeyUsage(
        digital_signature=sign_documents,
        content_commitment=sign_documents,
        key_cert_sign=not sign_documents,
        crl_sign=not sign_documents,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
