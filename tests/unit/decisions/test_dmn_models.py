"""Models of several decisions: what requires what, functions, services, types, imports."""

from __future__ import annotations

from decimal import Decimal

import pytest

from decisions.dmn import DmnError, evaluate_decision, parse_dmn

HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">'

FEES = f"""{HEAD}
  <itemDefinition name="tCopies"><typeRef>number</typeRef><allowedValues><text>[1..50]</text></allowedValues></itemDefinition>
  <inputData id="c" name="Copies"><variable name="Copies" typeRef="tCopies"/></inputData>
  <inputData id="u" name="Urgent"><variable name="Urgent" typeRef="boolean"/></inputData>
  <decision id="base" name="Base fee"><variable name="Base fee" typeRef="number"/>
    <informationRequirement><requiredInput href="#c"/></informationRequirement>
    <knowledgeRequirement><requiredKnowledge href="#rate"/></knowledgeRequirement>
    <invocation><literalExpression><text>Rate</text></literalExpression>
      <binding><parameter name="n"/><literalExpression><text>Copies</text></literalExpression></binding>
    </invocation></decision>
  <businessKnowledgeModel id="rate" name="Rate"><variable name="Rate"/><encapsulatedLogic>
    <formalParameter name="n" typeRef="number"/>
    <context>
      <contextEntry><variable name="unit price"/><literalExpression><text>2500</text></literalExpression></contextEntry>
      <contextEntry><literalExpression><text>unit price * n</text></literalExpression></contextEntry>
    </context></encapsulatedLogic></businessKnowledgeModel>
  <decision id="fee" name="Fee"><variable name="Fee" typeRef="number"/>
    <informationRequirement><requiredDecision href="#base"/></informationRequirement>
    <informationRequirement><requiredInput href="#u"/></informationRequirement>
    <literalExpression><text>if Urgent then Base fee * 2 else Base fee</text></literalExpression></decision>
  <decision id="blind" name="Blind"><variable name="Blind"/>
    <literalExpression><text>Copies</text></literalExpression></decision>
  <decisionService id="s" name="Fees"><variable name="Fees"/>
    <outputDecision href="#fee"/><inputData href="#u"/><inputDecision href="#base"/></decisionService>
</definitions>""".encode()


def value(name: str, **inputs: object) -> object:
    """Evaluate one element of the fee model."""
    return evaluate_decision(
        parse_dmn(FEES), name, {key.replace("_", " "): each for key, each in inputs.items()}
    ).value


class TestADecision:
    def test_is_made_of_what_it_requires(self) -> None:
        assert value("Fee", Copies=3, Urgent=True) == Decimal(15_000)

    def test_may_be_given_instead_of_made(self) -> None:
        assert value("Fee", Base_fee=7, Urgent=False) == Decimal(7)

    def test_does_not_see_what_it_does_not_require(self) -> None:
        assert value("Blind", Copies=3) is None

    def test_takes_null_for_an_input_outside_its_type(self) -> None:
        assert value("Base fee", Copies=99) is None
        assert value("Base fee", Copies="3") is None

    def test_that_nobody_named_is_an_error(self) -> None:
        with pytest.raises(DmnError):
            value("Nothing")


class TestAService:
    def test_is_called_with_its_inputs(self) -> None:
        assert value("Fees", Base_fee=10, Urgent=True) == Decimal(20)

    def test_is_null_under_other_names(self) -> None:
        assert value("Fees", Wrong=10) is None


class TestARequirementInACircle:
    def test_is_null_with_a_warning(self) -> None:
        content = f"""{HEAD}<decision id="a" name="A"><variable name="A"/>
          <informationRequirement><requiredDecision href="#a"/></informationRequirement>
          <literalExpression><text>A</text></literalExpression></decision></definitions>""".encode()

        result = evaluate_decision(parse_dmn(content), "A", {})

        assert result.value is None
        assert "“A” requires itself" in result.warnings


class TestAnImportedModel:
    @pytest.mark.parametrize(
        ("alias", "called"), [("lib", "lib.Double it"), ("", "Double it")], ids=["named", "unnamed"]
    )
    def test_is_used_under_its_name(self, alias: str, called: str) -> None:
        library = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="lib" namespace="urn:lib">
          <businessKnowledgeModel id="f" name="Double it"><variable name="Double it"/><encapsulatedLogic>
          <formalParameter name="x"/><literalExpression><text>x * 2</text></literalExpression>
          </encapsulatedLogic></businessKnowledgeModel></definitions>"""
        content = f"""{HEAD}<import namespace="urn:lib" name="{alias}" importType="dmn"/>
          <decision id="a" name="A"><variable name="A"/>
          <knowledgeRequirement><requiredKnowledge href="urn:lib#f"/></knowledgeRequirement>
          <literalExpression><text>{called}(4)</text></literalExpression></decision></definitions>""".encode()

        definitions = parse_dmn(content, {"urn:lib": parse_dmn(library)})

        assert evaluate_decision(definitions, "A", {}).value == Decimal(8)

    def test_takes_its_inputs_under_its_name(self) -> None:
        library = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="lib" namespace="urn:lib">
          <inputData id="i" name="Person"><variable name="Person" typeRef="string"/></inputData></definitions>"""
        content = f"""{HEAD}<import namespace="urn:lib" name="lib" importType="dmn"/>
          <decision id="a" name="A"><variable name="A"/>
          <informationRequirement><requiredInput href="urn:lib#i"/></informationRequirement>
          <literalExpression><text>"Hello " + lib.Person</text></literalExpression></decision></definitions>""".encode()

        definitions = parse_dmn(content, {"urn:lib": parse_dmn(library)})

        assert evaluate_decision(definitions, "A", {"lib": {"Person": "An"}}).value == "Hello An"
        assert evaluate_decision(definitions, "A", {"Person": "An"}).value == "Hello An"


class TestAFile:
    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"not xml",
            b"<other/>",
            b'<!DOCTYPE d [<!ENTITY e "x">]><definitions>&e;</definitions>',
        ],
        ids=["empty", "text", "other-root", "entity"],
    )
    def test_that_is_not_a_model_is_refused(self, content: bytes) -> None:
        with pytest.raises(DmnError):
            parse_dmn(content)


class TestATypeReference:
    @pytest.mark.parametrize(("type_ref", "faults"), [("integer", 0), ("feel:number", 0), ("tNobody", 1)])
    def test_that_nothing_defines_is_a_fault_and_any_value_fits(self, type_ref: str, faults: int) -> None:
        content = f"""{HEAD}<decision id="a" name="A"><variable name="A" typeRef="{type_ref}"/>
          <literalExpression><text>1 + 1</text></literalExpression></decision></definitions>""".encode()

        definitions = parse_dmn(content)

        assert evaluate_decision(definitions, "A", {}).value == Decimal(2)
        assert len(definitions.faults) == faults
