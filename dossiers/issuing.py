"""Who issues a document of a dossier: whose number, signer, seal and register it has.

A dossier has one agency that receives and one that decides, yet its documents may come from several:
a department submits, the people's committee decides. So the issuer is data of the kind of document
(`issued_by` in procedure.yaml). Source: NĐ 61/2018/NĐ-CP Đ19 (several agencies on one dossier).
"""

from accounts.models import Agency
from dossiers.deciding import deciding_agency
from dossiers.effects import DossierEffects
from dossiers.kinds import kinds_of
from dossiers.models import Dossier
from procedures.definition import DocumentKind
from workflows.model import AGENCY_WORDS


def issuing_agency(dossier: Dossier, kind: DocumentKind) -> Agency:
    """Return who issues a kind of document: who decides, unless the procedure says otherwise.

    Raises workflows.errors.AgencyUnknown where what it says names no agency.
    """
    named = kinds_of(dossier).get(kind.key, kind).issued_by
    if named is None or dossier.run is None:
        return deciding_agency(dossier)
    effects, word = DossierEffects(), named.text.strip()
    value = word if word in AGENCY_WORDS else named.evaluate(effects.facts(dossier.pk))
    return Agency.objects.get(pk=effects.resolve_agency(dossier.run, value))
