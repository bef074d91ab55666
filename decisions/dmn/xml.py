"""Reading the XML of a decision model: no entities, no network, no document type."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from decisions.dmn.errors import DmnError

Element = etree._Element
MAX_BYTES = 5_000_000
_INSTANCE = "{http://www.w3.org/2001/XMLSchema-instance}"


def read_xml(content: bytes) -> Element:
    """Return the root element; raises DmnError."""
    if len(content) > MAX_BYTES:
        raise DmnError("the file is too large")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise DmnError(f"not XML: {error}") from error
    if b"<!DOCTYPE" in content:
        raise DmnError("a document type is not allowed")
    return root


def local(element: Element) -> str:
    """Return the name of an element without its namespace: the versions of DMN differ in it alone."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element, *names: str) -> Iterator[Element]:
    """Yield the children of these names."""
    return (child for child in element if isinstance(child.tag, str) and local(child) in names)


def child(element: Element, *names: str) -> Element | None:
    """Return the first child of one of these names."""
    return next(children(element, *names), None)


def text_of(element: Element | None) -> str:
    """Return the text of an element's `text` child, or its own."""
    if element is None:
        return ""
    inner = child(element, "text")
    return ((inner if inner is not None else element).text or "").strip()


def attribute(element: Element | None, name: str) -> str:
    """Return an attribute, empty where it is missing."""
    return "" if element is None else str(element.get(name, ""))


def instance_attribute(element: Element, name: str) -> str:
    """Return `xsi:type` or `xsi:nil`."""
    return str(element.get(_INSTANCE + name, ""))


def place_of(element: Element) -> str:
    """Return what to call the element in a fault: its id, or that of the nearest one around it."""
    around: Element | None = element
    while around is not None:
        if around.get("id"):
            return str(around.get("id"))
        around = around.getparent()
    return local(element)
