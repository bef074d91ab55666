"""A step that ended after its time, or after the dossier's, and why: chosen from a list by who ended it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from workflows.models import WorkItem


class Lateness(models.Model):
    """One late end of a step.

    step_due_at     when the step should have ended; null where the step was in time
    dossier_due_at  when the result was owed; null where the term had not run out. The latest of a dossier says why it was late
    reason          a key of late_reasons.yaml, `words` what was written to it
    """

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="lateness")
    work_item = models.OneToOneField(WorkItem, on_delete=models.PROTECT, related_name="lateness")
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    step_due_at = models.DateTimeField(null=True)
    dossier_due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField()
    reason = models.CharField(max_length=40)
    words = models.TextField(blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(step_due_at__isnull=False) | Q(dossier_due_at__isnull=False),
                name="dossiers_late_for_something",
            ),
        ]
        indexes = [models.Index(fields=["agency", "ended_at"], name="dossiers_late_by_agency")]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.reason}"
