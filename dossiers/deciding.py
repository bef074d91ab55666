"""Who decides a dossier, asked where it may not be known yet."""

from accounts.models import Agency
from dossiers.models import Dossier


def deciding_agency(dossier: Dossier) -> Agency:
    """Return who decides; before it is known, who receives."""
    return dossier.deciding_agency or dossier.receiving_agency
