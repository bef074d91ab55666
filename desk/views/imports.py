"""Bringing a file into a register at the desk: upload, see every fault or a summary, confirm once."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.models import Agency
from desk.access import View, officers_only
from registry.faults import column_label, fault_words, file_words
from registry.licence_selectors import import_in, imports_into
from registry.models import RegisterImport, RegisterKind
from registry.policies import registers_written
from registry.reading_rows import MOST_BYTES, MOST_MEGABYTES, MOST_ROWS, Unreadable
from registry.services import ImportReport, confirm_import, look_again, stage_import
from registry.services.import_register import REGISTERS

MOST_SHOWN = 200


class ImportForm(forms.Form):
    """Which register of which agency, and the file."""

    register = forms.ChoiceField(
        label=gettext_lazy("Nhập vào sổ"),
        error_messages={
            "required": gettext_lazy("Chọn sổ sẽ nhập."),
            "invalid_choice": gettext_lazy("Chọn sổ sẽ nhập."),
        },
    )
    file = forms.FileField(
        label=gettext_lazy("Tệp CSV hoặc XLSX"),
        error_messages={
            "required": gettext_lazy("Chọn tệp CSV hoặc XLSX."),
            "empty": gettext_lazy("Tệp rỗng. Chọn lại tệp."),
        },
    )

    def __init__(self, *args: object, reach: dict[str, set[int]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {
            each.code: each for each in Agency.objects.filter(pk__in=set().union(*reach.values()))
        }
        self.fields["register"].choices = [
            (f"{register} {agency.code}", f"{RegisterKind(register).label} · {agency.label}")
            for register, keepers in reach.items()
            for agency in sorted(self.agencies.values(), key=lambda each: each.name)
            if agency.pk in keepers
        ]

    def clean_file(self) -> UploadedFile:
        """Return the upload. Raises ValidationError for one too big to be read."""
        upload: UploadedFile = self.cleaned_data["file"]
        if (upload.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                _("Chọn tệp không quá %(most)s MB.") % {"most": MOST_MEGABYTES}, code="too_big"
            )
        return upload

    @property
    def chosen(self) -> tuple[str, Agency]:
        """The register and its keeper."""
        register, _, code = self.cleaned_data["register"].partition(" ")
        return register, self.agencies[code]


def registers_of(request: HttpRequest) -> dict[str, set[int]]:
    """Return the keepers into whose registers the reader may bring a file, by register. Raises Http404 for none."""
    reach = registers_written(request.user, timezone.now())
    if not reach:
        raise Http404
    return reach


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Ask for a file, list the latest; a POST keeps the file and leads to what is in it."""
    reach = registers_of(request)
    is_sent = request.method == "POST"
    form = ImportForm(request.POST if is_sent else None, request.FILES if is_sent else None, reach=reach)
    if form.is_valid():
        register, keeper = form.chosen
        upload = form.cleaned_data["file"]
        staged = stage_import(
            register, keeper, upload.read(), name=upload.name, actor=request.user, at=timezone.now()
        )
        return redirect("desk:import", staged.public_id)
    context = {
        "form": form,
        "columns": [(RegisterKind(each).label, REGISTERS[each].columns.labels.values()) for each in reach],
        "imports": imports_into(reach),
        "most_rows": MOST_ROWS,
    }
    return render(request, "desk/imports.html", context, status=422 if is_sent else 200)


def found_import(view: View) -> View:
    """Hand the import in that the address names, 404 where the reader may not write into its register."""

    def finding(request: HttpRequest, public_id: UUID) -> HttpResponse:
        found = import_in(registers_of(request), public_id)
        if found is None:
            raise Http404(str(public_id))
        return view(request, found)

    return officers_only(finding)


@require_http_methods(["GET", "HEAD", "POST"])
@found_import
def import_file(request: HttpRequest, staged: RegisterImport) -> HttpResponse:
    """Show what a file holds; a POST writes it, once, if nothing is wrong with it."""
    at, is_sent = timezone.now(), request.method == "POST"
    try:
        report = confirm_import(staged, actor=request.user, at=at) if is_sent else look_again(staged, at=at)
    except Unreadable as error:
        return show(request, staged, None, file_words(error), status=422 if is_sent else 200)
    if is_sent and not report.faults:
        messages.success(request, _("Đã ghi vào sổ."))
        return redirect("desk:import", staged.public_id)
    return show(request, staged, report, "", status=422 if is_sent else 200)


def show(
    request: HttpRequest, staged: RegisterImport, report: ImportReport | None, unreadable: str, *, status: int
) -> HttpResponse:
    """Return the page of one file."""
    faults = [
        (fault.line, column_label(staged.register, fault.column), fault_words(staged.register, fault))
        for fault in (report.faults[:MOST_SHOWN] if report else ())
    ]
    more = len(report.faults) - len(faults) if report else 0
    context = {
        "staged": staged, "report": report, "unreadable": unreadable, "faults": faults, "more_faults": more,
        "fault_count": len(report.faults) if report else 0,
    }  # fmt: skip
    return render(request, "desk/import.html", context, status=status)
