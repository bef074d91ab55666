"""A dossier's life, made up by Hypothesis: anybody does anything at any time, and what must hold holds.

People take steps and end them on any way out, ask for more and answer by halves or too late, press buttons of old
pages, try what is not theirs, leave the office while they hold work; the applicant withdraws, at the moment of signing
too; the leader extends; days are taken out of the calendar; workers come late or twice. After each of these the world
is held against `holds`, whose reckoning of time is a naive one of its own.
"""

import os
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.localdays import local_day
from accounts.models import Appointment
from accounts.services import revoke_appointment, set_calendar_day
from dossiers.errors import CannotExtend, NotVisible
from dossiers.services import (
    Excuse,
    claim,
    complete,
    decline_extension,
    free_work,
    release,
    sign_extension,
    withdraw,
)
from jobs.models import Job, JobState
from tests.integration import permission_world
from tests.integration.lives import holds
from tests.integration.lives.life import Happening
from tests.integration.lives.office import (
    APPLICANTS_STEP,
    COPY,
    LAST,
    LEAVERS,
    MAIL,
    PROCEDURES,
    STRANGERS,
    answered_items,
    apply,
    take,
)
from workflows.models import WorkItem

EXAMPLES = int(os.environ.get("LIFE_EXAMPLES", "6"))
STEPS = int(os.environ.get("LIFE_STEPS", "25"))
"""300 lives of 60 steps in a nightly run, on both databases: `make nightly`."""
IS_NIGHTLY = "LIFE_EXAMPLES" in os.environ

PATIENCE = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    deadline=None,
    derandomize=not IS_NIGHTLY,
    database=None,
    phases=[Phase.generate, Phase.shrink]
    if IS_NIGHTLY
    else [Phase.generate],  # what fails is told in full at once
    suppress_health_check=list(HealthCheck),
)
NUMBER = st.integers(0, 11)
SIGNS = {"b4", "n9"}
FACES = {"portal:dossier", "desk:dossier", "desk:flow", "desk:clocks", "desk:work_item", "portal:supplement"}
LOOKS = {*FACES, "dossier"}
"""Addresses that are asked for, and the topic of a socket."""


class Life(Happening):
    """One dossier from sending to its end."""

    @initialize(procedure=st.sampled_from(PROCEDURES), hour=st.integers(0, 60), stays=st.integers(5, STEPS))
    def send(self, procedure, hour, stays):
        """An application is sent at some hour of the first days; its applicant lets it lie for a while."""
        self.clock.wait(timedelta(hours=hour))
        self.case = apply(procedure, self.people, self.clock)
        self.stays = stays
        self.note_what_there_is()

    # what people do

    @rule(steps=st.integers(1, 3), late_workers=st.booleans())
    def go_the_straight_way(self, steps, late_workers):
        """Steps are done one after the other as they should be."""
        for _ in range(steps):
            items = self.case.open_items()
            if items:
                self.do(items[0], 0)
            if not late_workers:
                self.workers_come()

    @rule(which=NUMBER)
    def go_on(self, which):
        """A step is done as it should be, and the workers do what follows."""
        items = self.case.open_items()
        if items:
            self.do(items[which % len(items)], 0)
        self.workers_come()

    @rule(which=NUMBER, way=NUMBER, late_workers=st.booleans())
    def go_another_way(self, which, way, late_workers):
        """Any open step ends on any of its ways out."""
        items = self.case.open_items()
        if items:
            self.do(items[which % len(items)], way)
        if not late_workers:
            self.workers_come()

    @rule(
        what=st.sampled_from(["take", "give back", "an old page", "a stranger", "a look"]),
        who=NUMBER,
        which=NUMBER,
    )
    def somebody_tries(self, what, who, which):
        """A step is taken and held, or given back; an old page is sent, a stranger tries, somebody only looks."""
        tries = {
            "take": self.take_and_hold,
            "give back": self.give_back,
            "an old page": self.press_the_button_of_an_old_page,
            "a stranger": partial(self.a_stranger_tries, STRANGERS[who % len(STRANGERS)]),
            "a look": partial(self.somebody_looks, permission_world.PEOPLE[1:][who % 10]),
        }
        tries[what](which)

    def take_and_hold(self, which):
        """Somebody takes a step and does not end it."""
        items = self.case.open_items()
        if items:
            take(self.case, items[which % len(items)])

    def give_back(self, which):
        """Who holds a step gives it back."""
        held = [item for item in self.case.open_items() if item.owner_id and item.role != APPLICANTS_STEP]
        if held:
            item = held[which % len(held)]
            self.attempt(partial(release, item.owner, item.public_id, version=item.version, at=self.case.at))

    def press_the_button_of_an_old_page(self, which):
        """A page that was shown before is sent again: nothing is written."""
        if not self.case.old_pages:
            return
        person, public_id, version, outcome = self.case.old_pages[which % len(self.case.old_pages)]
        again = partial(
            complete, person, public_id, outcome=outcome, version=version, at=self.case.at, data={}, files={}, reason="Lại."
        )  # fmt: skip
        self.refused(again)

    def a_stranger_tries(self, who, which):
        """Somebody of another agency, or another citizen, finds nothing to take, to withdraw or to extend."""
        stranger, at, number = self.people[who], self.case.at, str(self.case.dossier.public_id)
        for item in self.case.open_items()[: which % 2]:
            self.refused(partial(claim, stranger, item.public_id, version=item.version, at=at))
        self.refused(partial(withdraw, stranger, number, reason="", at=at))
        self.refused(partial(decline_extension, stranger, number, reason="Sẽ kịp", at=at))

    def somebody_looks(self, who, which):
        """An address answers as tests/permissions.csv has it."""
        dossier = self.case.refresh()
        state = self.state_of_the_matrix()
        asked = [
            row for row in permission_world.rows()
            if row["state"] == state and row["method"] in ("GET", "socket") and row["url"] in LOOKS
        ]  # fmt: skip
        if dossier.procedure == COPY and asked and who not in dict(self.gone):
            row = asked[which % len(asked)]
            world = permission_world.World(self.people, self.clock.at, dossiers={state: dossier})
            assert permission_world.answer(world, row, who) == row[who], f"{row['url']} as {who}"

    @precondition(lambda self: self.case and self.step_of_applicant() is not None)
    @rule(corrected=st.integers(0, 7))
    def answer_by_halves(self, corrected):
        """The applicant leaves an item without an answer: the page comes back, nothing is written."""
        item = self.step_of_applicant()
        posted, _expected = answered_items(self.case, self.asked(), lambda number: corrected >> number & 1)
        missing = next(key for key in posted if key.startswith("answer-"))
        posted.pop(missing)
        half = partial(
            complete, self.case.applicant, item.public_id, outcome="gui", version=item.version, at=self.case.at,
            data=posted, files={},
        )  # fmt: skip
        self.refused(half)

    @precondition(lambda self: self.case and self.watched >= self.stays)
    @rule()
    def the_applicant_withdraws(self):
        """Possible until the leader has signed, and never afterwards."""
        self.withdraw()

    @precondition(lambda self: self.case and self.watched >= self.stays and self.open_step(SIGNS) is not None)
    @rule()
    def the_applicant_withdraws_as_the_leader_signs(self):
        """The leader has approved; the signature is still on its way when the application is taken back."""
        self.do(self.open_step(SIGNS), 0)
        self.withdraw()
        self.workers_come()

    @precondition(lambda self: self.case and self.case.dossier.due_at)
    @rule(signs=st.booleans(), days=st.integers(-3, 20))
    def the_leader_decides_on_an_extension(self, signs, days):
        """Once, while the term runs, and later than what is owed."""
        dossier, at, leader = self.case.refresh(), self.case.at, self.people["lanh-dao"]
        before = holds.fingerprint(self.case)
        try:
            if signs:
                until = local_day(dossier.due_at) + timedelta(days=days)
                sign_extension(
                    leader, dossier.public_id, until=until, excuse=Excuse("khac", "Chờ trả lời"), at=at
                )
            else:
                decline_extension(leader, dossier.public_id, reason="Sẽ kịp", at=at)
        except (CannotExtend, NotVisible):
            assert holds.fingerprint(self.case) == before

    # what happens

    @precondition(lambda self: self.clock.at < LAST)
    @rule(hours=st.sampled_from([1, 3, 8, 24, 72, 24 * 16, 24 * 31]), ticks=st.booleans())
    def time_passes(self, hours, ticks):
        """Hours, days or a month go by; the timers of the house tick, or were late."""
        self.clock.wait(timedelta(hours=hours))
        if ticks:
            self.house_ticks()

    @rule(ticks=st.booleans())
    def the_house_works(self, ticks):
        """Timers fire, numbers of past days become void, extensions are proposed; whatever was ordered is done."""
        if ticks:
            self.house_ticks()
        self.workers_come()

    @rule(which=NUMBER)
    def a_job_runs_twice(self, which):
        """A worker that was thought dead had done its job; another does it again."""
        done = list(Job.objects.filter(state=JobState.DONE).exclude(queue=MAIL).order_by("pk"))
        if done:
            Job.objects.filter(pk=done[-1 - which % len(done)].pk).update(state=JobState.READY)
            self.workers_come()

    @rule(days=st.integers(0, 12))
    def a_day_is_taken_out_of_the_calendar(self, days):
        """A day not long from now is declared free."""
        on = local_day(self.clock.at) + timedelta(days=days)
        set_calendar_day(on=on, kind="holiday", note="Nghỉ", actor=None, at=self.clock.at)
        self.calendar_is_new = True

    @precondition(lambda self: len(self.gone) < len(LEAVERS))
    @rule(which=st.integers(0, len(LEAVERS) - 1))
    def somebody_leaves_the_office(self, which):
        """A role ends while its holder has work: the work goes back to the colleagues."""
        who, role = LEAVERS[which]
        if (who, role) in self.gone:
            return
        held = Appointment.objects.get(person=self.people[who], role__code=role, revoked_at=None)
        revoke_appointment(held, reason="Chuyển công tác", actor=None, at=self.clock.at)
        self.gone.append((who, role))
        free_work(self.clock.at)
        assert not WorkItem.objects.filter(completed_at=None, role=role, owner=self.people[who]).exists()
        assert free_work(self.clock.at) == 0


class TestALife:
    pytestmark = [pytest.mark.services] if IS_NIGHTLY else []

    def test_keeps_what_was_promised_whatever_happens(self, people, clock):
        machine = type("Life", (Life,), {"people": people, "clock": clock})

        run_state_machine_as_test(machine, settings=PATIENCE)
