"""Tell whoever promised dates by the calendar that it has changed: settings.CALENDAR_CHANGED.

The hook is a dotted path, since this package knows nothing of dossiers. It is called inside the
transaction of the change with `entry_id` (the change's audit row, so each change has a name of its
own), `why` (its action), `agency_id` (None: the calendar common to all) and `at`; it should order
a job, not do the work.
"""

from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import Agency
from audit.models import AuditEntry


def calendar_changed(entry: AuditEntry, agency: Agency | None, at: datetime) -> None:
    """Call the hook, where one is wired, for a change recorded by this audit row."""
    dotted_path = getattr(settings, "CALENDAR_CHANGED", "")
    if dotted_path:
        changed = import_string(dotted_path)
        changed(entry_id=entry.pk, why=entry.action, agency_id=agency.pk if agency else None, at=at)
