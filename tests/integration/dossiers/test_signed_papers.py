"""Statutory papers are signed like decisions: by the agency's seal, some by who makes them too; once, or there is an incident."""

from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from audit.models import AuditEntry
from documents import storage
from documents.models import Certificate
from documents.signing.keys import trust_anchors
from documents.signing.validation import examine
from dossiers.models import StatutoryPaper
from dossiers.paper_events import Maker, make_paper
from dossiers.paper_files import drawn, sign_paper
from jobs.models import Incident
from jobs.services import retry
from jobs.testing import run_all_jobs
from tests.integration.dossiers.diploma_copy import send, walk

pytestmark = pytest.mark.services

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MILLIMETRES = 25.4 / 72


@pytest.fixture
def dossier(people, now):
    """A received dossier."""
    return walk(send(people["cong-dan"], now), people, now, until="b2")


def paper_of(dossier, number: str, now, maker: Maker | None = None) -> StatutoryPaper:
    """Let an event make a paper, and the workers draw and sign it."""
    with transaction.atomic():
        paper = make_paper(
            dossier, number, at=now, maker=maker, was_due_at=dossier.due_at, reason="Lý do để thử."
        )
    run_all_jobs()
    paper.refresh_from_db()
    return paper


def signatures(paper: StatutoryPaper):
    """Return what the signatures of a stored paper prove."""
    return examine(storage.get(paper.storage_key), trust_anchors())


def browser_of(person) -> Client:
    """Sign a person in."""
    browser = Client()
    browser.force_login(person, backend=BACKEND)
    return browser


class TestASignedPaper:
    def test_bears_the_seal_of_the_agency_that_receives(self, dossier):
        paper = dossier.statutory_papers.get(form="01")

        (seal,) = signatures(paper)

        own = Certificate.objects.get(agency=dossier.receiving_agency)
        assert seal.is_good
        assert (seal.field, seal.fingerprint) == ("AgencySeal", own.fingerprint)
        assert paper.fingerprints == [own.fingerprint]
        assert seal.signed_at == paper.made_at.replace(microsecond=0)

    @pytest.mark.parametrize("number", ["03", "05", "06"])
    def test_is_each_of_them(self, dossier, now, number):
        paper = paper_of(dossier, number, now)

        assert [(each.field, each.is_good) for each in signatures(paper)] == [("AgencySeal", True)]

    @pytest.mark.parametrize("number", ["04", "05"])
    def test_bears_the_leaders_signature_first_where_the_form_wants_it(self, dossier, people, now, number):
        leader = people["lanh-dao"]

        paper = paper_of(dossier, number, now, Maker(leader.pk, leader.full_name, "Phó Giám đốc"))

        first, second = signatures(paper)
        assert (first.field, second.field) == ("SignerSignature", "AgencySeal")
        assert first.is_good
        assert second.is_good
        assert first.fingerprint == Certificate.objects.get(person=leader).fingerprint

    def test_is_on_record(self, dossier):
        paper = dossier.statutory_papers.get(form="01")

        row = AuditEntry.objects.get(action="dossier.paper_signed", target_id=str(dossier.pk))

        assert row.stored.values["sha256"] == paper.sha256

    def test_is_signed_once_however_often_the_job_runs(self, dossier, now):
        before = dossier.statutory_papers.values_list("storage_key", "sha256", "signed_at").get(form="01")

        sign_paper(str(dossier.statutory_papers.get(form="01").public_id), now)

        assert (
            dossier.statutory_papers.values_list("storage_key", "sha256", "signed_at").get(form="01")
            == before
        )

    def test_is_the_same_file_when_a_worker_died_before_noting_it(self, people, now):
        dossier = walk(send(people["cong-dan"], now), people, now, until="b2")
        paper = dossier.statutory_papers.get(form="01")
        whole = paper.sha256
        drawn = storage.put(str(paper.public_id), drawn_again(paper))
        StatutoryPaper.objects.filter(pk=paper.pk).update(storage_key=drawn, signed_at=None)

        sign_paper(str(paper.public_id), now)

        paper.refresh_from_db()
        assert paper.sha256 == whole

    @pytest.mark.parametrize(("number", "size"), [("01", (148, 210)), ("06", (210, 148)), ("03", (210, 297))])
    def test_has_the_size_it_is_printed_on(self, dossier, now, number, size):
        paper = paper_of(dossier, number, now)

        with pikepdf.open(BytesIO(storage.get(paper.storage_key))) as document:
            left, bottom, right, top = (float(each) for each in document.pages[0].mediabox)
        assert (round((right - left) * MILLIMETRES), round((top - bottom) * MILLIMETRES)) == size


def drawn_again(paper: StatutoryPaper) -> bytes:
    """Return the page of a paper before it was signed."""
    return drawn(StatutoryPaper.objects.select_related("source").get(pk=paper.pk))


class TestWithoutAUsableCertificate:
    def test_it_becomes_an_incident_and_is_signed_when_the_certificate_is_back(self, people, now):
        Certificate.objects.filter(agency__isnull=False).update(state="suspended")
        dossier = send(people["cong-dan"], now)
        with transaction.atomic():
            make_paper(dossier, "03", at=now, reason="Lý do")
        run_all_jobs(raise_errors=False)
        paper, incident = dossier.statutory_papers.get(), Incident.objects.get()
        address = reverse("portal:paper", args=[paper.public_id])
        missing = browser_of(people["cong-dan"]).get(address).status_code

        Certificate.objects.filter(agency__isnull=False).update(state="active")
        retry(incident, actor_id=people["quan-tri"].pk, at=now)
        run_all_jobs()

        paper.refresh_from_db()
        assert missing == 404
        assert [each.is_good for each in signatures(paper)] == [True]
        assert browser_of(people["cong-dan"]).get(address).status_code == 200

    def test_an_agency_that_never_had_a_server_key_gives_it_unsigned(self, people, now):
        Certificate.objects.filter(agency__isnull=False).update(key_file="")

        dossier = send(people["cong-dan"], now)
        paper = paper_of(dossier, "03", now)

        assert paper.is_ready
        assert signatures(paper) == ()


class TestTheApplicant:
    def test_fetches_the_signed_file_and_anyone_may_check_it(self, dossier, people):
        paper = dossier.statutory_papers.get(form="01")
        content = browser_of(people["cong-dan"]).get(reverse("portal:paper", args=[paper.public_id])).content

        verdict = Client().post(reverse("portal:verify"), {"file": SimpleUploadedFile("giay.pdf", content)})
        bent = content.replace(b"AgencySeal", b"AgencyZeal", 1)
        changed = Client().post(reverse("portal:verify"), {"file": SimpleUploadedFile("giay.pdf", bent)})

        assert storage.digest(content) == paper.sha256
        assert "Giấy này do chúng tôi lập và ký số" in verdict.content.decode()
        assert dossier.applicant_name not in verdict.content.decode()
        assert "Giấy này do chúng tôi lập" not in changed.content.decode()
