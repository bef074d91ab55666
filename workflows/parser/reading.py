"""Bytes of a .bpmn file to an XML tree, trusting nothing in them.

No DTD, no entities, no network, no processing of huge trees: a diagram needs none of these, and
each has been used to read files or to fill a server's memory. Source: OWASP XML external entities.
"""

from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from workflows.findings import Finding

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
MC = "https://motcua.vn/bpmn/1"
MAX_BYTES = 5_000_000


class BpmnFaults(Exception):
    """A file that cannot become a flow, with everything that is wrong in it."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(f"{finding.element}: {finding.sentence}" for finding in findings))
        self.findings = tuple(findings)


def read_xml(content: bytes) -> etree._Element:
    """Return the <definitions> element. Raises BpmnFaults."""
    if len(content) > MAX_BYTES:
        raise BpmnFaults(
            [Finding("", "too_big", "error", "Tệp lớn hơn 5 MB.", "Chia quy trình thành nhiều tệp.")]
        )
    reader = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, reader)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        raise BpmnFaults(
            [
                Finding(
                    "",
                    "not_xml",
                    "error",
                    f"Tệp không phải XML đúng dạng: {error.msg}.",
                    "Lưu lại từ bpmn.io.",
                    line,
                )
            ]
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        mend = "Xóa dòng <!DOCTYPE …>."
        raise BpmnFaults([Finding("", "doctype", "error", "Tệp có DOCTYPE, không được nhận.", mend, 1)])
    if root.tag != f"{{{BPMN}}}definitions":
        raise BpmnFaults(
            [Finding("", "not_bpmn", "error", "Tệp không phải BPMN 2.0.", "Lưu lại từ bpmn.io.", 1)]
        )
    return root


def tag_of(element: etree._Element) -> str:
    """The BPMN name of an element; empty for another namespace's."""
    return bpmn_name(str(element.tag))


@lru_cache(maxsize=1024)
def bpmn_name(tag: str) -> str:
    """The BPMN name of a tag "{namespace}name", remembered: a file has thousands of tags of a few kinds."""
    name = etree.QName(tag)
    return name.localname if name.namespace == BPMN else ""


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first BPMN child of this name, or None."""
    return element.find(f"{{{BPMN}}}{name}")


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """All BPMN children of this name."""
    return element.findall(f"{{{BPMN}}}{name}")


def bpmn_children(element: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The BPMN children with their names."""
    return ((tag_of(found), found) for found in element if isinstance(found.tag, str) and tag_of(found))


def text_of(element: etree._Element | None) -> str:
    """The whole text of an element, stripped; empty for None."""
    return "".join(str(part) for part in element.itertext()).strip() if element is not None else ""


def local(reference: str | None) -> str:
    """A QName's local part: "ns:m1" → "m1"."""
    return (reference or "").strip().rpartition(":")[2]


def mc(element: etree._Element, name: str) -> str:
    """An attribute of our namespace; empty where missing."""
    return (element.get(f"{{{MC}}}{name}") or "").strip()


def line_of(element: etree._Element) -> int:
    line: object = element.sourceline
    return line if isinstance(line, int) else 0
