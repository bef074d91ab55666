"""Applying: a list of short sections, a page each. A draft keeps whatever was typed; nothing is sent before the review.

A form of one section is one page, at the address where others have their list.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Representation
from dossiers import selectors, services
from dossiers.errors import MayNotApply, RepresentationOver
from dossiers.models import ONESELF, Draft
from dossiers.parties import may_act_for
from dossiers.policies import check_may_apply, party_reaches
from dossiers.prefill import Asked, provided_for
from forms.definition import FormDefinition, Section
from forms.http import workbook_asked_for
from forms.pages import Progress, SectionForm, SectionState, on_page, own_errors, states
from forms.prefill import Sources, sources_of
from forms.services import Collected, collect, collect_page
from portal.views.errors import help_number
from portal.views.power_over import show_what_was_typed
from procedures.definition import ProcedureDefinition
from procedures.errors import NotInForce

DIPLOMA = "diploma"
"""The source of answers that is an original register (settings.PREFILL_SOURCES)."""


@dataclass(frozen=True)
class Application:
    """What a person is filling in: the procedure in force, its form, the draft as it stands, checked whole.

    party  by which representation it will be sent; None for oneself
    """

    procedure: ProcedureDefinition
    form: FormDefinition
    draft: Draft | None
    checked: Collected
    is_of_older_form: bool
    provided: Sources
    party: Representation | None = None

    @property
    def values(self) -> Mapping[str, object]:
        """Raw answers stored so far."""
        return self.draft.values if self.draft else {}

    @property
    def party_key(self) -> str:
        """For whom it is, as the page says it, so that two pages for two parties do not write into one draft."""
        return str(self.party.public_id) if self.party else ONESELF

    @property
    def may_ask_register(self) -> bool:
        """Whether the form would begin with a diploma of the registers, and none is bound to the person."""
        return DIPLOMA in sources_of(self.form) and DIPLOMA not in self.provided

    @property
    def is_one_page(self) -> bool:
        """Whether the form has no list of sections."""
        return len(self.form.sections) == 1

    @property
    def sections(self) -> list[SectionState]:
        """The sections that are asked, with their states."""
        return states(self.form, self.checked, self.values.keys())

    def section(self, key: str) -> Section:
        """Return a section of the form, asked or not. Raises Http404."""
        found = next((each for each in self.form.sections if each.key == key), None)
        if found is None:
            raise Http404(key)
        return found


class PartyNotChosen(Exception):
    """The person could apply for others too, and has not said for whom."""


STOPS = (MayNotApply, RepresentationOver, PartyNotChosen)
"""What keeps a person from filling in, each with a page that says what to do."""


def application_of(request: HttpRequest, name: str) -> Application:
    """Return what the person is filling in. Raises Http404, MayNotApply, RepresentationOver, PartyNotChosen."""
    at = timezone.now()
    try:
        package = selectors.application_package(name, at)
    except NotInForce as error:
        raise Http404(name) from error
    form, said = package.forms[package.definition.form], request.POST.get("party") or request.GET.get("party")
    draft = selectors.draft_of(request.user, name, said)
    party = draft.representation if draft else party_said(request, package.definition, said, at)
    check_may_apply(request.user, package.definition, at, party)
    provided = provided_for(form, Asked(request.user, name, at, party.pk if party else None))
    checked = collect(
        form, data=draft.values if draft else {}, owner_id=request.user.pk, at=at, provided=provided
    )
    is_older = draft is not None and draft.rules_hash != package.rules_hash
    return Application(package.definition, form, draft, checked, is_older, provided, party)


def party_said(
    request: HttpRequest, procedure: ProcedureDefinition, said: str | None, at: datetime
) -> Representation | None:
    """Return for whom a page without a draft is. Raises PartyNotChosen where the person could apply for others too."""
    parties = [each for each in may_act_for(request.user, at) if party_reaches(procedure, each)]
    if said == ONESELF or (said is None and not parties):
        return None
    found = next((each for each in parties if str(each.public_id) == said), None)
    if found is None:
        raise PartyNotChosen
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, name: str) -> HttpResponse:
    """Show the sections and how far each has come, or the only section."""
    try:
        application = application_of(request, name)
    except STOPS as refusal:
        return stopped(request, name, refusal)
    if application.is_one_page:
        return answer_section(request, application, application.form.sections[0])
    if request.method == "POST":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    return show_sections(request, application)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, name: str, section: str) -> HttpResponse:
    """Show one section with the draft in it; a POST keeps the draft, then goes on if nothing here is wrong."""
    try:
        application = application_of(request, name)
    except STOPS as refusal:
        return stopped(request, name, refusal)
    found = application.section(section)
    if found.key not in {state.key for state in application.sections}:
        messages.warning(request, _("Phần này không cần điền với các câu trả lời của bạn."))
        return redirect("portal:apply", name)
    return answer_section(request, application, found)


def show_sections(request: HttpRequest, application: Application) -> HttpResponse:
    """Return the list of sections."""
    sections = application.sections
    context = {
        "procedure": application.procedure,
        "party": application.party,
        "party_key": application.party_key,
        "may_ask_register": application.may_ask_register,
        "sections": sections,
        "next": next((state for state in sections if state.progress != Progress.DONE), None),
        "done": sum(state.progress == Progress.DONE for state in sections),
        "saved_at": application.draft.updated_at if application.draft else None,
        "is_of_older_form": application.is_of_older_form,
    }
    return render(request, "portal/sections.html", context)


def answer_section(request: HttpRequest, application: Application, section: Section) -> HttpResponse:
    """Show a section's page, or keep what was typed there."""
    if request.method == "POST":
        return keep(request, application, section)
    errors = application.checked.errors if application.draft and "check" in request.GET else {}
    return show(request, application, section, application.checked, application.values, errors)


def keep(request: HttpRequest, application: Application, section: Section) -> HttpResponse:
    """Store what was typed and uploaded as the draft; show mistakes only to who wants to go on."""
    at, name = timezone.now(), application.procedure.name
    asked = on_page(section, application.checked.asked)
    checked, sent = collect_page(
        application.form, asked, before=application.values,
        data=request.POST, files=request.FILES, owner_id=request.user.pk, at=at,
        provided=application.provided,
    )  # fmt: skip
    if not checked.only_computed:
        services.save_draft(request.user, name, sent, at=at, representation=application.party)
    if checked.acted:
        workbook = workbook_asked_for(application.form, checked.values, checked.view.action)
        return workbook or show(request, application, section, checked, checked.values, checked.told)
    goes_on = request.POST.get("action") != "draft"
    refused = own_errors(section, checked.errors if goes_on else checked.told)
    if refused:
        return show(request, application, section, checked, checked.values, refused, status=422)
    if checked.is_signature_read:
        messages.info(request, _("Đã lưu và kiểm tra chữ ký số: xem kết quả dưới tên tệp, rồi tiếp tục."))
        return redirect(here(request, application, section))
    if not goes_on:
        return redirect("portal:apply", name)
    return redirect(after(request, application, section, checked))


def here(request: HttpRequest, application: Application, section: Section) -> str:
    """Return the address of the page that was sent, leading back to the review where it came from there."""
    name, back = application.procedure.name, "?back=review" if request.POST.get("back") == "review" else ""
    if application.is_one_page:
        return reverse("portal:apply", args=[name]) + back
    return reverse("portal:section", args=[name, section.key]) + back


def after(request: HttpRequest, application: Application, section: Section, checked: Collected) -> str:
    """Return where to go from a section that is done: back to the review, or to the next section, then the review."""
    name, asked = application.procedure.name, states(application.form, checked, ())
    later = [
        each.key for each in asked if position(application, each.key) > position(application, section.key)
    ]
    if request.POST.get("back") == "review" or not later:
        return reverse("portal:review", args=[name])
    return reverse("portal:section", args=[name, later[0]])


def position(application: Application, key: str) -> int:
    """Return where a section stands in its form."""
    return [each.key for each in application.form.sections].index(key)


def show(
    request: HttpRequest,
    application: Application,
    section: Section,
    checked: Collected,
    values: Mapping[str, object],
    errors: Mapping[str, list[str]],
    *,
    status: int = 200,
) -> HttpResponse:
    """Return the page of a section."""
    asked = [state.key for state in application.sections]
    context = {
        "procedure": application.procedure,
        "party": application.party,
        "party_key": application.party_key,
        "section": section,
        "number": asked.index(section.key) + 1 if section.key in asked else 1,
        "count": len(asked),
        "form": SectionForm(
            application.form,
            section,
            checked,
            values=values,
            errors=errors,
            owner_id=request.user.pk,
            provided=application.provided,
        ),
        "is_one_page": application.is_one_page,
        "back": "review" if "review" in (request.POST.get("back"), request.GET.get("back")) else "",
        "saved_at": application.draft.updated_at if application.draft else None,
        "is_of_older_form": application.is_of_older_form,
    }
    return render(request, "portal/apply.html", context, status=status)


@login_required
@require_POST
def discard(request: HttpRequest, name: str) -> HttpResponse:
    """Throw a draft away: of the party the page says, of oneself where it says none."""
    services.discard_draft(request.user, name, request.POST.get("party", ONESELF), at=timezone.now())
    messages.success(request, _("Đã xóa bản nháp."))
    return redirect("portal:dossiers")


def stopped(request: HttpRequest, name: str, refusal: Exception) -> HttpResponse:
    """Lead to the choice of the party, or say what stands in the way."""
    if isinstance(refusal, MayNotApply):
        return may_not_apply(request, refusal)
    if isinstance(refusal, RepresentationOver) and request.method == "POST":
        if shown := show_what_was_typed(request, name, refusal):
            return shown
        words = _("Quyền nộp thay %(party)s đã hết. Chưa có gì được gửi; những gì đã lưu vẫn được giữ.")
        messages.error(request, words % {"party": refusal.party})
    return redirect("portal:for_whom", name)


def may_not_apply(request: HttpRequest, refusal: MayNotApply) -> HttpResponse:
    """Say what stands in the way and what to do about it."""
    context = {"reason": refusal.reason, "needed": refusal.needed, "help_number": help_number(request)}
    return render(request, "portal/may_not_apply.html", context, status=403)
