"""What a legal status does to a dossier's two clocks.

The office's hours run while it is only sent; the term starts at complete reception, or on arrival
at who decides where the procedure says so; it stands, starts anew or goes on through a supplement
as the procedure's clock policy says; it stops with the result or the end.
Source: status codes and clock of DOMAIN 1.3 and 1.4; PROCEDURES 0.2 and 0.4.
"""

from datetime import datetime

from django.utils.translation import gettext_noop

from dossiers import timekeeping
from dossiers.models import ClockEntry, Dossier, StepAnswer
from dossiers.status import CLOCK_RUNS, CLOCK_WAITS, TERMINAL, Status
from procedures.selectors import package_for

Kind = ClockEntry.Kind
STARTS = {"received": Status.RECEIVED, "arrived": Status.IN_PROGRESS}
BASIS = {
    Kind.PROMISED: "NĐ 309/2026/NĐ-CP, Điều 8",
    Kind.STARTED: "NĐ 309/2026/NĐ-CP, Điều 8",
    Kind.PAUSED: "NĐ 61/2018/NĐ-CP, Điều 19 khoản 4",
    Kind.RESET: "NĐ 61/2018/NĐ-CP, Điều 19 khoản 4",
    Kind.RESUMED: "NĐ 61/2018/NĐ-CP, Điều 19 khoản 4",
    Kind.CONTINUED: "NĐ 61/2018/NĐ-CP, Điều 19 khoản 4",
}
REASONS = {
    Kind.PROMISED: gettext_noop("Đã tiếp nhận; thời hạn tính từ khi cơ quan giải quyết nhận được"),
    Kind.STARTED: gettext_noop("Đã nhận đủ hồ sơ"),
    Kind.PAUSED: gettext_noop("Chờ người nộp"),
    Kind.RESET: gettext_noop("Đã nhận đủ phần bổ sung, tính lại từ đầu"),
    Kind.RESUMED: gettext_noop("Người nộp đã làm xong việc được yêu cầu"),
    Kind.CONTINUED: gettext_noop("Chờ người nộp; thời hạn của thủ tục này vẫn chạy"),
}


def turn_clocks(dossier: Dossier, status: Status, at: datetime) -> None:
    """Move the clocks as a dossier reaches a status; the dossier carries the status already."""
    if status is not Status.NEW:
        timekeeping.stop_reception(dossier, at)
    if status in TERMINAL or status is Status.DONE:
        timekeeping.stop_term(dossier, at, str(status.label))
        return
    kind = kind_of_turn(dossier, status)
    if kind is not None:
        timekeeping.move_term(
            dossier, kind, at, reason=REASONS[kind], basis=BASIS[kind], actor_id=actor_at(dossier, at)
        )


def kind_of_turn(dossier: Dossier, status: Status) -> str | None:
    """Return what the status does to the term, None for nothing."""
    if dossier.received_at is None:
        return None
    state = timekeeping.state_of_term(dossier)
    if state == "waiting":
        starts = STARTS[package_for(dossier.procedure, dossier.rules_hash).definition.term.starts]
        if status == starts:
            return Kind.STARTED
        return Kind.PROMISED if status is Status.RECEIVED else None
    if status in CLOCK_WAITS and state == "running":
        return Kind.CONTINUED if policy_of(dossier) == "CONTINUE" else Kind.PAUSED
    if status in CLOCK_RUNS and state == "paused":
        starts_anew = policy_of(dossier) == "RESET" and waited_for_supplement(dossier)
        return Kind.RESET if starts_anew else Kind.RESUMED
    return None


def policy_of(dossier: Dossier) -> str:
    """Return what a supplement does to the term: the round's own policy, else the procedure's."""
    asked = dossier.supplement_rounds.order_by("-pk").first()
    own = asked.clock_policy if asked else ""
    return own or package_for(dossier.procedure, dossier.rules_hash).definition.clock_policy


def waited_for_supplement(dossier: Dossier) -> bool:
    """Say whether the last thing the dossier waited for was a supplement (and not a payment)."""
    waited = dossier.status_changes.filter(status__in=CLOCK_WAITS).order_by("-at", "-pk").first()
    return waited is not None and waited.status == Status.SUPPLEMENT_REQUIRED


def actor_at(dossier: Dossier, at: datetime) -> int | None:
    """Return who answered a step of the dossier at this moment; None where the flow moved by itself."""
    answered = StepAnswer.objects.filter(dossier=dossier, answered_at=at).order_by("-pk")
    return answered.values_list("answered_by_id", flat=True).first()
