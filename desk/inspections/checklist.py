"""The answers of a visit, criterion by criterion: what the institution declared beside what was found, with its evidence."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forms.messages import Words
from inspections.checklists.answers import NOT_VALID
from inspections.checklists.item import Item
from inspections.checklists.parts import Column, Section
from inspections.checklists.results import Result, SectionScore
from inspections.checklists.words import EVIDENCE, REASON
from inspections.found_form import takes_evidence
from inspections.models import Answer, AnswerConflict, Evidence
from inspections.selectors.case_pages import TargetPage
from inspections.selectors.evaluation import checklist_of

VERDICTS = {"pass": "done", "fail": "wrong", "not_applicable": "plain"}


@dataclass(frozen=True)
class RowShown:
    """One criterion, or one unit of a repeated one.

    verdict   "pass" | "fail" | "not_applicable", as the server judges; "" while it cannot be said
    lacks     what the answer still has to say: a fail or a value beyond its limit asks why, and for evidence
    faults    what is wrong with what was given, in words
    takes     whether pictures or files belong to it
    is_torn   whether two answers stand and the lead has not chosen
    """

    key: str
    item: Item
    unit: int | None
    verdict: str
    words: str
    declared: str
    reason: str
    clauses: Sequence[str]
    answer: Answer | None
    evidence: Sequence[Evidence]
    is_torn: bool
    is_beyond: bool
    lacks: Sequence[str]
    faults: Sequence[str]
    takes: bool

    @property
    def named(self) -> Sequence[str]:
        """Numbers of the pictures and files that the answer names."""
        return (self.answer.values.get("evidence") or ()) if self.answer else ()

    @property
    def shown_evidence(self) -> list[tuple[Evidence, bool]]:
        """Every picture and file of it, with whether the answer names it no more."""
        return [(each, str(each.pk) not in self.named) for each in self.evidence]


@dataclass(frozen=True)
class SectionShown:
    """One section with its score."""

    section: Section
    score: SectionScore | None
    rows: Sequence[RowShown]


class ChecklistView:
    """What was answered at one institution."""

    def __init__(self, page: TargetPage, version_hash: str) -> None:
        self.page, self.checklist = page, checklist_of(version_hash)
        self.torn = {each.item_key for each in page.conflicts if each.decided_at is None}
        self.evidence: Mapping[str, list[Evidence]] = defaultdict(list)
        for each in page.evidence:
            self.evidence[each.item_key].append(each)

    @property
    def title(self) -> Any:
        """What the checklist is called."""
        return self.checklist.title

    @property
    def score(self) -> Any:
        """The whole score, 0 to 100; None while nothing is judged."""
        return self.page.evaluation.score if self.page.evaluation else None

    @property
    def answered(self) -> int:
        """How many criteria have an answer."""
        return len(self.page.answers)

    @property
    def missing(self) -> int:
        """How many criteria that are asked have none."""
        return sum(each.missing for each in self.page.evaluation.sections) if self.page.evaluation else 0

    @property
    def critical(self) -> list[tuple[str, Any]]:
        """The critical criteria that failed, with their words."""
        failed = self.page.evaluation.critical_failures if self.page.evaluation else ()
        return [(key, self.words_of(key)) for key in failed]

    @property
    def conflicts(self) -> list[tuple[AnswerConflict, Any]]:
        """The criteria with two answers, with their words."""
        return [(each, self.words_of(each.item_key)) for each in self.page.conflicts]

    def words_of(self, key: str) -> Any:
        """Return what a criterion asks; nothing for a key the checklist does not have."""
        item = self.checklist.by_key.get(key.partition("#")[0])
        return item.text if item else None

    @property
    def sections(self) -> list[SectionShown]:
        """Every section with its visible criteria."""
        if self.page.evaluation is None:
            return []
        by_section: dict[str, list[RowShown]] = defaultdict(list)
        for result in self.page.evaluation.results.values():
            if result.visible and result.item.is_asked:
                by_section[result.item.section].append(self.row(result))
        scores = {each.code: each for each in self.page.evaluation.sections}
        return [
            SectionShown(section, scores.get(section.code), by_section[section.code])
            for section in self.checklist.sections
            if by_section[section.code]
        ]

    def row(self, result: Result) -> RowShown:
        """Return one criterion."""
        answer = self.page.answers.get(result.key)
        values = answer.values if answer else {}
        return RowShown(
            key=result.key, item=result.item, unit=result.unit, verdict=result.verdict or "",
            words=measured_in_words(values, result.item), declared=in_words(self.page.declared.get(result.key), result.item),
            reason=str(values.get("reason") or values.get("unseen_because") or ""),
            clauses=[each.text for each in result.clauses], answer=answer, evidence=self.evidence[result.key],
            is_torn=result.key in self.torn, is_beyond=result.beyond_limit, lacks=lacking(result),
            faults=wrong_with(result), takes=takes_evidence(result.item),
        )  # fmt: skip


def lacking(result: Result) -> list[str]:
    """Return what an answer that was given still has to say, in words."""
    words = {REASON: _("lý do"), EVIDENCE: _("bằng chứng hoặc vì sao không có")}
    return [words[each] for each in result.asks if each in words] if result.answered else []


def wrong_with(result: Result) -> list[str]:
    """Return what is wrong with what was given, where a rule does not hold in the checklist's own words."""
    if result.broken:
        return [in_column(each) for each in result.broken]
    found = []
    for fault in result.faults:
        own = result.item.message if fault == NOT_VALID else None
        found.append(told(own) if own else _("không đọc được giá trị"))
    return found


def in_column(column: Column) -> str:
    """Return what to do about a column of a table: its own words, else to look again."""
    words = told(column.message) if column.message else _("Xem lại mục này.")
    return f"{told(column.text)}: {words}"


def told(words: Words) -> str:
    """Return words of a checklist in the language being spoken."""
    return words.in_language(get_language() or "vi")


def verdict_words(verdict: str) -> str:
    """Return a verdict as people say it; nothing for none."""
    return {
        "pass": _("Đạt"),
        "fail": _("Không đạt"),
        "not_applicable": _("Không áp dụng"),
    }.get(verdict, "")


def in_words(values: Mapping[str, Any] | None, item: Item) -> str:
    """Return an answer as people read it: the verdict, else the number with its unit, else the choices by name."""
    if not values:
        return ""
    parts = (verdict_words(str(values.get("verdict") or "")), measured_in_words(values, item))
    return " · ".join(part for part in parts if part)


def measured_in_words(values: Mapping[str, Any], item: Item) -> str:
    """Return what an answer says beside its verdict: the numbers, the choices by name; nothing where it says no more."""
    parts = []
    if values.get("numerator") not in (None, "") and values.get("denominator") not in (None, ""):
        parts.append(f"{values['numerator']}/{values['denominator']}")
    if values.get("value") not in (None, "", []):
        parts.append(value_words(values["value"], item))
    return " · ".join(parts)


def value_words(value: Any, item: Item) -> str:
    """Return the value of an answer."""
    labels = {each.value: each.label for each in item.options}
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, list):
        return ", ".join(value_words(each, item) for each in value if not isinstance(each, dict)) or _(
            "%(n)d dòng"
        ) % {"n": len(value)}
    if isinstance(value, dict):
        return ", ".join(f"{key}: {each}" for key, each in value.items())
    if value in labels:
        return told(labels[value])
    unit = f" {item.limit.unit}" if item.limit and item.limit.unit else ""
    return f"{number_format(value) if isinstance(value, int) else value}{unit}"
