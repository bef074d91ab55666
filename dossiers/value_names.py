"""What people call a value that a template of a document names: answers.so_hieu, steps.b2.noi_dung, record.title."""

from dossiers.papers import NOTHING_WRITTEN
from procedures.package import Package
from registry.models import DiplomaRecord

RECORD_COLUMN = {
    "full_name": "holder_name", "issued_by": "institution", "serial_number": "serial_no",
    "register_number": "register_no", "birth_date": "birth_day", "amendment": "note",
}  # fmt: skip


def label_of_value(rules: Package, name: str, language: str) -> str:
    """Return the question or column behind a value, in a language; empty for one that is neither."""
    source, _, key = name.partition(".")
    if source == "record" and key in NOTHING_WRITTEN:
        return str(DiplomaRecord._meta.get_field(RECORD_COLUMN.get(key, key)).verbose_name)
    node_id = ""
    if source == "steps":
        node_id, _, key = key.partition(".")
    node = rules.flow.nodes.get(node_id)
    asked = rules.definition.form if source == "answers" else getattr(node, "form", "")
    form = rules.forms.get(asked)
    return form.by_key[key].label.in_language(language) if form and key in form.by_key else ""
