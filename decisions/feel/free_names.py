"""Which names an expression reads from outside: so that a check can tell a name that nothing sets."""

from __future__ import annotations

from decisions.feel import nodes


def free_names(node: nodes.Node) -> frozenset[str]:
    """Return the names read and not bound inside. In a filter any name may be a member of the items: left out
    are none, so a member read bare in a filter is reported too."""
    found: set[str] = set()
    waiting: list[tuple[object, frozenset[str]]] = [(node, frozenset())]
    while waiting:
        part, bound = waiting.pop()
        if isinstance(part, nodes.Name):
            found.update({part.name} - bound)
        elif isinstance(part, tuple):
            waiting.extend((each, bound) for each in part)
        elif isinstance(part, (nodes.Node, nodes.Iterator)):
            waiting.extend(_parts(part, bound))
    return frozenset(found)


def _parts(node: object, bound: frozenset[str]) -> list[tuple[object, frozenset[str]]]:
    if isinstance(node, (nodes.For, nodes.Quantified)):
        inner = bound | {each.name for each in node.iterators} | {"partial"}
        return [(node.iterators, inner), (node.body, inner)]
    if isinstance(node, nodes.FunctionLiteral):
        return [(node.body, bound | {each.name for each in node.parameters})]
    if isinstance(node, nodes.ContextLiteral):
        inner = bound | {name for name, _ in node.entries}
        return [(value, inner) for _, value in node.entries]
    if isinstance(node, nodes.Filter):
        return [(node.source, bound), (node.condition, bound | {"item"})]
    if isinstance(node, nodes.Call):
        return [
            (node.function, bound),
            (node.positional, bound),
            *((value, bound) for _, value in node.named),
        ]
    return [(getattr(node, slot), bound) for slot in getattr(type(node), "__slots__", ())]
