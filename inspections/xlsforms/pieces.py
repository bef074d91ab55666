"""Pieces of FEEL with the type they give, and what XPath makes of one type where it needs another (XPath 1.0 clause 4).

XPath knows no null: what is not answered is the empty string, which is false, and no number. Here the empty string is
null, and each conversion says what null becomes, so that a comparison comes out as XPath would have it.
"""

import json
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text", "number", "boolean", "date", "time", "datetime", "texts", "blank", "place", "evidence", "nodes"
]
TEMPORAL = ("date", "time", "datetime")


class Untranslatable(ValueError):
    """FEEL has nothing for this; the message says what and why, for people."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of FEEL.

    kind     what it gives; "nodes" is a list of answers from several rows, `of` then says of what
    is_null  whether it may be null
    is_bound whether it can stand beside any operator without brackets
    is_word  whether it is one word without blanks, as the value of a single choice is
    literal  the string of a literal, None for everything else
    joins    "and", "or" or "=" where the text is these operators at its top: brackets can then often be spared
    """

    feel: str
    kind: Kind
    is_null: bool = False
    is_bound: bool = False
    is_word: bool = False
    literal: str | None = None
    of: Kind = "text"
    joins: str = ""

    @property
    def tight(self) -> str:
        """The text, in brackets where it needs them."""
        return self.feel if self.is_bound else f"({self.feel})"

    def beside(self, operator: str) -> str:
        """The text as an operand of `and` or `or`."""
        is_plain = self.joins == "=" or self.joins == operator or (self.joins == "and" and operator == "or")
        return self.feel if is_plain else self.tight


def text(value: str) -> Piece:
    """Return a literal; the empty one is null."""
    if not value:
        return Piece("null", "blank", is_null=True, is_bound=True, literal="")
    return Piece(json.dumps(value, ensure_ascii=False), "text", is_bound=True, literal=value)


def truth(piece: Piece) -> Piece:
    """Return what XPath's boolean() makes of a piece."""
    if piece.kind == "boolean":
        return piece
    if piece.literal is not None:
        return Piece("true" if piece.literal else "false", "boolean", is_bound=True)
    if piece.kind == "number":
        return Piece(f"{piece.tight} != null and {piece.tight} != 0", "boolean", joins="and")
    if piece.kind in ("texts", "evidence", "nodes"):
        return Piece(f"{piece.tight} != null and count({piece.feel}) > 0", "boolean", joins="and")
    if piece.kind == "text":
        return Piece(f'{piece.tight} != null and {piece.tight} != ""', "boolean", joins="and")
    return Piece(f"{piece.tight} != null", "boolean", joins="=")


def negation(piece: Piece) -> Piece:
    """Return what is true where a truth is not: also where FEEL cannot say."""
    if piece.is_null:
        return Piece(f"{piece.tight} != true", "boolean", joins="=")
    return Piece(f"not({piece.feel})", "boolean", is_bound=True)


def surely(piece: Piece) -> Piece:
    """Return a truth that is false where FEEL cannot say."""
    return Piece(f"{piece.tight} = true", "boolean") if piece.is_null else piece


def number(piece: Piece) -> Piece:
    """Return what XPath's number() makes of a piece; what is no number is null."""
    if piece.kind == "number":
        return piece
    if piece.literal is not None:
        return _number_of_literal(piece.literal)
    if piece.kind == "boolean":
        return Piece(f"if {piece.feel} then 1 else 0", "number")
    if piece.kind == "text":
        return Piece(f"number({piece.feel})", "number", is_null=True, is_bound=True)
    if piece.kind == "date":
        return Piece(f'({piece.tight} - date("1970-01-01")) / duration("P1D")', "number", is_null=True)
    if piece.kind == "datetime":
        start = 'date and time("1970-01-01T00:00:00Z")'
        return Piece(f'({piece.tight} - {start}) / duration("P1D")', "number", is_null=True)
    raise Untranslatable(f"dùng {_SAID[piece.kind]} như một số")


def _number_of_literal(literal: str) -> Piece:
    try:
        float(literal)
    except ValueError:
        return Piece("null", "number", is_null=True, is_bound=True)
    return Piece(literal.strip(), "number", is_bound=not literal.strip().startswith("-"))


def string(piece: Piece) -> Piece:
    """Return what XPath's string() makes of a piece; null becomes the empty string."""
    if piece.kind == "blank":
        return Piece('""', "text", is_bound=True)
    if piece.kind == "text":
        return Piece(f'if {piece.feel} = null then "" else {piece.feel}', "text") if piece.is_null else piece
    if piece.kind == "texts":
        joined = f'string join({piece.feel}, " ")'
        return Piece(f'if {piece.feel} = null then "" else {joined}', "text")
    if piece.kind in ("number", "boolean", *TEMPORAL):
        written = f"string({piece.feel})"
        if piece.is_null:
            return Piece(f'if {piece.tight} = null then "" else {written}', "text")
        return Piece(written, "text", is_bound=True)
    raise Untranslatable(f"dùng {_SAID[piece.kind]} như một chuỗi")


def moment(piece: Piece, kind: Kind = "date") -> Piece:
    """Return a piece as a day (or another moment); a literal must be one."""
    if piece.kind == kind:
        return piece
    name = {"date": "date", "time": "time", "datetime": "date and time"}[kind]
    if piece.kind in ("text", *TEMPORAL):
        return Piece(f"{name}({piece.feel})", kind, is_null=True, is_bound=True)
    if piece.kind == "blank":
        return Piece("null", kind, is_null=True, is_bound=True)
    raise Untranslatable(f"dùng {_SAID[piece.kind]} như một ngày")


_SAID = {
    "text": "chuỗi",
    "number": "số",
    "boolean": "giá trị đúng/sai",
    "date": "ngày",
    "time": "giờ",
    "datetime": "thời điểm",
    "texts": "nhiều lựa chọn",
    "blank": "giá trị rỗng",
    "place": "một vị trí",
    "evidence": "ảnh hoặc tệp",
    "nodes": "câu trả lời của nhiều dòng",
}


def said(kind: Kind) -> str:
    """Return what people call a kind."""
    return _SAID[kind]
