"""Every public sample behaves as its index says (shared samples of ODK, Enketo, JavaRosa, Collect and pyxform)."""

from decimal import Decimal

import pytest

from inspections.checklists import from_json, to_json
from inspections.xlsforms import FormUnreadable, import_form, read_form
from tests.unit.inspections.xlsforms.forms import asked, imported_sample, sample

NAIROBI = {"latitude": "-1.28", "longitude": "36.82", "accuracy": "5"}
HA_NOI = {"latitude": "21.03", "longitude": "105.85", "accuracy": "5"}


class TestOrOther:
    @pytest.mark.parametrize("name", ["pyxform_or_other.xlsx", "pyxform_or_other.expected.xml"])
    def test_adds_a_choice_and_a_text_shown_only_when_it_is_chosen(self, name):
        result = imported_sample(name)

        chosen = asked(result, {"fav_color": "other", "fav_color_other": "tím"}).results
        not_chosen = asked(result, {"fav_color": "red", "fav_color_other": "tím"}).results

        assert "other" in [each.value for each in result.checklist.by_key["fav_color"].options]
        assert chosen["fav_color_other"].value == "tím"
        assert (not_chosen["fav_color_other"].visible, not_chosen["fav_color_other"].value) == (False, None)

    def test_says_that_a_filter_without_quotes_offers_nothing(self):
        report = [
            line for line in imported_sample("pyxform_or_other.xlsx").lines if line.path == "/data/fav_pastel"
        ]

        assert [(line.level, line.what, line.row) for line in report if line.level != "kept"] == [
            ("changed", "choice_filter", 3)
        ]


class TestALegacySpreadsheet:
    def test_becomes_the_same_form_as_expected(self):
        expected = imported_sample("pyxform_repeat_date_test.expected.xml").checklist

        result = imported_sample("pyxform_repeat_date_test.xls").checklist

        assert result.items == expected.items

    def test_repeats_as_often_as_its_count_says(self):
        results = asked(imported_sample("pyxform_repeat_date_test.xls"), {"table_list_3#1": "yes"}).results

        assert [key for key in results if key.startswith("table_list_3#")] == ["table_list_3#1"]
        assert results["table_list_3#1"].value == "yes"

    def test_is_read_as_what_it_is_when_it_bears_the_name_of_a_new_one(self):
        result = imported_sample("odk_ifrc-site-assessment_LEGACY-OLE.xlsx")

        assert sample("odk_ifrc-site-assessment_LEGACY-OLE.xlsx").read_bytes()[:4] == b"\xd0\xcf\x11\xe0"
        assert len(result.checklist.items) == 91

    def test_offers_the_townships_of_the_chosen_district_alone(self):
        result = imported_sample("odk_ifrc-site-assessment_LEGACY-OLE.xlsx")
        results = asked(result, {"district": "District1", "township": "Township 01"}).results
        strayed = asked(result, {"district": "District2", "township": "Township 01"}).results

        assert (results["township"].value, results["township"].faults) == ("Township 01", ())
        assert strayed["township"].faults == ("unknown_option",)


class TestABrokenSpreadsheet:
    def test_is_refused_with_what_is_wrong(self):
        with pytest.raises(FormUnreadable, match="Duplicate column header: label"):
            imported_sample("pyxform_BAD_duplicate_columns.xlsx")


class TestEveryQuestionType:
    def test_becomes_an_item_or_is_listed(self):
        form = read_form(sample("odk_all-question-types.xml").read_bytes())

        result = import_form(form, "ALL")

        said = {line.path for line in result.lines}
        assert {each.path for each in form.root.walk() if hasattr(each, "control")} <= said

    @pytest.mark.parametrize(
        ("name", "what"),
        [
            ("geotrace", "đường vẽ trên bản đồ"),
            ("geoshape", "vùng vẽ trên bản đồ"),
            ("rank", "xếp hạng (rank)"),
            ("audio", "audio"),
            ("video", "video"),
            ("buddhist_date", "lịch buddhist"),
            ("ex_string", "ex:change.uw.android.BREATHCOUNT"),
            ("map", "danh sách chọn instance('cities')/root/item"),
        ],
    )
    def test_that_is_not_supported_stands_in_the_report_with_its_row(self, name, what):
        lines = imported_sample("odk_all-question-types.xlsx").lines

        found = [line for line in lines if line.path.endswith(f"/{name}") and line.level == "unsupported"]

        assert what in [line.what for line in found]
        assert all(line.sheet == "survey" and line.row > 1 for line in found)

    @pytest.mark.parametrize(
        ("key", "kind"),
        [
            ("string_number", "text"),
            ("integer_thousands_sep", "number"),
            ("image", "photo"),
            ("signature", "signature"),
            ("file", "file"),
            ("barcode", "qr"),
            ("date_time", "datetime"),
            ("geopoint", "place"),
            ("select_one", "choice"),
            ("select_multi", "choices"),
            ("range_integer", "number"),
            ("my_trigger", "choice"),
            ("intro", "note"),
        ],
    )
    def test_has_its_kind(self, key, kind):
        assert imported_sample("odk_all-question-types.xlsx").checklist.by_key[key].kind == kind

    def test_keeps_the_bounds_of_a_range(self):
        result = imported_sample("odk_all-question-types.xml")

        faults = {
            value: asked(result, {"range_integer": value}).results["range_integer"].faults
            for value in ("0", "1", "10", "11")
        }

        assert faults == {"0": ("not_valid",), "1": (), "10": (), "11": ("not_valid",)}

    def test_comes_out_the_same_from_the_spreadsheet_and_from_the_form(self):
        sheet, form = (
            imported_sample(f"odk_all-question-types.{kind}").checklist for kind in ("xlsx", "xml")
        )

        assert sheet.items == form.items


class TestALargeForm:
    def test_hides_everything_without_consent(self):
        result = imported_sample("odk_whova_form.xlsx")

        evaluation = asked(result, {"Id10013": "no", "Id10019": "female", "Id10020": "yes"})

        shown = {each.key for each in evaluation.results.values() if each.visible}
        inside = {
            item.key
            for item in result.checklist.items
            if item.section == result.checklist.by_key["consented"].section
        }
        assert len(inside) > 500
        assert shown & inside == set()
        assert evaluation.results["Id10019"].value is None

    def test_asks_with_consent_what_its_conditions_ask(self):
        result = imported_sample("odk_whova_form.xlsx")
        consent = {"Id10013": "yes", "Id10020": "yes", "Id10022": "yes"}

        results = asked(result, {**consent, "Id10021": "1950-03-01", "Id10023_a": "2026-11-01"}).results

        assert (results["ageInYears"].value, results["isAdult"].value, results["isNeonatal"].value) == (
            Decimal(76), "1", "0",
        )  # fmt: skip
        assert results["displayAgeAdult"].visible
        assert not results["displayAgeChild"].visible

    def test_refuses_a_death_before_birth(self):
        result = imported_sample("odk_whova_form.xlsx")
        consent = {"Id10013": "yes", "Id10020": "yes", "Id10022": "yes"}

        results = asked(result, {**consent, "Id10021": "1950-03-01", "Id10023_a": "1949-11-01"}).results

        assert results["Id10023_a"].faults == ("not_valid",)

    def test_leaves_no_expression_behind(self):
        lines = imported_sample("odk_whova_form.xlsx").lines

        untranslated = [line for line in lines if "Không dịch được" in line.why]

        assert untranslated == []

    def test_survives_being_compiled(self):
        checklist = imported_sample("odk_whova_form.xlsx").checklist

        assert from_json(to_json(checklist)) == checklist


class TestAGroupThatDepends:
    def test_leaves_its_children_out_while_it_is_hidden(self):
        results = asked(
            imported_sample("odk_relevant-calculate-group.xml"),
            {"first-question": "n", "second-question": "hai", "grouped-b": "cũ"},
        ).results

        assert {key: results[key].visible for key in ("grp", "grouped-a", "grouped-b")} == dict.fromkeys(
            ("grp", "grouped-a", "grouped-b"), False
        )
        assert (results["grouped-a"].value, results["grouped-b"].value) == (None, None)

    def test_computes_its_child_which_nobody_can_answer(self):
        result = imported_sample("odk_relevant-calculate-group.xml")

        results = asked(
            result, {"first-question": "y", "second-question": "hai", "grouped-a": "gõ đè"}
        ).results

        assert results["grouped-a"].value == "second = hai"
        assert not result.checklist.by_key["grouped-a"].is_asked


class TestRepeats:
    def test_are_as_many_as_the_form_says_and_know_their_places(self):
        results = asked(imported_sample("odk_repeat-count.xml"), {}).results

        assert [results[f"b#{number}"].value for number in range(1, 51)] == list(range(1, 51))
        assert "b#51" not in results

    def test_follow_the_count_that_is_answered(self):
        results = asked(imported_sample("odk_repeat-count.xml"), {"reps": "2"}).results

        assert [results[key].value for key in results if key.startswith("b#")] == [1, 2]

    def test_are_numbered_when_their_group_turns_relevant(self):
        result = imported_sample("enketo_repeat-relevant-calculate.xml")

        hidden, shown = (asked(result, {"yn": answer}).results["rg"] for answer in (None, "1"))

        assert (hidden.visible, hidden.value) == (False, None)
        assert [row["row_"] for row in shown.value] == [1, 2, 3]

    def test_are_numbered_anew_when_the_first_is_removed(self):
        result = imported_sample("enketo_repeat-relevant-calculate.xml")

        rows = asked(result, {"yn": "1", "rg": [{}, {}]}).results["rg"].value

        assert [list(row.values()) for row in rows] == [[1], [2]]


class TestAFence:
    @pytest.mark.parametrize(
        ("point", "faults"),
        [pytest.param(NAIROBI, (), id="inside"), pytest.param(HA_NOI, ("not_valid",), id="outside")],
    )
    def test_refuses_a_point_outside(self, point, faults):
        result = imported_sample("odk_geofence.xml")

        assert asked(result, {"geo": point}).results["geo"].faults == faults

    def test_says_why_in_the_words_of_the_form(self):
        item = imported_sample("odk_geofence.xml").checklist.by_key["geo"]

        assert (item.message.vi, item.required_if.source) == ("That's not in Kenya", "true")


class TestAPicture:
    def test_keeps_the_longest_edge_it_may_have(self):
        items = imported_sample("collect_image-compression.xml").checklist.items

        assert {item.key: (item.kind, item.max_pixels) for item in items} == {
            "image": ("photo", 1000),
            "annotate": ("photo", 1000),
            "draw": ("photo", 1000),
            "signature": ("signature", 1000),
        }


class TestEverySample:
    @pytest.mark.parametrize(
        "name",
        [
            "collect_image-compression.xml", "enketo_repeat-relevant-calculate.xml", "odk_all-question-types.xml",
            "odk_geofence.xml", "odk_relevant-calculate-group.xml", "odk_repeat-count.xml",
            "pyxform_or_other.expected.xml", "pyxform_repeat_date_test.expected.xml",
        ],
    )  # fmt: skip
    def test_has_a_line_in_the_report_for_every_question(self, name):
        form = read_form(sample(name).read_bytes())

        said = {line.path for line in import_form(form, "X").lines}

        assert {each.path for each in form.root.walk() if not hasattr(each, "children")} <= said
