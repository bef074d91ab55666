"""What is said of the signatures in a paper that a question wants signed: facts, and what follows from them.

The facts were found out when the paper was taken in (forms.attachments.signatures) and are kept with it. A
question says how grave a missing or broken signature is: "warning" lets the paper be sent and the officer see
it, "error" does not. That the certificate's issuer is unknown here is never more than a warning. Pure.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from forms.definition import FormDefinition
from forms.fields.files import File
from forms.messages import Message, gettext_noop

Said = dict[str, list[Message]]
Found = Sequence[Mapping[str, object]] | None


@dataclass(frozen=True, slots=True)
class PaperSignature:
    """One signature in a paper.

    intact      what was signed is what stands there
    unmodified  nothing that changes what is read was added afterwards
    trusted     the certificate comes from an authority this installation trusts
    """

    signer: str
    issuer: str
    signed_at: datetime | None
    intact: bool
    unmodified: bool
    trusted: bool

    @property
    def is_whole(self) -> bool:
        """Whether the signature still vouches for the paper as it is."""
        return self.intact and self.unmodified


def signatures_from(found: Found) -> tuple[PaperSignature, ...]:
    """Return kept facts as signatures; () for a paper that has none, or that nobody looked at."""
    return tuple(signature_from(each) for each in found or ())


def signature_from(values: Mapping[str, object]) -> PaperSignature:
    """Return one signature of its kept values."""
    text = str(values.get("signed_at") or "")
    return PaperSignature(
        signer=str(values.get("signer") or ""),
        issuer=str(values.get("issuer") or ""),
        signed_at=datetime.fromisoformat(text) if text else None,
        intact=values.get("intact") is True,
        unmodified=values.get("unmodified") is True,
        trusted=values.get("trusted") is True,
    )


def judged(
    definition: FormDefinition, answers: Mapping[str, object], found: Mapping[str, Found]
) -> tuple[Said, Said]:
    """Return what is wrong and what is doubtful about the papers that are to be signed, by question.

    answers  clean answers
    found    kept facts by a paper's public id
    """
    errors: Said = {}
    warnings: Said = {}
    for each in definition:
        answer = answers.get(each.key)
        if not isinstance(each.kind, File) or not each.kind.signed or not isinstance(answer, list):
            continue
        for public_id in answer:
            for message, is_grave in doubts(signatures_from(found.get(str(public_id)))):
                where = errors if is_grave and each.kind.signed == "error" else warnings
                where.setdefault(each.key, []).append(message)
    return errors, warnings


def doubts(signatures: Sequence[PaperSignature]) -> Iterator[tuple[Message, bool]]:
    """Yield what is to be said of a paper's signatures, and whether it is grave."""
    if not signatures:
        yield Message(gettext_noop("Tệp này chưa có chữ ký số. Ký số rồi tải lên lại.")), True
    for each in signatures:
        facts = {"signer": each.signer or "?"}
        if not each.is_whole:
            yield (
                Message(gettext_noop("Tệp đã bị sửa sau khi %(signer)s ký, hoặc chữ ký số bị hỏng."), facts),
                True,
            )
        elif not each.trusted:
            yield Message(
                gettext_noop("Hệ thống chưa biết tổ chức cấp chứng thư số của %(signer)s; cán bộ sẽ đối chiếu."), facts
            ), False  # fmt: skip


def merged(one: Mapping[str, list[Message]], other: Said) -> dict[str, list[Message]]:
    """Return messages of both by question."""
    return {key: [*one.get(key, []), *other.get(key, [])] for key in {**one, **other}}
