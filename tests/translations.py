"""`make check`: every text of the interface is collected and has its English. `make messages` collects.

Vietnamese is the source. Khmer follows; what it lacks is shown in Vietnamese, so it is counted
here and does not fail the check. Catalogues carry the files a text is used in, but no line numbers
and no date of collection: they change only when a text does.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IGNORED = [".venv", "node_modules", "var", "tests", "benchmarks", "static"]
LANGUAGES = ("en", "km")
# Texts of pages and those of the tablet application, which are read from its source.
DOMAINS = {"django": [], "djangojs": ["-e", "ts"]}
DATED = re.compile(r'^"(POT-Creation-Date|Report-Msgid-Bugs-To):')
MESSAGE = re.compile(r'^msgid ((?:".*"\n?)+)', re.MULTILINE)


def texts_of(file: Path) -> set[str]:
    """Return the source texts a catalogue knows."""
    return {re.sub(r'"\s*\n?\s*"', "", found).strip() for found in MESSAGE.findall(file.read_text())} - {'""'}


def make_messages(domain: str, *languages: str) -> None:
    """Bring the catalogues of a domain in these languages in line with the code."""
    chosen = [argument for language in languages for argument in ("-l", language)]
    ignored = [argument for pattern in IGNORED for argument in ("-i", pattern)]
    flags = ["--no-obsolete", "--add-location", "file", "-v", "0"]
    subprocess.run(
        [
            sys.executable, "manage.py", "makemessages", "-d", domain, *DOMAINS[domain], *chosen, *flags, *ignored,
        ],
        cwd=ROOT,
        check=True,
    )  # fmt: skip
    for language in languages:
        file = catalogue(language, domain)
        file.write_text("".join(line for line in file.read_text().splitlines(True) if not DATED.match(line)))


def catalogue(language: str, domain: str) -> Path:
    """Return where the texts of a language are."""
    return ROOT / "locale" / language / "LC_MESSAGES" / f"{domain}.po"


def collect(language: str, domain: str) -> set[str]:
    """Return the texts the code uses now, leaving the catalogue as it was."""
    file = catalogue(language, domain)
    before = file.read_bytes()
    try:
        make_messages(domain, language)
        return texts_of(file)
    finally:
        file.write_bytes(before)


def count(file: Path, *flags: str) -> int:
    """Return how many messages of a catalogue answer gettext's filter."""
    found = subprocess.run(
        ["msgattrib", *flags, str(file)], capture_output=True, text=True, check=True
    ).stdout
    return max(0, f"\n{found}".count("\nmsgid ") - 1)


def is_sound(file: Path) -> bool:
    """Say whether placeholders and plural forms of a catalogue fit its source texts."""
    return (
        subprocess.run(
            ["msgfmt", "--check-format", "--check-domain", "-o", "/dev/null", str(file)]
        ).returncode
        == 0
    )


def main() -> int:
    """Print what is missing; return 1 where English is incomplete or a catalogue is broken."""
    if "--collect" in sys.argv:
        for domain in DOMAINS:
            make_messages(domain, *LANGUAGES)
    return max([is_incomplete(domain) for domain in DOMAINS])


def is_incomplete(domain: str) -> bool:
    """Print what is missing in the catalogues of a domain; say whether English is incomplete or one is broken."""
    english, khmer = (catalogue(language, domain) for language in LANGUAGES)
    uncollected = sorted(collect("en", domain) - texts_of(english))
    missing = count(english, "--untranslated") + count(english, "--only-fuzzy")
    for text in uncollected:
        print(f"not collected: {text}")
    print(
        f"{domain}: {missing} texts to translate into English, "
        f"{count(khmer, '--untranslated')} still shown in Vietnamese instead of Khmer."
    )
    broken = [file for file in (english, khmer) if not is_sound(file)]
    return bool(uncollected or missing or broken)


if __name__ == "__main__":
    sys.exit(main())
