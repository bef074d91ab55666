"""A small form that the tests of this package share."""

from datetime import date

from forms.loader import load_form

TODAY = date(2026, 11, 24)

SOURCE = """\
form: application
title: {vi: Đề nghị, en: Request}
sections:
  - key: nguoi
    title: {vi: Bạn là ai, en: Who you are}
    fields:
      - key: tu_cach
        type: choice
        label: {vi: Tư cách, en: Capacity}
        required: true
        options:
          - {value: chinh_chu, label: {vi: Chính chủ, en: Holder}}
          - {value: uy_quyen, label: {vi: Được ủy quyền, en: Authorised}}
      - {key: ho_ten, type: text, label: {vi: Họ và tên}, required: true, max_length: 60}
      - {key: ngay_sinh, type: date, label: {vi: Ngày sinh}, required: true, max: today}
      - {key: so_dinh_danh, type: personal_id, label: {vi: Số định danh}, required: true}
      - {key: dien_thoai, type: phone, label: {vi: Số điện thoại}}
      - {key: thu, type: email, label: {vi: Thư điện tử}}
      - key: chu_bang
        type: text
        label: {vi: Tên người được cấp bằng}
        visible_if: tu_cach = "uy_quyen"
        required: true
      - key: quan_he
        type: text
        label: {vi: Quan hệ}
        visible_if: chu_bang != null
      - {key: giay, type: file, label: {vi: Giấy ủy quyền}, required_if: tu_cach = "uy_quyen", accept: [pdf]}
  - key: ban_sao
    title: {vi: Bản sao}
    fields:
      - {key: dien_tu, type: yes_no, label: {vi: Bản điện tử}, default: true}
      - key: so_ban
        type: integer
        label: {vi: Số bản giấy}
        min: 0
        max: 20
        rules:
          - {valid_if: dien_tu or so_ban > 0, message: {vi: Chọn ít nhất một bản.}}
          - {valid_if: so_ban <= 5, level: warning, message: {vi: Có thể không kịp.}}
      - {key: ghi_chu, type: long_text, label: {vi: Ghi chú}, max_length: 50}
      - {key: sinh, type: partial_date, label: {vi: Năm sinh của người kia}}
      - {key: cam_doan, type: declaration, label: {vi: Cam đoan}, statement: {vi: Tôi cam đoan đúng sự thật.}, required: true}
"""

FORM = load_form(SOURCE, file="application.form.yaml")

GOOD = {
    "tu_cach": "chinh_chu",
    "ho_ten": "Thạch Thị Sa Rây",
    "ngay_sinh-day": "4",
    "ngay_sinh-month": "2",
    "ngay_sinh-year": "1999",
    "so_dinh_danh": "086 199 001 234",
    "dien_thoai": "+84 912 345 678",
    "thu": "sa.ray@Example.VN",
    "dien_tu": "true",
    "so_ban": "2",
    "ghi_chu": "Dòng một\r\nDòng hai  ",
    "sinh-year": "1958",
    "cam_doan": "true",
}
