"""What a paper of an institution keeps: what its template shows, what that is made of included, and nothing else that was found."""

import pytest

from inspections.document_operations import content_of
from tests.integration.inspections.chain import sign
from tests.integration.inspections.test_older_papers import drawn, package  # noqa: F401 fixture by name

pytestmark = pytest.mark.django_db

FOUND = {"findings", "refused", "violations", "to_inspectorate", "to_police", "handed"}


class TestAPaper:
    @pytest.mark.parametrize(
        ("kind", "kept"),
        [
            ("notice", set()),
            ("results_notice", {"findings"}),
            ("violation_record", {"violations"}),
            ("inspectorate_letter", {"to_inspectorate", "handed"}),
            ("police_letter", {"to_police", "handed"}),
            ("committee_letter", {"refused"}),
        ],
    )
    def test_keeps_only_what_its_template_names(self, visit, package, kind, kept):  # noqa: F811
        document = package.definition.documents[kind]

        content = content_of(visit.target, document, package, package, visit.at)

        assert FOUND & set(content.values) == kept

    @pytest.mark.parametrize(
        ("kind", "step"), [("inspectorate_letter", "k13a"), ("police_letter", "k13b")], ids=["k13a", "k13b"]
    )
    @pytest.mark.parametrize(
        ("address", "said_of_it"),
        [("Số 5, xã Mẫu", ", địa chỉ: Số 5, xã Mẫu, công bố"), ("", ", công bố")],
        ids=["with an address", "without"],
    )
    def test_for_another_office_tells_of_the_visit_and_lists_the_file(
        self,
        visit,
        package,  # noqa: F811
        kind,
        step,
        address,
        said_of_it,
    ):
        visit.target.address = address
        sign(visit.target, visit.people["lead"], visit.at, "team")
        said = {"noi_nhan": "Thanh tra tỉnh", "ly_do": "Vượt thẩm quyền"}

        html = drawn(visit, kind, package, package, **{step: said})

        assert f"Đoàn kiểm tra đã kiểm tra {visit.target.institution.name}{said_of_it}" in html
        assert f'<td>Biên bản kiểm tra</td><td class="digest">{"a" * 64}</td>' in html
