"""Minutes kept, proved, signed by both sides, refused and witnessed, on paper: and whatever was tampered with, found."""

import copy
import subprocess
from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.models import Person
from audit.models import AuditEntry
from inspections.canonical import digest
from inspections.errors import MayNot, NotVisible, WrongMoment
from inspections.minutes import make_content
from inspections.minutes.errors import MinutesRefused
from inspections.minutes_pdf import minutes_pdf
from inspections.models import Answer, Evidence, Finding, Minutes
from inspections.protocol import Faults
from inspections.selectors.minutes import basis_of, found_of
from inspections.services.make_minutes import Made, keep_minutes, make_minutes, prove_minutes
from inspections.services.sign_minutes import Name, hand_over_copy, pictures_missing, sign_minutes
from inspections.status import TargetStatus
from tests.integration.inspections.visit_world import World

SPOT = {
    "began_at": "2026-11-28T08:00:00+07:00",
    "ended_at": "2026-11-28T11:30:00+07:00",
    "place": "Trụ sở trường",
    "team": [{"name": "Trần Trưởng", "title": "Trưởng đoàn"}],
    "representatives": [{"name": "Lê Hiệu", "title": "Hiệu trưởng"}],
    "findings": [
        {"key": "TS.01", "text": "Không công khai quy chế", "recommendation": "Công khai", "days": 10},
        {"key": "TC.05", "text": "Chi sai đối tượng"},
    ],
    "opinion": {"choice": "none"},
}
WITNESS = {"national_id": "010099000001", "address": "Thôn 2, xã Bắc Hà"}


@pytest.fixture
def answered(visit: World) -> World:
    """A visit with two answers, one of them with a note nobody else may read."""
    for key, values in {
        "TS.01": {"verdict": "fail", "reason": "Không có trên web", "note": "RIÊNG TƯ", "evidence": []},
        "TS.04": {"numerator": "2", "denominator": "3"},
    }.items():
        Answer.objects.create(
            target=visit.target, item_key=key, values=values, by=visit.people["lead"], changed_at=visit.at
        )
    return visit


def picture(visit, kind="signature"):
    """Return the announced picture of a signature."""
    return Evidence.objects.create(
        id=uuid4(), target=visit.target, kind=kind, sha256="b" * 64, size=10,
        by=visit.people["lead"], announced_at=visit.at,
    )  # fmt: skip


def arrived(image):
    """Let a picture be here."""
    Evidence.objects.filter(pk=image.pk).update(received_bytes=image.size, completed_at=image.announced_at)


def on_tablet(visit, spot=SPOT, kind="inspection"):
    """Return the content that an honest tablet makes of a visit."""
    return make_content(kind, basis_of(visit.target), found_of(visit.target), spot)


def kept(visit, content=None, kind="inspection"):
    """Return minutes of a tablet, kept."""
    content = on_tablet(visit, kind=kind) if content is None else content
    made = Made(id=uuid4(), kind=kind, content=content, digest=digest(content), device_at=visit.at)
    return keep_minutes(visit.target, made, person=visit.people["lead"], at=visit.at)


def name(visit, minutes, side="team", who="Trần Trưởng", **changes):
    """Put a name under minutes."""
    parts = {"method": "drawn", "digest": minutes.content_digest, "device_at": visit.at, **changes}
    if parts["method"] != "refused" and "image" not in parts:
        parts["image"] = picture(visit).pk
    return sign_minutes(minutes, Name(side=side, name=who, **parts), by=visit.people["lead"], at=visit.at)


def refused(visit, minutes):
    """Let the institution refuse after the team has signed."""
    name(visit, minutes)
    name(visit, minutes, "institution", "Lê Hiệu", method="refused", details={"reason": "Không đồng ý"})


class TestMinutesOfATablet:
    def test_are_proved_equal_when_the_server_makes_the_same(self, answered: World):
        minutes = kept(answered)

        assert (minutes.proof["outcome"], minutes.proof["digest"]) == ("equal", minutes.content_digest)

    def test_with_a_changed_reason_are_kept_and_the_difference_is_named(self, answered: World):
        content = on_tablet(answered)
        content["record"]["sections"][0]["lines"][0]["reason"] = "Khác"

        minutes = kept(answered, content)

        assert minutes.proof["outcome"] == "differs"
        assert minutes.proof["differences"] == [
            {"path": "record.sections.TS.lines.TS.01.reason", "ours": "Không có trên web", "theirs": "Khác"}
        ]

    def test_with_another_guess_of_a_ratio_differ_in_marks_alone(self, answered: World):
        content = on_tablet(answered)
        content["record"]["sections"][0]["lines"][1]["computed"] = "66.66"

        assert kept(answered, content).proof["outcome"] == "marks_differ"

    def test_with_a_digest_that_is_not_theirs_are_refused(self, answered: World):
        made = Made(id=uuid4(), kind="inspection", content=on_tablet(answered), digest="0" * 64)

        with pytest.raises(MinutesRefused, match="wrong_digest"):
            keep_minutes(answered.target, made, person=answered.people["lead"], at=answered.at)

    def test_whose_written_part_is_not_whole_are_kept_and_the_faults_named(self, answered: World):
        minutes = kept(answered, on_tablet(answered, {**SPOT, "opinion": None}))

        assert (minutes.proof["outcome"], minutes.proof["faults"]) == ("differs", {"opinion": "wrong_kind"})

    def test_of_any_shape_are_kept_and_proved_different(self, answered: World):
        assert kept(answered, {"place": "Xưởng hàn"}).proof["outcome"] == "differs"

    def test_are_proved_anew_when_answers_of_another_tablet_have_arrived(self, answered: World):
        late = Answer.objects.create(
            target=answered.target, item_key="TS.02", values={"verdict": "pass"},
            by=answered.people["an"], changed_at=answered.at,
        )  # fmt: skip
        content = on_tablet(answered)
        late.delete()
        minutes = kept(answered, content)
        before = minutes.proof["outcome"]
        late.save(force_insert=True)

        after = prove_minutes(minutes_id=minutes.pk, at=answered.at).proof["outcome"]

        assert (before, after) == ("differs", "equal")

    def test_never_hold_a_note(self, answered: World):
        assert "RIÊNG TƯ" not in str(kept(answered).content)

    def test_give_way_to_later_ones_until_somebody_signs(self, answered: World):
        first, second = kept(answered), kept(answered)
        name(answered, second)

        with pytest.raises(MinutesRefused, match="signed_already"):
            kept(answered)

        first.refresh_from_db()
        assert (first.voided_at, second.voided_at) == (answered.at, None)


class TestMinutesMadeHere:
    def made(self, visit, who="lead", **changes):
        parts = {"kind": "inspection", "spot": SPOT, "at": visit.at, **changes}
        return make_minutes(visit.people[who], visit.target.public_id, **parts)

    def test_are_equal_to_themselves_and_stand_in_the_record(self, answered: World):
        minutes = self.made(answered)

        assert (minutes.made_on, minutes.proof["outcome"]) == ("server", "equal")
        assert AuditEntry.objects.filter(action="inspections.minutes_made").count() == 1

    def test_sent_twice_are_made_once(self, answered: World):
        number = uuid4()

        first, second = self.made(answered, number=number), self.made(answered, number=number)

        assert first == second

    def test_are_not_there_for_a_stranger(self, answered: World):
        with pytest.raises(NotVisible):
            self.made(answered, "stranger")

    def test_are_refused_with_every_fault_of_what_was_written(self, answered: World):
        with pytest.raises(Faults) as caught:
            self.made(answered, spot={**SPOT, "copies": 1, "opinion": None})

        assert caught.value.faults.keys() == {"copies", "opinion"}

    def test_come_too_late_when_the_visit_is_over(self, answered: World):
        answered.target.status = TargetStatus.CLOSED
        answered.target.save(update_fields=["status"])

        with pytest.raises(WrongMoment):
            self.made(answered)


class TestANameUnderMinutes:
    def test_is_bound_to_what_was_read_with_both_clocks(self, answered: World):
        minutes = kept(answered)
        device_at = answered.at - timedelta(days=1)

        signature = name(answered, minutes, device_at=device_at)

        assert signature.content_digest == minutes.content_digest
        assert (signature.device_at, signature.server_at) == (device_at, answered.at)
        assert signature.person == answered.people["lead"]

    def test_under_other_words_is_refused(self, answered: World):
        other = copy.deepcopy(on_tablet(answered))
        other["spot"]["place"] = "Nơi khác"

        with pytest.raises(MinutesRefused, match="wrong_digest"):
            name(answered, kept(answered), digest=digest(other))

    @pytest.mark.parametrize(
        ("changes", "word"),
        [
            pytest.param({"who": "Người Lạ"}, "not_of_the_team", id="a stranger for the team"),
            pytest.param({"image": None}, "image_missing", id="drawn without a picture"),
            pytest.param({"method": "ink", "image": None}, "image_missing", id="ink without its photograph"),
            pytest.param({"method": "certificate"}, "unknown_method", id="a certificate from a tablet"),
            pytest.param({"image": uuid4()}, "unknown_evidence", id="a picture nobody announced"),
            pytest.param({"image": "photo"}, "unknown_evidence", id="a photograph for a drawn signature"),
            pytest.param({"method": "refused"}, "only_the_institution_refuses", id="the team refuses"),
            pytest.param(
                {"side": "institution", "who": "Lê Hiệu", "method": "refused"},
                "reason_missing",
                id="no reason",
            ),
            pytest.param(
                {"side": "witness", "who": "Ông Chứng", "details": WITNESS},
                "nothing_refused",
                id="nothing to witness",
            ),
        ],
    )
    def test_is_refused_with_a_word(self, answered: World, changes, word):
        minutes = kept(answered)
        if changes.get("image") == "photo":
            changes = {**changes, "image": picture(answered, "photo").pk}

        with pytest.raises(MinutesRefused, match=word):
            name(answered, minutes, **changes)

        assert not minutes.signatures.exists()

    def test_stands_there_once(self, answered: World):
        minutes = kept(answered)
        arrived(name(answered, minutes).image)

        with pytest.raises(MinutesRefused, match="signed_already"):
            name(answered, minutes, who="TRẦN TRƯỞNG")

    def test_whose_picture_was_lost_with_the_tablet_is_given_once_more(self, answered: World):
        minutes = kept(answered)
        name(answered, minutes)
        lost = pictures_missing(minutes)

        arrived(name(answered, minutes, who="TRẦN TRƯỞNG").image)

        assert (lost, pictures_missing(minutes)) == (True, False)

    @pytest.mark.parametrize("side", ["institution", "team"])
    def test_drawn_once_is_not_put_there_again_nor_under_other_minutes(self, answered: World, side):
        announced, minutes = kept(answered, kind="announcement"), kept(answered)
        drawn = picture(answered).pk
        name(answered, announced, "institution", "Lê Hiệu", image=drawn)
        who = {"institution": "Lê Hiệu", "team": "Trần Trưởng"}[side]

        with pytest.raises(MinutesRefused, match="picture_used"):
            name(answered, minutes, side, who, image=drawn)

        assert not minutes.signatures.exists()

    def test_in_ink_stands_on_one_photograph_with_the_other_and_not_under_other_minutes(
        self, answered: World
    ):
        announced, minutes = kept(answered, kind="announcement"), kept(answered)
        page = picture(answered, "file").pk
        name(answered, announced, method="ink", image=page)
        name(answered, announced, "institution", "Lê Hiệu", method="ink", image=page)

        with pytest.raises(MinutesRefused, match="picture_used"):
            name(answered, minutes, method="ink", image=page)

        assert announced.complete_at == answered.at

    def test_of_both_sides_completes_the_minutes(self, answered: World):
        minutes = kept(answered)

        name(answered, minutes)
        after_one = minutes.complete_at
        name(answered, minutes, "institution", "Lê Hiệu")

        assert (after_one, minutes.complete_at) == (None, answered.at)

    @pytest.mark.parametrize(
        ("kind", "is_enough"),
        [
            pytest.param("session", True, id="of a session"),
            pytest.param("inspection", False, id="of the inspection"),
            pytest.param("announcement", False, id="of the announcement"),
        ],
    )
    def test_of_a_member_stands_for_the_team_under_minutes_of_a_session_alone(
        self, answered: World, kind, is_enough
    ):
        minutes = kept(answered, kind=kind)
        name(answered, minutes, who="Nguyễn An")

        name(answered, minutes, "institution", "Lê Hiệu")
        before = minutes.complete_at is not None
        name(answered, minutes)

        assert before is is_enough
        assert minutes.complete_at is not None

    def test_in_ink_makes_the_paper_the_original(self, answered: World):
        minutes = kept(answered)

        name(answered, minutes, method="ink", image=picture(answered, "photo").pk)

        assert minutes.original == Minutes.Original.PAPER


class TestARefusal:
    def test_alone_does_not_complete_the_minutes(self, answered: World):
        minutes = kept(answered)

        refused(answered, minutes)

        assert minutes.complete_at is None

    @pytest.mark.parametrize("side", ["commune", "witness"])
    def test_confirmed_by_somebody_outside_completes_them(self, answered: World, side):
        minutes = kept(answered)
        refused(answered, minutes)

        signature = name(answered, minutes, side, "Ông Chứng", details=WITNESS)

        assert minutes.complete_at == answered.at
        assert signature.details == WITNESS

    @pytest.mark.parametrize(
        ("who", "details", "word"),
        [
            pytest.param("Ông Chứng", {"address": "x"}, "identity_missing", id="nobody knows who"),
            pytest.param("Nguyễn An", WITNESS, "of_the_house", id="somebody called as a member of the team"),
            pytest.param(
                "Tên Khác",
                {**WITNESS, "national_id": "010099000777"},
                "of_the_house",
                id="a member by the number",
            ),
        ],
    )
    def test_is_not_confirmed_by_the_house_or_by_nobody(self, answered: World, who, details, word):
        Person.objects.filter(pk=answered.people["binh"].pk).update(national_id="010099000777")
        minutes = kept(answered)
        refused(answered, minutes)

        with pytest.raises(MinutesRefused, match=word):
            name(answered, minutes, "witness", who, details=details)

        assert minutes.complete_at is None

    def test_may_be_followed_by_a_signature_after_all(self, answered: World):
        minutes = kept(answered)
        refused(answered, minutes)

        name(answered, minutes, "institution", "Lê Hiệu")

        assert minutes.complete_at == answered.at


class TestCompleteMinutes:
    def test_turn_what_was_found_into_findings_with_the_clause_in_force(self, answered: World):
        minutes = kept(answered)
        name(answered, minutes)
        name(answered, minutes, "institution", "Lê Hiệu")

        first, second = Finding.objects.filter(target=answered.target)
        assert (first.text, first.nature, first.clause) == (
            "Không công khai quy chế", "duty", "TT 05/2021/TT-BLĐTBXH",
        )  # fmt: skip
        assert first.due_on is not None
        assert (second.nature, second.clause) == ("none", "")

    def test_of_another_kind_turn_nothing_into_findings(self, answered: World):
        minutes = kept(answered, kind="announcement")
        name(answered, minutes)
        name(answered, minutes, "institution", "Lê Hiệu")

        assert minutes.complete_at == answered.at
        assert not Finding.objects.exists()

    def test_are_handed_over_once(self, answered: World):
        minutes = kept(answered)
        name(answered, minutes)
        name(answered, minutes, "institution", "Lê Hiệu")
        lead = answered.people["lead"]

        hand_over_copy(lead, minutes.public_id, way="print", at=answered.at)
        later = hand_over_copy(lead, minutes.public_id, way="file", at=answered.at + timedelta(hours=1))

        assert later.copy_handed_at == answered.at
        assert AuditEntry.objects.filter(action="inspections.minutes_copy_handed").count() == 1

    def test_are_handed_over_by_the_team_alone_and_only_when_signed(self, answered: World):
        minutes = kept(answered)

        with pytest.raises(MinutesRefused, match="not_complete"):
            hand_over_copy(answered.people["lead"], minutes.public_id, way="print", at=answered.at)
        with pytest.raises((NotVisible, MayNot)):
            hand_over_copy(answered.people["stranger"], minutes.public_id, way="print", at=answered.at)


class TestThePdf:
    def test_is_the_same_bytes_for_the_same_minutes_and_holds_no_note(self, answered: World):
        minutes = kept(answered)
        name(answered, minutes)

        first, second = minutes_pdf(minutes), minutes_pdf(minutes)

        words = subprocess.run(
            ["pdftotext", "-raw", "-", "-"], input=first, capture_output=True, check=True
        ).stdout.decode()
        assert first == second
        assert "Trần Trưởng" in words
        assert minutes.content_digest[:20] in words.replace("\n", "")
        assert "RIÊNG TƯ" not in words

    def test_is_refused_for_what_cannot_be_read(self, answered: World):
        with pytest.raises(MinutesRefused, match="not_readable"):
            minutes_pdf(kept(answered, {"place": "Xưởng hàn"}))
