"""Whose term may be extended, when, and by whom."""

from datetime import time, timedelta

import pytest

from accounts.localdays import local_day
from accounts.models import Agency, Appointment
from accounts.services import delegate, set_agency_hours, set_calendar_day
from audit.models import AuditEntry
from dossiers.errors import CannotExtend, NotVisible
from dossiers.models import Dossier, Extension
from dossiers.policies import may_extend
from dossiers.services import Excuse, claim, complete, decline_extension, propose_extensions, sign_extension
from dossiers.services.extend import propose
from dossiers.status import Status
from jobs.testing import run_all_jobs
from tests.integration.dossiers.conftest import publish_from_library
from tests.integration.dossiers.diploma_copy import open_item, send, walk
from tests.integration.dossiers.diploma_reissue import STEPS, apply, walk_on
from workdays import working_hours_between
from workflows.calendars import kept_calendar


@pytest.fixture
def running(people, now) -> Dossier:
    """An amendment under way, its term running."""
    publish_from_library("diploma_reissue", at=now)
    return walk_on(apply(people["cong-dan"], now), people, now, until="c4")


def extend(person, dossier, at):
    """Extend by some days."""
    until = local_day(dossier.due_at) + timedelta(days=3)
    return sign_extension(person, dossier.public_id, until=until, excuse=Excuse("khac", "Chờ hộ tịch"), at=at)


def written(action):
    """Return the values of the one audit row of an action."""
    return AuditEntry.objects.get(action=action).stored.values


class TestAProposal:
    def test_counts_each_dossiers_hours_in_its_own_agency(self, running, people, now):
        slow = apply(people["cong-dan-2"], now)
        busy = Agency.objects.exclude(pk=running.receiving_agency_id).filter(valid_to=None).first()
        set_agency_hours([(time(8, 0), time(23, 0))], agency=busy, actor=None, at=now)
        early = running.due_at - timedelta(minutes=1)
        Dossier.objects.filter(pk=slow.pk).update(
            receiving_agency=busy, due_at=early, received_at=slow.submitted_at, status=Status.IN_PROGRESS
        )
        at = running.due_at - timedelta(hours=10)
        assert working_hours_between(at, early, kept_calendar(busy.pk)) > 8
        assert working_hours_between(at, running.due_at, kept_calendar(running.receiving_agency_id)) <= 8

        assert propose_extensions(at) == 1

        assert Extension.objects.get().dossier == running

    @pytest.mark.parametrize(
        "moved",
        [
            lambda dossier: {"status": Status.SUPPLEMENT_REQUIRED},
            lambda dossier: {"due_at": dossier.due_at + timedelta(days=10)},
            lambda dossier: {"decided_at": dossier.due_at},
        ],
        ids=["asked for more", "owed later", "decided"],
    )
    def test_is_not_made_of_a_term_that_moved_before_the_lock(self, running, moved):
        Dossier.objects.filter(pk=running.pk).update(**moved(running))

        assert propose(running.pk, running.due_at - timedelta(hours=2)) == 0
        assert not Extension.objects.exists()


class TestATermThatDoesNotRun:
    @pytest.fixture
    def promised(self, people, now) -> Dossier:
        """A dossier received, its way to who decides not yet gone."""
        publish_from_library("diploma_reissue", at=now)
        dossier = apply(people["cong-dan"], now)
        item = open_item(dossier, "c1")
        who, _node, outcome, answers = STEPS[0]
        item = claim(people[who], item.public_id, version=item.version, at=now)
        return complete(
            people[who], item.public_id, outcome=outcome, version=item.version, at=now, data=answers, files={}
        )

    def test_is_neither_extended_nor_declined_nor_proposed_for(self, promised, people, now):
        assert promised.status == Status.RECEIVED
        assert [entry.kind for entry in promised.clock_entries.filter(clock="term")] == ["promised"]
        Dossier.objects.filter(pk=promised.pk).update(deciding_agency=promised.receiving_agency)

        with pytest.raises(CannotExtend, match="not_running"):
            extend(people["lanh-dao"], promised, now)
        with pytest.raises(CannotExtend, match="not_running"):
            decline_extension(people["lanh-dao"], promised.public_id, reason="Sẽ kịp", at=now)
        assert propose_extensions(promised.due_at - timedelta(hours=2)) == 0
        assert not Extension.objects.exists()


class TestADelegate:
    @pytest.fixture
    def delegated(self, people, now):
        """Delegates the leader's signature for some kinds of document."""

        def delegate_kinds(*kinds):
            own = Appointment.objects.get(
                person=people["lanh-dao"], role__code="lanh_dao_so", on_behalf_of=None
            )
            return delegate(
                appointment=own, to=people["truong-phong"], starts_on=local_day(now), basis="QĐ 1/QĐ-SGDĐT", title="Trưởng phòng",
                ends_on=local_day(now) + timedelta(days=60), document_kinds=kinds, actor=None, at=now,
            )  # fmt: skip

        return delegate_kinds

    def test_for_one_kind_of_document_extends_no_term(self, running, people, now, delegated):
        delegated("certified_copy")

        assert not may_extend(people["truong-phong"], running, now)
        with pytest.raises(NotVisible):
            extend(people["truong-phong"], running, now)

    @pytest.mark.parametrize("kinds", [(), ("04",)], ids=["every kind", "Mẫu 04"])
    def test_extends_in_the_leaders_name(self, running, people, now, delegated, kinds):
        delegated(*kinds)

        extended = extend(people["truong-phong"], running, now)

        signed = AuditEntry.objects.get(action="dossier.extension_signed")
        assert (signed.actor_id, signed.on_behalf_of_id) == (people["truong-phong"].pk, people["lanh-dao"].pk)
        assert extended.statutory_papers.get(form="04").values["maker"]["title"]


class TestWhatWouldBeOwedWithoutIt:
    def test_follows_the_calendar_while_the_extended_day_stays(self, running, people, now):
        extended = extend(people["lanh-dao"], running, now)
        original_due_at = extended.original_due_at

        set_calendar_day(on=local_day(original_due_at), kind="holiday", note="Nghỉ", actor=None, at=now)
        run_all_jobs()

        running.refresh_from_db()
        assert running.original_due_at > original_due_at
        assert running.due_at == extended.due_at


class TestATermWithinTheDay:
    def test_is_not_extended(self, people, now):
        dossier = walk(send(people["cong-dan"], now), people, now, until="b2")

        with pytest.raises(CannotExtend, match="within_the_day"):
            extend(people["lanh-dao"], dossier, now)
