"""Chooses institutions out of a register of hundreds, without a script: words to look for, the chosen, and what was found.

The control is part of a form. Its button "Tìm" posts the form as it is: nothing is judged, nothing typed is lost, and what
is ticked stays ticked. The search is the register's own (registry.licence_selectors).
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.forms.utils import ErrorDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from registry.licence_selectors import Listed, institutions_listed
from registry.models import Institution

WORDS, LOOK = "-words", "-look"
LONGEST_WORDS, MOST_CHOSEN = 100, 500


class Finder(forms.Widget):
    """Boxes to tick, or one of them: the institutions chosen and those found.

    keeper_ids  agencies in whose registers is looked
    """

    def __init__(self, *, is_single: bool = False) -> None:
        super().__init__()
        self.is_single, self.words = is_single, ""
        self.keeper_ids: Collection[int] = ()

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """Return what is ticked; the words looked for are kept beside it."""
        self.words = str(data.get(name + WORDS) or "").replace("\0", " ").strip()[:LONGEST_WORDS]
        if self.is_single:
            return data.get(name)
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name)

    def id_for_label(self, id_: str | None) -> str:
        """Return the id of what the label belongs to: the box for words."""
        return f"{id_}" if id_ else ""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the control."""
        chosen, listed = self.chosen(value), self.found()
        known = {each.pk for each in chosen}
        context = {
            "name": name,
            "id": (attrs or {}).get("id", ""),
            "described_by": (attrs or {}).get("aria-describedby", ""),
            "kind": "radio" if self.is_single else "checkbox",
            "words": self.words,
            "chosen": chosen,
            "found": [each for each in listed.rows if each.pk not in known],
            "is_more": bool(listed.after),
        }
        return render_to_string("desk/inspections/finder.html", context)

    def chosen(self, value: Any) -> list[Institution]:
        """Return the institutions that are ticked, by name; what is none of theirs is left out."""
        given = value if isinstance(value, list | tuple) else [value]
        keys = list(dict.fromkeys(filter(None, map(as_key, given))))[:MOST_CHOSEN]
        rows = Institution.objects.filter(
            keeper_id__in=list(self.keeper_ids), valid_to=None, public_id__in=keys
        )
        return list(rows.order_by("name_key", "pk")) if keys else []

    def found(self) -> Listed[Institution]:
        """Return the first institutions with these words, or the first of all."""
        return institutions_listed(list(self.keeper_ids), self.words, only_open=True)


def as_key(given: Any) -> UUID | None:
    """Return the public id that a box sends; None for anything else."""
    if isinstance(given, UUID | None):
        return given
    try:
        return UUID(str(given))
    except ValueError:
        return None


class LookingForm(forms.Form):
    """A form with such a control: while somebody looks for institutions, nothing of it is judged."""

    @property
    def is_looking(self) -> bool:
        """Whether the button of a control was pressed."""
        return self.is_bound and any(self.add_prefix(name) + LOOK in self.data for name in self.fields)

    def look_in(self, keeper_ids: Iterable[int], *names: str) -> None:
        """Say in whose registers these controls look."""
        for name in names:
            self.fields[name].widget.keeper_ids = list(keeper_ids)

    def full_clean(self) -> None:
        """Judge what was sent, unless somebody is still looking."""
        if self.is_looking:
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()

    def is_valid(self) -> bool:
        """Say whether it was sent whole."""
        return not self.is_looking and super().is_valid()
