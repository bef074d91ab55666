"""Sections are checked out and in, also from tablet to tablet without the server, which reads the tokens later."""

from uuid import UUID

from inspections.folding import Hold, Way, given, taken
from inspections.models import Device, SectionHold, Target
from inspections.protocol import BadChain, Chain, Link, read_chain
from inspections.protocol.payloads import SectionGive, SectionTake
from inspections.selectors.checklists import has_section
from inspections.services.sync.acts import Act, Effect, Rejected


def hold_of(target: Target, section: str) -> Hold | None:
    """Return who holds a section, as the pure decisions know it."""
    row = open_hold(target, section)
    return as_hold(row) if row else None


def open_hold(target: Target, section: str) -> SectionHold | None:
    """Return the row of who holds a section."""
    rows = SectionHold.objects.select_related("device").filter(target=target, section=section, given_at=None)
    return rows.first()


def as_hold(row: SectionHold) -> Hold:
    """Return a row as the pure decisions know it."""
    passed = tuple(UUID(name) for name in row.passed)
    until = {UUID(device): int(seq) for device, seq in row.until.items()}
    return Hold(row.public_id, row.device.public_id, passed, until)


def take_section(act: Act, payload: SectionTake) -> Effect:
    """Check a section out. Raises Rejected or CannotApply("held")."""
    if not has_section(act.target, payload.section):
        raise Rejected("unknown_section")
    row = open_hold(act.target, payload.section)
    before = as_hold(row) if row else None
    after = taken(before, act.operation.id, act.device.public_id, way_of(act, payload))
    if after is not before:
        if row is not None:
            end(row, act)
        SectionHold.objects.create(
            public_id=after.id,
            target=act.target,
            section=payload.section,
            member=act.member,
            device=act.device,
            taken_at=act.at,
            passed=[str(name) for name in after.passed],
            until={str(device): seq for device, seq in after.until.items()},
            seq=act.seq,
        )
    is_mine = after.device == act.device.public_id
    return Effect(told={"hold": str(after.id), "mine": is_mine})


def way_of(act: Act, payload: SectionTake) -> Way | None:
    """Return the proved way of a section's tokens, None where it was not handed on. Raises Rejected."""
    if not payload.tokens:
        return None
    sent = act.operation.raw["tokens"]
    links = [Link(each["token"], each["signature"]) for each in sent]
    givers = {each.token.from_ for each in payload.tokens}
    try:
        chain = read_chain(
            links,
            keys_of(act.target, givers),
            visit=act.target.public_id,
            section=payload.section,
            to=act.device.public_id,
        )
    except BadChain as error:
        raise Rejected(error.word) from None
    return as_way(chain)


def as_way(chain: Chain) -> Way:
    """Return a proved chain as the pure decisions know it."""
    return Way(chain.begins_at, chain.first, chain.names, chain.until)


def keys_of(target: Target, devices: set[UUID]) -> dict[UUID, dict[str, str]]:
    """Return the keys of those devices that belong to people who are or were in the visit's team."""
    rows = Device.objects.filter(
        public_id__in=devices,
        public_key__isnull=False,
        person__inspection_teams__inspection=target.inspection_id,
    )
    return dict(rows.values_list("public_id", "public_key"))


def give_section(act: Act, payload: SectionGive) -> Effect:
    """Put a section back. Raises CannotApply("not_held")."""
    row = open_hold(act.target, payload.section)
    given(as_hold(row) if row else None, act.device.public_id)
    assert row is not None
    end(row, act)
    return Effect()


def end(row: SectionHold, act: Act) -> None:
    """Note that a hold is over."""
    row.given_at, row.seq = act.at, act.seq
    row.save(update_fields=["given_at", "seq"])
