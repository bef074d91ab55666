"""What is written about a dossier between its applicant and the one-stop office, and how it stands.

The deciding office does not write to the citizen: it hands its words to the one-stop, which passes
them on (docs/decisions/conversation-through-the-one-stop.md). A message and its files never change
and never go; the database refuses both. Source: PROCEDURES 0.4 s3.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency
from forms.models import Attachment


class Direction(models.TextChoices):
    """From whom to whom."""

    TO_OFFICE = "to_office", _("Người nộp gửi Bộ phận Một cửa")
    TO_APPLICANT = "to_applicant", _("Bộ phận Một cửa gửi người nộp")
    TO_ONE_STOP = "to_one_stop", _("Cơ quan giải quyết chuyển Bộ phận Một cửa")


class Conversation(models.Model):
    """How the conversation about a dossier stands; there is none before the first message.

    waiting_since  since when something waits for the one-stop: a citizen's message, or words to pass on
    """

    dossier = models.OneToOneField("dossiers.Dossier", on_delete=models.PROTECT, related_name="conversation")
    written = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    waiting_since = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["waiting_since", "id"],
                condition=Q(waiting_since__isnull=False),
                name="dossiers_unanswered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.written}"


class Message(models.Model):
    """One message; `passes_on` are the words of the deciding office that the one-stop sent as they were."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="messages")
    direction = models.CharField(max_length=12, choices=Direction.choices)
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField(_("Nội dung"))
    passes_on = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="passed_on")
    idempotency_key = models.UUIDField()
    sent_at = models.DateTimeField(_("Gửi lúc"))

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["dossier", "id"], name="dossiers_messages_in_order"),
            models.Index(fields=["sender", "-sent_at"], name="dossiers_messages_of"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["sender", "idempotency_key"], name="dossiers_message_once"),
            models.CheckConstraint(
                condition=Q(direction=Direction.TO_OFFICE, agency__isnull=True)
                | Q(direction__in=[Direction.TO_APPLICANT, Direction.TO_ONE_STOP], agency__isnull=False),
                name="dossiers_an_office_writes_as_an_agency",
            ),
            models.CheckConstraint(
                condition=Q(passes_on__isnull=True) | Q(direction=Direction.TO_APPLICANT),
                name="dossiers_passed_on_to_the_applicant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.pk} {self.direction}"


class MessageFile(models.Model):
    """A file that goes with a message; words passed on take their files along."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="files")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="message_files")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["message", "attachment"], name="dossiers_message_file_once"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.attachment_id}"
