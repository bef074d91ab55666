"""Answers typed in at the desk from paper: kept as a tablet's, never over what another answered meanwhile, nothing typed lost."""

import json
from uuid import uuid4

import pytest
from django.urls import reverse

from inspections.models import Answer, Device, SectionHold, Target
from inspections.status import TargetStatus
from tests.integration.desk.test_paper_minutes import browser, part  # noqa: F401 fixture by name
from tests.integration.inspections.conftest import visit  # noqa: F401 fixture by name

pytestmark = pytest.mark.django_db


def address(part, code="TS"):  # noqa: F811
    """Return where a section is typed in."""
    return reverse("desk:inspections:answer_section", args=[part.target.public_id, code])


def answered(part, key="TS.01", **values):  # noqa: F811
    """Let an answer stand that a colleague gave."""
    return Answer.objects.create(
        target=part.target,
        item_key=key,
        values=values or {"verdict": "pass"},
        by=part.people["an"],
        changed_at=part.at,
    )


def standing(part, key="TS.01"):  # noqa: F811
    """Return the answer that stands."""
    return Answer.objects.get(target=part.target, item_key=key)


def held_by_a_tablet(part, *, section="TS", revoked_at=None):  # noqa: F811
    """Let a tablet of An's hold a section; it was signed out for good where `revoked_at` is given."""
    device = Device.objects.create(
        public_id=uuid4(), person=part.people["an"], name="Tab", registered_at=part.at, last_seen_at=part.at,
        revoked_at=revoked_at,
    )  # fmt: skip
    SectionHold.objects.create(
        public_id=uuid4(), target=part.target, section=section, member=part.member("an"), device=device, taken_at=part.at,
    )  # fmt: skip


class TestAnswersTypedInAtTheDesk:
    def test_stand_as_the_next_version_for_every_tablet(self, part):  # noqa: F811
        sent = browser(part).post(
            address(part), {"TS_01": "fail", "TS_01__reason": "Không có trên web", "seen": "{}"}
        )

        row, target = standing(part), Target.objects.get(pk=part.target.pk)
        assert sent.status_code == 302
        assert (row.values["verdict"], row.values["reason"]) == ("fail", "Không có trên web")
        assert (row.version, row.since, row.device, row.by) == (1, 1, None, part.people["lead"])
        assert row.seq == target.sync_seq > 0
        assert Answer.objects.count() == 1

    def test_that_lack_their_reason_are_kept_and_say_so(self, part):  # noqa: F811
        client = browser(part)
        client.post(address(part), {"TS_01": "fail", "seen": "{}"})

        page = client.get(reverse("desk:inspections:target", args=[part.target.public_id])).content.decode()

        assert standing(part).values["verdict"] == "fail"
        assert "còn thiếu: lý do" in " ".join(page.split())

    def test_keep_the_photographs_and_notes_that_are_there(self, part):  # noqa: F811
        photo = str(uuid4())
        before = answered(part, verdict="pass", evidence=[photo], note="Ghi riêng")
        seen = json.dumps({"TS.01": before.version})

        browser(part).post(address(part), {"TS_01": "fail", "TS_01__reason": "Sai", "seen": seen})

        values = standing(part).values
        assert (values["verdict"], values["evidence"], values["note"]) == ("fail", [photo], "Ghi riêng")

    def test_are_not_written_over_what_another_answered_meanwhile_and_stay_on_the_page(self, part):  # noqa: F811
        answered(part)

        sent = browser(part).post(
            address(part), {"TS_01": "fail", "TS_01__reason": "Lời đã gõ", "seen": "{}"}
        )

        assert sent.status_code == 409
        assert "TS.01" in sent.content.decode() and "Lời đã gõ" in sent.content.decode()
        assert standing(part).values == {"verdict": "pass"}

    @pytest.mark.parametrize(
        "stands_in_the_way", ["a mistake", "a value too long", "a tablet", "the visit's end"]
    )
    def test_shown_again_have_not_seen_what_was_answered_since(self, part, stands_in_the_way):  # noqa: F811
        client, typed = browser(part), {"TS_01": "fail", "TS_01__reason": "Lời đã gõ", "seen": "{}"}
        answered(part)
        typed |= {"TS_04__numerator": "nhiều"} if stands_in_the_way == "a mistake" else {}
        typed |= {"TS_01__reason": "d" * 20_001} if stands_in_the_way == "a value too long" else {}
        if stands_in_the_way == "a tablet":
            held_by_a_tablet(part)
        if stands_in_the_way == "the visit's end":
            Target.objects.filter(pk=part.target.pk).update(status=TargetStatus.CLASSIFYING)

        sent = client.post(address(part), typed)

        assert sent.status_code in (409, 422)
        assert json.loads(sent.context["seen"]).get("TS.01", 0) == 0

    def test_named_as_answered_meanwhile_may_be_replaced_at_the_next_save(self, part):  # noqa: F811
        client, typed = browser(part), {"TS_01": "fail", "TS_01__reason": "Lời đã gõ", "seen": "{}"}
        answered(part)

        seen = client.post(address(part), typed).context["seen"]
        sent = client.post(address(part), {**typed, "seen": seen})

        assert sent.status_code == 302
        assert standing(part).values["verdict"] == "fail"

    def test_that_say_the_same_change_nothing(self, part):  # noqa: F811
        before = answered(part)

        sent = browser(part).post(address(part), {"TS_01": "pass", "seen": "{}"})

        assert sent.status_code == 302
        assert standing(part).version == before.version

    def test_wait_while_a_tablet_has_the_section(self, part):  # noqa: F811
        held_by_a_tablet(part)

        sent = browser(part).post(address(part), {"TS_01": "pass", "seen": "{}"})

        assert sent.status_code == 409
        assert "máy tính bảng đang giữ" in sent.content.decode()
        assert not Answer.objects.exists()

    def test_do_not_wait_for_a_tablet_that_was_signed_out_for_good(self, part):  # noqa: F811
        held_by_a_tablet(part, revoked_at=part.at)

        browser(part).post(address(part), {"TS_01": "pass", "seen": "{}"})

        assert standing(part).values["verdict"] == "pass"

    def test_are_taken_while_the_visit_takes_answers(self, part):  # noqa: F811
        Target.objects.filter(pk=part.target.pk).update(status=TargetStatus.CLASSIFYING)

        typed = {"TS_01": "fail", "TS_01__reason": "Lời đã gõ", "seen": "{}"}

        sent = browser(part).post(address(part), typed)

        assert sent.status_code == 409
        assert "Lời đã gõ" in sent.content.decode()
        assert not Answer.objects.exists()

    @pytest.mark.parametrize(
        "seen", ["", "[1]", "{", '{"TS.01": "x"}'], ids=["none", "a list", "broken", "a word"]
    )
    def test_are_read_without_what_the_page_saw(self, part, seen):  # noqa: F811
        answered(part)

        sent = browser(part).post(address(part), {"TS_01": "fail", "TS_01__reason": "Sai", "seen": seen})

        assert sent.status_code == 409

    def test_are_nobodys_outside_of_the_team_and_of_no_other_section(self, part):  # noqa: F811
        answers = [
            browser(part, "stranger").get(address(part)).status_code,
            browser(part).get(address(part, "KHONG-CO")).status_code,
            browser(part).get(address(part)).status_code,
        ]

        assert answers == [404, 404, 200]

    def test_cost_a_fixed_number_of_queries(self, part, django_assert_max_num_queries):  # noqa: F811
        client = browser(part)
        client.get(address(part))

        with django_assert_max_num_queries(25):
            client.get(address(part))

    def test_lead_on_to_the_pictures_of_an_item_once_they_are_saved(self, part):  # noqa: F811
        sent = browser(part).post(address(part), {"TS_01": "pass", "seen": "{}", "then": "evidence:TS.01"})

        assert sent.url == reverse("desk:inspections:item_evidence", args=[part.target.public_id, "TS.01"])
        assert standing(part).values["verdict"] == "pass"

    def test_lead_nowhere_else_whatever_is_sent(self, part):  # noqa: F811
        sent = browser(part).post(address(part), {"TS_01": "pass", "seen": "{}", "then": "https://a.example"})

        assert sent.url == reverse("desk:inspections:target", args=[part.target.public_id]) + "#checklist"

    def test_that_break_a_rule_are_kept_and_say_what_to_do(self, part):  # noqa: F811
        client = browser(part)
        client.post(address(part), {"TS_06-day": "1", "TS_06-month": "1", "TS_06-year": "2030", "seen": "{}"})

        page = client.get(reverse("desk:inspections:target", args=[part.target.public_id])).content.decode()

        assert standing(part, "TS.06").values["value"] == "2030-01-01"
        assert "Ngày gửi báo cáo không thể sau ngày kiểm tra" in page
