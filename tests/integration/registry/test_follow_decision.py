"""What becomes of what a decision wrote into a register, when another decision takes its place."""

from datetime import date

import pytest
from django.utils import timezone

from registry.bearers import permanent_at
from registry.models import Institution, Licence
from registry.services import Granted, keep_teachers, record_licence, replace_licence

pytestmark = [pytest.mark.django_db, pytest.mark.services]
WELDING = {"level": "trung_cap", "code": "5520123", "name": "Hàn", "place": "ĐĐ1", "yearly_quota": 60}
MAY = date(2026, 5, 4)
NAME = "Trường Trung cấp nghề Mẫu"


class TestALicenceOfAReplacedDecision:
    def test_stays_with_its_own_institution_though_another_bears_the_same_name(self, keeper):
        at = timezone.now()
        first, second = (
            Institution.objects.create(keeper=keeper, name=NAME, valid_from=MAY) for _ in range(2)
        )
        others = Granted({"name": NAME, "code": str(first.public_id)}, "01/QĐ", MAY, [WELDING])
        named = Granted({"name": NAME, "code": str(second.public_id)}, "02/QĐ", MAY, [WELDING])
        untouched, old = (record_licence(keeper, each, actor_id=None, at=at) for each in (others, named))

        new = replace_licence(
            old.pk, number="03/QĐ", issued_on=MAY, quotas={}, note="QĐ 03", actor_id=None, at=at
        )  # fmt: skip

        for each in (untouched, old):
            each.refresh_from_db()
        assert new.institution == second
        assert [each.state for each in (untouched, old, new)] == ["valid", "replaced", "valid"]
        assert Licence.objects.count() == 3

    def test_hands_its_permanent_teachers_on(self, keeper):
        at = timezone.now()
        old = record_licence(keeper, Granted({"name": NAME}, "01/QĐ", MAY, [WELDING]), actor_id=None, at=at)
        keep_teachers(old, [{"number": "086000000001", "name": "Lê Văn Tư"}], actor_id=None, at=at)

        new = replace_licence(
            old.pk, number="02/QĐ", issued_on=MAY, quotas={}, note="QĐ 02", actor_id=None, at=at
        )  # fmt: skip

        assert permanent_at(["086000000001"]) == {"086000000001": {new.institution_id: NAME}}
