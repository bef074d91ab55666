"""A package says everything that is wrong with it at once, each with its file and line."""

import pytest
from django.core.management import CommandError, call_command

from procedures.catalogue import catalogue, option_sources
from procedures.judging import judge
from tests.integration.procedures.study_record import FILES, as_bytes, write

DOUBLE_KEY = "form: twice\ntitle: A\ntitle: B\nsections: []\n"
ALIAS = "form: &name alias\ntitle: *name\n"
ASKING = """\
form: asking
title: Chọn
sections:
  - key: a
    fields:
      - key: truong
        type: choice
        label: Trường
        options_from: schools
"""
UNLABELLED = """\
form: confirming
title: {en: Draft}
sections:
  - key: a
    fields:
      - key: da_hoc
        type: text
"""


def line_of(content: str, text: str) -> int:
    """The line of a file in which a text stands first."""
    return content[: content.index(text)].count("\n") + 1


@pytest.fixture
def broken() -> dict[str, str]:
    """The package of study records with a mistake of every kind."""
    procedure = FILES["procedure.yaml"].replace("who:", "whom:").replace("confirmation.html", "gone.html")
    flow = (
        FILES["flow.bpmn"]
        .replace('mc:form="confirming"', 'mc:form="nowhere"')
        .replace("issue_document", "isue_document")
        .replace("seal_document", "void_document")
        .replace(
            '<bpmn:exclusiveGateway id="g2"/>', '<bpmn:exclusiveGateway id="g2"/>\n<bpmn:task id="alone"/>'
        )
        .replace('l1_outcome = "tra_lai"', 'l1_outcome = "tra_ve"')
    )
    return {
        **FILES,
        "procedure.yaml": procedure,
        "flow.bpmn": flow,
        "confirming.form.yaml": UNLABELLED,
        "twice.form.yaml": DOUBLE_KEY,
        "alias.form.yaml": ALIAS,
        "asking.form.yaml": ASKING,
        "scenarios.yaml": FILES["scenarios.yaml"].replace('status: "3"', 'status: "4"'),
    }


@pytest.fixture
def faults(broken):
    return judge("study_record", as_bytes(broken), operations=catalogue(), sources=option_sources()).faults


class TestABrokenPackage:
    @pytest.mark.parametrize(
        ("file", "text", "words"),
        [
            pytest.param("procedure.yaml", "whom:", "whom", id="a misspelt key"),
            pytest.param("procedure.yaml", "  confirmation:", "gone.html", id="a template that is not there"),
            pytest.param("confirming.form.yaml", "title:", "", id="a title without Vietnamese"),
            pytest.param(
                "confirming.form.yaml", "      - key: da_hoc", "label", id="a question without a label"
            ),
            pytest.param("twice.form.yaml", "title: B", "", id="a key given twice"),
            pytest.param("alias.form.yaml", "title: *name", "alias", id="an alias"),
            pytest.param("flow.bpmn", 'id="c1"', "nowhere", id="a form that is not there"),
            pytest.param("flow.bpmn", 'id="issue"', "isue_document", id="an operation the catalogue has not"),
            pytest.param("flow.bpmn", 'id="seal"', "reason", id="an input an operation needs"),
            pytest.param("asking.form.yaml", "options_from", "schools", id="a list of options nobody has"),
            pytest.param("flow.bpmn", 'id="alone"', "alone", id="a node nothing leads to"),
            pytest.param("flow.bpmn", 'id="l1"', "tra_lai", id="an outcome without a way"),
            pytest.param(
                "scenarios.yaml", 'status: "4"', "khong_tiep_nhan", id="a scenario that ends otherwise"
            ),
        ],
    )
    def test_names_file_and_line_of(self, faults, broken, file, text, words):
        line = line_of(broken[file], text)

        found = [fault for fault in faults if (fault.file, fault.line) == (file, line)]

        assert any(words in fault.message for fault in found), "\n".join(map(str, faults))

    def test_says_the_missing_key_as_well_as_the_misspelt_one(self, faults):
        assert [fault.message for fault in faults if fault.message.startswith("who: ")]

    def test_is_not_believed(self, broken):
        judgement = judge("study_record", as_bytes(broken), operations=catalogue(), sources=option_sources())

        assert len(judgement.faults) >= 12
        assert judgement.parts.flow is not None


class TestAPackageWithoutMistakes:
    def test_has_neither_faults_nor_warnings(self):
        judgement = judge("study_record", as_bytes(FILES), operations=catalogue(), sources=option_sources())

        assert (judgement.faults, judgement.warnings) == ((), ())


@pytest.mark.django_db
class TestTheCommand:
    def test_prints_every_fault_of_a_folder_and_fails(self, broken, faults, tmp_path, capsys):
        folder = write(broken, tmp_path / "study_record")

        with pytest.raises(CommandError):
            call_command("procedure", "check", str(folder))

        assert capsys.readouterr().err.splitlines() == [f"study_record/{fault}" for fault in faults]

    def test_finds_nothing_wrong_with_the_library(self, capsys):
        call_command("procedure", "check")

        printed = capsys.readouterr()
        assert "diploma_copy: " in printed.out
        assert (printed.err, "cảnh báo" in printed.out) == ("", False)
