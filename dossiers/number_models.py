"""A number a dossier is found by: a personal number or a diploma's, as its application gives them."""

from django.db import models


class DossierNumber(models.Model):
    """A number without spaces, marks and case; looked up by whole or by beginning, as words of a name are."""

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.CASCADE, related_name="numbers")
    number = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number", "dossier"],
                opclasses=["varchar_pattern_ops", "int8_ops"],
                name="dossiers_number_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.number}"
