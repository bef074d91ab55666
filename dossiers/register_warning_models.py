"""What a register said of an application when it was sent: a warning for the officer, kept as it was found.

A register changes, so the answer of the day is stored; an answered supplement asks once more and replaces it.
"""

from django.db import models


class RegisterWarning(models.Model):
    """One hit.

    check_name  of the catalogue of checks
    message     the package's words, {vi, en, km}
    detail      what the officer reads besides, e.g. which institution; never the applicant's to read
    is_public   whether the applicant reads the message too: the register is everybody's
    field, row, column  where the answer stands; row and column are "" outside tables
    """

    dossier = models.ForeignKey(
        "dossiers.Dossier", on_delete=models.CASCADE, related_name="register_warnings"
    )
    check_name = models.CharField(max_length=80)
    field = models.CharField(max_length=80)
    row = models.CharField(max_length=20, blank=True)
    column = models.CharField(max_length=80, blank=True)
    message = models.JSONField()
    detail = models.CharField(max_length=600, blank=True)
    is_public = models.BooleanField()
    found_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.field}: {self.check_name}"
