"""Uploaded files, as facts: what was stored, by whom, and whether anything needs it, or a draft may.

A row is written before its file and completed after, each in a short transaction of its own, so
that a crash in between leaves something the sweeper can find. The key under which the file lies is
random and says nothing.
"""

import uuid

from django.conf import settings
from django.db import models

from forms.signed_papers import PaperSignature, signatures_from


class Attachment(models.Model):
    """One file somebody uploaded; immutable once stored.

    signatures  what was found of the digital signatures in it when it came; null where nobody asked
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attachments")
    original_name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    storage_key = models.CharField(max_length=100, unique=True)
    uploaded_at = models.DateTimeField()
    stored_at = models.DateTimeField(null=True, blank=True)
    referenced_at = models.DateTimeField(null=True, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    signatures = models.JSONField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["uploaded_at"], name="attachment_unreferenced", condition=models.Q(referenced_at=None)
            ),
            models.Index(fields=["sha256"], name="attachment_sha256"),
        ]
        constraints = [
            models.CheckConstraint(
                name="attachment_referenced_only_when_stored",
                condition=models.Q(referenced_at=None) | models.Q(stored_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.original_name

    @property
    def is_image(self) -> bool:
        """Whether a browser can show it as a picture."""
        return self.content_type.startswith("image/")

    @property
    def are_signatures_known(self) -> bool:
        """Whether somebody looked for signatures."""
        return self.signatures is not None

    @property
    def paper_signatures(self) -> tuple[PaperSignature, ...]:
        """The signatures in it, in the order they were made."""
        return signatures_from(self.signatures)
