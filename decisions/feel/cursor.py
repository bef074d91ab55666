"""A place among the tokens, and the names known there: what every part of the parser stands on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from decisions.feel.budget import NESTING, PARSING_WORK
from decisions.feel.errors import FeelSyntaxError
from decisions.feel.lexer import Token, squeeze, tokenise
from decisions.feel.names import Scopes

KEYWORDS = frozenset(
    [
        "if",
        "then",
        "else",
        "for",
        "in",
        "return",
        "some",
        "every",
        "satisfies",
        "and",
        "or",
        "not",
        "between",
        "instance",
        "of",
        "function",
        "external",
        "true",
        "false",
        "null",
    ]
)
BREAKS = KEYWORDS - {"not", "of", "function", "external"}  # words that end a name of several words


class Cursor:
    """Reads tokens from left to right; `position` may be set back."""

    def __init__(self, text: str, scopes: Scopes) -> None:
        self.text = text
        self.tokens = tokenise(text)
        self.position = 0
        self.scopes = scopes
        self._depth = 0
        self._work_left = PARSING_WORK * (len(self.tokens) + 10)

    @property
    def token(self) -> Token:
        """The token at the cursor."""
        return self.tokens[self.position]

    def peek(self, ahead: int = 1) -> Token:
        """Return a later token, or the end."""
        return self.tokens[min(self.position + ahead, len(self.tokens) - 1)]

    def at(self, *texts: str) -> bool:
        """Return whether the token here is one of these words or operators."""
        return self.token.text in texts and self.token.kind in ("op", "name")

    def accept(self, text: str) -> bool:
        """Step over this word or operator if it is here."""
        if not self.at(text):
            return False
        self.position += 1
        return True

    def expect(self, text: str) -> None:
        """Step over this word or operator; raises FeelSyntaxError if another is here."""
        if not self.accept(text):
            raise self.fault(f"“{text}” expected, found {self.found()}")

    def advance(self) -> Token:
        """Return the token here and step over it."""
        token = self.token
        if token.kind != "end":
            self.position += 1
        return token

    def found(self) -> str:
        """Return the token here, for a message."""
        return "the end" if self.token.kind == "end" else f"“{self.token.text[:40]}”"

    def fault(self, reason: str) -> FeelSyntaxError:
        """Return the error to raise at this place."""
        return FeelSyntaxError(reason, self.text, self.token.start)

    @contextmanager
    def nested(self) -> Iterator[None]:
        """Count one level of nesting; depth, and going back and trying otherwise, have a limit."""
        self._depth += 1
        self._work_left -= 1
        if self._depth > NESTING or self._work_left < 0:
            self._depth -= 1
            raise self.fault("nested too deeply")
        try:
            yield
        finally:
            self._depth -= 1

    def name_until(self, *stops: str) -> str:
        """Read a name being defined: everything before one of these tokens."""
        start = self.position
        while self.token.kind != "end" and not self.at(*stops):
            self.position += 1
        if start == self.position or self.tokens[start].kind != "name":
            raise self.fault(f"a name expected, found {self.found()}")
        return self._spelling(start, self.position)

    def name_used(self) -> str:
        """Read the name of a variable: the longest known one, else all adjoining words."""
        length, name = self.scopes.longest(self.tokens, self.position)
        return self._joined(length, name)

    def member_used(self) -> str:
        """Read the name after a dot."""
        length, name = self.scopes.members.longest(self.tokens, self.position)
        if not length and self.token.kind != "name":
            raise self.fault(f"a name expected after the dot, found {self.found()}")
        return self._joined(length, name)

    def _joined(self, length: int, name: str) -> str:
        start = self.position
        self.position += max(length, 1)
        while self.token.kind == "name" and self.token.text not in BREAKS:
            self.position += 1
        whole = self.position == start + length
        return name if whole else self._spelling(start, self.position)

    def _spelling(self, start: int, end: int) -> str:
        return squeeze(self.text[self.tokens[start].start : self.tokens[end - 1].end])
