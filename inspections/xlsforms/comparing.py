"""Comparisons of XPath in FEEL (XPath 1.0 clause 3.4): what is compared as what depends on both sides.

A comparison of XPath is true or false; one of FEEL with null is null. So `=` and `!=` with what may be empty name null,
and whoever negates writes `!= true` instead of `not`.
"""

from inspections.xlsforms.pieces import (
    TEMPORAL,
    Piece,
    Untranslatable,
    moment,
    negation,
    number,
    said,
    string,
    truth,
)

NOT_A_NUMBER = "NaN"
EMPTY = "[]"


def compared(operator: str, left: Piece, right: Piece) -> Piece:
    """Return the comparison of two pieces. Raises Untranslatable."""
    if "nodes" in (left.kind, right.kind):
        return _some_row(operator, left, right)
    if operator in ("=", "!="):
        return _equal(operator, left, right)
    return _ordered(operator, left, right)


def _equal(operator: str, left: Piece, right: Piece) -> Piece:
    if left.literal is not None and right.literal is None:
        left, right = right, left
    if "boolean" in (left.kind, right.kind):
        return Piece(f"({truth(left).tight} = true) {operator} ({truth(right).tight} = true)", "boolean")
    if right.kind == "blank":
        return _blank(operator, left)
    if left.kind in ("number", *TEMPORAL) and right.literal == NOT_A_NUMBER:
        return Piece(f"{left.tight} {operator} null", "boolean")
    if left.kind in TEMPORAL or right.kind in TEMPORAL:
        return _of_moments(operator, left, right)
    if "number" in (left.kind, right.kind):
        return _written(operator, number(left), number(right))
    if left.kind == right.kind == "text":
        return _written(operator, left, right)
    return _written(operator, string(left), string(right))


def _blank(operator: str, piece: Piece) -> Piece:
    """Compare with the empty string."""
    holds = truth(piece) if piece.kind != "number" else Piece(f"{piece.tight} != null", "boolean")
    return holds if operator == "!=" else negation(holds)


def _ordered(operator: str, left: Piece, right: Piece) -> Piece:
    if left.kind in TEMPORAL or right.kind in TEMPORAL:
        return _of_moments(operator, left, right)
    return _written(operator, number(left), number(right))


def _of_moments(operator: str, left: Piece, right: Piece) -> Piece:
    """Compare days with days, moments with moments; a number is the days since 1970."""
    if "number" in (left.kind, right.kind):
        return _written(operator, number(left), number(right))
    kinds = [each.kind for each in (left, right) if each.kind in TEMPORAL]
    kind = "date" if "date" in kinds else kinds[0]
    return _written(operator, moment(left, kind), moment(right, kind))


def _some_row(operator: str, left: Piece, right: Piece) -> Piece:
    """A set of nodes compares true where one of them does."""
    if right.kind == "nodes":
        mirrored = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(operator, operator)
        left, right, operator = right, left, mirrored
    if EMPTY in (left.feel, right.feel):
        return Piece("false", "boolean", is_bound=True)
    if right.kind == "nodes":
        raise Untranslatable(f"so sánh {said('nodes')} với {said('nodes')}")
    each = compared(operator, Piece("each_row", left.of, is_null=True, is_bound=True), right)
    return Piece(f"some each_row in {left.tight} satisfies {each.feel}", "boolean")


def _written(operator: str, left: Piece, right: Piece) -> Piece:
    """Write a comparison down; FEEL answers `=` and `!=` of null, but not `<`."""
    is_null = operator not in ("=", "!=") and (left.is_null or right.is_null)
    return Piece(f"{left.tight} {operator} {right.tight}", "boolean", is_null=is_null, joins="=")
