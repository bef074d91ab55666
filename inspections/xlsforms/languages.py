"""From the languages a form names to those a checklist has: Vietnamese, English, Khmer."""

import re
from collections.abc import Iterable, Mapping

from inspections.xlsforms.model import Texts

_NAMES = {
    "vi": ("vi", "vie", "vietnamese", "tiếng việt", "viet"),
    "en": ("en", "eng", "english", "tiếng anh"),
    "km": ("km", "khm", "khmer", "ខ្មែរ", "tiếng khmer"),
}


def code_of(language: str) -> str:
    """Return the code of a language, "Tiếng Việt (vi)" or "English"; "" for one a checklist has not."""
    in_brackets = re.search(r"\(([^)]+)\)\s*$", language)
    name = re.split(r"[-_]", in_brackets.group(1) if in_brackets else language)[0].strip().lower()
    plain = re.sub(r"\s*\(.*\)\s*$", "", language).strip().lower()
    return next((code for code, names in _NAMES.items() if name in names or plain in names), "")


class Languages:
    """How the texts of one form become texts of a checklist, and what is left behind."""

    def __init__(self, languages: Iterable[str]) -> None:
        self.all = tuple(languages)
        self.codes: Mapping[str, str] = {each: code_of(each) for each in self.all}
        self.stand_in = "" if "vi" in self.codes.values() else self.all[0]
        self.left = tuple(each for each in self.all if not self.codes[each] and each != self.stand_in)

    def words(self, texts: Texts, otherwise: str = "") -> dict[str, str] | None:
        """Return the words by code, Vietnamese among them; None where there are none at all."""
        found = {code: texts[name] for name, code in self.codes.items() if code and texts.get(name)}
        standing = texts.get(self.stand_in) or next(iter(texts.values()), "") or otherwise
        if "vi" not in found and standing:
            found = {"vi": standing, **found}
        return found or None
