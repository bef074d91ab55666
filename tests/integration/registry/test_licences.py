"""The register of licences: a decision writes one once, a later one replaces it, quotas are read by day and place."""

from contextlib import suppress
from datetime import date
from importlib import import_module
from threading import Barrier, BrokenBarrierError

import pytest
from django.utils import timezone

from dossiers.register_operations import majors_granted
from registry.errors import FactsInvalid
from registry.models import Licence
from registry.selectors import licence_in_force, yearly_quota
from registry.services import Granted, record_licence
from registry.services.record_licence import institution_of
from tests.integration.workflows.test_concurrency import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.services]
WELDING = {"level": "trung_cap", "code": "5520123", "name": "Hàn", "place": "ĐĐ1", "yearly_quota": 60}
MAY = date(2026, 5, 4)


def granted(number: str, on: date, *majors: dict) -> Granted:
    """Return what a decision grants to the one school of these tests."""
    return Granted({"name": "Trường Trung cấp nghề Mẫu", "phone": "02703"}, number, on, majors)


class TestALicence:
    def test_is_written_once_for_a_decision(self, keeper):
        at = timezone.now()
        first = record_licence(keeper, granted("01/QĐ", MAY, WELDING), actor_id=None, at=at)

        again = record_licence(keeper, granted("01/QĐ", MAY, WELDING), actor_id=None, at=at)

        assert again.pk == first.pk
        assert first.versions.get().content["majors"] == [WELDING]
        assert first.institution.name_key == "truong trung cap nghe mau"

    def test_is_replaced_by_a_later_one_and_keeps_its_content(self, keeper):
        at = timezone.now()
        old = record_licence(keeper, granted("01/QĐ", MAY, WELDING), actor_id=None, at=at)

        new = record_licence(
            keeper,
            granted("02/QĐ", date(2026, 9, 1), {**WELDING, "yearly_quota": 90}),
            actor_id=None,
            at=at,
        )

        old.refresh_from_db()
        assert (old.state, new.state) == (Licence.State.REPLACED, Licence.State.VALID)
        assert [each.state for each in old.versions.order_by("version")] == ["valid", "replaced"]
        school = new.institution
        assert licence_in_force(school, date(2026, 6, 1)) == old
        assert yearly_quota(school, "5520123", date(2026, 6, 1)) == 60
        assert yearly_quota(school, "5520123", date(2026, 10, 1), place="ĐĐ1") == 90
        assert yearly_quota(school, "5520123", date(2026, 1, 1)) == 0

    def test_needs_a_major(self, keeper):
        with pytest.raises(FactsInvalid):
            record_licence(keeper, granted("01/QĐ", MAY), actor_id=None, at=timezone.now())


class TestWhatIsGranted:
    ROWS = (
        {"row": "N1", "level": "trung_cap", "code": "5520123", "name": "Hàn", "place": "ĐĐ1", "yearly_quota": 60},
        {"row": "N2", "level": "so_cap", "code": None, "name": "May", "place": "ĐĐ1", "yearly_quota": 30},
    )  # fmt: skip

    def test_is_all_of_it_where_nothing_is_said(self):
        assert [row["yearly_quota"] for row in majors_granted(self.ROWS, None)] == [60, 30]

    def test_is_the_rows_named_with_their_own_quota(self):
        [major] = majors_granted(self.ROWS, [{"row": "N2", "yearly_quota": 25}])

        assert (major["name"], major["code"], major["yearly_quota"]) == ("May", "", 25)


@pytest.mark.django_db(transaction=True)
class TestTwoDecisionsAtOnce:
    def test_leave_one_licence_valid(self, keeper, monkeypatch):
        at = timezone.now()
        record_licence(keeper, granted("01/QĐ", MAY, WELDING), actor_id=None, at=at)
        both_found_it = Barrier(2)

        def found_together(*args):
            institution = institution_of(*args)
            with suppress(BrokenBarrierError):
                both_found_it.wait(timeout=1)
            return institution

        monkeypatch.setattr(
            import_module("registry.services.record_licence"), "institution_of", found_together
        )

        at_once(
            lambda: record_licence(keeper, granted("02/QĐ", MAY, WELDING), actor_id=None, at=at),
            lambda: record_licence(keeper, granted("03/QĐ", MAY, WELDING), actor_id=None, at=at),
        )

        states = Licence.objects.order_by("number").values_list("state", flat=True)
        assert sorted(states) == ["replaced", "replaced", "valid"]
