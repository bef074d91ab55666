"""Papers for tests, stored as an applicant's upload would be."""

from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Person
from dossiers.models import Dossier, DossierFile
from forms.fields.files import File
from forms.models import Attachment
from forms.services import reference, store_attachment

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
PICTURE = File(accept=("image/png",))


def upload_of(owner: Person, at: datetime) -> Attachment:
    """Store one upload of a person, needed by nothing yet."""
    upload = SimpleUploadedFile("uy-quyen.png", PIXEL, content_type="image/png")
    return store_attachment(upload, PICTURE, owner_id=owner.pk, at=at)


def paper_of(dossier: Dossier, owner: Person, at: datetime) -> Attachment:
    """Give a dossier one paper of its applicant."""
    attachment = upload_of(owner, at)
    reference([attachment], at=at)
    DossierFile.objects.create(dossier=dossier, attachment=attachment, field="giay_chung_minh", added_at=at)
    return attachment
