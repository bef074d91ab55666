"""Installs the peers into var/, beside the product and never into it; what is there already stays."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import venv
from importlib.metadata import version
from pathlib import Path

from tests.services import ROOT

HERE = Path(__file__).resolve().parent
PLACE = ROOT / "var" / "peers"


def names() -> dict[str, str]:
    """Return the peers' names with the versions that are compared, by the module of their side."""
    spiff = re.search(r"^SpiffWorkflow==(\S+)$", (HERE / "requirements.txt").read_text(), re.MULTILINE)
    node = json.loads((HERE / "package.json").read_text())["dependencies"]
    assert spiff is not None
    return {
        "stock": f"stock viewflow {version('django-viewflow')}",
        "spiff": f"SpiffWorkflow {spiff[1]}",
        "bpmn_engine": f"bpmn-engine {node['bpmn-engine']}",
    }


def spiff_python() -> Path:
    """Return the Python that has SpiffWorkflow."""
    folder = PLACE / "python"
    wanted = HERE / "requirements.txt"
    if is_stale(folder, wanted):
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-deps"]
        subprocess.run([*pip, "-r", str(wanted)], check=True, stdout=sys.stderr)
        mark(folder, wanted)
    return folder / "bin" / "python"


def node_script() -> Path:
    """Return bpmn-engine's side, lying beside the packages it imports."""
    folder = PLACE / "node"
    wanted = HERE / "package-lock.json"
    if is_stale(folder, wanted):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for file in (wanted, HERE / "package.json", ROOT / ".npmrc"):
            shutil.copy(file, folder)
        subprocess.run(
            ["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True, stdout=sys.stderr
        )
        mark(folder, wanted)
    return Path(shutil.copy(HERE / "bpmn_engine.mjs", folder))


def is_stale(folder: Path, wanted: Path) -> bool:
    """Whether something else than what is wanted lies there."""
    found = folder / "installed"
    return not found.exists() or found.read_text() != digest(wanted)


def mark(folder: Path, wanted: Path) -> None:
    """Remember what was installed."""
    (folder / "installed").write_text(digest(wanted))


def digest(file: Path) -> str:
    """Return what tells one list of packages from another."""
    return hashlib.sha256(file.read_bytes()).hexdigest()
