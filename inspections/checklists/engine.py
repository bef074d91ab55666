"""Evaluates answers against a checklist: pure, complete, and never crashing on any answer.

Three passes. *Settle*: in the checklist's order each item learns whether it is visible, over which units it is
repeated, what its value is and how it stands against its limit; what is hidden is dropped, whatever was answered.
*Judge*: over everything settled, what is required, valid, and still missing. *Score*. A tablet does the same with
FEEL in the browser, in binary fractions: its marks are provisional, these count.

An answer of a repeated item lies under "key#unit". To items repeated over the same sample or group, its name is the
answer for the same unit; to all others the list of the answers of all units.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from forms.definition import Formula
from inspections.checklists import answers as reading
from inspections.checklists import words
from inspections.checklists.answers import NOTHING, Answer, Unreadable, answer_from
from inspections.checklists.definition import Checklist
from inspections.checklists.item import Item
from inspections.checklists.judging import asked_for, broken_columns, is_required
from inspections.checklists.measuring import measure_of, stands
from inspections.checklists.parts import Option
from inspections.checklists.places import GEOFENCE
from inspections.checklists.results import Evaluation, Facts, Result
from inspections.checklists.scoring import candidates, scores

MOST_UNITS = 1_000

Answers = Mapping[str, object]
Names = dict[str, object]


def evaluate(checklist: Checklist, answers: Answers, facts: Facts) -> Evaluation:
    """Return everything that can be said about the answers.

    answers  by key, "VB.06#17" for unit 17 of a repeated item, each as the compiled format has it
    """
    settled = Settled(checklist, answers, facts)
    results = {result.key: settled.judge(result) for result in settled.in_page_order()}
    by_item: dict[str, list[Result]] = {}
    for result in results.values():
        by_item.setdefault(result.item.key, []).append(result)
    sections, total = scores(checklist, by_item)
    failed = [each for each in results.values() if each.verdict == words.FAIL]
    return Evaluation(
        results=results,
        sections=sections,
        score=total,
        critical_failures=tuple(each.key for each in failed if each.item.critical),
        candidates=candidates(results.values()),
        undrawn=tuple(each.code for each in checklist.samples if each.code not in facts.samples),
    )


def names_at(
    checklist: Checklist, answers: Answers, facts: Facts, *, over: str = "", unit: int | None = None
) -> Names:
    """Return what the conditions of a page may read: every answer by its name, and the facts.

    over  over what the items of the page are repeated, as `Checklist.repeats` says it; unit  the one that is answered
    """
    return Settled(checklist, answers, facts).scope(over, unit)


class Settled:
    """What is known so far: results by item and unit, and the names that expressions may use."""

    def __init__(self, checklist: Checklist, answers: Answers, facts: Facts) -> None:
        self.checklist, self.given, self.facts = checklist, answers, facts
        self.results: dict[str, dict[int | None, Result]] = {}
        self.units: dict[str, tuple[int, ...]] = {}
        self.told: Names = {}
        self.names: Names = {
            **dict.fromkeys(checklist.by_name),
            "visit_on": facts.visit_on,
            "kind_of_institution": facts.kind_of_institution,
            "institution": dict(facts.institution),
            "answers": self.told,
            "geofence": GEOFENCE,
        }
        self.in_unit: dict[tuple[str, int], tuple[Names, Names]] = {}
        for item in checklist.order:
            self.take(item)

    def in_page_order(self) -> list[Result]:
        """Return every result in the order of the pages."""
        return [each for item in self.checklist.items for each in self.results[item.key].values()]

    def take(self, item: Item) -> None:
        """Settle one item, unit by unit."""
        over = self.checklist.repeats[item.key]
        units = self.units_of(item, over) if over else (None,)
        self.results[item.key] = {unit: self.settle(item, over, unit) for unit in units}
        if over:
            settled = self.results[item.key].values()
            self.names[item.name] = [
                each.value if each.item.kind != "verdict" else each.verdict for each in settled
            ]
            self.told[item.name] = [
                self.in_unit[over, each.unit][1][item.name] for each in settled if each.unit
            ]

    def units_of(self, item: Item, over: str) -> tuple[int, ...]:
        """Return the units an item is answered for; those of a sample were drawn, those of a count are 1 to n."""
        if over not in self.units:
            kind, _, code = over.partition(":")
            if kind == "sample":
                self.units[over] = tuple(dict.fromkeys(self.facts.samples.get(code, ())))[:MOST_UNITS]
            else:
                group = self.checklist.by_key[code]
                count = count_of(computed(group.repeat_count, self.names))
                self.units[over] = tuple(range(1, count + 1))
        return self.units[over]

    def settle(self, item: Item, over: str, unit: int | None) -> Result:
        """Settle one unit of an item (None: the item as such)."""
        key = item.key if unit is None else f"{item.key}#{unit}"
        result = Result(item, key, unit, clauses=item.clauses_in_force(self.facts.visit_on))
        scope = self.scope(over, unit)
        answer = self.answer(item, key)
        if self.is_visible(item, unit, scope):
            result = self.read(result, answer, scope)
        else:
            result, answer = replace(result, visible=False), NOTHING
        self.remember(result, over, answer)
        return result

    def answer(self, item: Item, key: str) -> Answer:
        """Return what was answered; what nobody touched says what the item starts with."""
        if not item.is_asked:
            return NOTHING
        return answer_from(self.given[key]) if key in self.given else Answer(value=item.default)

    def scope(self, over: str, unit: int | None) -> Names:
        """Return the names as one unit sees them."""
        if unit is None:
            return self.names
        names, told = self.in_unit.setdefault((over, unit), ({}, {}))
        return {**self.names, **names, "answers": {**self.told, **told}, "unit": unit}

    def is_visible(self, item: Item, unit: int | None, scope: Names) -> bool:
        """Say whether an item is asked: its group is, and its own condition holds."""
        if item.parent:
            of_group = self.results[item.parent]
            group = of_group.get(unit) or of_group.get(None)
            if group is None or not group.visible:
                return False
        return item.visible_if is None or item.visible_if.holds(scope) is True

    def read(self, result: Result, answer: Answer, scope: Names) -> Result:
        """Read what was answered: the verdict that was given, or the value and how it stands against its limit."""
        faults: list[str] = []
        verdict, value = None, None
        try:
            verdict = reading.verdict_of(answer.verdict)
        except Unreadable as unreadable:
            faults.append(unreadable.fault)
        if verdict != words.NOT_APPLICABLE:
            try:
                value = self.value(result.item, answer, scope)
            except Unreadable as unreadable:
                faults.append(unreadable.fault)
        result = replace(result, value=value, faults=tuple(faults))
        return self.stand(result, verdict, answer, {**scope, "value": value})

    def value(self, item: Item, answer: Answer, scope: Names) -> object:
        """Return the value of an item. Raises Unreadable."""
        if item.kind == "table":
            return self.table(item, answer, scope)
        if item.kind in words.BY_EVIDENCE:
            return list(answer.evidence) or None
        if item.is_ratio:
            return self.ratio(item, answer, scope)
        if item.kind == "computed":
            return computed(item.computed, scope)
        return reading.value_of(item.kind, offered(item, scope), answer.value)

    def ratio(self, item: Item, answer: Answer, scope: Names) -> object:
        """Return a ratio; None until both of its numbers are there. Raises Unreadable."""
        if answer.numerator in (None, "") or answer.denominator in (None, ""):
            return None
        numerator, denominator = reading.number_of(answer.numerator), reading.number_of(answer.denominator)
        value = computed(item.computed, {**scope, "numerator": numerator, "denominator": denominator})
        if value is None and not denominator:
            raise Unreadable(reading.DIVIDED_BY_ZERO)
        return value

    def table(self, item: Item, answer: Answer, scope: Names) -> list[dict[str, object]] | None:
        """Return the rows of a table with their computed columns. Raises Unreadable."""
        rows = reading.rows_of(item.columns, answer.value)
        for number, row in enumerate(rows or (), start=1):
            for column in item.columns:
                if column.computed is not None:
                    names = {**scope, **row, "row": row, "row_number": number}
                    row[column.key] = computed(column.computed, names)
        return rows

    def stand(self, result: Result, verdict: str | None, answer: Answer, scope: Names) -> Result:
        """Add how a value stands against its limit, and the verdict that follows.

        Where there is nothing to measure (a report never sent), the verdict "fail" may be given instead of a value.
        """
        item = result.item
        if verdict == words.NOT_APPLICABLE or item.kind == "verdict":
            return replace(result, verdict=verdict, answered=item.is_asked and verdict is not None)
        if verdict == words.FAIL and result.value is None and item.is_judged:
            return replace(result, verdict=words.FAIL, answered=True)
        answered = item.is_asked and result.value is not None
        if item.limit is None:
            return replace(result, answered=answered)
        measure, keeps = measure_of(item.limit, scope), stands(item.limit, result.value, scope)
        given = None if keeps is None or not item.is_judged else (words.PASS if keeps else words.FAIL)
        return replace(result, measure=measure, beyond_limit=keeps is False, verdict=given, answered=answered)

    def remember(self, result: Result, over: str, answer: Answer) -> None:
        """Let the expressions of other items know."""
        item = result.item
        main = result.verdict if item.kind == "verdict" else result.value
        told = {
            "verdict": result.verdict,
            "value": result.value,
            "numerator": number_or_none(answer.numerator),
            "denominator": number_or_none(answer.denominator),
            "reason": answer.reason or None,
        }
        if result.unit is None:
            self.names[item.name], self.told[item.name] = main, told
        else:
            names, all_told = self.in_unit[over, result.unit]
            names[item.name], all_told[item.name] = main, told

    def judge(self, result: Result) -> Result:
        """Add what is required, not valid, and still missing."""
        item = result.item
        if not result.visible:
            return result
        over = self.checklist.repeats[item.key]
        scope = {**self.scope(over, result.unit), "value": result.value, "verdict": result.verdict}
        answer = self.answer(item, result.key)
        faults = result.faults
        is_wrong = (
            item.valid_if is not None and result.value is not None and item.valid_if.holds(scope) is False
        )
        broken = broken_columns(item, result.value, scope)
        if is_wrong or broken:
            faults = (*faults, reading.NOT_VALID)
        required = is_required(item, scope)
        asks = asked_for(result, answer, required=required)
        return replace(result, required=required, faults=faults, broken=broken, asks=asks)


def offered(item: Item, scope: Names) -> tuple[Option, ...]:
    """Return what can be chosen here."""
    return tuple(
        each for each in item.options if each.visible_if is None or each.visible_if.holds(scope) is True
    )


def computed(formula: Formula | None, scope: Names) -> object:
    """Return a computed value."""
    return formula.result(scope) if formula else None


def count_of(value: object) -> int:
    """Return how often something is repeated: what is no number is never."""
    if not isinstance(value, Decimal | int) or isinstance(value, bool):
        return 0
    return max(0, min(int(value), MOST_UNITS))


def number_or_none(given: object) -> Decimal | None:
    """Return a number where there is one."""
    try:
        return reading.number_of(given)
    except Unreadable:
        return None
