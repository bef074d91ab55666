"""What each person sees of a dossier, beside whether they may open its page."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.models import Agency
from accounts.services import appoint, open_account, open_office
from dossiers.errors import NotVisible
from dossiers.selectors import desk_dossier, dossier_for_applicant, work_item
from dossiers.sight import sight_of
from tests.integration.dossiers.diploma_copy import send, walk


@pytest.fixture
def hands_over(people, now):
    """Somebody who only hands results over."""
    person = open_account(email="tra@motcua.test", full_name="Người trả", actor=None, at=now)
    department = Agency.objects.get(code="H61.12")
    open_office("tra_ket_qua", department, at=now)
    appoint(
        person=person,
        role="tra_ket_qua",
        acts_for=department,
        starts_on=date(2026, 1, 1),
        basis="Phân công",
        actor=None,
        at=now,
    )
    return person


class TestSight:
    def test_shows_the_applicant_everything_but_opinions(self, people, now):
        dossier = walk(send(people["cong-dan"], now), people, now, until="b3")

        page = dossier_for_applicant(people["cong-dan"], dossier.public_id, now)

        assert page.answers
        assert not page.steps
        assert not page.history

    def test_shows_reception_the_application_and_no_appraisal(self, people, now):
        dossier = walk(send(people["cong-dan"], now), people, now, until="b3")

        page = desk_dossier(people["tiep-nhan-2"], dossier.public_id, now)

        assert page.answers
        assert not page.steps

    @pytest.mark.parametrize("who", ["van-thu", "quan-tri"])
    def test_shows_who_only_lists_no_answer_and_no_paper(self, people, now, who):
        dossier = walk(send(people["cong-dan"], now), people, now, until="b5")

        sight = sight_of(people[who], dossier, now)

        assert sight.listed
        assert not (sight.answers or sight.papers or sight.opinions)

    def test_shows_who_hands_over_the_result_alone(self, people, hands_over, now):
        dossier = walk(send(people["cong-dan"], now), people, now, until="b6")

        sight = sight_of(hands_over, dossier, timezone.now())

        assert sight.documents
        assert not (sight.answers or sight.papers or sight.opinions)

    def test_is_nothing_for_another_agency(self, people, now):
        dossier = walk(send(people["cong-dan"], now), people, now, until="b2")

        assert not sight_of(people["hieu-truong"], dossier, now)


class TestAnOfficersOwnDossier:
    def test_is_for_a_colleague_to_work_on(self, people, now):
        dossier = send(people["tiep-nhan"], now)
        item = dossier.run.work_items.get(completed_at=None)

        with pytest.raises(NotVisible):
            work_item(people["tiep-nhan"], item.public_id, now)
        assert work_item(people["tiep-nhan-2"], item.public_id, now) == item
