"""Which names the parser knows, innermost scope first.

`a-b` is one name where a name `a-b` is known and a subtraction elsewhere; the longest known name wins
(DMN 1.5 clause 10.3.1.4). Names are compared word by word, so white space between the words does not matter.
Members are the keys of contexts: they count after a dot and inside a filter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache

from decisions.feel.errors import FeelSyntaxError
from decisions.feel.lexer import Token, squeeze, tokenise

Words = tuple[str, ...]


@lru_cache(maxsize=4096)
def words_of(name: str) -> Words:
    """Return the words the lexer makes of a name."""
    try:
        return tuple(token.text for token in tokenise(name)[:-1])
    except FeelSyntaxError:
        return ()


class NameTable:
    """Names by their first word."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_first: dict[str, dict[Words, str]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Know one more name."""
        words = words_of(name)
        if words:
            self._by_first.setdefault(words[0], {})[words] = squeeze(name)

    def longest(self, tokens: list[Token], position: int) -> tuple[int, str]:
        """Return how many tokens from here make a known name, and that name; (0, "") where none does."""
        best, name = 0, ""
        for words, candidate in self._by_first.get(tokens[position].text, {}).items():
            fits = len(words) > best and position + len(words) < len(tokens)
            if fits and all(tokens[position + i].text == word for i, word in enumerate(words)):
                best, name = len(words), candidate
        return best, name


class Scopes:
    """A stack of name tables over the given ones."""

    def __init__(self, builtins: NameTable, names: Iterable[str], members: Iterable[str]) -> None:
        self._stack = [builtins, NameTable(names)]
        self.members = NameTable(members)
        self._filters = 0

    @contextmanager
    def inner(self, names: Iterable[str] = (), *, in_filter: bool = False) -> Iterator[NameTable]:
        """Open a scope that holds these names; more may be added to the table it yields."""
        table = NameTable(names)
        self._stack.append(table)
        self._filters += in_filter
        try:
            yield table
        finally:
            self._filters -= in_filter
            self._stack.pop()

    def longest(self, tokens: list[Token], position: int) -> tuple[int, str]:
        """Return the longest name known here, as NameTable does."""
        tables = [*self._stack, self.members] if self._filters else self._stack
        return max(
            (table.longest(tokens, position) for table in reversed(tables)), key=lambda found: found[0]
        )


def member_names(context: Mapping[str, object]) -> frozenset[str]:
    """Return the keys of a context and of every context inside it."""
    found: set[str] = set()
    waiting: list[object] = [context]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Mapping):
            found.update(key for key in value if isinstance(key, str))
            waiting.extend(value.values())
        elif isinstance(value, (list, tuple)):
            waiting.extend(value)
    return frozenset(found)
