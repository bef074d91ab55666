"""The agencies of the demonstration: a committee with its office, its department and one-stop centre, a school."""

from datetime import date, datetime

from accounts.models import Agency
from accounts.services import create_agency
from dossiers.demo.accounts import COMMITTEE, COMMITTEE_OFFICE, DEPARTMENT, ONE_STOP, SCHOOL

SINCE = date(2025, 7, 1)

AGENCIES = (
    {
        "code": COMMITTEE, "name": "Ủy ban nhân dân tỉnh Vĩnh Long", "parent": None, "kind": "committee",
        "name_en": "People's Committee of Vĩnh Long province", "abbreviation": "UBND",
    },
    {
        "code": COMMITTEE_OFFICE, "name": "Văn phòng Ủy ban nhân dân tỉnh Vĩnh Long", "parent": COMMITTEE,
        "kind": "other", "name_en": "Office of the People's Committee", "abbreviation": "VPUBND",
        "superior_name": "Ủy ban nhân dân tỉnh Vĩnh Long",
    },
    {
        "code": DEPARTMENT, "name": "Sở Giáo dục và Đào tạo", "parent": COMMITTEE, "kind": "department",
        "name_en": "Department of Education and Training", "abbreviation": "SGDĐT",
        "superior_name": "Ủy ban nhân dân tỉnh Vĩnh Long", "term_ends": "closing",
        "address": "Số 10 đường Mẫu, phường Long Châu, tỉnh Vĩnh Long", "phone": "02703000000",
    },
    {
        "code": ONE_STOP, "name": "Trung tâm Phục vụ hành chính công tỉnh Vĩnh Long", "parent": COMMITTEE,
        "kind": "one_stop", "name_en": "Public administration service centre", "abbreviation": "TTPVHCC",
    },
    {
        "code": SCHOOL, "name": "Trường Trung cấp nghề Cửu Long Mẫu", "parent": DEPARTMENT, "kind": "school",
        "name_en": "Cuu Long Model Vocational School", "abbreviation": "TCNCL",
        "superior_name": "Sở Giáo dục và Đào tạo Vĩnh Long", "term_ends": "closing",
    },
)  # fmt: skip


def create_agencies(at: datetime) -> dict[str, Agency]:
    """Create them; return them by code."""
    agencies: dict[str, Agency] = {}
    for facts in AGENCIES:
        details = dict(facts)
        parent = agencies.get(str(details.pop("parent")))
        agencies[str(facts["code"])] = create_agency(
            **details, parent=parent, place_name="Vĩnh Long", valid_from=SINCE, actor=None, at=at
        )
    return agencies
