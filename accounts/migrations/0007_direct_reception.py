"""The head of a one-stop centre gives steps of its officers to others of them."""

from django.db import migrations

RIGHT, NAME = "direct_reception", "Giao lại việc của Bộ phận Một cửa"
GIVEN = ("lanh_dao_ttpvhcc",)


def give(apps, schema_editor):
    """Add the right to the roles that exist already and to their offices, with the agencies these reach."""
    role_model, office_model = apps.get_model("accounts", "Role"), apps.get_model("accounts", "Office")
    roles = [role for role in role_model.objects.filter(code__in=GIVEN) if RIGHT not in role.permissions]
    for role in roles:
        role.permissions = [*role.permissions, RIGHT]
        role.save(update_fields=["permissions"])
    if not roles:
        return
    rows, permission, children = (
        apps.get_model("accounts", "AgencyGroupObjectPermission"),
        new_permission(apps),
        tree(apps),
    )
    for office in office_model.objects.filter(role__in=roles).select_related("role"):
        reached = below(office.agency_id, children) if office.role.reaches_below else {office.agency_id}
        rows.objects.bulk_create(
            rows(group_id=office.group_id, permission=permission, content_object_id=agency_id)
            for agency_id in sorted(reached)
        )


def new_permission(apps):
    """Return the row of the new permission; Django makes it only after all migrations."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="accounts", model="agency"
    )
    return apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=RIGHT, defaults={"name": NAME}
    )[0]


def tree(apps):
    """Return the agencies under each agency."""
    children = {}
    for pk, parent_id in apps.get_model("accounts", "Agency").objects.values_list("pk", "parent_id"):
        children.setdefault(parent_id, []).append(pk)
    return children


def below(agency_id, children):
    """Return an agency and all under it."""
    found, waiting = set(), [agency_id]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting += children.get(current, [])
    return found


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_rights_over_inspections"),
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
                    ("direct_reception", "Giao lại việc của Bộ phận Một cửa"),
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
