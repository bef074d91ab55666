"""An answer of a tablet comes in: it stands, or it is kept beside the one that does until the lead decides."""

from typing import Any

from inspections.folding import Hold, Standing, answered, decided, follows
from inspections.folding import Kept as KeptValue
from inspections.models import Answer, AnswerConflict, SyncOperation, TeamRole
from inspections.protocol.payloads import AnswerSet, ConflictDecide
from inspections.selectors.checklists import section_of
from inspections.services.sync.acts import Act, Effect, Rejected
from inspections.services.sync.sections import hold_of

MAY_DECIDE = frozenset({TeamRole.LEAD, TeamRole.DEPUTY})


def set_answer(act: Act, payload: AnswerSet) -> Effect:
    """Let an answer stand or keep it. Raises Rejected for a key the checklist does not have."""
    section = section_of(act.target, payload.key)
    if section is None:
        raise Rejected("unknown_item", key=payload.key)
    row = Answer.objects.select_related("device").filter(target=act.target, item_key=payload.key).first()
    values = payload.values.model_dump(mode="json")
    if section not in act.holds:
        act.holds[section] = hold_of(act.target, section)
    if may_answer(act.holds[section], act) and follows(standing_of(row), payload.base, act.device.public_id):
        return let_stand(act, row, payload.key, values)
    return keep_beside(act, row, payload.key, values)


def may_answer(hold: Hold | None, act: Act) -> bool:
    """Say whether who holds the section lets this answer stand."""
    return hold is None or hold.lets(act.device.public_id, act.operation.seq)


def standing_of(row: Answer | None) -> Standing | None:
    """Return an answer's row as the pure decisions know it."""
    if row is None:
        return None
    device = row.device.public_id if row.device else None
    return Standing(row.values, row.version, device, row.since)


def let_stand(act: Act, row: Answer | None, key: str, values: dict[str, Any]) -> Effect:
    """Write the answer as the next version."""
    after = answered(standing_of(row), values, act.device.public_id)
    write(act, key, after, row, by_id=act.person.pk, noted_at=act.operation.at)
    return Effect(told={"answer": {"key": key, "version": after.version}})


def write(act: Act, key: str, after: Standing, row: Answer | None, *, by_id: int, noted_at: Any) -> None:
    """Store what stands from now on, in the row that stood until now if there is one."""
    row = row or Answer(target=act.target, item_key=key)
    row.values, row.version, row.since, row.seq = dict(after.values), after.version, after.since, act.seq
    row.by_id, row.device, row.noted_at, row.changed_at = by_id, act.device, noted_at, act.at
    row.save()


def keep_beside(act: Act, row: Answer | None, key: str, values: dict[str, Any]) -> Effect:
    """Keep a value for the lead; a device's later value takes the place of its earlier one there."""
    second = {
        "values": values,
        "by": act.person.pk,
        "device": str(act.device.public_id),
        "noted_at": act.operation.at.isoformat(),
    }
    conflict = AnswerConflict.objects.filter(
        target=act.target, item_key=key, decided_at=None, second__device=second["device"]
    ).first()
    if conflict is None:
        conflict = AnswerConflict(
            public_id=act.operation.id, target=act.target, item_key=key, first=first_of(row), raised_at=act.at
        )
    conflict.second, conflict.seq = second, act.seq
    conflict.save()
    told = {"conflict": str(conflict.public_id), "answer": {"key": key, "version": row.version if row else 0}}
    return Effect(SyncOperation.State.CONFLICT, told)


def first_of(row: Answer | None) -> dict[str, Any]:
    """Return what stands, as a side of a conflict."""
    if row is None:
        return {}
    return {
        "values": row.values,
        "by": row.by_id,
        "device": str(row.device.public_id) if row.device else None,
        "noted_at": row.noted_at.isoformat() if row.noted_at else None,
    }


def decide_conflict(act: Act, payload: ConflictDecide) -> Effect:
    """Carry the lead's choice out. Raises Rejected, or CannotApply for one that was made on an older answer."""
    if act.member.role not in MAY_DECIDE:
        raise Rejected("not_lead")
    conflict = AnswerConflict.objects.filter(target=act.target, public_id=payload.conflict).first()
    if conflict is None:
        raise Rejected("unknown_conflict")
    key, second = conflict.item_key, conflict.second
    row = Answer.objects.select_related("device").filter(target=act.target, item_key=key).first()
    kept = KeptValue(key, second["values"], act.device.public_id, is_open=conflict.decided_at is None)
    before = standing_of(row)
    after = decided(before, kept, payload.choose, payload.base, act.device.public_id)
    if after is not None and after is not before:
        write(act, key, after, row, by_id=second["by"], noted_at=second["noted_at"])
    conflict.decided_by, conflict.decided_at, conflict.reason = act.person, act.at, payload.reason
    conflict.chosen, conflict.seq = ("first" if payload.choose == "a" else "second"), act.seq
    conflict.save(update_fields=["decided_by", "decided_at", "reason", "chosen", "seq"])
    return Effect(told={"answer": {"key": key, "version": after.version if after else 0}})
