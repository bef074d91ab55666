"""A tablet and the server make the same minutes of the same visit, byte by byte, over visits nobody thought of."""

import json
import random
import subprocess
from datetime import date
from pathlib import Path

import pytest

from inspections.canonical import canonical
from inspections.checklists import Facts, draw, evaluate, load, to_json
from inspections.minutes import EQUAL, Found, compare, make_content
from tests.unit.inspections.checklist_example import SMALL
from tests.unit.inspections.minutes_example import ANSWERS, BASIS, DECLARED, HASHES, SPOT

ROOT = Path(__file__).parents[3]
LIBRARY = ROOT / "inspections" / "library" / "gdnn_2026"
GDNN = load({path.relative_to(LIBRARY).as_posix(): path.read_bytes() for path in LIBRARY.rglob("*.yaml")})
VISIT = date(2026, 11, 28)
PROGRAM = """
import { canonical } from "./tablet/app/core/canonical.ts";
import { makeContent } from "./tablet/app/core/minutes.ts";
let text = ""; process.stdin.on("data", part => text += part).on("end", () => {
  for (const line of text.trim().split("\\n")) {
    const told = JSON.parse(line);
    const byKey = new Map(told.checklist.items.map(item => [item.key, item]));
    const world = { answers: new Map(Object.entries(told.answers)), byKey, kind: told.kind, visitOn: told.visit_on, institution: {} };
    const drawn = new Map(Object.entries(told.samples).map(([code, { units }]) => [code, units]));
    const found = { checklist: told.checklist, world, drawn, samples: told.samples, declared: told.declared, hashes: new Map(Object.entries(told.hashes)) };
    console.log(canonical(makeContent(told.minutes, told.basis, found, told.spot)));
  }
});
"""


@pytest.fixture(scope="module")
def tablet(tmp_path_factory):
    """Return what makes the contents of many visits as the tablet does."""
    bundle = tmp_path_factory.mktemp("tablet") / "minutes.js"
    command = ["node_modules/.bin/esbuild", "--bundle", "--platform=node", f"--outfile={bundle}"]
    subprocess.run(command, input=PROGRAM, cwd=ROOT, text=True, check=True, capture_output=True)

    def contents(cases):
        lines = "\n".join(json.dumps(case) for case in cases)
        done = subprocess.run(["node", bundle], input=lines, text=True, check=True, capture_output=True)
        return done.stdout.rstrip("\n").split("\n")

    return contents


def case(checklist, answers, *, kind="", samples=None, minutes="inspection", declared=None, hashes=None):
    """Return a visit as both sides are told it."""
    return {
        "checklist": to_json(checklist), "answers": answers, "kind": kind, "visit_on": VISIT.isoformat(),
        "samples": samples or {}, "declared": declared or {}, "hashes": hashes or {}, "basis": BASIS, "spot": SPOT,
        "minutes": minutes,
    }  # fmt: skip


def made_here(checklist, told):
    """Return the content the server makes."""
    units = {code: tuple(each["units"]) for code, each in told["samples"].items()}
    facts = Facts(visit_on=VISIT, kind_of_institution=told["kind"], samples=units)
    found = Found(
        checklist, told["checklist"]["hash"], VISIT, evaluate(checklist, told["answers"], facts), told["answers"],
        declared=told["declared"], hashes=told["hashes"], samples=told["samples"],
    )  # fmt: skip
    return make_content(told["minutes"], told["basis"], found, told["spot"])


def visit_of(chance):
    """Return a visit to the whole checklist, answered in part and at random."""
    samples = {}
    for sample in GDNN.samples:
        population, seed = chance.randint(0, 30), f"{chance.getrandbits(64):x}"
        units = list(draw(seed, population, sample.size))
        samples[sample.code] = {"seed": seed, "population": population, "units": units}
    answers = {}
    for item in GDNN.items:
        over = GDNN.repeats[item.key].partition(":")[2]
        for unit in samples[over]["units"] if over else [None]:
            if item.is_asked and chance.random() < 0.8:
                answers[item.key if unit is None else f"{item.key}#{unit}"] = answer_to(item, chance)
    kind = chance.choice([*GDNN.kinds_of_institution, ""])
    return case(GDNN, answers, kind=kind, samples=samples)


def answer_to(item, chance):
    """Return an answer to an item, now and then none at all."""
    if chance.random() < 0.08:
        return {"verdict": "not_applicable", "reason": "Không có"}
    if item.kind == "verdict":
        return {"verdict": chance.choice(["pass", "fail"]), "reason": chance.choice(["", "Ghi rõ"])}
    if item.is_ratio:
        return {"numerator": str(chance.randint(0, 400)), "denominator": str(chance.randint(1, 300))}
    values = {
        "number": lambda: chance.choice([str(chance.randint(0, 60)), f"{chance.randint(0, 60)}.5", ""]),
        "choice": lambda: chance.choice([option.value for option in item.options] or [""]),
        "choices": lambda: [option.value for option in item.options if chance.random() < 0.4],
        "date": lambda: chance.choice(["2025-12-20", "2026-01-10", "2026-02-01", "2031-01-01"]),
        "place": lambda: {"latitude": "9.95", "longitude": "106.34", "accuracy": "12"},
    }
    return {"value": values[item.kind]()}


class TestMinutes:
    def test_of_the_small_checklist_are_the_same_bytes(self, tablet):
        samples = {"diplomas": {"seed": "6f3a91", "population": 12, "units": [4, 9]}}
        told = case(SMALL, ANSWERS, kind="centre", samples=samples, declared=DECLARED, hashes=HASHES)

        (theirs,) = tablet([told])

        assert theirs == canonical(made_here(SMALL, told)).decode()

    @pytest.mark.parametrize("kind", ["announcement", "session"])
    def test_of_every_kind_are_the_same_bytes(self, tablet, kind):
        told = case(SMALL, ANSWERS, kind="centre", minutes=kind)

        (theirs,) = tablet([told])

        assert theirs == canonical(made_here(SMALL, told)).decode()

    def test_of_any_visit_to_the_whole_checklist_are_the_same(self, tablet):
        cases = [visit_of(random.Random(seed)) for seed in range(60)]

        proofs = [
            compare(made_here(GDNN, told), json.loads(theirs))
            for told, theirs in zip(cases, tablet(cases), strict=True)
        ]

        different = [
            (seed, proof.differences[:3]) for seed, proof in enumerate(proofs) if proof.outcome != EQUAL
        ]
        assert different == []
