"""Papers the product draws from an application's answers, for the applicant to sign and bring back.

A form names the template beside the question that takes the signed paper (`drawn`); the template lies with the package.
The paper says what the answers said when it was asked for, in Vietnamese, and is kept for a day: the signed one is kept. A
worker draws it (dossiers.services.draw). Source: PROCEDURES 1.1 (văn bản đăng ký, báo cáo: hệ thống dựng từ biểu mẫu, người đứng đầu ký số).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.utils import timezone, translation

from documents.letterhead import day_in_words
from documents.rendering.engine import to_html
from documents.rendering.pdf import to_pdf
from dossiers.errors import NotVisible
from forms.definition import Field, FormDefinition
from forms.fields.files import File
from forms.rendering import ReviewSection, review
from procedures.models import Edition
from procedures.package import Package

LANGUAGE = "vi"
FOLDER = "documents/"


@dataclass(frozen=True)
class Wanted:
    """A paper somebody wants drawn.

    edition  of the procedure whose form and template it takes
    key      of the question that takes it back
    answers  clean, JSON-able
    author   who applies
    made_at  the moment the paper bears
    """

    edition: Edition
    key: str
    answers: Mapping[str, Any]
    author: str
    made_at: datetime

    @property
    def digest(self) -> str:
        """The hash of everything the paper says: the same words are the same paper."""
        parts = [self.edition.pk, self.edition.edition_hash, self.key, self.answers, self.author]
        text = json.dumps([*parts, self.made_at.isoformat()], sort_keys=True, ensure_ascii=False)
        return sha256(text.encode()).hexdigest()


def drawn_field(form: FormDefinition, key: str) -> Field:
    """Return the question whose paper is drawn. Raises NotVisible for any other."""
    found = form.by_key.get(key)
    if found is None or not isinstance(found.kind, File) or not found.kind.drawn:
        raise NotVisible
    return found


def draw(package: Package, key: str, answers: Mapping[str, Any], *, author: str, at: datetime) -> bytes:
    """Return the paper as PDF.

    key      of the question that takes it back
    answers  clean; what is unanswered is left open on the paper
    author   who applies

    Raises NotVisible, TemplateError.
    """
    form = package.forms[package.definition.form]
    kind = drawn_field(form, key).kind
    if not isinstance(kind, File):
        raise NotVisible
    title = kind.drawn_title.vi if kind.drawn_title else ""
    html = to_html(kind.drawn, files_of(package), values_of(form, answers, title, at))
    return to_pdf(html, title=title, author=author, created_at=timezone.localtime(at))


def files_of(package: Package) -> dict[str, str]:
    """Return the package's templates by name."""
    return {
        path.removeprefix(FOLDER): content.decode()
        for path, content in package.files.items()
        if path.startswith(FOLDER)
    }


def values_of(
    form: FormDefinition, answers: Mapping[str, Any], title: str, at: datetime
) -> dict[str, object]:
    """Return what a template may use: `answers` in words by key, "" where there is none, `sections` as they are read.

    sections  each {key, title, lines: [{label, text}], tables: [{key, title, heads, rows, footer}]}; papers are left out
    """
    day = timezone.localtime(at).date()
    with translation.override(LANGUAGE):
        sections = review(form, answers, warnings={}, language=LANGUAGE, today=day)
    words = dict.fromkeys(form.keys, "")
    words |= {row.key: row.text for section in sections for row in section.rows}
    papers = {each.key for each in form if isinstance(each.kind, File)}
    return {
        "title": title,
        "day": day_in_words(day),
        "answers": words,
        "sections": [section_values(each, papers) for each in sections],
    }


def section_values(section: ReviewSection, papers: set[str]) -> dict[str, object]:
    """Return one section as plain values."""
    rows = [row for row in section.rows if row.key not in papers]
    return {
        "key": section.key,
        "title": section.title,
        "lines": [{"label": row.label, "text": row.text} for row in rows if row.table is None],
        "tables": [
            {"key": row.key, "title": row.label, "heads": row.table.heads, "rows": row.table.rows, "footer": row.table.footer}
            for row in rows
            if row.table is not None
        ],
    }  # fmt: skip
