"""One pair of eyes at an office of two: who allows it, how long, and what the person who uses it must say."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.errors import BasisMissing, DatesInvalid, NotAllowed, WaiverOver
from accounts.localdays import local_day
from accounts.models import Agency, FourEyesWaiver
from accounts.selectors import four_eyes_waivers
from accounts.services import restore_four_eyes, waive_four_eyes
from audit.models import AuditEntry
from tests.integration.dossiers.conftest import now, office, people  # noqa: F401
from tests.integration.dossiers.diploma_copy import open_item, send, walk
from tests.integration.permission_world import BACKEND

REASON = "Phòng chỉ có hai người, một người nghỉ"


@pytest.fixture
def department(office) -> Agency:  # noqa: F811
    """The deciding agency."""
    return Agency.objects.get(code="H61.12")


@pytest.fixture
def waive(department, people, now):  # noqa: F811
    """Allow one pair of eyes at the department, today unless told otherwise."""

    def allowed(
        *, first: int = 0, last: int = 0, reason: str = REASON, by: str = "quan-tri"
    ) -> FourEyesWaiver:
        today = local_day(now)
        return waive_four_eyes(
            department, starts_on=today + timedelta(days=first), ends_on=today + timedelta(days=last),
            reason=reason, actor=people[by], at=now,
        )  # fmt: skip

    return allowed


@pytest.fixture
def own_step(people, now):  # noqa: F811
    """The comparison of a record that the keeper found himself."""
    dossier = walk(send(people["cong-dan"], now), people, now, until="b3")
    return open_item(dossier, "b3")


@pytest.fixture
def keeper(client, people):  # noqa: F811
    """The browser of the keeper who did the step before."""
    client.force_login(people["giu-so"], backend=BACKEND)
    return client


def claim(browser, item):
    """Press "take" on a step."""
    return browser.post(reverse("desk:claim", args=[item.public_id]), {"version": item.version})


def answer(browser, item, **more):
    """Send the comparison on its way."""
    item.refresh_from_db()
    form = {"outcome": "dung", "version": item.version, "da_doi_chieu": "true", **more}
    return browser.post(reverse("desk:work_item", args=[item.public_id]), form)


def recorded(action: str) -> dict:
    """Return the values of the latest audit row of an action."""
    return AuditEntry.objects.filter(action=action).latest("pk").stored.values


class TestAStepThatChecksOnesOwn:
    def test_is_refused_with_what_to_do(self, keeper, own_step):
        refused = claim(keeper, own_step)

        assert refused.status_code == 409
        assert "báo quản trị viên cho phép một người làm cả hai bước" in refused.content.decode()

    def test_is_refused_under_the_waiver_of_other_days(self, keeper, own_step, waive):
        waive(first=1, last=5)

        assert claim(keeper, own_step).status_code == 409

    def test_is_refused_once_the_waiver_was_taken_back(self, keeper, own_step, waive, people, now):  # noqa: F811
        restore_four_eyes(waive(), reason="Đã đủ người", actor=people["quan-tri"], at=now)

        assert claim(keeper, own_step).status_code == 409

    def test_asks_why_where_the_agency_allows_it(self, keeper, own_step, waive):
        waive()
        claim(keeper, own_step)

        asked = answer(keeper, own_step)

        own_step.refresh_from_db()
        assert (asked.status_code, own_step.completed_at) == (422, None)
        assert 'id="four_eyes_reason-error"' in asked.content.decode()

    def test_is_done_for_a_reason_that_stays_on_record(self, keeper, own_step, waive):
        waive()
        claim(keeper, own_step)

        answered = answer(keeper, own_step, four_eyes_reason="Đồng nghiệp nghỉ ốm")

        own_step.refresh_from_db()
        assert (answered.status_code, own_step.outcome) == (302, "dung")
        assert recorded("workflows.complete")["four_eyes_reason"] == "Đồng nghiệp nghỉ ốm"

    def test_asks_no_such_thing_of_another(self, client, people, own_step, waive):  # noqa: F811
        waive()
        client.force_login(people["giu-so-2"], backend=BACKEND)
        claim(client, own_step)

        shown = client.get(reverse("desk:work_item", args=[own_step.public_id]))

        assert "four_eyes_reason" not in shown.content.decode()
        assert answer(client, own_step).status_code == 302
        assert recorded("workflows.complete")["four_eyes_reason"] == ""


class TestAWaiver:
    def test_says_who_allowed_it_when_and_why(self, waive, people, now, department):  # noqa: F811
        waiver = waive(last=30)

        assert (waiver.allowed_by, waiver.allowed_at, waiver.reason) == (people["quan-tri"], now, REASON)
        assert recorded("accounts.four_eyes_waived")["reason"] == REASON
        assert four_eyes_waivers(department.pk, now + timedelta(days=30)).get() == waiver
        assert not four_eyes_waivers(department.pk, now + timedelta(days=31)).exists()

    def test_is_the_administrators_to_give(self, waive):
        with pytest.raises(NotAllowed):
            waive(by="lanh-dao")

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_needs_a_reason(self, waive, reason):
        with pytest.raises(BasisMissing):
            waive(reason=reason)

    def test_ends_after_it_begins(self, waive):
        with pytest.raises(DatesInvalid):
            waive(first=2, last=1)

    def test_is_taken_back_once(self, waive, people, now):  # noqa: F811
        waiver = waive()
        restore_four_eyes(waiver, reason="Đủ người", actor=people["quan-tri"], at=now)

        with pytest.raises(WaiverOver):
            restore_four_eyes(waiver, reason="Đủ người", actor=people["quan-tri"], at=now)


class TestThePageOfAnAgency:
    @pytest.fixture
    def administrator(self, client, people):  # noqa: F811
        """The administrator's browser."""
        client.force_login(people["quan-tri"], backend=BACKEND)
        return client

    def test_allows_it_and_takes_it_back(self, administrator, department, now):  # noqa: F811
        today = local_day(now).isoformat()
        form = {"starts_on": today, "ends_on": today, "reason": REASON}

        administrator.post(reverse("administration:waive_four_eyes", args=[department.public_id]), form)
        waiver = FourEyesWaiver.objects.get(agency=department)
        page = administrator.get(reverse("administration:agency", args=[department.public_id]))
        end = reverse("administration:restore_four_eyes", args=[waiver.public_id])
        administrator.post(end, {"reason": "Đủ người"})

        waiver.refresh_from_db()
        assert REASON in page.content.decode() and end in page.content.decode()
        assert waiver.revoked_at is not None
        assert recorded("accounts.four_eyes_restored")["reason"] == "Đủ người"

    def test_keeps_what_was_typed_wrongly(self, administrator, department, now):  # noqa: F811
        today = local_day(now)
        form = {"starts_on": today, "ends_on": today - timedelta(days=1), "reason": REASON}

        refused = administrator.post(
            reverse("administration:waive_four_eyes", args=[department.public_id]), form
        )

        assert (refused.status_code, FourEyesWaiver.objects.count()) == (422, 0)
