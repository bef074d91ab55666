"""What each role may do at an agency: the one table behind every list and every button.

A role at an agency is an office, whose group carries these permissions as rows of
django-guardian on the `Agency`. Every role also may handle the work items of its own lane
(`work_item_<role>`); a role that a procedure package adds gets that permission when it is made.
A role that `reaches_below` also covers the agencies under its own.
Source: the lanes and the column "thấy gì" of the procedures' common part.
"""

from dataclasses import dataclass, field

RECEIVE_DOSSIER = "receive_dossier"
VIEW_DOSSIERS = "view_dossiers"
VIEW_DOSSIER_LIST = "view_dossier_list"
VIEW_INTERNAL_OPINIONS = "view_internal_opinions"
VIEW_ATTACHMENTS = "view_attachments"
APPRAISE_DOSSIER = "appraise_dossier"
APPROVE_APPRAISAL = "approve_appraisal"
CHECK_DOCUMENT_FORM = "check_document_form"
SIGN_DOCUMENT = "sign_document"
SEAL_DOCUMENT = "seal_document"
KEEP_REGISTER = "keep_register"
VIEW_LICENCES = "view_licences"
KEEP_LICENCES = "keep_licences"
HAND_OVER_RESULT = "hand_over_result"
VIEW_FIGURES = "view_figures"
VERIFY_IDENTITY = "verify_identity"
HANDLE_COMPLAINTS = "handle_complaints"
DIRECT_RECEPTION = "direct_reception"
VIEW_INSPECTIONS = "view_inspections"
PROPOSE_INSPECTIONS = "propose_inspections"
VIEW_CONFIDENTIAL_SOURCES = "view_confidential_sources"
ADMINISTER_PEOPLE = "administer_people"
ADMINISTER_AGENCIES = "administer_agencies"
ADMINISTER_CALENDAR = "administer_calendar"
ADMINISTER_REGISTERS = "administer_registers"
ADMINISTER_CERTIFICATES = "administer_certificates"
ADMINISTER_INCIDENTS = "administer_incidents"

# Codename → what an administrator reads. The model's Meta.permissions is made from it.
AGENCY_PERMISSIONS: tuple[tuple[str, str], ...] = (
    (RECEIVE_DOSSIER, "Tiếp nhận hồ sơ"),
    (VIEW_DOSSIERS, "Xem hồ sơ của cơ quan"),
    (VIEW_DOSSIER_LIST, "Xem danh sách và thời hạn hồ sơ"),
    (VIEW_INTERNAL_OPINIONS, "Xem ý kiến nội bộ và dự thảo"),
    (VIEW_ATTACHMENTS, "Mở giấy tờ của người nộp"),
    (APPRAISE_DOSSIER, "Thụ lý, thẩm định hồ sơ"),
    (APPROVE_APPRAISAL, "Duyệt kết quả thẩm định"),
    (CHECK_DOCUMENT_FORM, "Kiểm tra thể thức văn bản"),
    (SIGN_DOCUMENT, "Ký văn bản"),
    (SEAL_DOCUMENT, "Đóng dấu, phát hành văn bản"),
    (KEEP_REGISTER, "Quản lý sổ gốc"),
    (VIEW_LICENCES, "Xem sổ cơ sở và giấy phép"),
    (KEEP_LICENCES, "Nhập tệp vào sổ cơ sở và giấy phép"),
    (HAND_OVER_RESULT, "Trả kết quả"),
    (VIEW_FIGURES, "Xem số liệu"),
    (VERIFY_IDENTITY, "Đối chiếu giấy tờ tùy thân tại quầy"),
    (HANDLE_COMPLAINTS, "Xem và trả lời phản ánh, kiến nghị"),
    (DIRECT_RECEPTION, "Giao lại việc của Bộ phận Một cửa"),
    (VIEW_INSPECTIONS, "Xem các cuộc kiểm tra của cơ quan"),
    (PROPOSE_INSPECTIONS, "Đề xuất, tổ chức kiểm tra"),
    (VIEW_CONFIDENTIAL_SOURCES, "Xem nguồn tin được giữ kín"),
    (ADMINISTER_PEOPLE, "Quản trị người dùng và phân công"),
    (ADMINISTER_AGENCIES, "Quản trị cơ quan"),
    (ADMINISTER_CALENDAR, "Quản trị lịch làm việc"),
    (ADMINISTER_REGISTERS, "Quản trị sổ số văn bản"),
    (ADMINISTER_CERTIFICATES, "Quản trị chứng thư số"),
    (ADMINISTER_INCIDENTS, "Xử lý sự cố"),
)


# A department keeps the registers of institutions and licences, and inspects: elsewhere these rights are given to nobody.
AT_DEPARTMENTS_ONLY = frozenset(
    {VIEW_LICENCES, KEEP_LICENCES, VIEW_INSPECTIONS, PROPOSE_INSPECTIONS, VIEW_CONFIDENTIAL_SOURCES}
)


@dataclass(frozen=True)
class RoleDefinition:
    """A role of the administration: its name in two languages and what it may do."""

    code: str
    name: str
    name_en: str
    permissions: tuple[str, ...] = field(default=())
    reaches_below: bool = False


def work_item_permission(role_code: str) -> str:
    """Return the codename that lets an office handle work items of a lane."""
    return f"work_item_{role_code}"


_ADMINISTRATOR = (
    VIEW_DOSSIER_LIST,
    VIEW_FIGURES,
    ADMINISTER_PEOPLE,
    ADMINISTER_AGENCIES,
    ADMINISTER_CALENDAR,
    ADMINISTER_REGISTERS,
    ADMINISTER_CERTIFICATES,
    ADMINISTER_INCIDENTS,
)

ROLES: tuple[RoleDefinition, ...] = (
    RoleDefinition(
        "tiep_nhan",
        "Người tiếp nhận",
        "Reception officer",
        (RECEIVE_DOSSIER, VIEW_DOSSIERS, VIEW_ATTACHMENTS, VERIFY_IDENTITY),
    ),
    RoleDefinition(
        "lanh_dao_ttpvhcc",
        "Lãnh đạo Trung tâm Phục vụ hành chính công",
        "Head of the one-stop centre",
        (VIEW_DOSSIER_LIST, VIEW_FIGURES, HANDLE_COMPLAINTS, DIRECT_RECEPTION),
        reaches_below=True,
    ),
    RoleDefinition(
        "lanh_dao_phong",
        "Trưởng phòng, Phó Trưởng phòng chuyên môn",
        "Head of division",
        (
            VIEW_DOSSIERS,
            VIEW_INTERNAL_OPINIONS,
            VIEW_ATTACHMENTS,
            APPROVE_APPRAISAL,
            VIEW_LICENCES,
            KEEP_LICENCES,
            VIEW_INSPECTIONS,
            PROPOSE_INSPECTIONS,
        ),
    ),
    RoleDefinition(
        "chuyen_vien",
        "Chuyên viên thụ lý",
        "Case officer",
        (
            VIEW_DOSSIERS,
            VIEW_INTERNAL_OPINIONS,
            VIEW_ATTACHMENTS,
            APPRAISE_DOSSIER,
            VIEW_LICENCES,
            VIEW_INSPECTIONS,
            PROPOSE_INSPECTIONS,
        ),
    ),
    RoleDefinition("phoi_hop", "Đơn vị phối hợp", "Consulted unit"),
    RoleDefinition(
        "van_phong_so",
        "Văn phòng Sở",
        "Department office",
        (VIEW_INTERNAL_OPINIONS, CHECK_DOCUMENT_FORM),
    ),
    RoleDefinition(
        "lanh_dao_so",
        "Lãnh đạo cơ quan",
        "Head of the agency",
        (
            VIEW_DOSSIERS,
            VIEW_INTERNAL_OPINIONS,
            VIEW_ATTACHMENTS,
            VIEW_FIGURES,
            SIGN_DOCUMENT,
            HANDLE_COMPLAINTS,
            VIEW_LICENCES,
            VIEW_INSPECTIONS,
            VIEW_CONFIDENTIAL_SOURCES,
        ),
    ),
    RoleDefinition(
        "van_thu",
        "Văn thư cơ quan",
        "Records clerk",
        (VIEW_DOSSIER_LIST, CHECK_DOCUMENT_FORM, SEAL_DOCUMENT, ADMINISTER_REGISTERS),
    ),
    RoleDefinition(
        "giu_so_goc",
        "Người quản lý sổ gốc văn bằng",
        "Keeper of the original register",
        (VIEW_DOSSIERS, VIEW_ATTACHMENTS, KEEP_REGISTER),
    ),
    RoleDefinition(
        "tra_ket_qua",
        "Người trả kết quả",
        "Result officer",
        (VIEW_DOSSIER_LIST, HAND_OVER_RESULT),
    ),
    RoleDefinition(
        "ks_tthc",
        "Công chức kiểm soát thủ tục hành chính",
        "Procedure control officer",
        (VIEW_DOSSIER_LIST, VIEW_FIGURES),
        reaches_below=True,
    ),
    RoleDefinition(
        "quan_tri",
        "Quản trị hệ thống",
        "System administrator",
        _ADMINISTRATOR,
        reaches_below=True,
    ),
)

ROLE_BY_CODE = {role.code: role for role in ROLES}
