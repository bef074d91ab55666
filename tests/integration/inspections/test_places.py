"""Where an institution is inspected: written down at the desk, known again next time, else where the first picture was taken."""

from uuid import uuid4

import pytest

from accounts.models import Agency
from inspections.errors import MayNot, NotFit, WrongMoment
from inspections.models import Evidence, Target, TeamRole
from inspections.selectors.boards import degrees_of, open_targets
from inspections.services import add_target, set_place
from inspections.services.set_place import coordinates_of, known_coordinates
from inspections.status import TargetStatus
from tests.integration.inspections.visit_world import visit_of

pytestmark = pytest.mark.django_db

SA_PA = "22.3364, 103.8438"


class TestCoordinates:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            pytest.param(SA_PA, {"lat": "22.3364", "lng": "103.8438"}, id="as maps give them"),
            pytest.param("22,3364; 103,8438", {"lat": "22.3364", "lng": "103.8438"}, id="with commas"),
            pytest.param("22 104", {"lat": "22", "lng": "104"}, id="whole degrees"),
            pytest.param(
                "22.336412345678901, 103.84380000000001",
                {"lat": "22.33641235", "lng": "103.8438"},
                id="in more places than anybody measured",
            ),
            pytest.param("  ", None, id="none"),
        ],
    )
    def test_are_read(self, typed, kept):
        assert coordinates_of(typed) == kept

    @pytest.mark.parametrize("typed", ["Sa Pa", "22.3364", "95, 103", "22, 200", "22.3364, 103.8438, 5"])
    def test_that_are_none_are_refused(self, typed):
        with pytest.raises(NotFit):
            coordinates_of(typed)


class TestAPlace:
    def test_is_written_by_the_lead_and_by_nobody_of_the_rest(self, visit):
        set_place(visit.people["lead"], visit.target, place="Cơ sở 2", coordinates=SA_PA, at=visit.at)

        visit.target.refresh_from_db()
        assert (visit.target.place, visit.target.coordinates["lat"]) == ("Cơ sở 2", "22.3364")
        for who in ("an", "stranger"):
            with pytest.raises(MayNot):
                set_place(visit.people[who], visit.target, place="", coordinates="", at=visit.at)

    def test_of_what_is_over_stays(self, visit):
        Target.objects.filter(pk=visit.target.pk).update(status=TargetStatus.CLOSED)

        with pytest.raises(WrongMoment):
            set_place(visit.people["lead"], visit.target, place="", coordinates="", at=visit.at)

    def test_is_where_the_first_picture_was_taken_until_it_is_written_down(self, visit):
        for number, lat in enumerate(("22.5", "22.6")):
            Evidence.objects.create(
                id=uuid4(), target=visit.target, kind="photo", sha256="0" * 64, size=1, by=visit.people["lead"],
                announced_at=visit.at.replace(microsecond=number), place={"lat": lat, "lng": "104", "accuracy": "5"},
            )  # fmt: skip
        [pictured] = open_targets(visit.people["lead"], visit.at)
        set_place(visit.people["lead"], visit.target, place="", coordinates=SA_PA, at=visit.at)
        [written] = open_targets(visit.people["lead"], visit.at)

        assert degrees_of(pictured) == (22.5, 104.0)
        assert degrees_of(written) == (22.3364, 103.8438)

    def test_is_nowhere_while_nobody_knows(self, visit):
        [target] = open_targets(visit.people["lead"], visit.at)

        assert degrees_of(target) is None


class TestAnInstitutionInspectedAgain:
    def test_is_where_it_was(self, chain):
        inspection = chain.do(chain.people["chuyen-vien"], chain.proposed(), "k1", "mo")
        drafter, institution = chain.people["chuyen-vien"], chain.institutions[0]
        first = add_target(drafter, inspection, institution, at=chain.at)
        set_place(drafter, first, place="", coordinates=SA_PA, at=chain.at)
        again = chain.do(drafter, chain.proposed(scope="lần sau"), "k1", "mo")

        target = add_target(drafter, again, institution, at=chain.at)

        assert target.coordinates == {"lat": "22.3364", "lng": "103.8438"}

    def test_is_where_its_agencys_latest_check_found_it_all_of_them_known_at_once(
        self, visit, django_assert_num_queries
    ):
        agency, by = visit.inspection.agency, {visit.people["lead"]: TeamRole.LEAD}
        (elsewhere,) = Agency.objects.bulk_create(
            [Agency(code="K", name="Sở Khác", valid_from=agency.valid_from)]
        )
        theirs = visit_of(elsewhere, by, visit.at)
        for target, lat in (
            (visit.target, "21.1"),
            (visit_of(agency, by, visit.at), "21.2"),
            (theirs, "21.3"),
        ):
            target.institution, target.coordinates = visit.target.institution, {"lat": lat, "lng": "103"}
            target.save()
        never_found = visit_of(agency, by, visit.at).institution

        with django_assert_num_queries(1):
            known = known_coordinates([visit.target.institution, never_found], agency.pk)

        assert known == {visit.target.institution_id: {"lat": "21.2", "lng": "103"}}
