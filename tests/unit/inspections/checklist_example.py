"""A small checklist that has one of everything, and ways to read and evaluate it."""

from datetime import date

from inspections.checklists import Facts, evaluate, load

VISIT = date(2026, 11, 28)

DESCRIPTION = b"""
checklist: 1
code: SMALL
title: {vi: "Phi\xe1\xba\xbfu nh\xe1\xbb\x8f", en: "Small checklist"}
kinds_of_institution:
  - {code: centre, label: Trung tam}
  - {code: school, label: Truong}
samples:
  - {code: diplomas, label: Van bang, size: 3}
notes: {A.1: "viet cho nguoi cham phieu"}
"""

FIRST = b"""
section: A
title: Phan A
weight: 2
items:
  - key: A.1
    text: Co quy che
    kind: verdict
    nature: duty
    critical: true
    clauses:
      - {text: Cu, to: 2026-10-04}
      - {text: Moi, from: 2026-10-05}
    findings: [{code: khong_co, text: Khong co quy che, recommendation: Ban hanh quy che, days: 10}]
  - {key: A.2, text: Si so, kind: number, nature: standard, weight: 3, limit: {operator: "<=", value: 35, unit: nguoi}}
  - key: A.3
    text: Ty le
    kind: number
    nature: duty
    clauses: [{text: Dieu 1, to: 2025-12-31}]
    numerator: Tu
    denominator: Mau
    limit: {operator: ">=", by_kind: {centre: 50, school: 60}, unit: "%"}
  - {key: A.4, text: Vi sao khong co, kind: text, visible_if: 'A_1 = "fail"', required: false}
  - {key: A.5, text: Ngay bao cao, kind: date, nature: duty, limit: {condition: "value <= date(visit_on.year, 1, 15)"}}
"""

SECOND = b"""
section: B
title: Phan B
items:
  - {key: B.0, text: Tung van bang, kind: group, sample: diplomas}
  - {key: B.1, text: Khop so goc, kind: verdict, nature: duty, parent: B.0}
  - {key: B.2, text: Vi sao lech, kind: text, parent: B.0, visible_if: 'B_1 = "fail"'}
  - key: B.3
    text: Thiet bi
    kind: table
    required: false
    columns:
      - {key: name, text: Ten, kind: text, required: true}
      - {key: count, text: So luong, kind: number, valid_if: value > 0, message: Tu 1 tro len}
      - {key: price, text: Gia, kind: number}
      - {key: total, text: Tien, kind: computed, computed: count * price}
  - {key: B.4, text: Tong tien, kind: computed, computed: sum(B_3.total)}
  - key: B.5
    text: Loai phong
    kind: choice
    required: false
    options:
      - {value: good, label: Tot}
      - {value: bad, label: Xau, asks: [reason]}
  - {key: B.6, text: Anh, kind: photo, required: false}
  - {key: B.7, text: Noi kiem tra, kind: place, required: false}
  - {key: B.8, text: So phong, kind: number, required: false}
  - {key: B.9, text: Phong, kind: group, repeat_count: B_8}
  - {key: B.9a, text: Phong sach, kind: verdict, parent: B.9, asks: {fail: [reason]}}
"""

FILES = {"checklist.yaml": DESCRIPTION, "sections/1.yaml": FIRST, "sections/2.yaml": SECOND}
SMALL = load(FILES)


def with_items(items: str) -> dict[str, bytes]:
    """Return the files of a checklist with one section of these items."""
    return {
        "checklist.yaml": DESCRIPTION,
        "sections/1.yaml": f"section: A\ntitle: A\nitems:\n{items}".encode(),
    }


def judged(answers, checklist=SMALL, *, on=VISIT, kind="centre", diplomas=(4, 9)):
    """Return the evaluation of answers."""
    facts = Facts(visit_on=on, kind_of_institution=kind, samples={"diplomas": diplomas})
    return evaluate(checklist, answers, facts)
