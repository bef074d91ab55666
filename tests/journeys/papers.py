"""Files people upload: an honest one and some that are not what they seem."""

from playwright.sync_api import FilePayload

HONEST_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
    b"trailer<</Root 1 0 R/Size 4>>\n%%EOF\n"
)
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + b"\x00" * 2000
ELEVEN_MEGABYTES = HONEST_PDF + b"%" * 11_000_000


def paper(name: str = "uy-quyen.pdf", content: bytes = HONEST_PDF) -> FilePayload:
    """Return a file as the browser hands it over."""
    return {"name": name, "mimeType": "application/pdf", "buffer": content}
