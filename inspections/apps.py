"""Application of inspections."""

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """The legal chain of a sector inspection: ground, decision, visits, minutes, remedies."""

    name = "inspections"
    verbose_name = "Kiểm tra chuyên ngành"
