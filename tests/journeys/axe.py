"""Asks axe-core about pages, at both widths, in every language asked for.

axe is handed to the page by the browser's own debugger, so the site's content security policy
stays as it is. The pages of a round load and are judged side by side.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.services import ROOT

AXE = Path(ROOT, "node_modules", "axe-core", "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1280, 390)
HEIGHT = 900
ASK = """async (rules) => {
  const found = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
  return found.violations.map(({ id, help, nodes }) => [id, help, nodes.slice(0, 3).map((node) => node.html)]);
}"""


def violations(page: Page, where: str = "") -> list[str]:
    """Return what axe finds on the page as it stands, at both widths."""
    size = page.viewport_size
    found: list[str] = []
    page.evaluate(AXE)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += worded(page.evaluate(ASK, RULES), f"{where or page.url} at {width}")
    if size:
        page.set_viewport_size(size)
    return found


def worded(results: Iterable[Sequence[Any]], where: str) -> list[str]:
    """Return a line for each rule that is broken."""
    return [f"{where}: {rule}, {text}: {' | '.join(nodes)}" for rule, text, nodes in results]
