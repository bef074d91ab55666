"""Minutes made and signed on a tablet come in; what may be refused is told to the tablet as a word."""

from inspections.minutes.errors import MinutesRefused
from inspections.models import Minutes
from inspections.protocol.payloads import MinutesMake, MinutesSign
from inspections.services.make_minutes import Made, keep_minutes
from inspections.services.sign_minutes import Name
from inspections.services.sign_minutes import sign_minutes as put_name
from inspections.services.sync.acts import Act, Effect, Rejected


def make_minutes(act: Act, payload: MinutesMake) -> Effect:
    """Keep minutes. Raises Rejected for a digest that is not the content's, or while signed ones stand."""
    made = Made(
        id=payload.id,
        kind=payload.kind,
        content=payload.content,
        digest=payload.digest,
        device_at=act.operation.at,
    )
    try:
        minutes = keep_minutes(act.target, made, person=act.person, at=act.at, seq=act.seq)
    except MinutesRefused as refused:
        raise Rejected(refused.word, **refused.told) from None
    told = {"id": str(payload.id), "digest": payload.digest, "proof": minutes.proof["outcome"]}
    return Effect(told={"minutes": told})


def sign_minutes(act: Act, payload: MinutesSign) -> Effect:
    """Keep one side's signature or refusal. Raises Rejected."""
    minutes = Minutes.objects.filter(target=act.target, public_id=payload.minutes).first()
    if minutes is None:
        raise Rejected("unknown_minutes")
    name = Name(
        side=payload.side,
        method=payload.method,
        name=payload.name,
        digest=payload.digest,
        title=payload.title,
        image=payload.evidence,
        details={
            "national_id": payload.id_number,
            "address": payload.address,
            "reason": payload.refusal_reason,
        },
        device_at=act.operation.at,
    )
    minutes.target = act.target
    try:
        put_name(minutes, name, by=act.person, at=act.at, seq=act.seq)
    except MinutesRefused as refused:
        raise Rejected(refused.word, **refused.told) from None
    return Effect(
        told={"minutes": {"id": str(minutes.public_id), "complete": minutes.complete_at is not None}}
    )
