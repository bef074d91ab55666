"""An administrator's hands on a flow: skip an operation that gave up, hold a run and let it go."""

# ruff: noqa: F811  fixtures by name

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from audit.models import AuditEntry
from dossiers.errors import MayNotHold
from dossiers.models import Dossier
from dossiers.services import claim, complete, hold
from jobs.errors import GiveUp
from jobs.models import Incident, Resolution
from jobs.testing import run_all_jobs
from tests.integration.administration.conftest import browser_of
from tests.integration.dossiers.conftest import now, office, people  # noqa: F401 fixtures by name
from tests.integration.dossiers.diploma_copy import open_item, send, walk
from workflows.selectors import still_open
from workflows.services import cancel_run


def broken(dossier: Dossier, **asked: object) -> None:
    """An operation that gives up."""
    raise GiveUp("sổ đang khóa")


@pytest.fixture
def administrator(people) -> Client:
    return browser_of(people["quan-tri"])


@pytest.fixture
def sent(people, now) -> Dossier:
    """A dossier that waits at reception."""
    return send(people["cong-dan"], now)


def answer(page: Client, url: str, reason: str = "Đã làm tay"):
    """Open a page that asks for a reason and give one."""
    assert page.get(url).status_code == 200
    return page.post(url, {"reason": reason})


class TestAnOperationThatGaveUp:
    @pytest.fixture
    def gave_up(self, people, now, settings):
        """Return a function that takes a dossier to a step and lets the operation behind it give up."""

        def gave_up(step: str, outcome: str, who: str, operation: str, **answers: str) -> Incident:
            settings.OPERATIONS = {**settings.OPERATIONS, operation: f"{__name__}.broken"}
            dossier = walk(send(people["cong-dan"], now), people, now, until=step)
            item = open_item(dossier, step)
            item = claim(people[who], item.public_id, version=item.version, at=now)
            complete(
                people[who],
                item.public_id,
                outcome=outcome,
                version=item.version,
                at=now,
                data=answers,
                files={},
            )
            run_all_jobs(raise_errors=False)
            return Incident.objects.get()

        return gave_up

    @pytest.fixture
    def incident(self, gave_up) -> Incident:
        return gave_up("b4", "ky", "lanh-dao", "issue_document")

    def test_can_be_skipped_from_the_list(self, administrator: Client, incident: Incident) -> None:
        skip = reverse("administration:skip_incident", args=[incident.public_id])
        listed = administrator.get(reverse("administration:incidents")).content.decode()

        response = answer(administrator, skip, "Đã ký bản giấy")

        incident.refresh_from_db()
        assert skip in listed
        assert "sổ đang khóa" in listed
        assert response.url == reverse("administration:incidents")
        assert (incident.resolution, incident.reason) == (Resolution.SKIPPED, "Đã ký bản giấy")
        assert "Đã bỏ qua" in administrator.get(response.url).content.decode()

    def test_is_followed_by_the_way_for_no_answer_and_the_step_there_says_so(
        self,
        administrator: Client,
        people,
        incident: Incident,
    ) -> None:
        answer(administrator, reverse("administration:skip_incident", args=[incident.public_id]))

        dossier = Dossier.objects.get()
        page = (
            browser_of(people["lanh-dao"])
            .get(reverse("desk:dossier", args=[dossier.public_id]))
            .content.decode()
        )
        assert open_item(dossier, "b4").is_open
        assert "đã cho bỏ qua việc tự động" in page
        assert "theo lối mặc định vì không điều kiện nào khác đúng: signing = (chưa có)" in page

    def test_that_was_to_name_the_next_agency_cannot_be_skipped(self, administrator: Client, gave_up) -> None:
        incident = gave_up("b1", "tiep_nhan", "tiep-nhan", "register_reception", noi_giu_so_goc="H61.12")

        response = answer(administrator, reverse("administration:skip_incident", args=[incident.public_id]))

        incident.refresh_from_db()
        assert response.status_code == 422
        assert "cơ quan nào làm bước sau" in response.content.decode()
        assert incident.resolution == Resolution.OPEN

    def test_that_the_run_no_longer_waits_for_is_explained(
        self,
        administrator: Client,
        people,
        now,
        incident: Incident,
    ) -> None:
        cancel_run(run_id=incident.job.payload["run_id"], reason="Rút", actor_id=None, at=now)

        response = answer(administrator, reverse("administration:skip_incident", args=[incident.public_id]))

        assert response.status_code == 422
        assert "Quy trình không còn chờ việc này" in response.content.decode()

    def test_is_not_skipped_without_a_reason(self, administrator: Client, incident: Incident) -> None:
        url = reverse("administration:skip_incident", args=[incident.public_id])

        assert administrator.post(url, {"reason": " "}).status_code == 422
        incident.refresh_from_db()
        assert incident.resolution == Resolution.OPEN

    def test_is_no_officers_affair(self, people, incident: Incident) -> None:
        url = reverse("administration:skip_incident", args=[incident.public_id])

        assert browser_of(people["lanh-dao"]).post(url, {"reason": "x"}).status_code == 404


class TestARunOnHold:
    def test_leaves_the_inboxes_and_says_why_on_its_page(
        self,
        administrator: Client,
        people,
        sent: Dossier,
    ) -> None:
        answer(administrator, reverse("desk:hold", args=[sent.public_id]), "Chờ xác minh")

        page = (
            browser_of(people["tiep-nhan"])
            .get(reverse("desk:dossier", args=[sent.public_id]))
            .content.decode()
        )
        assert not still_open().filter(process_id=sent.run_id).exists()
        assert "Quy trình tạm dừng từ" in page
        assert "Chờ xác minh" in page
        assert reverse("desk:let_go", args=[sent.public_id]) not in page

    def test_goes_on_when_it_is_let_go(self, administrator: Client, people, sent: Dossier) -> None:
        answer(administrator, reverse("desk:hold", args=[sent.public_id]))
        answer(administrator, reverse("desk:let_go", args=[sent.public_id]), "Đã xác minh")

        page = administrator.get(reverse("desk:dossier", args=[sent.public_id])).content.decode()
        assert still_open().filter(process_id=sent.run_id).exists()
        assert "Quy trình tạm dừng từ" not in page
        assert reverse("desk:hold", args=[sent.public_id]) in page

    def test_is_recorded_with_person_and_reason(
        self,
        administrator: Client,
        people,
        sent: Dossier,
    ) -> None:
        answer(administrator, reverse("desk:hold", args=[sent.public_id]), "Chờ xác minh")

        entry = AuditEntry.objects.get(action="workflows.suspend", target_id=str(sent.run_id))
        assert entry.actor_id == people["quan-tri"].pk
        assert entry.stored.values["reason"] == "Chờ xác minh"

    def test_that_has_ended_cannot_be_held(
        self,
        administrator: Client,
        people: dict[str, Person],
        sent: Dossier,
        now,
    ) -> None:
        walk(sent, people, now)

        response = answer(administrator, reverse("desk:hold", args=[sent.public_id]))

        assert response.status_code == 422
        assert "đã kết thúc" in response.content.decode()

    def test_is_no_officers_affair(self, people, sent: Dossier, now) -> None:
        with pytest.raises(MayNotHold):
            hold(people["tiep-nhan"], sent.public_id, reason="x", at=now)
        assert (
            browser_of(people["tiep-nhan"]).get(reverse("desk:hold", args=[sent.public_id])).status_code
            == 404
        )
