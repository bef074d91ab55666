"""`make check`: every text of the interface is collected and has its English.

Vietnamese is the source. Khmer follows; what it lacks is shown in Vietnamese, so it is counted
here and does not fail the check.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IGNORED = [".venv", "node_modules", "var", "tests", "benchmarks", "static"]
MESSAGE = re.compile(r'^msgid ((?:".*"\n?)+)', re.MULTILINE)


def texts_of(file: Path) -> set[str]:
    """Return the source texts a catalogue knows."""
    return {re.sub(r'"\s*\n?\s*"', "", found).strip() for found in MESSAGE.findall(file.read_text())} - {'""'}


def collect(language: str) -> set[str]:
    """Return the texts the code uses now, without touching the catalogue."""
    file = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "django.po"
        shutil.copy2(file, kept)
        try:
            ignored = [argument for pattern in IGNORED for argument in ("-i", pattern)]
            command = [
                sys.executable,
                "manage.py",
                "makemessages",
                "-l",
                language,
                "--no-obsolete",
                "-v",
                "0",
            ]
            subprocess.run([*command, *ignored], cwd=ROOT, check=True)
            return texts_of(file)
        finally:
            shutil.copy2(kept, file)


def count(file: Path, *flags: str) -> int:
    """Return how many messages of a catalogue answer gettext's filter."""
    found = subprocess.run(
        ["msgattrib", *flags, str(file)], capture_output=True, text=True, check=True
    ).stdout
    return found.count("\nmsgid ") - (1 if found else 0)


def main() -> int:
    """Print what is missing; return 1 where English is incomplete."""
    english = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
    khmer = ROOT / "locale" / "km" / "LC_MESSAGES" / "django.po"
    uncollected = sorted(collect("en") - texts_of(english))
    missing = max(0, count(english, "--untranslated")) + max(0, count(english, "--only-fuzzy"))
    for text in uncollected:
        print(f"not collected: {text}")
    print(
        f"English: {missing} texts to translate. Khmer: {max(0, count(khmer, '--untranslated'))} still shown in Vietnamese."
    )
    return 1 if uncollected or missing else 0


if __name__ == "__main__":
    sys.exit(main())
