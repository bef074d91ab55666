"""Taking a step and giving it back: races, versions, delegation."""

from datetime import date

import pytest
from viewflow.workflow.status import STATUS

from audit.models import AuditEntry
from tests.integration.workflows import flows
from workflows import services
from workflows.errors import AlreadyClaimed, NotEntitled, NotHolder, StaleWorkItem, WorkItemUnknown

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(begin):
    return begin(flows.TWO_STEPS, amount=10).work_items.get()


def claim(item, person, at, version=1, **more):
    return services.claim(work_item_id=item.pk, person_id=person.pk, expected_version=version, at=at, **more)


class TestClaiming:
    def test_gives_the_step_to_the_person(self, item, an, at):
        taken = claim(item, an, at)

        assert (taken.owner, taken.status, taken.version, taken.claimed_at) == (an, STATUS.ASSIGNED, 2, at)
        assert taken.acting_as.person == an
        assert taken.on_behalf_of is None

    def test_tells_who_was_faster(self, item, an, binh, at):
        claim(item, an, at)

        with pytest.raises(AlreadyClaimed) as refused:
            claim(item, binh, at)

        assert refused.value.holder_id == an.pk

    def test_again_what_one_holds_changes_nothing(self, item, an, at):
        claim(item, an, at)

        again = claim(item, an, at)

        assert (again.owner, again.version) == (an, 2)

    def test_of_an_older_version_is_stale(self, item, an, binh, at):
        claim(item, an, at)
        services.release(work_item_id=item.pk, person_id=an.pk, expected_version=2, at=at)

        with pytest.raises(StaleWorkItem) as refused:
            claim(item, binh, at)

        assert (refused.value.expected, refused.value.found) == (1, 3)

    def test_of_nothing_is_unknown(self, item, an, at):
        with pytest.raises(WorkItemUnknown):
            services.claim(work_item_id=item.pk + 1000, person_id=an.pk, expected_version=1, at=at)

    def test_is_on_record(self, item, an, at):
        claim(item, an, at)

        entry = AuditEntry.objects.get(action="workflows.claim")
        assert (entry.actor_id, entry.target_id, entry.agency_id) == (an.pk, str(item.pk), item.agency_id)


class TestADelegate:
    @pytest.fixture
    def delegate(self, officer, appoint):
        leader = officer("clerk")
        person = officer()
        person.by = appoint(
            person, "clerk", on_behalf_of=leader.appointments.get(), ends_on=date(2026, 12, 31)
        )
        person.principal = leader
        return person

    def test_takes_a_step_for_the_one_who_delegated(self, item, delegate, at):
        taken = claim(item, delegate, at)

        assert (taken.acting_as, taken.on_behalf_of) == (delegate.by, delegate.principal)
        assert AuditEntry.objects.get(action="workflows.claim").on_behalf_of_id == delegate.principal.pk

    def test_with_a_role_of_her_own_acts_for_herself(self, item, delegate, appoint, at):
        own = appoint(delegate, "clerk")

        assert claim(item, delegate, at).acting_as == own

    def test_may_say_by_which_appointment_she_acts(self, item, delegate, appoint, at):
        appoint(delegate, "clerk")

        assert claim(item, delegate, at, acting_as=delegate.by.pk).on_behalf_of == delegate.principal

    def test_cannot_act_by_somebody_elses_appointment(self, item, delegate, an, at):
        with pytest.raises(NotEntitled):
            claim(item, delegate, at, acting_as=an.appointments.first().pk)

    def test_is_nobody_after_the_delegation_ended(self, item, delegate, at):
        with pytest.raises(NotEntitled):
            claim(item, delegate, at.replace(year=2027))

    @pytest.mark.parametrize("about", [b"ban_sao", b"quyet_dinh,ban_sao"])
    def test_is_held_to_the_kinds_of_document_delegated(self, begin, delegate, at, about):
        delegate.by.document_kinds = ["quyet_dinh"]
        delegate.by.save()
        flow = flows.TWO_STEPS.replace(b'mc:statusDone="3"', b'mc:statusDone="3" mc:document="%b"' % about)
        item = begin(flow, amount=1).work_items.get()

        with pytest.raises(NotEntitled):
            claim(item, delegate, at)

    def test_does_a_step_about_several_kinds_of_document_when_all_are_delegated(self, begin, delegate, at):
        delegate.by.document_kinds = ["quyet_dinh", "ban_sao"]
        delegate.by.save()
        about = b'mc:statusDone="3" mc:document="quyet_dinh,ban_sao"'
        item = begin(flows.TWO_STEPS.replace(b'mc:statusDone="3"', about), amount=1).work_items.get()

        assert claim(item, delegate, at).on_behalf_of == delegate.principal


class TestReleasing:
    def test_frees_the_step(self, item, an, binh, at):
        claim(item, an, at)

        freed = services.release(work_item_id=item.pk, person_id=an.pk, expected_version=2, at=at)

        item.refresh_from_db()
        assert (item.owner, item.acting_as, item.status, item.version) == (
            None,
            None,
            STATUS.NEW,
            freed.version,
        )
        assert claim(item, binh, at, version=3).owner == binh

    def test_is_for_the_holder_alone(self, item, an, binh, at):
        claim(item, an, at)

        with pytest.raises(NotHolder):
            services.release(work_item_id=item.pk, person_id=binh.pk, expected_version=2, at=at)


class TestAssigning:
    def test_gives_a_step_to_a_person_without_a_role(self, item, officer, at):
        applicant = officer()

        held = services.assign(work_item_id=item.pk, person_id=applicant.pk, at=at)

        assert (held.owner_id, held.status, held.version) == (applicant.pk, STATUS.ASSIGNED, 2)
