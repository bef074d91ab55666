"""Visitors send forms as a browser does."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from benchmarks.visitors import APPLY, REVIEW, Unexpected, Visitor

FORM = '<input type="hidden" name="csrfmiddlewaretoken" value="masked">'
WHO, PAPERS = f"{APPLY}who/", f"{APPLY}papers/"
PAGES = {
    APPLY: f'<a href="{APPLY}discard/">…</a><a href="{WHO}">…</a>',
    WHO: FORM + '<input name="ten">',
    PAPERS: FORM + '<input type="file" name="giay">',
    REVIEW: FORM + '<input type="hidden" name="idempotency_key" value="key-1">',
}


class Portal(BaseHTTPRequestHandler):
    """Just enough of the portal: pages with forms, and redirects; notes what was sent."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):  # noqa: N802
        page = PAGES.get(self.path, "")
        self.answer(200 if page else 404, page.encode(), ("Set-Cookie", "csrftoken=secret; Path=/"))

    def do_POST(self):  # noqa: N802
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.sent.append((self.path, self.headers, body))
        self.answer(302, b"", ("Location", self.server.leads_to[self.path]))

    def answer(self, status, body, header):
        self.send_response(status)
        self.send_header(*header)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def portal():
    server = ThreadingHTTPServer(("localhost", 0), Portal)
    server.sent, server.leads_to = [], {WHO: PAPERS, PAPERS: REVIEW, REVIEW: "/dossiers/1/?sent=1"}
    threading.Thread(target=server.serve_forever).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def visitor(portal):
    visitor = Visitor(f"http://localhost:{portal.server_port}", "session")
    yield visitor
    visitor.server.close()


class TestAVisitor:
    def test_sends_answers_and_papers_as_multipart_then_the_key_of_the_review(self, visitor, portal):
        visitor.apply({"ten": "Mai", "giay": ("giay.jpg", b"\xff\xd8", "image/jpeg")})

        (_, headers, who), (_, _, papers), (_, _, sent) = portal.sent
        assert headers["Content-Type"].startswith("multipart/form-data")
        assert "sessionid=session" in headers["Cookie"]
        assert "csrftoken=secret" in headers["Cookie"]
        assert b'name="csrfmiddlewaretoken"\r\n\r\nmasked' in who
        assert b"Mai" in who
        assert b"giay.jpg" not in who
        assert b'filename="giay.jpg"' in papers
        assert b'name="idempotency_key"\r\n\r\nkey-1' in sent

    def test_counts_no_application_that_was_not_taken(self, visitor, portal):
        portal.leads_to[REVIEW] = f"{APPLY}?check=1"

        with pytest.raises(Unexpected, match="not taken"):
            visitor.apply({})

    def test_takes_no_other_answer_for_a_page(self, visitor):
        with pytest.raises(Unexpected, match="404"):
            visitor.timed_get("/desk/")
