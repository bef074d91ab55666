"""The leader of an office gives an open step to another officer, with a reason."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Person
from desk.access import officers_only
from desk.administration.acting import carry_out, form_page
from desk.conflicts import in_words
from desk.views.refusing import version_seen
from dossiers import services
from dossiers.errors import NotVisible
from dossiers.selectors import title_of
from dossiers.selectors.reassigning import officers_for, step_to_reassign
from procedures.selectors import package_for
from workflows.models import WorkItem

LONGEST_REASON = 500


class ReassignForm(forms.Form):
    """Who shall do the step, and why."""

    officer = forms.ChoiceField(label=gettext_lazy("Giao cho"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Lý do"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, leader: Person, item: WorkItem, at: datetime, data: Any = None) -> None:
        super().__init__(data, initial={"version": item.version})
        choices = [(str(each.public_id), with_load(each)) for each in officers_for(leader, item, at)]
        self.fields["officer"].choices = choices

    def show_version(self, version: int) -> None:
        """Go on from the step as it is now: what was typed stays, and whoever changed it is named above."""
        self.data = {**self.data.dict(), "version": str(version)}


def with_load(officer: Person) -> str:
    """Return an officer's name and how many steps they hold."""
    held = officer.open_steps
    words = ngettext("đang giữ %(n)d việc", "đang giữ %(n)d việc", held) % {"n": held}
    return f"{officer.full_name} ({words})"


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def reassign(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask to whom and why; a POST gives the step."""
    at = timezone.now()
    item = step_or_404(request, public_id, at)
    dossier = item.run.dossier
    back = reverse("desk:dossier", args=[dossier.public_id])
    if not item.is_open:
        messages.warning(request, _("Bước này đã xong, không giao lại được nữa."))
        return redirect(back)
    form = ReassignForm(request.user, item, at, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        act = partial(
            services.reassign, request.user, public_id, officer_id=form.cleaned_data["officer"],
            reason=form.cleaned_data["reason"], version=version_seen(request), at=at,
        )  # fmt: skip
        if carry_out(request, form, act, _("Đã giao việc và báo tin cho người nhận.")):
            return redirect(back)
        item = step_or_404(request, public_id, at)
        form.show_version(item.version)
    return form_page(
        request, form, title=_("Giao lại việc"), lead=lead(item), back=back, button=_("Giao việc")
    )


def step_or_404(request: HttpRequest, public_id: UUID, at: datetime) -> WorkItem:
    """Return the step, or 404 for who does not lead its office."""
    try:
        return step_to_reassign(request.user, public_id, at)
    except NotVisible as error:
        raise Http404(str(public_id)) from error


def lead(item: WorkItem) -> str:
    """Return which step of which dossier it is, and who holds it."""
    dossier = item.run.dossier
    title = title_of(package_for(dossier.procedure, dossier.rules_hash).flow, item.node_id)
    holder = item.owner.full_name if item.owner else _("chưa ai nhận")
    names = {"code": str(dossier), "step": in_words(title, get_language() or "vi"), "holder": holder}
    return _("Hồ sơ %(code)s, bước “%(step)s”. Người đang giữ: %(holder)s.") % names
