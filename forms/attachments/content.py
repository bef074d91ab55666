"""What a file really is, decided by its content; its name and the browser's word count for nothing.

Pictures are drawn anew: metadata (the place a photo was taken) and whatever hides behind the
pixels stay outside, and the turn a telephone only notes is carried out. A PDF is opened but not
changed, for it may carry signatures; one that needs a password or starts programs is refused.
"""

import io
import re
import struct
import threading
import warnings
import zlib
from dataclasses import dataclass

import pikepdf
import puremagic
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from forms.errors import Refused
from forms.messages import gettext_noop

one_at_a_time = threading.Lock()
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 20_000
MOST_PAGES = 1_000
MOST_INFLATED = 100_000_000
JPEG_QUALITY = 90
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)
BROKEN_IMAGE = (
    UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning,
    OSError, ValueError, SyntaxError, TypeError, IndexError, KeyError, OverflowError, EOFError, MemoryError,
    struct.error, zlib.error,
)  # fmt: skip
BROKEN_PDF = (
    pikepdf.PdfError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    OverflowError,
    RecursionError,
    OSError,
)
STREAM = re.compile(rb"(?<!end)stream\r?\n")
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
UNPACKERS = re.compile(
    rb"/(?:FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL|ASCII85Decode|A85|ASCIIHexDecode|AHx)\b"
)
DICTIONARY_BYTES = 2000
ACTIVE_ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm"}


@dataclass(frozen=True, slots=True)
class Content:
    """A file's checked bytes and what they are."""

    data: bytes
    content_type: str


def examine(data: bytes, accepted: tuple[str, ...]) -> Content:
    """Return the content to store.

    data      the whole upload
    accepted  media types this question takes

    Raises Refused for an empty, foreign, lying, broken or dangerous file.
    """
    content_type = kind_of(data, accepted)
    if content_type == "application/pdf":
        check_pdf(data)
        return Content(data, content_type)
    return Content(drawn_anew(data, FORMATS[content_type]), content_type)


def examine_unchanged(data: bytes, accepted: tuple[str, ...], *, longest_edge: int | None = None) -> str:
    """Return the media type of a file whose bytes must stay as they are, since somebody vouches for their hash.

    longest_edge  how many pixels the longer side of a picture may have; None: no bound of its own

    Raises Refused as `examine` does, and for a longer picture; what hides behind a picture's pixels stays in it.
    """
    content_type = kind_of(data, accepted)
    if content_type == "application/pdf":
        check_pdf(data)
    else:
        check_edge(opened(data, FORMATS[content_type]), longest_edge)
    return content_type


def check_edge(image: Image.Image, most: int | None) -> None:
    """Raises Refused for a picture whose longer side has more pixels than asked for."""
    edge = max(image.size)
    if most is not None and edge > most:
        raise Refused(
            gettext_noop(
                "Ảnh dài %(edge)s điểm ảnh, mục này nhận nhiều nhất %(most)s. Thu nhỏ ảnh rồi gửi lại."
            ),
            edge=edge,
            most=most,
        )


def kind_of(data: bytes, accepted: tuple[str, ...]) -> str:
    """Return what a file is by its first bytes. Raises Refused for an empty one or one not accepted."""
    if not data:
        raise Refused(gettext_noop("Tệp rỗng. Chọn lại tệp."))
    content_type = sniff(data)
    if content_type not in accepted:
        raise Refused(
            gettext_noop("Chọn tệp %(types)s. Tệp này có nội dung khác, dù tên có thể ghi như vậy."),
            types=", ".join(kind.rsplit("/", 1)[-1].upper() for kind in accepted),
        )
    return content_type


def sniff(data: bytes) -> str:
    """Return the media type that the first bytes say, confirmed by puremagic; "" for none we know."""
    claimed = next((kind for head, kind in SIGNATURES if data.startswith(head)), "")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        claimed = "image/webp"
    if not claimed:
        return ""
    try:
        names = {found.mime_type for found in puremagic.magic_string(data[:8192] + data[-1024:])}
    except (puremagic.PureError, ValueError):
        return ""
    return claimed if claimed in names else ""


def drawn_anew(data: bytes, kind: str) -> bytes:
    """Return a picture encoded again from its pixels. Raises Refused for one too large or broken."""
    image = opened(data, kind)
    try:
        return encoded(ImageOps.exif_transpose(image), kind)
    except BROKEN_IMAGE:
        raise broken_image() from None


def opened(data: bytes, kind: str) -> Image.Image:
    """Return a picture, every pixel read. Raises Refused for one too large or broken."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=(kind,))
        check_dimensions(image)
        load_whole(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise too_many_pixels() from None
    except BROKEN_IMAGE:
        raise broken_image() from None
    return image


def broken_image() -> Refused:
    """Return what to say about a picture that does not open."""
    return Refused(gettext_noop("Không mở được ảnh này. Chụp hoặc lưu lại rồi tải lên."))


def load_whole(image: Image.Image) -> None:
    """Read every pixel. Raises OSError for a picture that ends too early, whatever else runs in this process.

    Pillow's switch is one for the whole process, and the drawing of documents turns it on when it is imported.
    """
    with one_at_a_time:
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            image.load()
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def check_dimensions(image: Image.Image) -> None:
    """Raises Refused for a picture whose pixels would fill the memory."""
    width, height = image.size
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise too_many_pixels()


def too_many_pixels() -> Refused:
    """Return what to say about a picture that is too large."""
    return Refused(
        gettext_noop("Ảnh quá lớn. Chụp lại với kích thước nhỏ hơn, tối đa %(most)s triệu điểm ảnh."),
        most=MOST_PIXELS // 1_000_000,
    )


def encoded(image: Image.Image, kind: str) -> bytes:
    """Return a picture's bytes without metadata; colours that the format lacks are brought to RGB."""
    plain = {"JPEG": ("L", "RGB"), "PNG": ("1", "L", "LA", "RGB", "RGBA", "P"), "WEBP": ("RGB", "RGBA")}[kind]
    mode = image.mode if image.mode in plain else "RGBA" if kind != "JPEG" and "A" in image.mode else "RGB"
    bare = image if image.mode == mode else image.convert(mode)
    bare.info = {name: value for name, value in bare.info.items() if name == "transparency"}
    target = io.BytesIO()
    options = {
        "JPEG": {"quality": JPEG_QUALITY, "optimize": True},
        "PNG": {},
        "WEBP": {"quality": JPEG_QUALITY},
    }[kind]
    bare.save(target, kind, **options)
    return target.getvalue()


def check_pdf(data: bytes) -> None:
    """Raises Refused for a PDF that does not open, asks for a password, or acts by itself."""
    check_inflation(data)
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pages, active = len(pdf.pages), has_active_content(pdf)
    except pikepdf.PasswordError:
        raise Refused(gettext_noop("Tệp PDF có mật khẩu. Bỏ mật khẩu rồi tải lên lại.")) from None
    except BROKEN_PDF:
        raise broken_pdf() from None
    if not 0 < pages <= MOST_PAGES:
        raise broken_pdf()
    if active:
        raise Refused(gettext_noop("Tệp PDF có mã chạy kèm. In ra PDF mới rồi tải lên lại."))


def broken_pdf() -> Refused:
    """Return what to say about a PDF that does not open."""
    return Refused(gettext_noop("Không mở được tệp PDF này. Lưu hoặc quét lại rồi tải lên."))


def check_inflation(data: bytes) -> None:
    """Raises Refused when a stream that opening must unpack would grow beyond all measure.

    Those are the tables of objects (/ObjStm, /XRef), which every writer packs once, by Flate; one
    packed otherwise or several times is not looked into but refused.
    """
    for found in STREAM.finditer(data):
        head = data[max(0, found.start() - DICTIONARY_BYTES) : found.start()]
        names = ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), head[head.rfind(b"obj") + 3 :])
        if b"/ObjStm" not in names and b"/XRef" not in names:
            continue
        filters = UNPACKERS.findall(names)
        if filters and (filters != [b"/FlateDecode"] or unpacks_too_far(data[found.end() :])):
            raise broken_pdf()


def unpacks_too_far(packed: bytes) -> bool:
    """Say whether a stream packed by Flate grows beyond the limit."""
    try:
        return len(zlib.decompressobj().decompress(packed, MOST_INFLATED)) >= MOST_INFLATED
    except zlib.error:
        return False


def has_active_content(pdf: pikepdf.Pdf) -> bool:
    """Say whether opening the document would run a script or a program."""
    root = pdf.Root
    names = root.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and "/JavaScript" in names:
        return True
    return any(is_active(root.get(key)) for key in ("/OpenAction", "/AA")) or any(
        is_active(page.obj.get("/AA")) for page in pdf.pages
    )


def is_active(action: object, depth: int = 0) -> bool:
    """Say whether an action, or one in its triggers or after it, is of the kind that acts."""
    if not isinstance(action, pikepdf.Dictionary) or depth > 5:
        return False
    if str(action.get("/S", "")) in ACTIVE_ACTIONS:
        return True
    return any(
        is_active(action.get(key), depth + 1)
        for key in map(str, action.keys())
        if key not in {"/D", "/P", "/Parent"}
    )
