"""Rights over inspections; the offices at departments of the roles that have them get them."""

from django.db import migrations

NEW = {
    "view_inspections": "Xem các cuộc kiểm tra của cơ quan",
    "propose_inspections": "Đề xuất, tổ chức kiểm tra",
    "view_confidential_sources": "Xem nguồn tin được giữ kín",
}
GIVEN = {
    "lanh_dao_phong": ("view_inspections", "propose_inspections"),
    "chuyen_vien": ("view_inspections", "propose_inspections"),
    "lanh_dao_so": ("view_inspections", "view_confidential_sources"),
}


def give(apps, schema_editor):
    """Add the rights to the roles that exist already and to their offices."""
    role_model, office_model = apps.get_model("accounts", "Role"), apps.get_model("accounts", "Office")
    rows = apps.get_model("accounts", "AgencyGroupObjectPermission")
    roles = list(role_model.objects.filter(code__in=GIVEN))
    for role in roles:
        new = [each for each in GIVEN[role.code] if each not in role.permissions]
        role.permissions = [*role.permissions, *new]
        role.save(update_fields=["permissions"])
    if not roles:
        return
    permissions = new_permissions(apps)
    offices = office_model.objects.filter(role__in=roles, agency__kind="department")
    for office in offices.select_related("role"):
        rows.objects.bulk_create(
            rows(group_id=office.group_id, permission=permissions[name], content_object_id=office.agency_id)
            for name in GIVEN[office.role.code]
        )


def new_permissions(apps):
    """Return the rows of the new permissions by codename; Django makes them only after all migrations."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="accounts", model="agency"
    )
    permission = apps.get_model("auth", "Permission")
    return {
        codename: permission.objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )[0]
        for codename, name in NEW.items()
    }


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_complaints"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="agency",
            options={
                "permissions": (
                    ("receive_dossier", "Tiếp nhận hồ sơ"),
                    ("view_dossiers", "Xem hồ sơ của cơ quan"),
                    ("view_dossier_list", "Xem danh sách và thời hạn hồ sơ"),
                    ("view_internal_opinions", "Xem ý kiến nội bộ và dự thảo"),
                    ("view_attachments", "Mở giấy tờ của người nộp"),
                    ("appraise_dossier", "Thụ lý, thẩm định hồ sơ"),
                    ("approve_appraisal", "Duyệt kết quả thẩm định"),
                    ("check_document_form", "Kiểm tra thể thức văn bản"),
                    ("sign_document", "Ký văn bản"),
                    ("seal_document", "Đóng dấu, phát hành văn bản"),
                    ("keep_register", "Quản lý sổ gốc"),
                    ("view_licences", "Xem sổ cơ sở và giấy phép"),
                    ("keep_licences", "Nhập tệp vào sổ cơ sở và giấy phép"),
                    ("hand_over_result", "Trả kết quả"),
                    ("view_figures", "Xem số liệu"),
                    ("verify_identity", "Đối chiếu giấy tờ tùy thân tại quầy"),
                    ("handle_complaints", "Xem và trả lời phản ánh, kiến nghị"),
                    ("view_inspections", "Xem các cuộc kiểm tra của cơ quan"),
                    ("propose_inspections", "Đề xuất, tổ chức kiểm tra"),
                    ("view_confidential_sources", "Xem nguồn tin được giữ kín"),
                    ("administer_people", "Quản trị người dùng và phân công"),
                    ("administer_agencies", "Quản trị cơ quan"),
                    ("administer_calendar", "Quản trị lịch làm việc"),
                    ("administer_registers", "Quản trị sổ số văn bản"),
                    ("administer_certificates", "Quản trị chứng thư số"),
                    ("administer_incidents", "Xử lý sự cố"),
                ),
                "verbose_name": "cơ quan",
                "verbose_name_plural": "cơ quan",
            },
        ),
        migrations.RunPython(give, migrations.RunPython.noop),
    ]
