"""The files of statutory papers: drawn, then signed by the agency's server key, each by a job that may run again.

The same paper always gives the same bytes. A paper is its applicant's to fetch when it is signed; where the agency has
no seal with a server key it is fetched as it was drawn.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from documents import storage
from documents.errors import NoUsableCertificate
from documents.models import Certificate
from documents.rendering.engine import to_html
from documents.rendering.pdf import to_pdf
from documents.rendering.qr import qr_svg
from documents.selectors import automatic_certificate
from documents.services import SEAL, SIGNER, Signing, sign_file
from dossiers.models import StatutoryPaper
from dossiers.notes import note
from dossiers.topics import dossier_topic
from jobs.services import enqueue
from notifications.services import wake

SIGN = "dossiers.sign_paper"
LOOK_UP = "Mã QR mở trang tra cứu hồ sơ"
REASONS = {SIGNER.name: "Ký ban hành", SEAL.name: "Ký số của cơ quan"}


def draw_paper(public_id: str, at: datetime) -> None:
    """Draw and store a paper that waits for it, and order its signing."""
    paper = StatutoryPaper.objects.select_related("source", "dossier").get(public_id=public_id)
    if paper.is_drawn:
        return
    pdf = drawn(paper)
    key = storage.put(str(paper.public_id), pdf)
    with transaction.atomic():
        waiting = StatutoryPaper.objects.filter(pk=paper.pk, storage_key="")
        if waiting.update(storage_key=key, sha256=storage.digest(pdf), size=len(pdf)) and paper.awaits_seal:
            payload = {"paper": str(paper.public_id)}
            enqueue(SIGN, key=f"{SIGN}:{paper.public_id}", payload=payload, queue="sign")
        wake([dossier_topic(paper.dossier)], at)


def drawn(paper: StatutoryPaper) -> bytes:
    """Return the PDF of a paper, with an empty field for each signature it will bear."""
    facts = paper.values["dossier"]
    values = {**paper.values, "dossier": {**facts, "qr": qr_svg(facts["look_up"], LOOK_UP)}}
    html = to_html(paper.template, paper.source.files, values)
    fields = ((SIGNER,) if signs_personally(paper) else ()) + ((SEAL,) if paper.awaits_seal else ())
    return to_pdf(
        html, title=paper.title, author=paper.values["agency"]["name"],
        created_at=timezone.localtime(paper.made_at), fields=fields,
    )  # fmt: skip


def signs_personally(paper: StatutoryPaper) -> bool:
    """Say whether who made a paper signs it too; a paper of before knows nothing of it."""
    return bool(paper.values["document"].get("signed_by"))


def sign_paper(public_id: str, at: datetime) -> None:
    """Sign a drawn paper once and put the signed file in the place of the drawn one.

    Raises NoUsableCertificate where a certificate is missing, ended or stopped; SignatureRefused.
    """
    paper = StatutoryPaper.objects.select_related("dossier", "agency", "made_by").get(public_id=public_id)
    if paper.signed_at is not None or not paper.awaits_seal:
        return
    signings = signings_of(paper, at)
    known = all(each.certificate.valid_from <= paper.made_at for each in signings)
    signing_at = paper.made_at if known else at
    pdf = sign_file(storage.get(paper.storage_key), signings, signing_at=signing_at, at=at)
    store_signed(paper, pdf, [each.certificate.fingerprint for each in signings], at)


def signings_of(paper: StatutoryPaper, at: datetime) -> list[Signing]:
    """Return the signatures a paper bears, in order. Raises NoUsableCertificate."""
    seal = automatic_certificate(at, agency_id=paper.agency_id)
    wanted = [(SEAL.name, seal, paper.agency.name)]
    if signs_personally(paper):
        own = automatic_certificate(at, person_id=paper.made_by_id)
        wanted.insert(0, (SIGNER.name, own, paper.values["document"]["signed_by"]))
    return [signing(field, certificate, owner, at) for field, certificate, owner in wanted]


def signing(field: str, certificate: Certificate | None, owner: str, at: datetime) -> Signing:
    """Return one signature to make. Raises NoUsableCertificate."""
    if certificate is None:
        raise NoUsableCertificate(owner, at)
    return Signing(field, certificate, REASONS[field])


def store_signed(paper: StatutoryPaper, pdf: bytes, fingerprints: list[str], at: datetime) -> None:
    """Put the signed file in its place, once."""
    key, sha256 = storage.put(str(paper.public_id), pdf), storage.digest(pdf)
    with transaction.atomic():
        waiting = StatutoryPaper.objects.filter(pk=paper.pk, signed_at=None)
        if not waiting.update(
            storage_key=key, sha256=sha256, size=len(pdf), signed_at=at, fingerprints=fingerprints
        ):
            return
        note(
            paper.dossier, "dossier.paper_signed", paper.made_by_id, at,
            form=paper.form, paper=str(paper.public_id), sha256=sha256,
        )  # fmt: skip
        wake([dossier_topic(paper.dossier)], at)
