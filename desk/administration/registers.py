"""Pages about numbers of documents: every number given, what became of it, and why one is void."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import ADMINISTER_REGISTERS
from desk.administration.acting import reason_page
from desk.administration.reach import needs
from documents.models import RegisterEntry
from documents.selectors import entries_of, registers_of
from documents.services import void_number

NUMBERS_A_PAGE = 50


@needs(ADMINISTER_REGISTERS)
def registers(request: HttpRequest) -> HttpResponse:
    """List the registers of the reader's agencies."""
    return render(request, "desk/administration/registers.html", {"registers": registers_of(request.reach)})


@needs(ADMINISTER_REGISTERS)
def register(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the numbers of one register, newest first."""
    shown = get_object_or_404(registers_of(request.reach), public_id=public_id)
    page = Paginator(entries_of(shown), NUMBERS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/administration/register.html", {"register": shown, "page": page})


@needs(ADMINISTER_REGISTERS)
def void(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give a reserved number up, with the reason the register keeps."""
    held = RegisterEntry.objects.filter(
        register__agency_id__in=request.reach, state=RegisterEntry.State.RESERVED
    )
    entry = get_object_or_404(held.select_related("register"), public_id=public_id)

    def act(*, reason: str, actor: Person, at: object) -> RegisterEntry:
        return void_number(entry_id=entry.pk, reason=reason, actor_id=actor.pk, at=at)

    return reason_page(
        request,
        act=act,
        title=_("Hủy số"),
        lead=_("Số %(number)s sẽ ghi là đã hủy và không bao giờ được dùng lại.") % {"number": entry.text},
        back=reverse("administration:register", args=[entry.register.public_id]),
        done=_("Đã hủy số."),
    )
