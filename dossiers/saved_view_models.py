"""A view of the inbox that an officer keeps under a name."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_VIEWS = 12
LONGEST_NAME = 60


class SavedView(models.Model):
    """A filter and an order by name, as dossiers.inbox_filter keeps them; its person's alone."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_views")
    name = models.CharField(_("Tên"), max_length=LONGEST_NAME)
    filter = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="dossiers_view_name_once")]

    def __str__(self) -> str:
        return self.name
