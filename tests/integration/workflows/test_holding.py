"""A step that names its holder, and a leader who gives a step to somebody else."""

from datetime import date

import pytest
from viewflow.workflow.status import STATUS

from audit.models import AuditEntry
from tests.integration.workflows.flows import arrows, bpmn, step
from workflows import services
from workflows.errors import AlreadyClaimed, FourEyes, NotEntitled, StaleWorkItem

pytestmark = pytest.mark.django_db

NAMED = bpmn(
    '<startEvent id="start"/><endEvent id="end"/>'
    + step("check", extra='mc:holder="chosen"')
    + step("again", extra='mc:holder="[before, chosen]" mc:fourEyes="check"')
    + arrows("start>check", "check>again", "again>end")
)


def named(person):
    """How a case names a person."""
    return str(person.public_id)


def reassign(item, person, leader, at, version=None):
    return services.reassign(
        work_item_id=item.pk, person_id=person.pk, expected_version=version or item.version, at=at,
        actor_id=leader.pk, reason="An nghỉ phép",
    )  # fmt: skip


class TestAStepThatNamesItsHolder:
    def test_is_held_by_that_person_from_the_beginning(self, begin, an, at):
        item = begin(NAMED, chosen=named(an)).work_items.get()

        assert (item.owner, item.status, item.claimed_at) == (an, STATUS.ASSIGNED, at)
        assert item.acting_as.person == an
        entry = AuditEntry.objects.get(action="workflows.assign")
        assert (entry.actor_id, entry.stored.values["holder"]) == (None, an.pk)

    def test_cannot_be_taken_by_a_colleague(self, begin, an, binh, at):
        item = begin(NAMED, chosen=named(an)).work_items.get()

        with pytest.raises(AlreadyClaimed):
            services.claim(work_item_id=item.pk, person_id=binh.pk, expected_version=item.version, at=at)

    def test_goes_to_the_first_of_several_who_may(self, begin, do, officer, an, binh):
        gone = officer()

        run = begin(NAMED, chosen=[named(gone), named(binh), named(an)])

        assert run.work_items.get().owner == binh

    def test_passes_over_whom_four_eyes_forbid(self, begin, do, an, binh):
        run = do(begin(NAMED, chosen=named(binh), before=named(an)), "check", binh)

        assert run.work_items.get(node_id="again").owner == an
        other = do(begin(NAMED, chosen=named(binh), before=named(binh)), "check", binh)
        assert other.work_items.get(node_id="again").owner is None

    @pytest.mark.parametrize(
        "wanted", [None, "", "nobody", 7, ["x", None], {"by": 1}], ids=lambda wanted: repr(wanted)
    )
    def test_waits_for_the_office_where_nobody_is_named(self, begin, an, wanted):
        item = begin(NAMED, chosen=wanted).work_items.get()

        assert (item.owner, item.status) == (None, STATUS.NEW)
        assert not AuditEntry.objects.filter(action="workflows.assign").exists()

    def test_waits_for_the_office_where_the_named_one_has_left(self, begin, an):
        an.appointments.update(ends_on=date(2026, 11, 1))

        assert begin(NAMED, chosen=named(an)).work_items.get().owner is None

    def test_is_held_on_behalf_of_whom_a_deputy_stands_in_for(self, begin, officer, appoint):
        head, deputy = officer("clerk"), officer()
        appoint(deputy, "clerk", on_behalf_of=head.appointments.get(), ends_on=date(2026, 12, 31))

        item = begin(NAMED, chosen=named(deputy)).work_items.get()

        assert (item.owner, item.on_behalf_of) == (deputy, head)

    def test_can_be_given_back_to_the_office(self, begin, an, binh, at):
        item = begin(NAMED, chosen=named(an)).work_items.get()

        freed = services.release(work_item_id=item.pk, person_id=an.pk, expected_version=item.version, at=at)
        taken = services.claim(work_item_id=item.pk, person_id=binh.pk, expected_version=freed.version, at=at)

        assert taken.owner == binh


class TestReassigning:
    @pytest.fixture
    def item(self, begin, an):
        return begin(NAMED, chosen=named(an)).work_items.get()

    def test_moves_a_held_step_to_a_colleague_and_says_why(self, item, an, binh, officer, at):
        leader = officer("leader")

        given = reassign(item, binh, leader, at)

        item.refresh_from_db()
        assert (item.owner, item.acting_as.person, item.version) == (binh, binh, given.version)
        entry = AuditEntry.objects.get(action="workflows.reassign")
        assert entry.actor_id == leader.pk
        assert (entry.stored.values["holder"], entry.stored.values["before"]) == (binh.pk, an.pk)
        assert entry.stored.values["reason"] == "An nghỉ phép"

    def test_gives_a_free_step_too(self, begin, binh, officer, at):
        item = begin(NAMED).work_items.get()

        assert reassign(item, binh, officer("leader"), at).owner == binh

    def test_is_only_to_somebody_of_the_office(self, item, officer, at):
        with pytest.raises(NotEntitled):
            reassign(item, officer("leader"), officer("leader"), at)

    def test_keeps_four_eyes(self, begin, do, an, officer, at):
        run = do(begin(NAMED, chosen=named(an)), "check", an)

        with pytest.raises(FourEyes):
            reassign(run.work_items.get(node_id="again"), an, officer("leader"), at)

    def test_of_a_stale_page_changes_nothing(self, item, an, binh, officer, at):
        with pytest.raises(StaleWorkItem):
            reassign(item, binh, officer("leader"), at, version=item.version - 1)

        item.refresh_from_db()
        assert item.owner == an

    def test_of_a_finished_step_is_refused(self, item, do, an, binh, officer, at):
        do(item.run, "check", an)

        with pytest.raises(StaleWorkItem):
            reassign(item, binh, officer("leader"), at)
