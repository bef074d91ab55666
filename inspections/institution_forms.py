"""What an institution fills in beside its steps: proof of a remedy, an answer to a paper that was asked for, a complaint."""

from forms.definition import Condition, Field, FormDefinition, Section
from forms.fields.choices import Choice, Option
from forms.fields.files import File
from forms.fields.text import LongText
from forms.messages import Words

MOST_CHARACTERS = 4_000
MOST_FILES = 10
FILES = File(max_files=MOST_FILES, max_size=20_000_000)

REMEDY_FORM = FormDefinition(
    name="remedy",
    title=Words("Minh chứng khắc phục", "Proof of the remedy", "ភស្តុតាងដោះស្រាយ"),
    sections=(
        Section(
            "remedy",
            None,
            (
                Field(
                    "text", Words("Đã khắc phục thế nào", "What was done", "បានដោះស្រាយដូចម្តេច"),
                    LongText(max_length=MOST_CHARACTERS),
                    help=Words("Viết việc đã làm, ngày làm, kết quả.", "Say what was done, when, with what result.",
                               "សូមសរសេរអ្វីដែលបានធ្វើ ថ្ងៃធ្វើ និងលទ្ធផល។"),
                    required=True, required_message=Words("Viết việc đã làm.", "Say what was done.",
                                                          "សូមសរសេរអ្វីដែលបានធ្វើ។"),
                ),
                Field(
                    "files", Words("Minh chứng", "Evidence", "ភស្តុតាង"), FILES,
                    help=Words("Ảnh, quyết định, hóa đơn, biên bản … theo yêu cầu ở trên.",
                               "Pictures, decisions, invoices, minutes … as asked for above.",
                               "រូបថត សេចក្តីសម្រេច វិក្កយបត្រ កំណត់ហេតុ … តាមតម្រូវការខាងលើ។"),
                ),
            ),
        ),
    ),
)  # fmt: skip

BRING, REFUSE = "bring", "refuse"
PAPER_FORM = FormDefinition(
    name="asked_paper",
    title=Words("Trả lời yêu cầu tài liệu", "Answer to a request for a paper", "ឆ្លើយសំណើសុំឯកសារ"),
    sections=(
        Section(
            "paper",
            None,
            (
                Field(
                    "answer", Words("Trả lời", "Answer", "ចម្លើយ"), required=True,
                    kind=Choice(options=(
                        Option(BRING, Words("Cung cấp tài liệu", "Provide it", "ផ្តល់ឯកសារ")),
                        Option(REFUSE, Words("Từ chối vì không liên quan nội dung kiểm tra",
                                             "Refuse: it is not related to the inspection",
                                             "បដិសេធ ព្រោះមិនពាក់ព័ន្ធនឹងខ្លឹមសារត្រួតពិនិត្យ"),
                               Words("Nghị định 217/2025/NĐ-CP, Điều 9 khoản 1 điểm c.",
                                     "Decree 217/2025/NĐ-CP, article 9.1c.",
                                     "ក្រឹត្យ NĐ 217/2025/NĐ-CP មាត្រា 9 កថាខណ្ឌ 1 ចំណុច c។")),
                    )),
                    required_message=Words("Chọn cung cấp hay từ chối.", "Choose to provide or to refuse.",
                                           "សូមជ្រើសរើសផ្តល់ ឬបដិសេធ។"),
                ),
                Field(
                    "files", Words("Tài liệu", "Paper", "ឯកសារ"),
                    FILES, visible_if=Condition(f'answer = "{BRING}"'),
                    required=True, required_message=Words("Tải tài liệu lên.", "Upload the paper.",
                                                          "សូមផ្ទុកឯកសារឡើង។"),
                ),
                Field(
                    "refusal", Words("Lý do từ chối", "Why it is refused", "មូលហេតុបដិសេធ"),
                    LongText(max_length=MOST_CHARACTERS),
                    visible_if=Condition(f'answer = "{REFUSE}"'),
                    required=True, required_message=Words("Viết lý do từ chối.", "Say why it is refused.",
                                                          "សូមសរសេរមូលហេតុបដិសេធ។"),
                ),
            ),
        ),
    ),
)  # fmt: skip

COMPLAINT_FORM = FormDefinition(
    name="inspection_complaint",
    title=Words("Khiếu nại, kiến nghị", "Complaint or proposal", "បណ្តឹងតវ៉ា និងសំណូមពរ"),
    sections=(
        Section(
            "complaint",
            None,
            (
                Field(
                    "text", Words("Nội dung", "Text", "ខ្លឹមសារ"),
                    LongText(max_length=MOST_CHARACTERS, rows=8),
                    help=Words("Viết việc gì, khi nào, ai làm và đề nghị của cơ sở.",
                               "Say what, when, who, and what the institution proposes.",
                               "សូមសរសេរថាមានរឿងអ្វី ពេលណា អ្នកណាធ្វើ និងសំណើរបស់គ្រឹះស្ថាន។"),
                    required=True, required_message=Words("Viết nội dung.", "Write the text.",
                                                          "សូមសរសេរខ្លឹមសារ។"),
                ),
                Field("files", Words("Tệp gửi kèm", "Files to go with it", "ឯកសារភ្ជាប់"), FILES),
            ),
        ),
    ),
)  # fmt: skip
