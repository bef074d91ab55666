"""Rules of BPMN 2.0.2 that a file must keep to be a diagram at all."""

from collections.abc import Iterator

from lxml import etree

from workflows.findings import Finding


def violations(root: etree._Element) -> Iterator[Finding]:
    """One finding for each rule a file breaks."""
    yield from ()
