"""Diagrams made for other engines: what of theirs is understood, and what is left.

A file of Camunda 7, Camunda 8 (Zeebe) or Flowable loads without our namespace. Its attributes are
reported one by one, as mapped or not, so that nobody believes a rule is in force which is not.
"""

import re
from collections.abc import Iterator

from lxml import etree

from workflows.findings import Finding
from workflows.parser.reading import line_of

FOREIGN = {
    "http://camunda.org/schema/1.0/bpmn": "camunda",
    "http://camunda.org/schema/zeebe/1.0": "zeebe",
    "http://flowable.org/bpmn": "flowable",
    "http://activiti.org/bpmn": "activiti",
}
_JUEL = re.compile(r"[$#]\{(.*)\}", re.DOTALL)


def condition_text(text: str) -> str:
    """The FEEL text of a condition: ${a == 1 && b} of Camunda 7 and Flowable becomes a = 1 and b."""
    found = _JUEL.fullmatch(text.strip())
    if found is None:
        return text
    feel = found[1].replace("==", "=").replace("&&", " and ").replace("||", " or ")
    return re.sub(r"'([^']*)'", r'"\1"', feel)


def notes(root: etree._Element) -> Iterator[Finding]:
    """One note for each foreign attribute or element."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        owner = owner_id(element)
        space = FOREIGN.get(etree.QName(element).namespace or "")
        if space:
            yield left(owner, f"{space}:{etree.QName(element).localname}", line_of(element))
        for key in element.attrib:
            prefix = FOREIGN.get(etree.QName(str(key)).namespace or "")
            if prefix:
                yield left(owner, f"{prefix}:{etree.QName(str(key)).localname}", line_of(element))


def owner_id(element: etree._Element) -> str:
    """The id of the nearest element that has one."""
    here: etree._Element | None = element
    while here is not None and not here.get("id"):
        here = here.getparent()
    return here.get("id", "") if here is not None else ""


def left(owner: str, name: str, line: int) -> Finding:
    """The note on something that has no effect here."""
    sentence = f"{name} của hệ khác không có tác dụng ở đây."
    return Finding(owner, "foreign_not_mapped", "info", sentence, "Khai báo lại bằng thuộc tính mc.", line)
