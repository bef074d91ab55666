"""Small XForms written in a few lines, and where the public samples lie.

CONFORMANCE_DIR names the folder that holds `xlsforms`; without it the folder beside the project is tried. Neither
there: the run says NOT RUN. Named but incomplete: a failure.
"""

import importlib.util
import os
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from inspections.checklists import Evaluation, Facts, evaluate
from inspections.xlsform_files import read_file
from inspections.xlsforms import Imported, import_form, read_form

BESIDE = Path(__file__).resolve().parents[5] / "shared" / "conformance"
VISIT = date(2026, 11, 28)
LEAST_FILES = 14
HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" '
    'xmlns:odk="http://www.opendatakit.org/xforms">'
)


def sample(name: str) -> Path:
    """The path of a public sample, or a skip that says why there is none."""
    given = os.environ.get("CONFORMANCE_DIR")
    folder = (Path(given) if given else BESIDE) / "xlsforms"
    if not given and not folder.is_dir():
        pytest.skip("NOT RUN: no XLSForm samples; set CONFORMANCE_DIR")
    found = len([each for each in folder.glob("*") if each.suffix != ".md"])
    if found < LEAST_FILES:
        pytest.fail(f"CONFORMANCE_DIR is incomplete: {found} files in {folder}", pytrace=False)
    if not name.endswith(".xml") and importlib.util.find_spec("pyxform") is None:
        pytest.skip("NOT RUN: pyxform is not installed (requirements-xlsform.txt)")
    return folder / name


@cache
def imported(path: Path) -> Imported:
    """What a file becomes; read once, as nothing changes it."""
    found = read_file(path)
    return import_form(found.form, "SAMPLE", found.rows)


def imported_sample(name: str) -> Imported:
    """What a public sample becomes."""
    return imported(sample(name))


def form(instance: str, binds: str = "", body: str = "", itext: str = "", more: str = "") -> bytes:
    """Return an XForm whose data is `instance` inside <data>."""
    primary = f'<instance><data id="small">{instance}</data></instance>'
    model = f'<model odk:xforms-version="1.0.0">{itext}{primary}{more}{binds}</model>'
    return f"{HEAD}<h:head><h:title>Small</h:title>{model}</h:head><h:body>{body}</h:body></h:html>".encode()


def becomes(*parts: str, **more: str) -> Imported:
    """What a small form becomes."""
    return import_form(read_form(form(*parts, **more)), "SMALL")


def asked(result: Imported, values: dict[str, object]) -> Evaluation:
    """Evaluate values by key, as they would be answered."""
    answers = {key: {"value": value} for key, value in values.items()}
    return evaluate(result.checklist, answers, Facts(visit_on=VISIT))
