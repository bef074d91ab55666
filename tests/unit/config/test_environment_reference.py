"""The reference of the environment names every variable that is read, and no other."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
READ = re.compile(r'environment\.(?:text|flag|number|words|folder)\(\s*"([A-Z_]+)"')
LITERAL = re.compile(r'environ(?:\.get\(|\[)"MOTCUA_([A-Z_]+)"')
LISTED = re.compile(r"`MOTCUA_([A-Z_]+)`")


def read_by_the_product():
    sources = [*ROOT.glob("*/*.py"), *ROOT.glob("*/*/*.py")]
    ours = [
        path
        for path in sources
        if path.parts[len(ROOT.parts)] not in {"tests", "benchmarks", "node_modules", ".venv"}
    ]
    texts = [path.read_text() for path in ours]
    return {name for text in texts for pattern in (READ, LITERAL) for name in pattern.findall(text)}


def listed(file):
    return set(LISTED.findall((ROOT / "docs" / "reference" / file).read_text()))


def test_the_reference_lists_what_is_read():
    assert listed("environment.md") == read_by_the_product()


def test_the_example_sets_only_what_is_read():
    example = (ROOT / "deploy" / "environment.example").read_text()

    assert set(re.findall(r"^MOTCUA_([A-Z_]+)=", example, re.MULTILINE)) <= read_by_the_product()
