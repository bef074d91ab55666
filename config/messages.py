"""The words of notifications by kind; a package's own messages win over them.

A message names codes and procedures, never what a person answered: it may be read on a screen
in a corridor.
"""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "inspection.your_turn": (
        _("Cuộc kiểm tra cần đơn vị thực hiện: %(code)s"),
        _("Mở phần của đơn vị trong cuộc kiểm tra để xem việc cần làm và thời hạn."),
    ),
    "inspection.step": (
        _("Có việc kiểm tra chờ xử lý: %(code)s"),
        _("Một bước của cuộc kiểm tra đang chờ người của cơ quan bạn."),
    ),
    "inspection.declare": (
        _("Bạn được đề nghị vào đoàn kiểm tra: %(code)s"),
        _("Khai có hay không có xung đột lợi ích. Chưa khai thì chưa vào đoàn được."),
    ),
    "inspection.last_day": (
        _("Ngày cuối kiểm tra tại một đơn vị: %(day)s (%(code)s)"),
        _("Lập biên bản, hoặc trình gia hạn trước khi hết hạn: hết hạn rồi thì không gia hạn được."),
    ),
    "inspection.days_over": (
        _("Đã hết thời hạn kiểm tra tại một đơn vị: %(code)s"),
        _("Biên bản chưa xong. Mở phần của đơn vị để xem sổ thời hạn."),
    ),
    "inspection.paper_answered": (
        _("Đơn vị đã trả lời yêu cầu giấy tờ: %(code)s"),
        _("Mở phần của đơn vị trong cuộc kiểm tra để xem giấy tờ hoặc lý do từ chối."),
    ),
    "inspection.complaint_answered": (
        _("Khiếu nại, kiến nghị của đơn vị đã được trả lời: %(code)s"),
        _("Mở phần của đơn vị trong cuộc kiểm tra để đọc trả lời."),
    ),
    "inspection.remedy_sent": (
        _("Đơn vị đã nộp minh chứng khắc phục: %(code)s"),
        _("Mở cuộc kiểm tra để thẩm tra minh chứng."),
    ),
    "inspection.remedy_verified": (
        _("Đã thẩm tra việc khắc phục: %(code)s"),
        _("Mở phần của đơn vị để xem kết quả thẩm tra."),
    ),
    "inspection.remedy_due": (
        _("Việc khắc phục sắp đến hạn hoặc đã quá hạn: %(code)s"),
        _("Mở phần của đơn vị, xem hạn của từng việc và nộp minh chứng."),
    ),
    "inspection.remedy_late": (
        _("Có việc khắc phục quá hạn: %(code)s"),
        _("Đơn vị chưa nộp minh chứng của một việc đã quá hạn."),
    ),
    "inspection.complained": (
        _("Đối tượng kiểm tra khiếu nại, kiến nghị: %(code)s"),
        _("Mở cuộc kiểm tra để xem và trả lời."),
    ),
    "inspection.complaint_late": (
        _("Khiếu nại, kiến nghị của đối tượng kiểm tra quá hẹn trả lời: %(code)s"),
        _("Đã quá ngày hẹn mà cơ quan chưa trả lời. Mở để trả lời."),
    ),
    "dossier.submitted": (
        _("Đã nhận hồ sơ bạn gửi: %(code)s"),
        _(
            "Chúng tôi sẽ kiểm tra hồ sơ “%(procedure)s” và báo cho bạn. Đây là mã biên nhận gửi, chưa phải mã hồ sơ."
        ),
    ),
    "dossier.status.2": (
        _("Hồ sơ đã được tiếp nhận: %(code)s"),
        _("Hồ sơ “%(procedure)s” đã được tiếp nhận. Ngày hẹn trả ghi trên trang hồ sơ của bạn."),
    ),
    "dossier.status.3": (
        _("Hồ sơ không được tiếp nhận: %(code)s"),
        _("Mở trang hồ sơ để xem lý do và việc bạn có thể làm tiếp."),
    ),
    "dossier.status.5": (
        _("Bạn cần bổ sung hồ sơ: %(code)s"),
        _("Mở trang hồ sơ, đọc yêu cầu và gửi phần còn thiếu."),
    ),
    "dossier.status.6": (_("Bạn cần nộp phí: %(code)s"), _("Mở trang hồ sơ để xem số tiền và cách nộp.")),
    "dossier.status.7": (
        _("Bạn đã rút hồ sơ: %(code)s"),
        _("Hồ sơ không được xử lý tiếp. Bạn có thể nộp lại khi cần."),
    ),
    "dossier.status.8": (_("Hồ sơ đã dừng xử lý: %(code)s"), _("Mở trang hồ sơ để xem lý do.")),
    "dossier.status.9": (
        _("Đã có kết quả: %(code)s"),
        _("Kết quả của hồ sơ “%(procedure)s” đã sẵn sàng. Mở trang hồ sơ để tải về."),
    ),
    "dossier.status.10": (_("Đã trả kết quả: %(code)s"), _("Hồ sơ “%(procedure)s” đã hoàn thành.")),
    "dossier.due_moved": (
        _("Ngày hẹn trả đã đổi: %(code)s"),
        _(
            "Hồ sơ “%(procedure)s” nay hẹn trả lúc %(due_at)s, trước đây là %(old_due_at)s, vì lịch làm việc đã thay đổi."
        ),
    ),
    "dossier.extended": (
        _("Xin lỗi và hẹn lại ngày trả: %(code)s"),
        _(
            "Hồ sơ “%(procedure)s” được hẹn lại, trả lúc %(due_at)s thay vì %(old_due_at)s. Văn bản xin lỗi có trên trang hồ sơ."
        ),
    ),
    "dossier.extension_proposed": (
        _("Sắp hết hạn: %(code)s"),
        _(
            "Hồ sơ “%(procedure)s” đến hạn lúc %(due_at)s. Mở để ký văn bản xin lỗi, gia hạn, hoặc giữ nguyên hạn."
        ),
    ),
    "dossier.supplement_reminder": (
        _("Nhắc bổ sung hồ sơ: %(code)s"),
        _(
            "Hồ sơ “%(procedure)s” đang chờ bạn bổ sung, hạn đến %(answer_by_at)s. Quá hạn, hồ sơ có thể bị dừng."
        ),
    ),
    "message.to_office": (
        _("Người nộp nhắn: %(code)s"),
        _("Hồ sơ “%(procedure)s” có tin nhắn của người nộp. Mở trang tin nhắn để đọc và trả lời."),
    ),
    "message.to_applicant": (
        _("Có trả lời cho bạn: %(code)s"),
        _("Bộ phận Một cửa nhắn cho bạn về hồ sơ “%(procedure)s”. Mở trang tin nhắn để đọc."),
    ),
    "message.to_one_stop": (
        _("Cần chuyển cho người nộp: %(code)s"),
        _("Cơ quan giải quyết viết về hồ sơ “%(procedure)s”. Đọc rồi chuyển, hoặc trả lời người nộp."),
    ),
    "dossier.correction_begun": (
        _("Cơ quan đang xem lại kết quả của bạn: %(code)s"),
        _(
            "Cơ quan thấy kết quả đã trả có sai sót và đang xem lại. Bạn chưa phải làm gì; chúng tôi báo khi có văn bản mới."
        ),
    ),
    "document.corrected": (
        _("Kết quả của bạn đã được đính chính: %(number)s"),
        _(
            "Văn bản số %(number)s được đính chính bằng văn bản số %(by)s ngày %(by_day)s. Hãy giữ và dùng cả hai."
        ),
    ),
    "document.replaced": (
        _("Kết quả của bạn đã được thay thế: %(number)s"),
        _("Văn bản số %(by)s ngày %(by_day)s thay thế văn bản số %(number)s; bản cũ không còn dùng."),
    ),
    "document.revoked": (
        _("Kết quả của bạn đã bị thu hồi: %(number)s"),
        _("Văn bản số %(number)s bị thu hồi theo văn bản số %(by)s ngày %(by_day)s và không còn giá trị."),
    ),
    "complaint.received": (
        _("Đã nhận phản ánh: %(complaint)s"),
        _("Phản ánh của bạn về hồ sơ %(code)s được trả lời trước %(answer_by_at)s."),
    ),
    "complaint.in_hand": (
        _("Phản ánh đang được xem xét: %(complaint)s"),
        _("Lãnh đạo cơ quan đã nhận xem xét phản ánh về hồ sơ %(code)s."),
    ),
    "complaint.answered": (
        _("Có trả lời phản ánh: %(complaint)s"),
        _("Mở trang phản ánh của hồ sơ %(code)s để đọc kết luận và lý do."),
    ),
    "complaint.sent": (
        _("Phản ánh mới: %(complaint)s"),
        _("Người nộp hồ sơ %(code)s gửi phản ánh. Trả lời trước %(answer_by_at)s."),
    ),
    "complaint.overdue": (
        _("Phản ánh quá hẹn trả lời: %(complaint)s"),
        _("Phản ánh về hồ sơ %(code)s hẹn trả lời trước %(answer_by_at)s mà chưa được trả lời."),
    ),
    "complaint.nobody": (
        _("Phản ánh chưa có người trả lời: %(complaint)s"),
        _(
            "Cơ quan %(agency)s không có lãnh đạo nào được trả lời phản ánh này. Hãy phân công trước %(answer_by_at)s."
        ),
    ),
    "work_item.opened": (
        _("Việc mới: %(code)s"),
        _("Hồ sơ “%(procedure)s” đang chờ bạn hoặc đồng nghiệp xử lý."),
    ),
    "work_item.given": (
        _("Bạn được giao việc: %(code)s"),
        _("Hồ sơ “%(procedure)s” được giao cho bạn. Nếu không làm được, mở việc và trả lại hàng việc."),
    ),
    "work_item.taken_over": (
        _("Việc đã giao cho người khác: %(code)s"),
        _("Lãnh đạo đã giao việc bạn đang giữ của hồ sơ “%(procedure)s” cho %(holder)s."),
    ),
    "representation.verified": (
        _("Bạn được nộp hồ sơ thay: %(party)s"),
        _("Giấy tờ của bạn đã được xác nhận. Khi nộp hồ sơ, chọn nộp thay bên này."),
    ),
    "representation.refused": (
        _("Chưa xác nhận được việc đại diện: %(party)s"),
        _("Lý do: %(reason)s. Mở trang đại diện để gửi lại giấy tờ."),
    ),
    "representation.granted": (
        _("Bạn được ủy quyền: %(party)s"),
        _("Khi nộp hồ sơ, bạn chọn được nộp thay người này. Người ủy quyền thấy mọi hồ sơ bạn nộp thay."),
    ),
    "representation.about_you": (
        _("%(party)s được nộp hồ sơ thay bạn"),
        _("Cơ quan đã xác nhận giấy ủy quyền. Nếu bạn không ủy quyền, mở trang đại diện để thu hồi ngay."),
    ),
    "representation.revoked": (
        _("Quyền nộp thay đã bị thu hồi: %(party)s"),
        _("Từ lúc này bạn không xem và không nộp hồ sơ thay bên này nữa."),
    ),
    "calendar.year_unannounced": (
        _("Cần lịch nghỉ năm %(year)s"),
        _(
            "Chưa có lịch nghỉ chính thức của năm %(year)s, nên ngày hẹn trả trong năm đó chỉ là dự kiến. Mở trang lịch làm việc để nhập và xác nhận."
        ),
    ),
    "incident.opened": (
        _("Sự cố cần xử lý"),
        _("Việc chạy nền “%(kind)s” không thành sau nhiều lần thử. Mở trang sự cố để xem và chạy lại."),
    ),
}
