"""Asks axe-core about pages, at a desk's width and at a telephone's.

axe is handed to the page by the browser's own debugger, so the site's content security policy
stays as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.services import ROOT

AXE = Path(ROOT, "node_modules", "axe-core", "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1280, 390)
HEIGHT = 900
ASK = """(rules) => {
  window.answer = axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
}"""
HEAR = """async () => (await window.answer).violations.map(
  ({ id, help, nodes }) => [id, help, nodes.slice(0, 3).map((node) => node.html)]
)"""


def violations(page: Page, where: str = "") -> list[str]:
    """Return what axe finds on the page as it stands, at both widths."""
    return violations_of({where or page.url: page})


def violations_of(pages: Mapping[str, Page]) -> list[str]:
    """Return what axe finds on pages, named by where they are, at both widths; it looks at all of them at once."""
    sizes = [page.viewport_size for page in pages.values()]
    found: list[str] = []
    for page in pages.values():
        page.evaluate(AXE)
    for width in WIDTHS:
        for page in pages.values():
            page.set_viewport_size({"width": width, "height": HEIGHT})
            page.evaluate(ASK, RULES)
        for where, page in pages.items():
            found += worded(page.evaluate(HEAR), f"{where} at {width}")
    for page, size in zip(pages.values(), sizes, strict=True):
        page.set_viewport_size(size or {"width": WIDTHS[0], "height": HEIGHT})
    return found


def worded(results: Iterable[Sequence[Any]], where: str) -> list[str]:
    """Return a line for each rule that is broken."""
    return [f"{where}: {rule}, {text}: {' | '.join(nodes)}" for rule, text, nodes in results]
