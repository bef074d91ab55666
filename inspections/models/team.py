"""The team: who inspects, in which part, and what each declared of conflicts of interest.

The reason of a conflict is the member's and the issuer's alone, so it lies apart from the row that the team's lists
read (INSPECTION §1). Source: NĐ 217/2025 Đ12.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.models.inspection import Inspection


class TeamRole(models.TextChoices):
    """The part of a member."""

    LEAD = "lead", _("Trưởng đoàn")
    DEPUTY = "deputy", _("Phó Trưởng đoàn")
    MEMBER = "member", _("Thành viên")
    SECRETARY = "secretary", _("Thư ký")


class TeamMember(models.Model):
    """One person of a team, from a moment until the end or until a decision replaces them.

    is_conflict_declared  null until the member has answered
    certified_until       last day of the certificate of training for inspections, which a lead must hold (Đ12.2)
    machine_findings      what the registers say: [{"kind", "institution": public id, "text"}]; for the issuer and the drafter
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="team")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="inspection_teams")
    role = models.CharField(_("Vai trò trong đoàn"), max_length=10, choices=TeamRole, default=TeamRole.MEMBER)
    tasks = models.TextField(_("Nhiệm vụ"), blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    is_conflict_declared = models.BooleanField(_("Có xung đột lợi ích"), null=True)
    certified_until = models.DateField(
        _("Chứng nhận bồi dưỡng nghiệp vụ có giá trị đến"), null=True, blank=True
    )
    machine_findings = models.JSONField(default=list)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("thành viên đoàn")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "person"], condition=Q(left_at=None), name="inspection_member_once"
            ),
            models.UniqueConstraint(
                fields=["inspection"],
                condition=Q(left_at=None, role=TeamRole.LEAD),
                name="inspection_one_lead",
            ),
            models.CheckConstraint(
                condition=Q(declared_at=None, is_conflict_declared=None)
                | Q(declared_at__isnull=False, is_conflict_declared__isnull=False),
                name="inspection_conflict_declared_at_a_moment",
            ),
        ]
        indexes = [models.Index(fields=["person", "left_at"], name="inspection_teams_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.role}"


class ConflictReason(models.Model):
    """Why a member declared a conflict; for the member and the issuer."""

    member = models.OneToOneField(TeamMember, models.PROTECT, related_name="conflict_reason")
    text = models.TextField()
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.member_id}"
