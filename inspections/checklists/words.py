"""The fixed words of a checklist: kinds of answers, natures, verdicts, what an answer can be asked to bring along."""

from typing import Final

PASS, FAIL, NOT_APPLICABLE = "pass", "fail", "not_applicable"
VERDICTS: Final = (PASS, FAIL, NOT_APPLICABLE)

DUTY, STANDARD, PLAN_TARGET, NO_NATURE = "duty", "standard", "plan_target", "none"
NATURES: Final = (DUTY, STANDARD, PLAN_TARGET, NO_NATURE)

KINDS: Final = {
    "verdict": "Đạt, không đạt hoặc không áp dụng.",
    "number": "Một số; với `numerator` và `denominator` là một tỷ lệ do máy tính ra.",
    "choice": "Một trong các lựa chọn.",
    "choices": "Nhiều trong các lựa chọn.",
    "text": "Lời văn.",
    "date": "Một ngày.",
    "time": "Giờ và phút.",
    "datetime": "Một thời điểm, kèm múi giờ.",
    "photo": "Một hoặc nhiều ảnh.",
    "file": "Một hoặc nhiều tệp.",
    "place": "Một điểm trên bản đồ: vĩ độ, kinh độ, sai số.",
    "signature": "Một chữ ký vẽ tay.",
    "table": "Bảng lặp lại nhiều dòng.",
    "qr": "Nội dung của một mã QR.",
    "note": "Lời để đọc, không hỏi gì.",
    "computed": "Giá trị do máy tính ra, không hỏi.",
    "group": "Nhóm các mục con; có thể lặp lại.",
}
UNASKED: Final = frozenset({"note", "computed", "group"})
BY_EVIDENCE: Final = frozenset({"photo", "file", "signature"})
CHOOSING: Final = frozenset({"choice", "choices"})
MEASURED: Final = frozenset({"number", "date", "time", "datetime", "computed"})
IN_COLUMNS: Final = frozenset(
    {"number", "choice", "choices", "text", "date", "time", "datetime", "qr", "computed"}
)

OPERATORS: Final = ("<=", ">=", "<", ">", "=")

ANSWER, REASON, EVIDENCE = "answer", "reason", "evidence"
BRINGS: Final = (REASON, EVIDENCE)
ASKING: Final = (PASS, FAIL, NOT_APPLICABLE, "beyond_limit")

FACTS: Final = {
    "value": "giá trị của chính mục này (trong `valid_if` và `limit`)",
    "verdict": "kết quả của chính mục này (trong `required_if` và `valid_if`)",
    "numerator": "tử số của chính mục này (trong `computed` của một tỷ lệ)",
    "denominator": "mẫu số của chính mục này (trong `computed` của một tỷ lệ)",
    "unit": "số của đơn vị mẫu hoặc lần lặp đang trả lời",
    "row": "dòng của bảng đang tính (trong một cột)",
    "row_number": "số thứ tự của dòng đang tính, từ 1 (trong một cột)",
    "geofence": "hàm `geofence(điểm, vùng)`: điểm có nằm trong vùng “vĩ độ kinh độ;…” không",
    "answers": "mọi câu trả lời: `answers.TS_03.numerator`, `.verdict`, `.value`, `.reason`",
    "visit_on": "ngày kiểm tra (ngày công bố quyết định)",
    "kind_of_institution": "mã loại cơ sở",
    "institution": "những điều đã biết về cơ sở: `institution.ownership`, `institution.urban` …",
}
