"""Which kind of item a question becomes, and what is lost on the way."""

from dataclasses import dataclass

from inspections.xlsforms.model import Question

Loss = tuple[str, str, str]
"""Level ("changed" | "unsupported"), what, why."""

_BY_TYPE = {
    "string": "text", "int": "number", "integer": "number", "decimal": "number", "date": "date", "time": "time",
    "dateTime": "datetime", "geopoint": "place", "barcode": "qr", "boolean": "text",
}  # fmt: skip
_LINES = {"geotrace": "đường vẽ trên bản đồ", "geoshape": "vùng vẽ trên bản đồ"}
_CALENDARS = frozenset({"ethiopian", "coptic", "islamic", "bikram-sambat", "myanmar", "persian", "buddhist"})
_OF_PHOTOS = {
    "annotate": "Ảnh được vẽ thêm mũi tên, vòng tròn trên máy tính bảng.",
    "draw": "Vẽ trên giấy rồi chụp: máy tính bảng không có bảng vẽ trống.",
}


@dataclass(frozen=True, slots=True)
class Became:
    """The kind of item; "" for a node that is not asked and gives no value."""

    kind: str
    losses: tuple[Loss, ...] = ()


def kind_of(question: Question) -> Became:
    """Return what a question becomes."""
    if question.bind.calculate:
        return Became("computed", _lost_appearance(question))
    if not question.control:
        return _unasked(question)
    if question.control in _READERS:
        return _READERS[question.control](question)
    return _input(question)


def _unasked(question: Question) -> Became:
    if question.bind.preload:
        return _preloaded(question)
    if question.default:
        return Became("computed", (("changed", "giá trị cho sẵn", "Thành giá trị tính, không hỏi."),))
    return Became(
        "", (("changed", "mục không có câu hỏi", "Không có gì để hỏi hoặc tính; không được nhập."),)
    )


def _preloaded(question: Question) -> Became:
    source = question.bind.preload
    if source == "date today":
        return Became("computed", (("changed", source, "Thành ngày kiểm tra."),))
    if source.startswith(("timestamp", "uid")):
        return Became("", (("changed", source, "Hệ thống tự ghi; không thành một mục của phiếu."),))
    return Became("", (("unsupported", source, "Phiếu không đọc thông tin của thiết bị hay người dùng."),))


def _input(question: Question) -> Became:
    bind_type, losses = question.bind.type, _lost_appearance(question)
    if question.bind.readonly == "true()" and not question.default:
        return Became("note", losses)
    if bind_type in _LINES:
        why = "Phiếu không có câu hỏi loại này; lời câu hỏi được giữ làm ghi chú."
        return Became("note", (*losses, ("unsupported", _LINES[bind_type], why)))
    if question.bind.readonly == "true()":
        return Became("computed", losses)
    if bind_type not in _BY_TYPE:
        why = "Loại dữ liệu lạ; thành câu hỏi bằng chữ."
        return Became("text", (*losses, ("changed", f"loại {bind_type}", why)))
    return Became(_BY_TYPE[bind_type], losses)


def _choice(question: Question) -> Became:
    if not question.choices:
        return Became(
            "text", (*_lost_appearance(question), ("changed", "câu hỏi chọn", "Thành câu hỏi bằng chữ."))
        )
    losses = _lost_appearance(question)
    if question.control == "rank":
        losses += (("unsupported", "xếp hạng (rank)", "Thành chọn nhiều: thứ tự không được giữ."),)
    return Became("choice" if question.control == "select1" else "choices", losses)


def _upload(question: Question) -> Became:
    losses = _lost_appearance(question, known=("signature", *_OF_PHOTOS))
    if question.mediatype.startswith("image"):
        words = question.appearance.split()
        if "signature" in words:
            return Became("signature", losses)
        return Became(
            "photo", (*losses, *(("changed", each, _OF_PHOTOS[each]) for each in _OF_PHOTOS if each in words))
        )
    if question.mediatype.startswith(("audio", "video")):
        what = question.mediatype.split("/")[0]
        why = "Thành câu hỏi đính tệp: máy tính bảng không ghi âm, quay phim."
        return Became("file", (*losses, ("unsupported", what, why)))
    return Became("file", losses)


def _trigger(question: Question) -> Became:
    return Became(
        "choice", (*_lost_appearance(question), ("changed", "xác nhận (trigger)", "Thành câu hỏi chọn “OK”."))
    )


def _range(question: Question) -> Became:
    why = "Thành câu hỏi số có giới hạn dưới và trên."
    return Became("number", (*_lost_appearance(question), ("changed", "thanh kéo (range)", why)))


def _secret(question: Question) -> Became:
    return Became("text", (("changed", "câu trả lời che (secret)", "Thành câu hỏi bằng chữ, không che."),))


_READERS = {
    "select1": _choice, "select": _choice, "rank": _choice, "upload": _upload, "trigger": _trigger, "range": _range,
    "secret": _secret,
}  # fmt: skip


def _lost_appearance(question: Question, known: tuple[str, ...] = ()) -> tuple[Loss, ...]:
    """Return what of an appearance is left behind; one that changes what is asked is not supported."""
    losses: list[Loss] = []
    if question.appearance.startswith("ex:"):
        why = "Phiếu không mở ứng dụng khác; câu trả lời nhập bằng tay."
        return (("unsupported", question.appearance, why),)
    shown = [each for each in question.appearance.split() if each not in known]
    for calendar in [each for each in shown if each in _CALENDARS]:
        losses.append(("unsupported", f"lịch {calendar}", "Ngày được hỏi theo dương lịch."))
    for precision in [each for each in shown if each in ("month-year", "year")]:
        losses.append(("unsupported", precision, "Ngày được hỏi đủ ngày, tháng, năm."))
    rest = [each for each in shown if each not in _CALENDARS and each not in ("month-year", "year")]
    if rest:
        losses.append(("changed", f"cách hiện {' '.join(rest)}", "Cách trình bày do ứng dụng quyết định."))
    return tuple(losses)
