"""The document of the benchmark: a certified copy with keys of the demonstration authority; runs in a child."""

import time
from datetime import UTC, date, datetime
from functools import cache
from itertools import pairwise
from statistics import median
from types import SimpleNamespace

from django.conf import settings

from documents.demo_authority import demo_authority, issue
from documents.letterhead import common_values
from documents.rendering.engine import to_html
from documents.rendering.pdf import to_pdf
from documents.rendering.qr import qr_svg
from documents.services.render_document import FIELDS, QR_TITLE
from documents.signing import two_phase
from documents.signing.keys import keys_folder, passphrase, trust_anchors
from documents.signing.pkcs12 import sign_digest
from documents.signing.validation import examine

MOMENT = datetime(2026, 11, 24, 3, 32, 11, tzinfo=UTC)
TEMPLATE = "diploma_copy/documents/certified_copy.html"
RECORD = {
    "title": "Bằng tốt nghiệp trung cấp", "full_name": "Thạch Thị Sa Rươl", "birth_date": "02/9/2001",
    "birth_place": "xã Đại An, tỉnh Trà Vinh", "gender": "Nữ", "ethnicity": "Khmer", "nationality": "Việt Nam",
    "major": "Điều dưỡng", "training_form": "Chính quy", "graduation_year": "2021", "classification": "Khá",
    "serial_number": "TC 0012345", "register_number": "0123/2021/TC", "issued_on": "15/7/2021",
    "issued_by": "Trường Cao đẳng Y tế Trà Vinh", "amendment": "",
}  # fmt: skip
AGENCY = SimpleNamespace(
    name="Sở Giáo dục và Đào tạo", superior_name="Ủy ban nhân dân tỉnh Vĩnh Long", place_name="Vĩnh Long"
)


def measure(documents: int) -> dict[str, float]:
    """Return the median milliseconds of each step of some documents, and documents a second."""
    work = ready_work()
    started = time.perf_counter()
    steps = [work.once() for _ in range(documents)]
    speed = documents / (time.perf_counter() - started)
    return {**{name: median(step[name] for step in steps) for name in steps[0]}, "speed": speed}


@cache
def ready_work() -> "Work":
    """Return the work after a first document: fonts and keys are read."""
    template = settings.MOTCUA_PROCEDURES_DIR / TEMPLATE
    work = Work(template.read_text(encoding="utf-8"), MOMENT)
    work.once()
    return work


class Work:
    """Draws, signs and seals one document at a time."""

    def __init__(self, template: str, moment: datetime) -> None:
        self.template, self.moment = template, moment
        authority = demo_authority(moment)
        self.keys = [
            keys_folder() / issue(authority, common_name=name, organisation=AGENCY.name, at=moment).key_file
            for name in ("Nguyễn Thị Hoàng Yến", AGENCY.name)
        ]

    def once(self) -> dict[str, float]:
        """Return the milliseconds of each step of one document."""
        marks = [time.perf_counter()]
        pdf = self.drawn()
        marks.append(time.perf_counter())
        for field, key in zip(FIELDS, self.keys, strict=True):
            pdf = self.signed(pdf, field.name, key)
            marks.append(time.perf_counter())
        steps = [1000 * (after - before) for before, after in pairwise(marks)]
        return dict(zip(("draw", "sign", "seal", "all"), [*steps, sum(steps)], strict=True))

    def drawn(self) -> bytes:
        """Return the drawing."""
        values = common_values(
            agency=AGENCY,
            title="Bản sao",
            number="05/BS-SGDĐT",
            day=date(2026, 11, 24),
            recipients=["Người đề nghị", "Lưu: VT"],
            signer_name="Nguyễn Thị Hoàng Yến",
            signer_lines=["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"],
            signed_at=self.moment,
            code="7K3MQ9XA2TBD",
        )
        verify = {**values["verify"], "qr": qr_svg(values["verify"]["url"], QR_TITLE)}
        html = to_html(
            "copy.html", {"copy.html": self.template}, {**values, "verify": verify, "record": RECORD}
        )
        return to_pdf(html, title="Bản sao", author=AGENCY.name, created_at=self.moment, fields=FIELDS)

    def signed(self, pdf: bytes, field: str, key: object) -> bytes:
        """Return the file with one more signature, examined."""
        prepared = two_phase.prepare(pdf, field, signing_at=self.moment)
        done = two_phase.fill(prepared, sign_digest(prepared.digest, key, passphrase()))
        if not all(fact.is_good for fact in examine(done, trust_anchors())):
            raise AssertionError("a signature does not hold")
        return done
