"""Text → tokens (DMN 1.5 clause 10.3.1.2).

The lexer does not know where a name ends: FEEL names may hold spaces and operators (`date and time`,
`Pre-bureau risk`), so it yields words and the parser joins them with the help of the names in scope.
Any other character becomes a token of its own, which only a known name can make sense of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from decisions.feel.budget import TEXT_LENGTH
from decisions.feel.errors import FeelSyntaxError

Kind = Literal["name", "number", "string", "at", "op", "end"]

_START = (
    r"?A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u167F\u1681-\u180D\u180F-\u1FFF"
    r"\u200C-\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFEFE\uFF00-\uFFFD"
    r"\U00010000-\U000EFFFF"
)
_PART = _START + r"0-9\u00B7\u0300-\u036F\u203F-\u2040"
_SPACE = r"\s\u0085\u00A0\u1680\u180E\u2000-\u200B\u2028\u2029\u202F\u205F\u3000\uFEFF"
_TOKEN = re.compile(
    rf"""(?P<space>[{_SPACE}]+|//[^\n\r]*|/\*.*?\*/)
      |(?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
      |(?P<name>[{_START}][{_PART}]*)
      |(?P<at>@[{_SPACE}]*"(?:[^"\\]|\\.)*")
      |(?P<string>"(?:[^"\\]|\\.)*")
      |(?P<op>\*\*|\.\.|->|<=|>=|!=|.)""",
    re.VERBOSE | re.DOTALL | re.ASCII,
)
_SPACES = re.compile(rf"[{_SPACE}]+")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))", re.DOTALL)
_PLAIN_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Token:
    """One word of the text, with its place."""

    kind: Kind
    text: str
    start: int
    end: int


def tokenise(text: str) -> list[Token]:
    """Return the tokens of the text, the last one being of kind `end`; raises FeelSyntaxError."""
    if len(text) > TEXT_LENGTH:
        raise FeelSyntaxError(f"longer than {TEXT_LENGTH} characters", text, 0)
    tokens = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "space":
            continue
        if kind == "op" and match.group() == '"':
            raise FeelSyntaxError("a string without its closing quote", text, match.start())
        tokens.append(Token(kind, match.group(), match.start(), match.end()))  # type: ignore[arg-type]
    tokens.append(Token("end", "", len(text), len(text)))
    return tokens


def unquote(literal: str) -> str:
    """Return the characters a string literal stands for; an unknown escape such as `\\d` stays as it is."""
    text = _ESCAPE.sub(_unescape, literal[literal.index('"') + 1 : -1])
    if any("\ud800" <= character <= "\udfff" for character in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _unescape(match: re.Match[str]) -> str:
    short, long, plain = match.groups()
    if plain is not None:
        return _PLAIN_ESCAPES.get(plain, match.group())
    code = int(short or long, 16)
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def squeeze(name: str) -> str:
    """Return a name with each run of white space as one blank."""
    return _SPACES.sub(" ", name).strip()
