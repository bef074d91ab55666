"""Asking whether a diploma that is bound to nobody's number seems to be in a register: a word, after four facts.

Every answer is the same page, and none comes sooner than another, so that neither shape nor time tells more than the word.
"""

import time
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.localdays import local_day
from registry.errors import FactsTooFew, IdentityNotProven, TriesUsedUp
from registry.models import DiplomaKind, RegisterAnswer
from registry.services import DiplomaFacts, ask_register, may_ask, tries_left

ANSWER_SECONDS = 0.4
FIRST_YEAR = 1900
ANSWERS = {
    RegisterAnswer.FOUND: gettext_lazy("Tìm thấy. Bạn có thể nộp hồ sơ; cơ quan giữ sổ gốc sẽ đối chiếu."),
    RegisterAnswer.NOT_FOUND: gettext_lazy(
        "Không tìm thấy trong các sổ đã số hóa. Bạn vẫn nộp được hồ sơ: sổ giấy sẽ được tra khi giải quyết."
    ),
    RegisterAnswer.COMPARE: gettext_lazy(
        "Cần cán bộ đối chiếu. Hãy nộp hồ sơ; cơ quan giữ sổ gốc sẽ xem từng dữ kiện."
    ),
}


class FactsForm(forms.Form):
    """What a person knows of a diploma; four of it at least."""

    holder_name = forms.CharField(
        label=gettext_lazy("Họ và tên ghi trên bằng"), max_length=200, required=False
    )
    birth_year = forms.IntegerField(label=gettext_lazy("Năm sinh"), min_value=FIRST_YEAR, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Loại văn bằng, chứng chỉ"),
        choices=[("", "–"), *DiplomaKind.choices],
        required=False,
    )
    institution = forms.CharField(label=gettext_lazy("Trường ghi trên bằng"), max_length=300, required=False)
    major = forms.CharField(label=gettext_lazy("Ngành, nghề"), max_length=200, required=False)
    graduation_year = forms.IntegerField(
        label=gettext_lazy("Năm tốt nghiệp"), min_value=FIRST_YEAR, required=False
    )
    number = forms.CharField(label=gettext_lazy("Số hiệu hoặc số vào sổ"), max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this_year = local_day(timezone.now()).year
        for name in ("birth_year", "graduation_year"):
            self.fields[name].max_value = this_year
            self.fields[name].widget.attrs |= {"inputmode": "numeric", "max": this_year}

    def clean(self) -> dict[str, Any]:
        """Refuse years that are still to come."""
        data = super().clean() or {}
        for name in ("birth_year", "graduation_year"):
            if (data.get(name) or 0) > self.fields[name].max_value:
                self.add_error(name, _("Năm này chưa tới."))
        return data

    @property
    def facts(self) -> DiplomaFacts:
        """What was typed."""
        data = self.cleaned_data
        words = {name: data[name] for name in ("holder_name", "kind", "institution", "major", "number")}
        return DiplomaFacts(
            born=(data["birth_year"], None, None), graduation_year=data["graduation_year"], **words
        )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register_check(request: HttpRequest) -> HttpResponse:
    """Ask for what is known, answer in a word."""
    if request.method != "POST":
        return page(request, FactsForm())
    form = FactsForm(request.POST)
    return answer(request, form) if form.is_valid() else page(request, form, status=422)


def answer(request: HttpRequest, form: FactsForm) -> HttpResponse:
    """Return the page with the answer, or why there is none."""
    started = time.monotonic()
    try:
        word = ask_register(request.user, form.facts, at=timezone.now())
    except IdentityNotProven:
        return page(request, form, status=403)
    except FactsTooFew as few:
        form.add_error(None, _("Hãy điền ít nhất %(needed)d mục; bạn đã điền %(given)d.") % vars(few))
        return page(request, form, status=422)
    except TriesUsedUp as used:
        form.add_error(
            None, _("Hôm nay bạn đã hỏi đủ %(a_day)d lần. Hãy thử lại ngày mai, hoặc nộp hồ sơ.") % vars(used)
        )
        return page(request, form, status=429)
    wait_until(started + ANSWER_SECONDS)
    return page(request, FactsForm(), word=str(ANSWERS[word]))


def wait_until(moment: float) -> None:
    """Let every answer take the same time."""
    time.sleep(max(0.0, moment - time.monotonic()))


def page(request: HttpRequest, form: FactsForm, *, word: str = "", status: int = 200) -> HttpResponse:
    """Return the page."""
    person = request.user
    context = {
        "form": form,
        "word": word,
        "tries_left": tries_left(person, timezone.now()),
        "is_proven": may_ask(person),
    }
    return render(request, "portal/register_check.html", context, status=status)
