"""The pages on which one asks, grants, takes back, and says for whom one applies; without JavaScript."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.localdays import local_day
from accounts.models import Representation
from dossiers.models import Dossier, Draft, MessageFile, RepresentationRequest
from dossiers.selectors import application_package
from dossiers.services import save_draft, take_back
from forms.services import collect
from tests.integration.dossiers.diploma_copy import ANSWERS
from tests.integration.dossiers.test_representation import power, represent_school, send_by
from tests.integration.uploads import PIXEL, paper_of

LIST = "/account/representation/"


def day_parts(name: str, day) -> dict[str, str]:
    """Return a day as the three boxes send it."""
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def asked(now, **changed: object) -> dict[str, object]:
    """Return what the form for an organisation sends."""
    paper = SimpleUploadedFile("qd.png", PIXEL, content_type="image/png")
    sent = {
        "party_number": "1500000001", "party_name": "Trường Trung cấp Mẫu", "basis": "QĐ 12/QĐ-TC",
        **day_parts("starts_on", local_day(now)), "evidence": paper,
    }  # fmt: skip
    return {**sent, **changed}


def granted(now, **changed: object) -> dict[str, object]:
    """Return what the form of a power sends."""
    today = local_day(now)
    sent = {
        "party_number": "084203000456", "party_name": "Thạch Sô Phi", "procedures": ["diploma_copy"],
        **day_parts("starts_on", today), **day_parts("ends_on", today + timedelta(days=9)), "agreed": "true",
    }  # fmt: skip
    return {**sent, **changed}


def typed(person, now, party: Representation) -> None:
    """Have a whole application in the draft for a party."""
    package = application_package("diploma_copy", now)
    form = package.forms[package.definition.form]
    values = collect(form, data=ANSWERS, owner_id=person.pk, at=now).values
    save_draft(person, "diploma_copy", values, at=now, representation=party)


class TestAsking:
    def test_for_an_organisation_waits_for_an_officer(self, browser_of, now):
        response = browser_of("cong-dan-2").post(f"{LIST}organisation/", asked(now), follow=True)

        wish = RepresentationRequest.objects.get()
        assert (wish.state, wish.party_number) == ("waiting", "1500000001")
        assert wish.evidence.get().original_name == "qd.png"
        assert "Trường Trung cấp Mẫu" in response.content.decode()

    def test_keeps_the_paper_and_what_was_typed_beside_a_mistake(self, browser_of, now):
        response = browser_of("cong-dan-2").post(f"{LIST}organisation/", asked(now, party_name=" "))

        page = response.content.decode()
        assert response.status_code == 422
        assert 'value="QĐ 12/QĐ-TC"' in page
        assert "qd.png" in page
        assert not RepresentationRequest.objects.exists()

    @pytest.mark.parametrize(
        "changed",
        [
            {"party_number": "12"},
            {"evidence": SimpleUploadedFile("x.pdf", b"MZ", content_type="application/pdf")},
            {"evidence": ""},
            {"basis": "x" * 301},
            {"ends_on-day": "1", "ends_on-month": "1", "ends_on-year": "2001"},
            {"starts_on-year": "9999999"},
        ],
        ids=["number", "not a paper", "no paper", "too long", "ends before", "no day"],
    )
    def test_is_refused_where_something_is_wrong(self, browser_of, now, changed):
        response = browser_of("cong-dan-2").post(f"{LIST}organisation/", asked(now, **changed))

        assert response.status_code == 422
        assert not RepresentationRequest.objects.exists()

    def test_has_three_ways_and_no_other(self, browser_of):
        statuses = [
            browser_of("cong-dan").get(f"{LIST}{kind}/").status_code for kind in ("person", "anything")
        ]

        assert statuses == [200, 404]


class TestGranting:
    def test_is_one_page(self, citizen, people, now):
        response = citizen.post(f"{LIST}grant/", granted(now), follow=True)

        power = Representation.objects.get()
        assert (power.principal, power.person) == (people["cong-dan"], people["cong-dan-2"])
        assert "Đã ủy quyền" in response.content.decode()

    def test_says_one_thing_of_a_number_and_a_name_that_do_not_meet(self, citizen, now):
        wrong = [granted(now, party_name="Ai Khác"), granted(now, party_number="084203999999")]

        pages = [citizen.post(f"{LIST}grant/", sent) for sent in wrong]

        assert [page.status_code for page in pages] == [422, 422]
        assert all("Không thấy ai khác" in page.content.decode() for page in pages)
        assert not Representation.objects.exists()

    def test_lets_nobody_guess_on(self, citizen, now):
        for _ in range(20):
            citizen.post(f"{LIST}grant/", granted(now, party_name="Ai Khác"))

        assert citizen.post(f"{LIST}grant/", granted(now)).status_code == 429

    def test_needs_a_proven_identity(self, browser_of, now):
        assert browser_of("giu-so").post(f"{LIST}grant/", granted(now)).status_code == 403

    def test_is_taken_back_by_one_press_of_either(self, browser_of, people, now):
        first, second = power(people, now), power(people, now)

        for who, each in (("cong-dan", first), ("cong-dan-2", second)):
            browser_of(who).post(f"{LIST}{each.public_id}/end/")
        stranger = browser_of("tiep-nhan").post(f"{LIST}{first.public_id}/end/")

        assert all(each.revoked_at for each in Representation.objects.all())
        assert stranger.status_code == 404


class TestChoosingTheParty:
    def test_is_asked_of_whoever_acts_for_another_and_of_nobody_else(self, browser_of, people, now):
        power(people, now)

        acting, plain = (browser_of(who).get("/apply/diploma_copy/") for who in ("cong-dan-2", "cong-dan"))

        assert acting.url == "/apply/diploma_copy/for-whom/"
        assert plain.status_code == 200

    def test_is_kept_and_shown_to_the_end(self, browser_of, people, now):
        granted = power(people, now)
        browser = browser_of("cong-dan-2")

        browser.post("/apply/diploma_copy/for-whom/", {"party": str(granted.public_id)})
        typed(people["cong-dan-2"], now, granted)
        review = browser.get("/apply/diploma_copy/review/").content.decode()
        key = Draft.objects.get().idempotency_key
        sent = browser.post("/apply/diploma_copy/review/", {"idempotency_key": str(key)}, follow=True)
        again = browser.post("/apply/diploma_copy/review/", {"idempotency_key": str(key)})

        dossier = Dossier.objects.get()
        assert "Nguyễn Thị Mai" in review
        assert dossier.representation == granted
        assert "Nguyễn Thị Mai" in sent.content.decode()
        assert again.url.startswith(f"/dossiers/{dossier.public_id}/")

    @pytest.mark.parametrize("party", ["", "nobody", "00000000-0000-4000-8000-000000000000"])
    def test_takes_only_what_is_offered(self, browser_of, people, now, party):
        power(people, now)

        response = browser_of("cong-dan-2").post("/apply/diploma_copy/for-whom/", {"party": party})

        assert response.status_code == 422
        assert not Draft.objects.exists()

    def test_offers_no_organisation_for_a_procedure_of_people(self, browser_of, people, now):
        represent_school(people, "cong-dan-2", now)

        page = browser_of("cong-dan-2").get("/apply/diploma_copy/for-whom/").content.decode()

        assert "Trường Trung cấp Mẫu" not in page


class TestAPowerThatIsOver:
    def test_stops_the_sending_with_words_and_keeps_the_draft(self, browser_of, people, now):
        granted, browser = power(people, now), browser_of("cong-dan-2")
        browser.post("/apply/diploma_copy/for-whom/", {"party": str(granted.public_id)})
        typed(people["cong-dan-2"], now, granted)
        key = Draft.objects.get().idempotency_key
        take_back(granted, reason="Đổi ý", actor=people["cong-dan"], at=now)

        response = browser.post("/apply/diploma_copy/review/", {"idempotency_key": str(key)}, follow=True)

        assert "Quyền nộp thay Nguyễn Thị Mai đã hết" in response.content.decode()
        assert Draft.objects.get().values["nam_tn"] == "2021"
        assert not Dossier.objects.exists()

    def test_hides_the_draft_and_the_dossier_and_its_papers(self, browser_of, people, now):
        granted, browser = power(people, now), browser_of("cong-dan-2")
        dossier = send_by(people, granted, now)
        browser.post("/apply/diploma_copy/for-whom/", {"party": str(granted.public_id)})
        typed(people["cong-dan-2"], now, granted)
        take_back(granted, reason="Đổi ý", actor=people["cong-dan"], at=now)

        draft = browser.get("/apply/diploma_copy/review/", follow=True).content.decode()

        assert "TC 004512" not in draft
        assert browser.get(f"/dossiers/{dossier.public_id}/").status_code == 404
        assert str(dossier.public_id) not in browser.get("/dossiers/").content.decode()
        assert browser_of("cong-dan").get(f"/dossiers/{dossier.public_id}/").status_code == 200

    def test_hides_a_paper_its_uploader_sent(self, browser_of, people, now):
        granted, browser = power(people, now), browser_of("cong-dan-2")
        dossier = send_by(people, granted, now)
        paper = paper_of(dossier, people["cong-dan-2"], now)
        address = reverse("portal:file", args=[paper.public_id])
        before = browser.get(address).status_code

        take_back(granted, reason="Đổi ý", actor=people["cong-dan"], at=now)

        assert (before, browser.get(address).status_code) == (200, 404)
        assert browser_of("cong-dan").get(address).status_code == 200

    def test_hides_the_file_of_a_message_its_uploader_sent(self, browser_of, people, now):
        granted, browser = power(people, now), browser_of("cong-dan-2")
        dossier = send_by(people, granted, now)
        picture = SimpleUploadedFile("anh.png", PIXEL, content_type="image/png")
        browser.post(f"/dossiers/{dossier.public_id}/messages/", {"text": "Xem ảnh", "files": picture})
        address = reverse("portal:file", args=[MessageFile.objects.get().attachment.public_id])
        before = browser.get(address).status_code

        take_back(granted, reason="Đổi ý", actor=people["cong-dan"], at=now)

        assert (before, browser.get(address).status_code) == (200, 404)
        assert browser_of("cong-dan").get(address).status_code == 200


class TestOnTheDesk:
    def test_an_officer_reads_the_paper_and_confirms(self, browser_of, people, now):
        browser_of("cong-dan-2").post(f"{LIST}organisation/", asked(now))
        wish = RepresentationRequest.objects.get()
        desk, address = browser_of("tiep-nhan"), f"/desk/representations/{wish.public_id}/"

        listed = desk.get("/desk/representations/").content.decode()
        paper = desk.get(reverse("portal:file", args=[wish.evidence.get().public_id]))
        desk.post(address, {"action": "verify", "starts_on": f"{local_day(now)}", "ends_on": ""})

        wish.refresh_from_db()
        assert "Trường Trung cấp Mẫu" in listed
        assert paper.status_code == 200
        assert wish.representation.is_in_force(now + timedelta(days=400))

    @pytest.mark.parametrize(
        "sent",
        [
            {},
            {"action": "refuse", "reason": " "},
            {"action": "verify", "starts_on": "x"},
            {"action": "verify", "starts_on": "2026-11-24", "ends_on": "2026-11-23"},
            {"action": "verify", "starts_on": "2026-11-24", "ends_on": "31/12"},
        ],
        ids=["nothing", "no reason", "no day", "ends before", "bad day"],
    )
    def test_says_what_is_wrong(self, browser_of, people, now, sent):
        browser_of("cong-dan-2").post(f"{LIST}organisation/", asked(now))
        wish = RepresentationRequest.objects.get()

        response = browser_of("tiep-nhan").post(f"/desk/representations/{wish.public_id}/", sent)

        wish.refresh_from_db()
        assert (response.status_code, wish.state) == (422, "waiting")

    def test_an_officer_ends_what_was_confirmed(self, browser_of, people, now):
        held = represent_school(people, "cong-dan-2", now)

        browser_of("quan-tri").post(
            f"/desk/representations/{held.request.public_id}/", {"action": "end", "reason": "Hết nhiệm kỳ"}
        )

        held.refresh_from_db()
        assert (held.revoked_by, held.revoked_why) == (people["quan-tri"], "Hết nhiệm kỳ")

    def test_shows_officers_who_acted_for_whom(self, browser_of, people, now):
        dossier = send_by(people, power(people, now), now)

        page = browser_of("tiep-nhan").get(f"/desk/dossiers/{dossier.public_id}/").content.decode()

        assert "Thạch Sô Phi nộp thay Nguyễn Thị Mai" in page

    def test_a_request_decided_meanwhile_is_not_decided_again(self, browser_of, people, now):
        held = represent_school(people, "cong-dan-2", now)

        response = browser_of("quan-tri").post(
            f"/desk/representations/{held.request.public_id}/",
            {"action": "refuse", "reason": "x"},
            follow=True,
        )

        assert "đã được quyết định" in response.content.decode()
        assert Representation.objects.get().revoked_at is None
