"""What a step proposes to who takes it, as text: the contents of the file, the first part of the report; who did not sign."""

import uuid
from datetime import date

import pytest
from django.utils import translation

from inspections.file_contents import contents_of_file
from inspections.models import Finding, MinutesSignature, Outcome, Target
from inspections.report_draft import results_in_words
from inspections.risk_facts import facts_of_institutions
from inspections.selectors import work_item_page
from inspections.services import add_finding, sort_finding
from registry.models import Institution
from tests.integration.inspections.chain import open_item, sign

pytestmark = pytest.mark.django_db(transaction=True)


class TestTheContentsOfTheFile:
    def test_are_filled_in_with_numbers_and_digests(self, chain):
        _, targets = chain.opened(variant="B", is_report_wanted=False)
        for target in targets:
            chain.nothing_found_at(target)
        item = open_item(targets[0].inspection, "k16")

        proposed = work_item_page(chain.people["chuyen-vien"], item.public_id, chain.at).values["muc_luc"]

        assert "Quyết định kiểm tra số 01/QĐ-SGDĐT" in proposed
        assert "Kế hoạch tiến hành kiểm tra số 01/KH-ĐKT" in proposed
        assert f"Biên bản kiểm tra, SHA-256 {'a' * 64}" in proposed
        assert proposed.index(targets[0].institution.name) < proposed.index(targets[1].institution.name)

    def test_are_proposed_in_vietnamese_whatever_language_the_officer_reads(self, visit):
        sign(visit.target, visit.people["lead"], visit.at, "team")

        with translation.override("en"):
            proposed = contents_of_file(visit.inspection)

        assert proposed.endswith(f"- Biên bản kiểm tra, SHA-256 {'a' * 64}")


class TestTheReport:
    def test_is_begun_with_what_was_found_at_each_institution(self, chain):
        _, targets = chain.opened(variant="B", is_report_wanted=True)
        lead = chain.people["truong-doan"]
        first, second = (chain.announce(target, chain.at) for target in targets)
        finding = add_finding(
            lead, first, text="Thiếu sổ gốc", clause="Điều 5", idempotency_key=uuid.uuid4(), at=chain.at
        )
        first = chain.minuted(first)
        sort_finding(lead, finding, outcomes=[Outcome.NOTHING], at=chain.at)
        for target in (first, chain.without_answer(second)):
            chain.do(lead, target, "k11", "xong", {"nhanh": ["nothing"]})
        item = open_item(first.inspection, "k14")

        proposed = work_item_page(lead, item.public_id, chain.at).values["ket_qua"].splitlines()

        assert proposed[0] == f"1. {first.institution.name}"
        assert "- Thiếu sổ gốc (Điều 5): nhắc nhở tại chỗ." in proposed
        assert proposed[-1] == "Không ghi nhận tồn tại."

    def test_is_begun_in_vietnamese_whatever_language_the_lead_reads(self, visit):
        Finding.objects.create(
            target=visit.target, text="Thiếu sổ gốc", found_by=visit.people["lead"], found_at=visit.at,
            outcomes=[Outcome.NOTHING],
        )  # fmt: skip

        with translation.override("en"):
            proposed = results_in_words(visit.inspection)

        assert proposed.endswith("- Thiếu sổ gốc: nhắc nhở tại chỗ.")

    @pytest.mark.parametrize(
        ("methods", "is_unsigned"),
        [(["refused"], True), (["refused", "ink"], False), ([], False), (None, False)],
        ids=["refused", "refused at first, signed later", "not asked yet", "no minutes at all"],
    )
    def test_and_the_score_of_risk_say_who_refused_to_sign_the_minutes(self, visit, methods, is_unsigned):
        minutes = sign(visit.target, visit.people["lead"], visit.at, "team") if methods is not None else None
        for method in methods or []:
            MinutesSignature.objects.create(
                minutes=minutes, side="institution", name="Hoàng Thị Sen", method=method,
                content_digest=minutes.content_digest, server_at=visit.at,
            )  # fmt: skip
        Target.objects.filter(pk=visit.target.pk).update(ended_at=visit.at)

        proposed = results_in_words(visit.inspection)
        [(_, facts)] = facts_of_institutions([visit.target.institution], visit.inspection.agency_id, visit.at)

        assert ("; đơn vị không ký biên bản" in proposed) is is_unsigned
        assert facts.was_unsigned is is_unsigned

    def test_is_begun_with_as_many_queries_for_many_institutions_as_for_one(
        self, visit, django_assert_num_queries
    ):
        for number in range(3):
            other = Institution.objects.create(
                name=f"Trường {number}", kind="tt_gdnn", valid_from=date(2020, 1, 1)
            )
            Target.objects.create(inspection=visit.inspection, institution=other, announced_at=visit.at)

        with django_assert_num_queries(3):
            results_in_words(visit.inspection)
