"""Reading types: `list<number>`, `context<a: string>`, `function<number> -> string`, names of item definitions."""

from __future__ import annotations

from collections.abc import Mapping

from decisions.feel.cursor import Cursor
from decisions.feel.names import NameTable, Scopes
from decisions.feel.types import (
    ANY,
    NAMES_OF_TYPES,
    ContextType,
    FeelType,
    FunctionType,
    ListType,
    RangeType,
    UnknownType,
    simple_type,
)


class TypeReader(Cursor):
    """A cursor that reads types; `types` are the ones a decision model defines."""

    def __init__(self, text: str, scopes: Scopes, types: Mapping[str, FeelType]) -> None:
        super().__init__(text, scopes)
        self._types = types
        self._type_names = NameTable([*NAMES_OF_TYPES, *types])

    def read_type(self) -> FeelType:
        """Read one type."""
        with self.nested():
            if self.peek().text == "<" and self.token.kind == "name":
                generic = self._GENERICS.get(self.token.text)
                if generic is not None:
                    self.position += 2
                    return generic(self)
            return self._named_type()

    def _named_type(self) -> FeelType:
        length, name = self._type_names.longest(self.tokens, self.position)
        if length:
            self.position += length
        elif self.token.kind == "name":
            name = self.member_used()
            while self.accept("."):
                name += "." + self.member_used()
        else:
            raise self.fault(f"a type expected, found {self.found()}")
        if name in self._GENERICS and name not in self._types:
            return UnknownType(f"{name} without < >")
        return self._types.get(name) or simple_type(name) or UnknownType(name)

    def _list_type(self) -> FeelType:
        item = self.read_type()
        self.expect(">")
        return ListType(item)

    def _range_type(self) -> FeelType:
        end = self.read_type()
        self.expect(">")
        return RangeType(end)

    def _context_type(self) -> FeelType:
        fields: list[tuple[str, FeelType]] = []
        while not self.accept(">"):
            if fields:
                self.expect(",")
            name = self.name_until(":")
            self.expect(":")
            fields.append((name, self.read_type()))
        return ContextType(tuple(fields))

    def _function_type(self) -> FeelType:
        parameters: list[FeelType] = []
        while not self.accept(">"):
            if parameters:
                self.expect(",")
            parameters.append(self.read_type())
        result = self.read_type() if self.accept("->") else ANY
        return FunctionType(tuple(parameters), result)

    _GENERICS = {
        "list": _list_type,
        "range": _range_type,
        "context": _context_type,
        "function": _function_type,
    }
