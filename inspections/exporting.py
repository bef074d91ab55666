"""Keeps the data of an inspection that its flow closes, once, for whoever takes group 19 on (INSPECTION k16).

Rows of the database alone, in the transaction of the operation: a job that runs again finds what it made before.
"""

from datetime import datetime

from inspections.canonical import digest
from inspections.export import as_content, tables_of
from inspections.models import DataExport, Inspection
from inspections.notes import note


def keep_export(inspection: Inspection, at: datetime) -> DataExport:
    """Return the export of an inspection, made now where there is none yet; the caller holds the inspection's lock."""
    known = DataExport.objects.filter(inspection=inspection).first()
    if known is not None:
        return known
    tables = tables_of(Inspection.objects.filter(pk=inspection.pk))
    content = as_content(tables)
    kept = DataExport.objects.create(
        inspection=inspection, content=content, content_digest=digest(content), made_at=at
    )
    lines = {name: len(rows) for name, rows in content.items()}
    note(inspection, "data_exported", None, at, group=19, digest=kept.content_digest, lines=lines)
    return kept
