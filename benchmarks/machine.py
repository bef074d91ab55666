"""What stood under the numbers: versions, processor, memory, the commit."""

import os
import platform
import sqlite3
import subprocess
from importlib.metadata import version
from pathlib import Path

from tests.services import ROOT, postgres_bin

PACKAGES = ("Django", "django-viewflow", "channels", "uvicorn", "weasyprint", "pyHanko")


def facts() -> dict[str, str]:
    """Return what a reader needs to compare."""
    return {
        "processor": f"{os.cpu_count()} cores, {first_line('/proc/cpuinfo', 'model name')}",
        "memory": f"{round(int(first_line('/proc/meminfo', 'MemTotal').split()[0]) / 1024**2)} GiB",
        "system": system(),
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        "PostgreSQL": said(str(postgres_bin() / "postgres"), "--version").split()[2],
        "Redis": said("redis-server", "--version").split("v=")[1].split()[0],
        "Chromium": said("chromium", "--version", "--no-sandbox").split()[1],
        **{package: version(package) for package in PACKAGES},
        "commit": said("git", "rev-parse", "--short", "HEAD"),
    }


def first_line(file: str, key: str) -> str:
    """Return the value of the first "key : value" of a file, "unknown" where there is none."""
    lines = (line.partition(":") for line in Path(file).read_text().splitlines())
    return next((value.strip() for name, _, value in lines if name.strip() == key), "unknown")


def system() -> str:
    """Return the name of the distribution."""
    return platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())


def said(*command: str) -> str:
    """Return what a program says."""
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
