"""Reading files: what is refused and why, what other engines' files keep, what an attacker gets."""

import pytest

from tests.unit.workflows.diagrams import FORMAL, process, timer, xml
from workflows.model import SubProcess, UserTask
from workflows.parser import BpmnFaults, parse_bpmn, parse_document

STRAIGHT = ("start s", "user a", "end e", "s -> a -> e")


def codes(content: bytes) -> set[tuple[str, str]]:
    """Element and code of everything for which a file is not published."""
    with pytest.raises(BpmnFaults) as faults:
        parse_bpmn(content)
    return {(finding.element, finding.code) for finding in faults.value.findings}


class TestAnUntrustedFile:
    @pytest.mark.parametrize(
        ("content", "code"),
        [
            pytest.param(b"not xml", "not_xml", id="no XML"),
            pytest.param(b"<html/>", "not_bpmn", id="another language"),
            pytest.param(
                b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + xml(*STRAIGHT),
                "doctype",
                id="an outside entity",
            ),
            pytest.param(
                b'<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + xml(*STRAIGHT),
                "doctype",
                id="growing entities",
            ),
            pytest.param(b"<!DOCTYPE definitions>" + xml(*STRAIGHT), "doctype", id="an empty DOCTYPE"),
            pytest.param(xml(*STRAIGHT) + b" " * 5_000_001, "too_big", id="over 5 MB"),
            pytest.param(xml(*STRAIGHT).replace(b"process", b"proces"), "no_process", id="no process"),
        ],
    )
    def test_is_refused(self, content, code):
        assert code in {found for _, found in codes(content)}


class TestARefusedElement:
    @pytest.mark.parametrize(
        ("element", "code"),
        [
            ('<complexGateway id="x"/>', "refused_complexGateway"),
            ('<adHocSubProcess id="x"/>', "refused_adHocSubProcess"),
            ('<transaction id="x"/>', "refused_transaction"),
            ('<subProcess id="x" triggeredByEvent="true"/>', "refused_subProcess"),
            ('<task id="x"><standardLoopCharacteristics/></task>', "refused_standardLoopCharacteristics"),
            ('<task id="x" isForCompensation="true"/>', "refused_task"),
            ('<task id="x" startQuantity="2"/>', "refused_task"),
            ('<task id="x" completionQuantity="0"/>', "refused_task"),
            ((f'<task id="x"><multiInstanceLoopCharacteristics behavior="One"><loopCardinality {FORMAL}>2'
             '</loopCardinality></multiInstanceLoopCharacteristics></task>'), "refused_multiInstanceLoopCharacteristics"),
            ('<intermediateCatchEvent id="x"><signalEventDefinition/></intermediateCatchEvent>', "refused_signalEventDefinition"),
            ('<intermediateThrowEvent id="x"><escalationEventDefinition/></intermediateThrowEvent>', "refused_escalationEventDefinition"),
            ('<intermediateThrowEvent id="x"><compensateEventDefinition/></intermediateThrowEvent>', "refused_compensateEventDefinition"),
            ('<intermediateCatchEvent id="x"><conditionalEventDefinition/></intermediateCatchEvent>', "refused_conditionalEventDefinition"),
            ('<intermediateThrowEvent id="x"><linkEventDefinition/></intermediateThrowEvent>', "refused_linkEventDefinition"),
            ('<endEvent id="x"><cancelEventDefinition/></endEvent>', "refused_cancelEventDefinition"),
            ('<startEvent id="x"><timerEventDefinition/></startEvent>', "refused_startEvent"),
            (('<intermediateCatchEvent id="x" parallelMultiple="true"><messageEventDefinition/><timerEventDefinition/>'
             "</intermediateCatchEvent>"), "refused_intermediateCatchEvent"),
            ('<eventBasedGateway id="x" instantiate="true"/>', "refused_eventBasedGateway"),
        ],
    )  # fmt: skip
    def test_says_where_it_is_and_what_to_use_instead(self, element, code):
        with pytest.raises(BpmnFaults) as faults:
            parse_bpmn(xml(*STRAIGHT, element))

        refusals = [
            finding for finding in faults.value.findings if finding.element == "x" and finding.code == code
        ]
        assert refusals, [(finding.element, finding.code) for finding in faults.value.findings]
        assert refusals[0].mend
        assert refusals[0].line > 0


class TestAFaultyFile:
    def test_tells_every_fault_at_once(self):
        content = xml(
            "start s", "user a", "exclusive x", "end e", 'catch t | <timerEventDefinition/>', "user a",
            '<sequenceFlow id="f" sourceRef="a" targetRef="nowhere"/>', "s -> a -> x -> [1 +] e", "x -> [*] t -> e",
        )  # fmt: skip

        found = {code for _, code in codes(content)}

        assert {"id_twice", "flow_end_unknown", "expression"} <= found

    @pytest.mark.parametrize(
        ("lines", "fault"),
        [
            pytest.param(("start s", "user a", "end e", "s -> e"), ("a", "no_way_in"), id="a step nothing leads to"),
            pytest.param(("start s", "user a", "end e", "s -> a", "s -> e"), ("a", "no_way_on"), id="a step that leads nowhere"),
            pytest.param(("user a", "end e", "a -> e"), ("p", "start_missing"), id="an end without a start"),
            pytest.param(("start s", "user a", "s -> a"), ("p", "end_missing"), id="a start without an end"),
            pytest.param(("start s", "user a", "end e", "s -> a -> [n > 1] e"), ("a_e", "condition_alone"), id="a lone condition"),
            pytest.param(("start s", 'script a scriptFormat="groovy"', "end e", "s -> a -> e"), ("a", "script_language"), id="another script language"),
            pytest.param(("start s", "events g", f"catch t | {timer('PT1H')}", "end e", "s -> g -> t -> e"), ("g", "event_gateway_ways"), id="an event gateway with one event"),
            pytest.param(("start s", 'call c calledElement="none"', "end e", "s -> c -> e"), ("c", "called_unknown"), id="a process that is not there"),
            pytest.param(("start s", f"catch t | {timer('P3X')}", "end e", "s -> t -> e"), ("t", "timer_value"), id="a duration that is none"),
            pytest.param(("start s", 'user a mc:budgetHours="-1"', "end e", "s -> a -> e"), ("a", "budget_not_positive"), id="a budget below zero"),
            pytest.param(("start s", 'user a mc:budgetHours="two"', "end e", "s -> a -> e"), ("a", "budget_not_number"), id="a budget that is no number"),
        ],
    )  # fmt: skip
    def test_names_element_and_fault(self, lines, fault):
        assert fault in codes(xml(*lines))


class TestAGoodFile:
    def test_becomes_nodes_flows_and_lanes(self):
        flow = process("start s", "user a", "end e", "s -> a -> e")

        assert flow.id == "p"
        assert [type(node).__name__ for node in flow.nodes.values()] == ["StartEvent", "UserTask", "EndEvent"]
        assert flow.nodes["a"].incoming == ("s_a",)

    def test_keeps_texts_in_three_languages(self):
        text = (
            '<extensionElements><mc:text name="title" vi="Duyệt" en="Approve" km="អនុម័ត"/></extensionElements>'
        )

        flow = process("start s", f"user a | {text}", "end e", "s -> a -> e")

        assert flow.nodes["a"].texts == {"title": {"vi": "Duyệt", "en": "Approve", "km": "អនុម័ត"}}

    def test_calls_a_process_of_the_library(self):
        library = {
            "q": parse_bpmn(
                xml("start s2", "user b", "end e2", "s2 -> b -> e2").replace(b'id="p"', b'id="q"')
            )
        }

        flow = parse_bpmn(xml("start s", 'call c calledElement="q"', "end e", "s -> c -> e"), library)

        assert flow.calls == ("q",)
        assert isinstance(flow.nodes["b"], UserTask)

    def test_puts_nodes_of_a_sub_process_into_its_container(self):
        inner = '<subProcess id="sub"><startEvent id="s2"/></subProcess>'

        flow = process("start s", inner, "end e", "s -> sub -> e")

        assert isinstance(flow.nodes["sub"], SubProcess)
        assert flow.nodes["s2"].container == "sub"


class TestAFileOfAnotherEngine:
    CAMUNDA = (
        xml(
            "start s",
            "user a",
            "exclusive x",
            "end e",
            "end f",
            "s -> a -> x -> [${ok == true && n >= 2}] e",
            "x -> [*] f",
        )
        .replace(b'<userTask id="a"', b'<userTask id="a" camunda:formKey="f" camunda:candidateGroups="clerk"')
        .replace(b"<definitions ", b'<definitions xmlns:camunda="http://camunda.org/schema/1.0/bpmn" ')
    )

    def test_loads_without_our_namespace_and_its_conditions_become_feel(self):
        flow = parse_bpmn(self.CAMUNDA)

        condition = flow.flows["x_e"].condition
        assert condition is not None
        assert condition.holds({"ok": True, "n": 2})

    def test_maps_form_and_role_and_says_so(self):
        document = parse_document(self.CAMUNDA)

        node = document.processes["p"].nodes["a"]
        assert isinstance(node, UserTask)
        assert (node.form, node.role) == ("f", "clerk")
        assert {(note.element, note.code) for note in document.notes} == {("a", "foreign_mapped")}

    def test_tells_what_has_no_effect(self):
        content = self.CAMUNDA.replace(b"camunda:formKey", b"camunda:priority")

        assert ("a", "foreign_not_mapped") in {(n.element, n.code) for n in parse_document(content).notes}
