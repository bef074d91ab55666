"""What a reader can do on the page of an inspection, or of an institution: the buttons, each only where it leads somewhere."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.localdays import local_day
from accounts.models import Person
from inspections.models import DataExport, InspectionDecision, Minutes, Target
from inspections.selectors.case_pages import InspectionPage, TargetPage
from inspections.selectors.minutes import kinds_to_make
from inspections.services.findings import OPEN_FOR_FINDINGS
from inspections.status import TargetStatus


@dataclass(frozen=True)
class Doing:
    """One button; a grave one is asked once more on the page it leads to."""

    url: str
    label: str
    is_grave: bool = False


def to(name: str, public_id: Any) -> str:
    """Return the address of a deed."""
    return reverse(f"desk:inspections:{name}", args=[public_id])


def is_prepared(page: InspectionPage) -> bool:
    """Say whether the office may still change what the decision will fix."""
    inspection = page.inspection
    return page.sight.proposes and not inspection.decision_number and not inspection.is_over


def inspection_doings(page: InspectionPage, person: Person, at: datetime) -> dict[str, list[Doing]]:
    """Return the buttons of an inspection's page, by the tab they stand in."""
    number, found = (
        page.inspection.public_id,
        {"content": [], "institutions": [], "team": [], "documents": []},
    )
    if is_prepared(page):
        found["content"].append(Doing(to("terms", number), _("Sửa nội dung quyết định")))
        found["institutions"].append(Doing(to("add_target", number), _("Thêm đối tượng kiểm tra")))
        found["team"].append(Doing(to("add_member", number), _("Thêm thành viên")))
    if (
        page.sight.office
        and page.inspection.is_over
        and DataExport.objects.filter(inspection=page.inspection).exists()
    ):
        found["documents"].append(Doing(to("export", number), _("Tải dữ liệu nhóm 19")))
    own = next((each for each in page.team if each.person_id == person.pk and each.left_at is None), None)
    if own is not None and not page.inspection.is_over:
        label = _("Khai xung đột lợi ích") if own.declared_at is None else _("Khai lại xung đột lợi ích")
        found["team"].append(Doing(to("declare", own.public_id), label))
    decides = (
        (page.sight.lead or page.sight.office) and page.inspection.decision_number and page.inspection.run_id
    )
    if decides and not page.inspection.is_over:
        found["team"].append(Doing(to("member_change", number), _("Trình thay đổi thành viên")))
        found["documents"].append(Doing(to("stop", number), _("Trình đình chỉ cuộc kiểm tra"), is_grave=True))
    return found


def target_doings(page: TargetPage, person: Person, at: datetime) -> dict[str, list[Doing]]:
    """Return the buttons of an institution's page, by the part they stand in."""
    target, number = page.target, page.target.public_id
    found: dict[str, list[Doing]] = {
        "place": [],
        "overlap": [],
        "sessions": [],
        "findings": [],
        "decisions": [],
        "asked": [],
        "minutes": [],
    }
    if target.is_over or target.run_id is None and page.inspection.is_over:
        return found
    if page.sight.proposes and not page.inspection.decision_number:
        found["overlap"].append(Doing(to("overlap", number), _("Ghi kết quả rà soát chồng chéo")))
    if page.sight.proposes or page.sight.lead:
        found["place"].append(Doing(to("place", number), _("Ghi địa điểm, tọa độ")))
        found["sessions"].append(Doing(to("plan_session", number), _("Thêm buổi làm việc")))
    if page.sight.team and target.status in OPEN_FOR_FINDINGS:
        found["findings"].append(Doing(to("add_finding", number), _("Ghi tồn tại")))
    if page.sight.team and target.takes_answers:
        found["asked"].append(Doing(to("ask_for_paper", number), _("Yêu cầu giấy tờ")))
    if page.sight.team:
        found["minutes"] += [making(target, kind) for kind in kinds_to_make(target)]
    if page.sight.lead or page.sight.office:
        found["decisions"] += decisions(page, at)
    return found


def making(target: Target, kind: str) -> Doing:
    """Return the button that makes minutes of a kind without a tablet."""
    url = reverse("desk:inspections:make_minutes", args=[target.public_id, kind])
    return Doing(url, _("Lập %(minutes)s") % {"minutes": lower_first(str(Minutes.Kind(kind).label))})


def lower_first(words: str) -> str:
    """Return words as they stand inside a sentence."""
    return words[:1].lower() + words[1:]


def decisions(page: TargetPage, at: datetime) -> list[Doing]:
    """Return which decisions on the way can be proposed now."""
    target, number = page.target, page.target.public_id
    if target.run_id is None:
        return []
    if target.status == TargetStatus.SUSPENDED:
        return [Doing(to("resumption", number), _("Trình tiếp tục kiểm tra"))]
    extended = any(each.kind == InspectionDecision.Kind.EXTENSION for each in page.decisions)
    found = []
    if target.due_on and local_day(at) <= target.due_on and not extended:
        found.append(Doing(to("extension", number), _("Trình gia hạn")))
    found.append(Doing(to("suspension", number), _("Trình tạm dừng"), is_grave=True))
    return [*found, Doing(to("stop_target", number), _("Trình đình chỉ"), is_grave=True)]
