"""The members of an item that go into the extension, as the YAML of a checklist has them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from forms.definition import Formula
from inspections.checklists import Item
from inspections.checklists.compiled import item_json, texts
from inspections.checklists.parts import Column

Json = dict[str, Any]
_ALWAYS = ("key", "kind", "nature", "weight", "critical", "locked", "asks")
_WHEN_SAID = ("clauses", "limit", "numerator", "denominator", "findings", "sample")


def of_item(item: Item) -> Json:
    """Return everything of an item that no cell of a spreadsheet says."""
    compiled = item_json(item)
    found: Json = {name: compiled[name] for name in _ALWAYS}
    found |= {name: compiled[name] for name in _WHEN_SAID if compiled[name]}
    for name in ("numerator", "denominator"):
        if name in found:
            found[name] = found[name]["label"]
    asking = {option.value: list(option.asks) for option in item.options if option.asks}
    if asking:
        found["options"] = asking
    if item.default is not None and not isinstance(item.default, str):
        found["default"] = item.default
    return {name: without_nothing(value) for name, value in found.items()}


def words_of(part: Item | Column) -> Json:
    """Return words that a form drops: a calculation has no label there, a group no hint."""
    found = {"text": texts(part.text), "hint": texts(part.hint) if isinstance(part, Item) else None}
    return {name: words for name, words in found.items() if words}


def without_nothing(value: Any) -> Any:
    """Return a value without members that are null: the YAML of a checklist leaves them out."""
    if isinstance(value, dict):
        return {key: without_nothing(each) for key, each in value.items() if each is not None}
    return [without_nothing(each) for each in value] if isinstance(value, list) else value


def formulas(item: Item) -> dict[str, str]:
    """Return the expressions of an item by member."""
    named = {
        "visible_if": item.visible_if,
        "required_if": item.required_if,
        "valid_if": item.valid_if,
        "computed": item.computed,
        "repeat_count": item.repeat_count,
    }
    return _sources(named)


def formulas_of_column(column: Column) -> dict[str, str]:
    """Return the expressions of a column by member."""
    return _sources({"valid_if": column.valid_if, "computed": column.computed})


def _sources(named: dict[str, Any]) -> dict[str, str]:
    return {name: each.source for name, each in named.items() if isinstance(each, Formula)}


def kind_again(carried: Mapping[str, Any], found: str) -> str:
    """Return the kind an item had, while its question still is what that kind is exported as; else the question's own."""
    kind = carried.get("kind")
    is_ratio = kind == "number" and "numerator" in carried
    exported_as = {"verdict": "choice"}.get(str(kind), "computed" if is_ratio else kind)
    return str(kind) if exported_as == found else found


def restored(item: Json, carried: Json, feel: Json) -> Json:
    """Return an item with what was carried of it; the words, options and conditions of the cells stay."""
    kept = {name: value for name, value in numbers_again(carried).items() if name not in ("kind", "options")}
    made: Json = {**item, **kept}
    if made["kind"] == "verdict":
        made.pop("options", None)
    if "sample" in carried:
        made.pop("repeat_count", None)
    if "required_if" in made:
        made.pop("required", None)
    asking = carried.get("options", {})
    for option in made.get("options", ()):
        if option["value"] in asking:
            option["asks"] = asking[option["value"]]
        pair = feel.get(f"options.{option['value']}")
        if isinstance(pair, list):
            option["visible_if"] = pair[0]
    return made


def numbers_again(item: Json) -> Json:
    """Return carried members with numbers where the compiled form writes texts."""
    made = dict(item)
    if "weight" in made:
        made["weight"] = Decimal(made["weight"])
    if isinstance(limit := made.get("limit"), dict):
        made["limit"] = {
            **limit,
            **({"value": Decimal(limit["value"])} if "value" in limit else {}),
            **(
                {"by_kind": {kind: Decimal(value) for kind, value in limit["by_kind"].items()}}
                if "by_kind" in limit
                else {}
            ),
        }
    return made
