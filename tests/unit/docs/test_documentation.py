"""What the documentation names is there: links, anchors, paths, commands, settings, accounts."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.core.management import get_commands

from dossiers.demo.accounts import DEMO_ACCOUNTS
from inspections.demo.accounts import INSPECTION_ACCOUNTS
from tests.services import ROOT

PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?://|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
CODE = re.compile(r"`([^`\n]+)`")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FOLDERS = sorted(each.name for each in ROOT.iterdir() if each.is_dir() and not each.name.startswith("."))
PATH = re.compile(rf"^(?:{'|'.join(FOLDERS)})/[\w./-]*$")
MADE_LATER = ("var/", "keys/", "docs/tmp")
EXAMPLES = ("procedures/library/my_procedure",)
MANAGE = re.compile(r"manage\.py ([a-z_]+)")
MAKE = re.compile(r"`make ([a-z-]+)")
MODULE = re.compile(r"python -m ((?:tests|benchmarks|config)[\w.]*)")
SETTING = re.compile(r"MOTCUA_[A-Z_]+[A-Z]")
ACCOUNT = re.compile(r"[\w-]+@motcua\.test")


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as they are made from their words."""
    words = (re.sub(r"[^\w\s-]", "", each.lower()) for each in HEADING.findall(page.read_text()))
    return {re.sub(r"\s", "-", each.strip()) for each in words}


def named(pattern: re.Pattern[str]) -> set[tuple[str, str]]:
    """Return what the pages name by a pattern, each with its page."""
    return {
        (str(page.relative_to(ROOT)), found) for page in PAGES for found in pattern.findall(page.read_text())
    }


class TestAPage:
    @pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
    def test_links_to_what_is_there(self, page):
        lost = []
        for target, anchor in LINK.findall(page.read_text()):
            file = (page.parent / target).resolve() if target else page
            if not file.exists() or (anchor and anchor not in anchors(file)):
                lost.append(f"{target}#{anchor}")

        assert lost == []

    def test_names_paths_that_are_there(self):
        paths = {(page, found) for page, found in named(CODE) if PATH.match(found)}
        lost = [
            each for each in sorted(paths)
            if not (ROOT / each[1]).exists() and not each[1].startswith((*MADE_LATER, *EXAMPLES))
        ]  # fmt: skip

        assert lost == []
        assert len(paths) > 50

    def test_is_reached_from_the_index(self):
        index = ROOT / "docs" / "README.md"
        linked = {
            (index.parent / target).resolve() for target, _ in LINK.findall(index.read_text()) if target
        }
        apart = [
            str(page.relative_to(ROOT)) for page in PAGES
            if page.is_relative_to(ROOT / "docs") and page != index and page not in linked and page.parent not in linked
        ]  # fmt: skip

        assert apart == []


class TestACommand:
    def test_of_django_is_there(self):
        known = get_commands()

        assert [each for each in sorted(named(MANAGE)) if each[1] not in known] == []

    def test_of_make_is_there(self):
        targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

        assert [each for each in sorted(named(MAKE)) if each[1] not in targets] == []

    def test_that_is_a_module_is_there(self):
        assert [each for each in sorted(named(MODULE)) if find_spec(each[1]) is None] == []


class TestASetting:
    def test_that_is_read_is_told_and_no_other(self):
        text = "".join(file.read_text() for file in (ROOT / "config").glob("*.py"))
        asked = re.findall(r'environment\.(?:text|flag|number|words|folder)\(\s*"([A-Z_]+)"', text)
        read = {f"MOTCUA_{each}" for each in asked} | set(re.findall(r'environ\S*\("(MOTCUA_\w+)"', text))
        told = set(SETTING.findall((ROOT / "docs/reference/environment.md").read_text()))

        assert (sorted(read - told), sorted(told - read)) == ([], [])


class TestAnAccount:
    def test_that_the_readme_or_a_tutorial_signs_in_with_exists(self):
        known = {each.email for each in (*DEMO_ACCOUNTS, *INSPECTION_ACCOUNTS)}

        assert [each for each in sorted(named(ACCOUNT)) if each[1] not in known] == []
