"""One thing to be checked, and what makes it impossible.

What an item asks (`kind`), why it may be asked (`clauses`, each with the days in which it is in force) and what a bad
answer means (`nature`: only the breach of a duty can be a violation) are kept apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from forms.definition import Condition, Formula
from forms.messages import Words
from inspections.checklists import words
from inspections.checklists.parts import (
    KEY,
    LONGEST_KEY,
    Clause,
    Column,
    Finding,
    Limit,
    Option,
    Problem,
    Wrong,
    name_of,
)


@dataclass(frozen=True)
class Item:
    """One thing to be checked."""

    key: str
    section: str
    text: Words
    kind: str
    hint: Words | None = None
    nature: str = words.NO_NATURE
    weight: Decimal = Decimal(1)
    critical: bool = False
    locked: bool = False
    clauses: tuple[Clause, ...] = ()
    limit: Limit | None = None
    numerator: Words | None = None
    denominator: Words | None = None
    options: tuple[Option, ...] = ()
    columns: tuple[Column, ...] = ()
    sample: str = ""
    repeat_count: Formula | None = None
    parent: str = ""
    visible_if: Condition | None = None
    required_if: Condition | None = None
    valid_if: Condition | None = None
    message: Words | None = None
    computed: Formula | None = None
    asks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    max_pixels: int | None = None
    default: object = None

    def __post_init__(self) -> None:
        problems = [Problem(self.key, attribute, why) for attribute, why in contradictions(self)]
        if problems:
            raise Wrong(problems)

    @cached_property
    def name(self) -> str:
        """How expressions call its answer."""
        return name_of(self.key)

    @property
    def is_asked(self) -> bool:
        """Whether a person answers it."""
        return self.kind not in words.UNASKED

    @property
    def is_ratio(self) -> bool:
        """Whether its value is made of two numbers."""
        return self.numerator is not None

    @property
    def is_judged(self) -> bool:
        """Whether its answer can be good or bad."""
        return self.kind == "verdict" or (self.limit is not None and self.nature != words.NO_NATURE)

    @property
    def settling(self) -> tuple[Formula, ...]:
        """The expressions that must be known before the item is settled."""
        own = (self.visible_if, self.computed, self.repeat_count)
        of_columns = tuple(column.computed for column in self.columns)
        of_options = tuple(option.visible_if for option in self.options)
        limit = self.limit.reads if self.limit else ()
        return tuple(each for each in (*own, *of_columns, *of_options, *limit) if each is not None)

    @property
    def judging(self) -> tuple[Formula, ...]:
        """The expressions asked once everything is settled."""
        of_columns = tuple(column.valid_if for column in self.columns)
        return tuple(each for each in (self.required_if, self.valid_if, *of_columns) if each is not None)

    def clauses_in_force(self, on: date) -> tuple[Clause, ...]:
        """Return the provisions that bind on the day of the visit."""
        return tuple(each for each in self.clauses if each.in_force(on))


def contradictions(item: Item) -> list[tuple[str, str]]:
    """Return what makes an item impossible, as (attribute, why)."""
    found = []
    if not KEY.fullmatch(item.key) or len(item.key) > LONGEST_KEY:
        found.append(("key", f"{item.key!r} must be letters, digits and . - / _"))
    if name_of(item.key) in words.FACTS:
        found.append(("key", f"{item.key!r} is a name that expressions use for something else"))
    if item.kind not in words.KINDS:
        found.append(("kind", f"unknown kind {item.kind!r}; known: {', '.join(words.KINDS)}"))
    if item.nature not in words.NATURES:
        found.append(("nature", f"must be one of {', '.join(words.NATURES)}"))
    if item.weight < 0:
        found.append(("weight", "cannot be negative"))
    if item.valid_if is not None and item.message is None:
        found.append(("valid_if", "'valid_if' needs a 'message' that says what to do"))
    if item.sample and item.repeat_count is not None:
        found.append(("sample", "an item is repeated over a sample or by a count, not both"))
    if item.repeat_count is not None and item.kind != "group":
        found.append(("repeat_count", "only a group is repeated by a count"))
    return [*found, *misplaced(item), *doubled(item)]


def misplaced(item: Item) -> list[tuple[str, str]]:
    """Return what an item says that its kind has no use for, or lacks."""
    found = []
    if (item.kind in words.CHOOSING) != bool(item.options):
        found.append(("options", "options belong to choice and choices, and only there"))
    if (item.kind == "table") != bool(item.columns):
        found.append(("columns", "columns belong to a table, and only there"))
    if (item.numerator is None) != (item.denominator is None):
        found.append(("numerator", "a ratio needs a numerator and a denominator"))
    if item.is_ratio and item.kind != "number":
        found.append(("numerator", "only a number can be a ratio"))
    if (item.kind == "computed" or item.is_ratio) != (item.computed is not None):
        found.append(("computed", "'computed' belongs to the kind computed and to ratios, and only there"))
    if item.limit is not None and item.kind not in words.MEASURED:
        found.append(("limit", f"an answer of kind {item.kind!r} is not measured against a limit"))
    if item.limit is not None and item.limit.operator and item.kind not in ("number", "computed"):
        found.append(("limit", "a day or a moment is measured by a condition"))
    if item.asks and not item.is_judged and set(item.asks) - {words.NOT_APPLICABLE, "beyond_limit"}:
        found.append(("asks", "an item that is not judged neither passes nor fails"))
    if (item.findings or item.critical) and not item.is_judged:
        found.append(("findings" if item.findings else "critical", "only an item that is judged can fail"))
    if item.required_if is not None and not item.is_asked:
        found.append(("required_if", "nobody answers this item"))
    wrong = set(item.asks) - set(words.ASKING) or {b for a in item.asks.values() for b in a} - set(
        words.BRINGS
    )
    if wrong:
        found.append(("asks", f"unknown word {', '.join(sorted(wrong))}"))
    return found


def doubled(item: Item) -> list[tuple[str, str]]:
    """Return codes that an item gives to two things."""
    return [
        (attribute, "the same code stands twice")
        for attribute, codes in (
            ("options", [each.value for each in item.options]),
            ("columns", [each.key for each in item.columns]),
            ("findings", [each.code for each in item.findings]),
        )
        if len(set(codes)) != len(codes)
    ]
