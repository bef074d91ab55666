"""Two departments inspect: the boards of each, and every table it takes away, hold its own and nothing of the other's."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from inspections.exporting import keep_export
from inspections.models import Finding, Remedy, Target, TeamRole
from tests.integration.browsers import browser_of
from tests.integration.inspections.visit_world import lead_department, visit_of

pytestmark = pytest.mark.django_db


@dataclass
class Side:
    """A department under its name: its leader's browser, and an institution that it inspects."""

    name: str
    browser: Client
    target: Target

    @property
    def words(self) -> dict[str, str]:
        """What is this side's alone: of the institution, the team, the inspection, and what was found."""
        return {
            "institution": f"Trường của {self.name}",
            "person": f"Thanh tra của {self.name}",
            "code": self.target.inspection.code,
            "finding": f"Thiếu sổ theo {self.name}",
            "clause": f"Điều của {self.name}",
        }


def side_of(name: str) -> Side:
    """Return a department with its leader, and a check with a session, a finding, a remedy that is late, and its data kept."""
    at, key = timezone.now(), uuid4().hex[:8]
    leader, inspector = (
        Person.objects.create_user(f"{who}-{key}@so.vn", "mat-khau-dai", full_name=f"{title} của {name}")
        for who, title in (("lanh-dao", "Giám đốc"), ("thanh-tra", "Thanh tra"))
    )
    target = visit_of(lead_department(leader, f"Sở {name}", at), {inspector: TeamRole.LEAD}, at)
    side = Side(name, browser_of(leader), target)
    type(target.institution).objects.filter(pk=target.institution_id).update(name=side.words["institution"])
    finding = Finding.objects.create(
        target=target, text=side.words["finding"], clause=side.words["clause"], found_by=inspector, found_at=at
    )  # fmt: skip
    due_on = timezone.localdate(at) - timedelta(days=2)
    Remedy.objects.create(finding=finding, due_on=due_on, first_due_on=due_on)
    keep_export(target.inspection, at)
    return side


@pytest.fixture
def sides(db) -> tuple[Side, Side]:
    """Two departments."""
    return side_of("Giáo dục"), side_of("Công Thương")


class TestABoard:
    @pytest.mark.parametrize(
        ("board", "shown"),
        [
            ("", {"code"}),
            ("visits/", {"institution"}),
            ("teams/", {"person"}),
            ("findings/", {"institution", "clause"}),
            ("remedies/", {"institution", "finding"}),
            ("share/", {"institution"}),
        ],
        ids=["the list", "visits", "teams", "findings", "remedies", "the share"],
    )
    def test_shows_each_department_its_own_alone(self, sides, board, shown):
        for own, theirs in (sides, reversed(sides)):
            page = own.browser.get(f"/desk/inspections/{board}").content.decode()

            assert {what for what, word in own.words.items() if word in page} >= shown
            assert not [word for word in theirs.words.values() if word in page]

    @pytest.mark.parametrize(
        ("board", "asked", "taken"),
        [
            ("visits/", "as=csv", {"institution", "code"}),
            ("teams/", "as=csv", {"person"}),
            ("findings/", "as=csv&table=clauses", {"clause"}),
            ("findings/", "as=csv&table=institutions", {"institution"}),
            ("findings/", "as=csv&table=heat", {"institution"}),
            ("remedies/", "as=csv", {"institution", "finding"}),
            ("share/", "as=csv", {"institution"}),
            ("data/", "as=json", {"institution", "code", "finding"}),
        ],
    )
    def test_is_taken_away_with_its_own_alone(self, sides, board, asked, taken):
        for own, theirs in (sides, reversed(sides)):
            table = own.browser.get(f"/desk/inspections/{board}?{asked}").content.decode("utf-8-sig")

            assert {what for what, word in own.words.items() if word in table} >= taken
            assert not [word for word in theirs.words.values() if word in table]


class TestAPage:
    @pytest.mark.parametrize("name", ["inspection", "export", "target"])
    def test_of_another_departments_check_does_not_exist(self, sides, name):
        for own, theirs in (sides, reversed(sides)):
            codes = []
            for each in (own, theirs):
                case = each.target if name == "target" else each.target.inspection
                address = reverse(f"desk:inspections:{name}", args=[case.public_id])
                codes.append(own.browser.get(address).status_code)

            assert codes == [200, 404]

    @pytest.mark.parametrize("board", ["risk", "share"])
    def test_of_another_departments_figures_does_not_exist(self, sides, board):
        for own, theirs in (sides, reversed(sides)):
            codes = [
                own.browser.get(
                    f"/desk/inspections/{board}/", {"agency": each.target.inspection.agency.code}
                ).status_code
                for each in (own, theirs)
            ]

            assert codes == [200, 404]
