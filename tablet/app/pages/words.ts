/* Why the server did not take something, in words that say what to do. */
import { gettext } from "../texts";

export function rejectionWords(why: string): string {
  const words: Record<string, string> = {
    wrong_shape: gettext("Máy chủ không đọc được việc này. Hãy xuất tệp và báo hỗ trợ."),
    too_long: gettext("Tệp dài hơn lúc báo. Hãy gửi lại; nếu vẫn vậy, xuất tệp và báo hỗ trợ."),
    unknown_minutes: gettext("Máy chủ không có biên bản này."),
    of_the_house: gettext("Người xác nhận không được là người của cơ quan hoặc của đoàn."),
    not_of_the_team: gettext("Người ký bên đoàn không có trong đoàn."),
    nothing_refused: gettext("Chỉ xác nhận khi đối tượng không ký."),
    closed: gettext("Buổi kiểm tra đã đóng. Hãy xuất tệp và báo trưởng đoàn."),
    suspended: gettext("Buổi kiểm tra đang tạm dừng, sẽ gửi khi tiếp tục."),
    left_team: gettext("Bạn không còn trong đoàn. Hãy xuất tệp và báo trưởng đoàn."),
    changed: gettext("Máy chủ đã có việc này với nội dung khác. Hãy xuất tệp và báo hỗ trợ."),
    unknown_item: gettext("Phiếu kiểm tra không có mục này."),
    already_drawn: gettext("Mẫu đã được lấy trên máy khác; mẫu của máy chủ được dùng."),
    held: gettext("Người khác đang giữ phần này."),
    signed_already: gettext("Biên bản đã có chữ ký, không lập lại được."),
    wrong_digest: gettext("Nội dung biên bản không khớp mã kiểm tra."),
    decided: gettext("Trưởng đoàn đã quyết định mục này."),
    stale: gettext("Câu trả lời đã đổi trong lúc chọn. Hãy xem lại và chọn lại."),
    not_lead: gettext("Chỉ trưởng đoàn hoặc phó trưởng đoàn được chọn."),
  };
  return words[why] ?? why;
}

export function kindWords(kind: string): string {
  const words: Record<string, string> = {
    "answer.set": gettext("Câu trả lời"),
    "evidence.add": gettext("Ảnh hoặc tệp"),
    "sample.draw": gettext("Lấy mẫu"),
    "section.take": gettext("Nhận phần"),
    "section.give": gettext("Trả phần"),
    "conflict.decide": gettext("Chọn câu trả lời"),
    "visit.begin": gettext("Bắt đầu buổi"),
    "visit.end": gettext("Kết thúc buổi"),
    "minutes.make": gettext("Lập biên bản"),
    "minutes.sign": gettext("Ký biên bản"),
  };
  return words[kind] ?? kind;
}
