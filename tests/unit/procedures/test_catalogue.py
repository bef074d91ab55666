"""The catalogue: every operation is declared, and its page in the reference is the generated one."""

from django.conf import settings

from procedures.catalogue import as_page, catalogue, option_sources, prefill_sources


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
