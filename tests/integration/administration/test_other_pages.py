"""Agencies, calendar, numbers, certificates and incidents on the desk."""

from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Agency, AgencyHours, AnnouncedYear, CalendarDay, Person
from documents.models import Certificate, NumberRegister, RegisterEntry
from jobs.models import Incident, JobState
from jobs.services import enqueue
from tests.integration.accounts.people import AT, Administration
from tests.integration.administration.conftest import browser_of


class TestAgencies:
    FACTS = {
        "name": "Trường Trung cấp Trà Vinh",
        "kind": "school",
        "parent": "H61.12",
        "term_ends": "closing",
        "valid_from": "2026-01-01",
    }

    def test_are_made_changed_and_ended(self, as_administrator: Client) -> None:
        as_administrator.post(reverse("administration:new_agency"), {"code": "H61.12.9", **self.FACTS})
        agency = Agency.objects.get(code="H61.12.9")
        edit = reverse("administration:edit_agency", args=[agency.public_id])
        as_administrator.post(edit, {**self.FACTS, "place_name": "Trà Vinh"})
        retire = reverse("administration:retire_agency", args=[agency.public_id])
        as_administrator.post(retire, {"last_day": "2026-12-31", "successor": "H61.12"})

        agency.refresh_from_db()
        assert (agency.place_name, agency.term_ends) == ("Trà Vinh", "closing")
        assert (agency.valid_to, agency.successor.code) == (date(2026, 12, 31), "H61.12")

    @pytest.mark.parametrize(("typed", "kept"), [("", 10), ("3", 3)], ids=["the usual days", "its own days"])
    def test_promise_answers_to_complaints(self, as_administrator: Client, typed: str, kept: int) -> None:
        facts = {"code": "H61.12.9", **self.FACTS, "complaint_days": typed}

        as_administrator.post(reverse("administration:new_agency"), facts)

        assert Agency.objects.get(code="H61.12.9").complaint_days == kept

    @pytest.mark.parametrize("typed", ["0", "61", "x"])
    def test_promise_no_nonsense(self, as_administrator: Client, typed: str) -> None:
        facts = {"code": "H61.12.9", **self.FACTS, "complaint_days": typed}

        answer = as_administrator.post(reverse("administration:new_agency"), facts)

        assert answer.status_code == 422

    def test_keep_their_codes_apart(self, as_administrator: Client) -> None:
        answer = as_administrator.post(reverse("administration:new_agency"), {"code": "H61.12", **self.FACTS})

        assert "Mã này đã có cơ quan khác dùng." in answer.content.decode()

    def test_cannot_be_put_under_themselves(
        self, as_administrator: Client, administration: Administration
    ) -> None:
        edit = reverse("administration:edit_agency", args=[administration.department.public_id])

        answer = as_administrator.post(edit, self.FACTS)

        assert answer.status_code == 422

    def test_show_as_a_tree(self, as_administrator: Client) -> None:
        rows = as_administrator.get(reverse("administration:agencies")).context["rows"]

        assert [(row["agency"].code, row["depth"]) for row in rows] == [
            ("H61", 0),
            ("H61.12", 1),
            ("H61.12.1", 1),
            ("H61.99", 1),
        ]

    def test_of_a_local_administrator_need_a_parent(self, local: Person) -> None:
        orphan = {"code": "X", **self.FACTS, "parent": ""}

        answer = browser_of(local).post(reverse("administration:new_agency"), orphan)

        assert answer.status_code == 422


class TestTheCalendar:
    def test_takes_a_day_and_gives_it_back(self, as_administrator: Client) -> None:
        url = reverse("administration:calendar")
        as_administrator.post(
            url, {"what": "day", "day-on": "2026-12-01", "day-kind": "holiday", "day-note": "Lễ"}
        )
        day = CalendarDay.objects.get(on=date(2026, 12, 1))

        as_administrator.post(reverse("administration:remove_day", args=[day.pk]))

        assert not CalendarDay.objects.exists()

    def test_explains_a_make_up_day_in_the_week(self, as_administrator: Client) -> None:
        answer = as_administrator.post(
            reverse("administration:calendar"),
            {"what": "day", "day-on": "2026-12-01", "day-kind": "working_makeup"},
        )

        assert answer.status_code == 422
        assert "Ngày làm bù phải là thứ Bảy hoặc Chủ nhật." in answer.content.decode()

    def test_of_the_own_agency_has_its_hours(self, local: Person) -> None:
        url = reverse("administration:calendar") + "?agency=H61.12.1&year=2026"

        answer = browser_of(local).post(
            url, {"what": "hours", "hours-sessions": "07:30-11:30\n13:30 - 17:00"}
        )

        assert answer.status_code == 302
        assert AgencyHours.objects.filter(agency__code="H61.12.1").count() == 2

    @pytest.mark.parametrize("text", ["7h-11h", "13:00-17:00\n07:00-11:00", "07:00"])
    def test_refuses_hours_that_make_no_sense(self, as_administrator: Client, text: str) -> None:
        answer = as_administrator.post(
            reverse("administration:calendar"), {"what": "hours", "hours-sessions": text}
        )

        assert answer.status_code == 422

    def test_makes_a_proposed_year_firm(
        self, as_administrator: Client, administration: Administration
    ) -> None:
        as_administrator.post(reverse("administration:propose_days", args=[2027]))
        page = as_administrator.get(reverse("administration:calendar") + "?year=2027").content.decode()
        as_administrator.post(
            reverse("administration:calendar"), {"what": "year", "year-year": "2027", "year-basis": "TB 9"}
        )

        assert "Ngày Văn hóa Việt Nam" in page
        assert "Dự kiến" in page
        assert AnnouncedYear.objects.get(year=2027).confirmed_by == administration.administrator

    @pytest.mark.parametrize("query", ["?year=abc", "?year=99999", "?year="])
    def test_bears_a_nonsense_year(self, as_administrator: Client, query: str) -> None:
        assert as_administrator.get(reverse("administration:calendar") + query).status_code == 200


class TestNumbers:
    def test_are_shown_and_voided_with_a_reason(
        self, as_administrator: Client, administration: Administration
    ) -> None:
        register = NumberRegister.objects.create(
            agency=administration.department,
            series="ban-sao",
            name="Sổ cấp bản sao",
            year=2026,
            last_number=1,
        )
        entry = RegisterEntry(
            register=register, number=1, text="01/BS", day=date(2026, 11, 23), decision="d:1", reserved_at=AT
        )
        RegisterEntry.objects.bulk_create([entry])
        void = reverse("administration:void_number", args=[entry.public_id])

        shown = as_administrator.get(reverse("administration:register", args=[register.public_id]))
        as_administrator.post(void, {"reason": "Ghi nhầm"})

        assert "01/BS" in shown.content.decode()
        assert RegisterEntry.objects.get(public_id=entry.public_id).void_reason == "Ghi nhầm"
        assert as_administrator.get(void).status_code == 404


def certificate_file(name: str = "Sở GDĐT") -> SimpleUploadedFile:
    """Return a self-made certificate as a browser would send it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2028, 1, 1, tzinfo=UTC))
        .sign(key, SHA256())
    )
    return SimpleUploadedFile("so.pem", certificate.public_bytes(Encoding.PEM))


class TestCertificates:
    def test_are_registered_and_revoked_for_good(
        self, as_administrator: Client, administration: Administration
    ) -> None:
        as_administrator.post(
            reverse("administration:new_certificate"), {"file": certificate_file(), "agency": "H61.12"}
        )
        certificate = Certificate.objects.get()
        revoke = reverse("administration:certificate_state", args=[certificate.public_id, "revoked"])
        as_administrator.post(revoke)

        certificate.refresh_from_db()
        assert certificate.agency == administration.department
        assert certificate.state == "revoked"
        again = reverse("administration:certificate_state", args=[certificate.public_id, "active"])
        assert as_administrator.post(again).status_code == 404

    def test_of_two_owners_or_none_are_refused(self, as_administrator: Client, leader: Person) -> None:
        url = reverse("administration:new_certificate")

        both = as_administrator.post(
            url, {"file": certificate_file(), "agency": "H61.12", "email": leader.email}
        )
        neither = as_administrator.post(url, {"file": certificate_file()})

        assert (both.status_code, neither.status_code) == (422, 422)

    def test_must_be_certificates(self, as_administrator: Client) -> None:
        answer = as_administrator.post(
            reverse("administration:new_certificate"),
            {"file": SimpleUploadedFile("so.pem", b"khong phai"), "agency": "H61.12"},
        )

        assert "không phải chứng thư số" in answer.content.decode()


class TestIncidents:
    @pytest.fixture
    def incident(self, administration: Administration) -> Incident:
        job = enqueue("audit.seal", key="x", payload={}, run_at=AT + timedelta(days=999))
        job.state = JobState.FAILED
        job.save()
        return Incident.objects.create(job=job, place="documents.render 7", cause="Hết đĩa", opened_at=AT)

    def test_are_tried_again(self, as_administrator: Client, incident: Incident) -> None:
        page = as_administrator.get(reverse("administration:incidents")).content.decode()
        as_administrator.post(reverse("administration:retry_incident", args=[incident.public_id]))

        incident.refresh_from_db()
        assert "Hết đĩa" in page
        assert incident.closed_at is not None
        assert incident.job.state == JobState.READY

    def test_are_closed_with_a_reason(self, as_administrator: Client, incident: Incident) -> None:
        close = reverse("administration:close_incident", args=[incident.public_id])
        as_administrator.post(close, {"reason": "Làm tay"})

        incident.refresh_from_db()
        assert incident.reason == "Làm tay"
        assert "Làm tay" in as_administrator.get(reverse("administration:incidents")).content.decode()

    def test_bear_two_people_pressing_at_once(self, as_administrator: Client, incident: Incident) -> None:
        retry = reverse("administration:retry_incident", args=[incident.public_id])
        as_administrator.post(retry)

        assert as_administrator.post(retry).status_code == 302
