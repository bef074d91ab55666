"""Everything kept about a person, in words, from the same data the plain export gives: what is added there is here too.

A large account stays a readable file: the newest dossiers are told whole until MOST_LINES lines are spent, the others
by their heads; the plain export has all of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Choices
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from accounts.models.people import IdentityLevel
from documents.models import IssuedDocument
from documents.rendering.report import Chapter, Grid, Group, Line, Report
from dossiers.conversation_models import Direction
from dossiers.models import Complaint, Dossier, RepresentationRequest
from dossiers.own_words import label_of, language_name
from dossiers.status import Status
from forms.models import Attachment
from forms.rendering import ReviewRow, review
from forms.selectors import attachments_in
from forms.services import collect
from procedures.errors import NotInForce
from procedures.package import Package
from procedures.selectors import in_force, package_of, packages_for

MOST_LINES = 2_500
MOST_HEADS = 500
MOST_MESSAGES = 300
Data = Mapping[str, Any]


@dataclass
class Room:
    """How many lines are still to be had."""

    lines: int = MOST_LINES

    def take(self, wanted: int) -> bool:
        """Say whether so many lines fit, and take them."""
        if wanted > self.lines:
            return False
        self.lines -= wanted
        return True


@dataclass(frozen=True)
class Known:
    """What turns stored answers into words: the packages of the dossiers, the papers they name, the language."""

    versions: Mapping[str, tuple[str, str]]
    packages: Mapping[tuple[str, str], Package]
    papers: Mapping[str, Attachment]
    language: str

    def package(self, receipt_no: str) -> Package | None:
        """Return the package a dossier is pinned to, None for one that is not known any more."""
        return self.packages.get(self.versions.get(receipt_no, ("", "")))


def own_report(data: Data, person_id: int, *, language: str, at: datetime) -> Report:
    """Return the report of an export, in the language being spoken.

    data       as dossiers.services.export_own gives it
    person_id  whose it is: their papers of drafts are told by name
    """
    newest = list(reversed(data["dossiers"]))
    known, room = known_of(newest, language), Room()
    messages = data["messages"]
    chapters = [
        Chapter(_("Tài khoản"), lines_of(data["person"])),
        Chapter(_("Bản nháp"), groups=[draft_group(each, person_id, known, room, at) for each in data["drafts"]]),
        dossiers_chapter(newest, known, room),
        *(other_chapter(key, value) for key, value in data.items() if key not in TOLD),
        Chapter(_("Thông báo"), tables=grids("", messages[:MOST_MESSAGES]), notes=left_out(messages, MOST_MESSAGES)),
    ]  # fmt: skip
    return Report(
        language=language,
        title=_("Dữ liệu của tôi"),
        author="Mộtcửa",
        lead=[
            data["person"]["full_name"],
            _("Mọi điều hệ thống lưu về bạn tính đến %(at)s. Bản JSON có thêm mã và giá trị để máy đọc.")
            % {"at": moment(at)},
        ],
        sections=[each for each in chapters if each.lines or each.groups or each.tables or each.notes],
    )


TOLD = frozenset({"format", "exported_at", "person", "drafts", "dossiers", "messages"})


def known_of(newest: Sequence[Data], language: str) -> Known:
    """Return what the newest dossiers need to be put into words, in three queries."""
    shown = {each["receipt_no"]: each for each in newest[:MOST_HEADS]}
    rows = Dossier.objects.filter(receipt_no__in=list(shown)).values_list(
        "receipt_no", "procedure", "rules_hash"
    )
    versions = {receipt_no: (procedure, rules) for receipt_no, procedure, rules in rows}
    papers = [paper["id"] for each in shown.values() for paper in each.get("papers", ())]
    return Known(versions, packages_for(versions.values()), attachments_in(papers), language)


def dossiers_chapter(newest: Sequence[Data], known: Known, room: Room) -> Chapter:
    """Return the dossiers, newest first: whole while there is room, then by their heads."""
    groups, heads = [], []
    for each in newest:
        group = None if heads else dossier_group(each, known)
        if group is not None and room.take(size_of(group)):
            groups.append(group)
        else:
            heads.append(each)
    notes = [] if not heads else [
        _("%(n)d hồ sơ cũ hơn chỉ ghi tóm tắt; bản JSON có đủ.") % {"n": len(heads)}
    ]  # fmt: skip
    rows = [[text_of(key, each.get(key)) for key in HEAD] for each in heads[:MOST_HEADS]]
    tables = [Grid(_("Hồ sơ khác"), [label_of(key) for key in HEAD], rows)] if rows else []
    return Chapter(_("Hồ sơ"), groups=groups, tables=tables, notes=notes)


HEAD = ("receipt_no", "code", "procedure", "status", "submitted_at")


def size_of(group: Group) -> int:
    """Return about how many lines a group takes."""
    return 2 + len(group.lines) + sum(len(table.rows) for table in group.tables)


def dossier_group(each: Data, known: Known) -> Group:
    """Return one dossier with its answers as questions and words."""
    package = known.package(each["receipt_no"])
    title = package.definition.title.in_language(known.language) if package else each["procedure"]
    facts = {key: value for key, value in each.items() if key not in ("answers", "procedure")}
    lines, tables = answered(each["answers"], package, known)
    return Group(
        f"{title} · {each['code'] or each['receipt_no']}",
        [*lines_of(facts), *lines],
        [*tables, *(grid for key, value in facts.items() for grid in grids(key, value))],
    )


def answered(answers: Data, package: Package | None, known: Known) -> tuple[list[Line], list[Grid]]:
    """Return the answers in words; as they are stored where their form is not known any more."""
    if package is None:
        return lines_of(answers), [grid for key, value in answers.items() for grid in grids(key, value)]
    form = package.forms[package.definition.form]
    sections = review(form, answers, attachments=known.papers, language=known.language, warnings={})
    rows = [row for section in sections for row in section.rows if row.answered]
    lines = [Line(row.label, words_of(row)) for row in rows if row.table is None]
    return lines, [Grid(row.label, row.table.heads, row.table.rows) for row in rows if row.table is not None]


def words_of(row: ReviewRow) -> str:
    """Return one answer; papers by their names."""
    return row.text or "\n".join(each.original_name for each in row.attachments)


def draft_group(draft: Data, person_id: int, known: Known, room: Room, at: datetime) -> Group:
    """Return what was typed and not sent: in words what its form takes, the rest as it was typed."""
    values, saved = draft["answers"], text_of("saved_at", draft["saved_at"])
    try:
        package = package_of(in_force(draft["procedure"], at))
    except NotInForce:
        typed = lines_of(values)
        return Group(f"{draft['procedure']} · {saved}", typed if room.take(len(typed)) else [])
    form = package.forms[package.definition.form]
    checked = collect(form, data=values, owner_id=person_id, at=at)
    papers = {str(each.public_id): each for each in checked.attachments}
    lines, tables = answered(checked.answers, package, replace(known, papers=papers))
    rest = [key for key in form.keys if key not in checked.answers and values.get(key)]
    lines += [
        Line(form.by_key[key].label.in_language(known.language), text_of(key, values[key]))
        for key in sorted(rest)
    ]
    group = Group(f"{package.definition.title.in_language(known.language)} · {saved}", lines, tables)
    return group if room.take(size_of(group)) else Group(group.title)


def other_chapter(key: str, value: Any) -> Chapter:
    """Return what the export has besides, under its own title; of its long lists the newest."""
    if not isinstance(value, Mapping):
        return Chapter(label_of(key), tables=grids("", value))
    lists = {name: each for name, each in value.items() if is_table(each)}
    tables = [grid for name, each in lists.items() for grid in grids(name, each[:MOST_HEADS])]
    notes = [note for each in lists.values() for note in left_out(each, MOST_HEADS)]
    return Chapter(label_of(key), lines_of(value), tables=tables, notes=notes)


def left_out(every: Sequence[object], most: int) -> list[str]:
    """Return how many of a list are not told; nothing where all are."""
    rest = len(every) - most
    return [_("%(n)d mục cũ hơn có trong bản JSON.") % {"n": rest}] if rest > 0 else []


def lines_of(data: Data) -> list[Line]:
    """Return the plain facts of a mapping; what is empty, or is a list of facts, is no line."""
    words = ((key, text_of(key, value)) for key, value in data.items() if not is_table(value))
    return [Line(label_of(key), text) for key, text in words if text]


def is_table(value: Any) -> bool:
    """Say whether a value is a list of facts."""
    return isinstance(value, list) and any(isinstance(each, Mapping) for each in value)


def grids(key: str, value: Any) -> list[Grid]:
    """Return a list of facts as a table; none for anything else."""
    if not is_table(value):
        return []
    rows = [row for row in value if isinstance(row, Mapping)]
    keys = list(dict.fromkeys(name for row in rows for name in row if name not in UNTOLD))
    texts = [[text_of(name, row.get(name)) for name in keys] for row in rows]
    return [Grid(label_of(key) if key else "", [label_of(name) for name in keys], texts)]


UNTOLD = frozenset({"id", "sha256", "size", "values"})
"""What only machines read."""


def text_of(key: str, value: Any) -> str:
    """Return one stored value in words, "" for nothing."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, Mapping):
        return "; ".join(
            f"{label_of(name)}: {text}"
            for name, each in value.items()
            if name not in UNTOLD and (text := text_of(name, each))
        )
    if isinstance(value, list):
        return "\n".join(filter(None, (text_of(key, each) for each in value)))
    return named(key, value) or str(value)


CODES: Mapping[str, tuple[type[Choices], ...]] = {
    "status": (Status,),
    "identity_level": (IdentityLevel,),
    "state": (IssuedDocument.State, Complaint.State, RepresentationRequest.State),
    "direction": (Direction,),
    "about": (Complaint.About,),
    "finding": (Complaint.Finding,),
}


def named(key: str, value: Any) -> str:
    """Return the words of a code or a moment, "" for what is words already."""
    for choices in CODES.get(key, ()):
        if value in choices.values:
            return str(choices(value).label)
    if key == "language":
        return language_name(str(value))
    if key.endswith(("_at", "_on", "_until")) or key == "at":
        return day_or_moment(str(value))
    return ""


def day_or_moment(text: str) -> str:
    """Return a stored day or moment as people write it; "" for what is neither."""
    try:
        found = parse_date(text) if len(text) == DAY_LENGTH else parse_datetime(text)
    except ValueError:
        return ""
    if isinstance(found, datetime):
        return moment(found)
    return f"{found:%d/%m/%Y}" if isinstance(found, date) else ""


DAY_LENGTH = len("2026-11-24")


def moment(at: datetime) -> str:
    """Return a moment in local time."""
    return f"{timezone.localtime(at):%H:%M %d/%m/%Y}"
