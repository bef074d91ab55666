"""What is repeated, typed in at the desk: the sample is drawn there, and each unit is answered on its own."""

import json

import pytest
from django.urls import reverse

from inspections.models import Answer, SampleDraw, Target
from inspections.selectors.evaluation import evaluation_of
from inspections.status import TargetStatus
from tests.integration.desk.test_answering_at_desk import held_by_a_tablet
from tests.integration.desk.test_paper_minutes import browser, part  # noqa: F401 fixture by name
from tests.integration.inspections.conftest import visit  # noqa: F401 fixture by name

pytestmark = pytest.mark.django_db


def draw_url(part, sample="classes"):  # noqa: F811
    """Return where a sample is drawn."""
    return reverse("desk:inspections:draw_sample", args=[part.target.public_id, sample])


def unit_url(part, number, *, code="DT", over="sample:classes"):  # noqa: F811
    """Return where one unit is answered."""
    return reverse("desk:inspections:answer_unit", args=[part.target.public_id, code, number, over])


def section_url(part, code="DT"):  # noqa: F811
    """Return where a section is answered."""
    return reverse("desk:inspections:answer_section", args=[part.target.public_id, code])


@pytest.fixture
def drawn(part):  # noqa: F811
    """The numbers of the classes that were drawn at the desk, of 8."""
    browser(part).post(draw_url(part), {"population": "8"})
    return SampleDraw.objects.get(code="classes").drawn


class TestASampleDrawnAtTheDesk:
    def test_is_the_one_that_a_tablet_would_have_drawn(self, part):  # noqa: F811
        seed = part.tablet("an").get(f"visits/{part.target.public_id}/").json()["samples"]["classes"]["seed"]

        sent = browser(part).post(draw_url(part), {"population": "8"})

        row = SampleDraw.objects.get(code="classes")
        told = part.tablet("an").get(f"visits/{part.target.public_id}/").json()["samples"]["classes"]
        assert sent.status_code == 302
        assert (row.seed, row.population, len(row.drawn), row.by) == (seed, 8, 5, part.people["lead"])
        assert (told["units"], told["population"]) == (row.drawn, 8)
        assert row.seq == Target.objects.get(pk=part.target.pk).sync_seq

    def test_stands_whoever_draws_of_as_many_again(self, part, drawn):  # noqa: F811
        again = browser(part, "an").post(draw_url(part), {"population": "8"})

        assert again.status_code == 302
        assert SampleDraw.objects.get(code="classes").drawn == drawn

    def test_is_never_drawn_again_of_another_number(self, part, drawn):  # noqa: F811
        again = browser(part).post(draw_url(part), {"population": "9"})

        assert again.status_code == 422
        assert "mẫu chỉ rút một lần" in again.content.decode()
        assert SampleDraw.objects.get(code="classes").population == 8

    @pytest.mark.parametrize("number", ["", "-1", "1000001", "x"])
    def test_needs_a_number(self, part, number):  # noqa: F811
        sent = browser(part).post(draw_url(part), {"population": number})

        assert sent.status_code == 422
        assert not SampleDraw.objects.exists()

    def test_is_the_teams_alone_and_one_of_the_checklist(self, part):  # noqa: F811
        codes = [
            browser(part, "stranger").post(draw_url(part), {"population": "8"}).status_code,
            browser(part).get(draw_url(part, "khong-co")).status_code,
        ]

        assert codes == [404, 404]
        assert not SampleDraw.objects.exists()


class TestTheSectionsPage:
    def test_leads_to_the_draw_and_then_to_each_unit(self, part):  # noqa: F811
        client = browser(part)
        before = client.get(section_url(part)).content.decode()
        client.post(draw_url(part), {"population": "8"})

        after = client.get(section_url(part)).content.decode()

        assert draw_url(part) in before and draw_url(part) not in after
        units = SampleDraw.objects.get(code="classes").drawn
        assert all(unit_url(part, number) in after for number in units)


class TestAUnit:
    def test_is_answered_on_its_own(self, part, drawn):  # noqa: F811
        first, second = drawn[:2]
        client = browser(part)

        sent = client.post(unit_url(part, first), {"DT_L1": "ly_thuyet", "DT_04": "36", "seen": "{}"})

        rows = {each.item_key: each.values for each in Answer.objects.all()}
        result = evaluation_of(part.target).results
        assert sent.url == section_url(part)
        assert rows[f"DT.L1#{first}"]["value"] == "ly_thuyet"
        assert rows[f"DT.04#{first}"]["value"] == "36"
        assert not any(key.endswith(f"#{second}") for key in rows)
        assert result[f"DT.04#{first}"].beyond_limit
        assert "ly_thuyet" in client.get(unit_url(part, first)).content.decode()

    def test_goes_on_to_the_next(self, part, drawn):  # noqa: F811
        first, second = drawn[:2]

        sent = browser(part).post(unit_url(part, first), {"DT_L1": "ly_thuyet", "seen": "{}", "then": "next"})

        assert sent.url == unit_url(part, second)

    def test_is_not_written_over_what_another_answered_meanwhile(self, part, drawn):  # noqa: F811
        client, number = browser(part), drawn[0]
        client.post(unit_url(part, number), {"DT_L1": "ly_thuyet", "seen": "{}"})

        stale = client.post(unit_url(part, number), {"DT_L1": "thuc_hanh", "seen": "{}"})
        fresh = client.post(
            unit_url(part, number), {"DT_L1": "thuc_hanh", "seen": json.dumps({f"DT.L1#{number}": 1})}
        )

        assert (stale.status_code, fresh.status_code) == (409, 302)
        assert Answer.objects.get(item_key=f"DT.L1#{number}").version == 2

    def test_that_was_not_drawn_is_not_there(self, part, drawn):  # noqa: F811
        client = browser(part)
        other = next(number for number in range(1, 9) if number not in drawn)

        codes = [
            client.get(unit_url(part, other)).status_code,
            client.get(unit_url(part, drawn[0], over="sample:khong-co")).status_code,
            client.get(unit_url(part, drawn[0], code="KHONG-CO")).status_code,
            browser(part, "stranger").get(unit_url(part, drawn[0])).status_code,
            client.get(unit_url(part, drawn[0])).status_code,
        ]

        assert codes == [404, 404, 404, 404, 200]

    def test_waits_for_the_tablet_that_has_its_section(self, part, drawn):  # noqa: F811
        held_by_a_tablet(part, section="DT")

        sent = browser(part).post(unit_url(part, drawn[0]), {"DT_L1": "ly_thuyet", "seen": "{}"})

        assert sent.status_code == 409
        assert not Answer.objects.exists()

    def test_keeps_what_was_typed_when_the_visit_has_closed(self, part, drawn):  # noqa: F811
        Target.objects.filter(pk=part.target.pk).update(status=TargetStatus.CLASSIFYING)

        sent = browser(part).post(
            unit_url(part, drawn[0]), {"DT_L1": "ly_thuyet", "DT_04": "31", "seen": "{}"}
        )

        assert sent.status_code == 409
        assert 'value="31"' in sent.content.decode()

    def test_costs_the_same_however_many_there_are(self, part, drawn, django_assert_max_num_queries):  # noqa: F811
        client = browser(part)
        client.get(unit_url(part, drawn[0]))

        with django_assert_max_num_queries(25):
            client.get(unit_url(part, drawn[0]))
