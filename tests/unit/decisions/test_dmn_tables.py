"""Decision tables, hit policy by hit policy (DMN 1.5 clause 8.2.8)."""

from __future__ import annotations

from decimal import Decimal
from xml.sax.saxutils import escape

import pytest

from decisions.dmn import evaluate_decision, parse_dmn

Rows = list[tuple[str, str]]


def model(table: str) -> bytes:
    """Return a model with one input `n` and one decision `Answer`."""
    return f"""<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">
      <inputData id="n" name="n"><variable name="n" typeRef="number"/></inputData>
      <decision id="d" name="Answer"><variable name="Answer"/>
        <informationRequirement><requiredInput href="#n"/></informationRequirement>{table}</decision>
    </definitions>""".encode()


def table(attributes: str, rows: Rows, *, values: str = "", default: str = "") -> bytes:
    """Return a model whose table has one input and one output."""
    rules = "".join(
        f"<rule><inputEntry><text>{escape(test)}</text></inputEntry>"
        f"<outputEntry><text>{escape(output)}</text></outputEntry></rule>"
        for test, output in rows
    )
    ordered = f"<outputValues><text>{escape(values)}</text></outputValues>" if values else ""
    otherwise = f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>" if default else ""
    return model(
        f"<decisionTable {attributes}><input><inputExpression><text>n</text></inputExpression></input>"
        f"<output>{ordered}{otherwise}</output>{rules}</decisionTable>"
    )


def answer(content: bytes, n: int) -> object:
    """Return what the decision comes out as."""
    return evaluate_decision(parse_dmn(content), "Answer", {"n": n}).value


OVERLAPPING: Rows = [("> 0", '"low"'), ("> 10", '"high"'), ("> 20", '"low"')]
AMOUNTS: Rows = [("> 0", "5"), ("> 10", "3"), ("> 20", "9")]


class TestAHitPolicy:
    @pytest.mark.parametrize(
        ("attributes", "n", "value"),
        [
            ('hitPolicy="UNIQUE"', 5, "low"),
            ('hitPolicy="UNIQUE"', 15, None),
            ("", 15, None),
            ('hitPolicy="FIRST"', 15, "low"),
            ('hitPolicy="PRIORITY"', 15, "high"),
            ('hitPolicy="PRIORITY"', 5, "low"),
            ('hitPolicy="ANY"', 15, None),
            ('hitPolicy="ANY"', 5, "low"),
            ('hitPolicy="RULE ORDER"', 25, ["low", "high", "low"]),
            ('hitPolicy="OUTPUT ORDER"', 25, ["high", "low", "low"]),
            ('hitPolicy="COLLECT"', 15, ["low", "high"]),
            ('hitPolicy="COLLECT" aggregation="COUNT"', 25, Decimal(3)),
            ('hitPolicy="COLLECT"', 0, None),
        ],
        ids=lambda value: str(value),
    )
    def test_chooses_among_the_rules_that_match(self, attributes: str, n: int, value: object) -> None:
        assert answer(table(attributes, OVERLAPPING, values='"high", "low"'), n) == value

    @pytest.mark.parametrize(
        ("aggregation", "value"),
        [("SUM", 17), ("MIN", 3), ("MAX", 9), ("COUNT", 3)],
        ids=lambda value: str(value),
    )
    def test_collects_numbers(self, aggregation: str, value: int) -> None:
        assert answer(table(f'hitPolicy="COLLECT" aggregation="{aggregation}"', AMOUNTS), 25) == value

    @pytest.mark.parametrize(("sign", "value"), [("C+", 17), ("C&lt;", 3), ("C>", 9), ("C#", 3)])
    def test_may_be_written_as_its_letter(self, sign: str, value: int) -> None:
        assert answer(table(f'hitPolicy="{sign}"', AMOUNTS), 25) == value


class TestATable:
    def test_answers_its_default_where_no_rule_matches(self) -> None:
        assert answer(table("", [("> 10", '"high"')], default='"none"'), 1) == "none"

    def test_says_so_where_no_rule_matches(self) -> None:
        result = evaluate_decision(parse_dmn(table("", [("> 10", "1")])), "Answer", {"n": 1})

        assert result.value is None
        assert "no rule matches" in result.warnings

    def test_refuses_an_input_outside_its_allowed_values(self) -> None:
        content = model(
            "<decisionTable><input><inputExpression><text>n</text></inputExpression>"
            "<inputValues><text>[1..3]</text></inputValues></input><output/>"
            "<rule><inputEntry><text>-</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>"
            "</decisionTable>"
        )

        assert answer(content, 2) == 1
        assert answer(content, 4) is None

    def test_lists_a_cell_that_is_not_feel_among_its_faults(self) -> None:
        definitions = parse_dmn(table("", [("> ", '"x"')]))

        assert len(definitions.faults) == 1
        assert evaluate_decision(definitions, "Answer", {"n": 1}).value is None

    def test_gives_several_outputs_as_a_context(self) -> None:
        content = model(
            "<decisionTable><input><inputExpression><text>n</text></inputExpression></input>"
            '<output name="fee"/><output name="days"/>'
            "<rule><inputEntry><text>-</text></inputEntry>"
            "<outputEntry><text>n * 2</text></outputEntry><outputEntry><text>3</text></outputEntry></rule>"
            "</decisionTable>"
        )

        assert answer(content, 2) == {"fee": 4, "days": 3}

    def test_of_an_unknown_hit_policy_is_a_fault(self) -> None:
        definitions = parse_dmn(table('hitPolicy="BEST"', AMOUNTS))

        assert [fault.reason for fault in definitions.faults] == ["no such hit policy or aggregation"]
