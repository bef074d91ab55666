"""Who can sign in to the demonstration, as data: no name here is a real person's."""

from dataclasses import dataclass

DEMO_PASSWORD = "Motcua-demo-2026"

COMMITTEE, COMMITTEE_OFFICE, DEPARTMENT = "H61", "H61.01", "H61.12"
ONE_STOP, SCHOOL = "H61.50", "H61.12.31"


@dataclass(frozen=True)
class DemoAccount:
    """A person of the demonstration.

    roles  (role, agency acted for, title, signing form); none for a citizen
    """

    email: str
    name: str
    what: str
    sits_at: str = ""
    roles: tuple[tuple[str, str, str, str], ...] = ()
    national_id: str = ""


DEMO_ACCOUNTS = (
    DemoAccount("cong-dan@motcua.test", "Nguyễn Thị Mai", "citizen", national_id="086301000123"),
    DemoAccount("cong-dan-2@motcua.test", "Thạch Sô Phi", "another citizen", national_id="084203000456"),
    DemoAccount(
        "tiep-nhan@motcua.test", "Trần Văn Hòa", "one-stop officer: receives and hands over",
        ONE_STOP, (("tiep_nhan", DEPARTMENT, "Viên chức", ""), ("tra_ket_qua", DEPARTMENT, "Viên chức", "")),
    ),
    DemoAccount(
        "tiep-nhan-2@motcua.test", "Lê Thị Út", "another one-stop officer",
        ONE_STOP, (("tiep_nhan", DEPARTMENT, "Viên chức", ""),),
    ),
    DemoAccount(
        "lanh-dao-mot-cua@motcua.test", "Cao Thị Phượng", "head of the one-stop centre: answers complaints",
        ONE_STOP, (("lanh_dao_ttpvhcc", COMMITTEE, "Giám đốc Trung tâm", ""),),
    ),
    DemoAccount(
        "giu-so@motcua.test", "Phạm Thị Lan", "keeper of the department's original register",
        DEPARTMENT, (("giu_so_goc", DEPARTMENT, "Chuyên viên", ""), ("chuyen_vien", DEPARTMENT, "Chuyên viên", "")),
    ),
    DemoAccount(
        "giu-so-2@motcua.test", "Võ Văn Đức", "second keeper: compares the copy",
        DEPARTMENT, (("giu_so_goc", DEPARTMENT, "Chuyên viên", ""),),
    ),
    DemoAccount(
        "chuyen-vien@motcua.test", "Lý Hoàng Nam", "case officer: appraises and drafts",
        DEPARTMENT, (("chuyen_vien", DEPARTMENT, "Chuyên viên", ""),),
    ),
    DemoAccount(
        "truong-phong@motcua.test", "Trương Thị Kim Loan", "head of division: assigns and approves",
        DEPARTMENT, (("lanh_dao_phong", DEPARTMENT, "Trưởng phòng", ""),),
    ),
    DemoAccount(
        "phoi-hop@motcua.test", "Bùi Văn Khánh", "consulted division: appraises premises and teachers",
        DEPARTMENT, (("phoi_hop", DEPARTMENT, "Chuyên viên", ""),),
    ),
    DemoAccount(
        "van-phong@motcua.test", "Mai Thị Hồng", "department office: checks form and law",
        DEPARTMENT, (("van_phong_so", DEPARTMENT, "Phó Chánh Văn phòng", ""),),
    ),
    DemoAccount(
        "lanh-dao@motcua.test", "Đặng Minh Châu", "deputy director: approves and signs",
        DEPARTMENT, (("lanh_dao_so", DEPARTMENT, "Phó Giám đốc", "KT."),),
    ),
    DemoAccount(
        "van-thu@motcua.test", "Huỳnh Ngọc Ánh", "records clerk: seals and issues",
        DEPARTMENT, (("van_thu", DEPARTMENT, "Văn thư", ""),),
    ),
    DemoAccount(
        "truong-giu-so@motcua.test", "Kim Sa Rây", "keeper of the school's register",
        SCHOOL, (("giu_so_goc", SCHOOL, "Nhân viên đào tạo", ""), ("chuyen_vien", SCHOOL, "Nhân viên đào tạo", "")),
    ),
    DemoAccount(
        "truong-giu-so-2@motcua.test", "Ngô Thanh Tùng", "second keeper of the school",
        SCHOOL, (("giu_so_goc", SCHOOL, "Trưởng phòng Đào tạo", ""), ("lanh_dao_phong", SCHOOL, "Trưởng phòng Đào tạo", "")),
    ),
    DemoAccount(
        "hieu-truong@motcua.test", "Lâm Quốc Bảo", "principal: signs for the school",
        SCHOOL, (("lanh_dao_so", SCHOOL, "Hiệu trưởng", ""),),
    ),
    DemoAccount(
        "truong-van-thu@motcua.test", "Sơn Thị Bích", "clerk of the school",
        SCHOOL, (("van_thu", SCHOOL, "Văn thư", ""),),
    ),
    DemoAccount(
        "ubnd-van-thu@motcua.test", "Đoàn Thị Thu Cúc", "clerk of the people's committee: receives submissions, numbers and seals",
        COMMITTEE_OFFICE, (("van_thu", COMMITTEE, "Văn thư", ""),),
    ),
    DemoAccount(
        "ubnd-chuyen-vien@motcua.test", "Hồ Quang Trí", "specialist of the committee's office: checks submissions",
        COMMITTEE_OFFICE, (("chuyen_vien", COMMITTEE, "Chuyên viên Văn phòng", ""),),
    ),
    DemoAccount(
        "ubnd-truong-phong@motcua.test", "Tô Thị Bạch Tuyết", "head of division of the committee's office: approves corrections",
        COMMITTEE_OFFICE, (("lanh_dao_phong", COMMITTEE, "Trưởng phòng Văn phòng", ""),),
    ),
    DemoAccount(
        "chu-tich@motcua.test", "Nguyễn Trung Dũng", "chairman of the people's committee: decides and signs",
        COMMITTEE, (("lanh_dao_so", COMMITTEE, "Chủ tịch", ""),),
    ),
    DemoAccount(
        "pho-chu-tich@motcua.test", "Châu Ngọc Diệp", "vice chairwoman of the committee: signs for the chairman",
        COMMITTEE, (("lanh_dao_so", COMMITTEE, "Phó Chủ tịch", "KT."),),
    ),
    DemoAccount(
        "quan-tri@motcua.test", "Quản trị viên", "administrator",
        DEPARTMENT, (("quan_tri", COMMITTEE, "Quản trị hệ thống", ""),),
    ),
)  # fmt: skip
