"""A page sent after the power to apply for somebody was over: nothing of it is kept for that party, nothing typed is lost.

What was typed is shown back to who typed it, to be copied: the party's draft is closed to them (dossiers.services.drafts)
until there is a new power. Files that came along are not stored and are named, to be chosen again.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from dossiers import selectors
from dossiers.errors import RepresentationOver
from forms.definition import FormDefinition
from forms.messages import Words

PICKED = frozenset({"choice", "yes_no"})
OF_THE_PAGE = frozenset({"order", "page", "rest", "kept", "remove"})


def show_what_was_typed(request: HttpRequest, name: str, refusal: RepresentationOver) -> HttpResponse | None:
    """Return the page with what was typed and what to do; None where the request brought no answer."""
    package = selectors.application_package(name, timezone.now())
    kept = list(typed(package.forms[package.definition.form], request))
    if not kept:
        return None
    context = {"procedure": package.definition, "party": refusal.party, "kept": kept}
    return render(request, "portal/power_over.html", context, status=409)


def typed(form: FormDefinition, request: HttpRequest) -> Iterator[tuple[Words | None, list[str]]]:
    """Yield the questions that were answered with what was typed, and the names of files that came along."""
    language = get_language() or "vi"
    for field in form:
        sent = [text.strip() for text in of_question(request.POST.lists(), field.key)]
        texts = [
            field.kind.show(text, language) if field.kind.type in PICKED else text for text in sent if text
        ]
        files = [file.name for file in of_question(request.FILES.lists(), field.key)]
        if texts or files:
            yield field.label, [*texts, *files]


def of_question(sent: Iterable[tuple[str, list[Any]]], key: str) -> Iterator[Any]:
    """Yield what a page sent for a question or a part of it, without what the page itself says about its table or files."""
    for name, values in sent:
        part = name.removeprefix(f"{key}-") if name.startswith(f"{key}-") else ""
        if name == key or (part and part not in OF_THE_PAGE):
            yield from values
