"""A run from start to end: steps, outcomes, status, events, replay."""

from datetime import timedelta

import pytest
from viewflow.workflow.status import PROCESS, STATUS

from accounts.selectors import standings
from tests.integration.workflows import flows
from tests.integration.workflows.case import FakeCase
from workflows import services
from workflows.errors import (
    AgencyUnknown,
    FlowCannotGoOn,
    FourEyes,
    NotEntitled,
    NotHolder,
    ReasonMissing,
    RunEndedAlready,
    RunSuspended,
    StaleWorkItem,
    UnknownOutcome,
)
from workflows.history import replay
from workflows.models import FlowEvent, Run, WorkItem
from workflows.selectors import events_of, held_by, open_work_items, position
from workflows.state import State

pytestmark = pytest.mark.django_db


class TestARun:
    def test_goes_the_whole_way(self, begin, do, an, binh):
        run = begin(flows.TWO_STEPS, amount=10)

        do(run, "check", an, "yes")
        ended = do(run, "sign", binh)

        assert (ended.end_kind, ended.status, ended.is_open) == ("completed", PROCESS.DONE, False)
        assert FakeCase.statuses == ["2", "3", "9"]
        assert FakeCase.opened == ["check", "sign"]
        assert FakeCase.ended == ["completed"]

    def test_takes_the_way_that_facts_and_outcome_say(self, begin, do, an):
        run = begin(flows.TWO_STEPS, amount=10)

        ended = do(run, "check", an, "no", reason="Thiếu giấy tờ")

        assert ended.end_kind == "completed"
        assert run.work_items.get().reason == "Thiếu giấy tờ"

    def test_keeps_every_event_with_actor_moment_and_what_could_be_read(self, begin, do, an, at):
        run = begin(flows.TWO_STEPS, actor=an, amount=10, unread="secret")

        do(run, "check", an, "yes", later=timedelta(hours=1))

        started, completed = events_of(run)
        assert [(row.seq, row.kind, row.node_id) for row in (started, completed)] == [
            (1, "Started", ""),
            (2, "Completed", "check"),
        ]
        assert (completed.actor, completed.at) == (an, at + timedelta(hours=1))
        assert completed.data["facts"] == {"amount": 10}
        assert completed.data["event"]["outcome"] == "yes"

    def test_is_the_state_its_events_replay_to(self, begin, do, an, binh):
        run = begin(flows.TWO_STEPS, amount=10)
        do(run, "check", an, "yes")
        do(run, "sign", binh)
        run = Run.objects.get(pk=run.pk)

        replayed = replay(run.flow_class.definition, events_of(run))

        assert replayed.to_json() == run.state

    def test_shows_where_it_stands_on_the_drawing(self, begin, do, an):
        run = begin(flows.TWO_STEPS, amount=10)
        do(run, "check", an, "yes")

        where = position(Run.objects.get(pk=run.pk))

        assert where.active == {"sign"}
        assert where.completed == {"start", "check", "way"}

    def test_that_is_cancelled_closes_every_token(self, begin, an, at):
        run = begin(flows.FORK)

        run = services.cancel_run(run_id=run.pk, reason="Rút hồ sơ", actor_id=an.pk, at=at)

        assert {item.status for item in run.work_items.all()} == {STATUS.CANCELED}
        assert State.from_json(run.state).tokens == ()
        assert (run.end_kind, run.status, FakeCase.ended) == ("cancelled", PROCESS.CANCELED, ["cancelled"])

    def test_that_is_over_takes_no_more_events(self, begin, an, at):
        run = begin(flows.FORK)
        services.cancel_run(run_id=run.pk, reason="", actor_id=an.pk, at=at)

        with pytest.raises(RunEndedAlready):
            services.cancel_run(run_id=run.pk, reason="", actor_id=an.pk, at=at)

    def test_that_is_suspended_stands_still_until_resumed(self, begin, do, an, at):
        run = begin(flows.TWO_STEPS, amount=10)
        services.suspend(run_id=run.pk, reason="Chờ kiểm tra", actor_id=an.pk, at=at)

        with pytest.raises(RunSuspended):
            do(run, "check", an, "yes")
        services.resume(run_id=run.pk, reason="", actor_id=an.pk, at=at)

        assert do(run, "check", an, "yes").version == 2

    def test_leaves_nothing_behind_when_the_handler_fails(self, begin, do, an):
        run = begin(flows.TWO_STEPS, amount=10)
        item = run.work_items.get()
        FakeCase.fault = RuntimeError("handler")

        with pytest.raises(RuntimeError, match="handler"):
            do(run, "check", an, "yes")

        item.refresh_from_db()
        assert item.completed_at is None
        assert run.events.count() == 1
        assert Run.objects.get(pk=run.pk).state == run.state

    def test_that_has_no_way_on_says_where_and_changes_nothing(self, begin, do, an):
        run = begin(flows.NO_WAY_OUT, amount=1)

        with pytest.raises(FlowCannotGoOn) as refused:
            do(run, "check", an, "yes")

        assert (refused.value.node_id, refused.value.code) == ("way", "no_way_out")
        assert run.work_items.get().completed_at is None

    def test_leaves_nothing_behind_when_its_start_fails(self, begin):
        with pytest.raises(AgencyUnknown):
            begin(flows.TWO_STEPS.replace(b"receiving", b"deciding"))

        assert not Run.objects.exists()
        assert not FlowEvent.objects.exists()
        assert not WorkItem.objects.exists()


class TestAStep:
    def test_with_outcomes_takes_only_these(self, begin, do, an):
        run = begin(flows.TWO_STEPS, amount=10)

        with pytest.raises(UnknownOutcome) as refused:
            do(run, "check", an, "maybe")

        assert refused.value.known == ("yes", "no")

    def test_wants_a_reason_where_the_outcome_does(self, begin, do, an):
        run = begin(flows.TWO_STEPS, amount=10)

        with pytest.raises(ReasonMissing):
            do(run, "check", an, "no", reason="  ")

    def test_completed_twice_is_stale_the_second_time(self, begin, do, an, at):
        run = begin(flows.TWO_STEPS, amount=10)
        do(run, "check", an, "yes")
        item = run.work_items.get(node_id="check")

        with pytest.raises(StaleWorkItem) as refused:
            services.complete(
                work_item_id=item.pk, person_id=an.pk, outcome="yes", expected_version=item.version - 1, at=at
            )

        assert (refused.value.status, refused.value.found) == (STATUS.DONE, item.version)

    def test_is_completed_by_its_holder_alone(self, begin, an, binh, at):
        run = begin(flows.TWO_STEPS, amount=10)
        item = run.work_items.get()
        item = services.claim(work_item_id=item.pk, person_id=an.pk, expected_version=1, at=at)

        with pytest.raises(NotHolder) as refused:
            services.complete(
                work_item_id=item.pk, person_id=binh.pk, outcome="yes", expected_version=item.version, at=at
            )

        assert refused.value.holder_id == an.pk

    def test_under_four_eyes_is_not_for_who_did_the_step_it_checks(self, begin, do, an):
        run = begin(flows.TWO_STEPS, amount=10)
        do(run, "check", an, "yes")

        with pytest.raises(FourEyes) as refused:
            do(run, "sign", an)

        assert refused.value.node_ids == {"check"}
        assert run.work_items.get(node_id="sign").owner is None

    def test_under_four_eyes_may_be_waived_in_a_small_office_for_a_reason(self, begin, do, an, at):
        run = begin(flows.TWO_STEPS, amount=10)
        do(run, "check", an, "yes")
        FakeCase.small_office = True
        item = run.work_items.get(node_id="sign")

        item = services.claim(work_item_id=item.pk, person_id=an.pk, expected_version=1, at=at)
        ended = services.complete(
            work_item_id=item.pk,
            person_id=an.pk,
            outcome="",
            expected_version=item.version,
            at=at,
            four_eyes_reason="Một cán bộ",
        )

        assert ended.end_kind == "completed"


class TestTheInbox:
    def test_lists_open_steps_of_the_persons_roles_and_agencies(self, begin, do, officer, an, at):
        run = begin(flows.TWO_STEPS, amount=10)
        clerk, leader, nobody = officer("clerk"), officer("leader"), officer()

        def seen_by(person):
            return [item.node_id for item in open_work_items(standings(person, at), at)]

        assert (seen_by(clerk), seen_by(leader), seen_by(nobody)) == (["check"], [], [])
        do(run, "check", an, "yes")
        assert (seen_by(clerk), seen_by(leader), seen_by(nobody)) == ([], ["sign"], [])

    def test_leaves_out_suspended_runs(self, begin, officer, at):
        clerk = officer("clerk")
        run = begin(flows.TWO_STEPS, amount=10)
        services.suspend(run_id=run.pk, reason="", actor_id=clerk.pk, at=at)

        assert not open_work_items(standings(clerk, at), at).exists()

    def test_of_one_person_lists_what_she_holds(self, begin, an, binh, at):
        run = begin(flows.TWO_STEPS, amount=10)
        services.claim(work_item_id=run.work_items.get().pk, person_id=an.pk, expected_version=1, at=at)

        assert [item.node_id for item in held_by(an.pk)] == ["check"]
        assert not held_by(binh.pk).exists()

    def test_refuses_who_has_no_such_role_there(self, begin, officer, at):
        run = begin(flows.TWO_STEPS, amount=10)
        stranger = officer("leader")

        with pytest.raises(NotEntitled):
            services.claim(
                work_item_id=run.work_items.get().pk, person_id=stranger.pk, expected_version=1, at=at
            )

        assert run.work_items.get().owner is None
