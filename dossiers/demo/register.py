"""A few lines of two original registers: one clear match, two people of one name, one revoked diploma."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from accounts.models import Agency
from dossiers.demo.accounts import DEPARTMENT, SCHOOL
from registry.services import add_record, revoke_record

RECORDS: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        DEPARTMENT,
        {
            "holder_name": "Nguyễn Thị Mai", "birth_year": 2001, "birth_month": 3, "birth_day": 8,
            "birth_place": "Vĩnh Long", "gender": "Nữ", "ethnicity": "Kinh", "nationality": "Việt Nam",
            "national_id": "086301000123", "kind": "trung_cap", "title": "Bằng tốt nghiệp trung cấp",
            "institution": "Trường Trung cấp nghề Trà Cú Mẫu (đã giải thể)", "major": "Kế toán doanh nghiệp",
            "training_form": "Chính quy", "graduation_year": 2021, "classification": "Khá",
            "serial_no": "TC 004512", "register_no": "512/2021", "issued_on": date(2021, 8, 20),
        },
    ),
    (
        DEPARTMENT,
        {
            "holder_name": "Nguyễn Thị Mai", "birth_year": 1999, "birth_month": 11, "birth_day": 21,
            "birth_place": "Trà Vinh", "gender": "Nữ", "ethnicity": "Khmer", "nationality": "Việt Nam",
            "kind": "trung_cap", "title": "Bằng tốt nghiệp trung cấp",
            "institution": "Trường Trung cấp nghề Trà Cú Mẫu (đã giải thể)", "major": "Điện công nghiệp",
            "training_form": "Chính quy", "graduation_year": 2019, "classification": "Giỏi",
            "serial_no": "TC 003377", "register_no": "377/2019", "issued_on": date(2019, 8, 15),
        },
    ),
    (
        DEPARTMENT,
        {
            "holder_name": "Trần Minh Quân", "birth_year": 1995, "birth_month": 1, "birth_day": 2,
            "kind": "cao_dang", "institution": "Trường Cao đẳng Mẫu", "major": "Hàn", "graduation_year": 2016,
            "serial_no": "CD 000901", "register_no": "901/2016",
        },
    ),
    (
        SCHOOL,
        {
            "holder_name": "Thạch Sô Phi", "birth_year": 2003, "birth_month": 4, "birth_day": 14,
            "birth_place": "Vĩnh Long", "gender": "Nam", "ethnicity": "Khmer", "nationality": "Việt Nam",
            "national_id": "084203000456", "kind": "trung_cap", "title": "Bằng tốt nghiệp trung cấp",
            "institution": "Trường Trung cấp nghề Cửu Long Mẫu", "major": "Công nghệ ô tô",
            "training_form": "Chính quy", "graduation_year": 2023, "classification": "Trung bình khá",
            "serial_no": "TCN 001208", "register_no": "208/2023", "issued_on": date(2023, 7, 30),
        },
    ),
)  # fmt: skip
REVOKED_SERIAL = "CD 000901"


def add_records(agencies: Mapping[str, Agency], at: datetime) -> None:
    """Write them, and revoke one."""
    for keeper, content in RECORDS:
        record = add_record(agencies[keeper], actor_id=None, at=at, **content)
        if content["serial_no"] == REVOKED_SERIAL:
            revoke_record(
                record,
                expected_version=record.version,
                note="Quyết định thu hồi số 15/QĐ-TCM ngày 02/02/2018",
                actor_id=None,
                at=at,
            )
