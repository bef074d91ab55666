"""A body beyond all measure is refused, announced or not."""

import asyncio

import pytest

from config.body_limit import with_body_limit


async def echo(scope, receive, send):
    """Reads the whole body, as Django does, then answers its length."""
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(len(body)).encode()})


def answer(chunks, headers=(), most=10):
    sent, waiting = [], list(chunks)

    async def receive():
        body = waiting.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(waiting)}

    async def send(message):
        sent.append(message)

    asyncio.run(with_body_limit(echo, most)({"type": "http", "headers": list(headers)}, receive, send))
    return sent[0]["status"], len(waiting), sent[1]["body"].decode()


class TestABody:
    def test_within_the_limit_passes(self):
        assert answer([b"12345", b"67890"]) == (200, 0, "10")

    def test_that_announces_more_is_refused_unread(self):
        status, unread, page = answer([b"1"] * 20, [(b"content-length", b"20")])

        assert (status, unread) == (413, 20)
        assert "quá lớn" in page

    def test_that_grows_beyond_it_is_refused_there(self):
        status, unread, _ = answer([b"12345"] * 20)

        assert (status, unread) == (413, 17)

    @pytest.mark.parametrize(
        ("header", "words"),
        [
            pytest.param((b"cookie", b"a=b; django_language=en"), "too large", id="chosen on the page"),
            pytest.param((b"accept-language", b"en-GB,en;q=0.8"), "too large", id="the browser's"),
            pytest.param((b"accept-language", b"fr"), "quá lớn", id="one we do not speak"),
            pytest.param((b"cookie", "django_language=\xff".encode("latin-1")), "quá lớn", id="nonsense"),
        ],
    )
    def test_is_refused_in_the_language_of_its_sender(self, header, words):
        status, _, page = answer([b"1"] * 20, [(b"content-length", b"20"), header])

        assert (status, words in page) == (413, True)

    @pytest.mark.parametrize("length", [b"-1", b"many", b""])
    def test_with_an_odd_announcement_is_counted(self, length):
        assert answer([b"1"], [(b"content-length", length)])[0] == 200


def test_sockets_pass():
    asked = []

    async def socket(scope, receive, send):
        asked.append(scope["type"])

    asyncio.run(with_body_limit(socket, 1)({"type": "websocket"}, None, None))

    assert asked == ["websocket"]
