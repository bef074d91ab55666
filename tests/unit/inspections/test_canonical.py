"""One value, one text of bytes, on the tablet and on the server."""

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.canonical import NotCanonical, canonical, digest

ROOT = Path(__file__).parents[3]
PROGRAM = """
import { canonical } from "./tablet/app/core/canonical.ts";
let text = ""; process.stdin.on("data", part => text += part).on("end", () => {
  for (const line of text.trim().split("\\n")) console.log(canonical(JSON.parse(line)));
});
"""
SAMPLES = [
    {"b": 1, "a": [True, None, "đ"], "Z": {}},
    {"é": 1, "e": 2, "\uffff": 3, "😀": 4},
    {"text": '"\\\b\f\n\r\t\x01\x1f\x7f\u2028/'},
    {"n": [0, -1, 2**53 - 1]},
    {"10": 1, "9": 2, "a": 3},
]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
)


def run(*command, given):
    """Return what a program of the front end's toolbox prints."""
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout


class TestACanonicalText:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            pytest.param({"b": 1, "a": 2}, '{"a":2,"b":1}', id="members in order"),
            pytest.param({"\uffff": 1, "😀": 2}, '{"😀":2,"\uffff":1}', id="order of UTF-16 units"),
            pytest.param("\x7f/\u2028đ", '"\x7f/\u2028đ"', id="only what must be escaped"),
            pytest.param("\x00\n", '"\\u0000\\n"', id="short escapes"),
        ],
    )
    def test_is_written_as_rfc_8785_has_it(self, value, text):
        assert canonical(value) == text.encode()

    def test_is_the_one_a_browser_writes(self):
        lines = "\n".join(json.dumps(sample) for sample in SAMPLES)
        bundled = run("node_modules/.bin/esbuild", "--bundle", "--platform=node", given=PROGRAM)

        told = run("node", "-e", bundled, given=lines)

        assert told.rstrip("\n").split("\n") == [canonical(sample).decode() for sample in SAMPLES]

    @given(VALUES)
    def test_is_read_back_as_the_same_value(self, value):
        assert json.loads(canonical(value)) == value

    @pytest.mark.parametrize(
        "value",
        [
            pytest.param(0.5, id="a fraction"),
            pytest.param(2**53, id="a number beyond a double"),
            pytest.param("\ud800", id="half of a character"),
            pytest.param({"\ud800": 1}, id="half of a character in a name"),
            pytest.param({1: 2}, id="a name that is no text"),
            pytest.param({1, 2}, id="a set"),
        ],
    )
    def test_is_refused_to_what_has_none(self, value):
        with pytest.raises(NotCanonical):
            canonical(value)

    def test_of_other_content_has_another_digest(self):
        assert digest({"a": "1"}) != digest({"a": "2"})
