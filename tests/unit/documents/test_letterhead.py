"""The words of a letterhead, as the decree writes them."""

from datetime import date

import pytest

from documents.letterhead import broken, day_in_words, signer_lines


class TestADay:
    @pytest.mark.parametrize(
        ("day", "words"),
        [
            pytest.param(date(2026, 2, 5), "ngày 05 tháng 02 năm 2026", id="zeros in February"),
            pytest.param(date(2026, 3, 5), "ngày 05 tháng 3 năm 2026", id="no zero for March"),
            pytest.param(date(2026, 11, 24), "ngày 24 tháng 11 năm 2026", id="no zeros"),
        ],
    )
    def test_is_written_in_words(self, day, words):
        assert day_in_words(day) == words


class TestALongName:
    def test_is_broken_before_its_place(self):
        assert broken("Ủy ban nhân dân tỉnh Vĩnh Long") == ["Ủy ban nhân dân", "tỉnh Vĩnh Long"]

    def test_without_a_place_is_broken_near_its_middle(self):
        assert broken("Trường Cao đẳng Y tế Trà Vinh") == ["Trường Cao đẳng", "Y tế Trà Vinh"]

    def test_stays_whole_when_short_and_is_nothing_when_empty(self):
        assert (broken("UBND tỉnh Vĩnh Long"), broken("")) == (["UBND tỉnh Vĩnh Long"], [])


class TestTheLinesAboveASignature:
    @pytest.mark.parametrize(
        ("form", "title", "lines"),
        [
            pytest.param("", "Giám đốc", ("Giám đốc",), id="the head"),
            pytest.param("KT.", "Phó Giám đốc", ("KT. Giám đốc", "Phó Giám đốc"), id="a deputy"),
            pytest.param("TUQ.", "Trưởng phòng", ("TUQ. Giám đốc", "Trưởng phòng"), id="by authority"),
            pytest.param("Q.", "Giám đốc", ("Q. Giám đốc",), id="an acting head"),
        ],
    )
    def test_say_in_whose_right(self, form, title, lines):
        assert signer_lines(form, title, "Giám đốc") == lines
