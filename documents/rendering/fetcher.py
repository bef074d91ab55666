"""What a document may load while it is drawn: data: addresses and the fonts shipped here, nothing else.

A renderer that follows addresses in a template is a door into the network of the server
(images, style imports, attachments of local files). The first forbidden address stops the drawing.
"""

from pathlib import Path

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

FONTS = Path(__file__).resolve().parent.parent / "fonts"
ASSETS = {file.name: file for file in FONTS.glob("*.ttf")}


class SafeFetcher(URLFetcher):
    """Answers data: and asset: (a font by its plain name); raises FatalURLFetchingError for anything else."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data", "asset"}, allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url.startswith("data:"):
            return super().fetch(url, headers)
        asset = ASSETS.get(url.removeprefix("asset:"))
        if not url.startswith("asset:") or asset is None:
            raise FatalURLFetchingError(f"documents may not load {url}")
        return URLFetcherResponse(url, asset.read_bytes(), {"Content-Type": "font/ttf"})
