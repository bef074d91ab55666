"""What a later round answers otherwise, a line a question."""

import pytest

from desk.changes import MOST_LINES, Change, changes_between
from forms.rendering import ReviewRow, ReviewTable


def row(key, text="", *, table=None):
    """Return one answer."""
    return ReviewRow(key, key.upper(), text, bool(text), [], [], table)


def table(*rows):
    """Return a table's rows."""
    return ReviewTable(heads=["A", "B"], rows=[list(each) for each in rows], footer=[])


class TestTheChanges:
    @pytest.mark.parametrize(
        ("before", "after", "expected"),
        [
            ([row("a", "1")], [row("a", "1")], []),
            ([row("a", "1")], [row("a", "2")], [Change("A", "1", "2")]),
            ([row("a")], [row("a", "2")], [Change("A", "", "2")]),
            ([row("a", "1")], [row("a")], [Change("A", "1", "")]),
            ([row("a", "1")], [], [Change("A", "1", "")]),
            ([], [row("b", "2")], [Change("B", "", "2")]),
            ([row("a")], [], []),
        ],
        ids=[
            "none",
            "another answer",
            "an answer come",
            "one gone",
            "no longer asked",
            "newly asked",
            "never answered",
        ],
    )
    def test_are_the_questions_that_say_something_else(self, before, after, expected):
        assert changes_between(before, after) == expected

    def test_of_a_table_are_its_rows_that_differ(self):
        before = [row("t", table=table(("1", "x"), ("2", "y")))]
        after = [row("t", table=table(("1", "x"), ("2", "z"), ("3", "w")))]

        assert changes_between(before, after) == [Change("T", "2 | y", "2 | z\n3 | w")]

    def test_of_a_table_in_another_order_are_all_its_rows(self):
        before, after = (
            [row("t", table=table(("1", "x"), ("2", "y")))],
            [row("t", table=table(("2", "y"), ("1", "x")))],
        )

        assert changes_between(before, after) == [Change("T", "1 | x\n2 | y", "2 | y\n1 | x")]

    def test_of_a_very_long_table_are_cut(self):
        after = [row("t", table=table(*((str(number), "x") for number in range(MOST_LINES + 5))))]

        assert changes_between([], after)[0].now.endswith("\n…")
