"""What is kept of a signature somebody outside made: names that a page can show, moments that a clock can."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from asn1crypto.x509 import Name

from documents.signing.validation import named, on_the_clock


class TestTheNameOfASigner:
    @pytest.mark.parametrize(
        ("parts", "shown"),
        [
            ({"common_name": "Nguyễn Văn A", "organization_name": "Trường"}, "Nguyễn Văn A"),
            ({"organization_name": "Trường"}, "Trường"),
            ({"common_name": "A\0B\u202eC\nD"}, "ABCD"),
            ({"common_name": "A" * 500}, "A" * 200),
        ],
        ids=["a person", "an organisation", "signs nobody sees", "too long"],
    )
    def test_is_shown(self, parts, shown):
        assert named(Name.build(parts)) == shown


class TestTheMomentOfASignature:
    @pytest.mark.parametrize(
        "at",
        [
            None,
            datetime(1, 1, 1),  # noqa: DTZ001 as a program without zones writes it
            datetime(9999, 12, 31, 23, 59, tzinfo=UTC),
            datetime(9999, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=-12))),
        ],
        ids=["none", "the first", "the last", "after the last"],
    )
    def test_is_left_out_where_no_clock_shows_it(self, at):
        assert on_the_clock(at) is None

    @pytest.mark.parametrize(
        "at",
        [datetime(2026, 11, 28, 9, 30), datetime(2026, 11, 28, 2, 30, tzinfo=UTC)],  # noqa: DTZ001
        ids=["without a zone", "of Greenwich"],
    )
    def test_is_on_the_local_clock(self, at):
        assert f"{on_the_clock(at):%d/%m/%Y %H:%M %z}" == "28/11/2026 09:30 +0700"
