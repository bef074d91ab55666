"""The port for a malware scanner, against a server that speaks clamd's INSTREAM."""

import socket
import struct
import threading
from contextlib import contextmanager

import pytest

from forms.attachments.scanners import CHUNK, Infected, ScannerUnavailable, clamd, scan


@contextmanager
def server(answer):
    """A clamd that takes one stream, keeps it, and gives one answer."""
    listening = socket.create_server(("127.0.0.1", 0))
    taken = []

    def serve():
        connection, _ = listening.accept()
        with connection, connection.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while size := struct.unpack("!L", stream.read(4))[0]:
                taken.append(stream.read(size))
            connection.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    with listening:
        yield f"127.0.0.1:{listening.getsockname()[1]}", taken
        thread.join(5)


class TestClamd:
    def test_passes_a_file_it_does_not_know(self, settings):
        data = bytes(CHUNK * 2 + 7)

        with server(b"stream: OK\0") as (address, taken):
            settings.MOTCUA_CLAMD = address
            clamd(data)

        assert b"".join(taken) == data
        assert len(taken) == 3

    def test_names_what_it_found(self, settings):
        with server(b"stream: Eicar-Test-Signature FOUND\0") as (address, _):
            settings.MOTCUA_CLAMD = address
            with pytest.raises(Infected) as caught:
                clamd(b"X5O!")

        assert caught.value.name == "Eicar-Test-Signature"

    @pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"\xff"], ids=repr)
    def test_that_answers_otherwise_has_not_answered(self, settings, answer):
        with server(answer) as (address, _):
            settings.MOTCUA_CLAMD = address
            with pytest.raises(ScannerUnavailable):
                clamd(b"a")

    @pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.ctl", "nonsense"])
    def test_that_is_not_there_is_unavailable(self, settings, address):
        settings.MOTCUA_CLAMD = address

        with pytest.raises(ScannerUnavailable):
            clamd(b"a")


def test_nothing_is_scanned_where_no_scanner_is_configured(settings):
    settings.MOTCUA_SCANNER = "forms.attachments.scanners.nothing"

    assert scan(b"a") is None
