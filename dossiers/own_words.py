"""What the names in an export of one's own data are called, in the language being spoken."""

from django.utils.translation import gettext, gettext_noop

LABELS = {
    "person": gettext_noop("Tài khoản"), "full_name": gettext_noop("Họ và tên"), "email": gettext_noop("Thư điện tử"),
    "phone": gettext_noop("Số điện thoại"), "national_id": gettext_noop("Số định danh cá nhân"),
    "identity_level": gettext_noop("Mức độ định danh"), "language": gettext_noop("Ngôn ngữ"),
    "joined_at": gettext_noop("Mở tài khoản lúc"), "procedure": gettext_noop("Thủ tục"),
    "saved_at": gettext_noop("Lưu lúc"), "receipt_no": gettext_noop("Mã biên nhận"), "code": gettext_noop("Mã hồ sơ"),
    "applicant": gettext_noop("Người nộp"), "sent_for": gettext_noop("Nộp thay"), "status": gettext_noop("Trạng thái"),
    "submitted_at": gettext_noop("Gửi lúc"), "received_at": gettext_noop("Tiếp nhận lúc"),
    "due_at": gettext_noop("Hẹn trả"), "decided_at": gettext_noop("Có kết quả lúc"),
    "returned_at": gettext_noop("Trả kết quả lúc"), "statuses": gettext_noop("Diễn biến"), "at": gettext_noop("Lúc"),
    "papers": gettext_noop("Giấy tờ"), "name": gettext_noop("Tên"), "results": gettext_noop("Kết quả"),
    "title": gettext_noop("Tên"), "number": gettext_noop("Số"), "issued_on": gettext_noop("Ngày ban hành"),
    "verify_code": gettext_noop("Mã xác minh"), "state": gettext_noop("Trạng thái"),
    "rating": gettext_noop("Đánh giá"), "score": gettext_noop("Mức hài lòng"), "words": gettext_noop("Ý kiến"),
    "rated_at": gettext_noop("Đánh giá lúc"), "text": gettext_noop("Nội dung"), "read_at": gettext_noop("Đọc lúc"),
    "conversation": gettext_noop("Tin nhắn"), "direction": gettext_noop("Chiều"), "sent_at": gettext_noop("Gửi lúc"),
    "files": gettext_noop("Tệp"), "complaints": gettext_noop("Phản ánh, kiến nghị"), "about": gettext_noop("Về"),
    "finding": gettext_noop("Kết luận"), "answer": gettext_noop("Trả lời"), "closed_at": gettext_noop("Kết thúc lúc"),
    "representations": gettext_noop("Nộp thay và ủy quyền"), "acts": gettext_noop("Người nộp thay"),
    "party": gettext_noop("Nộp thay cho"), "basis": gettext_noop("Căn cứ"), "starts_on": gettext_noop("Từ ngày"),
    "ends_on": gettext_noop("Đến hết ngày"), "revoked_at": gettext_noop("Thu hồi lúc"),
    "procedures": gettext_noop("Thủ tục"), "reason": gettext_noop("Lý do"), "inspections": gettext_noop("Trong các cuộc kiểm tra"),
    "self_declarations": gettext_noop("Tự kê khai"), "explanations": gettext_noop("Giải trình và trả lời"),
    "unsent": gettext_noop("Đã soạn, chưa gửi"), "remedies": gettext_noop("Minh chứng khắc phục"),
    "asked_papers": gettext_noop("Trả lời yêu cầu giấy tờ"), "conflicts": gettext_noop("Các lần khai xung đột lợi ích"),
    "inspection": gettext_noop("Cuộc kiểm tra"), "institution": gettext_noop("Cơ sở"), "item": gettext_noop("Mục"),
    "in_words": gettext_noop("Nội dung"), "changed_at": gettext_noop("Sửa lúc"), "step": gettext_noop("Bước"),
    "outcome": gettext_noop("Lựa chọn"), "due_on": gettext_noop("Hạn"), "refusal": gettext_noop("Lý do từ chối"),
    "role": gettext_noop("Vai trò trong đoàn"), "is_conflict": gettext_noop("Có xung đột lợi ích"),
    "certified_until": gettext_noop("Chứng nhận bồi dưỡng nghiệp vụ có giá trị đến"),
    "declared_at": gettext_noop("Khai lúc"),
}  # fmt: skip
LANGUAGES = {
    "vi": gettext_noop("Tiếng Việt"),
    "en": gettext_noop("Tiếng Anh"),
    "km": gettext_noop("Tiếng Khmer"),
}


def label_of(key: str) -> str:
    """Return what a name of the export is called; the name itself where it has no words."""
    return gettext(LABELS[key]) if key in LABELS else key.replace("_", " ")


def language_name(code: str) -> str:
    """Return the name of a language."""
    return gettext(LANGUAGES[code]) if code in LANGUAGES else code
