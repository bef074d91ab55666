"""What registers are asked about an application; the catalogue named in settings.REGISTER_CHECKS.

Each check is handed all answers of one application it is asked about, so that 500 teachers cost one query, and says of
which the register has something to say, and what the officer should read of it besides the package's words.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.localdays import local_day
from dossiers.models import Dossier, RegisterWarning
from dossiers.narrowing import facts_of
from dossiers.sight import Sight
from forms.definition import FormDefinition
from forms.messages import Message, Words
from forms.register_checks import Asked, asked_in, asks_registers
from procedures.catalogue import register_check, register_checks
from procedures.package import Package
from procedures.selectors import package_for
from registry.bearers import bearers, meant, names_of, permanent_at

Check = Callable[[Sequence[Asked]], Mapping[int, str]]
"""Answers → place among them of each hit → what the officer reads besides."""

LONGEST_DETAIL = 600


@register_check(
    inputs={
        "own": "the institution of the register the application is about, an answer of type reference",
        "own_tax_code": "its tax code",
        "own_name": "the name it bears now",
    },
    is_public=True,
)
def institution_name(asked: Sequence[Asked]) -> Mapping[int, str]:
    """A name that another institution bears or ever bore; marks, case, spaces and dashes do not count."""
    taken = bearers({str(each.value) for each in asked})
    hits = {}
    for number, each in enumerate(asked):
        others = taken.get(str(each.value), set()) - own_of(each)
        if others:
            hits[number] = "; ".join(names_of(others))
    return hits


@register_check(
    inputs={
        "own": "the institution of the register the application is about, an answer of type reference",
        "own_tax_code": "its tax code",
        "own_name": "its name",
    }
)
def permanent_teacher(asked: Sequence[Asked]) -> Mapping[int, str]:
    """A personal number of who is a permanent teacher of another institution by a licence in force."""
    held = permanent_at({str(each.value) for each in asked})
    own = own_of(asked[0]) if asked else set()
    hits = {}
    for number, each in enumerate(asked):
        others = {place: name for place, name in held.get(str(each.value), {}).items() if place not in own}
        if others:
            hits[number] = "; ".join(sorted(others.values()))
    return hits


def own_of(asked: Asked) -> set[int]:
    """Return the institutions an application is about, which are no others."""
    own = asked.inputs.get("own")
    code = own.get("code") if isinstance(own, Mapping) else own
    tax_code, name = (asked.inputs.get(each) for each in ("own_tax_code", "own_name"))
    return meant(code=str(code or ""), tax_code=str(tax_code or ""), name=str(name or ""))


def hits_in(
    form: FormDefinition, answers: Mapping[str, Any], at: datetime, *, public_alone: bool = False
) -> list[tuple[Asked, str]]:
    """Return every answer a register has something to say of, with what the officer reads besides.

    public_alone  ask only the registers that everybody may read
    """
    facts = {**facts_of(form, answers), "today": local_day(at)}
    declared = register_checks()
    asked = [
        each
        for each in asked_in(form, answers, facts)
        if declared[each.check.name].is_public or not public_alone
    ]
    found = []
    for name, group in groupby(sorted(asked, key=lambda each: each.check.name), lambda each: each.check.name):
        questions = list(group)
        ask: Check = import_string(settings.REGISTER_CHECKS[name])
        found += [(questions[number], detail) for number, detail in ask(questions).items()]
    return found


def public_warnings(
    form: FormDefinition, answers: Mapping[str, Any], at: datetime
) -> dict[str, list[Message]]:
    """Return what the applicant should know before sending, by field."""
    said: dict[str, list[Message]] = {}
    for asked, _detail in hits_in(form, answers, at, public_alone=True):
        said.setdefault(asked.field, []).append(message_at(asked.check.message, asked.row, asked.column))
    return said


def message_at(words: Words, row: str, column: str) -> Message:
    """Return a warning at the cell it is about, or at the whole answer."""
    return Message(words=words, at=(row, column) if column else None)


def keep_register_warnings(dossier: Dossier, at: datetime, package: Package | None = None) -> None:
    """Ask the registers about a dossier's answers and keep what they say; inside the transaction that wrote them."""
    package = package or package_for(dossier.procedure, dossier.rules_hash)
    form = package.forms[package.definition.form]
    if not asks_registers(form):
        return
    RegisterWarning.objects.filter(dossier=dossier).delete()
    declared = register_checks()
    RegisterWarning.objects.bulk_create(
        RegisterWarning(
            dossier=dossier, check_name=asked.check.name, field=asked.field, row=asked.row, column=asked.column,
            message={"vi": words.vi, "en": words.en, "km": words.km}, detail=detail[:LONGEST_DETAIL],
            is_public=declared[asked.check.name].is_public, found_at=at,
        )
        for asked, detail in hits_in(form, dossier.answers, at)
        for words in [asked.check.message]
    )  # fmt: skip


def warnings_within(dossier: Dossier, sight: Sight, form: FormDefinition) -> list[RegisterWarning]:
    """Return what registers said of a dossier's answers: an officer who reads them reads all, the applicant what is public."""
    if not sight.answers or not asks_registers(form):
        return []
    rows = dossier.register_warnings.all()
    return list(rows.filter(is_public=True) if sight.is_applicant else rows)


def in_words(warnings: Iterable[RegisterWarning], *, with_detail: bool) -> dict[str, list[Message]]:
    """Return warnings by field; with what the officer reads besides, where it is an officer who reads."""
    said: dict[str, list[Message]] = {}
    for each in warnings:
        words = Words(**each.message)
        if each.detail and with_detail:
            words = Words(
                *(f"{text} ({each.detail})" if text else "" for text in (words.vi, words.en, words.km))
            )
        said.setdefault(each.field, []).append(message_at(words, each.row, each.column))
    return said
