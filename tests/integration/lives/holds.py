"""What must hold in a dossier's life whatever happens to it: said once here, asked after every step."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Count
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.selectors import calendar_of
from audit.models import AuditEntry
from documents.models import DocumentDraft, IssuedDocument, NumberRegister, RegisterEntry
from dossiers.ledger import spans
from dossiers.models import (
    OPEN_STATES,
    ClockEntry,
    DossierFile,
    Extension,
    StatusChange,
    StatutoryPaper,
    StepAnswer,
)
from dossiers.sight import sight_of
from dossiers.status import TERMINAL, Status
from dossiers.timekeeping import lines_of
from jobs.models import Incident, Job, JobState
from procedures.selectors import package_for
from tests.integration.lives.office import STRANGERS, WHO, Case
from tests.integration.lives.week import Reckoning, Week, reckoned
from workflows.history import replay
from workflows.models import FlowEvent, WorkItem
from workflows.selectors import events_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WAYS: Mapping[int, Collection[int]] = {
    Status.NEW: {Status.NEW, Status.RECEIVED, Status.REFUSED_AT_INTAKE, Status.SUPPLEMENT_REQUIRED, Status.WITHDRAWN},
    Status.RECEIVED: {Status.IN_PROGRESS, Status.WITHDRAWN},
    Status.IN_PROGRESS: {Status.NEW, Status.SUPPLEMENT_REQUIRED, Status.DONE, Status.WITHDRAWN},
    Status.SUPPLEMENT_REQUIRED: {Status.NEW, Status.IN_PROGRESS, Status.WITHDRAWN, Status.STOPPED},
    Status.DONE: {Status.RETURNED},
}  # fmt: skip
"""From a status to those that may follow; IN_PROGRESS goes back to NEW where the division returns it to the one-stop."""

WHOLE = frozenset({"answers", "papers", "opinions", "documents"})
SEES: Mapping[str, frozenset[str]] = {
    "tiep_nhan": frozenset({"answers", "papers", "documents"}),
    "tra_ket_qua": frozenset(),
    "lanh_dao_phong": WHOLE,
    "chuyen_vien": WHOLE,
    "lanh_dao_so": WHOLE,
    "giu_so_goc": frozenset({"answers", "papers", "documents"}),
    "van_thu": frozenset({"documents"}),
    "phoi_hop": frozenset(),
    "van_phong_so": frozenset(),
}
"""What a role sees of any dossier of its agency. Wider than PROCEDURES 0.1, column "thấy gì", for who keeps a register: the
whole application, to find the line by; and for `chuyen_vien`: the agency's dossiers, not only those assigned.
"""
SEES_WITH_A_STEP: Mapping[str, frozenset[str]] = {
    **SEES,
    "giu_so_goc": WHOLE,
    "phoi_hop": WHOLE,
    "van_phong_so": WHOLE,
    "tra_ket_qua": frozenset({"documents"}),
}
"""What a role sees while it may do an open step of the dossier. Wider than PROCEDURES 0.1 for `phoi_hop`, which is to see the
part it is asked about, and for `van_phong_so`.
"""
LISTED = frozenset({"quan-tri", "lanh-dao-mot-cua"})
AUDITED: Mapping[str, Any] = {
    "dossier.status": StatusChange.objects,
    "dossier.step_answered": StepAnswer.objects,
    "documents.number_reserved": RegisterEntry.objects,
    "documents.number_voided": RegisterEntry.objects.filter(state=RegisterEntry.State.VOID),
    "documents.issued": IssuedDocument.objects,
    "dossier.paper_made": StatutoryPaper.objects,
}


STATES: Mapping[int, Collection[str]] = {
    Status.NEW: {"waiting", "running", "paused"},
    Status.RECEIVED: {"waiting", "running"},
    Status.IN_PROGRESS: {"running"},
    Status.SUPPLEMENT_REQUIRED: {"paused"},
    Status.WITHDRAWN: {"waiting", "stopped"},
    Status.REFUSED_AT_INTAKE: {"stopped"},
    Status.STOPPED: {"stopped"},
    Status.DONE: {"stopped"},
    Status.RETURNED: {"stopped"},
}
"""How the term of a received dossier may stand: before arrival at who decides it waits, returned to the one-stop it goes on."""
LOOKING = frozenset({"b1", "n1", "s5"})
"""Steps at which the one-stop looks at what the applicant sent."""


def fingerprint(case: Case) -> tuple[Any, ...]:
    """Return what a refused attempt must leave as it was."""
    counted = (FlowEvent, StepAnswer, ClockEntry, StatusChange, RegisterEntry, AuditEntry, DossierFile)
    steps = WorkItem.objects.order_by("pk").values_list("pk", "version", "status", "owner_id")
    return (*(model.objects.count() for model in counted), *steps, case.refresh().answers)


def check_clocks(case: Case, *, calendar_is_new: bool) -> None:
    """Both ledgers say what a naive walk over their rows says, and every hour of theirs lies in one stretch.

    calendar_is_new  the calendar changed and nobody has promised again yet
    """
    dossier = case.refresh()
    week, entries = Week.of(dossier.receiving_agency_id), list(dossier.clock_entries.order_by("pk"))
    term = reckoned_term(case, week)
    if term.state in ("running", "paused") and not calendar_is_new:
        assert (dossier.due_at, dossier.original_due_at) == (term.due, term.unextended)
    if dossier.received_at is not None:
        assert term.state in STATES[dossier.status], (
            f"{dossier.get_status_display()}, the term is {term.state}"
        )
    was_due = None
    for entry in (each for each in entries if each.clock == "term"):
        assert entry.was_due_at == was_due, f"the line {entry.kind} does not follow the one before"
        was_due = entry.due_at
    calendar = calendar_of(dossier.receiving_agency_id)
    for clock in ("reception", "term"):
        lines = lines_of([each for each in entries if each.clock == clock])
        check_stretches(spans(lines, calendar, until=case.at), week)
    check_office_hours(case, entries, week, calendar_is_new=calendar_is_new)


def check_office_hours(case: Case, entries: list[ClockEntry], week: Week, *, calendar_is_new: bool) -> None:
    """The office's hours run while it looks at what the applicant sent; between two jobs of the flow nobody says."""
    if Job.objects.filter(kind="workflows.call_operation", state=JobState.READY).exists():
        return
    dossier = case.dossier
    looks = [item for item in case.open_items() if item.role == "tiep_nhan" and item.node_id in LOOKING]
    last = next((each for each in reversed(entries) if each.clock == "reception"), None)
    is_running = last is not None and last.kind != "stopped"
    assert is_running == bool(looks), f"the office's hours {'run' if is_running else 'stand'} at {looks}"
    if is_running and not calendar_is_new:
        started = next(
            each for each in reversed(entries) if (each.clock, each.kind) == ("reception", "started")
        )
        hours = package_for(dossier.procedure, dossier.rules_hash).definition.reception_hours
        assert dossier.reception_due_at == week.used_up(started.at, hours)


def reckoned_term(case: Case, week: Week) -> Reckoning:
    """Return how the term stands by its rows."""
    dossier = case.dossier
    term = package_for(dossier.procedure, dossier.rules_hash).definition.term

    def promise(at: Any) -> Any:
        if term.kind == "working_days":
            return week.owed(at, term.working_days)
        return week.owed_within_the_day(dossier.submitted_at if at == dossier.received_at else at, at)

    return reckoned(list(dossier.clock_entries.filter(clock="term").order_by("pk")), week, promise)


def check_stretches(spans: Iterable[Any], week: Week) -> None:
    """Stretches follow each other without a gap, and their hours add up to the whole."""
    found = list(spans)
    for one, other in zip(found, found[1:], strict=False):
        assert one.end == other.start
    if found:
        hours = sum((span.hours for span in found), Decimal(0))
        assert hours == week.hours(found[0].start, found[-1].end)


def check_ways(case: Case) -> None:
    """Status codes followed each other only along allowed ways; the last is the dossier's."""
    codes = list(case.dossier.status_changes.order_by("pk").values_list("status", flat=True))
    assert codes[0] == Status.NEW
    for one, other in zip(codes, codes[1:], strict=False):
        assert other in WAYS.get(one, ()), f"{one} → {other}"
    assert case.dossier.status == codes[-1]


def check_numbers(case: Case) -> None:
    """No number is missing, none is there twice, none is void without a reason or kept for nobody."""
    for register in NumberRegister.objects.all():
        numbers = list(register.entries.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, register.last_number + 1)), register
    assert not RegisterEntry.objects.filter(state=RegisterEntry.State.VOID, void_reason="").exists()
    for entry in RegisterEntry.objects.filter(state=RegisterEntry.State.RESERVED):
        living = entry.drafts.exclude(state=DocumentDraft.State.ABANDONED)
        assert living.exists() and not case.dossier.is_over, f"{entry.text} is kept for nobody"
    issued = RegisterEntry.objects.filter(state=RegisterEntry.State.ISSUED)
    papers = StatutoryPaper.objects.exclude(entry=None).count()
    assert issued.count() == IssuedDocument.objects.count() + papers


def check_records() -> None:
    """Everything that was written has its audit row; nothing ended as an incident."""
    entries = AuditEntry.objects.filter(action__in=AUDITED).order_by()
    rows = entries.values_list("action").annotate(count=Count("pk"))
    written = {action: query.count() for action, query in AUDITED.items()}
    assert dict(rows) == {action: count for action, count in written.items() if count}
    assert not Incident.objects.exists()
    assert not Job.objects.filter(state=JobState.FAILED).exists()


def check_nothing_is_lost(case: Case, answers: Mapping[str, Any], papers: Collection[int]) -> None:
    """The application says what the applicant said last; every paper ever added is there and can be opened."""
    assert case.dossier.answers == answers
    files = DossierFile.objects.filter(dossier=case.dossier).select_related("attachment")
    assert {file.attachment_id for file in files} >= set(papers)
    assert all(default_storage.exists(file.attachment.storage_key) for file in files)


def check_sight(case: Case, who: str, gone: Collection[tuple[str, str]]) -> None:
    """A person sees what the roles they hold show, and no more.

    gone  (person, role) that have left the office
    """
    sight = sight_of(case.people[who], case.dossier, case.at)
    seen = {name for name in WHOLE if getattr(sight, name)} if sight else set()
    if who == "cong-dan":
        assert seen == WHOLE - {"opinions"} and sight.is_applicant and not sight.listed
        return
    roles = {role for role, people in WHO.items() if who in people and (who, role) not in gone}
    opened = {item.role for item in case.open_items()}
    allowed = frozenset().union(*((SEES_WITH_A_STEP if role in opened else SEES)[role] for role in roles))
    assert seen == allowed, f"{who} sees {sorted(seen)}, may see {sorted(allowed)}"
    assert bool(sight) == bool(allowed or who in LISTED or roles & {"tra_ket_qua", "van_thu"})
    assert who not in STRANGERS or not sight


def check_end(case: Case) -> None:
    """A dossier that is over leaves nothing open: no step but what follows its return, no clock, no request."""
    if case.dossier.status not in TERMINAL:
        return
    assert {item.node_id for item in case.open_items()} <= {"n13"}
    assert not case.dossier.supplement_rounds.filter(state__in=OPEN_STATES).exists()
    assert not Extension.objects.filter(dossier=case.dossier, state=Extension.State.PROPOSED).exists()
    assert reckoned_term(case, Week.of(case.dossier.receiving_agency_id)).state in ("waiting", "stopped")


def check_what_both_sides_read(case: Case) -> None:
    """The applicant's page and the desk's say the moment that the ledger gives."""
    for who, address in {"cong-dan": "portal:dossier", "tiep-nhan": "desk:clocks"}.items():
        browser = Client()
        browser.force_login(case.people[who], backend=BACKEND)
        shown = browser.get(reverse(address, args=[case.dossier.public_id])).content.decode()
        if case.dossier.due_at:
            assert f"{timezone.localtime(case.dossier.due_at):%d/%m/%Y %H:%M}" in shown


def check_history(case: Case) -> None:
    """What happened leads to where the run stands, told again from the beginning."""
    run = case.dossier.run
    assert replay(run.flow_class.definition, events_of(run)).to_json() == run.state
