"""Names of an institution: a decision renames once, the name before keeps its days, licences follow."""

from datetime import date

import pytest
from django.utils import timezone

from audit.models import AuditEntry
from dossiers.lists import institution_entries
from forms.lists.model import ReferenceList
from registry.errors import FactsInvalid
from registry.models import Institution, Licence
from registry.selectors import name_on, names_of
from registry.services import Granted, Renaming, record_licence, rename_institution

pytestmark = [pytest.mark.django_db, pytest.mark.services]
WELDING = {"level": "trung_cap", "code": "5520123", "name": "Hàn", "place": "ĐĐ1", "yearly_quota": 60}
FOUNDED, RENAMED, AGAIN = date(2020, 5, 4), date(2026, 9, 1), date(2026, 11, 2)
OLD, NEW, NEWEST = (
    "Trường Trung cấp nghề Mẫu",
    "Trường Trung cấp Kỹ thuật Mẫu",
    "Trường Trung cấp Cửu Long Mẫu",
)
FIRST = Renaming("", OLD, NEW, "Quyết định đổi tên số 01/QĐ-UBND ngày 01/09/2026", RENAMED)
SECOND = Renaming("", NEW, NEWEST, "Quyết định đổi tên số 09/QĐ-UBND ngày 02/11/2026", AGAIN)


@pytest.fixture
def school(keeper) -> Institution:
    granted = Granted({"name": OLD, "code": "86.TC.01"}, "7/QĐ", FOUNDED, [WELDING])
    return record_licence(keeper, granted, actor_id=None, at=timezone.now()).institution


def rename(keeper, *renamings: Renaming) -> Institution:
    for each in renamings:
        renamed = rename_institution(keeper, each, actor_id=None, at=timezone.now())
    return renamed


class TestARenaming:
    def test_keeps_every_name_with_its_days(self, keeper, school):
        renamed = rename(keeper, FIRST, SECOND)

        assert renamed == school
        assert renamed.name == NEWEST
        assert [(each.name, each.valid_from, each.valid_to) for each in names_of(renamed)] == [
            (NEWEST, AGAIN, None),
            (NEW, RENAMED, date(2026, 11, 1)),
            (OLD, FOUNDED, date(2026, 8, 31)),
        ]

    @pytest.mark.parametrize(
        ("on", "name"),
        [(date(2019, 1, 1), OLD), (date(2026, 8, 31), OLD), (RENAMED, NEW), (date(2026, 12, 1), NEWEST)],
        ids=["before all", "the last day", "the first day", "now"],
    )
    def test_tells_the_name_of_a_day(self, keeper, school, on, name):
        assert name_on(rename(keeper, FIRST, SECOND), on) == name

    def test_by_the_same_decision_happens_once(self, keeper, school):
        rename(keeper, FIRST, FIRST)

        assert [each.version for each in names_of(school)] == [2, 1]
        assert Licence.objects.get().version == 2
        assert AuditEntry.objects.filter(action="registry.institution_renamed").count() == 1

    def test_takes_valid_licences_along_and_says_why_in_their_history(self, keeper, school):
        rename(keeper, FIRST)

        licence = school.licences.get()
        assert licence.state == Licence.State.VALID
        assert licence.versions.get(version=2).note == FIRST.grounds
        assert licence.versions.get(version=2).content == licence.versions.get(version=1).content

    def test_of_one_known_by_a_former_name_alone_finds_it(self, keeper, school):
        rename(keeper, FIRST)

        again = rename(keeper, Renaming("", OLD, NEWEST, SECOND.grounds, AGAIN))

        assert again == school
        assert Institution.objects.count() == 1

    @pytest.mark.parametrize("by", ["code", "public_id"])
    def test_of_one_named_by_the_register_needs_no_name(self, keeper, school, by):
        named = school.code if by == "code" else str(school.public_id)

        assert rename(keeper, Renaming(named, "Tên gõ sai", NEW, FIRST.grounds, RENAMED)) == school

    def test_of_one_of_two_with_the_name_is_no_guess(self, keeper, school):
        Institution.objects.create(keeper=keeper, name=OLD, code="86.TC.02", valid_from=FOUNDED)

        renamed = rename(keeper, FIRST)

        assert renamed.pk != school.pk
        assert sorted(Institution.objects.values_list("name", flat=True)) == sorted([OLD, OLD, NEW])

    @pytest.mark.parametrize(
        ("name", "grounds"), [("  ", "Quyết định"), (NEW, "")], ids=["no name", "no decision"]
    )
    def test_needs_a_name_and_a_decision(self, keeper, school, name, grounds):
        with pytest.raises(FactsInvalid):
            rename(keeper, Renaming("", OLD, name, grounds, RENAMED))

    def test_lets_a_licence_applied_for_under_the_former_name_be_its_own(self, keeper, school):
        rename(keeper, FIRST)

        later = record_licence(
            keeper, Granted({"name": OLD}, "8/QĐ", AGAIN, [WELDING]), actor_id=None, at=timezone.now()
        )

        assert later.institution == school
        assert Institution.objects.count() == 1

    def test_leaves_it_to_be_found_by_its_former_name(self, keeper, school):
        rename(keeper, FIRST)

        found = ReferenceList(institution_entries()).search("truong trung cap nghe mau", RENAMED)

        assert [each.name for each in found] == [NEW]
