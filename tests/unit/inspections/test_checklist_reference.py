"""The reference of checklists says every key the loader takes, and is the page in the book."""

import pytest
from django.conf import settings

from inspections.checklists import loader, loader_items, reference

PAGE = settings.BASE_DIR / "docs" / "reference" / "checklist.md"


class TestTheReference:
    @pytest.mark.parametrize(
        ("told", "taken"),
        [
            pytest.param(reference.DESCRIPTION, loader.DESCRIPTION_KEYS, id="checklist.yaml"),
            pytest.param(reference.SECTION, loader.SECTION_KEYS, id="a section"),
            pytest.param(reference.ITEM, loader_items.ITEM_KEYS, id="an item"),
            pytest.param(reference.LIMIT, loader_items.LIMIT_KEYS, id="a limit"),
        ],
    )
    def test_tells_every_key_the_loader_takes(self, told, taken):
        assert set(told) == taken

    def test_is_the_page_in_the_book(self):
        assert PAGE.read_text() == reference.as_page(), (
            "run: manage.py checklist reference > docs/reference/checklist.md"
        )
