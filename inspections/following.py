"""Which step of an institution's part follows minutes by itself: said by the package, as `follows` of a step's way out.

A flow of another shape, or with other names of steps, follows minutes as long as its ways out say what they follow.
"""

from inspections.models import Minutes, Target
from procedures.selectors import package_for
from workflows.model import UserTask
from workflows.models import WorkItem

ANNOUNCED, SIGNED = "announcement_signed", "minutes_signed"
REFUSED, CONFIRMED = "minutes_refused", "refusal_confirmed"
KINDS = {
    ANNOUNCED: Minutes.Kind.ANNOUNCEMENT,
    SIGNED: Minutes.Kind.INSPECTION,
    REFUSED: Minutes.Kind.INSPECTION,
    CONFIRMED: Minutes.Kind.INSPECTION,
}
"""What a way out may follow, and the kind of minutes that lets it happen."""


def ways_following(target: Target, event: str) -> dict[str, str]:
    """Return, for every step of a part's flow that follows an event, the way out it then takes: node → outcome."""
    if target.run is None:
        return {}
    flow = package_for(target.run.flow_key, target.run.version_hash).flow
    return {
        node.id: way.key
        for node in flow.nodes.values()
        if isinstance(node, UserTask)
        for way in node.outcomes
        if way.follows == event
    }


def kinds_followed(target: Target, item: WorkItem) -> set[str]:
    """Return the kinds of minutes that a step follows."""
    return {str(kind) for event, kind in KINDS.items() if item.node_id in ways_following(target, event)}
