"""What the pages of inspections ask."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, Person
from desk.administration.forms import check_order, day
from desk.inspections.finder import Finder, LookingForm
from inspections.models import (
    ChecklistVersion,
    DayKind,
    Ground,
    Mode,
    Overlap,
    TeamRole,
    Variant,
)
from inspections.models.inspection import MOST_DAYS
from registry.models import Institution


class Moment(forms.DateTimeInput):
    """A moment, chosen in the browser's own calendar and clock."""

    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


def moment(label: Any, **more: Any) -> forms.DateTimeField:
    """Return a field for a moment by the local clock."""
    formats = ["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M"]
    return forms.DateTimeField(label=label, widget=Moment(), input_formats=formats, **more)


def paragraph(label: Any, *, rows: int = 3, **more: Any) -> forms.CharField:
    """Return a field for several lines."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), max_length=4_000, **more)


def institutions_of(agency_ids: Iterable[int]) -> Any:
    """Return the institutions of these agencies' registers that have not ended, by name."""
    rows = Institution.objects.filter(keeper_id__in=list(agency_ids), valid_to=None)
    return rows.order_by("name_key", "pk")


class Lines(forms.CharField):
    """A list, a line each."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 6}), max_length=8_000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return the lines as one text."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """Return the lines that say something."""
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class OnceForm(forms.Form):
    """What a page sends once: sent again, by a double click or a reload, it is the same."""

    idempotency_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class TermsForm(forms.Form):
    """What the decision will fix."""

    title = forms.CharField(label=_("Tên cuộc kiểm tra"), max_length=300)
    scope = paragraph(_("Phạm vi"), required=False)
    contents = Lines(label=_("Nội dung kiểm tra"), required=False, help_text=_("Mỗi dòng một nội dung."))
    variant = forms.ChoiceField(label=_("Hình thức công bố"), choices=Variant.choices)
    mode = forms.ChoiceField(label=_("Phương thức"), choices=Mode.choices)
    term_days = forms.IntegerField(
        label=_("Thời hạn mỗi đối tượng"), min_value=1, max_value=MOST_DAYS, initial=MOST_DAYS,
        help_text=_("Từ 1 đến 10 ngày, kể từ ngày công bố quyết định (NĐ 217/2025, Điều 13)."),
    )  # fmt: skip
    day_kind = forms.ChoiceField(label=_("Kiểu ngày"), choices=DayKind.choices)
    counts_first_day = forms.BooleanField(label=_("Tính cả ngày công bố"), required=False)
    period_from = day(_("Thời kỳ kiểm tra từ ngày"), required=False)
    period_to = day(_("Thời kỳ kiểm tra đến ngày"), required=False)
    checklist_version = forms.ModelChoiceField(
        ChecklistVersion.objects.none(), label=_("Phiếu kiểm tra"), required=False,
        empty_label=_("Chọn phiếu và phiên bản"),
    )  # fmt: skip
    is_report_wanted = forms.BooleanField(
        label=_("Cần báo cáo và thông báo kết quả"), required=False,
        help_text=_("Chỉ khi cần thiết hoặc người ra quyết định yêu cầu (NĐ 217/2025, Điều 15)."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = ChecklistVersion.objects.select_related("checklist").order_by("-published_at", "-pk")
        field = self.fields["checklist_version"]
        field.queryset = versions
        field.label_from_instance = checklist_words

    def clean(self) -> dict[str, Any]:
        """Check that days follow each other."""
        check_order(self, "period_from", "period_to")
        return self.cleaned_data


def checklist_words(version: ChecklistVersion) -> str:
    """Return a version as a drafter chooses it: title, code, when it was published."""
    published = timezone.localtime(version.published_at)
    return f"{version.title.get('vi', '')} ({version.checklist.code or version.checklist.name}, {published:%d/%m/%Y})"


class ProposeForm(LookingForm, TermsForm):
    """A new inspection: its ground, then what the decision will fix, and whom it is about."""

    field_order = ["agency", "ground_kind", "ground_text", "source", "title", "institutions"]
    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Cơ quan ra quyết định"), empty_label=None)
    ground_kind = forms.ChoiceField(label=_("Căn cứ"), choices=Ground.choices)
    ground_text = paragraph(
        _("Nội dung căn cứ"),
        help_text=_("Văn bản, sự việc, ngày tháng. Không ghi danh tính nguồn tin ở đây."),
    )
    source = paragraph(
        _("Nguồn tin cần giữ kín"), required=False, rows=2,
        help_text=_("Chỉ người ra quyết định và người được chỉ định đọc được; trưởng đoàn cũng không thấy."),
    )  # fmt: skip
    institutions = forms.ModelMultipleChoiceField(
        Institution.objects.none(), label=_("Đối tượng kiểm tra"), required=False, to_field_name="public_id",
        widget=Finder(), help_text=_("Tìm rồi đánh dấu một hoặc nhiều cơ sở. Có thể thêm sau."),
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = [each.pk for each in agencies]
        self.fields["agency"].queryset = Agency.objects.filter(pk__in=ids).order_by("code")
        self.fields["institutions"].queryset = institutions_of(ids)
        self.look_in(ids, "institutions")


class TargetForm(LookingForm):
    """One more institution."""

    institution = forms.ModelChoiceField(
        Institution.objects.none(), label=_("Cơ sở"), to_field_name="public_id", widget=Finder(is_single=True),
        help_text=_("Tìm rồi chọn một cơ sở."),
    )  # fmt: skip
    place = forms.CharField(
        label=_("Địa điểm kiểm tra"), max_length=300, required=False,
        help_text=_("Để trống: tại địa chỉ của cơ sở."),
    )  # fmt: skip

    def __init__(self, *args: Any, agency_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = institutions_of([agency_id])
        self.look_in([agency_id], "institution")


class PlaceForm(forms.Form):
    """Where an institution is inspected."""

    place = forms.CharField(
        label=_("Địa điểm kiểm tra"), max_length=300, required=False,
        help_text=_("Để trống: tại địa chỉ của cơ sở."),
    )  # fmt: skip
    coordinates = forms.CharField(
        label=_("Tọa độ"), max_length=60, required=False,
        help_text=_("Vĩ độ, kinh độ như ứng dụng bản đồ cho chép, ví dụ 22.3364, 103.8438. Để trống nếu chưa biết."),
    )  # fmt: skip


class OverlapForm(forms.Form):
    """What came of the look for other checks of the same year."""

    overlap = forms.ChoiceField(
        label=_("Kết quả rà soát"), choices=[each for each in Overlap.choices if each[0]]
    )
    note_text = paragraph(
        _("Giải thích"), required=False,
        help_text=_("Bắt buộc khi trùng: với cuộc nào, ai trả lời, xử lý thế nào."),
    )  # fmt: skip
    is_visit_exempt = forms.BooleanField(
        label=_("Miễn kiểm tra thực tế"), required=False,
        help_text=_("Cơ sở tuân thủ tốt: chỉ kiểm tra trực tuyến (NĐ 217/2025, Điều 4)."),
    )  # fmt: skip


class PersonField(forms.CharField):
    """A person by their whole e-mail address: nobody browses people here."""

    default_error_messages = {"unknown": _("Không có tài khoản nào dùng địa chỉ này.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=254, widget=forms.EmailInput(), **kwargs)

    def clean(self, value: Any) -> Person | None:
        """Return the person."""
        typed = super().clean(value).strip().lower()
        if not typed:
            return None
        found = Person.objects.filter(email=typed, is_active=True).first()
        if found is None:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        return found


class MemberForm(forms.Form):
    """One more member of the team."""

    member = PersonField(label=_("Địa chỉ thư điện tử"))
    role = forms.ChoiceField(label=_("Vai trò trong đoàn"), choices=TeamRole.choices, initial=TeamRole.MEMBER)
    tasks = paragraph(_("Nhiệm vụ"), required=False, rows=2)


class DeclareForm(forms.Form):
    """A member's own declaration."""

    is_conflict = forms.TypedChoiceField(
        label=_("Bạn có xung đột lợi ích với cuộc kiểm tra này không?"), coerce=lambda value: value == "yes",
        choices=[("no", _("Không có")), ("yes", _("Có"))], widget=forms.Select,
    )  # fmt: skip
    reason = paragraph(
        _("Lý do"), required=False, help_text=_("Cần khi có. Chỉ bạn và người ra quyết định đọc được.")
    )
    certified_until = day(
        _("Chứng nhận bồi dưỡng nghiệp vụ kiểm tra có giá trị đến ngày"), required=False,
        help_text=_("Trưởng đoàn phải khai (NĐ 217/2025, Điều 12); thành viên khai nếu có."),
    )  # fmt: skip


class SessionForm(OnceForm):
    """A working session at an institution."""

    starts_at = moment(_("Bắt đầu"))
    ends_at = moment(_("Kết thúc"))
    place = forms.CharField(label=_("Địa điểm"), max_length=300, required=False)
    is_online = forms.BooleanField(label=_("Trực tuyến"), required=False)


class NothingForm(forms.Form):
    """Nothing but to be sure; the token of the page is what is sent."""


class ReasonForm(forms.Form):
    """Why."""

    reason = paragraph(_("Lý do"))


class PaperCheckForm(LookingForm):
    """A check that was done wholly on paper."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Cơ quan ra quyết định"), empty_label=None)
    title = forms.CharField(label=_("Tên cuộc kiểm tra"), max_length=300)
    ground_kind = forms.ChoiceField(label=_("Căn cứ"), choices=Ground.choices)
    ground_text = paragraph(_("Nội dung căn cứ"), required=False)
    decision_number = forms.CharField(label=_("Số quyết định"), max_length=80)
    decision_on = day(_("Ngày quyết định"))
    institutions = forms.ModelMultipleChoiceField(
        Institution.objects.none(), label=_("Cơ sở đã kiểm tra"), to_field_name="public_id", widget=Finder(),
        help_text=_("Các cơ sở công bố cùng ngày; ghi riêng cơ sở công bố ngày khác."),
    )  # fmt: skip
    announced_on = day(_("Ngày công bố quyết định"))
    ended_on = day(_("Ngày ký biên bản kiểm tra"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = [each.pk for each in agencies]
        self.fields["agency"].queryset = Agency.objects.filter(pk__in=ids).order_by("code")
        self.fields["institutions"].queryset = institutions_of(ids)
        self.look_in(ids, "institutions")
