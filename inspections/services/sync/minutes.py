"""Minutes made and signed on a tablet come in, bound to the digest of what was read.

Minutes that nobody has signed yet give way to a newer text; signed ones do not. They are complete when the team and
the institution have signed, or a representative of the commune or a witness has confirmed that the institution did
not (INSPECTION k10, k10x).
"""

from inspections.canonical import NotCanonical, digest
from inspections.models import Evidence, Minutes, MinutesSignature
from inspections.protocol.payloads import MinutesMake, MinutesSign
from inspections.services.sync.acts import Act, Effect, Rejected

SIDE = MinutesSignature.Side
METHOD = MinutesSignature.Method
CONFIRMING = frozenset({SIDE.COMMUNE, SIDE.WITNESS})
SIGNED_ON_THE_SPOT = frozenset({METHOD.DRAWN, METHOD.INK, METHOD.REFUSED})
REPLACED = "Lập lại trên máy tính bảng trước khi ký"


def make_minutes(act: Act, payload: MinutesMake) -> Effect:
    """Keep minutes. Raises Rejected for a digest that is not the content's, or while signed ones stand."""
    try:
        reckoned = digest(payload.content)
    except NotCanonical:
        raise Rejected("not_canonical") from None
    if reckoned != payload.digest:
        raise Rejected("wrong_digest", digest=reckoned)
    if Minutes.objects.filter(public_id=payload.id).exists():
        raise Rejected("known_minutes")
    void_unsigned(act, payload.kind)
    Minutes.objects.create(
        public_id=payload.id,
        target=act.target,
        kind=payload.kind,
        content=payload.content,
        content_digest=payload.digest,
        made_on="device",
        made_by=act.person,
        made_at=act.at,
        device_at=act.operation.at,
        seq=act.seq,
    )
    return Effect(told={"minutes": {"id": str(payload.id), "digest": payload.digest}})


def void_unsigned(act: Act, kind: str) -> None:
    """Void what stands of a kind that is made once and has no signature. Raises Rejected("signed_already")."""
    if kind == Minutes.Kind.SESSION:
        return
    for standing in Minutes.objects.filter(target=act.target, kind=kind, voided_at=None):
        if standing.signatures.exists():
            raise Rejected(
                "signed_already", minutes={"id": str(standing.public_id), "digest": standing.content_digest}
            )
        standing.voided_at, standing.void_reason, standing.seq = act.at, REPLACED, act.seq
        standing.save(update_fields=["voided_at", "void_reason", "seq"])


def sign_minutes(act: Act, payload: MinutesSign) -> Effect:
    """Keep one side's signature or refusal. Raises Rejected."""
    minutes = Minutes.objects.filter(target=act.target, public_id=payload.minutes).first()
    if minutes is None:
        raise Rejected("unknown_minutes")
    if minutes.voided_at is not None:
        raise Rejected("voided_minutes")
    if minutes.content_digest != payload.digest:
        raise Rejected("wrong_digest", digest=minutes.content_digest)
    check_method(payload)
    MinutesSignature.objects.create(
        minutes=minutes,
        side=payload.side,
        name=payload.name,
        title=payload.title[:200],
        person=act.person if payload.side == SIDE.TEAM and payload.name == act.person.full_name else None,
        method=payload.method,
        image=image_of(act, payload),
        content_digest=payload.digest,
        details=details_of(payload),
        device_at=act.operation.at,
        server_at=act.at,
    )
    minutes.seq = act.seq
    if minutes.complete_at is None and is_complete(minutes):
        minutes.complete_at = act.at
    minutes.save(update_fields=["seq", "complete_at"])
    return Effect(
        told={"minutes": {"id": str(minutes.public_id), "complete": minutes.complete_at is not None}}
    )


def check_method(payload: MinutesSign) -> None:
    """Raises Rejected for a way of signing that a tablet does not have, or that this side does not."""
    if payload.method not in SIGNED_ON_THE_SPOT:
        raise Rejected("unknown_method")
    if payload.method == METHOD.REFUSED and payload.side != SIDE.INSTITUTION:
        raise Rejected("only_the_institution_refuses")
    if payload.method == METHOD.REFUSED and not payload.refusal_reason:
        raise Rejected("reason_missing")
    if payload.method == METHOD.DRAWN and payload.evidence is None:
        raise Rejected("image_missing")


def image_of(act: Act, payload: MinutesSign) -> Evidence | None:
    """Return the announced picture of a signature. Raises Rejected("unknown_evidence")."""
    if payload.evidence is None:
        return None
    image = Evidence.objects.filter(target=act.target, pk=payload.evidence).first()
    if image is None:
        raise Rejected("unknown_evidence")
    return image


def details_of(payload: MinutesSign) -> dict[str, str]:
    """Return what was written of a representative, a witness or a refusal."""
    details = {"national_id": payload.id_number, "address": payload.address, "reason": payload.refusal_reason}
    return {name: text for name, text in details.items() if text}


def is_complete(minutes: Minutes) -> bool:
    """Say whether both sides are in."""
    rows = list(minutes.signatures.values_list("side", "method"))
    signed = {side for side, method in rows if method != METHOD.REFUSED}
    refused = (SIDE.INSTITUTION, METHOD.REFUSED) in rows
    return SIDE.TEAM in signed and (SIDE.INSTITUTION in signed or (refused and bool(signed & CONFIRMING)))
