"""Hints for the browser mean exactly what FEEL means, in the browser's own language."""

import itertools
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from forms.definition import Condition
from forms.hints import hint_of
from tests.unit.forms.example import FORM

ROOT = Path(__file__).parents[3]
ATOMS = [
    'tu_cach = "uy_quyen"', 'tu_cach != "uy_quyen"', "tu_cach = null", "tu_cach != null", 'tu_cach in ("a", "uy_quyen")',
    "tu_cach", "tu_cach = true", "dien_tu", "dien_tu = false", "dien_tu != false", "not(dien_tu)", "cam_doan = null",
]  # fmt: skip
CONDITIONS = [
    *ATOMS,
    *(f"{left} {word} {right}" for left, right in itertools.combinations(ATOMS, 2) for word in ("and", "or")),
    *(f"not({left} or {right})" for left, right in itertools.combinations(ATOMS[:4], 2)),
]
ANSWERS = [
    {"tu_cach": capacity, "dien_tu": electronic, "cam_doan": declared}
    for capacity in ("uy_quyen", "chinh_chu", None)
    for electronic in (True, False, None)
    for declared in (True, None)
]
SCRIPT = """
import { holds } from "./static/js/forms.js";
let text = ""; for await (const part of process.stdin) text += part;
console.log(JSON.stringify(JSON.parse(text).map(([hint, answers]) => holds(hint, answers) === true)));
"""


class TestHints:
    @pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")
    def test_agree_with_the_server_on_every_answer(self):
        cases = [(condition, answers) for condition in map(Condition, CONDITIONS) for answers in ANSWERS]
        asked = [[hint_of(condition, FORM), answers] for condition, answers in cases]

        said = subprocess.run(
            ["node", "--input-type=module", "--eval", SCRIPT],
            cwd=ROOT, input=json.dumps(asked), capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip

        wanted = [condition.holds(answers) is True for condition, answers in cases]
        wrong = [
            case
            for case, mine, theirs in zip(cases, wanted, json.loads(said.stdout), strict=True)
            if mine != theirs
        ]
        assert wrong == []

    @pytest.mark.parametrize(
        "source",
        [
            "so_ban > 3",
            'ho_ten = "x"',
            "count(giay) > 0",
            'tu_cach in ("x", cam_doan)',
            "dien_tu = cam_doan",
            "so_ban = 3",
        ],
    )
    def test_are_not_given_for_what_a_browser_could_get_wrong(self, source):
        assert hint_of(Condition(source), FORM) is None
