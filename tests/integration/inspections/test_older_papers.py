"""Documents of parts that began under older rules: the newest templates draw them too, from what was answered then."""

from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.localdays import local_day
from documents.letterhead import values_of_draft
from documents.rendering.preview import draft_html
from inspections.document_operations import content_of
from inspections.models import Finding, Outcome
from inspections.roles import TARGET_PROCEDURE
from procedures.package import Package, open_package, read_folder
from tests.integration.dossiers.conftest import library

SEPARATE_LETTER = "có văn bản riêng"


@pytest.fixture
def package() -> Package:
    """The package of the library."""
    return open_package(TARGET_PROCEDURE, read_folder(library() / TARGET_PROCEDURE))


def before_the_request(package: Package) -> Package:
    """Return rules of before there was a letter that asks for the remedies."""
    kinds = {key: kind for key, kind in package.definition.documents.items() if key != "remedy_request"}
    return replace(package, definition=replace(package.definition, documents=kinds))


def drawn(visit, kind: str, package: Package, rules: Package, **steps: dict[str, str]) -> str:
    """Return the page of a document of the visit's part after these steps."""
    content = content_of(visit.target, package.definition.documents[kind], package, rules, visit.at)
    common = values_of_draft(
        agency=visit.inspection.agency, title=content.title, symbol="QĐ", at=visit.at, recipients=content.recipients,
        signer_name="Nguyễn Thị Yến", signer_lines=["GIÁM ĐỐC"],
    )  # fmt: skip
    return draft_html(content.template, content.files, {**content.values, "steps": steps, **common})


class TestADecisionOfSuspension:
    said = {"ly_do": "Thiếu nhà giáo", "nguoi_hoc": "Chuyển trường"}

    def test_says_the_term_that_an_older_step_wrote(self, visit, package):
        html = drawn(visit, "suspension_decision", package, package, l1={**self.said, "thoi_han": "03 tháng"})

        assert "thời hạn: 03 tháng. Lý do" in html

    def test_says_the_last_day_that_a_step_of_today_asks_for(self, visit, package):
        html = drawn(
            visit, "suspension_decision", package, package, l1={**self.said, "den_ngay": "01/03/2027"}
        )

        assert "đến hết ngày 01/03/2027. Lý do" in html


class TestANoticeOfResults:
    @pytest.fixture
    def due_on(self, visit):
        """The day of the one finding that must be remedied."""
        day = local_day(visit.at) + timedelta(days=40)
        Finding.objects.create(
            target=visit.target, text="Thiếu sổ", found_by=visit.people["lead"], found_at=visit.at, due_on=day,
            recommendation="Lập sổ", evidence_demanded="Ảnh sổ", outcomes=[Outcome.REMEDY],
        )  # fmt: skip
        return day

    def test_of_a_flow_without_a_request_says_itself_what_to_remedy_and_by_when(self, visit, package, due_on):
        said = {"ket_luan": "Đã kiểm tra", "bao_cao_truoc": "31/01/2027"}

        html = drawn(visit, "results_notice", package, before_the_request(package), k14s=said)

        assert SEPARATE_LETTER not in html
        assert f"Việc phải làm: Lập sổ. Minh chứng: Ảnh sổ. Hạn: {due_on:%d/%m/%Y}." in html
        assert "trước ngày 31/01/2027" in html

    def test_of_a_flow_of_today_leaves_that_to_the_request(self, visit, package, due_on):
        html = drawn(visit, "results_notice", package, package, k14s={"ket_luan": "Đã kiểm tra"})

        assert SEPARATE_LETTER in html
        assert f"{due_on:%d/%m/%Y}" not in html
