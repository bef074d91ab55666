"""The statutory papers of a dossier a person may read: the applicant Mẫu 01 to 05, the office the control slip too."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Person
from documents.statutory_forms import statutory_forms
from dossiers.errors import NotVisible
from dossiers.models import Dossier, StatutoryPaper
from dossiers.sight import Sight, sight_of


def papers_of(dossier: Dossier, sight: Sight) -> "QuerySet[StatutoryPaper]":
    """Return them, oldest first; none without sight of documents."""
    papers = StatutoryPaper.objects.filter(dossier=dossier).select_related("entry").order_by("pk")
    if not sight.documents:
        return papers.none()
    for_applicant = [form.number for form in statutory_forms().values() if form.for_applicant]
    return papers.filter(form__in=for_applicant) if sight.is_applicant else papers


def visible_paper(person: Person, public_id: UUID | str, at: datetime) -> StatutoryPaper:
    """Return a paper the person may read, once its file is as it will stay. Raises NotVisible."""
    paper = StatutoryPaper.objects.select_related("dossier").filter(public_id=public_id).first()
    if paper is None or not paper.is_ready:
        raise NotVisible
    if not papers_of(paper.dossier, sight_of(person, paper.dossier, at)).filter(pk=paper.pk).exists():
        raise NotVisible
    return paper


def paper_of_file(sha256: str) -> StatutoryPaper | None:
    """Return the signed paper whose file, byte for byte, has this hash: for a page that says nothing of a person."""
    signed = StatutoryPaper.objects.filter(sha256=sha256, signed_at__isnull=False)
    return signed.select_related("agency", "entry").first()
