"""Steps of inspections, as the pages of a step ask for them."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Person
from desk.conflicts import Conflict, conflict_of
from desk.inspections.acting import too_early
from desk.inspections.cases import InspectionView, RunOfCase, TargetView
from desk.looking import note_look
from desk.remaining import Clock, Remaining
from desk.runs import Happening, since
from desk.steps import CaseShown, StepKind, not_found
from dossiers.titles import title_of
from forms.models import Attachment
from inspections import services
from inspections.conditions import CONDITIONS
from inspections.errors import NotFit, NotReady, NotVisible
from inspections.models import Inspection, Target
from inspections.selectors import WorkItemPage, work_item_page
from inspections.selectors.case_pages import inspection_page, target_page
from inspections.selectors.inbox import PREFIX, next_in_queue
from inspections.topics import inspection_topic, target_topic
from workflows.errors import WorkflowError
from workflows.models import WorkItem


@dataclass(frozen=True)
class StepOfInspection:
    """A step with the page of what it is about; None of that where it is not the worker's to see whole."""

    page: WorkItemPage
    view: RunOfCase | None

    @property
    def item(self) -> WorkItem:
        """The step."""
        return self.page.item

    @property
    def step_title(self) -> Any:
        """What it is called, in every language it has."""
        return self.page.step_title

    @property
    def outcomes(self) -> Sequence[Any]:
        """Its ways out."""
        return self.page.outcomes

    @property
    def form(self) -> Any:
        """What it asks."""
        return self.page.form

    @property
    def values(self) -> Mapping[str, Any]:
        """What it answered before."""
        return self.page.values

    @property
    def checks_own(self) -> Sequence[Any]:
        """Titles of the worker's own steps that it checks."""
        return self.page.checks_own

    @property
    def lacking(self) -> list[str]:
        """What must hold before it can go some way, in words, each once."""
        return list(dict.fromkeys(words for each in self.page.missing.values() for words in each))


class InspectionSteps(StepKind):
    """Steps whose case is an inspection, an institution of one, or a decision on the way."""

    template = "desk/inspections/work_item.html"
    preview = "desk/inspections/preview.html"
    services = services
    refusals = (NotReady, NotFit)

    def page(self, person: Person, public_id: UUID, at: datetime) -> StepOfInspection:
        """Return the step's page, or 404."""
        try:
            page = work_item_page(person, public_id, at)
        except NotVisible as error:
            raise not_found(public_id) from error
        return StepOfInspection(page, view_of(page, person, at))

    def look(self, request: HttpRequest, page: StepOfInspection) -> None:
        """Write the look at the inspection, or at the institution's part, into the access log."""
        case = page.page.target or page.page.inspection
        note_look(request, f"inspections.{type(case).__name__}", case.pk)

    def papers(self, page: StepOfInspection) -> dict[str, Attachment]:
        """Return the papers of what the step is about."""
        return page.view.papers if page.view else {}

    def case(self, page: StepOfInspection) -> CaseShown:
        """Return which institution, or which inspection."""
        return shown_of_part(page.page.inspection, page.page.target)

    def context(self, request: HttpRequest, page: StepOfInspection, at: datetime) -> dict[str, Any]:
        """Return the inspection beside the step."""
        found = page.page
        return {
            **self.preview_context(page, at),
            "case": page.view,
            "inspection": found.inspection,
            "target": found.target,
            "decision": found.decision,
        }

    def preview_context(self, page: StepOfInspection, at: datetime) -> dict[str, Any]:
        """Return what the pane beside the inbox shows."""
        found = page.page
        topic = target_topic(found.target) if found.target else inspection_topic(found.inspection)
        return {
            "shown": self.case(page),
            "remaining": remaining_of(page.item, at),
            "topic": topic,
            "case": page.view,
        }

    def warning(self, outcome: Any) -> str:
        """Return what a grave way out means."""
        if outcome.sends_back:
            return _("Việc quay lại bước trước; thời hạn kiểm tra vẫn tính tiếp.")
        return _("Không lấy lại được. Người liên quan được báo ngay.")

    def conflict(self, refusal: WorkflowError, page: StepOfInspection, at: datetime) -> Conflict:
        """Return the words for a refusal of the engine."""
        return conflict_of(refusal, page.item, lambda node_id: title_of(page.page.package.flow, node_id))

    def changes_since(
        self, page: StepOfInspection, moment: datetime | None, at: datetime
    ) -> Sequence[Happening]:
        """Return what happened since."""
        return since(page.view.history, moment) if page.view else []

    def refused(self, error: Exception) -> str:
        """Return what must hold first, or which value does not fit."""
        if isinstance(error, NotReady):
            lacking = " ".join(str(CONDITIONS[name].meaning) for name in error.conditions)
            return _("Chưa đi tiếp được. Cần có trước: %(what)s") % {"what": lacking}
        if error.earliest:
            return too_early(error.earliest)
        return {
            ("cong_bo_luc", "future"): _("Lúc công bố không được sau bây giờ."),
            ("hinh_thuc", "exempt"): _("Cơ sở được miễn kiểm tra thực tế: chỉ làm việc trực tuyến."),
            ("cong_bo_luc", "before_decision"): _("Lúc công bố không được trước ngày ra quyết định."),
        }.get((error.field, error.why), _("Có một giá trị không hợp lệ: %(name)s.") % {"name": error.field})

    def onwards(self, person: Person, page: StepOfInspection, at: datetime) -> WorkItem | None:
        """Return the most pressing step of the same queue."""
        return next_in_queue(person, page.item, at)

    def queue_of(self, item: WorkItem) -> str:
        """Return the queue by role and agency, told from the dossiers' one."""
        return f"queue={PREFIX}{item.role}.{item.agency_id}"


def view_of(page: WorkItemPage, person: Person, at: datetime) -> RunOfCase | None:
    """Return what a step is about as its own page shows it, None where the worker may not see it whole."""
    with suppress(NotVisible):
        if page.target:
            return TargetView(target_page(person, page.target.public_id, at), at)
        return InspectionView(inspection_page(person, page.inspection.public_id, at), at)
    return None


def shown_of_part(inspection: Inspection, target: Target | None) -> CaseShown:
    """Return which institution, or which inspection, it is about, and its page."""
    if target is None:
        url = reverse("desk:inspections:inspection", args=[inspection.public_id])
        return CaseShown(inspection.title, inspection.code, inspection.get_ground_kind_display(), url)
    url = reverse("desk:inspections:target", args=[target.public_id])
    return CaseShown(target.institution.name, inspection.code, inspection.title, url)


def remaining_of(item: WorkItem, at: datetime) -> Remaining:
    """Return the working time left of a step's budget; nothing where it has none."""
    if item.due_at is None:
        return Remaining(None)
    return Clock(at).remaining(item.opened_at, item.due_at, item.agency_id)
