"""A visit to the small checklist and what was written down there, to make minutes of."""

from inspections.checklists import to_json
from inspections.minutes import INSPECTION, Found, make_content
from tests.unit.inspections.checklist_example import SMALL, VISIT, judged

SECRET = "Nguồn tin riêng: kế toán trưởng"
BASIS = {
    "inspection": {"code": "KT-2026-01", "title": "Kiểm tra tuyển sinh"},
    "institution": {"name": "Trung tâm An Bình", "kind": "centre"},
}
ANSWERS = {
    "A.1": {
        "verdict": "fail",
        "reason": "Chưa ban hành",
        "evidence": ["11111111-1111-4111-8111-111111111111"],
        "note": SECRET,
    },
    "A.2": {"value": "40", "reason": "Ghép lớp", "note": SECRET},
    "A.3": {"numerator": "2", "denominator": "3"},
    "A.4": {"value": "Người phụ trách nghỉ"},
    "B.1#9": {"verdict": "pass"},
    "B.3": {"value": [{"name": "Máy tiện", "count": "2", "price": "1.5"}]},
    "B.5": {"value": "good"},
}
DECLARED = {"A.1": {"verdict": "pass", "note": SECRET}, "A.2": {"value": "35"}}
HASHES = {"11111111-1111-4111-8111-111111111111": "a" * 64}
SAMPLES = {"diplomas": {"seed": "6f3a91", "population": 12, "units": (4, 9)}}
SPOT = {
    "began_at": "2026-11-28T08:00:00+07:00",
    "ended_at": "2026-11-28T11:30:00+07:00",
    "place": "Trụ sở trung tâm",
    "team": [{"name": "Trần Thị Bình", "title": "Trưởng đoàn"}],
    "representatives": [{"name": "Lê Văn Cường", "title": "Giám đốc"}],
    "findings": [{"key": "A.1", "code": "khong_co", "text": "Không có quy chế", "days": 10}],
    "opinion": {"choice": "none"},
    "copies": 2,
}


def found(answers=ANSWERS, **changes):
    """Return what is known of the visit."""
    parts = {"declared": DECLARED, "hashes": HASHES, "samples": SAMPLES, **changes}
    return Found(SMALL, to_json(SMALL)["hash"], VISIT, judged(answers), answers, **parts)


def content(answers=ANSWERS, *, kind=INSPECTION, spot=SPOT, **changes):
    """Return the content of minutes of the visit."""
    return make_content(kind, BASIS, found(answers, **changes), spot)


def lines_of(made):
    """Return the lines of all sections by key."""
    return {line["key"]: line for section in made["record"]["sections"] for line in section["lines"]}
