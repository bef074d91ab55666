"""What registers are asked about answers: of which, with what, and only where a form says so."""

from forms.messages import Words
from forms.register_checks import Asked, asked_in
from tests.unit.forms.kinds import faults, form

NAME = (
    "{key: ten, type: text, label: {vi: Tên}, register_checks: [{ask: institution_name, "
    "with: {own_tax_code: mst}, message: {vi: Trùng tên}}]}"
)
TEACHERS = (
    "{key: gv, type: table, label: {vi: Nhà giáo}, prefix: G, columns: ["
    "{key: so, type: personal_id, label: {vi: Số}, register_checks: [{ask: permanent_teacher, "
    "with: {own_tax_code: mst, own_name: ten}, only_if: 'row.loai = \"co_huu\"', message: {vi: Nơi khác}}]},"
    "{key: ten, type: text, label: {vi: Họ tên}}, {key: loai, type: text, label: {vi: Loại}}]}"
)
FORM = form("{key: mst, type: tax_code, label: {vi: MST}}", NAME, TEACHERS)


def asked(**answers) -> list[Asked]:
    return list(asked_in(FORM, answers, {**dict.fromkeys(FORM.keys), **answers}))


class TestAnAnswerOfTheForm:
    def test_is_asked_about_with_the_answers_that_go_along(self):
        (found,) = asked(ten="Trường Mẫu", mst="0100112437")

        assert (found.check.name, found.value, found.field, found.row) == (
            "institution_name",
            "Trường Mẫu",
            "ten",
            "",
        )
        assert found.inputs == {"own_tax_code": "0100112437"}
        assert found.check.message == Words(vi="Trùng tên")

    def test_that_is_not_there_is_not_asked_about(self):
        assert asked(mst="0100112437") == []


class TestACellOfATable:
    ROWS = (
        {"id": "G1", "so": "086090000001", "ten": "Lan", "loai": "co_huu"},
        {"id": "G2", "so": "086090000002", "loai": "thinh_giang"},
        {"id": "G3", "loai": "co_huu"},
        {"id": "G4", "so": "086090000004", "loai": "co_huu"},
    )

    def test_is_asked_about_where_the_rows_condition_holds(self):
        found = asked(gv=list(self.ROWS))

        assert [(each.row, each.column, each.value) for each in found] == [
            ("G1", "so", "086090000001"),
            ("G4", "so", "086090000004"),
        ]

    def test_goes_with_answers_of_its_row_before_those_of_the_form(self):
        named, nameless = (each for each in asked(ten="Trường Mẫu", gv=list(self.ROWS)) if each.row)

        assert named.inputs == {"own_tax_code": None, "own_name": "Lan"}
        assert nameless.inputs == {"own_tax_code": None, "own_name": None}


class TestAFile:
    def test_names_checks_there_are_and_answers_somebody_gives(self):
        found = faults(
            "{key: a, type: text, label: {vi: A}, register_checks: [{ask: nope, message: {vi: X}}]}",
            "{key: b, type: text, label: {vi: B}, register_checks: [{ask: institution_name}]}",
            "{key: c, type: text, label: {vi: C}, register_checks: [{ask: institution_name, with: {own: z}, "
            "only_if: y = 1, message: {vi: X}}]}",
            "{key: d, type: note, text: {vi: D}, register_checks: [{ask: institution_name, message: {vi: X}}]}",
        )

        assert [each.partition(": ")[2] for each in found] == [
            "unknown check 'nope'; known: institution_name, permanent_teacher",
            "missing 'message'",
            "'only_if' looks at 'y', which no field is called",
            "'own' is given 'z', which nothing asked is called",
            "'register_checks' has no place where nothing is asked",
        ]
