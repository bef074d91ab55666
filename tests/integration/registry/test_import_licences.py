"""Institutions and licences from a file: all of it or nothing, the same file once, what is known passed over."""

from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from audit.models import AuditEntry
from registry.faults import fault_words
from registry.models import Institution, Licence, LicenceVersion, RegisterImport
from registry.selectors import licence_in_force, yearly_quota
from registry.services import (
    Granted,
    RowFault,
    import_register,
    look_into,
    record_licence,
    suspend_licence,
)
from tests.integration.registry.conftest import AT

pytestmark = [pytest.mark.django_db, pytest.mark.services]
INSTITUTIONS = (
    "Mã cơ sở,Tên cơ sở,Loại cơ sở,Mã số thuế,Mã tỉnh,Mã xã,Số nhà đường,Email,Từ ngày,Đến ngày".replace(
        "Số nhà đường", '"Số nhà, đường"'
    )
)
SCHOOL = "CS01,Trường Trung cấp Mẫu,Trường trung cấp,1500000000,86,29287,Số 1,a@example.vn,01/01/2010,"
LICENCES = '"Mã cơ sở","Tên cơ sở",Số,"Ngày cấp","Hết hiệu lực","Trình độ","Mã ngành","Tên ngành, nghề","Địa điểm","Quy mô tuyển sinh một năm"'
WELDING = "CS01,,01/GCN,04/05/2024,,Trung cấp,5520123,Hàn,Cơ sở 1,60"
SEWING = "CS01,,01/GCN,04/05/2024,,Sơ cấp,,May,Cơ sở 2,30"


def table(headings: str, *lines: str) -> bytes:
    """Return a CSV as a spreadsheet program saves it."""
    return "\r\n".join([headings, *lines]).encode("utf-8-sig")


def bring(keeper, register: str, *lines: str, at=AT):
    """Import lines under the headings of their register."""
    headings = INSTITUTIONS if register == "institutions" else LICENCES
    return import_register(register, keeper, table(headings, *lines), name="so.csv", actor_id=None, at=at)


@pytest.fixture
def school(keeper):
    """The institution of these tests, in the register."""
    bring(keeper, "institutions", SCHOOL)
    return Institution.objects.get()


class TestInstitutions:
    def test_come_in_with_their_address_and_the_agency_that_keeps_them(self, keeper, school):
        assert (school.code, school.kind, school.valid_from) == ("CS01", "truong_trung_cap", date(2010, 1, 1))
        assert school.address == {"province": "86", "commune": "29287", "street": "Số 1"}
        assert (school.keeper, school.name_key) == (keeper, "truong trung cap mau")

    def test_of_a_longer_list_only_what_is_new_is_written(self, keeper, school):
        report = bring(keeper, "institutions", SCHOOL, SCHOOL.replace("CS01", "CS02"))

        assert (report.rows, report.written, report.known, report.faults) == (2, 1, 1, ())
        assert Institution.objects.count() == 2

    @pytest.mark.parametrize(
        ("line", "column", "fault"),
        [
            (SCHOOL.replace("CS01", ""), "code", "missing"),
            (SCHOOL.replace("01/01/2010", ""), "valid_from", "missing"),
            (SCHOOL.replace("01/01/2010", "31/02/2010"), "valid_from", "no such day"),
            (SCHOOL + "01/01/2009", "valid_to", "before the first day"),
            (SCHOOL.replace("Trường trung cấp", "Chợ"), "kind", "unknown"),
            (SCHOOL.replace("1500000000", "15"), "tax_code", "no tax_code"),
            (SCHOOL.replace("29287", "x"), "commune", "no commune"),
            (SCHOOL.replace("a@example.vn", "a@"), "email", "no email"),
            (SCHOOL.replace("Trường Trung cấp Mẫu", "x" * 301), "name", "longer than 300"),
        ],
        ids=lambda value: value if len(value) < 40 else "",
    )
    def test_with_a_fault_change_nothing_and_say_where(self, keeper, line, column, fault):
        report = bring(keeper, "institutions", SCHOOL.replace("CS01", "CS07"), line)

        assert report.faults == [RowFault(3, column, fault)]
        assert not Institution.objects.exists()
        assert not RegisterImport.objects.exists()

    def test_a_code_means_one_institution(self, keeper, school):
        twice = SCHOOL.replace("CS01", "CS02")

        report = bring(keeper, "institutions", SCHOOL.replace("Mẫu", "Khác"), twice, twice)

        assert report.faults == [RowFault(2, "code", "in the register"), RowFault(4, "code", "twice")]


class TestLicences:
    def test_come_in_with_majors_places_and_first_version(self, keeper, school):
        report = bring(keeper, "licences", WELDING, SEWING)

        licence = Licence.objects.get()
        assert (report.rows, report.written, licence.institution) == (2, 2, school)
        assert [place["dia_chi"] for place in licence.places] == ["Cơ sở 1", "Cơ sở 2"]
        assert [(each.name, each.place, each.yearly_quota) for each in licence.majors.order_by("pk")] == [
            ("Hàn", "ĐĐ1", 60),
            ("May", "ĐĐ2", 30),
        ]
        assert LicenceVersion.objects.get().content["majors"][0]["name"] == "Hàn"

    def test_the_newest_is_the_valid_one_whichever_way_they_came_in(self, keeper, school):
        major = {"level": "so_cap", "code": "", "name": "May", "place": "", "yearly_quota": 10}
        granted = Granted({"code": "CS01", "name": school.name}, "00/QĐ", date(2020, 1, 2), [major])
        decided = record_licence(keeper, granted, actor_id=None, at=AT)

        bring(
            keeper,
            "licences",
            WELDING,
            WELDING.replace("01/GCN,04/05/2024", "02/GCN,05/05/2025"),
            at=AT + timedelta(days=1),
        )

        states = dict(Licence.objects.values_list("number", "state"))
        assert states == {"00/QĐ": "replaced", "01/GCN": "replaced", "02/GCN": "valid"}
        assert [each.state for each in decided.versions.order_by("version")] == ["valid", "replaced"]
        assert licence_in_force(school, date(2026, 1, 1)).number == "02/GCN"
        assert yearly_quota(school, "5520123", date(2026, 1, 1)) == 60

    @pytest.mark.parametrize(
        ("day", "states"),
        [
            ("05/05/2020", {"01/GCN": "suspended", "02/GCN": "replaced"}),
            ("05/05/2025", {"01/GCN": "replaced", "02/GCN": "valid"}),
        ],
    )
    def test_stand_in_for_a_suspended_one_only_where_they_are_newer(self, keeper, school, day, states):
        bring(keeper, "licences", WELDING)
        suspend_licence(Licence.objects.get().pk, note="QĐ đình chỉ", actor_id=None, at=AT)

        bring(keeper, "licences", WELDING.replace("01/GCN,04/05/2024", f"02/GCN,{day}"))

        assert dict(Licence.objects.values_list("number", "state")) == states
        held = licence_in_force(school, date(2026, 1, 1))
        assert (held.number if held else None) == ("02/GCN" if day.endswith("2025") else None)

    def test_the_same_file_is_written_once(self, keeper, school):
        bring(keeper, "licences", WELDING)

        again = bring(keeper, "licences", WELDING, at=AT + timedelta(days=1))

        assert (again.written, again.written_at) == (0, AT)
        assert AuditEntry.objects.filter(action="registry.imported").count() == 2
        assert Licence.objects.count() == 1

    def test_a_known_licence_is_passed_over_and_a_different_one_is_a_fault(self, keeper, school):
        bring(keeper, "licences", WELDING)

        known = bring(keeper, "licences", WELDING, WELDING.replace("01/GCN", "02/GCN"))
        other = bring(keeper, "licences", WELDING.replace(",60", ",90"))

        assert (known.rows, known.written, known.known) == (2, 1, 1)
        assert other.faults == [RowFault(2, "number", "in the register")]

    @pytest.mark.parametrize(
        ("line", "column", "fault"),
        [
            (WELDING.replace("CS01", ""), "institution_code", "missing"),
            (WELDING.replace("CS01", "CS99"), "institution_code", "no such institution"),
            (WELDING.replace("CS01,", ",Trường lạ"), "institution_name", "no such institution"),
            (WELDING.replace("Trung cấp", "Tiến sĩ"), "level", "unknown"),
            (WELDING.replace(",60", ",0"), "yearly_quota", "out of range"),
            (WELDING.replace(",60", ",sáu mươi"), "yearly_quota", "not a whole number"),
            (WELDING.replace("04/05/2024,", "04/05/2024,01/01/2024"), "valid_to", "before the first day"),
            (WELDING.replace("01/GCN", "9" * 81), "number", "longer than 80"),
        ],
        ids=lambda value: value if len(value) < 24 else "",
    )
    def test_with_a_fault_change_nothing_and_say_where(self, keeper, school, line, column, fault):
        report = bring(keeper, "licences", SEWING.replace("01/GCN", "07/GCN"), line)

        assert report.faults == [RowFault(3, column, fault)]
        assert fault_words("licences", report.faults[0])
        assert not Licence.objects.exists()

    def test_rows_of_one_licence_agree(self, keeper, school):
        report = bring(
            keeper, "licences", WELDING, SEWING.replace("04/05/2024,", "04/05/2024,01/01/2030"), WELDING
        )

        assert report.faults == [RowFault(3, "valid_to", "differs above"), RowFault(4, "major_name", "twice")]

    def test_of_a_name_borne_twice_needs_the_code(self, keeper, school):
        bring(keeper, "institutions", SCHOOL.replace("CS01", "CS02"))

        report = look_into(
            "licences",
            keeper,
            table(LICENCES, WELDING.replace("CS01,", f",{school.name}")),
            name="a.csv",
            at=AT,
        )

        assert report.faults == [RowFault(2, "institution_name", "several")]

    def test_takes_ten_thousand_rows_of_a_spreadsheet(self, keeper, school):
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        sheet.append(["institution_code", "number", "issued_on", "level", "major_name", "yearly_quota"])
        for number in range(10_000):
            sheet.append(["CS01", f"{number // 4}/GCN", date(2024, 5, 4), "so_cap", f"Nghề {number % 4}", 30])
        out = BytesIO()
        book.save(out)

        report = import_register("licences", keeper, out.getvalue(), name="so.xlsx", actor_id=None, at=AT)

        assert (report.written, Licence.objects.count()) == (10_000, 2_500)


class TestTheCommand:
    def test_brings_in_the_register_that_is_named(self, keeper, tmp_path):
        file, said = tmp_path / "co-so.csv", StringIO()
        file.write_bytes(table(INSTITUTIONS, SCHOOL))
        words = (
            "registry",
            "import",
            str(file),
            "--keeper",
            keeper.code,
            "--register",
            "institutions",
            "--write",
        )

        call_command(*words, stdout=said)
        call_command(*words, stdout=said)

        assert said.getvalue().splitlines() == [
            "1 dòng, 0 lỗi, đã ghi 1.",
            "tệp này đã ghi vào sổ lúc " + said.getvalue().splitlines()[1].rpartition("lúc ")[2],
            "1 dòng, 0 lỗi, đã ghi 0.",
        ]
        assert Institution.objects.count() == 1

    def test_says_in_words_what_is_wrong(self, keeper, tmp_path):
        file, said = tmp_path / "gp.csv", StringIO()
        file.write_bytes(table(LICENCES, WELDING))

        with pytest.raises(CommandError, match="không ghi dòng nào"):
            call_command(
                "registry",
                "import",
                str(file),
                "--keeper",
                keeper.code,
                "--register",
                "licences",
                stdout=said,
            )

        assert said.getvalue().splitlines()[0] == (
            "gp.csv: dòng 2, cột “Mã cơ sở”: không có cơ sở này trong sổ; hãy nhập cơ sở trước hoặc sửa."
        )
