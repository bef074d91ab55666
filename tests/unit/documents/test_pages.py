"""Where the pages of a document break: the signature never stands alone, nor does the note below it."""

import subprocess
from datetime import UTC, date, datetime

import pytest

from accounts.models import Agency
from documents.letterhead import common_values
from documents.rendering.engine import to_html
from documents.rendering.pdf import to_pdf
from documents.rendering.qr import qr_svg

TEMPLATE = '{% extends "parts/base.html" %}{% block body %}{% for each in body %}<p>{{ each }}</p>{% endfor %}{% endblock %}'
AT = datetime(2026, 11, 24, 3, tzinfo=UTC)


def pages(count: int) -> list[str]:
    """Return the text of each page of a decision whose body has so many short paragraphs."""
    values = common_values(
        agency=Agency(name="Sở Giáo dục và Đào tạo", place_name="Vĩnh Long"), title="Quyết định", number="01/QĐ-SGDĐT",
        day=date(2026, 11, 24), recipients=["Như Điều 4", "Lưu: VT"], signer_name="Nguyễn Thị Yến",
        signer_lines=["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"], signed_at=AT, code="ABCDEFGHJKLM",
    )  # fmt: skip
    values["verify"]["qr"] = qr_svg(values["verify"]["url"], "QR")
    body = [f"Đoạn {number}." for number in range(1, count + 1)]
    html = to_html("page.html", {"page.html": TEMPLATE}, {**values, "body": body})
    pdf = to_pdf(html, title="x", author="x", created_at=AT, fields=())
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


class TestTheLastPage:
    @pytest.mark.parametrize("count", range(17, 24))
    def test_has_a_line_of_the_text_above_the_signature_and_the_note_below_it(self, count):
        last = pages(count)[-1]

        assert f"Đoạn {count}." in last
        assert "Nguyễn Thị Yến" in last
        assert "Văn bản điện tử có giá trị" in last

    def test_is_the_second_for_some_of_these_lengths_and_the_first_for_others(self):
        assert (len(pages(17)), len(pages(23))) == (1, 2)
