"""What people asked the original registers about diplomas that are not bound to their number: counted, never told."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RegisterAnswer(models.TextChoices):
    """All that is ever answered."""

    FOUND = "found", _("Tìm thấy")
    NOT_FOUND = "not_found", _("Không tìm thấy")
    COMPARE = "compare", _("Cần cán bộ đối chiếu")


class RegisterQuestion(models.Model):
    """One try of a person: when, with how many facts, and the answer in a word. What was typed is not kept."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_on = models.DateField()
    asked_at = models.DateTimeField()
    facts = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=10, choices=RegisterAnswer)

    class Meta:
        indexes = [models.Index(fields=["person", "asked_on"], name="register_question_of_day")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.asked_on}"
