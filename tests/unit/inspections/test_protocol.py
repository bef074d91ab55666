"""What a tablet may say, and what it is told when it says something else."""

import base64
import json
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from inspections.canonical import canonical
from inspections.protocol import (
    BadChain,
    Faults,
    Link,
    read_chain,
    read_device,
    read_operation,
    read_payload,
    read_request,
)

AT = "2026-11-28T08:00:00+07:00"
PHOTO = {
    "id": str(uuid4()), "key": "TS.01", "kind": "photo", "sha256": "0" * 64, "size": 10, "content_type": "image/jpeg",
    "taken_at": AT,
}  # fmt: skip
MINUTES = {"id": str(uuid4()), "kind": "session", "content": {"place": "Xưởng"}, "digest": "0" * 64}


def faults(kind: str, payload: object) -> dict[str, str]:
    with pytest.raises(Faults) as told:
        read_payload(kind, payload)
    return told.value.faults


class TestAPayload:
    @pytest.mark.parametrize(
        ("kind", "payload"),
        [
            pytest.param("answer.set", {"key": "TS.01", "values": {}, "base": 0}, id="an empty answer"),
            pytest.param(
                "answer.set", {"key": "VB.06#3", "values": {"value": ["a", 1]}, "base": 2}, id="of a sample"
            ),
            pytest.param(
                "answer.set",
                {"key": "A", "values": {"numerator": "35.5"}, "base": 0},
                id="a fraction as text",
            ),
            pytest.param("evidence.add", PHOTO, id="a photo"),
            pytest.param("section.take", {"section": "TS"}, id="a section"),
            pytest.param("visit.begin", {}, id="a beginning"),
            pytest.param("minutes.make", MINUTES, id="minutes"),
        ],
    )
    def test_that_fits_is_taken(self, kind, payload):
        read_payload(kind, payload)

    @pytest.mark.parametrize(
        ("kind", "payload", "expected"),
        [
            pytest.param("answer.wipe", {}, {"kind": "unknown_word"}, id="unknown kind"),
            pytest.param(
                "answer.set",
                {"key": "TS 01", "values": {"verdict": "good", "score": 1}, "base": "0"},
                {"key": "wrong_form", "values.verdict": "unknown_word", "values.score": "unknown_field", "base": "wrong_kind"},
                id="every fault at once",
            ),
            pytest.param(
                "answer.set",
                {"key": "A", "values": {"value": 35.5}, "base": 0},
                {"values.value": "wrong_kind"},
                id="a fraction as number",
            ),
            pytest.param("answer.set", {"key": "A", "values": {}, "base": True}, {"base": "wrong_kind"}, id="true as number"),
            pytest.param("answer.set", {"values": {}, "base": 0}, {"key": "missing"}, id="no key"),
            pytest.param(
                "evidence.add", {**PHOTO, "taken_at": 5}, {"taken_at": "wrong_kind"}, id="a number as moment"
            ),
            pytest.param(
                "evidence.add", {**PHOTO, "taken_at": "2026-11-28T08:00:00"}, {"taken_at": "wrong_kind"}, id="no offset"
            ),
            pytest.param(
                "evidence.add",
                {**PHOTO, "content_type": "application/pdf"},
                {"content_type": "unknown_word"},
                id="a photo that is a PDF",
            ),
            pytest.param("evidence.add", {**PHOTO, "size": 15_000_000}, {"size": "too_large"}, id="a huge photo"),
            pytest.param(
                "conflict.decide",
                {"conflict": str(uuid4()), "choose": "a", "base": 1, "reason": "  "},
                {"reason": "missing"},
                id="no reason",
            ),
        ],
    )  # fmt: skip
    def test_that_does_not_is_told_where(self, kind, payload, expected):
        assert faults(kind, payload) == expected

    def test_of_great_depth_is_refused(self):
        deep: object = "x"
        for _ in range(50):
            deep = [deep]

        assert faults("answer.set", {"key": "A", "values": {"value": deep}, "base": 0}) == {
            "values.value": "wrong_kind"
        }


class TestARequest:
    frame = {"id": str(uuid4()), "seq": 1, "at": AT, "kind": "visit.begin", "payload": {}}

    def test_holds_operations_in_order(self):
        request = read_request({"device": str(uuid4()), "sent_at": AT, "operations": [self.frame]})

        assert read_operation(request.operations[0]).seq == 1

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            pytest.param({"operations": []}, {"operations": "too_few"}, id="nothing"),
            pytest.param({"operations": [frame] * 101}, {"operations": "too_many"}, id="too much"),
            pytest.param({"device": "mine"}, {"device": "wrong_form"}, id="no device"),
            pytest.param(
                {"operations": [{**frame, "seq": 0}]},
                {"operations.0.seq": "too_small"},
                id="a number below one",
            ),
        ],
    )
    def test_with_a_wrong_frame_is_told_where(self, changes, expected):
        raw = {"device": str(uuid4()), "sent_at": AT, "operations": [self.frame], **changes}

        with pytest.raises(Faults) as told:
            read_request(raw)

        assert told.value.faults == expected

    def test_has_one_digest_however_its_payload_is_written(self):
        first = self.digest('{"section": "TS", "tokens": []}')
        second = self.digest('{"tokens":[],"section":"TS"}')

        assert first == second

    def test_has_another_digest_for_another_kind(self):
        assert self.digest('{"section": "TS"}', "section.take") != self.digest(
            '{"section": "TS"}', "section.give"
        )

    def digest(self, payload: str, kind: str = "section.take") -> str:
        frame = {**self.frame, "kind": kind, "payload": json.loads(payload)}
        request = read_request({"device": str(uuid4()), "sent_at": AT, "operations": [frame]})
        return read_operation(request.operations[0]).digest


def text_of(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Tablet:
    """A tablet with a key, as WebCrypto makes it."""

    def __init__(self) -> None:
        self.id = uuid4()
        self.private = ec.generate_private_key(ec.SECP256R1())
        numbers = self.private.public_key().public_numbers()
        self.key = {
            "kty": "EC",
            "crv": "P-256",
            "x": text_of(numbers.x.to_bytes(32)),
            "y": text_of(numbers.y.to_bytes(32)),
        }

    def hands(self, to: UUID, *, visit: UUID, hold: UUID, section: str = "TS") -> Link:
        token = {
            "visit": str(visit), "section": section, "hold": str(hold), "token": str(uuid4()), "from": str(self.id),
            "to": str(to), "at": AT, "seq": 4,
        }  # fmt: skip
        r, s = decode_dss_signature(self.private.sign(canonical(token), ec.ECDSA(SHA256())))
        return Link(token, text_of(r.to_bytes(32) + s.to_bytes(32)))


class TestAHandOver:
    def setup_method(self):
        self.one, self.two, self.three = Tablet(), Tablet(), Tablet()
        self.keys = {each.id: each.key for each in (self.one, self.two, self.three)}
        self.visit, self.hold = uuid4(), uuid4()

    def test_over_two_tablets_is_proved(self):
        first = self.one.hands(self.two.id, visit=self.visit, hold=self.hold)
        second = self.two.hands(self.three.id, visit=self.visit, hold=UUID(str(first.token["token"])))

        chain = read_chain([first, second], self.keys, visit=self.visit, section="TS", to=self.three.id)

        assert (chain.begins_at, chain.first) == (self.hold, self.one.id)
        assert chain.until == {self.one.id: 4, self.two.id: 4}

    def test_with_a_link_left_out_is_broken(self):
        second = self.two.hands(self.three.id, visit=self.visit, hold=self.hold)
        first = self.one.hands(self.two.id, visit=self.visit, hold=self.hold)

        self.refused([first, second], "broken_chain")

    def test_to_somebody_else_proves_nothing(self):
        self.refused([self.one.hands(self.two.id, visit=self.visit, hold=self.hold)], "broken_chain")

    def test_of_another_visit_proves_nothing(self):
        self.refused([self.one.hands(self.three.id, visit=uuid4(), hold=self.hold)], "wrong_section")

    def test_changed_after_signing_proves_nothing(self):
        link = self.one.hands(self.three.id, visit=self.visit, hold=self.hold)

        self.refused([Link({**link.token, "seq": 9999}, link.signature)], "wrong_signature")

    def test_signed_by_another_proves_nothing(self):
        link = self.one.hands(self.three.id, visit=self.visit, hold=self.hold)
        self.keys[self.one.id] = self.two.key

        self.refused([link], "wrong_signature")

    @pytest.mark.parametrize("signature", ["", "?", "AAAA"])
    def test_with_no_signature_proves_nothing(self, signature):
        link = self.one.hands(self.three.id, visit=self.visit, hold=self.hold)

        self.refused([Link(link.token, signature)], "wrong_signature")

    def test_by_a_tablet_without_a_key_proves_nothing(self):
        link = self.one.hands(self.three.id, visit=self.visit, hold=self.hold)
        del self.keys[self.one.id]

        self.refused([link], "unknown_key")

    def refused(self, links: list[Link], word: str) -> None:
        with pytest.raises(BadChain, match=word):
            read_chain(links, self.keys, visit=self.visit, section="TS", to=self.three.id)


class TestADevice:
    def test_registers_with_the_key_webcrypto_exports(self):
        key = {**Tablet().key, "ext": True, "key_ops": ["verify"]}

        assert read_device({"id": str(uuid4()), "name": "Tab A9", "public_key": key}).public_key

    def test_without_a_name_is_told_so(self):
        with pytest.raises(Faults) as told:
            read_device({"id": str(uuid4()), "name": ""})

        assert told.value.faults == {"name": "missing"}
