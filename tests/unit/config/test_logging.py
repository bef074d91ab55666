"""Lines of the log, and the number that ties those of a request together."""

import asyncio
import json
import logging
import re
import sys

from django.http import HttpResponse
from django.test import RequestFactory

from config.logging import JsonFormatter, RequestNumber, new_number, request_number

NUMBER = re.compile(r"[0-9]{4}-[0-9]{3}-[0-9]{3}")


def record(message="Xin chào %s", *arguments, **extra):
    made = logging.makeLogRecord({"name": "motcua", "levelname": "INFO", "msg": message, "args": arguments})
    made.__dict__.update(extra)
    return made


class TestALine:
    def test_is_one_line_of_json_with_known_extras_alone(self):
        line = JsonFormatter().format(record("Xin chào %s\n", "Sa Rây", status=200, password="x"))

        assert "\n" not in line
        assert json.loads(line)["message"] == "Xin chào Sa Rây\n"
        assert json.loads(line)["status"] == 200
        assert "password" not in line

    def test_carries_the_number_of_the_request(self):
        token = request_number.set("1234-567-890")

        line = json.loads(JsonFormatter().format(record("a")))

        request_number.reset(token)
        assert line["request"] == "1234-567-890"

    def test_carries_an_exception(self):
        try:
            raise ValueError("hỏng")
        except ValueError:
            line = json.loads(JsonFormatter().format(record("a", exc_info=sys.exc_info())))

        assert "ValueError: hỏng" in line["exception"]


class TestTheNumber:
    def test_can_be_read_out(self):
        assert NUMBER.fullmatch(new_number())

    def test_is_on_the_request_and_in_the_header(self, caplog):
        request = RequestFactory().get("/dossiers/?name=secret")
        seen = []

        with caplog.at_level(logging.INFO, logger="motcua.access"):
            response = RequestNumber(lambda each: seen.append(each.request_id) or HttpResponse("a"))(request)

        assert response["X-Request-Number"] == seen[0] == caplog.records[0].request_number
        assert caplog.records[0].getMessage() == "GET /dossiers/ 200"

    def test_is_never_taken_from_outside(self):
        request = RequestFactory().get("/", headers={"X-Request-Number": "1"})

        assert RequestNumber(lambda each: HttpResponse())(request)["X-Request-Number"] != "1"

    def test_is_given_without_a_thread_too(self):
        async def view(request):
            return HttpResponse(request.request_id)

        response = asyncio.run(RequestNumber(view)(RequestFactory().get("/")))

        assert response.content.decode() == response["X-Request-Number"]
