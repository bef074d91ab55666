"""Minutes as they are read on paper: the content in the words of the template, and who signed it how.

Everything comes from the content and its signatures, nothing from what became of the visit since. Plain values only,
in Vietnamese, since the paper is. Source: INSPECTION §0.6 (heading of the team), §3 (what the minutes say).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from accounts.localdays import LOCAL_ZONE
from inspections.minutes.errors import MinutesRefused
from inspections.minutes.spot import ANNOUNCEMENT, INSPECTION, SESSION, Spot, read_spot
from inspections.protocol.shapes import Faults

TITLES = {
    ANNOUNCEMENT: "Biên bản công bố quyết định kiểm tra",
    SESSION: "Biên bản làm việc",
    INSPECTION: "Biên bản kiểm tra",
}
VERDICTS = {"pass": "Đạt", "fail": "Không đạt", "not_applicable": "Không áp dụng", "": ""}
NATURES = {"duty": "Nghĩa vụ", "standard": "Chuẩn", "plan_target": "Mục tiêu kế hoạch", "none": ""}
OPINIONS = {
    "none": "Không có ý kiến.",
    "agrees": "Nhất trí với nội dung biên bản.",
    "disagrees": "Không nhất trí.",
    "explains": "Giải trình.",
}
PAPERS = {"received": "đã nhận", "requested": "yêu cầu cung cấp", "refused": "từ chối cung cấp"}
SIDES = {
    "team": "T/M. Đoàn kiểm tra",
    "institution": "Đối tượng kiểm tra",
    "commune": "Đại diện UBND cấp xã",
    "witness": "Người chứng kiến",
}
WAYS = {
    "drawn": "Ký vẽ trên máy",
    "ink": "Ký mực trên bản giấy",
    "certificate": "Ký số",
    "refused": "Không ký",
}
SYMBOL = "BB-ĐKT"
BLANK = "……"

Json = Mapping[str, Any]
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Signed:
    """One name as it stands under the minutes; `image` is a data: address of the drawn signature, "" where there is none."""

    side: str
    method: str
    name: str
    title: str
    server_at: datetime
    device_at: datetime | None = None
    image: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


def paper_values(
    content: Json, digest: str, signatures: Sequence[Signed], *, is_paper: bool = False
) -> Values:
    """Return the values of the template.

    is_paper  whether the paper that was signed in ink is the original

    Raises MinutesRefused("not_readable") for a content that is no minutes.
    """
    try:
        spot = read_spot(content["kind"], content["spot"])
        return {
            **heading_values(content["kind"], content["record"]["basis"], spot),
            **spot_values(spot),
            **record_values(content["record"]),
            "signatures": [signature_values(each) for each in signatures],
            "digest": digest,
            "original": "Bản giấy ký mực là bản chính." if is_paper else "Bản điện tử là bản chính.",
        }
    except (Faults, KeyError, TypeError, AttributeError, ValueError) as error:
        raise MinutesRefused("not_readable") from error


def day_in_words(moment: datetime) -> str:
    """Return a day as Decree 30/2020 writes it: months from March on without a zero."""
    month = f"{moment:%m}" if moment.month < 3 else str(moment.month)
    return f"ngày {moment:%d} tháng {month} năm {moment:%Y}"


def heading_values(kind: str, basis: Json, spot: Spot) -> Values:
    """Return what stands above the text."""
    inspection = basis["inspection"]
    ended = spot.ended_at.astimezone(LOCAL_ZONE)
    return {
        "kind": kind,
        "title": TITLES[kind],
        "about": inspection["title"],
        "superior_lines": basis["agency"]["lines"],
        "own_lines": ["Đoàn kiểm tra theo", f"Quyết định số {inspection['decision_number'] or BLANK}"],
        "number": spot.number or f"{BLANK}/{SYMBOL}",
        "place_and_day": f"{basis['agency']['place']}, {day_in_words(ended)}",
        "decision": cited(inspection),
        "institution": basis["institution"]["name"],
        "address": basis["institution"]["address"],
        "period": period(inspection),
    }


def cited(inspection: Json) -> str:
    """Return the decision as it is cited."""
    on = f" ngày {day(inspection['decision_on'])}" if inspection["decision_on"] else ""
    return f"Quyết định số {inspection['decision_number'] or BLANK}{on} về {inspection['title']}"


def period(inspection: Json) -> str:
    """Return the period that is inspected; "" where none is named."""
    if not inspection["period_from"] or not inspection["period_to"]:
        return ""
    return f"từ {day(inspection['period_from'])} đến {day(inspection['period_to'])}"


def spot_values(spot: Spot) -> Values:
    """Return what was written down there."""
    return {
        "began": moment(spot.began_at),
        "ended": moment(spot.ended_at),
        "place": spot.place,
        "team": [named(each.name, each.title) for each in spot.team],
        "representatives": [
            named(each.name, each.title, f"theo {each.authority}" if each.authority else "")
            for each in spot.representatives
        ],
        "absent_because": spot.absent_because,
        "others": [named(each.name, each.title, each.organisation) for each in spot.others],
        "rights_explained": spot.rights_explained,
        "work": spot.work,
        "papers": [
            {
                "title": each.title,
                "state": PAPERS[each.state],
                "due": day(each.due_on or ""),
                "reason": each.reason,
            }
            for each in spot.papers
        ],
        "findings": [
            {
                "text": each.text,
                "key": each.key,
                "recommendation": each.recommendation,
                "days": f"{each.days:02d} ngày" if each.days else "",
            }
            for each in spot.findings
        ],
        "opinion": " ".join(filter(None, (OPINIONS[spot.opinion.choice], spot.opinion.text))),
        "other_opinions": spot.other_opinions,
        "copies": f"{spot.copies:02d}",
        "pages": f"{spot.pages:02d}" if spot.pages else "",
        "signed_each_page": spot.signed_each_page,
    }


def record_values(record: Json) -> Values:
    """Return what was found, line by line."""
    checklist = record["checklist"]
    return {
        "checklist": f"{checklist['title']} ({checklist['code']}, mã {checklist['hash'][:12]})"
        if checklist
        else "",
        "visit_on": day(checklist["visit_on"]) if checklist else "",
        "samples": [
            {
                "label": each["label"],
                "population": str(each["population"]),
                "seed": each["seed"],
                "units": ", ".join(map(str, each["units"])),
            }
            for each in record["samples"]
        ],
        "sections": [
            {"title": each["title"], "lines": [line_values(line) for line in each["lines"]]}
            for each in record["sections"]
        ],
        "unanswered": list(record["unanswered"]),
    }


def line_values(line: Json) -> Values:
    """Return one line of the table."""
    measured = " ".join(filter(None, (found_words(line), "(vượt hạn mức)" if line["beyond_limit"] else "")))
    return {
        "key": line["key"],
        "text": line["text"],
        "nature": NATURES[line["nature"]],
        "found": "; ".join(filter(None, (VERDICTS[line["verdict"]], measured))),
        "limit": comma_in(line["limit"].replace("<=", "≤").replace(">=", "≥")),
        "declared": declared_words(line),
        "reason": "; ".join(filter(None, (line["reason"], unseen(line)))),
        "clauses": "; ".join(line["clauses"]),
        "evidence": [each["sha256"][:16] or each["id"] for each in line["evidence"]],
    }


def found_words(line: Json) -> str:
    """Return what was found in words: a number with its unit, a choice by its label, a table by its rows."""
    unit = line["unit_of_measure"]
    if line["labels"]:
        return ", ".join(line["labels"])
    if line["numerator"]:
        worked_out = f" = {comma(line['computed'])} {unit}".rstrip() if line["computed"] else ""
        return f"{comma(line['numerator'])} / {comma(line['denominator'])}{worked_out}"
    if line["computed"]:
        return f"{comma(line['computed'])} {unit}".rstrip()
    return value_words(line["value"], line["columns"], unit)


def value_words(value: object, columns: Sequence[Json], unit: str) -> str:
    """Return a value as it was entered."""
    if isinstance(value, list) and columns:
        return "; ".join(
            ", ".join(f"{column['text']}: {comma(str(row.get(column['key']) or ''))}" for column in columns)
            for row in value
        )
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, Mapping):
        return ", ".join(f"{comma(str(part))}" for part in value.values() if part not in (None, ""))
    if value is None or value == "":
        return ""
    return f"{comma(str(value))} {unit}".rstrip()


def declared_words(line: Json) -> str:
    """Return what the institution had declared at an item."""
    declared = line["declared"]
    if not declared:
        return ""
    ratio = f"{declared['numerator']} / {declared['denominator']}" if declared["numerator"] else ""
    told = value_words(declared["value"], line["columns"], line["unit_of_measure"])
    return "; ".join(filter(None, (VERDICTS.get(declared["verdict"] or "", ""), comma(ratio) or told)))


def unseen(line: Json) -> str:
    """Return why there is no picture."""
    return (
        f"Quan sát trực tiếp, không chụp được vì: {line['unseen_because']}" if line["unseen_because"] else ""
    )


def signature_values(signed: Signed) -> Values:
    """Return one name under the text."""
    details = signed.details
    identity = ", ".join(
        filter(
            None,
            (
                f"số định danh {details['national_id']}" if details.get("national_id") else "",
                details.get("address"),
            ),
        )
    )
    return {
        "side": SIDES[signed.side],
        "name": signed.name,
        "title": signed.title,
        "way": WAYS[signed.method],
        "image": signed.image,
        "reason": details.get("reason", ""),
        "identity": identity,
        "device_at": moment(signed.device_at) if signed.device_at else "",
        "server_at": moment(signed.server_at),
    }


def named(name: str, title: str, more: str = "") -> str:
    """Return somebody as minutes name them."""
    return ", ".join(filter(None, (name, title, more)))


def moment(at: datetime) -> str:
    """Return a moment by the clock of the country: 08 giờ 05 phút ngày 28/11/2026."""
    local = at.astimezone(LOCAL_ZONE)
    return f"{local:%H} giờ {local:%M} phút ngày {local:%d/%m/%Y}"


def day(text: str) -> str:
    """Return a day of ISO 8601 as it is written; "" for none."""
    return f"{date.fromisoformat(text):%d/%m/%Y}" if text else ""


def comma_in(limit: str) -> str:
    """Return a limit with the comma of its number."""
    return " ".join(map(comma, limit.split(" ")))


def comma(text: str) -> str:
    """Return a number with a comma before its fraction; any other text as it is."""
    whole, point, fraction = text.partition(".")
    is_number = point and whole.lstrip("-").isdecimal() and fraction.isdecimal()
    return f"{whole},{fraction}" if is_number else text
