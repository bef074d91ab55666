"""The words of an XForm: inline, or by `jr:itext('id')` from the translations of the model."""

import re

from inspections.xlsforms.model import Remark, Texts
from inspections.xlsforms.xml_parts import Element, attribute, local, part, parts, words_in

_ITEXT = re.compile(r"""^\s*jr:itext\(\s*(['"])(.*)\1\s*\)\s*$""")
NO_LANGUAGE = "default"


class Words:
    """All translations of a form; notes pictures and sounds beside words, which are left behind."""

    def __init__(self, model: Element) -> None:
        itext = part(model, "itext")
        translations = [] if itext is None else list(parts(itext, "translation"))
        self.languages = tuple(attribute(each, "lang") or NO_LANGUAGE for each in translations) or (
            NO_LANGUAGE,
        )
        defaults = [attribute(each, "lang") for each in translations if attribute(each, "default")]
        self.default = defaults[0] if defaults and defaults[0] else self.languages[0]
        self.remarks: list[Remark] = []
        self._by_id: dict[str, dict[str, str]] = {}
        self._media: dict[str, set[str]] = {}
        for translation in translations:
            self._learn(attribute(translation, "lang") or NO_LANGUAGE, translation)

    def _learn(self, language: str, translation: Element) -> None:
        for text in parts(translation, "text"):
            name = attribute(text, "id")
            for value in parts(text, "value"):
                form = attribute(value, "form")
                if form in ("", "long"):
                    self._by_id.setdefault(name, {})[language] = self.plain(value, name.partition(":")[0])
                else:
                    self._media.setdefault(name, set()).add(form)

    def of(self, element: Element | None, path: str) -> Texts:
        """Return the words of a label, hint or the like."""
        if element is None:
            return {}
        reference = attribute(element, "ref")
        if reference:
            return self.named(reference, path)
        text = self.plain(element, path)
        return {self.default: text} if text else {}

    def named(self, reference: str, path: str) -> Texts:
        """Return the words of `jr:itext('id')`, or the text itself where it is none."""
        found = _ITEXT.match(reference)
        if found is None:
            return {self.default: reference} if reference else {}
        return self.by_id(found.group(2), path)

    def by_id(self, name: str, path: str) -> Texts:
        """Return the words of one id; a picture or sound with it is noted as left behind."""
        for form in sorted(self._media.get(name, ())):
            what = {"image": "hình", "big-image": "hình lớn", "audio": "âm thanh", "video": "phim"}.get(
                form, form
            )
            if form == "guidance":
                what = "hướng dẫn thêm (guidance_hint)"
            self.remarks.append(
                Remark("unsupported", path, f"{what} kèm lời", "Phiếu chỉ giữ lời; tệp kèm không được nhập.")
            )
        return {key: text for key, text in self._by_id.get(name, {}).items() if text and text != "-"}

    def plain(self, element: Element, path: str) -> str:
        """Return the text; a value shown inside it becomes its name in brackets, and is noted."""
        pieces = [element.text or ""]
        for inner in element:
            if isinstance(inner.tag, str) and local(inner.tag) == "output":
                shown = attribute(inner, "value") or attribute(inner, "ref")
                pieces.append(f"[{shown.strip().rsplit('/', 1)[-1]}]")
                self.remarks.append(
                    Remark(
                        "changed",
                        path,
                        f"giá trị xen trong lời: {shown}",
                        "Lời in tên mục trong ngoặc vuông thay giá trị.",
                    )
                )
            else:
                pieces.append(words_in(inner))
            pieces.append(inner.tail or "")
        return "".join(pieces).strip()
