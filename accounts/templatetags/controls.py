"""Draws a form field's control with the classes and descriptions its page needs."""

from django import template
from django.forms import BoundField
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, Select, Textarea
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def control(field: BoundField) -> SafeString:
    """Return the control of a bound field, described by its hint and its error."""
    described = [
        f"{field.id_for_label}-{part}"
        for part, present in (("hint", field.help_text), ("error", field.errors))
        if present
    ]
    attrs = {"class": _class_of(field)}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=attrs)


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Tell whether the control is a single box to tick."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def is_boxes(field: BoundField) -> bool:
    """Tell whether the control is several boxes to tick, which need a heading of their own."""
    return isinstance(field.field.widget, CheckboxSelectMultiple)


def _class_of(field: BoundField) -> str:
    widget = field.field.widget
    base = "govuk-input"
    if isinstance(widget, CheckboxInput):
        return "govuk-checkboxes__input"
    if isinstance(widget, Textarea):
        base = "govuk-textarea"
    elif isinstance(widget, Select):
        base = "govuk-select"
    return f"{base} {base}--error" if field.errors else base
