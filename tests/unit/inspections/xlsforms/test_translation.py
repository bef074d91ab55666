"""What XPath says, FEEL says too: each expression is translated and evaluated over answers."""

from datetime import date
from decimal import Decimal

import pytest

from inspections.xlsforms import xpath
from tests.unit.inspections.xlsforms.forms import asked, becomes

INSTANCE = "<n/><m/><t/><one/><many/><day/><moment/><rep><x/></rep><out/>"
CHOICES = "".join(
    f"<item><label>{each.upper()}</label><value>{each}</value></item>" for each in ("a", "b", "c")
)
BODY = (
    '<input ref="/data/n"><label>n</label></input><input ref="/data/m"><label>m</label></input>'
    '<input ref="/data/t"><label>t</label></input><input ref="/data/day"><label>d</label></input>'
    '<input ref="/data/moment"><label>d</label></input>'
    f'<select1 ref="/data/one"><label>one</label>{CHOICES}</select1>'
    f'<select ref="/data/many"><label>many</label>{CHOICES}</select>'
    '<group ref="/data/rep"><label>r</label><repeat nodeset="/data/rep"><input ref="/data/rep/x"><label>x</label>'
    "</input></repeat></group>"
)
BINDS = (
    '<bind nodeset="/data/n" type="int"/><bind nodeset="/data/m" type="decimal"/><bind nodeset="/data/day" type="date"/>'
    '<bind nodeset="/data/moment" type="dateTime"/><bind nodeset="/data/rep/x" type="int"/>'
)


def escaped(expression):
    """The expression as it stands in an attribute."""
    return expression.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def result_of(expression):
    """What the small form becomes with a calculation."""
    bind = f'<bind nodeset="/data/out" calculate="{escaped(expression)}"/>'
    return becomes(INSTANCE, BINDS + bind, BODY)


def value_of(expression, **answers):
    """The value of a calculation over answers."""
    return asked(result_of(expression), answers).results["out"].value


class TestAComparison:
    @pytest.mark.parametrize(
        ("expression", "answers", "holds"),
        [
            pytest.param("/data/n > 3", {"n": "4"}, True, id="number beyond"),
            pytest.param("/data/n > 3", {}, None, id="nothing is beyond nothing"),
            pytest.param("not(/data/n > 3)", {}, True, id="what cannot be said is not so"),
            pytest.param("/data/n = 4.0", {"n": "4"}, True, id="numbers by value"),
            pytest.param("/data/t = 4", {"t": "4.0"}, True, id="a text beside a number is a number"),
            pytest.param("/data/t = 'x'", {}, False, id="nothing is no text"),
            pytest.param("/data/t != 'x'", {}, True, id="nothing is other than a text"),
            pytest.param("/data/t = ''", {}, True, id="nothing is empty"),
            pytest.param("/data/n = ''", {"n": "0"}, False, id="zero is not empty"),
            pytest.param("/data/n = 'NaN'", {}, True, id="no number"),
            pytest.param("/data/n + 1 = 'NaN'", {"n": "0"}, False, id="a number is a number"),
            pytest.param("/data/many = 'a b'", {"many": ["a", "b"]}, True, id="choices as a text"),
            pytest.param("/data/day <= today()", {"day": "2026-11-28"}, True, id="the day of the visit"),
            pytest.param("/data/day > '2026-01-01'", {"day": "2026-01-02"}, True, id="a day beside a text"),
            pytest.param(
                "/data/day >= 20454", {"day": "2026-01-01"}, True, id="a day beside days since 1970"
            ),
            pytest.param(
                "selected(/data/many, 'b') = false()", {"many": ["a"]}, True, id="truth beside truth"
            ),
            pytest.param("selected(/data/many, 'b') = false()", {}, True, id="nothing chosen beside false"),
            pytest.param("/data/rep/x > 5", {"rep": [{"x": "1"}, {"x": "6"}]}, True, id="some row"),
            pytest.param("/data/rep/x > 6", {"rep": [{"x": "1"}, {"x": "6"}]}, False, id="no row"),
        ],
    )
    def test_comes_out_as_in_xpath(self, expression, answers, holds):
        assert value_of(expression, **answers) is holds


class TestAFunction:
    @pytest.mark.parametrize(
        ("expression", "answers", "value"),
        [
            ("if(/data/n > 3, 'much', 'little')", {"n": "4"}, "much"),
            ("if(/data/n > 3, 'much', 'little')", {}, "little"),
            ("if(/data/n > 3, 1, '')", {"n": "1"}, None),
            ("coalesce(/data/t, 'none')", {}, "none"),
            ("coalesce(/data/n, 7)", {"n": "0"}, Decimal(0)),
            ("selected(/data/many, 'b')", {"many": ["a", "b"]}, True),
            ("selected(/data/one, 'b')", {"one": "a"}, False),
            ("selected(/data/t, 'y')", {"t": "x y"}, True),
            ("count-selected(/data/many)", {"many": ["a", "c"]}, Decimal(2)),
            ("count-selected(/data/many)", {}, Decimal(0)),
            ("selected-at(/data/many, 1)", {"many": ["a", "c"]}, "c"),
            ("jr:choice-name(/data/one, '/data/one')", {"one": "b"}, "B"),
            ("regex(/data/t, '[0-9]{2}')", {"t": "12"}, True),
            ("regex(/data/t, '[0-9]{2}')", {"t": "123"}, False),
            ("concat(/data/t, '-', /data/n)", {"n": "5"}, "-5"),
            ("join('/', /data/t, /data/n)", {"t": "a", "n": "5"}, "a/5"),
            ("string-length(/data/t)", {}, Decimal(0)),
            ("string-length(/data/n)", {"n": "123"}, Decimal(3)),
            ("substr(/data/t, 1, 3)", {"t": "abcd"}, "bc"),
            ("normalize-space(/data/t)", {"t": "a   b"}, "a b"),
            ("starts-with(/data/t, 'a')", {"t": "ab"}, True),
            ("int(/data/m)", {"m": "-2.7"}, Decimal(-2)),
            ("round(/data/m)", {"m": "-2.5"}, Decimal(-2)),
            ("round(/data/m, 1)", {"m": "2.25"}, Decimal("2.3")),
            ("/data/n mod 3", {"n": "-5"}, Decimal(-2)),
            ("/data/n div 4", {"n": "5"}, Decimal("1.25")),
            ("/data/n div 0", {"n": "5"}, None),
            ("-/data/n", {"n": "5"}, Decimal(-5)),
            ("pow(2, 3)", {}, Decimal(8)),
            ("sum(/data/rep/x)", {"rep": [{"x": "1"}, {}, {"x": "6"}]}, Decimal(7)),
            ("sum(/data/rep/x)", {}, Decimal(0)),
            ("max(/data/rep/x)", {"rep": [{"x": "1"}, {"x": "6"}]}, Decimal(6)),
            ("count(/data/rep)", {"rep": [{"x": "1"}, {}]}, Decimal(2)),
            ("count-non-empty(/data/rep/x)", {"rep": [{"x": "1"}, {}]}, Decimal(1)),
            ("indexed-repeat(/data/rep/x, /data/rep, 2)", {"rep": [{"x": "1"}, {"x": "6"}]}, Decimal(6)),
            ("/data/rep[position() = 2]/x", {"rep": [{"x": "1"}, {"x": "6"}]}, Decimal(6)),
            ("date('2026-01-02') + 1", {}, Decimal(20456)),
            ("date(20454)", {}, date(2026, 1, 1)),
            ("format-date(/data/day, '%d/%m/%Y')", {"day": "2026-01-02"}, "02/01/2026"),
            ("format-date(/data/day, '%d/%m/%Y')", {}, None),
            ("checklist(1, 2, /data/n = 1, /data/m = 1)", {"n": "1"}, True),
            ("boolean(/data/n)", {"n": "0"}, False),
            ("number('x')", {}, None),
        ],
    )  # fmt: skip
    def test_comes_out_as_in_xpath(self, expression, answers, value):
        assert value_of(expression, **answers) == value


class TestWhatFeelCannotSay:
    @pytest.mark.parametrize(
        ("expression", "why"),
        [
            ("pulldata('fruits', 'name', 'key', /data/t)", "hàm pulldata()"),
            ("once(random())", "hàm once()"),
            ("now()", "hàm now()"),
            ("regex(/data/t, '(?=x)')", "mẫu của regex()"),
            ("/data/none/where", "không phải một câu hỏi"),
            ("/data/*", "dấu *"),
            ("/data/out + 1", "chính nó"),
            ("if(/data/n, 1)", "không đủ ba phần"),
            ("selected(/data/many)", "thiếu hoặc thừa phần"),
            ("/data/n >", "cần một tên"),
            ("1" + " + 1" * 4_000, "quá dài hoặc lồng nhau quá sâu"),
            ("instance('far')/root/item[name = /data/t]/label", "tệp ngoài"),
        ],
    )
    def test_stands_in_the_report_and_leaves_a_note(self, expression, why):
        result = result_of(expression)

        lines = [line for line in result.lines if line.level == "unsupported" and line.path == "/data/out"]

        assert [why in line.why and expression in line.what for line in lines] == [True]
        assert result.checklist.by_key["out"].kind == "note"
        assert expression in result.checklist.notes["out"]

    @pytest.mark.parametrize(
        ("attribute", "member", "without"),
        [
            ("relevant", "visible_if", "mục luôn hiện"),
            ("required", "required_if", "không bắt buộc trả lời"),
            ("constraint", "valid_if", "câu trả lời không bị kiểm tra"),
        ],
    )
    def test_is_left_out_with_a_word_on_what_happens_without_it(self, attribute, member, without):
        bind = f"""<bind nodeset="/data/n" {attribute}="pulldata('a', 'b', 'c', .) = 1"/>"""
        result = becomes("<n/>", bind, '<input ref="/data/n"><label>n</label></input>')

        lines = [line.why for line in result.lines if line.level == "unsupported"]

        assert [without in why for why in lines] == [True]
        assert getattr(result.checklist.by_key["n"], member) is None

    def test_is_a_bare_name_that_nothing_has_which_is_read_as_empty_and_said(self):
        result = result_of("if(/data/n = 1, /data/m, null)")

        assert asked(result, {"n": "2", "m": "5"}).results["out"].value is None
        assert ("changed", "tên “null”") in [(line.level, line.what) for line in result.lines]


class TestALookUp:
    LIST = (
        '<instance id="fruits"><root><item><name>m</name><label>Xoài</label><price>3</price></item>'
        "<item><name>d</name><label>Dừa</label></item></root></instance>"
    )

    def test_finds_the_column_of_the_row_that_fits(self):
        bind = (
            """<bind nodeset="/data/out" calculate="instance('fruits')/root/item[name = /data/t]/label"/>"""
        )
        body = '<input ref="/data/t"><label>t</label></input>'
        result = becomes("<t/><out/>", bind, body, more=self.LIST)

        assert [asked(result, {"t": each}).results["out"].value for each in ("d", "x")] == ["Dừa", None]


class TestXPath:
    @pytest.mark.parametrize(
        "text",
        [
            "(" * 500 + "1" + ")" * 500,
            "-" * 500 + "1",
            "1 +",
            "a b",
            "'open",
            "a[",
            "f(1 2)",
            "#",
            "1" * 30_000,
            "",
        ],
        ids=[
            "brackets",
            "signs",
            "half",
            "two names",
            "open text",
            "open bracket",
            "no comma",
            "mark",
            "long",
            "empty",
        ],
    )
    def test_that_is_none_is_refused_and_never_crashes(self, text):
        with pytest.raises(xpath.XPathFault):
            xpath.parse_xpath(text)

    def test_takes_a_star_for_a_name_or_a_sign_by_what_stands_before_it(self):
        parsed = xpath.parse_xpath("* * 2")

        assert parsed == xpath.Binary("*", xpath.Path((xpath.Step("*"),)), xpath.Number("2"))
