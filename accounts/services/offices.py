"""Roles, and the offices that roles have at agencies.

`refresh_office` makes the guardian rows of an office equal to what the role says; it is run
whenever a role, an office or the tree of agencies changes.
"""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from accounts.errors import UnknownRole
from accounts.models import Agency, AgencyGroupObjectPermission, Office, Person, Role
from accounts.models.agencies import AgencyKind
from accounts.permissions import (
    AGENCY_PERMISSIONS,
    AT_DEPARTMENTS_ONLY,
    ROLE_BY_CODE,
    ROLES,
    RoleDefinition,
    work_item_permission,
)
from accounts.policies import check_may_everywhere
from accounts.selectors import ancestors, descendants
from audit.services import record


def load_roles(*, at: datetime) -> list[Role]:
    """Bring the table of roles in line with accounts.permissions; return them all."""
    with transaction.atomic():
        return [_store_role(definition, at) for definition in ROLES]


def create_role(
    *,
    code: str,
    name: str,
    name_en: str = "",
    permissions: Iterable[str] = (),
    reaches_below: bool = False,
    actor: Person | None,
    at: datetime,
) -> Role:
    """Return a role that is not in the built-in table, such as one a new package needs.

    Raises NotAllowed; ValueError for a permission that does not exist.
    """
    known = {codename for codename, _name in AGENCY_PERMISSIONS}
    wanted = tuple(permissions)
    if not set(wanted) <= known:
        raise ValueError(f"Unknown permissions: {sorted(set(wanted) - known)}")
    with transaction.atomic():
        check_may_everywhere(actor, "administer_agencies", at)
        definition = RoleDefinition(code, name, name_en, wanted, reaches_below)
        return _store_role(definition, at, actor)


def role_by_code(code: str, at: datetime) -> Role:
    """Return a role, loading a built-in one on first use. Raises UnknownRole."""
    role = Role.objects.filter(code=code).first()
    if role is None and code in ROLE_BY_CODE:
        role = _store_role(ROLE_BY_CODE[code], at)
    if role is None:
        raise UnknownRole(code)
    return role


def _store_role(definition: RoleDefinition, at: datetime, actor: Person | None = None) -> Role:
    facts = {
        "name": definition.name,
        "name_en": definition.name_en,
        "permissions": list(definition.permissions),
        "reaches_below": definition.reaches_below,
    }
    role, created = Role.objects.get_or_create(code=definition.code, defaults=facts)
    if not created and all(getattr(role, name) == value for name, value in facts.items()):
        return role
    for name, value in facts.items():
        setattr(role, name, value)
    role.save()
    record(
        action="accounts.role_stored",
        actor_id=actor.pk if actor else None,
        target="accounts.Role",
        target_id=role.pk,
        at=at,
        values={"code": role.code, **facts},
    )
    for office in role.offices.select_related("agency", "role"):
        refresh_office(office)
    return role


def open_office(role: Role | str, agency: Agency, *, at: datetime, actor: Person | None = None) -> Office:
    """Return the office of a role at an agency, opened with its rights on first use."""
    with transaction.atomic():
        found = role if isinstance(role, Role) else role_by_code(role, at)
        office = Office.objects.filter(role=found, agency=agency).first()
        if office is None:
            office = _new_office(found, agency, at, actor)
        refresh_office(office)
        return office


def _new_office(role: Role, agency: Agency, at: datetime, actor: Person | None) -> Office:
    group = Group.objects.create(name=f"{role.code}@{agency.public_id}")
    office = Office.objects.create(role=role, agency=agency, group=group)
    record(
        action="accounts.office_opened",
        actor_id=actor.pk if actor else None,
        target="accounts.Office",
        target_id=office.pk,
        at=at,
        values={"role": role.code, "agency": agency.code},
        agency_id=agency.pk,
    )
    return office


def refresh_office(office: Office) -> None:
    """Make the permission rows of an office exactly those its role gives it now."""
    wanted = _wanted_rows(office)
    rows = AgencyGroupObjectPermission.objects.filter(group_id=office.group_id)
    present = {(row.permission_id, row.content_object_id): row.pk for row in rows}
    rows.filter(pk__in=[pk for key, pk in present.items() if key not in wanted]).delete()
    AgencyGroupObjectPermission.objects.bulk_create(
        AgencyGroupObjectPermission(
            group_id=office.group_id, permission_id=permission_id, content_object_id=agency_id
        )
        for permission_id, agency_id in sorted(wanted - present.keys())
    )


def _wanted_rows(office: Office) -> set[tuple[int, int]]:
    codenames = [*office.role.permissions, work_item_permission(office.role.code)]
    below = descendants(office.agency_id) if office.role.reaches_below else {office.agency_id}
    own_lane = _permission(codenames.pop(), f"Xử lý việc của vai trò {office.role.name}").pk
    rows = {(own_lane, office.agency_id)}
    names = dict(AGENCY_PERMISSIONS)
    for codename in codenames:
        permission_id = _permission(codename, names.get(codename, codename)).pk
        reached = _departments(below) if codename in AT_DEPARTMENTS_ONLY else below
        rows |= {(permission_id, agency_id) for agency_id in reached}
    return rows


def _departments(agency_ids: set[int]) -> set[int]:
    departments = Agency.objects.filter(pk__in=agency_ids, kind=AgencyKind.DEPARTMENT)
    return set(departments.values_list("pk", flat=True))


def _permission(codename: str, name: str) -> Permission:
    permission, _created = Permission.objects.get_or_create(
        content_type=ContentType.objects.get_for_model(Agency),
        codename=codename,
        defaults={"name": name[:255]},
    )
    return permission


def refresh_offices_above(agency: Agency) -> None:
    """Extend the far-reaching offices of the agencies above over a new or moved one."""
    above = Office.objects.filter(agency__in=ancestors(agency), role__reaches_below=True)
    for office in above.select_related("role"):
        refresh_office(office)
