"""A life with what it stands on: a world of its own, how people do what they do, what is asked after every step."""

from functools import partial

import pytest
from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine, invariant

from documents.selectors import is_signed
from documents.services import void_unsigned
from dossiers.errors import CannotWithdraw, DossierError
from dossiers.services import complete, propose_extensions, withdraw
from dossiers.services.answer_supplement import asked_of, open_round
from dossiers.status import Status
from forms.errors import Invalid
from jobs.models import Job, JobState
from tests.integration import permission_world
from tests.integration.lives import holds
from tests.integration.lives.office import (
    APPLICANTS_STEP,
    START,
    Case,
    Clock,
    answered_items,
    end,
    judge_all,
    make_marks,
    run_jobs,
    take,
)
from workflows.errors import WorkflowError
from workflows.models import WorkItem
from workflows.services import fire_timers

REFUSALS = (DossierError, WorkflowError, Invalid)
ENDINGS = {"khong_tiep_nhan", "sai_tham_quyen", "dung"}
"""Ways out that end a life, kept for later so that most lives are long."""
STATE_AT = {node: state for state, node in permission_world.STATES.items() if node}


class Happening(RuleBasedStateMachine):
    """One dossier in a world that is forgotten afterwards.

    gone             (person, role) that have left the office
    stays            steps for which the applicant, and the office's refusals, let it live
    calendar_is_new  a day was taken out of the calendar and nothing was promised again yet
    """

    people: dict
    clock: Clock
    tried: list[str]

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block._from_testcase = True  # each transaction of the product stays one of its own to the watch
        self.block.__enter__()
        self.clock.at = START
        self.case: Case | None = None
        self.gone: list[tuple[str, str]] = []
        self.papers: set[int] = set()
        self.answers: dict = {}
        self.calendar_is_new, self.watched, self.stays = False, 0, 0

    def teardown(self) -> None:
        try:
            if self.case is not None:
                holds.check_history(self.case)
                holds.check_what_both_sides_read(self.case)
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    @invariant()
    def everything_holds(self):
        case = self.case
        if case is None:
            return
        self.watched += 1
        case.refresh()
        holds.check_clocks(case, calendar_is_new=self.calendar_is_new)
        holds.check_ways(case)
        holds.check_numbers(case)
        holds.check_records()
        holds.check_nothing_is_lost(case, self.answers, self.papers)
        holds.check_end(case)
        who = sorted(self.people)[self.watched % len(self.people)]
        holds.check_sight(case, who, self.gone)

    def do(self, item, way):
        """Take a step and end it on one of its ways, with what goes with that way; some steps have more to them."""
        item = WorkItem.objects.select_related("process", "owner").get(pk=item.pk)
        person = take(self.case, item)
        if person is None:
            return
        if item.role == APPLICANTS_STEP:
            self.answer(item, way)
            return
        ways = [each.key for each in item.flow_task.definition.outcomes]
        if self.watched < self.stays:
            ways = [each for each in ways if each not in ENDINGS]
        outcome = ways[way % len(ways)]
        if item.node_id == "s5":
            outcome = (
                "du"
                if judge_all(self.case, person, item, lambda number: way >> number & 1 == 0)
                else "con_thieu"
            )
            item.refresh_from_db()
        if outcome in ("bo_sung", "can_bo_sung"):
            make_marks(self.case, person, item, way % 4)
            item.refresh_from_db()
        end(self.case, person, item, outcome)
        self.note_what_there_is()

    def answer(self, item, way):
        """The applicant answers every item asked: corrected, or cannot."""
        posted, expected = answered_items(self.case, self.asked(), lambda number: way >> number & 1 == 0)
        complete(
            self.case.applicant, item.public_id, outcome="gui", version=item.version, at=self.case.at, data=posted, files={}
        )  # fmt: skip
        assert self.case.refresh().answers == expected
        self.note_what_there_is()

    def note_what_there_is(self):
        """Remember what may not be lost from now on."""
        self.answers = dict(self.case.refresh().answers)
        self.papers |= set(self.case.dossier.files.values_list("attachment_id", flat=True))

    def withdraw(self):
        """Take the application back; signed or over, it cannot be."""
        dossier = self.case.refresh()
        is_late = (
            dossier.is_over or dossier.status == Status.DONE or is_signed("dossiers.Dossier", str(dossier.pk))
        )
        act = partial(withdraw, self.case.applicant, str(dossier.public_id), reason="Đổi ý", at=self.case.at)
        if is_late:
            with pytest.raises(CannotWithdraw):
                act()
        else:
            act()
            assert self.case.refresh().status == Status.WITHDRAWN

    def attempt(self, act):
        """Do something that may be refused; a refusal leaves everything as it was."""
        before = holds.fingerprint(self.case)
        try:
            act()
        except REFUSALS:
            assert holds.fingerprint(self.case) == before

    def refused(self, act):
        """Do something that must be refused and leave everything as it was."""
        before = holds.fingerprint(self.case)
        with pytest.raises(REFUSALS):
            act()
        assert holds.fingerprint(self.case) == before

    def workers_come(self):
        run_jobs()
        if not Job.objects.filter(
            kind="dossiers.recompute_due_dates", state=JobState.READY, run_at__lte=self.clock.at
        ):
            self.calendar_is_new = False
        self.case.refresh()

    def house_ticks(self):
        """What the periodic table does; twice it does nothing more."""
        for _ in range(2):
            fire_timers(self.clock.at)
            void_unsigned(self.clock.at)
            proposed = propose_extensions(self.clock.at)
        assert proposed == 0

    def step_of_applicant(self):
        return next((item for item in self.case.open_items() if item.role == APPLICANTS_STEP), None)

    def open_step(self, nodes):
        return next((item for item in self.case.open_items() if item.node_id in nodes), None)

    def asked(self):
        return asked_of(open_round(self.case.dossier))

    def state_of_the_matrix(self):
        """Return the state of the matrix's dossier that this one is in, "" for none."""
        items = self.case.open_items()
        if len(items) != 1:
            return ""
        if items[0].role == APPLICANTS_STEP:
            return "supplement"
        return STATE_AT.get(items[0].node_id, "")
