"""The XML of an XForm: read without entities, network or document type; names without their namespace."""

from collections.abc import Iterator

from lxml import etree

from inspections.xlsforms.model import FormUnreadable

Element = etree._Element
MAX_BYTES = 10_000_000


def read_xml(content: bytes) -> Element:
    """Return the root element. Raises FormUnreadable."""
    if len(content) > MAX_BYTES:
        raise FormUnreadable(f"Tệp XML lớn hơn {MAX_BYTES // 1_000_000} MB.")
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
        raise FormUnreadable(f"Tệp không phải XML đúng quy cách: {error}.") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise FormUnreadable("Tệp XML có khai báo DOCTYPE; không đọc để giữ an toàn.")
    return root


def local(name: object) -> str:
    """Return a tag or attribute name without its namespace."""
    return str(name).rpartition("}")[2]


def parts(element: Element, *names: str) -> Iterator[Element]:
    """Yield the children of these names, all of them where none is named."""
    return (each for each in element if isinstance(each.tag, str) and (not names or local(each.tag) in names))


def part(element: Element, *names: str) -> Element | None:
    """Return the first child of one of these names."""
    return next(parts(element, *names), None)


def attribute(element: Element, name: str) -> str:
    """Return an attribute whatever its namespace, "" where it is not there."""
    return next((str(value).strip() for key, value in element.attrib.items() if local(key) == name), "")


def words_in(element: Element) -> str:
    """Return all text inside an element."""
    return "".join(map(str, element.itertext()))
