"""The types of FEEL and whether a value belongs to one (DMN 1.5 clause 10.3.2.9).

Used by `instance of`, by the parameters of functions, and by the type references of decision models.
A value of one type becomes one of another in three cases alone (clause 10.3.2.9.4): a list of one is its
item, a value is a list of one, a date is the midnight in Greenwich that begins it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from decisions.feel.moments import MIDNIGHT_UTC, Date, DateTime, DaysTime, Time, YearsMonths
from decisions.feel.values import OPEN, AnyFunction, Range

_SIMPLE: dict[str, tuple[type, ...]] = {
    "number": (Decimal,),
    "string": (str,),
    "boolean": (bool,),
    "date": (Date,),
    "time": (Time,),
    "date and time": (DateTime,),
    "days and time duration": (DaysTime,),
    "years and months duration": (YearsMonths,),
    "list": (list,),
    "context": (dict,),
    "range": (Range,),
    "function": (AnyFunction,),
}
NAMES_OF_TYPES = (*_SIMPLE, "Any", "Null")


class FeelType:
    """Any type."""

    __slots__ = ()

    def holds(self, value: object) -> bool:
        """Return whether the value, which is not null, belongs to the type."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class AnyType(FeelType):
    def holds(self, value: object) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class NullType(FeelType):
    def holds(self, value: object) -> bool:
        return value is None


@dataclass(frozen=True, slots=True)
class UnknownType(FeelType):
    """A name nothing defines: no value belongs to it."""

    name: str

    def holds(self, value: object) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Simple(FeelType):
    name: str

    def holds(self, value: object) -> bool:
        return isinstance(value, _SIMPLE[self.name])


@dataclass(frozen=True, slots=True)
class ListType(FeelType):
    item: FeelType

    def holds(self, value: object) -> bool:
        return isinstance(value, list) and all(each is None or self.item.holds(each) for each in value)


@dataclass(frozen=True, slots=True)
class RangeType(FeelType):
    end: FeelType

    def holds(self, value: object) -> bool:
        if not isinstance(value, Range):
            return False
        return all(each is None or each is OPEN or self.end.holds(each) for each in (value.low, value.high))


@dataclass(frozen=True, slots=True)
class ContextType(FeelType):
    fields: tuple[tuple[str, FeelType], ...]

    def holds(self, value: object) -> bool:
        if not isinstance(value, dict):
            return False
        return all(
            key in value and (value[key] is None or type_.holds(value[key])) for key, type_ in self.fields
        )


@dataclass(frozen=True, slots=True)
class FunctionType(FeelType):
    parameters: tuple[FeelType, ...]
    result: FeelType

    def holds(self, value: object) -> bool:
        return isinstance(value, AnyFunction) and value.arity in (len(self.parameters), None)


ANY = AnyType()


def simple_type(name: str) -> FeelType | None:
    """Return the type of that standard name."""
    if name == "Any":
        return ANY
    if name == "Null":
        return NullType()
    return Simple(name) if name in _SIMPLE else None


def coerce(value: object, type_: FeelType) -> tuple[bool, object]:
    """Return whether the value fits the type, if need be after the conversions of the standard, and the value."""
    if value is None or type_.holds(value):
        return True, value
    if isinstance(value, list) and len(value) == 1 and type_.holds(value[0]):
        return True, value[0]
    if isinstance(type_, (ListType, Simple)) and not isinstance(value, list) and type_.holds([value]):
        return True, [value]
    if isinstance(value, Date) and type_ == Simple("date and time"):
        return True, DateTime(value, MIDNIGHT_UTC)
    return False, None


def type_name(value: object) -> str:
    """Return the standard's name for the type of a value."""
    if value is None:
        return "null"
    for name, classes in _SIMPLE.items():
        if isinstance(value, classes):
            return name
    return "context" if isinstance(value, Mapping) else type(value).__name__
