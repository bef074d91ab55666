"""Boards of inspections on the desk: visits, teams, findings, remedies, risk, the digital share, group 19 as files."""

import csv
import json
import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.localdays import local_day
from audit.models import AuditEntry
from inspections.indicator_facts import announced_between, digital_facts
from inspections.models import Answer, Finding, PublishedRules, Remedy, Target
from inspections.risk_facts import facts_of_institutions, months_between
from inspections.selectors.rules import rules_in_force
from inspections.services import add_finding, plan_session
from inspections.services.record_paper import CheckedOnPaper, record_paper_check
from tests.integration.desk.test_inspections import browse, page  # noqa: F401 fixture by name
from tests.integration.inspections.chain import Chain
from tests.integration.inspections.conftest import chain  # noqa: F401 fixture by name
from tests.integration.inspections.visit_world import visit_of

OVER_THERE = "tiep-nhan"


@pytest.fixture
def part(chain) -> Target:  # noqa: F811
    """An institution under inspection with a session, a finding and a remedy that is late."""
    target, lead = chain.announced(), chain.people["truong-doan"]
    plan_session(
        lead, target, starts_at=chain.at, ends_at=chain.at + timedelta(hours=3), idempotency_key=uuid4(),
        at=chain.at,
    )  # fmt: skip
    finding = add_finding(
        lead, target, text="=Thiếu sổ gốc", clause="TT 25/2025 Điều 4", nature="duty", severity="major",
        item_key="VB.01", idempotency_key=uuid4(), at=chain.at,
    )  # fmt: skip
    due_on = local_day(chain.at) - timedelta(days=2)
    Remedy.objects.create(finding=finding, due_on=due_on, first_due_on=due_on)
    return target


def words_of(response) -> str:
    """Return a page with its spaces as one, without the marks of moments."""
    return re.sub(r"\s+", " ", re.sub(r"</?(?:strong|time)[^>]*>", "", response.content.decode()))


class TestTheBoards:
    def test_are_there_for_who_sees_inspections_and_for_nobody_else(self, part, browse):  # noqa: F811
        names = ("teams", "findings", "remedies", "data", "risk", "share")

        seen = {
            who: {browse(who).get(page(name)).status_code for name in names}
            for who in ("lanh-dao", "chuyen-vien", OVER_THERE, "van-thu", "cong-dan")
        }

        assert seen["lanh-dao"] == seen["chuyen-vien"] == {200}
        assert seen[OVER_THERE] == seen["van-thu"] == seen["cong-dan"] == {404}

    def test_show_the_session_the_finding_and_the_late_remedy(self, part, browse):  # noqa: F811
        leader = browse("lanh-dao")

        visits, findings, remedies, teams = (
            leader.get(page(name)).content.decode() for name in ("visits", "findings", "remedies", "teams")
        )

        assert part.institution.name in visits
        assert "TT 25/2025 Điều 4" in findings
        assert "1 việc quá hạn" in remedies and "Thiếu sổ gốc" in remedies
        assert "Vàng Seo Pao" in teams

    def test_say_of_how_many_places_they_tell_where_there_may_be_more(self, part, browse, monkeypatch):  # noqa: F811
        monkeypatch.setattr("desk.inspections.visits.MOST_OPEN", 1)

        assert "Chỉ hiện 1 cơ sở đến hạn trước." in words_of(browse("lanh-dao").get(page("visits")))

    def test_count_findings_by_clause_month_and_section_without_reading_them(self, part, chain, browse):  # noqa: F811
        lead, at = chain.people["truong-doan"], chain.at
        for key, clause in (("VB.01#1", ""), ("VB.01#2", ""), ("", "TT 25/2025 Điều 4")):
            add_finding(
                lead, part, text="Tồn tại", clause=clause, item_key=key, idempotency_key=uuid4(), at=at
            )
        withdrawn = add_finding(lead, part, text="Nhầm", idempotency_key=uuid4(), at=at)
        Finding.objects.filter(pk=withdrawn.pk).update(withdrawn_at=at, withdrawn_reason="Ghi nhầm")
        late = add_finding(lead, part, text="Đầu tháng", item_key="TS.01", idempotency_key=uuid4(), at=at)
        Finding.objects.filter(pk=late.pk).update(found_at=datetime(2026, 10, 31, 20, tzinfo=UTC))
        leader, span = browse("lanh-dao"), {"from": "2026-01-01", "to": "2026-12-31", "as": "json"}
        leader.get(page("findings"))

        with CaptureQueriesContext(connection) as asked:
            tables = json.loads(leader.get(page("findings"), span).content)

        rows = {
            name: [[*each.values()] for each in tables[name]]
            for name in ("clauses", "months", "institutions")
        }
        assert rows["clauses"] == [["Khác", 3], ["TT 25/2025 Điều 4", 2]]
        assert rows["months"] == [["11/2026", 5]]
        assert rows["institutions"] == [[part.institution.name, 5]]
        assert not [each for each in asked if '"inspections_finding"."text"' in each["sql"]]

    def test_show_the_most_frequent_lines_and_say_of_how_many(self, part, chain, browse):  # noqa: F811
        Finding.objects.bulk_create(
            Finding(target=part, text="x", clause=f"Điều {number}.", found_by=chain.people["truong-doan"], found_at=chain.at)
            for number in range(40)
            for _ in range(2)
        )  # fmt: skip

        shown = words_of(browse("lanh-dao").get(page("findings")))

        assert "40 dòng đầu trong 41; bảng tải về có đủ." in shown
        assert "Điều 39." in shown and "TT 25/2025 Điều 4" not in shown

    def test_show_a_team_its_own_visits(self, part, browse):  # noqa: F811
        assert part.institution.name in browse("thanh-vien").get(page("visits")).content.decode()
        assert part.institution.name not in browse(OVER_THERE).get(page("visits")).content.decode()

    @pytest.mark.parametrize("name", ["visits", "findings", "remedies", "teams", "share", "risk"])
    def test_can_be_taken_away_as_a_table_on_record(self, part, browse, name):  # noqa: F811
        response = browse("lanh-dao").get(page(name), {"as": "csv"})

        lines = list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))
        assert len(lines) > 1
        assert AuditEntry.objects.filter(action="inspections.exported").count() == 1

    def test_let_no_finding_run_in_a_spreadsheet(self, part, browse):  # noqa: F811
        response = browse("lanh-dao").get(page("remedies"), {"as": "csv"})

        assert "'=Thiếu sổ gốc" in response.content.decode("utf-8-sig")

    def test_cost_the_same_however_much_there_is(self, part, chain, browse, django_assert_max_num_queries):  # noqa: F811
        for number in range(5):
            add_finding(
                chain.people["truong-doan"],
                part,
                text=f"Tồn tại {number}",
                idempotency_key=uuid4(),
                at=chain.at,
            )
        leader = browse("lanh-dao")
        leader.get(page("findings"))

        for name in ("findings", "remedies", "visits", "teams"):
            with django_assert_max_num_queries(14):
                leader.get(page(name))


class TestGroup19:
    def test_has_every_table_and_no_confidential_word(self, part, chain, browse):  # noqa: F811
        response = browse("lanh-dao").get(page("data"), {"as": "json"})

        whole = json.loads(response.content)
        assert {
            "inspections",
            "institutions",
            "sessions",
            "findings",
            "remedies",
            "decisions",
        } <= whole.keys()
        assert whole["findings"][0]["clause"] == "TT 25/2025 Điều 4"
        assert [each["institution_code"] for each in whole["institutions"]] == ["CSM-01", "CSM-02"]
        assert "source" not in whole["inspections"][0]

    def test_is_a_workbook_with_a_sheet_a_table(self, part, browse):  # noqa: F811
        response = browse("lanh-dao").get(page("data"), {"as": "xlsx"})

        book = load_workbook(BytesIO(response.content))
        assert book.sheetnames == [
            "inspections",
            "institutions",
            "sessions",
            "findings",
            "remedies",
            "decisions",
        ]

    def test_is_on_record_with_how_many_lines_left_the_house(self, part, browse):  # noqa: F811
        browse("lanh-dao").get(page("data"), {"as": "csv", "table": "institutions"})

        entry = AuditEntry.objects.get(action="inspections.exported")
        assert entry.stored.values["lines"] == "2"
        assert entry.stored.values["form"] == "csv"

    def test_counts_its_rows_on_the_page_without_reading_them(self, part, browse):  # noqa: F811
        leader = browse("lanh-dao")
        leader.get(page("data"))

        with CaptureQueriesContext(connection) as asked:
            shown = leader.get(page("data")).content.decode()

        assert "Đối tượng kiểm tra" in shown
        assert not [each for each in asked if 'SELECT "inspections_finding"' in each["sql"]]

    def test_is_one_table_as_csv(self, part, browse):  # noqa: F811
        response = browse("lanh-dao").get(page("data"), {"as": "csv", "table": "institutions"})

        lines = list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))
        assert [line[2] for line in lines] == ["institution_code", "CSM-01", "CSM-02"]

    def test_leaves_out_what_is_of_other_days(self, part, browse):  # noqa: F811
        response = browse("lanh-dao").get(
            page("data"), {"as": "json", "from": "2019-01-01", "to": "2019-12-31"}
        )

        assert json.loads(response.content)["inspections"] == []


class TestTheMap:
    def test_is_drawn_of_written_coordinates_with_the_numbers_of_its_list(self, part, browse):  # noqa: F811
        before = browse("lanh-dao").get(page("visits")).content.decode()
        browse("truong-doan").post(
            page("place", part.public_id), {"place": "Cơ sở 2", "coordinates": "22,3364; 103,8438"}
        )

        after = browse("lanh-dao").get(page("visits")).content.decode()

        assert "mc-points" not in before and "chưa có tọa độ" in before
        assert f"<title>1. {part.institution.name}</title>" in after and "Cơ sở 2" in after

    def test_lists_each_place_so_that_its_row_can_stand_on_a_telephone(self, part, browse):  # noqa: F811
        shown = browse("lanh-dao").get(page("visits")).content.decode()

        [table] = re.findall(r'<table class="govuk-table mc-stacked" role="table">.*?</table>', shown, re.S)
        heads = re.findall(r'<th scope="col" role="columnheader"[^>]*>(.*?)</th>', table)
        [row, *_] = re.findall(
            r'<tr class="govuk-table__row" role="row">(.*?)</tr>', table.partition("<tbody")[2], re.S
        )
        cells = re.findall(r'<td [^>]*role="cell" data-label="(.*?)">', row)
        assert row.count("<td") == len(cells)
        assert [heads[0], *heads[2:]] == cells and part.institution.name in row

    def test_keeps_what_was_typed_where_coordinates_are_none(self, part, browse):  # noqa: F811
        answer = browse("truong-doan").post(
            page("place", part.public_id), {"place": "Cơ sở 2", "coordinates": "gần chợ"}
        )

        shown = answer.content.decode()
        assert answer.status_code == 422
        assert 'value="gần chợ"' in shown and "Ghi vĩ độ rồi kinh độ" in shown


class TestTheFactsOfRisk:
    def test_are_read_from_checks_findings_and_remedies(self, part, chain):  # noqa: F811
        [(_, facts), (_, other)] = facts_of_institutions(chain.institutions, chain.agency.pk, chain.at)

        assert (facts.months_since_check, facts.checks_this_year, facts.overdue_remedies) == (0, 1, 1)
        assert (other.months_since_check, other.checks_this_year, other.signs_of_violation) == (None, 1, 1)

    def test_count_serious_findings_and_unsigned_minutes_of_the_latest_check(self, part, chain):  # noqa: F811
        Target.objects.filter(pk=part.pk).update(ended_at=chain.at)

        [(_, facts), _] = facts_of_institutions(chain.institutions, chain.agency.pk, chain.at)

        assert (facts.serious_findings, facts.clean_checks, facts.was_unsigned) == (1, 0, False)

    def test_leave_out_what_another_agency_has_not_announced(self, part, chain):  # noqa: F811
        [(_, facts), (_, other)] = facts_of_institutions(chain.institutions, 0, chain.at)

        assert (facts.checks_this_year, other.checks_this_year, other.signs_of_violation) == (1, 0, 0)

    def test_cost_the_same_for_many(self, part, chain):  # noqa: F811
        asked = []
        for institutions in (chain.institutions[:1], chain.institutions):
            with CaptureQueriesContext(connection) as queries:
                facts_of_institutions(institutions, chain.agency.pk, chain.at)
            asked.append(len(queries))

        assert asked[0] == asked[1] <= 6

    def test_cost_the_same_for_many_finished_checks_with_checklists(self, part, chain):  # noqa: F811
        finished = [visit_of(chain.agency, {chain.people["truong-doan"]: "lead"}, chain.at) for _ in range(4)]
        Target.objects.filter(pk__in=[each.pk for each in finished]).update(ended_at=chain.at)
        for each in finished:
            Answer.objects.create(
                target=each, item_key="TS.01", by=chain.people["truong-doan"], changed_at=chain.at, values={"verdict": "pass"}
            )  # fmt: skip
        institutions = [each.institution for each in finished]

        asked, found = [], []
        for some in (institutions[:1], institutions[1:]):
            with CaptureQueriesContext(connection) as queries:
                found += facts_of_institutions(some, chain.agency.pk, chain.at)
            asked.append(len(queries))

        assert {facts.last_score for _, facts in found} == {100}
        assert asked[1] <= asked[0] <= 10

    @pytest.mark.parametrize(
        ("earlier", "months"),
        [("2026-11-28", 0), ("2026-10-29", 0), ("2026-10-28", 1), ("2025-11-28", 12), ("2023-12-01", 35)],
    )
    def test_count_whole_months(self, earlier, months):
        assert months_between(date.fromisoformat(earlier), date(2026, 11, 28)) == months

    def test_lead_to_a_proposal_with_reasons(self, part, browse):  # noqa: F811
        content = browse("chuyen-vien").get(page("risk")).content.decode()

        assert "1 việc khắc phục quá hạn (+30)" in content
        assert "Quy tắc đang áp dụng" in content


class TestTheShare:
    def test_counts_checks_on_paper_and_names_the_definition(self, part, chain, browse):  # noqa: F811
        today = local_day(chain.at)
        record_paper_check(
            chain.people["chuyen-vien"], chain.agency, title="Kiểm tra giấy", ground_kind="plan", ground_text="",
            decision_number="9/QĐ", decision_on=today, checked=[CheckedOnPaper(chain.institutions[1], today)],
            idempotency_key=uuid4(), at=chain.at,
        )  # fmt: skip

        content = browse("lanh-dao").get(page("share")).content.decode()

        assert "0/2 đối tượng đã công bố" in content
        assert "Ghi sổ từ bản giấy" in content

    def test_knows_the_decision_and_the_plan_issued_here(self, part, chain):  # noqa: F811
        today = local_day(chain.at)

        [(_, facts)] = digital_facts(announced_between(Target.objects.all(), today, today))

        assert (facts.decision_in_system, facts.plan_in_system, facts.minutes_in_system) == (
            True,
            True,
            False,
        )
        assert (facts.remedies_asked, facts.remedies_verified) == (1, 0)


class TestRulesOfItsOwn:
    def publish(self, chain: Chain, browse, kind: str, **changed: str):  # noqa: F811
        today = local_day(chain.at)
        files = rules_in_force(chain.agency.pk, kind, today).files
        said = {
            f"file_{number}": changed.get(name, text) for number, (name, text) in enumerate(files.items())
        }
        address = page("rules", kind) + f"{chain.agency.public_id}/"
        return lambda who: browse(who).post(
            address, {"valid_from": today.isoformat(), "reason": "Theo chỉ đạo", **said}
        )

    def test_apply_once_published_and_are_on_record(self, chain, browse):  # noqa: F811
        files = rules_in_force(chain.agency.pk, "digital", local_day(chain.at)).files
        text = files["digital.yaml"].replace("rate: 100 *", "rate: 50 *")

        response = self.publish(chain, browse, "digital", **{"digital.yaml": text})("lanh-dao")

        published = PublishedRules.objects.get()
        assert response.status_code == 302
        assert (published.number, published.published_by) == (1, chain.people["lanh-dao"])
        assert AuditEntry.objects.filter(action="inspection.rules_published").exists()
        assert rules_in_force(chain.agency.pk, "digital", local_day(chain.at)).published == published

    def test_keep_the_yearly_cap_with_who_published_it_and_when(self, chain, browse):  # noqa: F811
        self.publish(chain, browse, "risk", **{"capacity.yaml": "capacity: 7\n"})("lanh-dao")

        shown = words_of(browse("chuyen-vien").get(page("risk")))
        fewer = words_of(browse("chuyen-vien").get(page("risk"), {"capacity": "3"}))
        more = words_of(browse("chuyen-vien").get(page("risk"), {"capacity": "300"}))

        published = PublishedRules.objects.get()
        assert "đã công bố cùng quy tắc: 7." in shown and "Lần xem này" not in shown
        assert f"{published.published_by.full_name} công bố lúc" in shown
        assert "đã công bố cùng quy tắc: 7. Lần xem này tính với 3 cuộc." in fewer
        assert "Lần xem này" not in more and 'value="7"' in more

    def test_of_before_the_cap_was_theirs_plan_as_the_product_does(self, chain, browse):  # noqa: F811
        self.publish(chain, browse, "risk")("lanh-dao")
        published = PublishedRules.objects.get()
        PublishedRules.objects.update(
            files={name: text for name, text in published.files.items() if name != "capacity.yaml"}
        )

        asked = browse("lanh-dao").get(page("rules", "risk") + f"{chain.agency.public_id}/").content.decode()

        assert "đã công bố cùng quy tắc: 20." in words_of(browse("chuyen-vien").get(page("risk")))
        assert "capacity: 20" in asked

    def test_are_refused_without_a_yearly_cap(self, chain, browse):  # noqa: F811
        response = self.publish(chain, browse, "risk", **{"capacity.yaml": "format: 1\n"})("lanh-dao")

        assert response.status_code == 422
        assert not PublishedRules.objects.exists()

    def test_show_an_institution_at_its_cap_with_the_reason(self, chain, browse, part):  # noqa: F811
        Target.objects.filter(pk=part.pk).update(ended_at=chain.at)

        shown = words_of(browse("chuyen-vien").get(page("risk")))

        assert part.institution.name in shown
        assert "Đã đủ mức một năm" in shown
        assert "Năm nay đã có 1 cuộc kiểm tra: đã đủ mức một năm" in shown

    def test_are_refused_with_every_scenario_that_does_not_hold(self, chain, browse):  # noqa: F811
        files = rules_in_force(chain.agency.pk, "risk", local_day(chain.at)).files
        text = files["risk.dmn"].replace("<text>40</text>", "<text>41</text>")

        response = self.publish(chain, browse, "risk", **{"risk.dmn": text})("lanh-dao")

        assert response.status_code == 422
        assert "signs of violation go before the cap" in response.content.decode()
        assert not PublishedRules.objects.exists()

    @pytest.mark.parametrize("who", ["chuyen-vien", "truong-phong", "van-thu", OVER_THERE])
    def test_are_published_by_who_signs_for_the_agency_alone(self, chain, browse, who):  # noqa: F811
        assert self.publish(chain, browse, "digital")(who).status_code == 404

    def test_change_the_share_from_their_day_on(self, chain, browse, part):  # noqa: F811
        files = rules_in_force(chain.agency.pk, "digital", local_day(chain.at)).files
        text = files["digital.yaml"].replace("100 * count(dt[so_hoa]) / count(dt)", "42")
        self.publish(chain, browse, "digital", **{"digital.yaml": text})("lanh-dao")

        content = browse("lanh-dao").get(page("share")).content.decode()

        assert "42,0" in content and "phiên bản 1" in content
