"""What the applicant's pages say, in words, about values that selectors return."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import IssuedDocument
from dossiers.corrections import CHANGEABLE, FINISHED
from dossiers.models import Dossier, Draft, Message, SupplementRound
from dossiers.ratings import RATED_FROM, SCORES, Rating
from dossiers.register_checks import in_words
from dossiers.selectors import DossierPage, StopState
from dossiers.selectors.conversation import latest_for_applicant
from dossiers.status import TERMINAL, Status
from dossiers.timekeeping import state_of_term
from forms.rendering import ReviewSection, review
from procedures.errors import UnknownVersion
from procedures.selectors import package_for, packages_for
from workflows.models import WorkItem

APPLICANT_ROLE = "nguoi_nop"
OUT = (SupplementRound.State.SENT, SupplementRound.State.ANSWERED)


def explanation(dossier: Dossier) -> str:
    """Return what a dossier's status means for the applicant, in one sentence or two."""
    if dossier.status == Status.SUPPLEMENT_REQUIRED:
        return _("Đang chờ bạn bổ sung. %(term)s") % {"term": term_meanwhile(dossier)}
    return {
        Status.NEW: _("Đã gửi, đang chờ cán bộ kiểm tra và tiếp nhận."),
        Status.RECEIVED: _("Đã tiếp nhận; thời hạn bắt đầu tính."),
        Status.REFUSED_AT_INTAKE: _("Hồ sơ không được tiếp nhận. Lý do ở thông báo gửi bạn."),
        Status.IN_PROGRESS: _("Cán bộ đang xử lý; bạn chưa phải làm gì."),
        Status.PAYMENT_REQUIRED: _("Đang chờ bạn nộp phí, lệ phí."),
        Status.WITHDRAWN: _("Bạn đã rút hồ sơ này."),
        Status.STOPPED: _("Cơ quan đã dừng xử lý hồ sơ này."),
        Status.DONE: _("Đã có kết quả."),
        Status.RETURNED: _("Kết quả đã được trả."),
    }[Status(dossier.status)]


def term_meanwhile(dossier: Dossier) -> str:
    """Return what the term does while the applicant supplies: its ledger knows, whatever the procedure's policy."""
    return {
        "running": _("Thời hạn vẫn tính tiếp."),
        "paused": _("Thời hạn tạm dừng."),
    }.get(state_of_term(dossier), _("Thời hạn chưa bắt đầu tính."))


def without_the_applicant(asked: SupplementRound) -> str:
    """Return what a supplement waits for while its applicant can do nothing: the office looks, or the days are over."""
    if asked.state == SupplementRound.State.ANSWERED:
        return _("Bạn đã gửi phần bổ sung; cán bộ đang kiểm tra.")
    until = f"{timezone.localtime(asked.answer_by):%d/%m/%Y %H:%M}"
    words = _("Đã hết hạn bổ sung lúc %(at)s. Cơ quan đang xem xét dừng hồ sơ hay cho thêm thời gian.")
    return words % {"at": until}


@dataclass(frozen=True)
class Listed:
    """One line of the list of dossiers or drafts."""

    procedure_name: str
    procedure_title: object
    record: Dossier | Draft


def listed(record: Dossier | Draft) -> Listed:
    """Return a line; a procedure that is no longer published keeps its name."""
    try:
        title = package_for(record.procedure, record.rules_hash).definition.title
    except UnknownVersion:
        title = record.procedure
    return Listed(record.procedure, title, record)


def listed_all(records: Iterable[Dossier | Draft]) -> list[Listed]:
    """Return the lines of a list in one query."""
    lines = list(records)
    packages = packages_for((record.procedure, record.rules_hash) for record in lines)
    titles = {version: package.definition.title for version, package in packages.items()}
    return [
        Listed(record.procedure, titles.get((record.procedure, record.rules_hash), record.procedure), record)
        for record in lines
    ]


@dataclass(frozen=True)
class ApplicantView:
    """The applicant's questions about one dossier, answered."""

    page: DossierPage

    @property
    def explanation(self) -> str:
        """Where is it, in one sentence."""
        asked = self.supplement
        if asked is not None and self.own_step is None:
            return without_the_applicant(asked)
        return explanation(self.page.dossier)

    @cached_property
    def supplement(self) -> SupplementRound | None:
        """What is asked of the applicant and not settled yet."""
        if self.page.dossier.status != Status.SUPPLEMENT_REQUIRED:
            return None
        return self.page.dossier.supplement_rounds.filter(state__in=OUT).first()

    @property
    def stops(self) -> list[StopState]:
        """The line; a dossier that ended without a result has stopped where it stood."""
        return list(self.page.stops)

    @property
    def holder(self) -> str:
        """Which agency has it now; never which officer."""
        waiting = [item for item in self.page.open_items if item.role != APPLICANT_ROLE]
        return ", ".join(dict.fromkeys(item.agency.label for item in waiting))

    @property
    def own_step(self) -> WorkItem | None:
        """The step that waits for the applicant, if any."""
        return next((item for item in self.page.open_items if item.role == APPLICANT_ROLE), None)

    @cached_property
    def latest_message(self) -> Message | None:
        """The newest message between the applicant and the one-stop, if any."""
        return latest_for_applicant(self.page.dossier)

    @property
    def results(self) -> list[IssuedDocument]:
        """Issued documents to fetch."""
        return list(self.page.issued)

    @property
    def is_result_in_force(self) -> bool:
        """Whether any of the results still is: a dossier may be left with none."""
        return any(each.state in CHANGEABLE for each in self.page.issued)

    @property
    def can_withdraw(self) -> bool:
        """Whether the page offers to take it back; the service decides."""
        begun_by_office = self.page.correction is not None and self.page.correction.by_office
        return not begun_by_office and self.page.dossier.status not in TERMINAL | {Status.DONE}

    @property
    def can_correct(self) -> bool:
        """Whether the page offers to say that a result is wrong; the service decides."""
        return self.page.dossier.status in FINISHED and self.is_result_in_force

    @property
    def rating(self) -> Rating | None:
        """What the applicant said about it, if anything."""
        return Rating.objects.filter(dossier=self.page.dossier).first() if self.can_rate else None

    @property
    def can_rate(self) -> bool:
        """Whether there is a result to have an opinion about."""
        return self.page.dossier.status in RATED_FROM

    @property
    def scores(self) -> list[int]:
        """The best first, as they are offered."""
        return sorted(SCORES, reverse=True)

    @property
    def timeline(self) -> list[tuple[int, str, datetime]]:
        """The statuses it went through, newest first."""
        changes = self.page.dossier.status_changes.order_by("-at", "-pk")
        return [(change.status, change.get_status_display(), change.at) for change in changes]


def answers_of(page: DossierPage) -> list[ReviewSection]:
    """Return what was answered, with the papers the reader may open."""
    if not page.sight.answers:
        return []
    papers = {str(file.attachment.public_id): file.attachment for file in page.files}
    form, sent_on = page.package.forms[page.procedure.form], timezone.localdate(page.dossier.submitted_at)
    said = in_words(page.register_warnings, with_detail=False)
    return review(form, page.dossier.answers, attachments=papers, today=sent_on, also=said)
