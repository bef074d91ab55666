"""A package with a flow, forms and a document of its own goes to a signed paper without a line of Python."""

import uuid

import pytest
from django.core.management import call_command
from django.utils import timezone

from documents import storage
from documents.models import IssuedDocument
from documents.signing.keys import trust_anchors
from documents.signing.validation import examine
from dossiers.services import submit
from dossiers.status import Status
from procedures.services import publish
from tests.integration.dossiers.diploma_copy import do
from tests.integration.procedures.study_record import FILES, as_bytes

pytestmark = pytest.mark.services

WAY = (
    ("tiep-nhan", "r1", "tiep_nhan", {}),
    ("giu-so", "c1", "trinh", {"da_hoc": "Đã học và tốt nghiệp nghề Điện."}),
    ("lanh-dao", "l1", "ky", {}),
    ("van-thu", "v1", "xong", {}),
    ("tiep-nhan", "t1", "da_tra", {}),
)


class TestAFourthPackage:
    def test_goes_to_a_signed_paper_without_python(self, people, folder):
        call_command("procedure", "publish", str(folder), "--quiet")
        at = timezone.now()
        dossier = submit(
            people["cong-dan"], "study_record", data={"ho_ten": "Nguyễn Thị Mai", "khoa": "K12 Điện"},
            files={}, idempotency_key=uuid.uuid4(), at=at,
        )  # fmt: skip

        for who, node, outcome, answers in WAY:
            dossier = do(people[who], dossier, node, outcome, answers, at)

        assert dossier.status == Status.RETURNED
        assert dossier.applicant_name == "Nguyễn Thị Mai"
        issued = IssuedDocument.objects.get(subject_id=str(dossier.pk))
        assert issued.number.startswith("01/GXN-")
        assert issued.title == "Giấy xác nhận quá trình học tập"
        facts = examine(storage.get(issued.storage_key), trust_anchors())
        assert [fact.field for fact in facts] == ["LeaderSignature", "AgencySeal"]
        assert all(fact.is_good for fact in facts)

    @pytest.mark.parametrize(
        ("path", "old", "new"),
        [
            pytest.param(
                "procedure.yaml", "valid_from: 2026-01-01", "valid_from: 2026-01-01\nvalid_to: 2026-01-02", id="has ended"
            ),
            pytest.param("*", "confirmation", "renamed", id="knows its document by another name"),
        ],
    )  # fmt: skip
    def test_is_finished_by_its_own_rules_when_the_procedure(self, people, path, old, new):
        at = timezone.now()
        publish("study_record", as_bytes(FILES), at=at, actor_id=None)
        dossier = submit(
            people["cong-dan"], "study_record", data={"ho_ten": "Nguyễn Thị Mai", "khoa": "K12 Điện"},
            files={}, idempotency_key=uuid.uuid4(), at=at,
        )  # fmt: skip
        changed = {
            name.replace(old, new): text.replace(old, new) if path in ("*", name) else text
            for name, text in FILES.items()
        }

        publish("study_record", as_bytes(changed), at=at, actor_id=None)
        for who, node, outcome, answers in WAY:
            dossier = do(people[who], dossier, node, outcome, answers, at)

        assert dossier.status == Status.RETURNED
        assert IssuedDocument.objects.get(subject_id=str(dossier.pk)).number.startswith("01/GXN-")
