"""What the administration's pages ask."""

from datetime import date
from typing import Any

from cryptography import x509
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, Appointment, Person, Role
from accounts.models.agencies import COMPLAINT_DAYS, AgencyKind, TermEnd
from accounts.models.appointments import SigningForm

_LARGEST_CERTIFICATE = 65_536
_SLUGS = r"^[a-z0-9_]+(\s*,\s*[a-z0-9_]+)*$"


class Day(forms.DateInput):
    """A day, chosen in the browser's own calendar."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


def day(label: Any, **more: Any) -> forms.DateField:
    """Return a field for a day; a browser sends it as ISO, a person may type it our way."""
    return forms.DateField(label=label, widget=Day(), input_formats=["%Y-%m-%d", "%d/%m/%Y"], **more)


class DocumentKinds(forms.RegexField):
    """Kinds of document, by their names in the packages, with commas between."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            _SLUGS,
            label=_("Chỉ cho các loại văn bản"),
            required=False,
            help_text=_("Mã loại, cách nhau bằng dấu phẩy. Để trống: mọi loại."),
            error_messages={"invalid": _("Viết mã loại bằng chữ thường không dấu, cách nhau bằng dấu phẩy.")},
            **kwargs,
        )

    def clean(self, value: Any) -> list[str]:
        """Return the kinds as a list."""
        text = super().clean(value)
        return [kind.strip() for kind in text.split(",") if kind.strip()]


def check_order(form: forms.Form, first: str, last: str) -> None:
    """Add an error where the last day lies before the first."""
    starts, ends = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if starts and ends and ends < starts:
        form.add_error(last, _("Ngày cuối phải bằng hoặc sau ngày đầu."))


class AppointForm(forms.Form):
    """A person, found by address or new, and the role given."""

    email = forms.EmailField(label=_("Địa chỉ thư điện tử"))
    full_name = forms.CharField(
        label=_("Họ và tên"),
        max_length=200,
        required=False,
        help_text=_("Chỉ cần khi người này chưa có tài khoản."),
    )
    role = forms.ModelChoiceField(Role.objects.order_by("name"), label=_("Vai trò"), to_field_name="code")
    acts_for = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Thay mặt cơ quan"), to_field_name="code"
    )
    sits_at = forms.ModelChoiceField(
        Agency.objects.none(),
        label=_("Ngồi tại"),
        required=False,
        to_field_name="code",
        help_text=_("Để trống khi ngồi tại chính cơ quan đó."),
    )
    title = forms.CharField(label=_("Chức vụ"), max_length=200, required=False)
    signing_form = forms.ChoiceField(label=_("Hình thức ký"), choices=SigningForm, required=False)
    starts_on = day(_("Từ ngày"))
    ends_on = day(_("Đến hết ngày"), required=False)
    basis = forms.CharField(
        label=_("Căn cứ"), max_length=300, help_text=_("Số, ngày của quyết định phân công.")
    )
    document_kinds = DocumentKinds()

    def __init__(self, *args: Any, reach: set[int], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        existing = Agency.objects.valid_on(today).order_by("name")
        self.fields["acts_for"].queryset = existing.filter(pk__in=reach)
        self.fields["sits_at"].queryset = existing

    def clean(self) -> dict[str, Any]:
        """Check the days and that a new person has a name."""
        data = super().clean() or {}
        check_order(self, "starts_on", "ends_on")
        email = (data.get("email") or "").strip().lower()
        self.person = Person.objects.filter(email=email).first()
        if email and self.person is None and not data.get("full_name"):
            self.add_error("full_name", _("Người này chưa có tài khoản: hãy điền họ và tên."))
        if self.person is not None and not self.person.is_active:
            self.add_error("email", _("Tài khoản này đã đóng."))
        return data


class DelegateForm(forms.Form):
    """Which appointment, to whom, until when."""

    appointment = forms.ModelChoiceField(
        Appointment.objects.none(), label=_("Vai trò được ủy quyền"), to_field_name="public_id"
    )
    email = forms.EmailField(label=_("Địa chỉ thư điện tử của người làm thay"))
    starts_on = day(_("Từ ngày"))
    ends_on = day(_("Đến hết ngày"))
    title = forms.CharField(label=_("Chức vụ của người làm thay"), max_length=200, required=False)
    signing_form = forms.ChoiceField(
        label=_("Hình thức ký"), choices=SigningForm, required=False, initial="TUQ."
    )
    basis = forms.CharField(label=_("Căn cứ"), max_length=300)
    document_kinds = DocumentKinds()

    def __init__(self, *args: Any, delegable: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["appointment"].queryset = delegable

    def clean(self) -> dict[str, Any]:
        """Check the days and find the person."""
        data = super().clean() or {}
        check_order(self, "starts_on", "ends_on")
        self.to = Person.objects.filter(email=(data.get("email") or "").lower(), is_active=True).first()
        if data.get("email") and self.to is None:
            self.add_error("email", _("Không có tài khoản đang hoạt động nào dùng địa chỉ này."))
        return data


class EndForm(forms.Form):
    """The last day of something, and why."""

    ends_on = day(_("Ngày cuối"))
    reason = forms.CharField(label=_("Lý do, căn cứ"), max_length=300)


class WaiverForm(forms.Form):
    """From which day to which one pair of eyes may do, and why."""

    starts_on = day(_("Từ ngày"))
    ends_on = day(_("Đến hết ngày"))
    reason = forms.CharField(label=_("Lý do, căn cứ"), max_length=300)

    def clean(self) -> dict[str, Any]:
        """Check the days."""
        data = super().clean() or {}
        check_order(self, "starts_on", "ends_on")
        return data


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Lý do"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class AgencyForm(forms.Form):
    """What is known of an agency but its code."""

    name = forms.CharField(label=_("Tên đầy đủ"), max_length=300)
    name_en = forms.CharField(label=_("Tên tiếng Anh"), max_length=300, required=False)
    kind = forms.ChoiceField(label=_("Loại"), choices=AgencyKind)
    parent = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Cơ quan cấp trên"), required=False, to_field_name="code"
    )
    abbreviation = forms.CharField(label=_("Chữ viết tắt trong số văn bản"), max_length=40, required=False)
    superior_name = forms.CharField(
        label=_("Tên cơ quan chủ quản in trên văn bản"), max_length=300, required=False
    )
    place_name = forms.CharField(label=_("Địa danh ghi trên văn bản"), max_length=100, required=False)
    phone = forms.CharField(label=_("Số điện thoại"), max_length=40, required=False)
    address = forms.CharField(label=_("Địa chỉ"), max_length=300, required=False)
    term_ends = forms.ChoiceField(label=_("Giờ hẹn trả"), choices=TermEnd)
    complaint_days = forms.IntegerField(
        label=_("Trả lời phản ánh, kiến nghị trong (ngày làm việc)"),
        help_text=_("Người gửi thấy ngày này trên giấy biên nhận phản ánh. Để trống: 10 ngày."),
        min_value=1,
        max_value=60,
        required=False,
    )
    valid_from = day(_("Có từ ngày"))

    def __init__(self, *args: Any, parents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents

    def clean_complaint_days(self) -> int:
        """Return the days, the usual ones where none are given."""
        return self.cleaned_data["complaint_days"] or COMPLAINT_DAYS


class NewAgencyForm(AgencyForm):
    """An agency with the code that is its own for ever."""

    code = forms.CharField(
        label=_("Mã đơn vị"), max_length=40, help_text=_("Ví dụ H61.12. Không đổi được về sau.")
    )
    field_order = ["code"]

    def clean_code(self) -> str:
        """Refuse a code that is taken."""
        code = self.cleaned_data["code"].strip()
        if Agency.objects.filter(code=code).exists():
            raise forms.ValidationError(_("Mã này đã có cơ quan khác dùng."))
        return code


class RetireForm(forms.Form):
    """The last day of an agency and who takes over."""

    last_day = day(_("Ngày cuối"))
    successor = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Cơ quan kế thừa"), required=False, to_field_name="code"
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency
        self.fields["successor"].queryset = Agency.objects.exclude(pk=agency.pk).order_by("name")

    def clean_last_day(self) -> date:
        """Refuse an end before the beginning."""
        last_day: date = self.cleaned_data["last_day"]
        if last_day < self.agency.valid_from:
            raise forms.ValidationError(_("Ngày cuối phải bằng hoặc sau ngày đầu."))
        return last_day


class SearchForm(forms.Form):
    """Words to look for."""

    q = forms.CharField(label=_("Tìm theo tên hoặc thư điện tử"), required=False, max_length=100)


def agencies_for_parent(reach: set[int], *, without: Any = ()) -> Any:
    """Return the agencies under which one may be put."""
    return Agency.objects.filter(Q(pk__in=reach)).exclude(pk__in=list(without)).order_by("name")


class CertificateForm(forms.Form):
    """The public certificate of a key, and whose it is."""

    file = forms.FileField(label=_("Tệp chứng thư"))
    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Của cơ quan"), required=False, to_field_name="code"
    )
    email = forms.EmailField(label=_("Hoặc của người, theo địa chỉ thư điện tử"), required=False)

    def __init__(self, *args: Any, agencies: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["agency"].queryset = agencies

    def clean_file(self) -> x509.Certificate:
        """Return the certificate, read as PEM or DER."""
        content = self.cleaned_data["file"].read(_LARGEST_CERTIFICATE)
        read = x509.load_pem_x509_certificate if b"-----BEGIN" in content else x509.load_der_x509_certificate
        try:
            return read(content)
        except ValueError as error:
            raise forms.ValidationError(_("Tệp này không phải chứng thư số X.509.")) from error

    def clean(self) -> dict[str, Any]:
        """Find the person; one owner and one only."""
        data = super().clean() or {}
        email = (data.get("email") or "").lower()
        self.person = self.people.filter(email=email).first() if email else None
        if email and self.person is None:
            self.add_error("email", _("Không có ai của các cơ quan này dùng địa chỉ đó."))
        elif bool(email) == bool(data.get("agency")):
            self.add_error("agency", _("Chọn một cơ quan hoặc ghi địa chỉ một người, không cả hai."))
        return data
