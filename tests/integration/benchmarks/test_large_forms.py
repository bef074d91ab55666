"""The measure of large forms opens and saves what it says it does, within the queries it allows."""

from benchmarks.forms import LIMITS
from benchmarks.forms_case import FIELDS, PAGES, ROWS, measure
from dossiers.models import Draft
from tests.integration.dossiers.conftest import now, office  # noqa: F401


class TestLargeForms:
    def test_are_opened_and_saved_whole_within_the_queries_allowed(self, office):  # noqa: F811
        Draft.objects.all().delete()

        found = measure(times=1)

        assert found.keys() == PAGES.keys()
        many, report = (Draft.objects.get(procedure=each).values for each in ("many_fields", "every_kind"))
        assert len([answer for answer in many.values() if answer]) == FIELDS
        assert len([row for row in report["phong"] if row["dien_tich"] == "60,5"]) == ROWS
        for page, quantities in found.items():
            for quantity in ("page_queries", "save_queries"):
                assert quantities[quantity] <= LIMITS[quantity], f"{page}: {quantity}"
