"""What goes to other offices: the record of a violation, the proposal to the inspectorate, to the police (k12, k13)."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.localdays import local_day
from documents.models import IssuedDocument, RegisterEntry
from inspections.errors import MayNot, NotFit, NotVisible
from inspections.models import Evidence, HandOver, Outcome, Target
from inspections.selectors import visible_document
from inspections.selectors.own_part import documents_for
from inspections.services import add_finding, sort_finding
from inspections.services.hand_over_result import note_hand_over_result
from tests.integration.inspections.chain import later, open_item, open_nodes
from tests.integration.uploads import PIXEL

pytestmark = pytest.mark.django_db(transaction=True)

ALL_THREE = (Outcome.VIOLATION, Outcome.INSPECTORATE, Outcome.POLICE)
LETTER = {"noi_nhan": "Thanh tra tỉnh", "ly_do": "Vượt thẩm quyền"}


def sorted_into(chain, *outcomes: str) -> Target:
    """Return a part whose one finding was sorted into these branches."""
    lead, target = chain.people["truong-doan"], chain.announced()
    finding = add_finding(
        lead, target, text="Cấp bằng khống", clause="Điều 22", idempotency_key=uuid.uuid4(), at=chain.at
    )
    Evidence.objects.create(
        id=uuid.uuid4(), target=target, kind="photo", sha256="b" * 64, size=3, received_bytes=3, by=lead,
        announced_at=chain.at, completed_at=chain.at, name="anh.jpg",
    )  # fmt: skip
    target = chain.minuted(target)
    sort_finding(lead, finding, outcomes=list(outcomes), at=chain.at)
    return chain.do(lead, target, "k11", "xong", {"nhanh": [str(each) for each in outcomes]})


def record(chain, *, found_days_ago: int = 1) -> dict[str, str]:
    """Return what the record of a violation says."""
    return {
        "phat_hien_luc": later(chain.at, days=-found_days_ago).isoformat(),
        "lap_luc": chain.at.isoformat(),
        "noi_lap": "Trụ sở trường",
        "nguoi_vi_pham": "Trường, Hiệu trưởng Hoàng Thị Sen",
        "ly_do": "Cấp bằng cho người không học",
        "y_kien": "Không có ý kiến",
    }


def recorded(chain, target: Target, *, sent_after: int = 1, **said: int) -> HandOver:
    """Return the record of a violation, drawn up, sealed, and sent so many hours later."""
    lead = chain.people["truong-doan"]
    chain.do(lead, target, "k12", "da_lap", record(chain, **said))
    chain.do(chain.people["van-thu"], target, "k12xd", "xong")
    at = later(chain.at, hours=sent_after)
    chain.do(
        lead, target, "k12s", "da_gui", {"noi_nhan": "Chủ tịch UBND tỉnh", "gui_luc": at.isoformat()}, at=at
    )
    return HandOver.objects.get(target=target, to="punisher")


def scan() -> dict[str, list[SimpleUploadedFile]]:
    """Return the signed record of a hand-over, as it is brought back."""
    return {"bien_ban": [SimpleUploadedFile("ban-giao.png", PIXEL, content_type="image/png")]}


class TestTheRecordOfAViolation:
    def test_is_numbered_signed_for_the_team_and_given_to_the_institution(self, chain):
        target = sorted_into(chain, Outcome.VIOLATION)

        handed = recorded(chain, target)

        document = IssuedDocument.objects.get(kind="violation_record")
        assert (document.number, document.signer_lines) == (
            "01/BB-VPHC",
            ["T/M. ĐOÀN KIỂM TRA", "TRƯỞNG ĐOÀN"],
        )
        assert [each["text"] for each in document.draft.context["violations"]] == ["Cấp bằng khống"]
        assert document in documents_for(target)
        assert visible_document(chain.people["co-so"], document.public_id, chain.at) == document
        assert (handed.receiver, handed.reason) == ("Chủ tịch UBND tỉnh", "Cấp bằng cho người không học")
        assert not handed.is_drawn_up_late and not handed.is_sent_late

    def test_is_due_in_two_working_days(self, chain):
        target = sorted_into(chain, Outcome.VIOLATION)

        item = open_item(target, "k12")

        assert later(item.opened_at, days=1) < item.due_at <= later(item.opened_at, days=12)

    @pytest.mark.parametrize(
        ("said", "late"),
        [({"found_days_ago": 20}, (True, False)), ({"sent_after": 25}, (False, True))],
        ids=["drawn up after two working days", "sent after a day"],
    )
    def test_tells_what_was_late(self, chain, said, late):
        handed = recorded(chain, sorted_into(chain, Outcome.VIOLATION), **said)

        assert (handed.is_drawn_up_late, handed.is_sent_late) == late


class TestAFileForAnotherOffice:
    @pytest.mark.parametrize(
        ("outcome", "step", "kind", "status"),
        [
            (Outcome.INSPECTORATE, "k13a", "inspectorate_letter", "handed_to_inspectorate"),
            (Outcome.POLICE, "k13b", "police_letter", "handed_to_police"),
        ],
        ids=["the inspectorate", "the police"],
    )
    def test_goes_with_a_letter_that_lists_it_and_is_held(self, chain, outcome, step, kind, status):
        target = sorted_into(chain, outcome)
        chain.do(chain.people["lanh-dao"], target, step, "ky", LETTER)
        target = chain.do(chain.people["van-thu"], target, f"{step}xd", "xong")
        reached = target.status

        said = {"nguoi_nhan": "Ông Lò Văn A, Chánh Văn phòng", "gui_luc": chain.at.isoformat()}
        chain.do(chain.people["truong-doan"], target, f"{step}s", "da_chuyen", said, files=scan())

        letter, handed = IssuedDocument.objects.get(kind=kind), HandOver.objects.get()
        assert letter.number == "01/SGDĐT-GDNN"
        assert letter.draft.context["handed"][-1] == {"title": "anh.jpg", "sha256": "b" * 64}
        assert (reached, handed.receiver) == (status, "Thanh tra tỉnh, Ông Lò Văn A, Chánh Văn phòng")
        assert Evidence.objects.get(name="anh.jpg").is_held
        assert letter not in documents_for(target)
        with pytest.raises(NotVisible):
            visible_document(chain.people["co-so"], letter.public_id, chain.at)

    def test_stays_where_the_leader_does_not_hand_it_over(self, chain):
        target = sorted_into(chain, Outcome.POLICE)

        target = chain.do(
            chain.people["lanh-dao"], target, "k13b", "khong", reason="Chưa có dấu hiệu tội phạm"
        )

        assert (target.status, HandOver.objects.count()) == ("inspected", 0)
        assert not IssuedDocument.objects.filter(kind="police_letter").exists()

    def test_does_not_mix_with_others_that_go_at_the_same_time(self, chain):
        target = sorted_into(chain, *ALL_THREE)
        lead, clerk, leader = (chain.people[who] for who in ("truong-doan", "van-thu", "lanh-dao"))
        chain.do(lead, target, "k12", "da_lap", record(chain))
        chain.do(leader, target, "k13a", "ky", LETTER)
        chain.do(leader, target, "k13b", "ky", {**LETTER, "noi_nhan": "Công an tỉnh"})

        chain.do(clerk, target, "k13axd", "huy_so", reason="Sai nơi nhận")
        chain.do(clerk, target, "k12xd", "xong")
        target = chain.do(clerk, target, "k13bxd", "xong")

        assert open_nodes(target) == ["k12s", "k13a", "k13bs"]
        assert set(
            IssuedDocument.objects.filter(subject_type="inspections.Target").values_list("kind", flat=True)
        ) == {
            "violation_record",
            "police_letter",
        }
        assert RegisterEntry.objects.get(state="void").text == "01/SGDĐT-GDNN"


class TestWhatBecameOfIt:
    def test_is_written_down_by_the_office_or_the_lead(self, chain):
        handed = recorded(chain, sorted_into(chain, Outcome.VIOLATION))
        said = {
            "result": "QĐ 12/QĐ-XPHC, phạt 20 triệu đồng",
            "result_on": local_day(chain.at),
            "at": chain.at,
        }

        with pytest.raises(MayNot):
            note_hand_over_result(chain.people["co-so"], handed, **said)
        note_hand_over_result(chain.people["chuyen-vien"], handed, **said)

        handed.refresh_from_db()
        assert (handed.result, handed.result_on) == (said["result"], local_day(chain.at))

    def test_is_not_of_the_future(self, chain):
        handed = recorded(chain, sorted_into(chain, Outcome.VIOLATION))

        with pytest.raises(NotFit):
            note_hand_over_result(
                chain.people["chuyen-vien"], handed, result="Phạt", result_on=local_day(chain.at) + timedelta(days=1),
                at=chain.at,
            )  # fmt: skip
