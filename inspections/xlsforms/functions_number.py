"""Functions of XForms over numbers, truth and rows (ODK XForms, "XPath functions")."""

from collections.abc import Sequence

from inspections.xlsforms import xpath
from inspections.xlsforms.pieces import Kind, Piece, Untranslatable, negation, number, string, truth
from inspections.xlsforms.translating import Function, Translation

Arguments = Sequence[xpath.Node]


def either(translation: Translation, arguments: Arguments) -> Piece:
    """`if(condition, then, else)`."""
    if len(arguments) != 3:
        raise Untranslatable("if() không đủ ba phần")
    condition = truth(translation.piece(arguments[0]))
    then, other = alike(translation.one(arguments[1]), translation.one(arguments[2]))
    feel = f"if {condition.feel} then {then.tight} else {other.tight}"
    return Piece(
        feel, then.kind, is_null=then.is_null or other.is_null, is_word=then.is_word and other.is_word
    )


def alike(left: Piece, right: Piece) -> tuple[Piece, Piece]:
    """Return two pieces as one kind: what may be empty keeps the other's; else both become strings."""
    kinds: set[Kind] = {left.kind, right.kind} - {"blank"}
    if len(kinds) < 2:
        kind: Kind = next(iter(kinds), "text")
        return _as(left, kind), _as(right, kind)
    if kinds == {"number", "text"} and all(_is_numeric(each) for each in (left, right)):
        return number(left), number(right)
    return string(left), string(right)


def _as(piece: Piece, kind: Kind) -> Piece:
    return Piece("null", kind, is_null=True, is_bound=True) if piece.kind == "blank" else piece


def _is_numeric(piece: Piece) -> bool:
    return piece.kind == "number" or (
        piece.literal is not None and (number(piece).feel != "null" or piece.literal == "NaN")
    )


def coalesce(translation: Translation, arguments: Arguments) -> Piece:
    """`coalesce(a, b)`: the first that says something."""
    first, second = alike(translation.one(arguments[0]), translation.one(arguments[1]))
    is_said = f"{first.tight} != null" if first.kind == "number" else truth(first).feel
    return Piece(f"if {is_said} then {first.tight} else {second.tight}", first.kind, is_null=second.is_null)


def negated(translation: Translation, arguments: Arguments) -> Piece:
    """`not(…)`: what cannot be said is not true, so its negation is."""
    return negation(truth(translation.piece(arguments[0])))


def rounded(translation: Translation, arguments: Arguments) -> Piece:
    """`round(number, digits)`: halves go up, also below zero."""
    value = number(translation.one(arguments[0])).tight
    if len(arguments) < 2:
        return Piece(f"floor({value} + 0.5)", "number", is_null=True, is_bound=True)
    scale = f"10 ** {number(translation.one(arguments[1])).tight}"
    return Piece(f"floor({value} * {scale} + 0.5) / ({scale})", "number", is_null=True)


def power(translation: Translation, arguments: Arguments) -> Piece:
    """`pow(base, exponent)`."""
    base, exponent = (number(translation.one(each)).tight for each in arguments)
    return Piece(f"{base} ** {exponent}", "number", is_null=True)


def plain(feel: str) -> Function:
    """Return a function of one number; `{}` is where it goes."""

    def translated(translation: Translation, arguments: Arguments) -> Piece:
        value = number(translation.one(arguments[0])).feel
        return Piece(feel.format(value), "number", is_null=True, is_bound=True)

    return translated


def listed(translation: Translation, arguments: Arguments) -> str:
    """Return the answers that say something, of rows and of single values."""
    pieces = [translation.piece(each) for each in arguments]
    lists = [each.feel if each.kind == "nodes" else f"[{number(each).feel}]" for each in pieces]
    return f"concatenate({', '.join(lists)})[item != null]"


def added(translation: Translation, arguments: Arguments) -> Piece:
    """`sum(rows)`; of no rows it is 0."""
    return Piece(f"sum(append({listed(translation, arguments)}, 0))", "number", is_bound=True)


def extreme(name: str) -> Function:
    """Return `min` or `max`."""

    def translated(translation: Translation, arguments: Arguments) -> Piece:
        return Piece(f"{name}({listed(translation, arguments)})", "number", is_null=True, is_bound=True)

    return translated


def count(translation: Translation, arguments: Arguments) -> Piece:
    """`count(rows)`: how many rows there are, or of how many an answer stands."""
    return translation.names.rows(translation.resolve(arguments[0]), translation.context)


def count_said(translation: Translation, arguments: Arguments) -> Piece:
    """`count-non-empty(rows)`."""
    return Piece(f"count({listed(translation, arguments)})", "number", is_bound=True)


def position(translation: Translation, arguments: Arguments) -> Piece:
    """`position(..)`: the number of the row (XPath 1.0 has no argument here; ODK does)."""
    if len(arguments) != 1:
        raise Untranslatable("position() không có phần trong ngoặc")
    return translation.names.position(translation.resolve(arguments[0]), translation.context)


def indexed_repeat(translation: Translation, arguments: Arguments) -> Piece:
    """`indexed-repeat(answer, repeat, n)`: the answer of row n."""
    if len(arguments) != 3:
        raise Untranslatable("indexed-repeat() với nhiều bảng lồng nhau")
    rows = translation.names.reference(translation.resolve(arguments[0]), "/")
    if rows.kind != "nodes":
        raise Untranslatable("indexed-repeat() không chỉ tới một bảng")
    place = number(translation.one(arguments[2]))
    return Piece(f"{rows.tight}[{place.feel}]", rows.of, is_null=True, is_bound=True)


def checklist(translation: Translation, arguments: Arguments) -> Piece:
    """`checklist(least, most, a, b, …)`: whether so many hold; -1 is no bound."""
    least, most = (number(translation.one(each)).tight for each in arguments[:2])
    answers = ", ".join(truth(translation.piece(each)).feel for each in arguments[2:])
    held = f"count([{answers}][item = true])"
    return Piece(f"({least} < 0 or {held} >= {least}) and ({most} < 0 or {held} <= {most})", "boolean")


def geofence(translation: Translation, arguments: Arguments) -> Piece:
    """`geofence(point, shape)`: whether the point lies inside."""
    point, shape = (translation.one(each) for each in arguments)
    return Piece(f"geofence({point.feel}, {shape.feel})", "boolean", is_null=True, is_bound=True)


FUNCTIONS: dict[str, Function] = {
    "true": lambda translation, arguments: Piece("true", "boolean", is_bound=True),
    "false": lambda translation, arguments: Piece("false", "boolean", is_bound=True),
    "boolean": lambda translation, arguments: truth(translation.piece(arguments[0])),
    "boolean-from-string": lambda translation, arguments: Piece(
        f'list contains(["true", "1"], {string(translation.one(arguments[0])).feel})',
        "boolean",
        is_bound=True,
    ),
    "number": lambda translation, arguments: number(translation.one(arguments[0])),
    "not": negated,
    "if": either,
    "coalesce": coalesce,
    "int": plain("round down({}, 0)"),
    "floor": plain("floor({})"),
    "ceiling": plain("ceiling({})"),
    "abs": plain("abs({})"),
    "sqrt": plain("sqrt({})"),
    "exp": plain("exp({})"),
    "log": plain("log({})"),
    "round": rounded,
    "pow": power,
    "sum": added,
    "min": extreme("min"),
    "max": extreme("max"),
    "count": count,
    "count-non-empty": count_said,
    "position": position,
    "indexed-repeat": indexed_repeat,
    "checklist": checklist,
    "geofence": geofence,
}
