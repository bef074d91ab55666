"""Reference lists: searched without diacritics, valid for days, loaded whole or not at all."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from forms.checks import check_own_lists
from forms.lists.csv_file import ListFaults, read_list
from forms.lists.known import reference_list
from forms.lists.model import Entry, ReferenceList

DAY = date(2026, 11, 24)
LIST = ReferenceList(
    [
        Entry("1", "Trường Trung cấp Cửu Long", aliases=("Trường Dạy nghề Cửu Long",)),
        Entry("2", "Trường Trung cấp Đồng Khởi", valid_to=DAY - timedelta(days=1)),
        Entry("3", "Trung tâm Cửu Long", parent="86"),
    ]
)


class TestAList:
    @pytest.mark.parametrize(
        ("words", "codes"),
        [
            ("cuu long", ["1", "3"]),
            ("LONG cửu trường", ["1"]),
            ("day nghe", ["1"]),
            ("trung tam", ["3"]),
            ("đồng khởi", []),
            ("", []),
            ("1", ["1"]),
        ],
    )
    def test_is_searched_by_words_in_any_order_and_by_former_names(self, words, codes):
        assert [entry.code for entry in LIST.search(words, DAY)] == codes

    def test_knows_what_may_be_picked_on_a_day(self):
        assert LIST.find("2", DAY) is None
        assert LIST.find("2", DAY - timedelta(days=1)).name == "Trường Trung cấp Đồng Khởi"
        assert LIST.latest("2").code == "2"

    def test_may_give_a_code_anew_after_its_end(self):
        renamed = ReferenceList(
            [Entry("1", "Cũ", valid_to=DAY), Entry("1", "Mới", valid_from=DAY + timedelta(days=1))]
        )

        assert [renamed.find("1", day).name for day in (DAY, DAY + timedelta(days=1))] == ["Cũ", "Mới"]

    def test_refuses_a_code_that_means_two_things_on_one_day(self):
        with pytest.raises(ValueError, match="valid twice"):
            ReferenceList([Entry("1", "A"), Entry("1", "B", valid_from=DAY)])


class TestAFile:
    def test_becomes_a_list(self):
        content = (
            "code;name;valid_from;aliases;cap\n5480202;Tin học;2021-02-12;Máy tính|CNTT;trung cấp\n".encode()
        )

        entry = read_list(content, file="majors.csv").find("5480202", DAY)

        assert entry.aliases == ("Máy tính", "CNTT")
        assert entry.more == {"cap": "trung cấp"}

    def test_with_faults_is_refused_whole_and_says_all_of_them(self):
        content = b"code,name,valid_from,valid_to\n,A,,\n2,B,soon,\n3,C,2026-02-01,2026-01-01\n4,D,,,5\n"

        with pytest.raises(ListFaults) as caught:
            read_list(content, file="x.csv")

        assert [str(fault) for fault in caught.value.faults] == [
            "x.csv:2: 'code' is empty",
            "x.csv:3: 'valid_from': 'soon' is not a day such as 2025-07-01",
            "x.csv:4: 'valid_from' is after 'valid_to'",
            "x.csv:5: more cells than columns",
        ]

    @pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a,b\n1,2\n", b"code,name\n1,A\n1,B\n"], ids=repr)
    def test_that_is_none_is_refused(self, content):
        with pytest.raises(ListFaults):
            read_list(content, file="x.csv")


class TestWhatTheProductBrings:
    def test_are_34_provinces_and_their_communes_since_july_2025(self):
        assert len(reference_list("provinces").valid(DAY)) == 34
        assert reference_list("provinces").find("86", DAY).name == "Tỉnh Vĩnh Long"
        assert len(reference_list("communes").valid(DAY, "86")) == 124
        assert reference_list("communes").valid(date(2025, 6, 30)) == []

    def test_are_the_districts_that_old_papers_name(self):
        assert "Huyện Trà Cú, Tỉnh Trà Vinh" in {
            entry.name for entry in reference_list("old_places").search("tra cu", DAY)
        }


def test_a_file_of_the_installation_goes_first(tmp_path, settings):
    settings.MOTCUA_LISTS_DIR = tmp_path
    before = len(reference_list("majors"))

    (tmp_path / "majors.csv").write_text("code,name\n5140201,Sư phạm dạy nghề\n")

    assert before > 1
    assert [entry.code for entry in reference_list("majors").entries] == ["5140201"]


def test_faulty_files_of_the_installation_stop_a_start(tmp_path, settings):
    settings.MOTCUA_LISTS_DIR = tmp_path
    (tmp_path / "majors.csv").write_text("code,name\n,A\n")
    (tmp_path / "nope.csv").write_text("code,name\n")

    assert [error.msg for error in check_own_lists()] == [
        "majors.csv:2: 'code' is empty",
        "nope.csv: no reference list is called so",
    ]


class TestTheCommand:
    def test_lists_the_faults_of_a_file(self, tmp_path, capsys):
        file = tmp_path / "x.csv"
        file.write_text("code,name\n1,\n")

        with pytest.raises(CommandError):
            call_command("reference_list", "check", str(file))

        assert capsys.readouterr().err == "x.csv:2: 'name' is empty\n"

    def test_shows_what_is_used(self, capsys):
        call_command("reference_list", "show", "communes", "cai", "nhum")

        assert "29641\tXã Cái Nhum" in capsys.readouterr().out
