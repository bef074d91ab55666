"""Is this document real? By the code printed on it, or by the file itself; no sign-in, nothing personal."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from documents import verification
from documents.codes import read_code
from documents.errors import TooManyGuesses
from documents.storage import digest
from documents.verification import FileCheck, PublicFacts, Standing
from dossiers.models import StatutoryPaper
from dossiers.selectors.papers import paper_of_file
from inspections.selectors.digests import MinutesFacts, minutes_by_digest
from portal.views.errors import too_many
from registry.selectors import is_suspended


@dataclass(frozen=True)
class Verdict:
    """The answer in words, with the colour and icon that go with it."""

    kind: str
    icon: str
    headline: str
    explanation: str


def verdict_of(standing: Standing) -> Verdict:
    """Return the answer for one of the five standings."""
    return {
        Standing.VALID: Verdict(
            "done", "check", _("Văn bản có thật và đang có hiệu lực"),
            _("Văn bản mang mã này do cơ quan dưới đây ban hành."),
        ),
        Standing.CORRECTED: Verdict(
            "attention", "alert", _("Văn bản có thật và đã được đính chính"),
            _("Hãy đọc kèm văn bản đính chính dưới đây."),
        ),
        Standing.REPLACED: Verdict(
            "attention", "alert", _("Văn bản đã được thay thế"),
            _("Bản này không còn dùng; hãy dùng văn bản thay thế dưới đây."),
        ),
        Standing.REVOKED: Verdict(
            "wrong", "cross", _("Văn bản đã bị thu hồi"), _("Văn bản này không còn giá trị.")
        ),
        Standing.NOT_ISSUED: Verdict(
            "wrong", "cross", _("Không có văn bản nào mang mã này"),
            _("Mã gõ sai, hoặc văn bản chưa được phát hành, hoặc là giả. Hãy so lại từng ký tự với bản in."),
        ),
    }[standing]  # fmt: skip


def verdict_on(facts: PublicFacts) -> Verdict:
    """Return the answer about a document, by its code or by its file: a suspended licence is no certificate in force."""
    if facts.standing in (Standing.VALID, Standing.CORRECTED) and is_suspended_licence(facts):
        return suspended_verdict()
    return verdict_of(facts.standing)


def file_verdict(check: FileCheck) -> Verdict:
    """Return the answer about an uploaded file."""
    if check.document:
        return verdict_on(check.document)
    if check.was_changed:
        return Verdict(
            "wrong", "cross", _("Tệp đã bị thay đổi"),
            _("Tệp có chữ ký của chúng tôi nhưng không còn đúng như lúc phát hành. Hãy tải lại bản gốc từ trang hồ sơ."),
        )  # fmt: skip
    return Verdict(
        "wrong", "cross", _("Tệp này không phải do chúng tôi phát hành"),
        _("Không có văn bản nào trùng từng byte với tệp. Bản chụp, bản in rồi quét, bản lưu lại đều khác bản gốc."),
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Take a code, or the digest of minutes (GET), or a file (POST)."""
    if request.method == "POST":
        return check_file(request)
    if "digest" in request.GET:
        return verify_minutes(request, request.GET["digest"])
    typed = request.GET.get("code")
    if typed is None:
        return render(request, "portal/verify.html")
    code = read_code(typed)
    if code:
        return redirect("portal:verification", code)
    wrong = _("Nhập đủ 12 ký tự của mã xác minh in trên văn bản.")
    context = {"code": typed[:40], "code_error": wrong, "errors": [{"href": "#code", "message": wrong}]}
    return render(request, "portal/verify.html", context, status=422)


def verify_minutes(request: HttpRequest, typed: str) -> HttpResponse:
    """Say whether minutes of an inspection with this digest are here, since when; nothing of what they say."""
    try:
        facts = minutes_by_digest(typed, address=request.META.get("REMOTE_ADDR", ""), at=timezone.now())
    except TooManyGuesses:
        return too_many(request)
    context = {"verdict": minutes_verdict(facts), "minutes": facts}
    return render(request, "portal/verification.html", context, status=200 if facts else 404)


def minutes_verdict(facts: MinutesFacts | None) -> Verdict:
    """Return the answer about minutes of an inspection."""
    if facts is None:
        return Verdict(
            "wrong",
            "cross",
            _("Chưa có biên bản nào mang mã này"),
            _(
                "Máy tính bảng của đoàn có thể chưa gửi: hãy thử lại sau. Nếu vẫn không có, bản bạn giữ không khớp với biên bản nào."
            ),
        )
    if facts.is_void:
        return Verdict(
            "attention",
            "alert",
            _("Biên bản này đã được lập lại"),
            _("Máy chủ đã nhận biên bản, nhưng sau đó đoàn lập biên bản khác thay bản này."),
        )
    if not facts.is_complete:
        return Verdict(
            "attention",
            "alert",
            _("Biên bản đã về máy chủ, chưa đủ chữ ký"),
            _("Nội dung đúng như bản mang mã này; chữ ký của các bên chưa đủ."),
        )
    return Verdict(
        "done", "check", _("Biên bản đã về máy chủ, đủ chữ ký"),
        _("Nội dung đúng như bản mang mã này. Trang này không cho biết nội dung hay tên ai."),
    )  # fmt: skip


def check_file(request: HttpRequest) -> HttpResponse:
    """Compare an uploaded file with what was issued; the file is not kept."""
    upload = request.FILES.get("file")
    if upload is None:
        return refuse_file(request, _("Chọn tệp PDF cần kiểm tra."))
    if upload.size > verification.LARGEST_FILE:
        return refuse_file(request, _("Chọn tệp không quá 20 MB."))
    content = upload.read()
    check = verification.by_file(content)
    paper = paper_of_file(digest(content)) if check.document is None else None
    if paper is not None:
        return show_paper(request, paper, check)
    if check.document is None and not upload.name.lower().endswith(".pdf") and not check.signatures:
        return refuse_file(request, _("Chọn đúng tệp PDF bạn nhận được, không phải ảnh chụp."))
    context = {
        "verdict": file_verdict(check), "document": check.document, "signatures": check.signatures, "by_file": True,
    }  # fmt: skip
    return render(request, "portal/verification.html", context)


def show_paper(request: HttpRequest, paper: StatutoryPaper, check: FileCheck) -> HttpResponse:
    """Say that a file is a paper of ours as it was signed: which one, whose, when; nothing of the applicant."""
    headline = _("Giấy này do chúng tôi lập và ký số")
    verdict = Verdict("done", "check", headline, _("Tệp đúng từng byte như lúc được ký."))
    context = {"verdict": verdict, "paper": paper, "signatures": check.signatures, "by_file": True}
    return render(request, "portal/verification.html", context)


def refuse_file(request: HttpRequest, wrong: str) -> HttpResponse:
    """Say what file is needed."""
    context = {"file_error": wrong, "errors": [{"href": "#file", "message": wrong}]}
    return render(request, "portal/verify.html", context, status=422)


@never_cache
@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """The page a QR leads to."""
    try:
        facts = verification.by_code(code, address=request.META.get("REMOTE_ADDR", ""), at=timezone.now())
    except TooManyGuesses:
        return too_many(request)
    return render(request, "portal/verification.html", context_of(facts), status=200 if facts.number else 404)


def context_of(facts: PublicFacts) -> dict[str, object]:
    """Return what the page shows about a code."""
    return {"verdict": verdict_on(facts), "document": facts if facts.number else None}


def is_suspended_licence(facts: PublicFacts) -> bool:
    """Say whether a document is the certificate of a licence that is suspended now."""
    return facts.issued_on is not None and is_suspended(facts.agency, facts.number, facts.issued_on)


def suspended_verdict() -> Verdict:
    """Return the answer about a certificate whose licence is suspended."""
    return Verdict(
        "attention", "alert", _("Văn bản có thật; hoạt động đang bị đình chỉ"),
        _("Cơ sở không được hoạt động theo giấy này cho đến khi có quyết định cho phép trở lại."),
    )  # fmt: skip
