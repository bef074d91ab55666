"""What a business-rule task gets from the package's decisions."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from dossiers.effects import DossierEffects
from procedures.deciding import decide, is_decision
from procedures.errors import DecisionUnknown

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
FEES = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="d" name="fees" namespace="t">
  <inputData id="i" name="copies"><variable name="copies"/></inputData>
  <decision id="fee" name="fee"><variable name="fee"/>
    <informationRequirement id="r"><requiredInput href="#i"/></informationRequirement>
    <literalExpression><text>copies * 8000</text></literalExpression></decision>
  <decision id="both" name="both"><variable name="both"/>
    <informationRequirement id="r2"><requiredInput href="#i"/></informationRequirement>
    <literalExpression><text>{amount: copies * 8000, free: copies = 0}</text></literalExpression></decision>
</definitions>
"""
FILES = {"flow.bpmn": b"", "fees.dmn": FEES}


class TestADecision:
    @pytest.mark.parametrize(
        ("name", "answer"),
        [
            pytest.param("fee", {"result": Decimal(24000)}, id="of one value is the result"),
            pytest.param(
                "both",
                {
                    "amount": Decimal(24000),
                    "free": False,
                    "result": {"amount": Decimal(24000), "free": False},
                },
                id="of a context gives its entries too",
            ),
        ],
    )
    def test_answers_the_inputs_by_name(self, name, answer):
        assert decide(FILES, f"decision:{name}", {"copies": 3}, at=AT) == answer

    def test_that_no_file_holds_is_unknown(self):
        with pytest.raises(DecisionUnknown):
            decide(FILES, "decision:nothing", {}, at=AT)

    def test_is_told_from_an_operation(self):
        assert (is_decision("decision:fee"), is_decision("issue_document")) == (True, False)


class TestADossiersFlow:
    def test_asks_the_decision_of_the_version_it_is_pinned_to(self, monkeypatch):
        class Package:
            files = FILES

        class Dossier:
            procedure, rules_hash = "fees", "h1"

        versions = {("fees", "h1"): Package}
        monkeypatch.setattr("dossiers.effects.dossier_of", lambda run: Dossier)
        monkeypatch.setattr("dossiers.effects.package_for", lambda name, version: versions[name, version])

        answer = DossierEffects().call_operation(None, "t1", "rule", "decision:fee", {"copies": 2}, AT)

        assert answer == {"result": Decimal(16000)}
