"""The catalogue: every operation is declared, and its page in the reference is the generated one."""

import pytest
from django.conf import settings

from procedures.catalogue import as_page, carry_out, catalogue, operation, option_sources, prefill_sources
from procedures.errors import ErrorUndeclared
from workflows.errors import OperationError


class TestTheCatalogue:
    def test_is_the_page_of_the_reference(self):
        page = settings.BASE_DIR / "docs" / "reference" / "catalogue.md"

        assert page.read_text(encoding="utf-8") == as_page(), (
            "run: manage.py procedure catalogue > docs/reference/catalogue.md"
        )

    def test_says_of_every_operation_what_makes_a_second_call_the_same(self):
        assert all(declared.key and declared.does for declared in catalogue().values())

    def test_knows_a_usual_answer(self):
        assert catalogue()["issue_document"].usual_answer == {"signing": "signed"}

    def test_says_of_every_source_what_it_has_and_of_what_it_gives(self):
        sources = [*option_sources().values(), *prefill_sources().values()]

        assert all(declared.does for declared in sources)
        assert all(declared.gives for declared in prefill_sources().values())

    def test_names_every_operation_and_source_on_its_page(self):
        names = [*catalogue(), *option_sources(), *prefill_sources()]

        assert [name for name in names if f"`{name}`" not in as_page()] == []


def refusing(code: str):
    """An operation that may end in the error NO_NUMBER, and ends in this one."""

    @operation(key="none", errors={"NO_NUMBER": "no number is left"})
    def refuse():
        """Refuse."""
        raise OperationError(code)

    return refuse


class TestAnOperationsErrors:
    @pytest.fixture
    def call(self, settings, monkeypatch):
        """Return a function that calls an operation which ends in an error."""

        def call(code):
            monkeypatch.setattr("tests.unit.procedures.test_catalogue.refuse", refusing(code), raising=False)
            settings.OPERATIONS = {"refuse": "tests.unit.procedures.test_catalogue.refuse"}
            return carry_out("refuse")

        return call

    def test_that_it_declares_are_the_flows(self, call):
        with pytest.raises(OperationError, match="NO_NUMBER"):
            call("NO_NUMBER")

    def test_that_it_does_not_declare_are_faults_of_its_own(self, call):
        with pytest.raises(ErrorUndeclared, match="'refuse' does not declare the error 'NO_SIGNER'"):
            call("NO_SIGNER")

    def test_stand_on_the_page(self, monkeypatch):
        declared = {"refuse": refusing("NO_NUMBER").declaration}
        monkeypatch.setattr("procedures.catalogue.catalogue", lambda: declared)

        assert "| error | `NO_NUMBER` | no number is left |" in as_page().splitlines()
