"""Operations of tablets: taken once, in order, answered again with the same words, never lost in silence."""

import json
import logging
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from audit.models import AuditEntry, AuditValues
from inspections.canonical import digest as reckoned
from inspections.models import Answer, AnswerConflict, SampleDraw, SyncOperation, TeamRole
from inspections.services.sync.answers import set_answer
from inspections.services.sync.doing import EFFECTS
from inspections.status import TargetStatus
from tests.integration.inspections.visit_world import World

pytestmark = pytest.mark.services


def only(results):
    """Return the one answer."""
    (result,) = results
    return result


class TestAnOperation:
    def test_has_its_effect_its_record_and_a_receipt(self, visit: World):
        an = visit.tablet("an")
        operation = an.answer("TS.01", verdict="fail", reason="Không có sổ")

        result = only(an.send(operation))

        stored = SyncOperation.objects.get(pk=operation["id"])
        entry = AuditEntry.objects.get(action="inspections.answer.set")
        assert (result["code"], result["status"]) == (200, "applied")
        assert result["answer"] == {"key": "TS.01", "version": 1}
        assert result["receipt"] == {
            "seq": 1, "at": stored.received_at.isoformat(), "digest": stored.payload_digest
        }  # fmt: skip
        assert Answer.objects.get().values["reason"] == "Không có sổ"
        assert AuditValues.objects.get(entry=entry).values["payload"] == operation["payload"]

    def test_sent_again_is_answered_with_the_same_words(self, visit: World):
        an = visit.tablet("an")
        operation = an.answer("TS.01")
        first = an.send(operation)

        second = an.send(operation)

        assert second == first
        assert Answer.objects.get().version == 1
        assert SyncOperation.objects.count() == 1

    def test_sent_again_with_other_content_is_refused_and_noted(self, visit: World, caplog):
        an = visit.tablet("an")
        operation = an.answer("TS.01")
        an.send(operation)
        forged = {**operation, "payload": {"key": "TS.01", "values": {"verdict": "fail"}, "base": 0}}

        with caplog.at_level(logging.WARNING, "motcua.security"):
            result = only(an.send(forged))

        assert (result["code"], result["status"], result["receipt"]) == (422, "changed", None)
        assert Answer.objects.get().values["verdict"] == "pass"
        assert AuditEntry.objects.get(action="security.operation_changed").actor_id == visit.people["an"].pk
        assert operation["id"] in caplog.text

    def test_of_somebody_else_is_not_answered_for_them(self, visit: World):
        an, binh = visit.tablet("an"), visit.tablet("binh")
        operation = an.answer("TS.01")
        an.send(operation)

        result = only(binh.send(operation))

        assert (result["code"], result["status"]) == (422, "changed")

    def test_before_its_turn_waits(self, visit: World):
        an = visit.tablet("an")
        first, second = an.answer("TS.01"), an.answer("TS.02")

        early = an.post(second).json()
        both = an.send(first, second)

        assert early["results"][0] | {"id": ""} == {
            "id": "",
            "code": 409,
            "status": "out_of_order",
            "receipt": None,
        }
        assert early["next"] == 1
        assert [each["status"] for each in both] == ["applied", "applied"]

    def test_renumbered_is_the_same_operation(self, visit: World):
        an = visit.tablet("an")
        operation = an.answer("TS.01", base=0)
        an.send({**operation, "seq": 5})

        result = only(an.send({**operation, "seq": 1}))

        assert result["status"] == "applied"

    def test_that_does_not_fit_is_kept_with_its_faults(self, visit: World):
        an = visit.tablet("an")
        bad = an.operation("answer.set", {"key": "TS.01", "values": {"verdict": "maybe"}, "base": 0})

        refused, after = an.send(bad, an.answer("TS.02"))

        assert (refused["code"], refused["status"]) == (422, "rejected")
        assert refused["faults"] == {"values.verdict": "unknown_word"}
        assert refused["receipt"]["seq"] == 1
        assert SyncOperation.objects.get(pk=bad["id"]).payload == bad["payload"]
        assert after["status"] == "applied"

    @pytest.mark.parametrize(
        ("kind", "payload", "detail"),
        [
            pytest.param("answer.set", {"key": "XX.99", "values": {}, "base": 0}, "unknown_item", id="unknown item"),
            pytest.param("section.take", {"section": "nowhere"}, "unknown_section", id="unknown section"),
            pytest.param("section.give", {"section": "TS"}, "not_held", id="giving what is not held"),
            pytest.param("sample.draw", {"sample": "x", "population": 1, "seed": "s"}, "unknown_sample", id="unknown sample"),
            pytest.param("answer.wipe", {}, "wrong_shape", id="unknown kind"),
            pytest.param(
                "conflict.decide",
                {"conflict": str(uuid4()), "choose": "a", "base": 0, "reason": "Xem lại"},
                "not_lead",
                id="deciding as a member",
            ),
        ],
    )  # fmt: skip
    def test_that_cannot_apply_says_why(self, visit: World, kind, payload, detail):
        an = visit.tablet("an")

        result = only(an.send(an.operation(kind, payload)))

        assert (result["status"], result["detail"]) == ("rejected", detail)

    def test_that_fails_by_a_fault_of_ours_hides_no_receipt_and_lets_none_pass(
        self, visit: World, monkeypatch
    ):
        an = visit.tablet("an")
        operations = [an.answer("TS.01"), an.answer("TS.02"), an.answer("DT.01")]
        monkeypatch.setitem(EFFECTS, "answer.set", breaking("TS.02"))

        results = an.send(*operations)
        monkeypatch.undo()
        again = an.send(*operations)

        assert [each["status"] for each in results] == ["applied", "failed", "not_reached"]
        assert [each["status"] for each in again] == ["applied"] * 3
        assert again[0] == results[0]


def breaking(key):
    """Return an effect that fails half-way at a key."""

    def effect(act, payload):
        done = set_answer(act, payload)
        if payload.key == key:
            raise RuntimeError("a fault of ours")
        return done

    return effect


class TestTwoInspectors:
    def test_on_different_items_merge(self, visit: World):
        an, binh = visit.tablet("an"), visit.tablet("binh")

        an.send(an.answer("TS.01"))
        result = only(binh.send(binh.answer("TS.02", verdict="fail")))

        assert result["status"] == "applied"
        assert set(Answer.objects.values_list("item_key", flat=True)) == {"TS.01", "TS.02"}

    def test_on_the_same_item_keep_both_values(self, visit: World):
        an, binh = visit.tablet("an"), visit.tablet("binh")
        an.send(an.answer("TS.01", verdict="pass"))

        result = only(binh.send(binh.answer("TS.01", verdict="fail")))

        conflict = AnswerConflict.objects.get()
        assert (result["code"], result["status"]) == (200, "conflict")
        assert result["conflict"] == str(conflict.public_id)
        assert conflict.first["values"]["verdict"] == "pass"
        assert conflict.second["values"]["verdict"] == "fail"
        assert Answer.objects.get().values["verdict"] == "pass"

    def test_follow_each_other_where_the_later_saw_the_earlier(self, visit: World):
        an, binh = visit.tablet("an"), visit.tablet("binh")
        an.send(an.answer("TS.01"))

        result = only(binh.send(binh.answer("TS.01", base=1, verdict="fail")))

        assert result["answer"]["version"] == 2
        assert not AnswerConflict.objects.exists()

    def test_find_the_lead_decide_with_a_reason(self, visit: World):
        an, binh, lead = visit.tablet("an"), visit.tablet("binh"), visit.tablet("lead")
        an.send(an.answer("TS.01", verdict="pass"))
        number = only(binh.send(binh.answer("TS.01", verdict="fail")))["conflict"]
        choice = {"conflict": number, "choose": "b", "base": 1, "reason": "Bình xem sổ gốc"}

        result = only(lead.send(lead.operation("conflict.decide", choice)))

        answer, conflict = Answer.objects.get(), AnswerConflict.objects.get()
        assert result["answer"] == {"key": "TS.01", "version": 2}
        assert (answer.values["verdict"], answer.by) == ("fail", visit.people["binh"])
        assert (conflict.chosen, conflict.decided_by) == ("second", visit.people["lead"])

    def test_are_not_decided_upon_by_an_old_page(self, visit: World):
        an, binh, lead = visit.tablet("an"), visit.tablet("binh"), visit.tablet("lead")
        an.send(an.answer("TS.01"))
        number = only(binh.send(binh.answer("TS.01", verdict="fail")))["conflict"]
        an.send(an.answer("TS.01", base=1, reason="Xem thêm"))
        choice = {"conflict": number, "choose": "b", "base": 1, "reason": "Chọn Bình"}

        result = only(lead.send(lead.operation("conflict.decide", choice)))

        assert (result["status"], result["detail"]) == ("rejected", "stale")
        assert AnswerConflict.objects.get().decided_at is None

    def test_see_what_changed_since_they_looked(self, visit: World):
        an, binh = visit.tablet("an"), visit.tablet("binh")
        an.send(an.answer("TS.01"))
        seen = binh.get(f"visits/{visit.target.public_id}/").json()
        an.send(an.answer("TS.02"))

        changes = binh.get(f"visits/{visit.target.public_id}/changes/?after={seen['seq']}").json()

        assert set(seen["answers"]) == {"TS.01"}
        assert set(changes["answers"]) == {"TS.02"}
        assert changes["seq"] == seen["seq"] + 1


class TestASection:
    def test_somebody_holds_keeps_answers_of_others_apart(self, visit: World):
        an, binh = visit.tablet("an"), visit.tablet("binh")
        an.send(an.operation("section.take", {"section": "TS"}))

        inside, outside = binh.send(binh.answer("TS.01"), binh.answer("DT.01"))

        assert (inside["status"], outside["status"]) == ("conflict", "applied")
        assert AnswerConflict.objects.get().first == {}

    def test_is_not_taken_from_its_holder(self, visit: World):
        an, binh = visit.tablet("an"), visit.tablet("binh")
        an.send(an.operation("section.take", {"section": "TS"}))

        result = only(binh.send(binh.operation("section.take", {"section": "TS"})))

        assert (result["status"], result["detail"]) == ("rejected", "held")

    def test_is_free_once_it_is_put_back(self, visit: World):
        an, binh = visit.tablet("an"), visit.tablet("binh")
        an.send(
            an.operation("section.take", {"section": "TS"}), an.operation("section.give", {"section": "TS"})
        )

        result = only(binh.send(binh.operation("section.take", {"section": "TS"})))

        assert (result["status"], result["mine"]) == ("applied", True)


class TestASample:
    def test_is_drawn_from_the_seed_that_came_with_the_visit(self, visit: World):
        an = visit.tablet("an")
        sample = an.get(f"visits/{visit.target.public_id}/").json()["samples"]["diplomas"]

        result = only(an.send(draw(an, sample["seed"])))

        assert result["sample"]["units"] == SampleDraw.objects.get().drawn
        assert len(result["sample"]["units"]) == sample["size"]

    def test_is_not_drawn_from_a_seed_of_ones_own(self, visit: World):
        an = visit.tablet("an")

        result = only(an.send(draw(an, "0123456789abcdef")))

        assert (result["status"], result["detail"]) == ("rejected", "wrong_seed")

    def test_is_not_drawn_again_from_another_population(self, visit: World):
        an, binh = visit.tablet("an"), visit.tablet("binh")
        seed = an.get(f"visits/{visit.target.public_id}/").json()["samples"]["diplomas"]["seed"]
        an.send(draw(an, seed))

        same, other = binh.send(draw(binh, seed), draw(binh, seed, population=300))

        assert same["status"] == "applied"
        assert (other["status"], other["detail"]) == ("rejected", "already_drawn")
        assert other["sample"]["population"] == 240


def draw(tablet, seed, population=240):
    """Return the operation that draws diplomas."""
    return tablet.operation("sample.draw", {"sample": "diplomas", "population": population, "seed": seed})


class TestAVisitThatIsClosed:
    def test_takes_nothing_and_leaves_it_with_the_tablet(self, visit: World):
        an = visit.tablet("an")
        close(visit)

        first, second = an.send(an.answer("TS.01"), an.answer("TS.02"))

        assert (first["code"], first["status"], first["receipt"]) == (403, "closed", None)
        assert (second["code"], second["status"]) == (409, "not_reached")
        assert not SyncOperation.objects.exists()

    def test_takes_the_same_operations_once_it_is_open_again(self, visit: World):
        an = visit.tablet("an")
        operations = [an.answer("TS.01"), an.answer("TS.02")]
        close(visit)
        an.send(*operations)
        close(visit, TargetStatus.MINUTES)

        results = an.send(*operations)

        assert [each["status"] for each in results] == ["applied", "applied"]

    def test_still_answers_for_what_it_took(self, visit: World):
        an = visit.tablet("an")
        operation = an.answer("TS.01")
        first = an.send(operation)
        close(visit)

        assert an.send(operation) == first

    def test_waits_while_it_is_suspended(self, visit: World):
        an = visit.tablet("an")
        close(visit, TargetStatus.SUSPENDED)

        result = only(an.send(an.answer("TS.01")))

        assert (result["code"], result["status"]) == (403, "suspended")

    @pytest.mark.parametrize("status", TargetStatus.values)
    def test_in_any_state_takes_an_answer_or_leaves_it_with_the_tablet(self, visit: World, status):
        an = visit.tablet("an")
        close(visit, status)

        result = only(an.send(an.answer("TS.01")))

        is_taken = result["receipt"] is not None
        assert result["status"] == WORDS.get(status, "closed")
        assert SyncOperation.objects.exists() == Answer.objects.exists() == is_taken == (status in TAKING)


TAKING = {"waiting", "notified", "in_progress", "explaining", "minutes", "unsigned"}
WORDS = {**dict.fromkeys(TAKING, "applied"), "suspended": "suspended"}


def close(visit: World, status=TargetStatus.CLASSIFYING):
    """Bring the visit into a state."""
    visit.target.status = status
    visit.target.save(update_fields=["status"])


class TestWhoLeftTheTeam:
    def test_is_told_so_and_keeps_the_work(self, visit: World):
        an = visit.tablet("an")
        sent = an.answer("TS.01")
        before = an.send(sent)
        member = visit.member("an")
        member.left_at = visit.at - timedelta(minutes=1)
        member.save(update_fields=["left_at"])

        old, new = an.send(sent, an.answer("TS.02"))

        assert [old] == before
        assert (new["code"], new["status"]) == (403, "left_team")
        assert an.get(f"visits/{visit.target.public_id}/").status_code == 404

    def test_a_stranger_finds_nothing(self, visit: World):
        stranger = visit.tablet("an")
        visit.member("an").delete()

        response = stranger.post(stranger.answer("TS.01"))

        assert response.status_code == 404


class TestTheClock:
    def test_that_is_right_is_not_mentioned(self, visit: World):
        an = visit.tablet("an")

        assert an.post(an.answer("TS.01")).json()["clock_off_seconds"] is None

    def test_that_is_a_day_late_is_told_and_noted(self, visit: World):
        an = visit.tablet("an")
        yesterday = (visit.at - timedelta(days=1)).isoformat()
        begin = {**an.operation("visit.begin", {}), "at": yesterday}

        answer = an.post(begin, sent_at=yesterday).json()

        stored = SyncOperation.objects.get()
        session = visit.target.sessions.get()
        assert abs(answer["clock_off_seconds"] - 86_400) < 60
        assert stored.noted_at.isoformat() == yesterday
        assert abs(stored.clock_off_seconds - 86_400) < 60
        assert abs(session.began_at - visit.at) < timedelta(minutes=1)


class TestMinutes:
    def test_are_bound_to_what_was_read(self, visit: World):
        lead = visit.tablet("lead")

        made, forged = lead.send(make(lead, digest="0" * 64), make(lead))

        assert (made["status"], made["detail"]) == ("rejected", "wrong_digest")
        assert forged["status"] == "applied"

    def test_are_complete_when_both_sides_have_signed(self, visit: World):
        lead = visit.tablet("lead")
        minutes = make(lead)
        number, digest = minutes["payload"]["id"], minutes["payload"]["digest"]
        images = [lead.photo(kind="signature", content_type="image/png", key="minutes") for _ in range(2)]

        results = lead.send(
            minutes,
            *images,
            sign(lead, number, digest, "team", "Trần Trưởng", evidence=images[0]["payload"]["id"]),
            sign(lead, number, digest, "institution", "Bà Hiệu trưởng", evidence=images[1]["payload"]["id"]),
        )

        assert [each["status"] for each in results] == ["applied"] * 5
        assert [each["minutes"]["complete"] for each in results[3:]] == [False, True]
        assert visit.target.minutes.get().signatures.get(side="team").person == visit.people["lead"]

    def test_refused_by_the_institution_need_a_witness(self, visit: World):
        lead = visit.tablet("lead")
        minutes, photo = make(lead), lead.photo(key="minutes")
        number, digest = minutes["payload"]["id"], minutes["payload"]["digest"]
        ink = {"method": "ink", "evidence": photo["payload"]["id"]}

        results = lead.send(
            minutes,
            photo,
            sign(lead, number, digest, "team", "Trần Trưởng", **ink),
            sign(lead, number, digest, "institution", "?", method="refused", refusal_reason="Không đồng ý"),
            sign(
                lead,
                number,
                digest,
                "witness",
                "Ông Chứng",
                id_number="010099000001",
                address="Thôn 2",
                **ink,
            ),
        )

        assert [each["minutes"].get("complete") for each in results if "minutes" in each] == [
            None,
            False,
            False,
            True,
        ]

    def test_that_are_signed_do_not_give_way(self, visit: World):
        lead = visit.tablet("lead")
        photo = lead.photo(key="minutes")
        first, second = make(lead), make(lead)
        number, digest = second["payload"]["id"], second["payload"]["digest"]
        signature = sign(
            lead, number, digest, "team", "Trần Trưởng", method="ink", evidence=photo["payload"]["id"]
        )
        third = make(lead)

        results = lead.send(photo, first, second, signature, third)

        assert [each["status"] for each in results] == [
            "applied",
            "applied",
            "applied",
            "applied",
            "rejected",
        ]
        assert results[4]["detail"] == "signed_already"
        assert visit.target.minutes.filter(voided_at=None).get().public_id.hex == number.replace("-", "")

    def test_signed_without_a_network_stand_although_a_colleague_made_others_meanwhile(self, visit: World):
        lead, an = visit.tablet("lead"), visit.tablet("an")
        photo, first = lead.photo(key="minutes"), make(lead)
        number, digest = first["payload"]["id"], first["payload"]["digest"]
        ink = {"method": "ink", "evidence": photo["payload"]["id"]}
        lead.send(photo, first)
        second = make(an)
        an.send(second)

        ours, theirs = lead.send(
            sign(lead, number, digest, "team", "Trần Trưởng", **ink),
            sign(lead, number, digest, "institution", "Nguyễn Hiệu Trưởng", **ink),
        )
        late = only(
            an.send(
                sign(an, second["payload"]["id"], second["payload"]["digest"], "team", "Nguyễn An", **ink)
            )
        )

        assert [ours["status"], theirs["status"]] == ["applied", "applied"]
        assert theirs["minutes"] == {"id": number, "complete": True}
        assert str(visit.target.minutes.get(voided_at=None).public_id) == number
        assert (late["status"], late["detail"]) == ("rejected", "voided_minutes")
        told = an.get(f"visits/{visit.target.public_id}/changes/?after={ours['receipt']['seq'] - 1}").json()
        assert {each["id"]: each["voided"] for each in told["minutes"]} == {
            number: False,
            second["payload"]["id"]: True,
        }


def make(tablet, digest=""):
    """Return the operation that makes minutes of the inspection."""
    content = {"place": "Xưởng hàn", "findings": []}
    payload = {
        "id": str(uuid4()),
        "kind": "inspection",
        "content": content,
        "digest": digest or reckoned(content),
    }
    return tablet.operation("minutes.make", payload)


def sign(tablet, number, digest, side, name, **changes):
    """Return the operation that signs minutes."""
    payload = {"minutes": number, "digest": digest, "side": side, "method": "drawn", "name": name}
    return tablet.operation("minutes.sign", payload | changes)


class TestADeputy:
    def test_decides_in_the_leads_place(self, visit: World):
        an, binh = visit.tablet("an"), visit.tablet("binh")
        an.send(an.answer("TS.01"))
        number = only(binh.send(binh.answer("TS.01", verdict="fail")))["conflict"]
        member = visit.member("an")
        member.role = TeamRole.DEPUTY
        member.save(update_fields=["role"])
        choice = {"conflict": number, "choose": "a", "base": 1, "reason": "Như đã ghi"}

        result = only(an.send(an.operation("conflict.decide", choice)))

        assert result["status"] == "applied"
        assert Answer.objects.get().version == 1


class TestTheFrame:
    @pytest.mark.parametrize(
        ("changes", "faults"),
        [
            pytest.param({"operations": []}, {"operations": "too_few"}, id="nothing sent"),
            pytest.param({"sent_at": "yesterday"}, {"sent_at": "wrong_kind"}, id="no moment"),
            pytest.param({"extra": 1}, {"extra": "unknown_field"}, id="more than is known"),
        ],
    )
    def test_that_is_wrong_is_told_where(self, visit: World, changes, faults):
        an = visit.tablet("an")

        response = an.post(an.answer("TS.01"), **changes)

        assert response.status_code == 422
        assert response.json()["faults"] == faults

    @pytest.mark.parametrize(
        "body", ["", "{", "[1", '{"a": NaN}', "[" * 100_000], ids=["empty", "half", "list", "nan", "deep"]
    )
    def test_that_is_no_json_is_told_so(self, visit: World, body):
        an = visit.tablet("an")
        address = reverse("tablet:api_operations", args=[visit.target.public_id])

        response = an.client.post(
            address, body, content_type="application/json", headers={"X-Device": str(an.id)}
        )

        assert response.status_code == 422

    @pytest.mark.parametrize(
        "value",
        [
            pytest.param(35.5, id="a fraction"),
            pytest.param("a\0b", id="NUL, as a QR code may have"),
            pytest.param("\ud800", id="half a character"),
            pytest.param(2**70, id="a huge number"),
        ],
    )
    def test_right_but_with_what_nothing_keeps_in_it_holds_nobody_up(self, visit: World, value):
        an = visit.tablet("an")
        bad = an.operation("answer.set", {"key": "TS.01", "values": {"value": value}, "base": 0})

        first, second = an.send(bad, an.answer("TS.02"))

        assert (first["status"], first["faults"]) == ("rejected", {"payload": "not_canonical"})
        assert an.send(bad) == [first]
        assert second["status"] == "applied"

    def test_right_but_with_a_number_beyond_all_numbers_holds_nobody_up(self, visit: World):
        an = visit.tablet("an")
        bad = an.operation("answer.set", {"key": "TS.01", "values": {"value": "huge"}, "base": 0})
        good = an.answer("TS.02")
        body = {"device": str(an.id), "sent_at": visit.at.isoformat(), "operations": [bad, good]}

        answer = an.client.post(
            f"/tablet/api/visits/{visit.target.public_id}/operations/",
            json.dumps(body).replace('"huge"', "-1e999"),
            content_type="application/json",
            headers={"X-Device": str(an.id)},
        )

        assert [each["status"] for each in answer.json()["results"]] == ["rejected", "applied"]

    def test_of_a_clock_without_a_battery_is_taken(self, visit: World):
        an = visit.tablet("an")
        begin = {**an.operation("visit.begin", {}), "at": "1970-01-01T00:00:00+00:00"}

        answer = an.post(begin, sent_at="1970-01-01T00:00:05+00:00").json()

        assert answer["results"][0]["status"] == "applied"
        assert answer["clock_off_seconds"] > 1_700_000_000

    @pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
    def test_of_no_time_of_ours_is_told_so(self, visit: World, moment):
        an = visit.tablet("an")

        assert an.post(an.answer("TS.01"), sent_at=moment).json()["faults"] == {"sent_at": "wrong_kind"}

    def test_with_things_in_things_without_end_is_told_so(self, visit: World):
        an = visit.tablet("an")
        value: object = "x"
        for _ in range(300):
            value = [value]

        response = an.post(
            an.operation("answer.set", {"key": "TS.01", "values": {"value": value}, "base": 0})
        )

        assert response.json()["faults"] == {"*": "too_deep"}
