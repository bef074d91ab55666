"""A whole form on a page, with what was typed so far and what is wrong with it."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from forms import engine
from forms.actions import View
from forms.definition import Condition, Field, FormDefinition, Section
from forms.fields.choices import Declaration, YesNo, offered
from forms.fields.rows import RowChoice, rows_known
from forms.hints import hint_of
from forms.messages import Words, words_in
from forms.models import Attachment
from forms.prefill import Sources, begun, origin
from forms.rendering.parts import (
    BoundField,
    BoundSection,
    Errors,
    SummaryLine,
    ids_of,
    in_language,
    with_label,
)
from forms.rendering.tables import BoundTable, Cells
from forms.selectors import attachments_of
from forms.tables import Table, papers_in


class BoundForm:
    """A definition together with what was typed so far and what is wrong with it.

    values       raw or clean answers: of Invalid, of Collected, of a draft; None for a fresh form
    errors       messages by field
    owner_id     whose attachments may be named on the page
    attachments  or the attachments themselves, by public id, where the caller has checked
    view         which page of which table is looked at: of Collected
    provided     what the form's sources know: untouched fields begin with it, and say where it is from
    """

    def __init__(
        self,
        definition: FormDefinition,
        *,
        values: Mapping[str, object] | None = None,
        errors: Errors | None = None,
        warnings: Errors | None = None,
        owner_id: int | None = None,
        attachments: Mapping[str, Attachment] | None = None,
        language: str | None = None,
        today: date | None = None,
        context: Mapping[str, object] | None = None,
        view: View | None = None,
        provided: Sources | None = None,
    ) -> None:
        self.definition = definition
        self.language = language or get_language() or "vi"
        self.errors = dict(errors or {})
        self.warnings = dict(warnings or {})
        self.view = view or View()
        given = engine.initial(definition) if values is None else values
        self.sources, self.today = provided or {}, today or timezone.localdate()
        self.values = engine.read(definition, begun(definition, given, self.sources, self.today))
        self.seen = engine.Seen(definition, self.values, self.today, context or {})
        self.seen.compute_late()
        self.visible = self.seen.visible
        self.titles: dict[str, dict[str, str]] = {}
        self.attachments = self.papers(owner_id) if attachments is None else attachments
        self.sections = [self.section(each) for each in definition.sections]

    @property
    def name(self) -> str:
        """The form's name."""
        return self.definition.name

    @property
    def title(self) -> str:
        """The form's title in the reader's language."""
        return self.definition.title.in_language(self.language)

    @property
    def fields(self) -> list[BoundField]:
        """Every field in order."""
        return [each for section in self.sections for each in section.fields]

    @property
    def has_actions(self) -> bool:
        """Whether buttons inside the form post it back: then Enter must not press the first of them."""
        return any(each.acts or each.computed for each in self.fields)

    @property
    def has_computed(self) -> bool:
        """Whether anything outside tables is computed, for the button "Tính lại"."""
        return any(each.computed for each in self.fields)

    @property
    def error_summary(self) -> list[SummaryLine]:
        """The errors in the order of the page; those of no field come first and lead to the form."""
        general = [SummaryLine("#form", text) for key, texts in self.errors.items()
                   if key not in self.definition.keys for text in texts]  # fmt: skip
        return general + [line for each in self.fields for line in self.summary_of(each)]

    def summary_of(self, each: BoundField) -> list[SummaryLine]:
        """Return the lines of one field; those of a table lead to its cells."""
        if isinstance(each.table, BoundTable):
            return each.table.summary
        return [SummaryLine(f"#{each.target}", with_label(each.label, text)) for text in each.errors]

    def papers(self, owner_id: int | None) -> dict[str, Attachment]:
        """Return the owner's attachments that the answers name."""
        ids = [public_id for _, public_id in papers_in(self.definition, self.values)]
        return attachments_of(owner_id, ids) if ids and owner_id is not None else {}

    def section(self, section: Section) -> BoundSection:
        """Return a section for the page."""
        return BoundSection(
            key=section.key,
            title=self.text(section.title),
            help=self.text(section.help),
            fields=[self.field(each) for each in section.fields],
            visible=any(each.key in self.visible for each in section.fields),
            conditional=section.visible_if is not None,
            hint_json=self.hint(section.visible_if),
        )

    def field(self, each: Field) -> BoundField:
        """Return a field for the page."""
        raw = self.values[each.key]
        identity = f"f-{each.key}"
        conditional = each.visible_if is not None
        computed = each.value is not None
        errors, warnings = self.errors.get(each.key, []), self.warnings.get(each.key, [])
        return BoundField(
            key=each.key, id=identity, label=self.label(each),
            template="eforms/fields/computed.html" if computed else each.kind.template,
            control=each.kind.control, value=raw, hint=self.text(each.help),
            when=self.text(each.when) if conditional else "", errors=errors, warnings=warnings,
            required=each.required,
            optional=each.is_asked and not each.required and each.required_if is None,
            visible=each.key in self.visible, conditional=conditional, hint_json=self.hint(each.visible_if),
            is_truth=isinstance(each.kind, YesNo | Declaration), computed=computed,
            acts=each.kind.acts, autocomplete=each.autocomplete,
            target=identity + ("" if computed else each.kind.first_part),
            parts=in_language(self.parts(each, raw), self.language),
            attachments=[self.attachments[key] for key in ids_of(raw) if key in self.attachments],
            **({"shown": self.shown(each)} if computed else self.origin(each)),
            table=self.table(each, each.kind, errors, warnings) if isinstance(each.kind, Table) else None,
        )  # fmt: skip

    def table(self, each: Field, kind: Table, errors: list[str], warnings: list[str]) -> BoundTable:
        """Return a table for the page."""
        cells = Cells(self.language, self.parts, self.attachments)
        seen = self.seen.tables.get(each.key)
        return BoundTable(
            each, kind, raw=self.values[each.key], seen=seen, errors=errors, warnings=warnings,
            cells=cells, view=self.view,
        )  # fmt: skip

    def label(self, each: Field) -> str:
        """Return a field's label; words to read may have none."""
        label = self.text(each.label)
        return "" if not each.kind.asks and label == "·" else label

    def origin(self, each: Field) -> dict[str, Any]:
        """Return where a field's answer is from, and its words where it may not be changed."""
        answer = self.seen.answers.get(each.key)
        found = origin(each, answer, self.sources, self.today)
        if found is None:
            return {}
        facts = {"origin": self.text(found.label), "locked": found.locked}
        return {**facts, "shown": each.kind.show(answer, self.language)} if found.locked else facts

    def shown(self, each: Field) -> str:
        """Return a computed value in words, "" where there is none."""
        value = self.seen.answers.get(each.key)
        return "" if value is None else each.kind.show(value, self.language)

    def parts(self, each: Field, raw: object) -> Mapping[str, object]:
        """Return what a field's template needs; a choice of a row needs the rows as they stand."""
        kind = each.kind
        if not isinstance(kind, RowChoice):
            return kind.offers(raw, self.today)
        rows = self.titles_of(kind.table)
        return {"options": [offered(option, option.value == raw) for option in kind.options_in(rows)]}

    def titles_of(self, key: str) -> dict[str, str]:
        """Return the titles of a table's rows by code, worked out once: every row of another table may ask."""
        if key not in self.titles:
            table = self.definition.by_key.get(key)
            if table is not None and isinstance(table.kind, Table):
                self.titles[key] = table.kind.row_titles(self.values[key], self.language)
            else:
                self.titles[key] = rows_known(self.seen.facts.get(key))
        return self.titles[key]

    def hint(self, condition: Condition | None) -> str:
        """Return what the page's script may try instead of a condition, "" for nothing."""
        found = hint_of(condition, self.definition)
        return json.dumps(found, ensure_ascii=False) if found else ""

    def text(self, words: Words | None) -> str:
        """Return a text in the reader's language."""
        return words_in(words, self.language)
