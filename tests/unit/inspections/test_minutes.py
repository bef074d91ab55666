"""Minutes as content: the same from the same, complete, silent about notes; and what differs between two of them."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspections.canonical import canonical, digest
from inspections.minutes import DIFFERS, EQUAL, MARKS_DIFFER, compare, read_spot
from inspections.protocol.shapes import Faults
from tests.unit.inspections.minutes_example import ANSWERS, HASHES, SECRET, SPOT, content, lines_of

TEXT = st.text(max_size=20)
NOTES = st.dictionaries(st.sampled_from(sorted(ANSWERS)), st.text(min_size=12, max_size=30), min_size=1)


def changed(made, *path, to):
    """Return a copy with one member changed."""
    copied = copy.deepcopy(made)
    place = copied
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return copied


class TestMinutes:
    def test_of_the_same_visit_have_the_same_digest(self):
        assert digest(content()) == digest(content(dict(reversed(ANSWERS.items()))))

    def test_have_another_digest_when_one_word_is_another(self):
        other = {**ANSWERS, "A.2": {**ANSWERS["A.2"], "reason": "Ghép lớp."}}

        assert digest(content(other)) != digest(content())

    def test_tell_of_each_answer_what_was_found_declared_and_proved(self):
        line = lines_of(content())["A.1"]

        assert (line["verdict"], line["reason"], line["clauses"]) == ("fail", "Chưa ban hành", ["Moi"])
        assert line["evidence"] == [{"id": next(iter(HASHES)), "sha256": "a" * 64}]
        assert line["declared"]["verdict"] == "pass"

    def test_tell_a_number_beside_its_limit(self):
        line = lines_of(content())["A.2"]

        assert (line["value"], line["limit"], line["beyond_limit"]) == ("40", "<= 35 nguoi", True)

    def test_tell_a_ratio_by_its_two_numbers_and_round_what_comes_of_them(self):
        line = lines_of(content())["A.3"]

        assert (line["numerator"], line["denominator"], line["computed"]) == ("2", "3", "66.67")

    def test_tell_a_choice_in_words(self):
        assert lines_of(content())["B.5"]["labels"] == ["Tot"]

    def test_leave_out_what_was_not_asked(self):
        made = lines_of(content({**ANSWERS, "A.1": {"verdict": "pass"}}))

        assert "A.4" not in made

    def test_name_what_was_not_answered(self):
        assert content()["record"]["unanswered"] == ["A.5", "B.1#4"]

    def test_carry_the_seed_of_every_sample(self):
        assert content()["record"]["samples"] == [
            {"code": "diplomas", "label": "Van bang", "seed": "6f3a91", "population": 12, "units": [4, 9]}
        ]

    @given(NOTES)
    @settings(max_examples=50, deadline=None)
    def test_never_hold_an_internal_note(self, notes):
        with_notes = {key: {**answer, "note": notes.get(key, SECRET)} for key, answer in ANSWERS.items()}

        made = content(with_notes)

        assert made == content()
        assert SECRET not in canonical(made).decode()

    @pytest.mark.parametrize("kind", ["announcement", "session"])
    def test_of_another_kind_have_no_lines(self, kind):
        assert content(kind=kind)["record"]["sections"] == []

    def test_survive_a_way_through_json(self):
        assert digest(json.loads(json.dumps(content()))) == digest(content())


class TestComparing:
    def test_the_same_content_is_equal(self):
        assert compare(content(), json.loads(canonical(content()))).outcome == EQUAL

    @pytest.mark.parametrize(
        ("member", "value"),
        [
            pytest.param("verdict", "fail", id="verdict"),
            pytest.param("computed", "66.66", id="computed"),
            pytest.param("beyond_limit", True, id="beyond"),
        ],
    )
    def test_a_mark_the_tablet_guessed_is_told_as_a_mark(self, member, value):
        theirs = changed(content(), "record", "sections", 0, "lines", 2, member, to=value)

        proof = compare(content(), theirs)

        assert (proof.outcome, proof.differences[0].path) == (
            MARKS_DIFFER,
            f"record.sections.A.lines.A.3.{member}",
        )

    @pytest.mark.parametrize(
        "path",
        [
            pytest.param(("record", "sections", 0, "lines", 0, "reason"), id="a reason"),
            pytest.param(("record", "sections", 0, "lines", 0, "evidence", 0, "sha256"), id="a photo"),
            pytest.param(("record", "sections", 0, "lines", 1, "value"), id="a value"),
            pytest.param(("record", "samples", 0, "seed"), id="a seed"),
            pytest.param(("record", "basis", "institution", "name"), id="a name"),
            pytest.param(("spot", "place"), id="what was written there"),
        ],
    )
    def test_anything_tampered_with_is_found(self, path):
        theirs = changed(content(), *path, to="khác")

        assert compare(content(), theirs).outcome == DIFFERS

    def test_a_missing_line_is_one_difference(self):
        theirs = copy.deepcopy(content())
        del theirs["record"]["sections"][0]["lines"][1]

        (difference,) = compare(content(), theirs).differences

        assert (difference.path, difference.theirs) == ("record.sections.A.lines.A.2", "∅")

    def test_a_computed_line_the_tablet_could_not_work_out_is_a_mark(self):
        theirs = copy.deepcopy(content())
        theirs["record"]["sections"][1]["lines"] = [
            line for line in theirs["record"]["sections"][1]["lines"] if line["kind"] != "computed"
        ]

        assert compare(content(), theirs).outcome == MARKS_DIFFER

    def test_another_order_is_a_difference(self):
        theirs = copy.deepcopy(content())
        theirs["record"]["sections"][0]["lines"].reverse()

        assert compare(content(), theirs).outcome == DIFFERS

    def test_true_is_not_one(self):
        assert compare({"a": True}, {"a": 1}).outcome == DIFFERS


class TestWhatIsWrittenOnTheSpot:
    def test_is_read(self):
        assert read_spot("inspection", SPOT).copies == 2

    @pytest.mark.parametrize(
        ("kind", "changes", "fault"),
        [
            pytest.param("inspection", {"opinion": None}, "opinion", id="the institution was not asked"),
            pytest.param(
                "inspection",
                {"opinion": {"choice": "explains"}},
                "opinion",
                id="an explanation without words",
            ),
            pytest.param("inspection", {"copies": 1}, "copies", id="no copy for the institution"),
            pytest.param(
                "inspection", {"representatives": []}, "representatives", id="nobody there and not said why"
            ),
            pytest.param(
                "inspection",
                {"ended_at": "2026-11-28T07:00:00+07:00"},
                "ended_at",
                id="ends before it begins",
            ),
            pytest.param(
                "inspection", {"began_at": "2026-11-28T08:00:00"}, "began_at", id="a moment without a zone"
            ),
            pytest.param("inspection", {"note": "x"}, "note", id="a member nobody knows"),
            pytest.param("session", {"findings": []}, "work", id="a session without its work"),
            pytest.param("session", {"work": "Xem hồ sơ"}, "findings", id="findings of a session"),
            pytest.param("announcement", {"findings": []}, "rights_explained", id="rights not explained"),
        ],
    )
    def test_is_refused_with_its_place(self, kind, changes, fault):
        with pytest.raises(Faults) as caught:
            read_spot(kind, {**SPOT, **changes})

        assert fault in caught.value.faults

    def test_may_name_nobody_of_the_institution_when_it_says_why(self):
        spot = read_spot("inspection", {**SPOT, "representatives": [], "absent_because": "Vắng mặt"})

        assert spot.absent_because == "Vắng mặt"
