"""Who sees and who writes the registers of institutions and licences, and who brings files into which register.

The right is the role's (accounts.permissions): a school keeps the original register of its own diplomas, a
department those of institutions and licences too.
"""

from collections.abc import Mapping
from datetime import datetime

from accounts.errors import NotAllowed
from accounts.models import Agency, Person
from accounts.permissions import KEEP_LICENCES, KEEP_REGISTER
from accounts.selectors import agencies_where
from registry.import_models import RegisterKind

RIGHT_TO_WRITE: Mapping[str, str] = {
    RegisterKind.DIPLOMAS: KEEP_REGISTER,
    RegisterKind.INSTITUTIONS: KEEP_LICENCES,
    RegisterKind.LICENCES: KEEP_LICENCES,
}


def registers_written(person: Person, at: datetime) -> dict[str, set[int]]:
    """Return the ids of the agencies into whose register a person may bring a file, by register; without those of nobody."""
    reach = {register: agencies_where(person, right, at) for register, right in RIGHT_TO_WRITE.items()}
    return {register: keepers for register, keepers in reach.items() if keepers}


def check_may_write(person: Person, register: str, keeper: Agency, at: datetime) -> None:
    """Pass where a person may bring a file into this register. Raises NotAllowed."""
    if keeper.pk not in registers_written(person, at).get(register, ()):
        raise NotAllowed(RIGHT_TO_WRITE[register], keeper.pk)
