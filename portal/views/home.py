"""What anyone may open: the first page, search, one procedure, help."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.folding import fold
from dossiers import selectors
from dossiers.durations import usual_duration
from procedures.definition import ProcedureDefinition
from procedures.errors import NotInForce


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search, tasks, look-up, verification; `?q=` narrows the tasks."""
    query = request.GET.get("q", "").strip()[:100]
    offered = selectors.procedures_offered(timezone.now())
    found = [card for card in offered if matches(card, query)]
    return render(request, "portal/home.html", {"query": query, "procedures": found})


def matches(card: ProcedureDefinition, query: str) -> bool:
    """Say whether every word of the query occurs in a procedure's texts, whatever its accents."""
    whole = fold(
        " ".join([card.code, *(f"{text.vi} {text.en} {text.km}" for text in (card.title, card.summary))])
    )
    return all(word in whole for word in fold(query).split())


@require_safe
def procedure(request: HttpRequest, name: str) -> HttpResponse:
    """Who may apply, what it costs, how long it takes (promised, and measured), what is needed, the way it goes."""
    try:
        page = selectors.application_package(name, timezone.now()).definition
    except NotInForce as error:
        raise Http404(name) from error
    stops = [{"title": stop.title, "state": "ahead"} for stop in page.stops]
    context = {
        "procedure": page,
        "stops": stops,
        "line_label": _("Các bước"),
        "usual": usual_duration(page),
    }
    return render(request, "portal/procedure.html", context)


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How to get help, and what the words mean."""
    return render(request, "portal/help.html")
