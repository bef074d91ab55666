"""What is done to a file after it was signed is found."""

from io import BytesIO
from random import Random

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from documents import storage
from documents.errors import SignatureRefused, StoredFileDamaged
from documents.models import DocumentDraft, SignatureRequest
from documents.services import (
    complete_signature,
    prepare_signature,
    render_document,
    request_signature,
    seal,
    sign_automatically,
)
from documents.signing import two_phase
from documents.signing.keys import keys_folder, passphrase, trust_anchors
from documents.signing.pkcs12 import sign_digest
from documents.signing.validation import examine
from tests.integration.documents.conftest import MORNING

pytestmark = pytest.mark.django_db


def write_on_page(pdf: bytes, text: bytes) -> bytes:
    """Draw something on the first page in a new revision, as an editor would."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    extra = writer.add_object(generic.StreamObject(stream_data=b"0 0 m 100 100 l S % " + text))
    contents = page.raw_get("/Contents")
    page["/Contents"] = generic.ArrayObject([contents, extra])
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.fixture
def signed_once(department) -> DocumentDraft:
    draft = department.draft(at=MORNING)
    render_document(draft_id=draft.public_id, at=MORNING)
    sign_automatically(request_id=draft.signatures.get(order=1).public_id, at=MORNING)
    draft.refresh_from_db()
    return draft


class TestASignedFile:
    def test_betrays_one_flipped_bit(self, issued):
        pdf = bytearray(storage.get(issued.storage_key))
        pdf[2000] ^= 1

        facts = examine(bytes(pdf), trust_anchors())

        assert facts
        assert not any(fact.is_good for fact in facts)

    def test_betrays_a_byte_hidden_in_the_room_behind_a_signature(self, issued):
        pdf = storage.get(issued.storage_key)
        room = pdf.rindex(b"0" * 64)

        facts = examine(pdf[:room] + b"1" + pdf[room + 1 :], trust_anchors())

        assert not facts[-1].is_good

    def test_betrays_a_flipped_bit_wherever_it_is(self, issued):
        pdf, dice = storage.get(issued.storage_key), Random(30)

        for _ in range(20):
            place = dice.randrange(len(pdf))
            bent = pdf[:place] + bytes([pdf[place] ^ 1 << dice.randrange(8)]) + pdf[place + 1 :]
            facts = examine(bent, trust_anchors())
            assert not (len(facts) == 2 and all(fact.is_good for fact in facts)), place

    def test_betrays_a_text_drawn_between_the_signatures(self, signed_once, made_keys):
        changed = write_on_page(storage.get(signed_once.storage_key), b"1979")
        prepared = two_phase.prepare(changed, "AgencySeal", signing_at=MORNING)
        cms = sign_digest(prepared.digest, keys_folder() / made_keys["agency"].key_file, passphrase())

        leader, agency = examine(two_phase.fill(prepared, cms), trust_anchors())

        assert leader.intact
        assert not leader.unmodified
        assert agency.is_good

    def test_betrays_a_text_drawn_after_the_seal(self, issued):
        facts = examine(write_on_page(storage.get(issued.storage_key), b"x"), trust_anchors())

        assert not any(fact.unmodified for fact in facts)

    def test_is_not_trusted_without_its_authority(self, issued):
        facts = examine(storage.get(issued.storage_key), [])

        assert [(fact.intact, fact.trusted) for fact in facts] == [(True, False)] * 2

    @pytest.mark.parametrize(
        "junk",
        [
            pytest.param(b"", id="nothing"),
            pytest.param(b"hello", id="text"),
            pytest.param(b"%PDF-1.7\n%%EOF", id="an empty shell"),
            pytest.param(b"%PDF-1.7\n1 0 obj\n<</A 1 0 R>>\nendobj\nstartxref\n0\n%%EOF", id="a loop"),
        ],
    )
    def test_is_not_found_in_junk(self, junk):
        assert examine(junk, []) == ()


class TestASealOverAChangedFile:
    def test_is_refused(self, signed_once, department):
        changed = write_on_page(storage.get(signed_once.storage_key), b"1979")
        key = storage.put(str(signed_once.public_id), changed)
        DocumentDraft.objects.filter(pk=signed_once.pk).update(storage_key=key)
        request = seal(draft_id=signed_once.pk, actor_id=department.clerk.pk, at=MORNING)

        with pytest.raises(SignatureRefused, match="LeaderSignature"):
            sign_automatically(request_id=request.public_id, at=MORNING)


class TestAStoredFile:
    def test_that_was_changed_on_disk_is_not_used(self, issued):
        storage.default_storage.delete(issued.storage_key)
        storage.default_storage.save(issued.storage_key, storage.ContentFile(b"other"))

        with pytest.raises(StoredFileDamaged):
            storage.get(issued.storage_key)

    def test_half_written_by_a_killed_worker_is_written_anew(self):
        whole = b"%PDF whole"
        key = f"documents/x/{storage.digest(whole)}.pdf"
        storage.default_storage.save(key, storage.ContentFile(whole[:4]))

        assert storage.put("x", whole) == key
        assert storage.get(key) == whole


class TestATokenAtTheDesk:
    @pytest.fixture
    def waiting(self, department) -> SignatureRequest:
        """A leader whose key is a token: the house has no key file."""
        department.leader.certificates.update(key_file="")
        draft = department.draft(at=MORNING)
        render_document(draft_id=draft.public_id, at=MORNING)
        return request_signature(draft_id=draft.pk, order=1, actor_id=department.leader.pk, at=MORNING)

    def test_signs_the_digest_it_is_given(self, waiting, made_keys):
        prepared = prepare_signature(request_id=waiting.public_id, at=MORNING)
        cms = sign_digest(
            bytes.fromhex(prepared.digest), keys_folder() / made_keys["leader"].key_file, passphrase()
        )

        signed = complete_signature(request_id=waiting.public_id, cms=cms, at=MORNING)

        assert signed.state == SignatureRequest.State.SIGNED

    def test_gets_the_same_digest_when_it_asks_again(self, waiting):
        first = prepare_signature(request_id=waiting.public_id, at=MORNING)

        assert prepare_signature(request_id=waiting.public_id, at=MORNING).digest == first.digest

    def test_of_somebody_else_is_refused(self, waiting, made_keys):
        prepared = prepare_signature(request_id=waiting.public_id, at=MORNING)
        cms = sign_digest(
            bytes.fromhex(prepared.digest), keys_folder() / made_keys["agency"].key_file, passphrase()
        )

        with pytest.raises(SignatureRefused, match="another certificate"):
            complete_signature(request_id=waiting.public_id, cms=cms, at=MORNING)

    def test_that_signed_something_else_is_refused(self, waiting, made_keys):
        prepare_signature(request_id=waiting.public_id, at=MORNING)
        cms = sign_digest(b"\0" * 32, keys_folder() / made_keys["leader"].key_file, passphrase())

        with pytest.raises(SignatureRefused):
            complete_signature(request_id=waiting.public_id, cms=cms, at=MORNING)

    @pytest.mark.parametrize(
        "junk",
        [
            pytest.param(b"", id="nothing"),
            pytest.param(b"junk", id="junk"),
            pytest.param(b"0" * 40_000, id="too much"),
        ],
    )
    def test_that_sends_junk_is_refused(self, waiting, junk):
        prepare_signature(request_id=waiting.public_id, at=MORNING)

        with pytest.raises(SignatureRefused):
            complete_signature(request_id=waiting.public_id, cms=junk, at=MORNING)
