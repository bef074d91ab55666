"""Asking a register about a diploma that is bound to nobody's number: a word, dearly."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from audit.models import AuditEntry
from registry.errors import FactsTooFew, IdentityNotProven, TriesUsedUp
from registry.models import DiplomaRecord, RegisterAnswer, RegisterQuestion
from registry.services import DiplomaFacts, add_record, ask_register, revoke_record, tries_left
from registry.services.ask_register import TRIES_A_DAY
from tests.integration.registry.conftest import AT

pytestmark = [pytest.mark.django_db, pytest.mark.services]
KNOWN = DiplomaFacts(
    holder_name="thach thi dao", kind="trung_cap", institution="Truong Mau", major="Hàn", graduation_year=2019
)


@pytest.fixture
def record(keeper):
    """A diploma from before anybody had a number."""
    return add_record(
        keeper, actor_id=None, at=AT, holder_name="Thạch Thị Đào", birth_year=1999, kind="trung_cap",
        institution="Trường Mẫu", major="Hàn", graduation_year=2019, serial_no="B 0012/CĐ",
    )  # fmt: skip


@pytest.fixture
def citizen(db):
    """A person with a proven identity."""
    return person_with("086199001234", "counter")


def person_with(number: str, level: str) -> Person:
    """Return a person with a number at a level of identity."""
    return Person.objects.create(
        email=f"{number}@example.vn", full_name="Thạch Thị Đào", national_id=number, identity_level=level
    )


class TestTheAnswer:
    def test_is_found_for_one_row_that_agrees_in_all_that_is_named(self, record, citizen):
        assert ask_register(citizen, KNOWN, at=AT) == RegisterAnswer.FOUND

    @pytest.mark.parametrize(
        "facts",
        [
            DiplomaFacts(
                holder_name="Thạch Thị Hoa", kind="trung_cap", institution="Trường Mẫu", major="Hàn"
            ),
            DiplomaFacts(holder_name="Thạch Thị Đào", kind="so_cap", institution="Trường Mẫu", major="May"),
            DiplomaFacts(
                number="X1", kind="trung_cap", institution="Trường Mẫu", major="Hàn", graduation_year=2019
            ),
        ],
        ids=["another name", "two facts of four", "another number"],
    )
    def test_is_not_found_where_fewer_than_four_facts_agree(self, record, citizen, facts):
        assert ask_register(citizen, facts, at=AT) == RegisterAnswer.NOT_FOUND

    def test_is_for_an_officer_where_one_fact_is_against_it(self, record, citizen):
        facts = DiplomaFacts(**{**KNOWN.__dict__, "born": (1998, None, None)})

        assert ask_register(citizen, facts, at=AT) == RegisterAnswer.COMPARE

    def test_is_for_an_officer_where_two_rows_agree(self, record, citizen, keeper):
        content = {
            name: value for name, value in record.content().items() if name not in ("serial_no", "birth_year")
        }
        add_record(keeper, actor_id=None, at=AT, **content)

        assert ask_register(citizen, KNOWN, at=AT) == RegisterAnswer.COMPARE

    def test_is_for_an_officer_where_the_row_is_bound_to_somebody_else(self, record, citizen, keeper):
        content = {
            **record.content(),
            "holder_name": "Ai Khác",
            "serial_no": "",
            "national_id": "086199009999",
        }
        add_record(keeper, actor_id=None, at=AT, **content)

        answer = ask_register(citizen, DiplomaFacts(**{**KNOWN.__dict__, "holder_name": "Ai Khác"}), at=AT)

        assert answer == RegisterAnswer.COMPARE

    def test_is_for_an_officer_where_the_diploma_was_revoked(self, record, citizen):
        revoke_record(record, expected_version=1, note="QĐ", actor_id=None, at=AT)

        assert ask_register(citizen, KNOWN, at=AT) == RegisterAnswer.COMPARE

    def test_finds_the_row_among_hundreds_of_one_name(self, citizen, keeper):
        DiplomaRecord.objects.bulk_create(
            DiplomaRecord(
                keeper=keeper, holder_name="Thạch Thị Đào", name_key="thach thi dao", kind="so_cap", created_at=AT,
                institution="Trường Khác", graduation_year=1990, changed_at=AT,
            )
            for _ in range(250)
        )  # fmt: skip
        add_record(
            keeper, actor_id=None, at=AT, holder_name="Thạch Thị Đào", birth_year=1999, kind="trung_cap",
            institution="Trường Mẫu", major="Hàn",
        )  # fmt: skip
        facts = DiplomaFacts(**{**KNOWN.__dict__, "graduation_year": None, "born": (1999, None, None)})

        assert ask_register(citizen, facts, at=AT) == RegisterAnswer.FOUND


class TestATry:
    def test_is_counted_and_recorded_without_what_was_typed(self, record, citizen):
        ask_register(citizen, KNOWN, at=AT)

        question = RegisterQuestion.objects.get()
        entry = AuditEntry.objects.get(action="registry.asked")
        assert (question.person, question.facts, question.answer) == (citizen, 5, "found")
        assert entry.actor_id == citizen.pk
        assert tries_left(citizen, AT) == TRIES_A_DAY - 1

    def test_is_one_of_five_a_day_hit_or_miss(self, record, citizen):
        for number in range(TRIES_A_DAY):
            ask_register(
                citizen,
                KNOWN if number % 2 else DiplomaFacts(**{**KNOWN.__dict__, "major": "May", "kind": "so_cap"}),
                at=AT,
            )

        with pytest.raises(TriesUsedUp):
            ask_register(citizen, KNOWN, at=AT + timedelta(hours=1))

        assert RegisterQuestion.objects.count() == TRIES_A_DAY
        assert ask_register(citizen, KNOWN, at=AT + timedelta(days=1)) == RegisterAnswer.FOUND

    def test_reads_as_often_for_a_hit_as_for_a_miss(self, record, citizen):
        with CaptureQueriesContext(connection) as hit:
            ask_register(citizen, KNOWN, at=AT)
        with CaptureQueriesContext(connection) as miss:
            ask_register(citizen, DiplomaFacts(**{**KNOWN.__dict__, "holder_name": "Ai Đó"}), at=AT)

        assert len(hit) == len(miss)

    @pytest.mark.parametrize(
        ("level", "facts", "refusal"),
        [
            ("self_asserted", KNOWN, IdentityNotProven),
            ("counter", DiplomaFacts(holder_name="A", kind="trung_cap", major=" "), FactsTooFew),
            ("counter", DiplomaFacts(), FactsTooFew),
        ],
        ids=["no proven identity", "two facts", "no fact"],
    )
    def test_is_refused_and_costs_nothing(self, record, level, facts, refusal):
        with pytest.raises(refusal):
            ask_register(person_with("086199000001", level), facts, at=AT)

        assert not RegisterQuestion.objects.exists()
