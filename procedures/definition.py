"""What procedure.yaml says, as a value that refuses to exist when wrong.

Pure: knows neither Django nor the file system. Texts are maps {vi, en, km}; Vietnamese is
required, the others fall back to it. Terms are working days and never become hours.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, time
from typing import Any

from procedures.yaml_values import Reader, Text, Wrong, day, one_of, text
from workflows.expressions import Expression

APPLICANT_KINDS = ("citizen", "organisation")
IDENTITY_LEVELS = ("self_asserted", "counter", "national_eid")
CLOCK_POLICIES = ("RESET", "PAUSE", "CONTINUE")
TERM_KINDS = ("working_days", "same_day")
FROM_APPLICATION, FROM_RESULT, FROM_MESSAGE, FROM_OFFICE = BEGINNINGS = (
    "application",
    "result",
    "message",
    "office",
)
"""How a case begins: a person applies, an issued document of a finished dossier is to be corrected, another
system's message brings it, or the office itself begins it: nobody can apply for that."""
OF_DOSSIERS = "dossiers.Dossier"
LETTERHEADS = ("agency", "team")
RECEPTION_HOURS = 8


@dataclass(frozen=True)
class Term:
    """How long the office has: N working days, or the same day with a cut-off hour.

    starts  "received" complete, or "arrived" at who decides, for a dossier received elsewhere
    """

    kind: str
    working_days: int = 0
    cut_off: time | None = None
    cut_off_counts: str = "submitted"
    ends: str = "closing"
    starts: str = "received"


@dataclass(frozen=True)
class Component:
    """One paper of a dossier."""

    key: str
    name: Text
    required: bool
    note: Text | None = None


@dataclass(frozen=True)
class DocumentKind:
    """A document the flow can issue: template, title, number series and its symbol.

    issued_by   whose number, signature and seal it bears: a word as a lane's agency is named by, or FEEL over the
                case that gives an agency's code; None: who decides
    internal    goes from office to office (a submission, a report): no result, and not for the applicant
    recipients  lines of "Nơi nhận"; none: the applicant and the files
    replaces_with  field of a step with the table {muc, de_nghi} of values that change: then the document takes the
                place of the one that is corrected, with its form, title, series and symbol
    symbol      of its type (QĐ, TTr), before the agency's letters; "" for a letter (công văn), whose number is the agency's
                letters and the drafting unit's: 123/SGDĐT-GDNN (NĐ 30/2020, Phụ lục I)
    unit        letters of the unit that drafts a letter; "" where the agency has none
    letterhead  "team": headed and signed as an inspection's team, under the agency's seal and number
    """

    key: str
    template: str
    title: Text
    series: str
    symbol: str
    issued_by: Expression | None = None
    internal: bool = False
    recipients: tuple[str, ...] = ()
    replaces_with: str = ""
    letterhead: str = "agency"
    unit: str = ""

    def symbol_of(self, agency: str) -> str:
        """Return what stands behind the number, by the agency's letters: QĐ-SGDĐT, of a letter SGDĐT-GDNN."""
        return "-".join(filter(None, (self.symbol, agency, self.unit)))


@dataclass(frozen=True)
class Stop:
    """One stop of the line drawn for the applicant, and the flow's nodes that belong to it."""

    title: Text
    nodes: frozenset[str]


@dataclass(frozen=True)
class RegisterLine:
    """Which answers say what line of the original register a document copies.

    chosen         field that holds the record of the digital register
    paper_outcome  outcome by which a step says that it copied a line from paper instead
    paper          word of the copy → field in which the officer wrote it
    paper_title    title of the copy of such a line
    """

    chosen: str
    paper_outcome: str = ""
    paper: Mapping[str, str] = field(default_factory=dict)
    paper_title: str = ""

    @property
    def fields(self) -> frozenset[str]:
        """Every field it reads."""
        return frozenset({self.chosen, *self.paper.values()})


@dataclass(frozen=True)
class SupplementRules:
    """When and how the applicant may be asked for more.

    asks         step → outcome by which it asks
    answer_days  calendar days the applicant has
    remind_days  calendar days after which the applicant is reminded, the first and the last time
    within_working_days  days of appraisal in which it may be asked, once, without the leader's consent
    """

    asks: Mapping[str, str] = field(default_factory=dict)
    answer_days: int = 30
    remind_days: tuple[int, int] = (15, 27)
    within_working_days: int = 3


@dataclass(frozen=True)
class ProcedureDefinition:
    """A procedure as its package describes it."""

    name: str
    code: str
    title: Text
    summary: Text
    who: Text
    applicant_kinds: tuple[str, ...]
    identity_level: str
    term: Term
    clock_policy: str
    fee_vnd: int
    flow: str
    form: str
    receiving_agency: str
    legal_basis: tuple[Text, ...]
    valid_from: date
    valid_to: date | None
    retention_years: int
    components: tuple[Component, ...] = ()
    documents: Mapping[str, DocumentKind] = field(default_factory=dict)
    applicant_name: str = ""
    applicant_contact: Mapping[str, str] = field(default_factory=dict)
    found_by: tuple[str, ...] = ()
    begins: str = FROM_APPLICATION
    reception_hours: int = RECEPTION_HOURS
    supplement: SupplementRules = SupplementRules()
    register_line: RegisterLine | None = None
    stops: tuple[Stop, ...] = ()
    case: str = OF_DOSSIERS
    requires: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """Step → outcome → what must hold of the case before the step may go that way."""


def term(value: Any) -> Term:
    """Read {kind: working_days, days: N} or {kind: same_day, cut_off: "15:00"}."""
    kind = one_of(*TERM_KINDS)(value["kind"])
    days = int(value.get("days", 0))
    if kind == "working_days" and days < 1:
        raise Wrong("", "days phải từ 1 ngày làm việc")
    cut_off = time.fromisoformat(value["cut_off"]) if "cut_off" in value else None
    if kind == "same_day" and cut_off is None:
        raise Wrong("", 'thời hạn trong ngày cần cut_off, ví dụ "15:00"')
    counts = one_of("submitted", "received")(value.get("cut_off_counts", "submitted"))
    ends = one_of("closing", "same_hour")(value.get("ends", "closing"))
    starts = one_of("received", "arrived")(value.get("starts", "received"))
    return Term(kind, days, cut_off, counts, ends, starts)


def components(value: Any) -> tuple[Component, ...]:
    """Read the list of papers."""
    return tuple(
        Component(
            str(item["key"]), text(item["name"]), bool(item.get("required", False)),
            text(item["note"]) if "note" in item else None,
        )
        for item in value
    )  # fmt: skip


def documents(value: Any) -> dict[str, DocumentKind]:
    """Read the kinds of document the flow can issue."""
    return {key: document_kind(key, item) for key, item in value.items()}


def document_kind(key: str, item: Mapping[str, Any]) -> DocumentKind:
    """Read {template, title, series, symbol?, unit?, issued_by?, internal?, recipients?, replaces_with?}."""
    unknown = set(item) - {each.name for each in fields(DocumentKind) if each.name != "key"}
    if unknown:
        raise Wrong("", f"{key}: không có khóa {', '.join(sorted(unknown))}")
    if not isinstance(item.get("internal", False), bool):
        raise Wrong("", f"{key}: internal là true hoặc false")
    if item.get("symbol") and item.get("unit"):
        raise Wrong("", f"{key}: chỉ công văn (không có symbol) mới ghi đơn vị soạn thảo (unit)")
    return DocumentKind(
        key,
        item["template"],
        text(item["title"]),
        str(item["series"]),
        str(item.get("symbol", "")),
        Expression(str(item["issued_by"])) if "issued_by" in item else None,
        item.get("internal", False),
        tuple(map(str, item.get("recipients", ()))),
        str(item.get("replaces_with", "")),
        one_of(*LETTERHEADS)(item.get("letterhead", "agency")),
        str(item.get("unit", "")),
    )


def register_line(value: Any) -> RegisterLine:
    """Read {chosen: field} or {chosen, paper_outcome, paper_title, paper: {word: field}}."""
    unknown = set(value) - {"chosen", "paper_outcome", "paper_title", "paper"}
    if unknown:
        raise Wrong("", f"không có khóa {', '.join(sorted(unknown))}")
    return RegisterLine(
        str(value["chosen"]),
        str(value.get("paper_outcome", "")),
        {str(word): str(key) for word, key in value.get("paper", {}).items()},
        str(value.get("paper_title", "")),
    )


def supplement(value: Any) -> SupplementRules:
    """Read {asks: {step: outcome}, answer_days, remind_days: [first, last], within_working_days}."""
    unknown = set(value) - {"asks", "answer_days", "remind_days", "within_working_days"}
    if unknown:
        raise Wrong("", f"không có khóa {', '.join(sorted(unknown))}")
    first, last = value.get("remind_days", (15, 27))
    days = int(value.get("answer_days", 30))
    if not 0 < int(first) < int(last) < days:
        raise Wrong("", "remind_days cần hai ngày tăng dần, trước answer_days")
    return SupplementRules(
        {str(step): str(outcome) for step, outcome in value["asks"].items()},
        days,
        (int(first), int(last)),
        int(value.get("within_working_days", 3)),
    )


def requirements(value: Any) -> dict[str, dict[str, tuple[str, ...]]]:
    """Read {step: {outcome: [condition, …]}}."""
    return {
        str(step): {str(outcome): tuple(map(str, asked)) for outcome, asked in ways.items()}
        for step, ways in value.items()
    }


def contact(value: Any) -> dict[str, str]:
    """Read {phone: field, email: field, address: field}: where the application says how to reach the applicant."""
    return {one_of("phone", "email", "address")(key): str(field) for key, field in value.items()}


def stops(value: Any) -> tuple[Stop, ...]:
    """Read the stops of the applicant's line."""
    return tuple(Stop(text(item["title"]), frozenset(item["nodes"])) for item in value)


def read(name: str, data: Mapping[str, Any]) -> tuple[ProcedureDefinition, list[Wrong]]:
    """Return the procedure and every fault found; what could not be read is None, so that the rest can be checked.

    name  the folder's name, which is the procedure's
    data  the parsed procedure.yaml

    Only a procedure without faults may be used for more than looking for others.
    """
    wrongs: list[Wrong] = []
    reader = Reader(data, wrongs)
    values = {
        "code": reader.take("code", str),
        "title": reader.take("title", text),
        "summary": reader.take("summary", text),
        "who": reader.take("who", text),
        "applicant_kinds": reader.take("applicant_kinds", lambda v: tuple(map(one_of(*APPLICANT_KINDS), v))),
        "identity_level": reader.take("identity_level", one_of(*IDENTITY_LEVELS)),
        "term": reader.take("term", term),
        "clock_policy": reader.take("clock_policy", one_of(*CLOCK_POLICIES)),
        "fee_vnd": reader.take("fee_vnd", int),
        "flow": reader.take("flow", str, "flow.bpmn"),
        "form": reader.take("form", str),
        "applicant_name": reader.take("applicant_name", str, ""),
        "applicant_contact": reader.take("applicant_contact", contact, {}),
        "found_by": reader.take("found_by", lambda v: tuple(map(str, v)), ()),
        "begins": reader.take("begins", one_of(*BEGINNINGS), FROM_APPLICATION),
        "reception_hours": reader.take("reception_hours", int, RECEPTION_HOURS),
        "supplement": reader.take("supplement", supplement, SupplementRules()),
        "register_line": reader.take("register_line", register_line, None),
        "receiving_agency": reader.take("receiving_agency", str),
        "legal_basis": reader.take("legal_basis", lambda v: tuple(map(text, v))),
        "valid_from": reader.take("valid_from", day),
        "valid_to": reader.take("valid_to", day, None),
        "retention_years": reader.take("retention_years", int),
        "components": reader.take("components", components, ()),
        "documents": reader.take("documents", documents, {}),
        "stops": reader.take("stops", stops, ()),
        "case": reader.take("case", str, OF_DOSSIERS),
        "requires": reader.take("requires", requirements, {}),
    }
    reader.close()
    return ProcedureDefinition(name=name, **values), wrongs
