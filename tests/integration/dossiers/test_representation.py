"""Applying for another party: by a power, while it lasts, and in every record."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.errors import BasisMissing, DatesInvalid, IdentityNotProven, NotAllowed, PersonUnknown
from accounts.jobs import end_changed_sessions
from accounts.localdays import local_day
from accounts.models import Person, Representation
from accounts.services import raise_identity_level, revoke_representation, verify_representation
from audit.models import AuditEntry
from config.topics import may_listen
from dossiers import selectors
from dossiers.errors import MayNotApply, NotDecidable, NotVisible, RepresentationOver
from dossiers.models import Dossier, Draft, RepresentationRequest
from dossiers.search import find_dossiers
from dossiers.services import (
    Wish,
    ask_to_represent,
    choose_party,
    complete,
    export_own,
    name_attorney,
    refuse_request,
    save_draft,
    submit,
    take_back,
    verify_request,
    withdraw,
)
from forms.fields.files import File
from forms.services import store_attachment
from notifications.models import Notification
from tests.integration.dossiers.diploma_copy import ANSWERS, do, open_item, walk
from tests.integration.uploads import PIXEL

pytestmark = pytest.mark.services

MAI, PHI = "086301000123", "084203000456"
SCHOOL = ("Trường Trung cấp Mẫu", "1500000001")


def power(people, now, *, days: int = 30, procedures=("diploma_copy",)) -> Representation:
    """Let the second citizen act for the first."""
    today = local_day(now)
    return name_attorney(
        people["cong-dan"], national_id=PHI, full_name="thach so phi", procedures=procedures, starts_on=today,
        ends_on=today + timedelta(days=days), at=now,
    )  # fmt: skip


def send_by(people, representation: Representation, now) -> Dossier:
    """Send an application of the second citizen by a representation."""
    return submit(
        people["cong-dan-2"], "diploma_copy", data=ANSWERS, files={}, idempotency_key=uuid.uuid4(), at=now,
        representation=representation,
    )  # fmt: skip


def wish(people, now, *, kind: str = "organisation", party=None) -> RepresentationRequest:
    """Let the second citizen ask, with a paper."""
    upload = SimpleUploadedFile("giay.png", PIXEL, content_type="image/png")
    paper = store_attachment(upload, File(accept=("image/png",)), owner_id=people["cong-dan-2"].pk, at=now)
    party = party or (SCHOOL if kind == "organisation" else ("Nguyễn Thị Mai", MAI))
    return ask_to_represent(
        people["cong-dan-2"], Wish(kind, *party, "GGT 7", local_day(now)), [paper], at=now
    )


def represent_school(people, who: str, now) -> Representation:
    """Let somebody act for the school."""
    asked = RepresentationRequest.objects.create(
        person=people[who], kind="organisation", party_name=SCHOOL[0], party_number=SCHOOL[1], basis="QĐ 12",
        starts_on=local_day(now), requested_at=now,
    )  # fmt: skip
    return verify_request(people["tiep-nhan"], asked, starts_on=local_day(now), ends_on=None, at=now)


class TestAPowerOfAttorney:
    def test_lets_the_named_person_act_at_once(self, people, now):
        granted = power(people, now)

        dossier = send_by(people, granted, now)

        assert (dossier.applicant, dossier.represented_name) == (people["cong-dan-2"], "Nguyễn Thị Mai")
        told = Notification.objects.filter(recipient=people["cong-dan-2"], kind="representation.granted")
        assert told.count() == 1

    def test_needs_a_proven_giver(self, people, now):
        with pytest.raises(IdentityNotProven):
            power({"cong-dan": people["giu-so"]}, now)

    @pytest.mark.parametrize(
        ("number", "name"),
        [(PHI, "Nguyễn Văn Khác"), ("084203999999", "Thạch Sô Phi"), (MAI, "Nguyễn Thị Mai")],
        ids=["another name", "a number of nobody", "oneself"],
    )
    def test_finds_nobody_by_half_of_what_is_known(self, people, now, number, name):
        with pytest.raises(PersonUnknown):
            name_attorney(
                people["cong-dan"], national_id=number, full_name=name, procedures=[], at=now,
                starts_on=local_day(now), ends_on=local_day(now),
            )  # fmt: skip

    def test_ends_after_it_begins(self, people, now):
        with pytest.raises(DatesInvalid):
            power(people, now, days=-1)

    def test_reaches_no_other_procedure(self, people, now):
        with pytest.raises(MayNotApply) as refusal:
            send_by(people, power(people, now, procedures=("diploma_reissue",)), now)

        assert refusal.value.reason == "not_covered"

    def test_is_nobody_elses(self, people, now):
        granted = power(people, now)

        with pytest.raises(RepresentationOver):
            submit(
                people["giu-so"], "diploma_copy", data=ANSWERS, files={}, idempotency_key=uuid.uuid4(), at=now,
                representation=granted,
            )  # fmt: skip


class TestADossierForAnother:
    def test_belongs_to_who_acts_and_to_the_represented(self, people, now):
        dossier = send_by(people, power(people, now), now)

        mine = selectors.dossier_for_applicant(people["cong-dan"], dossier.public_id, now)
        acted = selectors.dossier_for_applicant(people["cong-dan-2"], dossier.public_id, now)

        assert mine.dossier == acted.dossier == dossier
        assert list(selectors.dossiers_of(people["cong-dan"], now)) == [dossier]
        assert may_listen(people["cong-dan"], f"dossier.{dossier.public_id}", now)

    def test_says_so_in_audit_paper_search_and_export(self, people, now):
        dossier = walk(send_by(people, power(people, now), now), people, now, until="b2")

        sent = AuditEntry.objects.get(action="dossier.submitted", target_id=str(dossier.pk))
        receipt = dossier.statutory_papers.get(form="01")
        by_name = find_dossiers(people["tiep-nhan"], "Nguyễn Thị Mai", now)
        exported = export_own(people["cong-dan"], at=now)["dossiers"][0]

        assert sent.stored.values["for"] == "Nguyễn Thị Mai"
        assert (sent.actor_id, sent.on_behalf_of_id) == (people["cong-dan-2"].pk, people["cong-dan"].pk)
        assert receipt.values["dossier"]["sent_for"].startswith("Nguyễn Thị Mai (theo ")
        assert list(by_name.dossiers) == [dossier]
        assert exported["sent_for"] == "Nguyễn Thị Mai"

    def test_tells_both(self, people, now):
        send_by(people, power(people, now), now)

        told = Notification.objects.filter(kind="dossier.submitted").values_list("recipient", flat=True)
        assert set(told) == {people["cong-dan"].pk, people["cong-dan-2"].pk}

    def test_is_lost_to_who_acted_the_moment_the_power_is_taken_back(self, people, now):
        granted = power(people, now)
        dossier = send_by(people, granted, now)

        take_back(granted, reason="Đổi ý", actor=people["cong-dan"], at=now)

        with pytest.raises(NotVisible):
            selectors.dossier_for_applicant(people["cong-dan-2"], dossier.public_id, now)
        assert list(selectors.dossiers_of(people["cong-dan-2"], now)) == []
        assert not may_listen(people["cong-dan-2"], f"dossier.{dossier.public_id}", now)
        assert selectors.dossier_for_applicant(people["cong-dan"], dossier.public_id, now)
        with pytest.raises(NotVisible):
            withdraw(people["cong-dan-2"], str(dossier.public_id), reason="", at=now)

    def test_closes_open_sockets_with_the_power(self, people, now, monkeypatch):
        closed = []
        monkeypatch.setattr(
            "notifications.sockets.close_person", lambda person_id, at: closed.append(person_id)
        )
        granted = power(people, now)

        take_back(granted, reason="Đổi ý", actor=people["cong-dan"], at=now)

        assert closed == [people["cong-dan-2"].pk]

    def test_closes_sockets_the_day_after_its_last(self, people, now, monkeypatch):
        closed = []
        monkeypatch.setattr(
            "notifications.sockets.close_person", lambda person_id, at: closed.append(person_id)
        )
        power(people, now, days=0)
        day = local_day(now) + timedelta(days=1)

        end_changed_sessions({"day": day.isoformat(), "at": now.isoformat()}, job_id=1, attempt=1, key="x")

        assert closed == [people["cong-dan-2"].pk]

    def test_is_over_after_its_last_day(self, people, now):
        dossier = send_by(people, power(people, now, days=1), now)

        with pytest.raises(NotVisible):
            selectors.visible_dossier(people["cong-dan-2"], dossier.public_id, now + timedelta(days=2))

    def test_comes_back_with_a_new_power(self, people, now):
        granted = power(people, now)
        dossier = send_by(people, granted, now)
        take_back(granted, reason="Đổi ý", actor=people["cong-dan"], at=now)

        power(people, now)

        assert selectors.dossier_for_applicant(people["cong-dan-2"], dossier.public_id, now)

    def test_may_be_withdrawn_by_the_represented(self, people, now):
        dossier = send_by(people, power(people, now), now)

        withdraw(people["cong-dan"], str(dossier.public_id), reason="Không cần nữa", at=now)

        row = AuditEntry.objects.get(action="dossier.withdrawn")
        assert row.actor_id == people["cong-dan"].pk
        assert row.stored.values["for"] == "Nguyễn Thị Mai"

    def test_may_be_supplemented_by_the_represented(self, people, now):
        dossier = do(
            people["tiep-nhan"],
            send_by(people, power(people, now), now),
            "b1",
            "bo_sung",
            {},
            now,
            reason="Thiếu",
        )
        item = open_item(dossier, "s4")

        answered = complete(
            people["cong-dan"], item.public_id, outcome="gui", version=item.version, at=now,
            data={**ANSWERS, f"answer-{dossier.supplement_rounds.get().items.get().pk}": "corrected"}, files={},
        )  # fmt: skip

        assert answered.step_answers.get(node_id="s4").answered_by == people["cong-dan"]

    def test_is_worked_on_by_no_officer_it_concerns(self, people, now):
        officer = people["tiep-nhan"]
        granted = verify_representation(
            person=people["cong-dan-2"],
            principal=officer,
            basis="GUQ",
            starts_on=local_day(now),
            actor=None,
            at=now,
        )
        dossier = send_by(people, granted, now)

        with pytest.raises(NotVisible):
            selectors.work_item(officer, open_item(dossier, "b1").public_id, now)


class TestSending:
    def test_by_a_power_that_was_just_taken_back_sends_nothing_and_keeps_the_draft(self, people, now):
        granted = power(people, now)
        draft = choose_party(people["cong-dan-2"], "diploma_copy", granted, at=now)
        save_draft(people["cong-dan-2"], "diploma_copy", {"nam_tn": "2021"}, at=now, representation=granted)
        seen = Representation.objects.get(pk=granted.pk)
        revoke_representation(granted, reason="Đổi ý", actor=people["cong-dan"], at=now)

        with pytest.raises(RepresentationOver):
            send_by(people, seen, now)

        draft.refresh_from_db()
        assert not Dossier.objects.exists()
        assert draft.values["nam_tn"] == "2021"

    def test_for_an_organisation_is_not_for_a_procedure_of_people(self, people, now):
        acting = represent_school(people, "cong-dan-2", now)

        with pytest.raises(MayNotApply) as refusal:
            send_by(people, acting, now)

        assert (refusal.value.reason, refusal.value.needed) == ("applicant_kind", "organisation")


class TestADraftForAnother:
    def test_is_not_read_written_or_given_to_another_party_once_the_power_is_over(self, people, now):
        granted = power(people, now)
        choose_party(people["cong-dan-2"], "diploma_copy", granted, at=now)
        save_draft(people["cong-dan-2"], "diploma_copy", {"nam_tn": "2021"}, at=now, representation=granted)
        take_back(granted, reason="Đổi ý", actor=people["cong-dan"], at=now)

        with pytest.raises(RepresentationOver):
            save_draft(
                people["cong-dan-2"], "diploma_copy", {"nam_tn": "2020"}, at=now, representation=granted
            )
        own = choose_party(people["cong-dan-2"], "diploma_copy", None, at=now)

        assert own.values == {}
        assert [each["answers"] for each in export_own(people["cong-dan-2"], at=now)["drafts"]] == [{}]
        assert Draft.objects.get(representation=granted).values["nam_tn"] == "2021"

    def test_goes_on_with_a_new_power_of_the_same_party(self, people, now):
        granted = power(people, now)
        save_draft(people["cong-dan-2"], "diploma_copy", {"nam_tn": "2021"}, at=now, representation=granted)
        take_back(granted, reason="Đổi ý", actor=people["cong-dan"], at=now)
        renewed = power(people, now)

        draft = choose_party(people["cong-dan-2"], "diploma_copy", renewed, at=now)

        assert (draft.representation, draft.values) == (renewed, {"nam_tn": "2021"})
        assert Draft.objects.count() == 1

    def test_cannot_be_sent_from_a_page_of_another_party(self, people, now):
        before = choose_party(people["cong-dan-2"], "diploma_copy", None, at=now).idempotency_key

        draft = choose_party(people["cong-dan-2"], "diploma_copy", power(people, now), at=now)

        assert draft.idempotency_key != before


class TestARequest:
    def test_becomes_a_representation_when_an_officer_says_yes(self, people, now):
        asked = wish(people, now)

        made = verify_request(people["tiep-nhan"], asked, starts_on=local_day(now), ends_on=None, at=now)

        assert (made.organisation.tax_code, made.person) == (SCHOOL[1], people["cong-dan-2"])
        assert asked.evidence.get().referenced_at == now
        assert Notification.objects.filter(
            recipient=people["cong-dan-2"], kind="representation.verified"
        ).exists()

    def test_for_a_person_with_an_account_tells_them(self, people, now):
        made = verify_request(
            people["tiep-nhan"],
            wish(people, now, kind="person"),
            starts_on=local_day(now),
            ends_on=None,
            at=now,
        )

        assert made.principal == people["cong-dan"]
        assert Notification.objects.filter(
            recipient=people["cong-dan"], kind="representation.about_you"
        ).exists()

    def test_for_a_person_without_one_is_theirs_when_they_come(self, people, now):
        asked = wish(people, now, kind="person", party=("Lâm Thị Già", "084140000001"))
        made = verify_request(people["tiep-nhan"], asked, starts_on=local_day(now), ends_on=None, at=now)
        dossier = send_by(people, made, now)
        assert made.principal is None
        old = Person.objects.create(email="gia@motcua.test", full_name="Lâm Thị Già")

        raise_identity_level(
            old, level="counter", national_id="084140000001", evidence="CCCD", actor=None, at=now
        )

        assert list(selectors.dossiers_of(old, now)) == [dossier]

    def test_is_refused_with_a_reason(self, people, now):
        asked = wish(people, now)

        refused = refuse_request(people["quan-tri"], asked, reason="Thiếu dấu", at=now)

        assert (refused.state, refused.reason) == ("refused", "Thiếu dấu")
        assert not Representation.objects.exists()

    def test_is_not_refused_without_one(self, people, now):
        with pytest.raises(BasisMissing):
            refuse_request(people["quan-tri"], wish(people, now), reason=" ", at=now)

    def test_needs_a_paper(self, people, now):
        with pytest.raises(BasisMissing):
            ask_to_represent(
                people["cong-dan-2"], Wish("organisation", *SCHOOL, "GGT 7", local_day(now)), [], at=now
            )

    def test_is_decided_once_by_somebody_else_with_the_right(self, people, now):
        asked = wish(people, now)
        refuse_request(people["tiep-nhan"], asked, reason="Thiếu dấu", at=now)
        own = RepresentationRequest.objects.create(
            person=people["tiep-nhan"], kind="organisation", party_name="X", party_number="1500000002", basis="x",
            starts_on=local_day(now), requested_at=now,
        )  # fmt: skip

        with pytest.raises(NotDecidable):
            verify_request(people["tiep-nhan"], asked, starts_on=local_day(now), ends_on=None, at=now)
        with pytest.raises(NotDecidable):
            verify_request(people["tiep-nhan"], own, starts_on=local_day(now), ends_on=None, at=now)
        with pytest.raises(NotAllowed):
            refuse_request(people["lanh-dao"], own, reason="x", at=now)


class TestAnOrganisation:
    def test_has_its_dossiers_through_whoever_acts_for_it_now(self, people, now):
        first, second = represent_school(people, "cong-dan", now), represent_school(people, "cong-dan-2", now)
        dossier = Dossier.objects.create(
            receipt_no="BN-1", procedure="x", rules_hash="x", applicant=people["cong-dan"], applicant_name="Mai",
            representation=first, represented_name=SCHOOL[0], idempotency_key=uuid.uuid4(), submitted_at=now,
            receiving_agency=people["tiep-nhan"].appointments.first().acts_for,
        )  # fmt: skip

        take_back(first, reason="Thôi việc", actor=people["tiep-nhan"], at=now)

        assert not selectors.dossiers_of(people["cong-dan"], now).exists()
        assert list(selectors.dossiers_of(people["cong-dan-2"], now)) == [dossier]
        assert second.is_in_force(now)

    def test_is_ended_by_nobody_it_does_not_concern(self, people, now):
        with pytest.raises(NotAllowed):
            take_back(
                represent_school(people, "cong-dan", now), reason="x", actor=people["cong-dan-2"], at=now
            )
