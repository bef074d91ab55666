"""Who of the demonstration inspects and is inspected, as data: no name here is a real person's or institution's."""

from dossiers.demo.accounts import DEPARTMENT, DemoAccount

LEAD, MEMBER, SECRETARY = "truong-doan@motcua.test", "thanh-vien@motcua.test", "thu-ky-doan@motcua.test"
DRAFTER, DIRECTOR, HEAD = "chuyen-vien@motcua.test", "lanh-dao@motcua.test", "co-so@motcua.test"

INSPECTION_ACCOUNTS = (
    DemoAccount(
        LEAD, "Vàng Seo Pao", "team leader: runs inspections on the tablet, signs for the team",
        DEPARTMENT, (("lanh_dao_phong", DEPARTMENT, "Phó Trưởng phòng", ""),),
    ),
    DemoAccount(
        MEMBER, "Giàng Thị Mỷ", "inspector: member of the team, works on the tablet",
        DEPARTMENT, (("phoi_hop", DEPARTMENT, "Chuyên viên", ""),),
    ),
    DemoAccount(
        SECRETARY, "Lù Văn Sơn", "inspector: secretary of the team",
        DEPARTMENT, (("phoi_hop", DEPARTMENT, "Chuyên viên", ""),),
    ),
    DemoAccount(HEAD, "Hoàng Thị Sen", "head of an inspected institution", national_id="010180000321"),
)  # fmt: skip

INSTITUTIONS = (
    {
        "code": "CSM-01", "name": "Trường Trung cấp nghề Mường Hoa Mẫu", "kind": "truong_trung_cap",
        "tax_code": "5300999991", "phone": "02143000001",
        "address": {"street": "Số 5 đường Mẫu", "commune_name": "phường Sa Pa", "province_name": "tỉnh Mẫu"},
    },
    {
        "code": "CSM-02", "name": "Trung tâm Giáo dục nghề nghiệp Nậm Thi Mẫu", "kind": "tt_gdnn",
        "tax_code": "5300999992", "phone": "02143000002",
        "address": {"street": "Số 18 đường Mẫu", "commune_name": "phường Cốc Lếu", "province_name": "tỉnh Mẫu"},
    },
)  # fmt: skip
"""The first is the one whose head has an account."""
COORDINATES = ({"lat": "22.3364", "lng": "103.8438"}, {"lat": "22.4809", "lng": "103.9755"})
