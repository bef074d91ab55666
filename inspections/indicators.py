"""The share of inspections done through the digital environment, by a definition that is data.

What counts is FEEL over one announced institution (`item`); the share is FEEL over all of them (`dt`), each row with
`so_hoa`, whether it counted. Pure. Source: INSPECTION §5; the seeds give targets and no formula, so that the
definition has versions and every figure names the one it was made by.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from decisions.feel import Expression, FeelSyntaxError, parse
from forms.errors import Fault
from forms.messages import Words
from forms.yaml_source import Source, read_yaml

FILE = "digital.yaml"
IN_SYSTEM, ON_PAPER = "trong_he_thong", "ngoai_he_thong"
ELECTRONIC, PAPER = "dien_tu", "giay"


@dataclass(frozen=True)
class DigitalFacts:
    """What the definition may read of one announced institution; the names of FEEL are in `as_row`.

    minutes_original  "dien_tu" or "giay"; None while there are no minutes
    """

    decision_in_system: bool = False
    plan_in_system: bool = False
    checklist_in_system: bool = False
    minutes_in_system: bool = False
    minutes_original: str | None = None
    signed_paper_pictured: bool = False
    certified_by_both: bool = False
    report_in_system: bool = False
    remedies_asked: int = 0
    remedies_verified: int = 0
    is_on_paper: bool = False

    def as_row(self) -> dict[str, Any]:
        """Return the facts under the names a definition reads."""
        return {
            "qd_tren_he_thong": self.decision_in_system,
            "kh_tren_he_thong": self.plan_in_system,
            "phieu_tren_he_thong": self.checklist_in_system,
            "bao_cao_tren_he_thong": self.report_in_system,
            "bien_ban": {
                "trong_he_thong": self.minutes_in_system,
                "ban_chinh": self.minutes_original,
                "ban_chup_ky": self.signed_paper_pictured,
                "ky_so_hai_ben": self.certified_by_both,
            },
            "khac_phuc": {"yeu_cau": self.remedies_asked, "da_tham_tra": self.remedies_verified},
            "nguon": ON_PAPER if self.is_on_paper else IN_SYSTEM,
        }


@dataclass(frozen=True)
class Test:
    """One question about an institution, in words and in FEEL."""

    label: Words
    expression: Expression

    def holds(self, row: Mapping[str, Any]) -> bool:
        """Say whether an institution passes; what FEEL cannot say is no."""
        return self.expression.evaluate({"item": row}) is True


@dataclass(frozen=True)
class Definition:
    """One version of the indicator."""

    name: Words
    digital: Test
    levels: Sequence[Test]
    rate: Expression


@dataclass(frozen=True)
class Read:
    """A version's file, read; None with the faults that forbid it."""

    definition: Definition | None
    faults: Sequence[Fault] = field(default=())


@dataclass(frozen=True)
class Judged:
    """One institution: whether it counts, and which levels it reaches."""

    subject: Any
    is_digital: bool
    levels: Sequence[bool]


@dataclass(frozen=True)
class Share:
    """The indicator over a span of time.

    percent  None where no institution was announced
    reached  for each level of the definition, how many institutions reach it
    """

    rows: Sequence[Judged]
    percent: Decimal | None
    reached: Sequence[int]

    @property
    def digital(self) -> int:
        """How many count."""
        return sum(each.is_digital for each in self.rows)


def measure(definition: Definition, announced: Sequence[tuple[Any, DigitalFacts]]) -> Share:
    """Return the share over announced institutions, each as (what it is to the caller, its facts)."""
    rows = [facts.as_row() for _, facts in announced]
    verdicts = {facts: judge(definition, facts) for facts in {facts for _, facts in announced}}
    judged = [Judged(subject, *verdicts[facts]) for subject, facts in announced]
    counted = [{**row, "so_hoa": each.is_digital} for row, each in zip(rows, judged, strict=True)]
    percent = definition.rate.evaluate({"dt": counted}) if counted else None
    reached = [sum(each.levels[number] for each in judged) for number in range(len(definition.levels))]
    return Share(judged, Decimal(percent) if isinstance(percent, (int, Decimal)) else None, reached)


def judge(definition: Definition, facts: DigitalFacts) -> tuple[bool, list[bool]]:
    """Say whether an institution counts, and which levels it reaches."""
    row = facts.as_row()
    return definition.digital.holds(row), [each.holds(row) for each in definition.levels]


def read_definition(files: Mapping[str, bytes]) -> Read:
    """Return the definition of a version's files, or every fault of it."""
    faults: list[Fault] = []
    try:
        source = read_yaml(files[FILE].decode(), FILE, faults)
    except KeyError:
        return Read(None, [Fault(FILE, 1, "the file is missing")])
    except UnicodeDecodeError:
        return Read(None, [Fault(FILE, 1, "not UTF-8")])
    if source is None:
        return Read(None, faults)
    needed = frozenset({"name", "digital", "levels", "rate"})
    source.check_keys(needed | {"format"}, needed)
    name, digital = source.words("name"), read_test(source.at("digital"))
    levels = [read_test(each) for each in source.sequence("levels")]
    rate = read_feel(source, "rate", {"dt"})
    if faults or name is None or digital is None or rate is None:
        return Read(None, faults)
    found = Definition(name, digital, [each for each in levels if each is not None], rate)
    return Read(found, faults) if answers(found) else Read(None, [Fault(FILE, 1, "the rate gives no number")])


def answers(definition: Definition) -> bool:
    """Say whether a definition gives a percentage for one institution that has nothing."""
    return measure(definition, [(None, DigitalFacts())]).percent is not None


def read_test(source: Source) -> Test | None:
    """Return a question, None after noting what is wrong with it."""
    source.check_keys(frozenset({"label", "feel"}), frozenset({"label", "feel"}))
    label, expression = source.words("label"), read_feel(source, "feel", {"item"})
    return Test(label, expression) if label and expression else None


def read_feel(source: Source, name: str, known: set[str]) -> Expression | None:
    """Return an expression over these names, None after noting why it cannot be one."""
    text = source.text(name)
    if not text:
        return None
    row = DigitalFacts().as_row()
    of_rows = {*row, "so_hoa"} if "dt" in known else set()
    try:
        expression = parse(text, known, members={*row, *row["bien_ban"], *row["khac_phuc"], "so_hoa"})
    except FeelSyntaxError as error:
        source.at(name).fault(f"{name!r}: {error}")
        return None
    foreign = sorted(expression.names_read - known - of_rows)
    if foreign:
        source.at(name).fault(f"{name!r} reads {', '.join(foreign)}; known here: {', '.join(sorted(known))}")
        return None
    return expression
