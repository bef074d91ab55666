"""Scenarios: read with every fault by line, rehearsed in the production core, compared with what is expected."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from procedures.catalogue import catalogue
from procedures.package import open_package, read_folder
from procedures.rehearsal import Rehearsal, Unexpected, check_scenarios
from procedures.scenarios import SCENARIOS, Scenario, read_scenarios
from workflows.parser import parse_bpmn

PACKAGES = sorted(path.parent for path in settings.MOTCUA_PROCEDURES_DIR.glob(f"*/{SCENARIOS}"))
USUAL = {name: declared.usual_answer for name, declared in catalogue().items()}


def rehearsals() -> list:
    """Every scenario of every package of the library, under its name."""
    found = []
    for folder in PACKAGES:
        package = open_package(folder.name, read_folder(folder))
        scenarios, faults = read_scenarios(package.files[SCENARIOS])
        assert faults == []
        found += [pytest.param(package, each, id=f"{folder.name}:{each.name}") for each in scenarios]
    return found


class TestTheLibrary:
    @pytest.mark.parametrize(("package", "scenario"), rehearsals())
    def test_does_what_its_scenario_says(self, package, scenario: Scenario):
        Rehearsal(package.flow, scenario, forms=package.forms, usual=USUAL, files=package.files).rehearse()


FLOW = parse_bpmn(
    b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:mc="https://motcua.vn/bpmn/1" id="d" targetNamespace="t">
<process id="p" isExecutable="true">
  <startEvent id="s"/>
  <userTask id="a" name="A" mc:role="tiep_nhan" mc:status="1"><extensionElements>
    <mc:outcome key="yes" label_vi="C" kind="positive"/><mc:outcome key="no" label_vi="K" kind="negative" needsReason="true"/>
  </extensionElements></userTask>
  <boundaryEvent id="late" attachedToRef="a"><timerEventDefinition><timeDuration xsi:type="tFormalExpression">PT2H</timeDuration></timerEventDefinition></boundaryEvent>
  <exclusiveGateway id="g" default="g_no"/>
  <endEvent id="e_yes" mc:status="9"/><endEvent id="e_no" mc:status="3"/><endEvent id="e_late" mc:status="8"/>
  <sequenceFlow id="s_a" sourceRef="s" targetRef="a"/><sequenceFlow id="a_g" sourceRef="a" targetRef="g"/>
  <sequenceFlow id="late_e" sourceRef="late" targetRef="e_late"/>
  <sequenceFlow id="g_yes" sourceRef="g" targetRef="e_yes"><conditionExpression xsi:type="tFormalExpression">answers.age &gt;= 18 and a_outcome = "yes"</conditionExpression></sequenceFlow>
  <sequenceFlow id="g_no" sourceRef="g" targetRef="e_no"/>
</process></definitions>"""
)


def faults_of(text: str) -> list[str]:
    """The faults of a file of scenarios for the small flow."""
    return [str(fault) for fault in check_scenarios(text.encode(), FLOW, {}, usual={})]


def scenario(steps: str, expect: str, more: str = "") -> str:
    """One scenario: a line each for name, title, more, steps, expect."""
    return f"- name: x\n  title: X\n{more}  steps: {steps}\n  expect: {expect}\n"


class TestAScenario:
    @pytest.mark.parametrize(
        ("age", "status"), [pytest.param(18, "9", id="old enough"), pytest.param(17, "3", id="too young")]
    )
    def test_reads_the_answers_of_the_case(self, age, status):
        text = scenario(
            "[{node: a, outcome: yes}]",
            f'{{end: completed, status: "{status}"}}',
            f"  answers: {{age: {age}}}\n",
        )

        assert faults_of(text) == []

    def test_lets_timers_fire_before_a_moment(self):
        steps = '[{node: a, outcome: "yes", at: "2026-07-01T11:00"}]'

        assert faults_of(scenario(steps, '{end: completed, status: "8"}')) == [
            "scenarios.yaml:3: kịch bản x: a không chờ ai; đang mở: không có"
        ]

    def test_lets_a_timer_fire_that_a_step_names(self):
        assert (
            faults_of(scenario("[{node: late}]", '{end: completed, status: "8", trace: [a, e_late]}')) == []
        )

    def test_stands_where_its_steps_end(self):
        assert faults_of(scenario("[]", '{end: waiting, status: "1"}')) == []

    @pytest.mark.parametrize(
        ("steps", "expect", "fault"),
        [
            pytest.param("[{node: b}]", '{end: waiting, status: "1"}', "3: kịch bản x: b không chờ ai", id="another node"),
            pytest.param("[{node: a, outcome: no}]", '{end: completed, status: "3"}', "3: kịch bản x: a: kết quả no cần reason", id="no reason"),
            pytest.param("[{node: a, outcome: oui}]", '{end: completed, status: "3"}', "3: kịch bản x: a không có kết quả 'oui'", id="no such outcome"),
            pytest.param("[{node: a, outcome: yes, answers: {k: 1}}]", '{end: completed, status: "9"}', "3: kịch bản x: a: biểu mẫu không hỏi k", id="a question not asked"),
            pytest.param("[]", '{end: completed, status: "1"}', "4: kịch bản x: mong end completed, thấy waiting", id="another end"),
            pytest.param("[]", '{end: waiting, status: "2"}', "4: kịch bản x: mong status 2, thấy 1", id="another status"),
            pytest.param("[]", '{end: waiting, status: "1", trace: [g]}', "4: kịch bản x: đường đi không qua g", id="another way"),
        ],
    )  # fmt: skip
    def test_is_a_fault_by_line_when_it_goes_otherwise(self, steps, expect, fault):
        assert [
            each.startswith(f"scenarios.yaml:{fault}") for each in faults_of(scenario(steps, expect))
        ] == [True]

    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            pytest.param("a: 1", "1: tệp phải là danh sách kịch bản", id="no list"),
            pytest.param("- &a {name: x}\n- *a", "2: an alias (*) is not allowed here", id="an alias"),
            pytest.param(scenario("[{nod: a}]", '{end: waiting, status: "1"}'), "3: node: thiếu khóa này", id="a misspelt key"),
            pytest.param(scenario("[]", '{end: done, status: "1"}'), "4: end: 'done' không thuộc", id="no such end"),
            pytest.param(scenario("[]", "{end: waiting, status: '1'}") * 2, "5: tên kịch bản 'x' dùng hai lần", id="a name twice"),
        ],
    )  # fmt: skip
    def test_is_refused_by_line(self, text, fault):
        assert faults_of(text)[0].startswith(f"scenarios.yaml:{fault}")

    def test_can_be_followed_no_further_than_its_flow_goes(self):
        scenarios, _ = read_scenarios(scenario("[{node: b}]", '{end: waiting, status: "1"}').encode())

        with pytest.raises(Unexpected):
            Rehearsal(FLOW, scenarios[0]).rehearse()


class TestTheCommand:
    folder = Path(settings.MOTCUA_PROCEDURES_DIR) / "diploma_copy"

    def test_writes_the_lines_of_one_scenario(self, capsys):
        call_command("procedure", "simulate", str(self.folder), "--scenario", "khong_tiep_nhan")

        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert set(lines[0]) == {"at", "scope", "node", "kind", "event", "variables"}
        assert [line["node"] for line in lines[:-1] if line["event"] == "opened"] == [
            "s_sent",
            "b1",
            "g1",
            "e_refused",
        ]
        assert lines[-1]["end"] == "completed"

    def test_runs_a_file_of_scenarios_and_fails_where_one_goes_otherwise(self, tmp_path):
        file = tmp_path / "other.yaml"
        file.write_text(scenario("[]", '{end: completed, status: "1"}'), encoding="utf-8")

        with pytest.raises(CommandError, match="mong end completed, thấy waiting"):
            call_command("procedure", "simulate", str(self.folder), "--scenario", str(file))

    def test_says_which_scenarios_there_are(self):
        with pytest.raises(CommandError, match="khop_mot"):
            call_command("procedure", "simulate", str(self.folder), "--scenario", "nobody")


FEES = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="d" name="fees" namespace="t">
  <inputData id="i" name="copies"><variable name="copies"/></inputData>
  <decision id="fee" name="fee"><variable name="fee"/>
    <informationRequirement id="r"><requiredInput href="#i"/></informationRequirement>
    <decisionTable id="t" hitPolicy="UNIQUE">
      <input id="in"><inputExpression><text>copies</text></inputExpression></input>
      <output id="out"/>
      <rule id="few"><inputEntry><text>&lt;= 2</text></inputEntry><outputEntry><text>"free"</text></outputEntry></rule>
      <rule id="many"><inputEntry><text>&gt; 2</text></inputEntry><outputEntry><text>"paid"</text></outputEntry></rule>
    </decisionTable></decision>
</definitions>
"""
DECIDED = parse_bpmn(
    b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:mc="https://motcua.vn/bpmn/1" id="d" targetNamespace="t">
<process id="p" isExecutable="true">
  <startEvent id="s"/>
  <businessRuleTask id="rule" mc:decision="fee"><extensionElements>
    <mc:input name="copies" value="answers.copies"/><mc:output name="fee" value="result"/></extensionElements></businessRuleTask>
  <exclusiveGateway id="g" default="g_paid"/>
  <endEvent id="e_free" mc:status="9"/><endEvent id="e_paid" mc:status="7"/>
  <sequenceFlow id="s_r" sourceRef="s" targetRef="rule"/><sequenceFlow id="r_g" sourceRef="rule" targetRef="g"/>
  <sequenceFlow id="g_free" sourceRef="g" targetRef="e_free"><conditionExpression xsi:type="tFormalExpression">fee = "free"</conditionExpression></sequenceFlow>
  <sequenceFlow id="g_paid" sourceRef="g" targetRef="e_paid"/>
</process></definitions>"""
)


def faults_where_decided(text: str, files: dict[str, bytes]) -> list[str]:
    """The faults of a file of scenarios for the flow that a decision steers."""
    return [str(fault) for fault in check_scenarios(text.encode(), DECIDED, {}, usual={}, files=files)]


class TestAWithdrawal:
    def test_ends_the_case_where_it_stands(self):
        text = scenario("[{withdraw: Không cần nữa}]", '{end: withdrawn, status: "7", trace: [a]}')

        assert faults_of(text) == []

    def test_of_a_case_that_is_decided_is_a_fault(self):
        text = scenario(
            "[{node: a, outcome: yes}, {withdraw: Muộn}]",
            '{end: withdrawn, status: "7"}',
            "  answers: {age: 20}\n",
        )

        assert faults_of(text) == ["scenarios.yaml:4: kịch bản x: không còn gì để rút"]

    def test_needs_no_node_where_any_other_step_does(self):
        text = scenario("[{outcome: yes}]", '{end: waiting, status: "1"}')

        assert [fault.partition(": ")[2] for fault in faults_of(text)] == ["node: thiếu khóa này"]


class TestABusinessRuleTask:
    @pytest.mark.parametrize(
        ("copies", "status"), [pytest.param(2, "9", id="free"), pytest.param(3, "7", id="paid")]
    )
    def test_is_answered_by_the_packages_decision(self, copies, status):
        expected = f'{{end: completed, status: "{status}"}}'
        text = scenario("[]", expected, f"  answers: {{copies: {copies}}}\n")

        assert faults_where_decided(text, {"fees.dmn": FEES}) == []

    def test_is_answered_by_a_step_that_names_it(self):
        steps = "[{node: rule, answers: {result: free}}]"
        text = scenario(steps, '{end: completed, status: "9"}', "  answers: {copies: 30}\n")

        assert faults_where_decided(text, {"fees.dmn": FEES}) == []

    def test_without_its_decision_is_a_fault(self):
        text = scenario("[]", '{end: completed, status: "9"}', "  answers: {copies: 1}\n")

        (fault,) = faults_where_decided(text, {})

        assert fault.startswith(
            "scenarios.yaml:1: kịch bản x: rule: không quyết định được: no decision 'fee'"
        )


BEGUN = parse_bpmn(
    b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:mc="https://motcua.vn/bpmn/1" id="d" targetNamespace="t">
<message id="m" name="asked"/>
<process id="p" isExecutable="true">
  <startEvent id="s"><extensionElements><mc:output name="urgent" value="haste"/></extensionElements><messageEventDefinition messageRef="m"/></startEvent>
  <userTask id="a" mc:role="tiep_nhan" mc:status="1"/><endEvent id="e"/>
  <sequenceFlow id="s_a" sourceRef="s" targetRef="a"/><sequenceFlow id="a_e" sourceRef="a" targetRef="e"/>
</process></definitions>"""
)


class TestAMessageThatBegins:
    @pytest.mark.parametrize(
        ("message", "faults"),
        [
            pytest.param("asked", [], id="the flow"),
            pytest.param("unheard", ["scenarios.yaml:1: kịch bản x: quy trình không bắt đầu bằng thông điệp unheard"], id="another flow"),
        ],
    )  # fmt: skip
    def test_is_named_by_its_scenario(self, message, faults):
        text = scenario(
            "[]", '{end: waiting, status: "1"}', f"  message: {message}\n  values: {{haste: true}}\n"
        )

        found = check_scenarios(text.encode(), BEGUN, {}, usual={})

        assert [str(fault) for fault in found] == faults
