"""What is written down on the spot, as a form for the desk: the same content as a tablet's, typed after the fact.

The answers become the spot of inspections.minutes (§ "Spot"), so that minutes made at a desk differ from a tablet's in
nothing but where they were made. The form asks only what its kind of minutes says.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from forms.definition import Condition, Field, FormDefinition, Section
from forms.fields.choices import Choice, Option, YesNo
from forms.fields.dates import Date
from forms.fields.moments import DateAndTime
from forms.fields.numbers import Integer
from forms.fields.several import Choices
from forms.fields.text import LongText, Text
from forms.messages import Words
from forms.tables import Table
from inspections.minutes.spot import (
    ANNOUNCEMENT,
    INSPECTION,
    MOST_FINDINGS,
    MOST_PEOPLE,
    SESSION,
)

Values = dict[str, Any]
LONGEST_NAME, LONGEST = 200, 4_000
ROW = "row_code"

TITLES = {
    ANNOUNCEMENT: Words("Biên bản công bố quyết định kiểm tra", "Minutes of the announcement"),
    SESSION: Words("Biên bản làm việc", "Minutes of a working session"),
    INSPECTION: Words("Biên bản kiểm tra", "Minutes of the inspection"),
}
OPINIONS = (
    Option("none", Words("Không có ý kiến", "No opinion")),
    Option("agrees", Words("Nhất trí", "Agrees")),
    Option("disagrees", Words("Không nhất trí", "Disagrees")),
    Option("explains", Words("Giải trình", "Explains")),
)
SPEAKS = Condition('y_kien = "disagrees" or y_kien = "explains"')
PAPER_STATES = (
    Option("received", Words("Đã nhận", "Received")),
    Option("requested", Words("Yêu cầu cung cấp", "Requested")),
    Option("refused", Words("Từ chối cung cấp", "Refused")),
)


def text(key: str, vi: str, en: str, **more: Any) -> Field:
    """Return a field of one line."""
    return Field(key, Words(vi, en), Text(max_length=LONGEST_NAME), **more)


def lines(key: str, vi: str, en: str, **more: Any) -> Field:
    """Return a field of several lines."""
    return Field(key, Words(vi, en), LongText(max_length=LONGEST, rows=3), **more)


def table(key: str, vi: str, en: str, columns: Sequence[Field], *, most: int, **more: Any) -> Field:
    """Return a table, a card a row."""
    kind = Table(columns=tuple(columns), code=ROW, prefix="R", max_rows=most, layout="cards")
    return Field(key, Words(vi, en), kind, **more)


PLACE = (
    Field("bat_dau", Words("Bắt đầu", "Began"), DateAndTime(), required=True),
    Field("ket_thuc", Words("Kết thúc", "Ended"), DateAndTime(), required=True),
    text("dia_diem", "Địa điểm", "Place", required=True),
    text("so", "Số biên bản", "Number", help=Words("Để trống nếu Đoàn không đánh số.", "Empty where there is none.")),
)  # fmt: skip
OTHERS = (
    table(
        "dai_dien", "Đại diện cơ sở", "Who spoke for the institution",
        (
            text("ho_ten", "Họ và tên", "Full name", required=True),
            text("chuc_vu", "Chức vụ", "Position"),
            text("giay_uy_quyen", "Giấy ủy quyền", "Authority",
                 help=Words("Số, ngày; để trống cho người đứng đầu.", "Number and day; empty for the head.")),
        ),
        most=MOST_PEOPLE,
    ),
    lines("vang_mat_vi", "Vì sao cơ sở vắng mặt", "Why nobody came",
          help=Words("Chỉ khi không ai của cơ sở có mặt.", "Only where nobody of the institution was there.")),
    table(
        "ben_khac", "Người của cơ quan, tổ chức khác", "People of other organisations",
        (
            text("ho_ten", "Họ và tên", "Full name", required=True),
            text("chuc_vu", "Chức vụ", "Position"),
            text("co_quan", "Cơ quan, tổ chức", "Organisation"),
        ),
        most=MOST_PEOPLE,
    ),
)  # fmt: skip
RIGHTS = Field(
    "giai_thich", Words("Đã giải thích quyền, nghĩa vụ cho cơ sở chưa?", "Were rights and duties explained?"),
    YesNo(), required=True,
)  # fmt: skip
PAPERS = table(
    "tai_lieu", "Tài liệu", "Papers",
    (
        text("ten", "Tên tài liệu", "Paper", required=True),
        Field("tinh_trang", Words("Tình trạng", "State"), Choice(options=PAPER_STATES), required=True),
        Field("han", Words("Hạn cung cấp", "Due"), Date()),
        text("ly_do", "Lý do từ chối", "Why it is refused"),
    ),
    most=MOST_FINDINGS,
)  # fmt: skip
FINDINGS = table(
    "ton_tai", "Tồn tại, kiến nghị", "Findings",
    (
        text("muc", "Tiêu chí", "Item", help=Words("Ví dụ TS.01; để trống khi không thuộc phiếu.",
                                                   "Like TS.01; empty where no item says it.")),
        lines("noi_dung", "Nội dung", "Text", required=True),
        lines("kien_nghi", "Kiến nghị", "Recommendation"),
        Field("so_ngay", Words("Khắc phục trong số ngày", "Days to remedy"), Integer(least=1, most=3650)),
    ),
    most=MOST_FINDINGS,
)  # fmt: skip
END = (
    Field("y_kien", Words("Ý kiến của cơ sở", "The institution's opinion"), Choice(options=OPINIONS), required=True,
          help=Words("Luôn phải hỏi; “không có ý kiến” là một câu trả lời.", "Always asked; none is an answer.")),
    lines("loi_y_kien", "Lời của cơ sở", "Its words", visible_if=SPEAKS, required=True),
    lines("y_kien_khac", "Ý kiến khác", "Other opinions"),
    Field("so_ban", Words("Số bản", "Copies"), Integer(least=2, most=20), required=True,
          help=Words("Ít nhất 2 bản, trao cơ sở 1 bản.", "At least two, one for the institution.")),
    Field("so_trang", Words("Số trang mỗi bản", "Pages of each"), Integer(least=1, most=500)),
    Field("ky_tung_trang", Words("Hai bên ký từng trang?", "Each page signed?"), YesNo(), required=True),
)  # fmt: skip


def minutes_form(
    kind: str, team: Sequence[tuple[str, str]], sessions: Sequence[tuple[str, str]] = ()
) -> FormDefinition:
    """Return the form of a kind of minutes.

    team      the members now, as (identifier, words)
    sessions  the working sessions, as (identifier, words); asked for minutes of a session alone
    """
    present = Field(
        "doan",
        Words("Thành viên đoàn có mặt", "Members of the team present"),
        Choices(options=options(team)),
        required=True,
    )
    about: list[Field] = [*PLACE, present, *OTHERS]
    if kind == SESSION and sessions:
        about.insert(0, Field("buoi", Words("Buổi làm việc", "Session"), Choice(options=options(sessions))))
    said: list[Field] = []
    if kind == ANNOUNCEMENT:
        said.append(RIGHTS)
    work = (
        Words("Nội dung làm việc", "What was done")
        if kind == SESSION
        else Words("Diễn biến", "Course of events")
    )
    said.append(
        Field("noi_dung_lam_viec", work, LongText(max_length=LONGEST, rows=6), required=kind == SESSION)
    )
    if kind != ANNOUNCEMENT:
        said.append(PAPERS)
    if kind == INSPECTION:
        said.append(FINDINGS)
    return FormDefinition(
        name="minutes",
        title=TITLES[kind],
        sections=(
            Section("who", Words("Thời gian, thành phần", "Time and people"), tuple(about)),
            Section("what", Words("Nội dung", "Contents"), tuple(said)),
            Section("end", Words("Ý kiến, số bản", "Opinions and copies"), END),
        ),
    )


def options(named: Iterable[tuple[str, str]]) -> tuple[Option, ...]:
    """Return what can be chosen: (identifier, words) each."""
    return tuple(Option(value, Words(words)) for value, words in named)


def spot_from(answers: Mapping[str, Any], team: Mapping[str, tuple[str, str]]) -> Values:
    """Return what was written down as the spot of minutes.

    team  identifier of a member → name and title as they stand in the minutes
    """
    chosen = [team[each] for each in answers.get("doan") or () if each in team]
    return {
        "number": answers.get("so") or "",
        "began_at": answers["bat_dau"],
        "ended_at": answers["ket_thuc"],
        "place": answers["dia_diem"],
        "team": [{"name": name, "title": title} for name, title in chosen],
        "representatives": rows(
            answers, "dai_dien", name="ho_ten", title="chuc_vu", authority="giay_uy_quyen"
        ),
        "absent_because": answers.get("vang_mat_vi") or "",
        "others": rows(answers, "ben_khac", name="ho_ten", title="chuc_vu", organisation="co_quan"),
        "rights_explained": bool(answers.get("giai_thich")),
        "work": answers.get("noi_dung_lam_viec") or "",
        "papers": [
            {**row, "due_on": row["due_on"] or None}
            for row in rows(
                answers, "tai_lieu", title="ten", state="tinh_trang", due_on="han", reason="ly_do"
            )
        ],
        "findings": [
            {**row, "key": row["key"] or "–", "days": row["days"] or None}
            for row in rows(
                answers, "ton_tai", key="muc", text="noi_dung", recommendation="kien_nghi", days="so_ngay"
            )
        ],
        "opinion": {"choice": answers["y_kien"], "text": answers.get("loi_y_kien") or ""},
        "other_opinions": answers.get("y_kien_khac") or "",
        "copies": answers["so_ban"],
        "pages": answers.get("so_trang"),
        "signed_each_page": bool(answers.get("ky_tung_trang")),
    }


def rows(answers: Mapping[str, Any], table_key: str, /, **names: str) -> list[Values]:
    """Return the rows of a table by the names of the minutes: name there → column here."""
    return [
        {there: row.get(here) or "" for there, here in names.items()} for row in answers.get(table_key) or ()
    ]


def start_of(findings: Iterable[Values], members: Iterable[str], place: str) -> Values:
    """Return what the form starts with: everybody present, and what was found so far.

    findings  {"muc", "noi_dung", "kien_nghi", "so_ngay"} each
    """
    return {
        "doan": list(members),
        "dia_diem": place,
        "so_ban": 2,
        "ky_tung_trang": "false",
        "ton_tai": [{ROW: f"R{number}", **each} for number, each in enumerate(findings, start=1)],
    }


FAULTS = {
    "ended_at": "ket_thuc", "began_at": "bat_dau", "representatives": "dai_dien", "findings": "ton_tai",
    "work": "noi_dung_lam_viec", "rights_explained": "giai_thich", "place": "dia_diem", "team": "doan",
}  # fmt: skip
"""Where a fault of the spot stands on the form."""
