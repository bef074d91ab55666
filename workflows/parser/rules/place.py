"""A file prepared for the rules: its elements by id and by kind, its flows by their ends."""

from collections.abc import Iterator
from functools import cached_property

from lxml import etree

from workflows.findings import Finding
from workflows.parser.elements import MAKERS
from workflows.parser.reading import children, line_of, local, tag_of

REFUSED_NODES = (
    "complexGateway",
    "transaction",
    "adHocSubProcess",
    "callChoreography",
    "choreographyTask",
    "subChoreography",
)
CONTAINERS = ("process", "subProcess")
EVENTS = ("startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent")


class Place:
    """What the rules look at."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.elements = [
            element for element in root.iter() if isinstance(element.tag, str) and tag_of(element)
        ]

    def all(self, *names: str) -> Iterator[etree._Element]:
        """Every element of these kinds."""
        return (element for element in self.elements if tag_of(element) in names)

    @cached_property
    def by_id(self) -> dict[str, etree._Element]:
        return {element.get("id", ""): element for element in self.elements if element.get("id")}

    @cached_property
    def nodes(self) -> list[etree._Element]:
        """Every flow node, those that are refused included."""
        return list(self.all(*MAKERS, *REFUSED_NODES))

    @cached_property
    def outgoing(self) -> dict[str, list[etree._Element]]:
        return self._ends("sourceRef")

    @cached_property
    def incoming(self) -> dict[str, list[etree._Element]]:
        return self._ends("targetRef")

    def _ends(self, attribute: str) -> dict[str, list[etree._Element]]:
        found: dict[str, list[etree._Element]] = {}
        for flow in self.all("sequenceFlow"):
            found.setdefault(local(flow.get(attribute)), []).append(flow)
        return found

    def ways_in(self, element: etree._Element) -> list[etree._Element]:
        return self.incoming.get(element.get("id", ""), [])

    def ways_out(self, element: etree._Element) -> list[etree._Element]:
        return self.outgoing.get(element.get("id", ""), [])

    def siblings(self, element: etree._Element, name: str) -> list[etree._Element]:
        """The elements of a kind in the same container."""
        parent = element.getparent()
        return children(parent, name) if parent is not None else []


def broken(element: etree._Element, code: str, sentence: str, mend: str) -> Finding:
    """The finding on an element that breaks a rule, placed at the nearest id."""
    here: etree._Element | None = element
    while here is not None and not here.get("id"):
        here = here.getparent()
    return Finding(
        here.get("id", "") if here is not None else "", code, "error", sentence, mend, line_of(element)
    )
