"""What an upload really is: content decides, and what is kept is harmless."""

import io
import struct
import zlib

import pikepdf
import pytest
from PIL import Image

from forms.attachments import content
from forms.attachments.content import examine
from forms.attachments.names import clean_name
from forms.errors import Refused
from forms.fields.files import TYPES

ALL = tuple(TYPES.values())


def picture(kind="PNG", size=(20, 10), mode="RGB", **options):
    target = io.BytesIO()
    Image.new(mode, size, 0).save(target, kind, **options)
    return target.getvalue()


def noisy(kind):
    target = io.BytesIO()
    Image.effect_noise((100, 100), 50).save(target, kind)
    return target.getvalue()


def pdf(change=None, **options):
    document = pikepdf.new()
    document.add_blank_page()
    if change:
        change(document)
    target = io.BytesIO()
    document.save(target, **options)
    return target.getvalue()


def png_claiming(width, height):
    def chunk(kind, body):
        return struct.pack("!L", len(body)) + kind + body + struct.pack("!L", zlib.crc32(kind + body))

    header = struct.pack("!LLBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def scripted(document):
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def launching(document):
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")


def bomb(kind=b"ObjStm", filters=b"/FlateDecode", times=1):
    packed = bytes(2_000_000)
    for _ in range(times):
        packed = zlib.compress(packed)
    return (
        b"%PDF-1.5\n1 0 obj\n<</Filter " + filters + b"/Type/" + kind + b"/N 1/First 4/Length "
        + str(len(packed)).encode()
        + b">>\nstream\n" + packed + b"\nendstream\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )  # fmt: skip


def never_opened(*arguments):
    raise AssertionError("a bomb was opened")


class TestWhatIsTaken:
    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
    def test_a_picture_is_drawn_anew(self, kind):
        data = picture(kind)

        taken = examine(data, ALL)

        assert taken.content_type == f"image/{kind.lower()}"
        assert Image.open(io.BytesIO(taken.data)).size == (20, 10)

    @pytest.mark.parametrize("mode", ["CMYK", "L"])
    def test_a_jpeg_of_any_colours(self, mode):
        assert examine(picture("JPEG", mode=mode), ALL).content_type == "image/jpeg"

    @pytest.mark.parametrize("mode", ["1", "LA", "P", "RGBA", "I;16"])
    def test_a_png_of_any_colours(self, mode):
        assert examine(picture("PNG", mode=mode), ALL).content_type == "image/png"

    def test_a_photo_loses_its_place_and_keeps_its_turn(self):
        exif = Image.Exif()
        exif[0x0112] = 6
        exif.get_ifd(0x8825)[1] = "N"

        taken = examine(picture("JPEG", exif=exif), ALL)

        kept = Image.open(io.BytesIO(taken.data))
        assert kept.size == (10, 20)
        assert not kept.getexif()

    def test_a_tail_behind_a_picture_is_cut(self):
        assert b"<script>" not in examine(picture("JPEG") + b"<script>alert(1)</script>", ALL).data

    @pytest.mark.parametrize("mode", list(pikepdf.ObjectStreamMode), ids=lambda mode: mode.name)
    def test_a_pdf_is_kept_byte_for_byte(self, mode):
        data = pdf(object_stream_mode=mode)

        assert examine(data, ALL).data == data


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"", "Tệp rỗng"),
            (b"MZ\x90\x00" + b"\0" * 200, "nội dung khác"),
            (b"<!DOCTYPE html><script>alert(1)</script>", "nội dung khác"),
            (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "nội dung khác"),
            (b"PK\x03\x04" + b"\0" * 200, "nội dung khác"),
            (b"<script>alert(1)</script>%PDF-1.4", "nội dung khác"),
            (picture("GIF"), "nội dung khác"),
            (noisy("PNG")[:3000], "Không mở được ảnh"),
            (noisy("JPEG")[:500], "Không mở được ảnh"),
            (png_claiming(100_000, 100_000), "Ảnh quá lớn"),
            (png_claiming(30_000, 1), "Ảnh quá lớn"),
            (b"%PDF-1.4\nnothing here", "Không mở được tệp PDF"),
            (pdf(scripted), "có mã chạy kèm"),
            (pdf(launching), "có mã chạy kèm"),
            (pdf(encryption=pikepdf.Encryption(user="a", owner="b")), "có mật khẩu"),
        ],
        ids=[
            "nothing", "a program", "a page", "a drawing with a script", "an archive", "a page before a PDF",
            "a GIF", "half a PNG", "half a JPEG", "a bomb of pixels", "an endless line", "no PDF at all",
            "a PDF with a script", "a PDF that starts a program", "a PDF with a password",
        ],
    )  # fmt: skip
    def test_with_the_reason(self, data, reason):
        with pytest.raises(Refused) as caught:
            examine(data, ALL)

        assert reason in caught.value.message.render(str, "vi")

    @pytest.mark.parametrize(
        "data",
        [
            bomb(),
            bomb(b"Obj#53tm"),
            bomb(filters=b"[/FlateDecode /FlateDecode]", times=2),
            bomb(filters=b"/LZWDecode"),
        ],
        ids=["at once", "under another spelling", "packed twice", "packed otherwise"],
    )
    def test_a_pdf_that_unpacks_without_end(self, data, monkeypatch):
        monkeypatch.setattr(pikepdf, "open", never_opened)
        monkeypatch.setattr(content, "MOST_INFLATED", 1_000_000)

        with pytest.raises(Refused):
            examine(data, ALL)

    def test_a_type_this_question_does_not_take(self):
        with pytest.raises(Refused) as caught:
            examine(picture("PNG"), ("application/pdf",))

        assert caught.value.message.render(str, "vi").startswith("Chọn tệp PDF.")


class TestNames:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("bằng tốt nghiệp.pdf", "bằng tốt nghiệp.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\Users\\a\\bang.PDF", "bang.pdf"),
            ("bang.exe", "bang.exe.pdf"),
            ("gpj\u202efdp.exe", "gpjfdp.exe.pdf"),
            ("a\x00b\n.pdf", "ab.pdf"),
            ('<img src=x onerror="1">.pdf', "_img src=x onerror=_1__.pdf"),
            ("", "tep.pdf"),
            ("...", "tep.pdf"),
            (".pdf", "pdf.pdf"),
            ("a" * 500 + ".pdf", "a" * 120 + ".pdf"),
        ],
    )
    def test_are_made_harmless(self, given, kept):
        assert clean_name(given, "application/pdf") == kept
