"""A department with a leader, a clerk and demonstration keys; files and keys lie in a temporary folder."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from accounts.models import Agency, Person
from accounts.services import create_agency
from documents.demo_authority import demo_authority, issue
from documents.models import DocumentDraft, IssuedDocument
from documents.services import Content, Series, Signer, Subject, draft_document, register_certificate, seal
from jobs.testing import run_all_jobs

MORNING = datetime(2026, 11, 24, 3, 32, 11, tzinfo=UTC)  # 10:32:11 in Viet Nam
COPIES = Series("certified_copies", "Sổ cấp bản sao văn bằng, chứng chỉ", "BS-SGDĐT")
TEMPLATE = Path(django_settings.BASE_DIR) / "procedures/library/diploma_copy/documents/certified_copy.html"
RECORD = {
    "title": "Bằng tốt nghiệp trung cấp",
    "full_name": "Thạch Thị Sa Rươl",
    "birth_date": "02/9/2001",
    "birth_place": "xã Đại An, huyện Trà Cú, tỉnh Trà Vinh",
    "gender": "Nữ",
    "ethnicity": "Khmer",
    "nationality": "Việt Nam",
    "major": "Điều dưỡng",
    "training_form": "Chính quy",
    "graduation_year": "2021",
    "classification": "Khá",
    "serial_number": "TC 0012345",
    "register_number": "0123/2021/TC",
    "issued_on": "15/7/2021",
    "issued_by": "Trường Cao đẳng Y tế Trà Vinh",
    "amendment": "",
}


@dataclass(frozen=True)
class Department:
    """An agency with the two people its documents need."""

    agency: Agency
    leader: Person
    clerk: Person

    def draft(self, decision: str = "dossier:1", at: datetime = MORNING, **changes: object) -> DocumentDraft:
        """Draft a certified copy approved at a moment."""
        content = Content(
            kind="certified_copy",
            title="Bản sao Bằng tốt nghiệp trung cấp",
            template="certified_copy.html",
            files={"certified_copy.html": TEMPLATE.read_text(encoding="utf-8")},
            values={"record": {**RECORD, **changes}},
            recipients=("Người đề nghị", "Lưu: VT, Sổ cấp bản sao"),
        )
        return draft_document(
            agency_id=self.agency.pk,
            content=content,
            series=COPIES,
            signer=Signer(self.leader.pk, ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
            subject=Subject("dossiers.Dossier", decision),
            decision=decision,
            actor_id=self.leader.pk,
            at=at,
        )

    def issue(self, decision: str = "dossier:1") -> IssuedDocument:
        """Walk the whole way: draft, drawing, leader's signature, seal."""
        now = datetime.now(UTC)
        draft = self.draft(decision, now)
        run_all_jobs()
        seal(draft_id=draft.pk, actor_id=self.clerk.pk, at=now)
        run_all_jobs()
        return IssuedDocument.objects.get(draft=draft)


@pytest.fixture(autouse=True)
def documents_here(settings, tmp_path, key_folder):
    settings.MOTCUA_KEYS_DIR = key_folder
    settings.DOCUMENTS_PKCS12_PASSPHRASE = "only for tests"
    settings.DOCUMENT_EVENTS = {}
    settings.VERIFY_MISSES_AN_HOUR = 3
    settings.JOB_HANDLERS = {
        **getattr(settings, "JOB_HANDLERS", {}),
        "documents.render": "documents.jobs.render",
        "documents.sign": "documents.jobs.sign",
    }
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files")},
        },
    }


@pytest.fixture(scope="session")
def key_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(scope="session")
def made_keys(key_folder):
    """Keys of the leader and the agency, made once: key generation is slow."""
    return {}


@pytest.fixture
def department(db, made_keys) -> Department:
    agency = create_agency(
        actor=None,
        at=MORNING,
        code="H61.12",
        name="Sở Giáo dục và Đào tạo",
        superior_name="Ủy ban nhân dân tỉnh Vĩnh Long",
        place_name="Vĩnh Long",
        abbreviation="SGDĐT",
        valid_from=date(2025, 7, 1),
    )
    leader = Person.objects.create_user("yen@example.vn", full_name="Nguyễn Thị Hoàng Yến")
    clerk = Person.objects.create_user("thu@example.vn", full_name="Lê Văn Thư")
    if not made_keys:
        authority = demo_authority(MORNING)
        made_keys["leader"] = issue(
            authority, common_name=leader.full_name, organisation=agency.name, at=MORNING
        )
        made_keys["agency"] = issue(
            authority, common_name=agency.name, organisation="UBND tỉnh Vĩnh Long", at=MORNING
        )
    for owner, key in (({"person_id": leader.pk}, "leader"), ({"agency_id": agency.pk}, "agency")):
        register_certificate(
            certificate=made_keys[key].certificate,
            key_file=made_keys[key].key_file,
            actor_id=None,
            at=MORNING,
            **owner,
        )
    return Department(agency, leader, clerk)


@pytest.fixture
def issued(department) -> IssuedDocument:
    return department.issue()
