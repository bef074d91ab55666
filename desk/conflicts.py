"""Refusals of the engine, worded: what happened, that nothing was written, what to do now."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dossiers.errors import DrewUpTheWrongOne
from workflows.errors import AlreadyClaimed, FourEyes, NotHolder, RunEndedAlready, RunSuspended, WorkflowError
from workflows.models import WorkItem


@dataclass(frozen=True)
class Conflict:
    """What a page says about a refusal."""

    headline: str
    explanation: str
    shows_changes: bool = True


def conflict_of(refusal: WorkflowError, item: WorkItem, title: Callable[[str], Any]) -> Conflict:
    """Return the words for a refusal; a kind without words of its own is a stale page.

    title  of a step by its node
    """
    holder = item.owner.full_name if item.owner else ""
    if isinstance(refusal, AlreadyClaimed | NotHolder) and holder:
        return Conflict(
            _("%(name)s đã nhận việc này trước") % {"name": holder},
            _(
                "Bạn chưa nhận được việc và chưa có gì bị thay đổi. Hãy chọn việc khác, hoặc hỏi người đang giữ."
            ),
        )
    if isinstance(refusal, DrewUpTheWrongOne):
        return Conflict(
            _("Bước này cần một người khác làm"),
            _(
                "Bạn đã soạn văn bản đang được sửa, nên không kiểm tra hay quyết định việc sửa. Hãy để đồng nghiệp nhận "
                "bước này. Nếu cơ quan không có người khác, hãy báo quản trị viên cho phép một người làm cả hai bước."
            ),
            shows_changes=False,
        )
    if isinstance(refusal, FourEyes):
        language = get_language() or "vi"
        titles = ", ".join(in_words(title(node_id), language) for node_id in sorted(refusal.node_ids))
        return Conflict(
            _("Bước này cần một người khác làm"),
            _(
                "Bạn đã làm bước “%(steps)s” của hồ sơ này; người kiểm tra phải là người khác. Hãy để đồng nghiệp "
                "nhận bước này. Nếu cơ quan không có người khác, hãy báo quản trị viên cho phép một người làm cả "
                "hai bước ở trang của cơ quan."
            )
            % {"steps": titles},
            shows_changes=False,
        )
    if isinstance(refusal, RunSuspended):
        return Conflict(
            _("Hồ sơ đang tạm dừng"),
            _("Quản trị viên đang tạm giữ quy trình này. Chưa có gì được ghi; hãy thử lại sau."),
        )
    if isinstance(refusal, RunEndedAlready):
        return Conflict(
            _("Hồ sơ đã kết thúc"), _("Quy trình đã dừng trước khi bạn gửi. Những gì bạn nhập chưa được ghi.")
        )
    return Conflict(
        _("Trang bạn xem đã cũ"),
        _(
            "Hồ sơ đã thay đổi từ lúc bạn mở trang. Những gì bạn vừa nhập chưa được ghi; hãy xem bản mới nhất rồi làm lại."
        ),
    )


def in_words(title: object, language: str) -> str:
    """Return a step's title in a language."""
    if isinstance(title, dict):
        return title.get(language[:2]) or title.get("vi", "")
    choose = getattr(title, "in_language", None)
    return choose(language) if choose else str(title)
