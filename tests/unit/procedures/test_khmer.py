"""Khmer in the packages: what applicants and institutions read has it, and says the same numbers."""

import re

import pytest
import yaml
from django.conf import settings

from inspections.roles import INSTITUTION_ROLE
from procedures.catalogue import register_checks
from procedures.package import open_package, read_folder

LIBRARY = settings.BASE_DIR / "procedures" / "library"
PACKAGES = sorted(path.parent.name for path in LIBRARY.glob("*/procedure.yaml"))
ELSEWHERE = sorted(
    [
        *(settings.BASE_DIR / "dossiers" / "representation_forms").glob("*.yaml"),
        *(settings.BASE_DIR / "inspections" / "library" / "gdnn_2026").rglob("*.yaml"),
    ]
)
READ_BY_OFFICERS = {"findings"}
KHMER = re.compile(r"[\u1780-\u17ff]")


def texts_in(value):
    """Yield every text in languages, but for those that only officers read."""
    if isinstance(value, list):
        for each in value:
            yield from texts_in(each)
    elif isinstance(value, dict) and "vi" in value:
        yield value
    elif isinstance(value, dict) and not value.get("internal") and not is_hidden_check(value):
        for key in value.keys() - READ_BY_OFFICERS:
            yield from texts_in(value[key])


def is_hidden_check(value):
    """Say whether this asks a register whose word the applicant never reads."""
    return "ask" in value and not register_checks()[value["ask"]].is_public


def texts_of(path):
    return list(texts_in(yaml.safe_load(path.read_text(encoding="utf-8"))))


def read_outside(name):
    """Return the files of a package that an applicant or an institution reads: its description and their forms."""
    package = open_package(name, read_folder(LIBRARY / name))
    steps = package.flow.nodes.values()
    forms = {each.form for each in steps if getattr(each, "role", "") == INSTITUTION_ROLE}
    if package.definition.applicant_kinds:
        forms.add(package.definition.form)
    return [
        LIBRARY / name / "procedure.yaml",
        *(LIBRARY / name / f"{form}.form.yaml" for form in sorted(forms)),
    ]


def numbers(text):
    return sorted(re.findall(r"\d+", text))


@pytest.fixture(params=PACKAGES)
def texts_of_a_package(request):
    return [each for path in read_outside(request.param) for each in texts_of(path)]


@pytest.fixture(params=ELSEWHERE, ids=lambda path: path.stem)
def texts_of_a_file(request):
    return texts_of(request.param)


class TestKhmer:
    def test_is_there_for_all_that_is_read_outside_the_office(self, texts_of_a_package):
        assert texts_of_a_package
        assert [each["vi"] for each in texts_of_a_package if not KHMER.search(each.get("km", ""))] == []

    def test_is_there_in_the_other_forms_too(self, texts_of_a_file):
        assert texts_of_a_file
        assert [each["vi"] for each in texts_of_a_file if not KHMER.search(each.get("km", ""))] == []

    def test_says_the_same_numbers(self, texts_of_a_package):
        assert [each for each in texts_of_a_package if numbers(each["vi"]) != numbers(each["km"])] == []

    def test_says_the_same_numbers_in_the_other_forms(self, texts_of_a_file):
        assert [each for each in texts_of_a_file if numbers(each["vi"]) != numbers(each["km"])] == []
