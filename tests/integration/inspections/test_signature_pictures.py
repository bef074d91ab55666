"""A drawn signature stands in the minutes' PDF whatever picture it came as: WebP, large, or turned by a camera."""

import io
import random
import re
import subprocess

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from inspections.minutes_pdf import minutes_pdf
from inspections.models import Evidence
from inspections.signature_picture import LARGEST, LONGEST_EDGE, for_paper
from tests.integration.inspections.test_minutes import answered, kept, name, picture  # noqa: F401 fixture
from tests.integration.inspections.visit_world import World


def as_file(image: Image.Image, kind: str, **options) -> bytes:
    """Return a picture's bytes."""
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def strokes(size=(300, 120)) -> Image.Image:
    """Return a blue stroke on nothing, as the tablet draws."""
    drawn = Image.new("RGBA", size, (0, 0, 0, 0))
    drawn.paste((0, 0, 160, 255), (40, 50, 260, 70))
    return drawn


def noise(edge=1000) -> Image.Image:
    """Return a picture that no encoding makes small."""
    return Image.frombytes("RGB", (edge, edge), random.Random(7).randbytes(edge * edge * 3))


SMALL_PNG, WEBP = as_file(strokes(), "PNG"), as_file(strokes(), "WEBP", lossless=True)
LARGE_PNG = as_file(noise(), "PNG")


def pictures_in(pdf: bytes) -> list[str]:
    """Return the lines that say what pictures a PDF holds."""
    listed = subprocess.run(["pdfimages", "-list", "-"], input=pdf, capture_output=True, check=True)
    return [line for line in listed.stdout.decode().splitlines() if re.match(r"\s+\d+\s+\d+\s+image", line)]


def signed_with(visit: World, data: bytes, content_type: str):
    """Return minutes under which one signature was drawn, its picture here."""
    image = picture(visit)
    Evidence.objects.filter(pk=image.pk).update(
        storage_name=default_storage.save(f"evidence/{image.pk}", ContentFile(data)),
        content_type=content_type, size=len(data), received_bytes=len(data), completed_at=visit.at,
    )  # fmt: skip
    minutes = kept(visit)
    name(visit, minutes, image=image.pk)
    return minutes


class TestASignatureInThePdf:
    @pytest.mark.django_db
    @pytest.mark.parametrize(
        ("data", "content_type"),
        [
            pytest.param(SMALL_PNG, "image/png", id="png"),
            pytest.param(WEBP, "image/webp", id="webp"),
            pytest.param(LARGE_PNG, "image/png", id="large"),
        ],
    )
    def test_stands_there_and_the_same_minutes_give_the_same_bytes(self, answered, data, content_type):  # noqa: F811
        minutes = signed_with(answered, data, content_type)

        first, second = minutes_pdf(minutes), minutes_pdf(minutes)

        assert len(pictures_in(first)) == 1
        assert first == second

    @pytest.mark.django_db
    def test_is_not_there_before_it_arrived(self, answered):  # noqa: F811
        minutes = kept(answered)
        name(answered, minutes)

        assert pictures_in(minutes_pdf(minutes)) == []


class TestThePictureForPaper:
    def test_is_the_very_same_where_a_page_can_show_it(self):
        assert for_paper(SMALL_PNG, "image/png") == (SMALL_PNG, "image/png")

    def test_of_a_large_one_is_small(self):
        data, kind = for_paper(LARGE_PNG, "image/png")

        assert len(LARGE_PNG) > LARGEST >= len(data)
        assert (kind, max(Image.open(io.BytesIO(data)).size)) == ("image/jpeg", LONGEST_EDGE)

    def test_shows_the_stroke_on_white(self):
        data, _ = for_paper(WEBP, "image/webp")

        page = Image.open(io.BytesIO(data))
        inside, outside = page.getpixel((150, 60)), page.getpixel((5, 5))
        assert inside[2] > 120 > 60 > inside[0]
        assert min(outside) > 240

    def test_is_turned_as_the_camera_noted(self):
        turned = Image.Exif()
        turned[0x0112] = 6
        lying = as_file(noise().resize((1200, 900)), "JPEG", quality=100, subsampling=0, exif=turned)

        data, _ = for_paper(lying, "image/jpeg")

        assert len(lying) > LARGEST
        assert Image.open(io.BytesIO(data)).size == (600, LONGEST_EDGE)
