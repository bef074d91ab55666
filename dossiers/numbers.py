"""The numbers a dossier is found by, written whenever its application is answered.

Every personal number of the application is one; a procedure names further questions (`found_by`), such as
the number of a diploma. They are found by those alone who may read the application (dossiers.search).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from accounts.folding import fold
from dossiers.models import Dossier, DossierNumber
from forms.fields.identity import PersonalId
from forms.tables import Table
from procedures.package import Package
from procedures.selectors import package_for

LONGEST_NUMBER = 40
SHORTEST_NUMBER = 4


def number_key(text: str) -> str:
    """Return a number as it is kept and looked for: "TC 004512" and "tc004512" are one."""
    return "".join(each for each in fold(text) if each.isalnum())[:LONGEST_NUMBER]


def keep_numbers(dossier: Dossier, package: Package | None = None) -> None:
    """Make the numbers a dossier is found by those of its answers; inside the transaction that wrote them."""
    package = package or package_for(dossier.procedure, dossier.rules_hash)
    wanted = {
        number
        for number in map(number_key, numbers_in(dossier.answers, package))
        if len(number) >= SHORTEST_NUMBER
    }
    kept = set(DossierNumber.objects.filter(dossier=dossier).values_list("number", flat=True))
    if kept - wanted:
        DossierNumber.objects.filter(dossier=dossier, number__in=kept - wanted).delete()
    DossierNumber.objects.bulk_create(
        DossierNumber(dossier=dossier, number=number) for number in sorted(wanted - kept)
    )


def numbers_in(answers: Mapping[str, Any], package: Package) -> Iterator[str]:
    """Yield the numbers that answers give, those in the rows of tables too."""
    named = package.definition.found_by
    for each in package.forms[package.definition.form]:
        answer = answers.get(each.key)
        if isinstance(each.kind, PersonalId) or each.key in named:
            yield from [answer] if isinstance(answer, str) else []
        elif isinstance(each.kind, Table):
            columns = [column.key for column in each.kind.columns if isinstance(column.kind, PersonalId)]
            for row in answer if isinstance(answer, list) else []:
                yield from (
                    row[key] for key in columns if isinstance(row, Mapping) and isinstance(row.get(key), str)
                )
