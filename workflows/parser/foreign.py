"""Diagrams made for other engines: what of theirs is understood, and what is left.

A file of Camunda 7, Camunda 8 (Zeebe) or Flowable loads without our namespace. Its attributes are
reported one by one, as mapped or not, so that nobody believes a rule is in force which is not.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from workflows.findings import Finding
from workflows.parser.reading import MC, line_of

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


MAPPED = {
    ("camunda", "formKey"): "form",
    ("camunda", "formRef"): "form",
    ("camunda", "candidateGroups"): "role",
    ("camunda", "topic"): "operation",
    ("camunda", "resultVariable"): "result",
    ("camunda", "decisionRef"): "decision",
    ("flowable", "formKey"): "form",
    ("flowable", "candidateGroups"): "role",
    ("flowable", "resultVariable"): "result",
    ("activiti", "formKey"): "form",
    ("activiti", "candidateGroups"): "role",
}
"""Attributes of other engines that mean one of ours."""

MAPPED_ELEMENTS = {
    ("zeebe", "taskDefinition", "type"): "operation",
    ("zeebe", "formDefinition", "formId"): "form",
    ("zeebe", "formDefinition", "formKey"): "form",
    ("zeebe", "assignmentDefinition", "candidateGroups"): "role",
    ("zeebe", "calledDecision", "decisionId"): "decision",
    ("zeebe", "script", "resultVariable"): "result",
}
"""Attributes of Camunda 8's extension elements that mean one of ours."""


def translate(root: etree._Element) -> None:
    """Give elements our attributes where another engine's mean the same and ours are missing."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for key, value in list(element.attrib.items()):
            name = mapped_name(element, str(key))
            target = element if name and etree.QName(str(key)).namespace else host(element)
            if name and target is not None and target.get(f"{{{MC}}}{name}") is None:
                target.set(f"{{{MC}}}{name}", str(value))


def mapped_name(element: etree._Element, key: str) -> str | None:
    """Our attribute for another engine's, or None."""
    return name_mapped(str(element.tag), key)


@lru_cache(maxsize=4096)
def name_mapped(tag: str, key: str) -> str | None:
    """Our attribute for this key on a tag, remembered: files repeat a few pairs thousands of times."""
    own = etree.QName(key)
    space = FOREIGN.get(own.namespace or "")
    if space:
        return MAPPED.get((space, own.localname))
    outer = etree.QName(tag)
    return MAPPED_ELEMENTS.get((FOREIGN.get(outer.namespace or "", ""), outer.localname, own.localname))


def host(element: etree._Element) -> etree._Element | None:
    """The BPMN element whose extensionElements hold this one."""
    holder = element.getparent()
    return holder.getparent() if holder is not None else None


def notes(root: etree._Element) -> Iterator[Finding]:
    """One note for each foreign attribute or element: mapped or left."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        owner, line = owner_id(element), line_of(element)
        space = FOREIGN.get(etree.QName(element).namespace or "")
        taken = [key for key in element.attrib if mapped_name(element, str(key))]
        if space:
            yield note(owner, f"{space}:{etree.QName(element).localname}", line, mapped=bool(taken))
        for key in element.attrib:
            prefix = FOREIGN.get(etree.QName(str(key)).namespace or "")
            if prefix:
                yield note(owner, f"{prefix}:{etree.QName(str(key)).localname}", line, mapped=key in taken)


def owner_id(element: etree._Element) -> str:
    """The id of the nearest element that has one."""
    here: etree._Element | None = element
    while here is not None and not here.get("id"):
        here = here.getparent()
    return here.get("id", "") if here is not None else ""


def note(owner: str, name: str, line: int, *, mapped: bool) -> Finding:
    """The note on one attribute or element of another engine."""
    if mapped:
        return Finding(
            owner, "foreign_mapped", "info", f"{name} của hệ khác được hiểu như thuộc tính mc.", "", line
        )
    sentence = f"{name} của hệ khác không có tác dụng ở đây."
    return Finding(owner, "foreign_not_mapped", "info", sentence, "Khai báo lại bằng thuộc tính mc.", line)
