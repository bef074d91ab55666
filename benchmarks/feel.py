"""FEEL alone: ten typical conditions, all true, evaluated again and again; beside `feelin` in Node.

"Parsed once" is what the server does: a flow's conditions are parsed when it is loaded. feelin
parses at each evaluation, so it is to be compared with "parsed each time". Both count processor time,
which a busy machine bends less.
"""

import json
import subprocess
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from benchmarks.measure import Measure, Quantities, Rows, Side
from benchmarks.stand import Stand
from decisions.feel import parse
from tests.services import ROOT

HERE = Path(__file__).resolve().parent
ROUNDS = 1_000


def sides(stand: Stand) -> Sequence[Side]:
    """Give the server's evaluator and the browser's."""
    rounds = stand.amount(ROUNDS)
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    return [
        Side("decisions.feel", partial(ours, rounds)),
        Side(f"feelin {package['devDependencies']['feelin']} (doubles)", partial(feelin, rounds)),
    ]


def ours(rounds: int) -> Rows:
    """Return evaluations a second of expressions parsed once, and of texts. Raises ValueError for a wrong answer."""
    given = json.loads((HERE / "feel_conditions.json").read_text(encoding="utf-8"))
    context, texts = given["context"], given["conditions"]
    parsed = [parse(text) for text in texts]
    wrong = [
        text
        for text, expression in zip(texts, parsed, strict=True)
        if expression.evaluate(context) is not True
    ]
    if wrong:
        raise ValueError(f"not true: {wrong}")

    def once(number: int) -> None:
        for expression in parsed:
            expression.evaluate(context)

    def anew(number: int) -> None:
        # A text that differs by a space is parsed: texts seen before are remembered.
        for text in texts:
            parse(text + " " * number).evaluate(context)

    size = len(texts)
    return {
        "": {"parsed": a_second(once, rounds) * size, "whole": a_second(anew, max(1, rounds // 10)) * size}
    }


def a_second(call: Callable[[int], None], times: int) -> float:
    """Return how many calls a second; each is told its number, from 1 on."""
    began = time.process_time()
    for number in range(1, times + 1):
        call(number)
    return times / (time.process_time() - began)


def feelin(rounds: int) -> Rows:
    """Return what Node says of feelin."""
    command = ["node", str(HERE / "feelin.mjs"), str(rounds)]
    found: Quantities = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)
    return {"": found}


FEEL = Measure(
    name="feel",
    title="Ten typical FEEL conditions",
    units={"parsed": "evaluations/s, parsed once", "whole": "evaluations/s, parsed each time"},
    sides=sides,
)
