"""The drawn file: archival, tagged, its fonts inside, the same twice, valid before and after signing.

PDF/A-3 has no free validator here; the same template drawn as PDF/A-1a is put before Apache
PDFBox's, which finds missing fonts, transparency, colour and metadata errors all the same.
"""

import re
import subprocess
from pathlib import Path

import pikepdf
import pytest

from documents import storage
from documents.errors import ValueMissing
from documents.rendering.engine import to_html
from documents.services import render
from documents.signing import two_phase
from documents.signing.keys import keys_folder, passphrase
from documents.signing.pkcs12 import sign_digest
from tests.integration.documents.conftest import MORNING

pytestmark = pytest.mark.django_db

JARS = ":".join(
    f"/usr/share/java/{name}.jar"
    for name in (
        "preflight", "pdfbox2", "xmpbox", "fontbox2", "commons-logging", "commons-io", "javax.activation", "jaxb-api",
    )
)  # fmt: skip


def output_of(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@pytest.fixture
def draft(department):
    return department.draft(at=MORNING)


@pytest.fixture
def issued_file(issued, tmp_path) -> Path:
    file = tmp_path / "issued.pdf"
    file.write_bytes(storage.get(issued.storage_key))
    return file


class TestADrawnDocument:
    def test_is_the_same_bytes_twice(self, draft):
        assert render(draft) == render(draft)

    def test_fits_one_page_and_says_what_it_is(self, draft, tmp_path):
        file = tmp_path / "drawn.pdf"
        file.write_bytes(render(draft))

        with pikepdf.open(file) as pdf:
            metadata = bytes(pdf.Root.Metadata.read_bytes()).decode()
            assert len(pdf.pages) == 1
            assert pdf.Root.Lang == "vi"
            assert pdf.Root.MarkInfo.Marked
            assert str(pdf.docinfo.Title) == "Bản sao Bằng tốt nghiệp trung cấp 01/BS-SGDĐT"
        for claim in (
            "<pdfaid:part>3</pdfaid:part>",
            "<pdfaid:conformance>A</pdfaid:conformance>",
            "<pdfuaid:part>1</pdfuaid:part>",
        ):
            assert claim in metadata

    def test_says_what_the_decree_wants_in_vietnamese(self, draft, tmp_path):
        file = tmp_path / "drawn.pdf"
        file.write_bytes(render(draft))

        text = re.sub(r"\s+", " ", output_of("pdftotext", "-layout", str(file), "-"))

        for words in (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "TỈNH VĨNH LONG",
            "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
            "Số: 01/BS-SGDĐT",
            "Vĩnh Long, ngày 24 tháng 11 năm 2026",
            "BẢN SAO",
            "THẠCH THỊ SA RƯƠL",
            "KT. GIÁM ĐỐC",
            "PHÓ GIÁM ĐỐC",
            "Nguyễn Thị Hoàng Yến",
            "10:32:11 +07:00",
        ):
            assert words in text

    def test_has_every_font_inside(self, draft, tmp_path):
        file = tmp_path / "drawn.pdf"
        file.write_bytes(render(draft))

        rows = output_of("pdffonts", str(file)).splitlines()[2:]

        assert len(rows) >= 3
        assert all(re.search(r"\byes yes yes\b", row) for row in rows)
        assert all("VN-Serif" in row or "KM-Sans" in row for row in rows)

    def test_passes_pdfbox_when_drawn_as_pdf_a_1_even_signed(self, draft, made_keys, tmp_path):
        pdf = render(draft, variant="pdf/a-1a")
        for field, owner in (("LeaderSignature", "leader"), ("AgencySeal", "agency")):
            prepared = two_phase.prepare(pdf, field, signing_at=MORNING)
            key_file = keys_folder() / made_keys[owner].key_file
            pdf = two_phase.fill(prepared, sign_digest(prepared.digest, key_file, passphrase()))
        file = tmp_path / "a1.pdf"
        file.write_bytes(pdf)

        verdict = output_of("java", "-cp", JARS, "org.apache.pdfbox.preflight.Validator_A1b", str(file))

        assert "is a valid PDF/A-1b file" in verdict, verdict

    def test_is_never_drawn_with_a_hole(self, draft):
        values = {name: value for name, value in draft.context.items() if name != "record"}

        with pytest.raises(ValueMissing, match="record"):
            to_html(draft.template, draft.source.files, {**values, "verify": {**values["verify"], "qr": ""}})


class TestAnIssuedFile:
    def test_reads_aloud_without_an_error(self, issued_file):
        verdict = output_of(str(Path(pytest.__file__).parents[4] / "bin" / "outloud"), "-q", str(issued_file))

        assert verdict.startswith("PASS"), verdict

    def test_is_sound_for_qpdf_and_poppler(self, issued_file):
        assert "No syntax or stream encoding errors" in output_of("qpdf", "--check", str(issued_file))
        assert output_of("pdfsig", str(issued_file)).count("Signature is Valid") == 2
