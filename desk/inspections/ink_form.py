"""Who signed the paper: asked once, beside the scan that shows it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from desk.inspections.forms import OnceForm, paragraph
from inspections.models import MinutesSignature
from inspections.protocol.payloads import MOST_FILE_BYTES
from inspections.services.sign_on_paper import Inked

Side = MinutesSignature.Side
SIGNED, REFUSED = "signed", "refused"


class InkForm(OnceForm):
    """The scan of a paper signed in ink, and the names on it."""

    scan = forms.FileField(
        label=_("Bản chụp biên bản đã ký"),
        help_text=_("Một tệp PDF gồm mọi trang, hoặc một ảnh JPG, PNG; không quá 20 MB."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png,image/webp"}),
    )
    team = forms.MultipleChoiceField(
        label=_("Ai của đoàn đã ký"), choices=[], widget=forms.CheckboxSelectMultiple
    )
    institution = forms.ChoiceField(
        label=_("Cơ sở"), choices=[(SIGNED, _("Đã ký")), (REFUSED, _("Không ký"))]
    )
    name = forms.CharField(label=_("Họ và tên người của cơ sở"), max_length=200)
    title = forms.CharField(label=_("Chức vụ của người ấy"), max_length=200, required=False)
    refusal = paragraph(_("Lý do không ký"), required=False, rows=2, help_text=_("Chỉ khi cơ sở không ký."))
    confirming = forms.ChoiceField(
        label=_("Ai xác nhận việc không ký"), required=False,
        choices=[("", _("Chưa có ai")), (Side.COMMUNE, Side.COMMUNE.label), (Side.WITNESS, Side.WITNESS.label)],
        help_text=_("Đại diện UBND cấp xã hoặc một người chứng kiến; không phải người của Sở hay của đoàn."),
    )  # fmt: skip
    confirming_name = forms.CharField(label=_("Họ và tên người xác nhận"), max_length=200, required=False)
    confirming_title = forms.CharField(label=_("Chức vụ người xác nhận"), max_length=200, required=False)
    national_id = forms.CharField(label=_("Số định danh người xác nhận"), max_length=20, required=False)
    address = forms.CharField(label=_("Địa chỉ người xác nhận"), max_length=300, required=False)

    def __init__(self, *args: Any, spot: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.titles = {each["name"]: each.get("title", "") for each in people(spot, "team")}
        self.fields["team"].choices = [(name, name) for name in self.titles]
        self.initial.setdefault("team", list(self.titles))
        for first in people(spot, "representatives")[:1]:
            self.initial.update(name=first["name"], title=first.get("title", ""))

    def clean_scan(self) -> UploadedFile:
        """Return the scan. Raises ValidationError for one that is too large."""
        scan: UploadedFile = self.cleaned_data["scan"]
        if (scan.size or 0) > MOST_FILE_BYTES:
            raise forms.ValidationError(_("Chọn tệp không quá 20 MB."), code="too_large")
        return scan

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a refusal, and for whole facts of who confirms it."""
        said = self.cleaned_data
        if said.get("institution") == REFUSED and not said.get("refusal"):
            self.add_error("refusal", _("Ghi lý do không ký."))
        if said.get("institution") == SIGNED and said.get("confirming"):
            self.add_error("confirming", _("Cơ sở đã ký thì không cần ai xác nhận."))
        if said.get("confirming"):
            for key in ("confirming_name", "national_id", "address"):
                if not said.get(key):
                    self.add_error(key, _("Cần cho người xác nhận."))
        return said

    @property
    def names(self) -> list[Inked]:
        """The names on the paper, the team's first."""
        said = self.cleaned_data
        found = [Inked(Side.TEAM, name, self.titles[name]) for name in said["team"]]
        refusal = said["refusal"] if said["institution"] == REFUSED else ""
        found.append(Inked(Side.INSTITUTION, said["name"], said["title"], refusal))
        if said["confirming"]:
            found.append(
                Inked(
                    said["confirming"], said["confirming_name"], said["confirming_title"],
                    national_id=said["national_id"], address=said["address"],
                )
            )  # fmt: skip
        return found


def people(spot: Mapping[str, Any], side: str) -> list[Mapping[str, Any]]:
    """Return the people of a side that minutes name; none of what cannot be read."""
    given = spot.get(side)
    return (
        [each for each in given if isinstance(each, Mapping) and each.get("name")]
        if isinstance(given, list)
        else []
    )
