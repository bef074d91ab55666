"""Whom the published rules propose to inspect next, and why."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from inspections.risk import LEVELS, RiskFacts, RulesUnanswered, assess, propose_next
from inspections.risk_rules import NOTHING_TO_NOTE, read_rules

AT = datetime(2026, 11, 28, 2, tzinfo=UTC)
LIBRARY = Path(__file__).parents[3] / "inspections/library/risk"
FILES = {path.name: path.read_bytes() for path in LIBRARY.iterdir()}
RULES = read_rules(FILES)


class TestTheRulesOfTheHouse:
    def test_have_no_faults(self):
        assert [str(each) for each in RULES.faults] == []

    @pytest.mark.parametrize("scenario", RULES.scenarios, ids=lambda each: each.name)
    def test_answer_each_scenario(self, scenario):
        found = assess(RULES.definitions, scenario.facts, at=AT)

        assert (found.points, found.level, found.proposal) == (
            scenario.points,
            scenario.level,
            scenario.proposal,
        )

    def test_say_why_in_both_languages(self):
        facts = RiskFacts(months_since_check=40, serious_findings=2, last_score=Decimal("61.5"))

        found = assess(RULES.definitions, facts, at=AT)

        assert [(each.points, each.words.vi, each.words.en) for each in found.reasons] == [
            (20, "Lần trước có 2 tồn tại nghiêm trọng", "2 serious findings last time"),
            (25, "40 tháng chưa được kiểm tra", "40 months without a check"),
            (15, "Điểm lần trước là 61,5/100", "Scored 61.5/100 last time"),
        ]

    def test_have_a_scenario_for_each_level(self):
        assert {each.level for each in RULES.scenarios} == set(LEVELS)


class TestTheProposal:
    def test_puts_signs_of_violation_first_then_the_most_points(self):
        known = [
            ("clean", NOTHING_TO_NOTE),
            ("long ago", RiskFacts(months_since_check=40, serious_findings=3)),
            ("signs", RiskFacts(months_since_check=2, signs_of_violation=1)),
            ("worse", RiskFacts(months_since_check=40, serious_findings=3, overdue_remedies=1)),
        ]

        listed = propose_next(RULES.definitions, known, capacity=9, at=AT)

        assert [each.subject for each in listed] == ["signs", "worse", "long ago", "clean"]

    def test_says_which_checks_the_year_still_has_room_for(self):
        known = [(number, RiskFacts(months_since_check=40, serious_findings=3)) for number in range(3)]
        known.append(("exempt", RiskFacts(months_since_check=14, clean_checks=2, last_score=Decimal(95))))

        listed = propose_next(RULES.definitions, known, capacity=2, at=AT)

        assert [each.within_capacity for each in listed] == [True, True, False, None]


class TestTheYearlyCap:
    def test_is_of_the_version(self):
        assert (RULES.capacity, read_rules({**FILES, "capacity.yaml": b"capacity: 0"}).capacity) == (20, 0)

    def test_is_unknown_in_a_version_older_than_its_file_which_still_holds(self):
        older = read_rules({name: text for name, text in FILES.items() if name != "capacity.yaml"})

        assert (older.capacity, list(older.faults)) == (None, [])
        assert older.definitions is not None


class TestAVersionThatIsWrong:
    def test_tells_every_scenario_that_does_not_hold(self):
        changed = (
            FILES["risk.dmn"]
            .replace(b"&gt;= 50", b"&gt;= 90")
            .replace(b"<text>40</text>", b"<text>41</text>")
        )

        faults = read_rules({**FILES, "risk.dmn": changed}).faults

        assert [each.message.partition(":")[0] for each in faults] == [
            "three years and serious findings",
            "the cap of a year holds against any risk but signs of violation",
            "signs of violation go before the cap",
            "a low score adds to serious findings and a remedy overdue",
        ]

    def test_tells_faults_of_table_and_scenarios_together(self):
        files = {
            "risk.dmn": FILES["risk.dmn"].replace(b"<text>&gt;= 36</text>", b"<text>&gt;= =</text>"),
            "scenarios.yaml": b"scenarios:\n  - name: a\n    given: {moon: 1}\n    expect: {points: 1, level: huge}\n",
        }

        faults = [str(each) for each in read_rules(files).faults]

        assert any("risk.dmn" in each for each in faults)
        assert any("moon" in each for each in faults)
        assert any("'level' must be one of" in each for each in faults)
        assert any("missing 'proposal'" in each for each in faults)

    @pytest.mark.parametrize(
        "files",
        [
            pytest.param({}, id="nothing at all"),
            pytest.param({**FILES, "risk.dmn": b"<a>"}, id="not a decision model"),
            pytest.param({**FILES, "scenarios.yaml": b"\xff"}, id="scenarios that are no text"),
            pytest.param({**FILES, "capacity.yaml": b"\xff"}, id="a yearly cap that is no text"),
            pytest.param({**FILES, "capacity.yaml": b"capacity: -1"}, id="a yearly cap below zero"),
            pytest.param({**FILES, "capacity.yaml": b"capacity: 10000"}, id="a yearly cap beyond reason"),
            pytest.param({**FILES, "capacity.yaml": b"format: 1"}, id="no number of checks a year"),
            pytest.param(
                {**FILES, "risk.dmn": b"<definitions name='e'/>"}, id="a model without the decision"
            ),
        ],
    )
    def test_is_told_and_never_breaks(self, files):
        assert read_rules(files).faults

    def test_that_answers_nothing_raises(self):
        broken = FILES["risk.dmn"].replace(b'"none"', b'"perhaps"')
        definitions = read_rules({**FILES, "risk.dmn": broken}).definitions

        with pytest.raises(RulesUnanswered, match="perhaps"):
            assess(definitions, NOTHING_TO_NOTE, at=AT)
