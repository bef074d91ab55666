"""A checklist with one item of every kind of answer, for pages that must hold with all of them."""

SECTION = """
section: KIND
title: {vi: "Mọi loại câu hỏi"}
items:
  - {key: K.note, text: {vi: "Đọc trước khi hỏi"}, kind: note}
  - {key: K.verdict, text: {vi: "Có sổ quản lý"}, kind: verdict, critical: true, clauses: [{text: "TT 38/2026/TT-BGDĐT"}]}
  - {key: K.number, text: {vi: "Số phòng học"}, kind: number, nature: duty, limit: {operator: "<=", value: 35, unit: "phòng"}}
  - {key: K.ratio, text: {vi: "Tỷ lệ có việc làm"}, kind: number, numerator: {vi: "Có việc"}, denominator: {vi: "Tốt nghiệp"}, limit: {operator: ">=", value: 70, unit: "%"}}
  - {key: K.choice, text: {vi: "Hình thức"}, kind: choice, options: [{value: own, label: {vi: "Sở hữu"}}, {value: rent, label: {vi: "Thuê"}}]}
  - {key: K.choices, text: {vi: "Có những gì"}, kind: choices, options: [{value: a, label: {vi: "Thư viện"}}, {value: b, label: {vi: "Xưởng"}}]}
  - {key: K.text, text: {vi: "Điều thấy được"}, kind: text}
  - {key: K.date, text: {vi: "Ngày ban hành"}, kind: date}
  - {key: K.time, text: {vi: "Giờ vào lớp"}, kind: time}
  - {key: K.datetime, text: {vi: "Lần kiểm kê"}, kind: datetime}
  - {key: K.photo, text: {vi: "Ảnh xưởng"}, kind: photo}
  - {key: K.file, text: {vi: "Quyết định"}, kind: file}
  - {key: K.place, text: {vi: "Vị trí"}, kind: place}
  - {key: K.signature, text: {vi: "Thủ kho ký"}, kind: signature}
  - key: K.table
    text: {vi: "Thiết bị"}
    kind: table
    columns:
      - {key: name, text: {vi: "Tên"}, kind: text}
      - {key: count, text: {vi: "Số lượng"}, kind: number}
      - {key: bought, text: {vi: "Ngày mua"}, kind: date}
  - {key: K.qr, text: {vi: "Mã tài sản"}, kind: qr}
  - {key: K.computed, text: {vi: "Gấp đôi"}, kind: computed, computed: "2 * K_number"}
"""


def files() -> dict[str, bytes]:
    """Return the folder of the checklist."""
    head = 'checklist: 1\ncode: MOI-LOAI\ntitle: {vi: "Phiếu mọi loại"}\nvalid_from: 2026-01-01\n'
    return {"checklist.yaml": head.encode(), "sections/1.yaml": SECTION.encode()}
