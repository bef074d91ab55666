"""Who answers a complaint, by when, and who must not see it.

The leaders of the agency that handles the dossier answer, the head of the one-stop centre among them.
A complaint about conduct is kept from everybody who ever had a step of the dossier in hand, given back or
not, or did anything else about it: the one complained about may be any of them. Where no leader is left,
the agency above is asked.
"""

from datetime import datetime, timedelta

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from accounts.models import Agency, Person
from accounts.permissions import HANDLE_COMPLAINTS
from accounts.selectors import agencies_where, ancestors, calendar_of, people_with
from audit.models import AuditEntry
from dossiers.complaint_models import Complaint
from dossiers.errors import CannotComplain
from dossiers.models import Dossier
from forms.definition import Field, FormDefinition, Section
from forms.fields.choices import Choice, Option
from forms.fields.files import File
from forms.fields.text import LongText
from forms.messages import Words
from workflows.selectors import ever_taken_by

MOST_CHARACTERS = 4_000
MOST_A_DAY = 5
MOST_FILES = 5
DAY = timedelta(days=1)

FORM = FormDefinition(
    name="complaint",
    title=Words("Phản ánh, kiến nghị", "Complaint", "ពាក្យតវ៉ា និងសំណូមពរ"),
    sections=(
        Section(
            "complaint",
            None,
            (
                Field(
                    "about", Words("Phản ánh về", "About", "ពាក្យតវ៉ាអំពី"), required=True,
                    kind=Choice(options=(
                        Option("handling", Words("Việc giải quyết hồ sơ", "How the dossier is handled",
                                                 "ការដោះស្រាយសំណុំឯកសារ")),
                        Option("conduct", Words("Thái độ, hành vi của cán bộ", "How an officer behaved",
                                                "ឥរិយាបថ និងការប្រព្រឹត្តរបស់មន្ត្រី"),
                               Words("Không ai từng xử lý hồ sơ này được xem phản ánh.",
                                     "Nobody who ever handled this dossier can see it.",
                                     "អ្នកដែលធ្លាប់ដោះស្រាយសំណុំឯកសារនេះ មិនអាចមើលពាក្យតវ៉ាបានទេ។")),
                    )),
                    required_message=Words("Chọn điều bạn phản ánh.", "Choose what it is about.",
                                           "សូមជ្រើសរើសរឿងដែលអ្នកតវ៉ា។"),
                ),
                Field(
                    "text", Words("Nội dung", "What happened", "ខ្លឹមសារ"),
                    LongText(max_length=MOST_CHARACTERS, rows=8),
                    help=Words("Viết việc gì, khi nào, ở đâu và bạn mong điều gì.",
                               "Say what, when, where, and what you wish for.",
                               "សូមសរសេរថាមានរឿងអ្វី ពេលណា នៅទីណា និងអ្វីដែលអ្នកចង់បាន។"),
                    required=True, required_message=Words("Viết nội dung phản ánh.", "Say what happened.",
                                                          "សូមសរសេរខ្លឹមសារពាក្យតវ៉ា។"),
                ),
                Field(
                    "files", Words("Tệp gửi kèm", "Files to go with it", "ឯកសារភ្ជាប់"),
                    File(max_files=MOST_FILES),
                    help=Words("Không bắt buộc: ảnh, giấy tờ về việc bạn phản ánh.",
                               "Not required: pictures or papers of what it is about.",
                               "មិនចាំបាច់៖ រូបថត ក្រដាសស្នាមអំពីរឿងដែលអ្នកតវ៉ា។"),
                ),
            ),
        ),
    ),
)  # fmt: skip

ANSWER_FORM = FormDefinition(
    name="complaint_answer",
    title=Words("Trả lời phản ánh", "Answer a complaint"),
    sections=(
        Section(
            "answer",
            None,
            (
                Field(
                    "finding", Words("Kết luận", "Finding"), required=True,
                    kind=Choice(options=(
                        Option("right", Words("Phản ánh đúng", "Justified")),
                        Option("partly", Words("Phản ánh đúng một phần", "Justified in part")),
                        Option("wrong", Words("Phản ánh không đúng", "Not justified")),
                    )),
                    required_message=Words("Chọn kết luận.", "Choose a finding."),
                ),
                Field(
                    "answer", Words("Trả lời và lý do", "Answer and reasons"),
                    LongText(max_length=MOST_CHARACTERS, rows=8), required=True,
                    help=Words("Người gửi đọc nguyên văn; cơ quan được nêu tên, bạn thì không.",
                               "The complainant reads it as it is; the agency is named, you are not."),
                    required_message=Words("Viết trả lời và lý do.", "Write the answer and its reasons."),
                ),
            ),
        ),
    ),
)  # fmt: skip


def answer_by(agency: Agency, at: datetime) -> datetime:
    """Return the moment until which an agency promises to answer: closing time of its last working day."""
    calendar = calendar_of(agency.pk)
    return calendar.closing(calendar.working_day_after(calendar.local(at).date(), agency.complaint_days))


def answering_agency(dossier: Dossier, about: str, at: datetime) -> Agency:
    """Return whose leaders answer: the agency that handles the dossier, else the nearest above it that has any left."""
    handling = dossier.deciding_agency or dossier.receiving_agency
    for agency in (handling, *ancestors(handling)):
        if handlers(agency.pk, dossier, about, at):
            return agency
    return handling


def handlers(agency_id: int, dossier: Dossier, about: str, at: datetime) -> list[Person]:
    """Return who may answer for an agency."""
    leaders = people_with(HANDLE_COMPLAINTS, at, agency_id)
    return [each for each in leaders if may_know(each, dossier, about)]


def may_know(person: Person, dossier: Dossier, about: str) -> bool:
    """Say whether a person may know of a complaint: never whose dossier it is, nor who may be complained about."""
    if person.pk == dossier.applicant_id:
        return False
    if about != Complaint.About.CONDUCT:
        return True
    return not handled_by(person).filter(pk=dossier.pk).exists()


def handled_by(person: Person) -> "QuerySet[Dossier]":
    """Return the dossiers a person ever had a step of in hand, or otherwise did something about, by their records."""
    acted = AuditEntry.objects.filter(
        target="dossiers.Dossier", target_id=Cast(OuterRef("pk"), CharField()), actor_id=person.pk
    )
    steps = ever_taken_by(person.pk).filter(process_id=OuterRef("run_id"))
    return Dossier.objects.filter(Exists(acted) | Exists(steps))


def visible_complaints(person: Person, at: datetime) -> "QuerySet[Complaint]":
    """Return the complaints a person may read and answer as a leader; their own are none of them."""
    handled = handled_by(person).filter(pk=OuterRef("dossier_id"))
    return Complaint.objects.filter(
        ~Q(about=Complaint.About.CONDUCT) | ~Exists(handled),
        agency_id__in=agencies_where(person, HANDLE_COMPLAINTS, at),
    ).exclude(Q(complainant=person) | Q(dossier__applicant=person))


def check_not_too_many(person: Person, at: datetime) -> None:
    """Raises CannotComplain("too_many") for who has sent several within a day."""
    if Complaint.objects.filter(complainant=person, sent_at__gt=at - DAY).count() >= MOST_A_DAY:
        raise CannotComplain("too_many")
