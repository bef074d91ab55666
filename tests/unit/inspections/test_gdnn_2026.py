"""The checklist of vocational education: every item of the sources, and what INSPECTION §0.9 says of them."""

import re
from datetime import date
from pathlib import Path

import pytest

from inspections.checklists import Facts, evaluate, load

FOLDER = Path(__file__).parents[3] / "inspections" / "library" / "gdnn_2026"
CHECKLIST = load({path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in FOLDER.rglob("*.yaml")})
COUNTS = {"TS": 7, "DT": 13, "NG": 8, "CS": 9, "VB": 7, "TC": 6, "CL": 13}
DRAWN = {"learner_files": (3,), "classes": (2,), "diplomas": (5, 8)}


def result(key, answers, *, on=date(2026, 11, 28), kind="truong_trung_cap"):
    facts = Facts(visit_on=on, kind_of_institution=kind, samples=DRAWN)
    return evaluate(CHECKLIST, answers, facts).results[key]


def kind_of_candidate(key, answers, *, on):
    facts = Facts(visit_on=on, kind_of_institution="truong_trung_cap", samples=DRAWN)
    (candidate,) = [each for each in evaluate(CHECKLIST, answers, facts).candidates if each.key == key]
    return candidate.kind, candidate.reason


class TestTheChecklist:
    def test_has_the_63_items_of_the_sources_in_seven_sections(self):
        codes = {
            f"{section}.{number:02}" for section, count in COUNTS.items() for number in range(1, count + 1)
        }

        assert [section.code for section in CHECKLIST.sections] == list(COUNTS)
        assert len(codes) == 63
        assert codes <= CHECKLIST.by_key.keys()

    def test_is_locked_everywhere(self):
        assert all(item.locked for item in CHECKLIST.items)

    def test_draws_ten_diplomas_ten_files_and_five_classes(self):
        assert {each.code: each.size for each in CHECKLIST.samples} == {
            "diplomas": 10,
            "learner_files": 10,
            "classes": 5,
        }

    def test_has_words_ready_for_the_breach_of_every_duty(self):
        duties = [item for item in CHECKLIST.items if item.nature == "duty" and item.is_judged]

        assert [item.key for item in duties if not item.findings] == []

    def test_speaks_english_too(self):
        texts = [item.text for item in CHECKLIST.items] + [section.title for section in CHECKLIST.sections]

        assert [str(text) for text in texts if not text.en] == []

    def test_says_where_it_asks_what_a_lawyer_still_has_to_read(self):
        waiting = {key for key, text in CHECKLIST.notes.items() if text.startswith("CHỜ PHÁP CHẾ")}
        hints = {each.key: each.hint for each in CHECKLIST.items if each.hint}
        told = {key for key, hint in hints.items() if "Chờ Pháp chế" in hint.vi}
        page = (FOLDER.parents[2] / "docs/reference/legal-questions.md").read_text(encoding="utf-8")
        listed = set(re.findall(r"^\| ([A-Z]{2}\.[0-9]{2}) \|", page, re.MULTILINE))

        assert waiting == told == listed == {"TS.03", "CS.04", "TC.05"}
        assert all("read by a lawyer" in hints[key].en for key in told)
        assert all("មន្ត្រីច្បាប់" in hints[key].km for key in told)

    def test_notes_only_what_is_there(self):
        assert set(CHECKLIST.notes) - {"clauses", "days"} <= CHECKLIST.by_key.keys()


class TestALimit:
    @pytest.mark.parametrize(
        ("key", "answers", "kind", "verdict"),
        [
            pytest.param(
                "TS.03", {"TS.03": {"numerator": "110", "denominator": "100"}}, "", "pass", id="quota kept"
            ),
            pytest.param(
                "TS.03", {"TS.03": {"numerator": "1101", "denominator": "1000"}}, "", "fail", id="quota"
            ),
            pytest.param("TS.06", {"TS.06": {"value": "2026-01-15"}}, "", "pass", id="report in time"),
            pytest.param("TS.06", {"TS.06": {"value": "2026-01-16"}}, "", "fail", id="report late"),
            pytest.param("CL.01", {"CL.01": {"value": "2025-12-31"}}, "", "pass", id="last year's report"),
            pytest.param(
                "CS.04",
                {"CS.04": {"numerator": "13", "denominator": "2"}},
                "truong_trung_cap",
                "pass",
                id="TC",
            ),
            pytest.param(
                "CS.04",
                {"CS.04": {"numerator": "13", "denominator": "2"}},
                "truong_cao_dang",
                "fail",
                id="CĐ",
            ),
            pytest.param("CL.03", {"CL.03": {"value": "9"}}, "tt_gdnn", "pass", id="board of a centre"),
            pytest.param(
                "CL.03", {"CL.03": {"value": "9"}}, "truong_cao_dang", "fail", id="board of a school"
            ),
            pytest.param("CL.03b", {"CL.03": {"value": "12"}}, "", "fail", id="an even board"),
            pytest.param(
                "CL.10", {"CL.10": {"numerator": "70", "denominator": "100"}}, "", "pass", id="30 % fewer"
            ),
            pytest.param(
                "CL.10", {"CL.10": {"numerator": "69", "denominator": "100"}}, "", "fail", id="31 % fewer"
            ),
            pytest.param(
                "TC.06",
                {"TC.06a": {"value": "tu_thuc"}, "TC.06": {"numerator": "2", "denominator": "100"}},
                "",
                "pass",
                id="scholarships of a private school",
            ),
            pytest.param(
                "TC.06",
                {"TC.06a": {"value": "cong_lap"}, "TC.06": {"numerator": "2", "denominator": "100"}},
                "",
                "fail",
                id="scholarships of a public school",
            ),
        ],
    )
    def test_is_the_one_of_the_sources(self, key, answers, kind, verdict):
        assert result(key, answers, kind=kind).verdict == verdict

    @pytest.mark.parametrize(
        ("present", "key", "most"),
        [
            pytest.param([], "DT.04", 35, id="nobody with needs"),
            pytest.param(["dan_toc_thieu_so"], "DT.05", 20, id="ethnic minority"),
            pytest.param(["khuyet_tat"], "DT.05", 20, id="disabled"),
            pytest.param(["khuyet_tat", "khiem_thi"], "DT.05", 10, id="the lowest limit of those present"),
        ],
    )
    def test_of_a_theory_class_follows_who_is_in_it(self, present, key, most):
        answers = {
            "DT.L1#2": {"value": "ly_thuyet"},
            "DT.L2#2": {"value": present},
            f"{key}#2": {"value": str(most + 1)},
        }

        found = result(f"{key}#2", answers)

        assert (found.visible, found.measure.value, found.verdict) == (True, most, "fail")

    @pytest.mark.parametrize(
        ("dangerous", "present", "key", "most"),
        [
            pytest.param("khong", [], "DT.06", 18, id="an ordinary occupation"),
            pytest.param("co", [], "DT.07", 10, id="a dangerous one"),
            pytest.param("khong", ["khiem_thi"], "DT.07", 8, id="blind learners"),
        ],
    )
    def test_of_a_practical_class_follows_occupation_and_learners(self, dangerous, present, key, most):
        answers = {
            "DT.L1#2": {"value": "thuc_hanh"},
            "DT.L2#2": {"value": present},
            "DT.L3#2": {"value": dangerous},
            f"{key}#2": {"value": str(most)},
        }

        found = result(f"{key}#2", answers)

        assert (found.visible, found.measure.value, found.verdict) == (True, most, "pass")


class TestWhatTheSourcesMixed:
    def test_a_quota_passed_is_a_violation_only_under_the_old_decree(self):
        answers = {"TS.03": {"numerator": "120", "denominator": "100"}}

        assert kind_of_candidate("TS.03", answers, on=date(2026, 10, 4)) == ("violation", "")
        assert kind_of_candidate("TS.03", answers, on=date(2026, 10, 5)) == (
            "shortfall",
            "no_clause_in_force",
        )

    def test_land_is_noted_and_never_judged(self):
        found = result("CS.01", {"CS.01a": {"value": "do_thi"}, "CS.01": {"value": "900"}})

        assert (found.beyond_limit, found.verdict, found.asks) == (True, None, ())

    def test_a_lease_must_run_on_the_day_of_the_visit_and_its_five_years_are_those_of_the_application(self):
        answers = {
            "CS.09": {"value": "co"},
            "CS.09a": {"value": "2027-06-01"},
            "CS.09b": {"value": "2022-01-01"},
        }

        assert result("CS.09a", answers).verdict == "pass"
        months = result("CS.09c", answers)
        assert (months.value, months.beyond_limit, months.verdict) == (65, False, None)

    @pytest.mark.parametrize("key", ["NG.08", "CL.11"])
    def test_a_target_of_a_plan_weighs_nothing_and_is_no_violation(self, key):
        item = CHECKLIST.by_key[key]

        assert (item.nature, item.weight, item.limit) == ("plan_target", 0, None)

    def test_copies_are_due_the_same_day_and_corrections_within_five_working_days(self):
        late = {"VB.07a": {"verdict": "fail"}, "VB.07b": {"value": "6"}}

        assert [result(key, late).verdict for key in ("VB.07a", "VB.07b")] == ["fail", "fail"]

    def test_a_duty_without_a_clause_is_no_violation(self):
        assert kind_of_candidate("TC.05", {"TC.05": {"verdict": "fail"}}, on=date(2026, 11, 28)) == (
            "shortfall",
            "no_clause_in_force",
        )
