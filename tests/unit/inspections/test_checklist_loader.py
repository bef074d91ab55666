"""Reading a checklist's folder: the whole of it, or every fault at once with its file and line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspections.checklists import ChecklistFaults, extends_of, from_json, load, to_json
from inspections.checklists.parts import Wrong
from tests.unit.inspections.checklist_example import DESCRIPTION, FILES, SMALL, with_items


def faults_of(files, base=None):
    with pytest.raises(ChecklistFaults) as caught:
        load(files, base)
    return [(fault.file, fault.line, fault.message) for fault in caught.value.faults]


def said(files, base=None):
    return " | ".join(message for _, _, message in faults_of(files, base))


class TestAFolder:
    def test_tells_all_of_its_faults_with_file_and_line(self):
        files = {
            "checklist.yaml": DESCRIPTION.replace(b"code: SMALL", b"code: SMALL\ncolour: red"),
            "sections/1.yaml": b"section: A\ntitle: A\nitems:\n"
            b"  - {key: A.1, text: x, kind: wish}\n"
            b"  - {key: A.2, text: x, kind: number, visible_if: 'A_9 = 1'}\n"
            b"  - {key: A.2, text: x, kind: number, visible_if: '1 +'}\n",
            "sections/2.yaml": b"section: B\ntitle: B\nitems:\n  - {key: B.1, text: x, kind: verdict, weight: -1}\n",
        }

        found = faults_of(files)

        assert [(file, line) for file, line, _ in found] == [
            ("checklist.yaml", 4),
            ("sections/1.yaml", 4),
            ("sections/1.yaml", 5),
            ("sections/1.yaml", 6),
            ("sections/1.yaml", 6),
            ("sections/2.yaml", 4),
        ]

    def test_without_its_description_is_none(self):
        assert faults_of({}) == [("checklist.yaml", 1, "this file is missing")]

    @pytest.mark.parametrize(
        ("items", "words"),
        [
            pytest.param(
                "  - {key: '1x', text: t, kind: verdict}", "must be letters", id="a key that is no key"
            ),
            pytest.param("  - {key: value, text: t, kind: verdict}", "something else", id="a key FEEL needs"),
            pytest.param("  - {key: A, text: t, kind: choice}", "options belong", id="a choice of nothing"),
            pytest.param(
                "  - {key: A, text: t, kind: table}", "columns belong", id="a table without columns"
            ),
            pytest.param(
                "  - {key: A, text: t, kind: computed}", "'computed' belongs", id="computed from nothing"
            ),
            pytest.param(
                "  - {key: A, text: t, kind: number, numerator: n}", "a denominator", id="half of a ratio"
            ),
            pytest.param(
                "  - {key: A, text: t, kind: text, limit: {operator: '<', value: 1}}",
                "not measured",
                id="a limit of words",
            ),
            pytest.param(
                "  - {key: A, text: t, kind: date, limit: {operator: '<', value: 1}}",
                "by a condition",
                id="a day and a number",
            ),
            pytest.param(
                "  - {key: A, text: t, kind: number, limit: {operator: '<'}}",
                "exactly one of",
                id="a limit without value",
            ),
            pytest.param(
                "  - {key: A, text: t, kind: number, limit: {operator: '<', by_kind: {castle: 1}}}",
                "no kind of institution 'castle'",
                id="a kind nobody knows",
            ),
            pytest.param(
                "  - {key: A, text: t, kind: number, valid_if: value > 1}",
                "needs a 'message'",
                id="a rule without words",
            ),
            pytest.param(
                "  - {key: A, text: t, kind: verdict, sample: eggs}", "no sample 'eggs'", id="no such sample"
            ),
            pytest.param(
                "  - {key: A, text: t, kind: verdict, parent: G}", "no group 'G'", id="no such group"
            ),
            pytest.param(
                "  - {key: A, text: t, kind: group, parent: A}", "in itself", id="a group in itself"
            ),
            pytest.param(
                "  - {key: A, text: t, kind: text, visible_if: B = null}\n"
                "  - {key: B, text: t, kind: text, visible_if: A = null}",
                "wait for each other",
                id="a circle",
            ),
            pytest.param(
                "  - {key: A, text: t, kind: computed, computed: A + 1}",
                "wait for each other",
                id="computed from itself",
            ),
            pytest.param(
                "  - {key: G, text: t, kind: group, sample: diplomas}\n"
                "  - {key: A, text: t, kind: text, parent: G, sample: diplomas}",
                "what is repeated",
                id="repeated twice",
            ),
            pytest.param(
                "  - {key: A, text: t, kind: verdict, clauses: [{text: x, from: 2026-02-01, to: 2026-01-01}]}",
                "ends before",
                id="a clause that ends before it begins",
            ),
            pytest.param(
                "  - {key: A.1, text: t, kind: text}\n  - {key: A_1, text: t, kind: text}",
                "twice",
                id="one name",
            ),
            pytest.param(
                "  - {key: A, text: t, kind: text, findings: [{code: x, text: y}]}",
                "can fail",
                id="findings of words",
            ),
        ],
    )
    def test_says_what_is_wrong_with_an_item(self, items, words):
        assert words in said(with_items(items))

    @given(st.text(alphabet="abk:[]{}-#'\"\n 1.,&*!|>é", max_size=80))
    @settings(max_examples=150, deadline=None)
    def test_is_read_or_refused_whatever_stands_in_it(self, text):
        files = with_items("  - {key: A, text: t, kind: text}")

        faults = None
        try:
            load({**files, "sections/2.yaml": text.encode()})
        except ChecklistFaults as caught:
            faults = caught.faults

        assert faults is None or all(fault.file and fault.line for fault in faults)


class TestTheCompiledForm:
    def test_gives_the_same_checklist_back(self):
        assert from_json(to_json(SMALL)) == SMALL

    def test_has_the_same_hash_whatever_the_order_of_the_files(self):
        backwards = dict(reversed(FILES.items()))

        assert to_json(load(backwards))["hash"] == to_json(SMALL)["hash"]

    def test_is_refused_when_somebody_changed_it(self):
        content = to_json(SMALL)
        content["items"][0]["critical"] = False

        with pytest.raises(Wrong, match="not the one this hash"):
            from_json(content)


class TestAKey:
    @pytest.mark.parametrize(
        ("length", "sample", "is_fine"),
        [
            pytest.param(80, "", True, id="as long as a key may be"),
            pytest.param(72, "sample: diplomas", True, id="with room for the number of its unit"),
            pytest.param(73, "sample: diplomas", False, id="too long to be repeated"),
        ],
    )
    def test_of_what_is_repeated_leaves_room_for_the_number(self, length, sample, is_fine):
        key = "A" * length
        files = with_items(f"  - {{key: {key}, text: x, kind: verdict{', ' + sample if sample else ''}}}")

        told = "" if is_fine else said(files)

        assert load(files) if is_fine else "at most 72 characters" in told


class TestAProvincesAddition:
    BASE = load(
        {
            "checklist.yaml": DESCRIPTION,
            "sections/1.yaml": b"section: A\ntitle: A\nitems:\n"
            b"  - {key: A.1, text: trung uong, kind: verdict, nature: duty}\n"
            b"  - {key: A.2, text: de mo, kind: verdict, locked: false}\n",
        }
    )
    OVERLAY = b"checklist: 1\ncode: PROVINCE\ntitle: Phieu cua tinh\nextends: SMALL\n"

    def overlay(self, section=b"", description=OVERLAY):
        return (
            {"checklist.yaml": description, "sections/1.yaml": section}
            if section
            else {"checklist.yaml": description}
        )

    def test_says_what_it_extends(self):
        assert extends_of(self.overlay()) == "SMALL"

    def test_keeps_all_items_and_adds_its_own_which_are_not_locked(self):
        own = b"section: A\nitems:\n  - {key: A.9, text: cua tinh, kind: verdict}\n"

        checklist = load(self.overlay(own), self.BASE)

        assert [(item.key, item.locked) for item in checklist.items] == [
            ("A.1", True),
            ("A.2", False),
            ("A.9", False),
        ]

    def test_may_word_an_open_item_anew(self):
        own = b"section: A\nitems:\n  - {key: A.2, text: loi moi, kind: verdict}\n"

        checklist = load(self.overlay(own), self.BASE)

        assert str(checklist.by_key["A.2"].text) == "loi moi"

    def test_may_leave_out_an_open_item(self):
        checklist = load(self.overlay(description=self.OVERLAY + b"without: [A.2]\n"), self.BASE)

        assert [item.key for item in checklist.items] == ["A.1"]

    @pytest.mark.parametrize(
        ("section", "more"),
        [
            pytest.param(
                b"section: A\nitems:\n  - {key: A.1, text: yeu hon, kind: text}\n", b"", id="worded anew"
            ),
            pytest.param(b"", b"without: [A.1]\n", id="left out"),
        ],
    )
    def test_may_not_touch_a_locked_item(self, section, more):
        assert "A.1 is locked by SMALL" in said(self.overlay(section, self.OVERLAY + more), self.BASE)

    def test_may_not_add_to_a_checklist_that_is_not_there(self):
        assert "no checklist 'SMALL' to extend" in said(self.overlay(), None)
