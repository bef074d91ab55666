"""What single deeds on inspections ask: decisions on the way, findings, remedies, papers, answers of which there are two, rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.administration.forms import day
from desk.inspections.forms import OnceForm, PersonField, ReasonForm, paragraph
from inspections.checklists.sampling import LARGEST_POPULATION
from inspections.models import InspectionDecision, Nature, Outcome, Severity, TeamRole
from inspections.models.inspection import MOST_EXTENSION_DAYS


class ExtensionForm(ReasonForm):
    """More days, and why."""

    field_order = ["days", "reason"]
    days = forms.IntegerField(
        label=_("Số ngày thêm"), min_value=1, max_value=MOST_EXTENSION_DAYS,
        help_text=_("Một lần, nhiều nhất 5 ngày, trước khi hết hạn."),
    )  # fmt: skip


class StopForm(ReasonForm):
    """On which ground of the law, and what exactly."""

    field_order = ["ground", "reason"]
    ground = forms.ChoiceField(
        label=_("Căn cứ đình chỉ"), choices=InspectionDecision.StopGround.choices, widget=forms.RadioSelect,
        help_text=_("Ghi vào quyết định, cùng với lý do cụ thể."),
    )  # fmt: skip


class MemberChangeForm(ReasonForm):
    """Who goes, who comes, and why."""

    field_order = ["out", "newcomer", "role", "reason"]
    out = forms.ModelChoiceField(
        None,
        label=_("Người thôi tham gia"),
        required=False,
        to_field_name="public_id",
        empty_label=_("Không ai"),
    )
    newcomer = PersonField(label=_("Thư điện tử của người mới"), required=False)
    role = forms.ChoiceField(
        label=_("Vai trò của người mới"), choices=TeamRole.choices, initial=TeamRole.MEMBER
    )

    def __init__(self, *args: Any, team: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["out"].queryset = team
        self.fields["out"].label_from_instance = member_words


def member_words(member: Any) -> str:
    """Return a member as a list names them."""
    return f"{member.person.full_name} ({member.get_role_display()})"


class FindingForm(OnceForm):
    """One thing that is not as it should be."""

    text = paragraph(_("Tồn tại"))
    clause = forms.CharField(label=_("Căn cứ"), max_length=500, required=False)
    nature = forms.ChoiceField(label=_("Tính chất"), choices=Nature.choices)
    severity = forms.ChoiceField(label=_("Mức độ"), choices=Severity.choices)
    recommendation = paragraph(_("Kiến nghị"), required=False, rows=2)
    due_on = day(_("Hạn khắc phục"), required=False)
    evidence_demanded = paragraph(_("Minh chứng yêu cầu"), required=False, rows=2)


class SortForm(forms.Form):
    """Where a finding leads; several ways at once."""

    outcomes = forms.MultipleChoiceField(
        label=_("Hướng xử lý"), choices=Outcome.choices, widget=forms.CheckboxSelectMultiple
    )


class VerifyForm(forms.Form):
    """Whether what the institution sent is enough."""

    is_enough = forms.TypedChoiceField(
        label=_("Minh chứng đã đủ chưa?"), coerce=lambda value: value == "yes",
        choices=[("yes", _("Đã khắc phục")), ("no", _("Chưa đạt, phải làm tiếp"))],
    )  # fmt: skip
    words = paragraph(_("Kết quả thẩm tra"), help_text=_("Cơ sở đọc được."))


class LaterForm(ReasonForm):
    """A later day, once, and why."""

    field_order = ["due_on", "reason"]
    due_on = day(_("Hạn mới"))


class AskForm(OnceForm):
    """A paper the team asks for."""

    title = forms.CharField(label=_("Giấy tờ cần cung cấp"), max_length=300)
    due_on = day(_("Hạn"), required=False)


class AnswerForm(forms.Form):
    """What the office answers to a complaint."""

    answer = paragraph(_("Trả lời"), rows=6, help_text=_("Cơ sở đọc được."))


class EntrustForm(forms.Form):
    """Who else may know the source."""

    person = PersonField(label=_("Địa chỉ thư điện tử"))


class ConflictForm(ReasonForm):
    """Which of two answers stands, and why."""

    field_order = ["chosen", "reason"]
    chosen = forms.ChoiceField(label=_("Câu trả lời đúng"), choices=[])

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = choices


class RulesForm(forms.Form):
    """A new version of an agency's rules: every file, from when, why."""

    valid_from = day(_("Áp dụng từ ngày"))
    reason = paragraph(_("Vì sao thay đổi"))

    def __init__(self, *args: Any, texts: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {f"file_{number}": name for number, name in enumerate(texts)}
        for key, name in self.names.items():
            self.fields[key] = forms.CharField(
                label=name, initial=texts[name], strip=False,
                widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false", "class": "mc-code"}),
            )  # fmt: skip

    @property
    def written(self) -> dict[str, str]:
        """The files by name, their lines ending as files do."""
        return {name: self.cleaned_data[key].replace("\r\n", "\n") for key, name in self.names.items()}


class DrawForm(forms.Form):
    """Of how many a sample is drawn."""

    population = forms.IntegerField(
        label=_("Có tất cả bao nhiêu?"), min_value=0, max_value=LARGEST_POPULATION
    )
