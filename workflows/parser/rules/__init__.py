"""Rules of BPMN 2.0.2 that a file must keep before it is published; the door of this package.

They look at the XML, since much of what they forbid never reaches the model. A file that breaks
one can often still be run for a look (`bpmn run`), but never be published.
"""

from collections.abc import Iterator

from lxml import etree

from workflows.findings import Finding
from workflows.parser.rules import data, messages, structure
from workflows.parser.rules.place import Place

RULES = (*structure.RULES, *messages.RULES, *data.RULES)

__all__ = ["RULES", "violations"]


def violations(root: etree._Element) -> Iterator[Finding]:
    """One finding for each rule and place it is broken at."""
    place = Place(root)
    for rule in RULES:
        yield from rule(place)
