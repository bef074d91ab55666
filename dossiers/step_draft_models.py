"""What an officer has typed into a step's form and not sent yet: one a step and person, gone when the step is done."""

from django.conf import settings
from django.db import models

from workflows.models import WorkItem


class StepDraft(models.Model):
    """Answers exactly as typed, and what was typed beside them; nobody else reads them.

    beside  by their names on the page: why the step ends late, why one person does what two should
    """

    work_item = models.ForeignKey(WorkItem, on_delete=models.PROTECT, related_name="step_drafts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    values = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    beside = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work_item", "person"], name="dossiers_one_step_draft"),
        ]

    def __str__(self) -> str:
        return f"{self.work_item_id}: {self.person_id}"
