"""The way an office runs it: behind nginx with deploy/nginx.conf, over TLS, with secure cookies."""

import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.journeys.conftest import Person
from tests.journeys.product import Product, running_product
from tests.services import ROOT, free_port, wait_for

CERTIFICATE = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout privkey.pem -out fullchain.pem"


def adapted(sample: str, folder: Path, ports: dict[str, int]) -> str:
    """Return the sample with this machine's ports, name and folders; everything else as an office has it."""
    for written, here in (
        (r"listen (\[::\]:)?80;", f"listen 127.0.0.1:{ports['plain']};"),
        (r"listen (\[::\]:)?443 ssl http2;", f"listen 127.0.0.1:{ports['tls']} ssl http2;"),
        (r"127\.0\.0\.1:8000", f"127.0.0.1:{ports['product']}"),
        (r"dichvucong\.example\.vn", "localhost"),
        (r"/etc/ssl/motcua", str(folder)),
        (r"/var/log/nginx", str(folder)),
    ):
        assert re.search(written, sample), written
        sample = re.sub(written, here, sample)
    return re.sub(r"(?m)^(\s*listen [^\n]+\n)\1", r"\1", sample)


@contextmanager
def nginx(folder: Path, ports: dict[str, int]) -> Iterator[None]:
    """Run nginx in the foreground with the adapted sample; stop it."""
    subprocess.run(CERTIFICATE.split(), cwd=folder, check=True, capture_output=True)
    folders = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    sample = adapted((ROOT / "deploy/nginx.conf").read_text(), folder, ports)
    settings = folder / "nginx.conf"
    settings.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log;\nevents {{}}\nhttp {{ {folders}\n{sample}\n}}\n"
    )
    process = subprocess.Popen(
        [shutil.which("nginx", path="/usr/sbin:/usr/bin") or "nginx", "-c", str(settings)]
    )
    try:
        wait_for(ports["tls"])
        yield
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
def behind(tmp_path_factory) -> Iterator[Product]:
    """The product as seen through nginx."""
    folder = tmp_path_factory.mktemp("nginx")
    folder.chmod(0o755)
    ports = {name: free_port() for name in ("plain", "tls")}
    address = f"https://localhost:{ports['tls']}"
    with running_product(
        MOTCUA_PUBLIC_URL=address, MOTCUA_TRUSTED_ORIGINS=address, MOTCUA_PROXY_COUNT="1"
    ) as product:
        ports["product"] = int(product.url.rpartition(":")[2])
        with nginx(folder, ports):
            yield Product(address, product.data, product.process, product.log)


@pytest.fixture
def officer(behind, browser) -> Iterator[Person]:
    """The one-stop officer, signed in over TLS."""
    context = browser.new_context(ignore_https_errors=True, locale="vi-VN")
    yield Person(behind, context).sign_in("tiep-nhan@motcua.test")
    context.close()


class TestThePageOfAnOfficer:
    def test_is_live_through_the_proxy(self, officer):
        sockets: list[str] = []
        officer.page.on("websocket", lambda socket: sockets.append(socket.url))

        officer.go("/desk/")
        officer.page.wait_for_selector("html[data-live-state=open]", state="attached")

        assert sockets
        assert sockets[0].startswith("wss://localhost:")

    def test_carries_secure_cookies_and_forbids_plain_http(self, officer):
        answer = officer.fetch("/desk/")

        assert "max-age" in answer.headers["strict-transport-security"]
        assert all(cookie["secure"] for cookie in officer.context.cookies() if cookie["name"] == "sessionid")


class TestARequest:
    def test_of_more_than_the_limit_is_refused_before_it_is_sent(self, behind):
        connection = HTTPSConnection(urlsplit(behind.url).netloc, context=ssl._create_unverified_context())
        connection.putrequest("POST", "/apply/diploma_copy/")
        connection.putheader("Content-Length", str(61 * 1024 * 1024))

        connection.endheaders()

        assert connection.getresponse().status == 413

    def test_that_guesses_codes_without_end_has_to_wait(self, officer):
        answers = [officer.fetch(f"/verify/ZZZZ-ZZZZ-{number:04}/").status for number in range(40)]

        assert 429 in answers
