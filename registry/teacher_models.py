"""The permanent teachers a licence rests on: who may be permanent at one institution alone.

They are kept to be asked about by number, by the system, when another institution applies; no page lists them.
Source: PROCEDURES 1.2, Mục F (nhà giáo cơ hữu); NĐ 143/2016 Đ14.
"""

from django.db import models

from registry.licence_models import Licence


class PermanentTeacher(models.Model):
    """One teacher an institution declared permanent in the application that was granted.

    number  the personal number; who has none here is not kept
    """

    licence = models.ForeignKey(Licence, models.CASCADE, related_name="teachers")
    number = models.CharField(max_length=20)
    full_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["licence", "number"], name="registry_teacher_once_a_licence"),
        ]
        indexes = [models.Index(fields=["number"], name="registry_teacher_by_number")]

    def __str__(self) -> str:
        return self.full_name
