"""The port for a malware scanner, and its adapter for clamd.

`settings.MOTCUA_SCANNER` names a callable `scan(data: bytes) -> None`, which raises Infected or
ScannerUnavailable. Where a scanner is configured and cannot answer, the upload is refused: a file
nobody looked at is not let through.
"""

import socket
import struct

from django.conf import settings
from django.utils.module_loading import import_string

CHUNK = 262_144
SECONDS = 30


class Infected(Exception):
    """The scanner knows this file as harmful; `name` is the scanner's name for it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class ScannerUnavailable(Exception):
    """The scanner gave no usable answer."""


def scan(data: bytes) -> None:
    """Ask the configured scanner. Raises Infected or ScannerUnavailable."""
    import_string(getattr(settings, "MOTCUA_SCANNER", "forms.attachments.scanners.nothing"))(data)


def nothing(data: bytes) -> None:
    """Look at nothing: the default where no scanner is installed."""


def clamd(data: bytes) -> None:
    """Ask the clamd at settings.MOTCUA_CLAMD ("host:port" or "/path/to/socket") by INSTREAM (clamd(8))."""
    try:
        with connect(settings.MOTCUA_CLAMD) as connection:
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(data), CHUNK):
                chunk = data[start : start + CHUNK]
                connection.sendall(struct.pack("!L", len(chunk)) + chunk)
            connection.sendall(struct.pack("!L", 0))
            answer = (
                b"".join(iter(lambda: connection.recv(4096), b"")).rstrip(b"\0\n").decode("utf-8", "replace")
            )
    except OSError as error:
        raise ScannerUnavailable(str(error)) from error
    if answer.endswith(" FOUND"):
        raise Infected(answer.removeprefix("stream: ").removesuffix(" FOUND"))
    if answer != "stream: OK":
        raise ScannerUnavailable(answer)


def connect(address: str) -> socket.socket:
    """Return a connection to a TCP or local address. Raises OSError."""
    if not address.startswith("/"):
        host, _, port = address.rpartition(":")
        if not port.isdecimal():
            raise OSError(f"{address!r} is neither host:port nor a path")
        return socket.create_connection((host, int(port)), timeout=SECONDS)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(SECONDS)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection
