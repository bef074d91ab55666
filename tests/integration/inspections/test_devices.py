"""Tablets are known under one person's name, and signed out from afar."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import PersonSession
from audit.models import AuditEntry
from inspections.models import Answer, AnswerConflict, Device, SyncOperation
from inspections.services.sync import prune_operations, revoke_device
from inspections.status import TargetStatus
from tests.integration.inspections.visit_world import Tablet, World


class TestATablet:
    def test_registers_once(self, visit: World):
        an = Tablet(visit, visit.people["an"])

        first, second = an.register(), an.register()

        assert first.json()["device"] == second.json()["device"]
        assert Device.objects.get().person == visit.people["an"]

    def test_of_another_person_is_not_taken_over(self, visit: World):
        an, binh = visit.tablet("an"), Tablet(visit, visit.people["binh"])
        binh.id = an.id

        assert binh.register().status_code == 404
        assert binh.get("visits/").json()["detail"] == "others_device"

    def test_nobody_registered_is_told_so(self, visit: World):
        unknown = Tablet(visit, visit.people["an"])

        response = unknown.get("visits/")

        assert (response.status_code, response.json()["detail"]) == (403, "unknown_device")

    def test_without_a_session_is_told_to_sign_in(self, visit: World):
        an = visit.tablet("an")
        an.client = Client()

        response = an.get("visits/")

        assert (response.status_code, response.json()["detail"]) == (401, "sign_in")

    def test_of_somebody_with_nothing_to_inspect_does_not_register(self, visit: World):
        response = Tablet(visit, visit.people["stranger"]).register()

        assert response.status_code == 404
        assert not Device.objects.exists()

    def test_asking_by_another_method_is_told_which(self, visit: World):
        response = visit.tablet("an").client.put("/tablet/api/visits/")

        assert (response.status_code, response["Allow"]) == (405, "GET")

    def test_answers_are_kept_by_no_cache(self, visit: World):
        assert "no-store" in visit.tablet("an").get("visits/")["Cache-Control"]

    def test_needs_the_token_of_the_session_to_write(self, visit: World):
        an = visit.tablet("an")
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = an.client.cookies
        an.client = strict

        assert an.post(an.answer("TS.01")).status_code == 403
        assert not SyncOperation.objects.exists()


class TestSigningOutFromAfar:
    def test_ends_the_session_at_the_next_contact(self, visit: World):
        an = visit.tablet("an")
        revoke_device(Device.objects.get(), reason="Mất máy", actor=visit.people["lead"], at=timezone.now())

        first, second = an.post(an.answer("TS.01")), an.get("visits/")

        assert (first.status_code, first.json()["signed_out"]) == (401, True)
        assert second.json()["detail"] == "sign_in"
        assert not PersonSession.objects.filter(person=visit.people["an"]).exists()
        assert not SyncOperation.objects.exists()

    def test_leaves_its_session_no_other_page(self, visit: World):
        an = visit.tablet("an")
        before = an.client.get(reverse("portal:account")).status_code
        revoke_device(Device.objects.get(), reason="Mất máy", actor=visit.people["lead"], at=timezone.now())

        after = an.client.get(reverse("portal:account"))

        assert (before, after.status_code) == (200, 302)
        assert not PersonSession.objects.filter(person=visit.people["an"]).exists()

    def test_leaves_its_session_no_other_device(self, visit: World):
        an = visit.tablet("an")
        revoke_device(Device.objects.get(), reason="Mất máy", actor=visit.people["lead"], at=timezone.now())
        an.id = uuid4()

        answer = an.register()

        assert (answer.status_code, answer.json()["signed_out"]) == (401, True)
        assert Device.objects.count() == 1

    def test_leaves_the_owners_other_tablet_alone(self, visit: World):
        lost, other = visit.tablet("an", "lost"), visit.tablet("an", "other")
        device = Device.objects.get(public_id=lost.id)
        revoke_device(device, reason="", actor=visit.people["an"], at=timezone.now())

        assert other.get("visits/").status_code == 200
        assert other.client.get(reverse("portal:account")).status_code == 200

    def test_by_the_owner_from_another_tablet(self, visit: World):
        lost, other = visit.tablet("an", "lost"), visit.tablet("an", "other")

        response = other.client.delete(f"/tablet/api/devices/{lost.id}/")

        assert response.json()["device"]["revoked_at"]
        assert lost.get("visits/").status_code == 401

    def test_not_of_somebody_else(self, visit: World):
        an, binh = visit.tablet("an"), visit.tablet("binh")

        assert binh.client.delete(f"/tablet/api/devices/{an.id}/").status_code == 404

    def test_is_not_undone_by_registering_again(self, visit: World):
        an = visit.tablet("an")
        revoke_device(Device.objects.get(), reason="Mất máy", actor=visit.people["an"], at=timezone.now())

        assert an.register().status_code == 401

    def test_lets_the_unsent_work_be_brought_in_from_another_tablet(self, visit: World):
        lost, other = visit.tablet("an", "lost"), visit.tablet("an", "other")
        unsent = lost.answer("TS.01")
        revoke_device(
            Device.objects.get(public_id=lost.id), reason="", actor=visit.people["an"], at=timezone.now()
        )

        (result,) = other.send(unsent, device=str(lost.id))

        assert result["status"] == "applied"
        assert SyncOperation.objects.get().device.public_id == lost.id

    def test_counts_work_once_that_was_brought_in_while_the_lost_tablet_came_back(self, visit: World):
        lost, other = visit.tablet("an", "lost"), visit.tablet("an", "other")
        sent, unsent, own = lost.answer("TS.01"), lost.answer("TS.02"), other.answer("TS.04")
        lost.send(sent)
        other.send(own)

        brought = other.send(sent, unsent, device=str(lost.id))
        back = lost.send(sent, unsent)
        as_its_own = other.send({**unsent, "seq": 2})

        assert back == brought
        assert [each["status"] for each in back] == ["applied", "applied"]
        assert as_its_own[0]["status"] == "changed"
        assert SyncOperation.objects.count() == 3
        assert {each.version for each in Answer.objects.all()} == {1}

    def test_nobody_elses_work_is_brought_in(self, visit: World):
        an, binh = visit.tablet("an"), visit.tablet("binh")

        assert binh.post(an.answer("TS.01"), device=str(an.id)).status_code == 404


class TestATabletRestoredFromABackup:
    """Its memory ends on Monday: it sends what it sent on Tuesday once more and gives new work numbers long taken."""

    def test_is_told_which_number_is_awaited_and_does_nothing_twice(self, visit: World):
        an = visit.tablet("an")
        monday = [an.answer("TS.01", reason="1"), an.answer("TS.02")]
        an.send(*monday)
        an.send(an.answer("TS.01", base=1, reason="2"), an.answer("DT.01"))
        fresh = {**an.answer("DT.02", reason="mới"), "seq": 2}

        resent = an.post(monday[1], fresh).json()
        (result,) = an.send({**fresh, "seq": resent["next"]})

        assert [each["status"] for each in resent["results"]] == ["applied", "out_of_order"]
        assert resent["next"] == 5
        assert result["status"] == "applied"
        assert Answer.objects.get(item_key="TS.01").values["reason"] == "2"
        assert [each.version for each in Answer.objects.order_by("item_key")] == [1, 1, 2, 1]

    def test_does_not_write_over_what_a_colleague_answered_meanwhile(self, visit: World):
        an, binh = visit.tablet("an"), visit.tablet("binh")
        an.send(an.answer("TS.01", reason="1"))
        binh.send(binh.answer("TS.01", base=1, reason="Bình"))

        (result,) = an.send(an.answer("TS.01", base=1, reason="từ bản sao lưu"))

        assert result["status"] == "conflict"
        assert Answer.objects.get().values["reason"] == "Bình"
        assert AnswerConflict.objects.get().second["values"]["reason"] == "từ bản sao lưu"


class TestTheVisitsOfATablet:
    def test_are_those_of_its_teams(self, visit: World):
        listed = visit.tablet("an").get("visits/").json()["visits"]

        assert [each["id"] for each in listed] == [str(visit.target.public_id)]
        assert listed[0]["institution"]["name"] == "Trường Trung cấp Mẫu"
        assert listed[0]["role"] == "member"

    @pytest.mark.parametrize(
        ("days", "expected"), [pytest.param(13, 1, id="within 14 days"), pytest.param(15, 0, id="later")]
    )
    def test_are_of_the_next_14_days(self, visit: World, days, expected):
        starts_at = visit.at + timedelta(days=days)
        visit.target.sessions.update(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))

        assert len(visit.tablet("an").get("visits/").json()["visits"]) == expected

    def test_are_not_there_before_the_decision(self, visit: World):
        visit.inspection.status = "deciding"
        visit.inspection.save(update_fields=["status"])
        an = visit.tablet("an")

        assert an.get("visits/").json()["visits"] == []
        assert an.get(f"visits/{visit.target.public_id}/").status_code == 404

    def test_take_nothing_before_the_decision(self, visit: World):
        visit.inspection.status = "deciding"
        visit.inspection.save(update_fields=["status"])
        visit.target.status = "waiting"
        visit.target.save(update_fields=["status"])
        an = visit.tablet("an")

        answer = an.post(an.answer("TS.01"))

        assert answer.status_code == 404
        assert not SyncOperation.objects.exists()

    def test_come_with_their_checklist(self, visit: World):
        an = visit.tablet("an")
        version_hash = an.get("visits/").json()["visits"][0]["checklist"]

        response = an.get(f"checklists/{version_hash}/")

        assert len(response.json()["items"]) > 60
        assert "immutable" in response["Cache-Control"]
        assert an.get("checklists/0000/").status_code == 404

    @pytest.mark.parametrize("after", ["", "-1", "x", "9" * 30])
    def test_do_not_change_after_what_is_no_number(self, visit: World, after):
        response = visit.tablet("an").get(f"visits/{visit.target.public_id}/changes/?after={after}")

        assert response.status_code == 422


def answers_in(response) -> bytes:
    """Return what was answered to the operations, byte for byte."""
    return response.content.partition(b'"results":')[2]


class TestProcessedOperations:
    def test_are_kept_for_twelve_months(self, visit: World):
        self.old(visit, days=365)

        assert prune_operations(at=visit.at) == 0

    def test_are_answered_in_the_same_bytes_after_eleven_months_and_a_pruning(self, visit: World):
        an = visit.tablet("an")
        operation = an.answer("TS.01", verdict="fail", reason="Không có sổ")
        first = answers_in(an.post(operation))
        SyncOperation.objects.update(received_at=visit.at - timedelta(days=335))
        visit.target.status = TargetStatus.CLOSED
        visit.target.save(update_fields=["status"])
        prune_operations(at=visit.at)

        again, (forged,) = answers_in(an.post(operation)), an.send({**operation, "payload": {"key": "TS.02"}})

        assert again == first
        assert b'"receipt"' in first
        assert (forged["code"], forged["status"]) == (422, "changed")
        assert AuditEntry.objects.filter(action="security.operation_changed").count() == 1

    def test_are_kept_longer_while_the_visit_is_open(self, visit: World):
        self.old(visit, days=800, status=TargetStatus.IN_PROGRESS)

        assert prune_operations(at=visit.at) == 0

    def test_go_afterwards(self, visit: World):
        self.old(visit, days=367)

        assert prune_operations(at=visit.at) == 1
        assert not SyncOperation.objects.exists()

    def test_are_not_done_again_once_forgotten(self, visit: World):
        operation = self.old(visit, days=367)
        prune_operations(at=visit.at)

        (result,) = visit.tablet("an").send(operation)

        assert result["status"] == "closed"

    def old(self, visit: World, *, days: int, status: str = TargetStatus.CLOSED) -> dict:
        """Take an operation in, long ago."""
        an = visit.tablet("an")
        operation = an.answer("TS.01")
        an.send(operation)
        SyncOperation.objects.update(received_at=visit.at - timedelta(days=days))
        visit.target.status = status
        visit.target.save(update_fields=["status"])
        return operation
