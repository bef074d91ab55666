"""What stops a start: a reference list of the installation that cannot be used (`manage.py check` tells it too)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from forms.lists.csv_file import ListFaults, read_list


def check_own_lists(app_configs: Any = None, **options: Any) -> Sequence[CheckMessage]:
    """Return an error for every fault in the installation's own lists, and for a file that no list is called."""
    found: list[CheckMessage] = []
    folder = Path(settings.MOTCUA_LISTS_DIR)
    for file in sorted(folder.glob("*.csv")) if folder.is_dir() else ():
        if file.stem not in settings.REFERENCE_LISTS:
            found.append(Error(f"{file.name}: no reference list is called so", id="eforms.E001"))
            continue
        try:
            read_list(file.read_bytes(), file=file.name)
        except ListFaults as error:
            found += [Error(str(fault), id="eforms.E002") for fault in error.faults]
    return found
