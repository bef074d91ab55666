"""A paper drawn of answers for its applicant to sign: what it says, and the file once a worker has drawn it."""

import uuid

from django.conf import settings
from django.db import models

from procedures.models import Edition


class DrawnPaper(models.Model):
    """One paper of one set of answers; the same words are drawn once, whoever asks.

    digest    of everything the paper says (dossiers.drawn_papers.Wanted)
    answers   clean, as they were when it was asked for
    made_at   the moment the paper bears
    asked_by  who asked first, and is told when it is there

    It is no record: whoever may read the answers can have it drawn again, and it is forgotten after a day.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    answers = models.JSONField(default=dict)
    author = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_index=True)
    storage_key = models.CharField(max_length=255, blank=True)
    size = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key}@{self.digest[:12]}"

    @property
    def is_drawn(self) -> bool:
        """Whether the file is there."""
        return bool(self.storage_key)

    @property
    def job_key(self) -> str:
        """Under which its drawing is ordered: once."""
        return f"dossiers.draw_answers:{self.public_id}"
