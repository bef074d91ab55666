"""The registers of institutions and licences on the desk: found without marks, turned by key, shown to whom they concern."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Agency
from accounts.services import change_agency
from audit.models import AccessEntry
from audit.services import flush_access_log
from registry.licence_selectors import PAGE_SIZE
from registry.models import Institution, Licence
from registry.services import Granted, record_licence

WELDING = {"level": "trung_cap", "code": "5520123", "name": "Hàn", "place": "ĐĐ1", "yearly_quota": 60}
PLACE = {"ma": "ĐĐ1", "dia_chi": "Khóm 4, xã Trà Cú"}


@pytest.fixture
def department(people):
    """The agency whose registers these are."""
    return Agency.objects.get(code="H61.12")


@pytest.fixture
def licence(department, now):
    """A licence that replaced another."""
    for number, on in (("01/QĐ", date(2025, 5, 4)), ("02/QĐ", date(2026, 5, 4))):
        granted = Granted(
            {"name": "Trường Trung cấp nghề Đồng Khởi", "code": "CS07"}, number, on, [WELDING], [PLACE]
        )
        written = record_licence(department, granted, actor_id=None, at=now, note=f"Quyết định số {number}")
    return written


def text_of(response) -> str:
    """Return a page as text."""
    return response.content.decode()


class TestTheListOfInstitutions:
    @pytest.mark.parametrize("typed", ["dong khoi", "Đồng", "cs07", "truong khoi"], ids=str)
    def test_is_searched_without_marks_and_by_code(self, browser_of, licence, typed):
        response = browser_of("chuyen-vien").get(reverse("desk:institutions"), {"q": typed})

        assert "Trường Trung cấp nghề Đồng Khởi" in text_of(response)

    @pytest.mark.parametrize("typed", ["dong nai", "\0", "%", "x" * 500, "'; drop"], ids=repr)
    def test_finds_nothing_for_other_words(self, browser_of, licence, typed):
        response = browser_of("chuyen-vien").get(reverse("desk:institutions"), {"q": typed})

        assert response.status_code == 200
        assert ("Đồng Khởi" in text_of(response)) == (typed == "\0")

    def test_turns_its_pages_by_the_last_row(self, browser_of, department):
        Institution.objects.bulk_create(
            Institution(
                keeper=department, name=f"Cơ sở {n:03}", name_key=f"co so {n:03}", valid_from=date(2020, 1, 1)
            )
            for n in range(PAGE_SIZE * 2 + 1)
        )
        browser, address, seen = browser_of("chuyen-vien"), reverse("desk:institutions"), []

        after: str | None = ""
        while after is not None:
            context = browser.get(address, {"after": after}).context
            seen += [each.name for each in context["rows"]]
            after = context["next_after"] or None

        assert seen == [f"Cơ sở {n:03}" for n in range(PAGE_SIZE * 2 + 1)]

    @pytest.mark.parametrize("after", ["x", "9" * 40, "1|\0", "|", "²|a"], ids=repr)
    def test_begins_anew_for_a_key_nobody_gave(self, browser_of, licence, after):
        response = browser_of("chuyen-vien").get(reverse("desk:institutions"), {"after": after})

        assert response.status_code == 200


class TestAnInstitution:
    def test_shows_licences_majors_places_and_every_version(self, browser_of, licence):
        page = text_of(
            browser_of("chuyen-vien").get(reverse("desk:institution", args=[licence.institution.public_id]))
        )

        for words in (
            "Số 02/QĐ ngày 04/05/2026",
            "Đã được thay thế",
            "5520123",
            "Khóm 4, xã Trà Cú",
            "Phiên bản 2",
        ):
            assert words in page

    def test_is_noted_in_the_access_log(self, browser_of, licence, people):
        browser_of("chuyen-vien").get(reverse("desk:institution", args=[licence.institution.public_id]))

        flush_access_log()
        assert AccessEntry.objects.filter(
            what="registry.Institution", person_id=people["chuyen-vien"].pk
        ).exists()

    def test_of_another_register_is_not_there(self, browser_of, licence, now):
        other = Agency.objects.get(code="H61")
        Institution.objects.update(keeper=other)

        browser = browser_of("chuyen-vien")

        assert (
            browser.get(reverse("desk:institution", args=[licence.institution.public_id])).status_code == 404
        )
        assert "Đồng Khởi" not in text_of(browser.get(reverse("desk:institutions")))

    def test_of_another_register_is_named_without_a_way_there(self, browser_of, licence):
        Institution.objects.update(keeper=Agency.objects.get(code="H61"))

        page = text_of(browser_of("chuyen-vien").get(reverse("desk:licences")))

        assert "02/QĐ" in page
        assert reverse("desk:institution", args=[licence.institution.public_id]) not in page

    def test_reads_in_english_for_who_reads_english(self, browser_of, licence):
        browser = browser_of("chuyen-vien")
        browser.cookies["django_language"] = "en"

        page = text_of(browser.get(reverse("desk:institution", args=[licence.institution.public_id])))

        assert "Replaced" in page
        assert "Giấy phép hoạt động" not in page


class TestTheListOfLicences:
    def test_is_newest_first_and_found_by_number_or_institution(self, browser_of, licence):
        browser, address = browser_of("truong-phong"), reverse("desk:licences")

        whole = [each.number for each in browser.get(address).context["rows"]]
        found = [each.number for each in browser.get(address, {"q": "dong khoi 01/QĐ"}).context["rows"]]

        assert (whole, found) == (["02/QĐ", "01/QĐ"], ["01/QĐ"])

    @pytest.mark.parametrize("after", ["1|", "1|2026-13-01", "x|2026-05-04", "9" * 30], ids=str)
    def test_begins_anew_for_a_key_nobody_gave(self, browser_of, licence, after):
        assert browser_of("truong-phong").get(reverse("desk:licences"), {"after": after}).status_code == 200

    def test_turns_its_pages_by_the_last_row(self, browser_of, licence, department):
        Licence.objects.bulk_create(
            Licence(institution=licence.institution, issuer=department, number=f"{n}", issued_on=date(2020, 1, 1 + n % 3), created_at=licence.created_at, changed_at=licence.created_at)
            for n in range(PAGE_SIZE)
        )  # fmt: skip
        browser, address = browser_of("truong-phong"), reverse("desk:licences")

        first = browser.get(address).context
        second = browser.get(address, {"after": first["next_after"]}).context

        assert len({each.pk for each in [*first["rows"], *second["rows"]]}) == PAGE_SIZE + 2


class TestARightOverLicences:
    @pytest.mark.parametrize("who", ["truong-giu-so", "hieu-truong", "tiep-nhan", "quan-tri"])
    def test_is_nobodys_at_a_school_or_in_another_role(self, browser_of, licence, who):
        assert browser_of(who).get(reverse("desk:institutions")).status_code == 404

    def test_comes_and_goes_with_what_an_agency_is(self, browser_of, licence, people, now):
        school = Agency.objects.get(code="H61.12.31")

        change_agency(school, actor=people["quan-tri"], at=now, kind="department")
        as_office = browser_of("truong-giu-so").get(reverse("desk:institutions")).status_code
        change_agency(school, actor=people["quan-tri"], at=now, kind="school")

        assert as_office == 200
        assert browser_of("truong-giu-so").get(reverse("desk:institutions")).status_code == 404
