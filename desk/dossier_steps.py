"""Steps of dossiers, as the pages of a step ask for them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Person
from desk.conflicts import Conflict, conflict_of
from desk.lateness import REASON, WORDS, excuse_in, lateness_shown, words_of_lateness
from desk.looking import note_look
from desk.presenting import CaseView
from desk.runs import Happening
from desk.steps import CaseShown, StepKind, not_found
from dossiers import selectors, services
from dossiers.errors import NotVisible, SupplementNotReady
from dossiers.models import Dossier
from dossiers.preview import drafts_offered
from dossiers.selectors import WorkItemPage
from dossiers.selectors.conversation import conversation_state
from dossiers.selectors.lateness import late_at
from dossiers.selectors.supplement import supplement_desk
from dossiers.services.late import missing_of
from dossiers.topics import dossier_topic
from forms.models import Attachment
from procedures.definition import ProcedureDefinition
from workflows.errors import WorkflowError
from workflows.models import WorkItem


class DossierSteps(StepKind):
    """Steps whose case is a dossier."""

    template = "desk/work_item.html"
    preview = "desk/preview.html"
    services = services
    refusals = (SupplementNotReady,)
    beside = (REASON, WORDS)

    def page(self, person: Person, public_id: UUID, at: datetime) -> WorkItemPage:
        """Return the step's page, or 404."""
        try:
            return selectors.work_item_page(person, public_id, at)
        except NotVisible as error:
            raise not_found(public_id) from error

    def look(self, request: HttpRequest, page: WorkItemPage) -> None:
        """Write the look at the dossier into the access log."""
        note_look(request, "dossiers.Dossier", page.page.dossier.pk)

    def papers(self, page: WorkItemPage) -> dict[str, Attachment]:
        """Return the papers of the dossier."""
        return {str(file.attachment.public_id): file.attachment for file in page.page.files}

    def case(self, page: WorkItemPage) -> CaseShown:
        """Return whose dossier it is, and of which procedure."""
        return shown_of_dossier(page.page.dossier, page.page.procedure)

    def context(self, request: HttpRequest, page: WorkItemPage, at: datetime) -> dict[str, Any]:
        """Return the dossier beside the step."""
        case, dossier = CaseView(page.page, at), page.page.dossier
        return {
            "dossier": dossier,
            "case": case,
            "topic": dossier_topic(dossier),
            "conversation": conversation_state(request.user, dossier, page.page.sight, at),
            "remaining": case.clock.of_item(page.item, dossier),
            "drafts": drafts_offered(page, at),
            "supplement": supplement_desk(page.item, request.user, page.page.procedure.supplement),
        }

    def preview_context(self, page: WorkItemPage, at: datetime) -> dict[str, Any]:
        """Return what the pane beside the inbox shows."""
        case = CaseView(page.page, at)
        topic = dossier_topic(page.page.dossier)
        return {"case": case, "remaining": case.clock.of_item(page.item, page.page.dossier), "topic": topic}

    def warning(self, outcome: Any) -> str:
        """Return what a grave way out means to the applicant."""
        if outcome.sends_back:
            return _("Hồ sơ quay lại bước trước; thời hạn vẫn tính tiếp.")
        return _("Không lấy lại được. Người nộp được báo ngay và đọc được lý do.")

    def conflict(self, refusal: WorkflowError, page: WorkItemPage, at: datetime) -> Conflict:
        """Return the words for a refusal of the engine."""
        return conflict_of(refusal, page.item, CaseView(page.page, at).title)

    def changes_since(self, page: WorkItemPage, moment: datetime | None, at: datetime) -> Sequence[Happening]:
        """Return what happened to the dossier since."""
        return CaseView(page.page, at).changes_since(moment)

    def asked_beside(self, page: WorkItemPage, typed: Mapping[str, str], at: datetime) -> dict[str, Any]:
        """Return what the page asks of why the step ends late."""
        return lateness_shown(typed, late_at(page.item, page.page.dossier, at))

    def missing(self, request: HttpRequest, page: WorkItemPage, at: datetime) -> dict[str, str]:
        """Return what is not said of why the step ends late."""
        late = late_at(page.item, page.page.dossier, at)
        missing = missing_of(excuse_in(request.POST)) if late else ""
        return {"late_error": words_of_lateness(missing)} if missing else {}

    def completing(self, request: HttpRequest) -> dict[str, Any]:
        """Return why the step ends late."""
        return {"excuse": excuse_in(request.POST)}

    def refused(self, error: Exception) -> str:
        """Return why a supplement cannot go on as chosen, and what to do."""
        return {
            "nothing_marked": _("Đánh dấu ít nhất một mục cần bổ sung, hoặc viết lý do."),
            "unknown_field": _("Mục đánh dấu không có trong tờ khai."),
            "not_judged": _("Mở phần bổ sung và chọn đạt hay còn thiếu cho từng mục."),
            "judged_otherwise": _("Kết quả bạn chọn không khớp với kết luận của từng mục bổ sung."),
        }[error.reason]

    def onwards(self, person: Person, page: WorkItemPage, at: datetime) -> WorkItem | None:
        """Return the most pressing step of the same queue."""
        return selectors.next_in_queue(person, page.item, at)

    def queue_of(self, item: WorkItem) -> str:
        """Return the queue by role and agency."""
        return f"queue={item.role}.{item.agency_id}"


def shown_of_dossier(dossier: Dossier, procedure: ProcedureDefinition) -> CaseShown:
    """Return whose dossier it is, its code, and of which procedure."""
    url = reverse("desk:dossier", args=[dossier.public_id])
    return CaseShown(dossier.applicant_name, dossier.code or dossier.receipt_no, procedure.title, url)
