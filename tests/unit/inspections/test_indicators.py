"""Which inspections count as digital, by the definition of the house and by one that somebody changes."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from inspections.indicators import ELECTRONIC, FILE, PAPER, DigitalFacts, measure, read_definition

CONTENT = (Path(__file__).parents[3] / "inspections/library/indicators" / FILE).read_bytes()
READ = read_definition({FILE: CONTENT})
WHOLE = DigitalFacts(
    decision_in_system=True,
    plan_in_system=True,
    checklist_in_system=True,
    minutes_in_system=True,
    minutes_original=ELECTRONIC,
    certified_by_both=True,
    remedies_asked=2,
    remedies_verified=2,
)
ON_PAPER = DigitalFacts(is_on_paper=True, minutes_original=PAPER)


class TestTheDefinitionOfTheHouse:
    def test_has_no_faults(self):
        assert [str(each) for each in READ.faults] == []

    @pytest.mark.parametrize(
        ("facts", "is_digital", "levels"),
        [
            pytest.param(WHOLE, True, [True, True, True], id="everything in the system"),
            pytest.param(
                replace(WHOLE, certified_by_both=False), True, [True, True, False], id="drawn signatures"
            ),
            pytest.param(
                replace(WHOLE, remedies_verified=1), True, [True, True, False], id="a remedy unverified"
            ),
            pytest.param(replace(WHOLE, plan_in_system=False), True, [True, False, False], id="no plan"),
            pytest.param(
                replace(WHOLE, decision_in_system=False), False, [True, False, False], id="paper decision"
            ),
            pytest.param(
                replace(WHOLE, minutes_original=PAPER),
                False,
                [False, False, False],
                id="paper minutes, no picture",
            ),
            pytest.param(
                replace(WHOLE, minutes_original=PAPER, signed_paper_pictured=True),
                True,
                [True, True, False],
                id="paper minutes with a picture",
            ),
            pytest.param(replace(WHOLE, checklist_in_system=False), False, [False] * 3, id="no checklist"),
            pytest.param(ON_PAPER, False, [False, False, False], id="registered from paper"),
            pytest.param(DigitalFacts(), False, [False, False, False], id="announced, nothing yet"),
        ],
    )
    def test_judges(self, facts, is_digital, levels):
        share = measure(READ.definition, [("one", facts)])

        assert (share.rows[0].is_digital, share.rows[0].levels) == (is_digital, levels)

    def test_counts_checks_on_paper_in_the_denominator(self):
        announced = [
            ("a", WHOLE),
            ("b", ON_PAPER),
            ("c", ON_PAPER),
            ("d", replace(WHOLE, plan_in_system=False)),
        ]

        share = measure(READ.definition, announced)

        assert (share.percent, share.digital, share.reached) == (Decimal(50), 2, [2, 1, 1])

    def test_says_nothing_of_a_span_without_inspections(self):
        assert measure(READ.definition, []).percent is None


class TestADefinitionSomebodyChanges:
    def test_is_followed(self):
        changed = CONTENT.replace(
            b"count(dt[so_hoa]) / count(dt)", b'count(dt[nguon = "trong_he_thong"]) / count(dt)'
        )

        share = measure(read_definition({FILE: changed}).definition, [("a", DigitalFacts()), ("b", ON_PAPER)])

        assert share.percent == Decimal(50)

    @pytest.mark.parametrize(
        ("files", "told"),
        [
            pytest.param({}, "missing", id="nothing"),
            pytest.param({FILE: b"\xff"}, "UTF-8", id="no text"),
            pytest.param({FILE: b"name: x"}, "missing 'rate'", id="half of it"),
            pytest.param({FILE: CONTENT.replace(b"item.qd", b"and item.qd", 1)}, "'feel'", id="not FEEL"),
            pytest.param({FILE: CONTENT.replace(b"item.qd", b"moon.qd", 1)}, "moon", id="another name"),
            pytest.param(
                {FILE: CONTENT[: CONTENT.index(b"rate:")] + b"rate: dt"}, "no number", id="no number"
            ),
        ],
    )
    def test_is_refused_with_the_reason(self, files, told):
        read = read_definition(files)

        assert read.definition is None and told in "\n".join(map(str, read.faults))
