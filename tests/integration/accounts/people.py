"""A small administration for the tests: a committee, a department, a school, a one-stop centre."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from accounts.models import Agency, Person
from accounts.services import appoint, create_agency, create_first_administrator, open_account

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@dataclass
class Administration:
    """Who and what there is."""

    administrator: Person
    province: Agency
    department: Agency
    school: Agency
    one_stop: Agency


def make_administration() -> Administration:
    """Return a province with three agencies under it and its first administrator."""
    administrator = create_first_administrator(
        email="quantri@example.vn",
        full_name="Quản Trị Viên",
        password="mat-khau-rat-dai",
        agency_code="H61",
        agency_name="Ủy ban nhân dân tỉnh Vĩnh Long",
        at=AT,
    )
    province = Agency.objects.get(code="H61")
    return Administration(
        administrator,
        province,
        make_agency("H61.12", "Sở Giáo dục và Đào tạo", province),
        make_agency("H61.12.1", "Trường Cao đẳng Vĩnh Long", province),
        make_agency("H61.99", "Trung tâm Phục vụ hành chính công", province),
    )


def make_agency(code: str, name: str, parent: Agency | None) -> Agency:
    """Return an agency that exists since July 2025."""
    return create_agency(code=code, name=name, valid_from=date(2025, 7, 1), parent=parent, actor=None, at=AT)


def make_person(email: str, name: str = "Nguyễn Thị Đào") -> Person:
    """Return somebody with an account and nothing else."""
    return open_account(email=email, full_name=name, password="mat-khau-rat-dai", actor=None, at=AT)


def make_officer(email: str, role: str, agency: Agency, **facts: object) -> Person:
    """Return somebody who has held a role at an agency since 2026 began."""
    person = make_person(email)
    appoint(
        person=person,
        role=role,
        acts_for=agency,
        starts_on=facts.pop("starts_on", date(2026, 1, 1)),
        basis="QĐ 01/QĐ-SGDĐT",
        actor=None,
        at=AT,
        **facts,
    )
    return person
