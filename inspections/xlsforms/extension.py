"""What a checklist says and an XLSForm has no word for, carried in a bind attribute as JSON, `motcua:item`.

    {"item": members of the item as the YAML of a checklist has them,
     "feel": {member: [the FEEL, the XPath that stood in the cell, "" where XPath cannot say it]},
     "part_of": key of the item a question is the reason, the picture or a number of,
     "section": {"code", "weight"},  "checklist": members of checklist.yaml}

A spreadsheet is there to be changed: words, options and conditions are read from its cells. The FEEL counts only while
the cell says what it was exported as; whoever changes the cell changes the condition.
"""

import json
from collections.abc import Mapping
from typing import Any

from inspections.xlsforms.xpath import (
    Binary,
    Call,
    Negative,
    Node,
    Path,
    XPathFault,
    parse_xpath,
)

Json = dict[str, Any]
NAMESPACE = "https://motcua.example/xlsform"
PREFIX = "motcua"
COLUMN = f"bind::{PREFIX}:item"
LONGEST = 30_000


def written(content: Json) -> str:
    """Return the text of an extension."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> Json | None:
    """Return an extension; None for a text that is none."""
    try:
        content = json.loads(text) if len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict):
        return None
    shapes = {"item": dict, "feel": dict, "part_of": str, "section": dict, "checklist": dict}
    return (
        content if all(isinstance(content[name], shapes[name]) for name in content.keys() & shapes) else None
    )


def kept_feel(extension: Mapping[str, Any], member: str, cell: str) -> str | None:
    """Return the FEEL of a member while its cell is what it was exported as; None where it was changed or is not there."""
    pair = extension.get("feel", {}).get(member)
    if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(each, str) for each in pair)):
        return None
    feel, exported = pair
    return feel if shape_of(exported) == shape_of(cell) else None


def shape_of(expression: str) -> object:
    """Return what an expression says whatever its paths look like: `${x}` and `/data/group/x` are the same."""
    try:
        return (
            _shape(parse_xpath(expression.replace("${", "").replace("}", ""))) if expression.strip() else ""
        )
    except XPathFault:
        return expression


def _shape(node: Node) -> object:
    if isinstance(node, Path):
        return ("path", node.steps[-1].name)
    if isinstance(node, Call):
        return (node.name, *map(_shape, node.arguments))
    if isinstance(node, Binary):
        return (node.operator, _shape(node.left), _shape(node.right))
    return ("-", _shape(node.operand)) if isinstance(node, Negative) else node
