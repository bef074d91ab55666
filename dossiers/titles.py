"""What a step is called."""

from typing import Any

from workflows.model import FlowDefinition


def title_of(flow: FlowDefinition, node_id: str) -> Any:
    """Return the title of a node: its texts where it has them, else the name on the drawing."""
    node = flow.nodes.get(node_id)
    return (getattr(node, "texts", None) or {}).get("title") or getattr(node, "name", "") or node_id
