"""A visit without a tablet, at the desk: a section, what is repeated in it and its pictures typed in, then the minutes.

By keyboard, shown to axe, and once more without any script.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import Person
from tests.journeys.product import Product
from tests.journeys.tablet import picture
from tests.journeys.tablet_world import PASSWORD, Visit

pytestmark = pytest.mark.journey

SEATED = """
from tests.integration.inspections.visit_world import seat
lead = Person.objects.get(email="lead@dong.bo")
if not lead.appointments.exists():
    seat(lead, target.inspection.agency, timezone.now())
print(json.dumps(True))
"""
UNITS = "print(json.dumps(list(SampleDraw.objects.get(target=target, code='classes').drawn)))"
FILES = "print(json.dumps(list(Evidence.objects.filter(target=target).values_list('item_key', 'content_type', 'received_bytes'))))"
MINUTES = "print(json.dumps([each.content for each in Minutes.objects.filter(target=target)]))"
MOST_TABS = 200


@pytest.fixture
def lead(visit: Visit, somebody: Callable[..., Person]) -> Callable[..., Person]:
    """Give the team's lead at the desk, in browsers of one kind or another."""
    visit.ask(SEATED)

    def arrive(**options: Any) -> Person:
        return somebody(**options).sign_in("lead@dong.bo", PASSWORD)

    return arrive


def section_path(visit: Visit, code: str) -> str:
    """Return where a section is typed in."""
    return f"/desk/inspections/institutions/{visit.id}/checklist/{code}/"


def tab_to(page: Page, wanted: Locator) -> None:
    """Go on by the Tab key until something has the focus."""
    for _ in range(MOST_TABS):
        if wanted.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is not reached by keyboard")


def press(page: Page, wanted: Locator) -> None:
    """Reach a button or a link by keyboard and press it."""
    tab_to(page, wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")


class TestACheckTypedInAtTheDesk:
    def test_goes_by_keyboard_from_a_fail_to_its_picture(self, visit: Visit, lead: Callable[..., Person]):
        page = lead().go(section_path(visit, "TS"))
        found = violations(page, "section")
        tab_to(page, page.locator("[name=TS_01]").first)
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        expect(page.locator("[name=TS_01][value=fail]")).to_be_checked()
        tab_to(page, page.locator("[name=TS_01__reason]"))
        page.keyboard.type("Không có trên trang web")
        press(page, page.locator("button[value='evidence:TS.01']"))

        found += violations(page, "evidence")
        page.set_input_files("[name=files]", picture())
        press(page, page.get_by_role("button", name="Tải lên"))

        expect(page.get_by_text("Đã nhận đủ")).to_be_visible()
        found += violations(page, "a receipt")
        answer = visit.answers()["TS.01"]
        assert (answer["verdict"], answer["reason"], len(answer["evidence"])) == (
            "fail",
            "Không có trên trang web",
            1,
        )
        assert [key for key, _type, size in visit.ask(FILES) if size] == ["TS.01"]
        assert found == []

    def test_draws_a_sample_answers_its_units_and_ends_in_minutes(
        self, visit: Visit, lead: Callable[..., Person]
    ):
        page = lead().go(section_path(visit, "DT"))
        press(page, page.get_by_role("link", name="Rút mẫu Lớp học").or_(page.locator("a[href*='/sample/']")))
        found = violations(page, "sample")
        tab_to(page, page.locator("[name=population]"))
        page.keyboard.type("8")
        press(page, page.get_by_role("button", name="Rút mẫu", exact=True))
        units = visit.ask(UNITS)

        page.goto(f"{visit.product.url}{section_path(visit, 'DT')}")
        found += violations(page, "section with units")
        for place, number in enumerate(units[:2]):
            if place == 0:
                press(page, page.locator(f"a[href*='/DT/{number}/']"))
                found += violations(page, "unit")
            tab_to(page, page.locator("[name=DT_L1]").first)
            page.keyboard.press("Space")
            tab_to(page, page.locator("[name=DT_04]"))
            page.keyboard.type(str(30 + 10 * place))
            press(page, page.locator("button[name=then][value=next]"))
        answers = visit.answers()
        assert [answers[f"DT.04#{number}"]["value"] for number in units[:2]] == ["30", "40"]

        page.goto(f"{visit.product.url}/desk/inspections/institutions/{visit.id}/minutes/inspection/")
        found += violations(page, "minutes")
        expect(page.locator("[name$='-muc']").first).to_have_value(f"DT.04#{units[1]}")
        self.fill_minutes(page)
        press(page, page.get_by_role("button", name="Lập biên bản"))
        page.wait_for_url(re.compile("/desk/inspections/institutions/[0-9a-f-]+/#minutes"))
        found += violations(page, "minutes made")

        [content] = visit.ask(MINUTES)
        [drawn] = [each for each in content["record"]["samples"] if each["units"]]
        keys = [line["key"] for part in content["record"]["sections"] for line in part["lines"]]
        assert drawn["seed"] and drawn["units"] == units
        assert [f"DT.04#{number}" in keys for number in units[:2]] == [True, True]
        assert found == []

    def fill_minutes(self, page: Page) -> None:
        """Say when, where, who, and that nobody objected."""
        for key, hour in (("bat_dau", "08:00"), ("ket_thuc", "11:30")):
            for part, number in (("day", "20"), ("month", "11"), ("year", "2026"), ("time", hour)):
                page.fill(f"[name='{key}-{part}']", number)
        page.fill("[name=dia_diem]", "Trụ sở trường")
        page.locator("[name^='dai_dien-'][name$='-ho_ten']").first.fill("Hoàng Thị Sen")
        page.check("[name=y_kien][value=none]")

    def test_works_without_a_script(self, visit: Visit, lead: Callable[..., Person]):
        page = lead(java_script_enabled=False).go(
            f"/desk/inspections/institutions/{visit.id}/sample/classes/"
        )
        page.fill("[name=population]", "3")
        page.get_by_role("button", name="Rút mẫu", exact=True).click()
        page.goto(f"{visit.product.url}{section_path(visit, 'DT')}")
        page.locator("a[href*='/DT/1/']").click()
        page.check("[name=DT_L1][value=ly_thuyet]")
        page.fill("[name=DT_04]", "34")
        page.locator("button[name=then][value='']").last.click()

        page.locator("a[href*='/DT/1/']").wait_for()
        page.goto(f"{visit.product.url}/desk/inspections/institutions/{visit.id}/evidence/TS.01/")
        page.set_input_files("[name=files]", [picture()])
        page.get_by_role("button", name="Tải lên").click()

        expect(page.get_by_text("Đã nhận đủ")).to_be_visible()
        answers = visit.answers()
        assert (answers["DT.L1#1"]["value"], answers["DT.04#1"]["value"]) == ("ly_thuyet", "34")
        assert len(answers["TS.01"]["evidence"]) == 1


class TestTheDesksPages:
    @pytest.mark.parametrize("width", [1440, 768, 390])
    def test_fit_their_window(self, product: Product, visit: Visit, lead: Callable[..., Person], width: int):
        person = lead(viewport={"width": width, "height": 900})
        wider = {}
        for path in (
            section_path(visit, "TS"),
            section_path(visit, "DT"),
            f"/desk/inspections/institutions/{visit.id}/evidence/TS.01/",
            f"/desk/inspections/institutions/{visit.id}/sample/classes/",
            f"/desk/inspections/institutions/{visit.id}/minutes/inspection/",
        ):
            page = person.go(path)
            wider[path] = page.evaluate(
                "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )

        assert [path for path, pixels in wider.items() if pixels > 0] == []
