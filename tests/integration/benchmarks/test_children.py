"""Children answer from a Django of their own, and their people are people of the product."""

import pytest
from django.test import Client
from django.utils import timezone

from benchmarks import people, readers
from benchmarks.child import Child, ChildFailed
from dossiers.demo.load import load_demo


class TestAChild:
    @pytest.fixture
    def child(self, tmp_path):
        with Child(
            "benchmarks.people", {"MOTCUA_DATA_DIR": str(tmp_path), "MOTCUA_DATABASE_URL": ""}
        ) as child:
            yield child

    def test_answers_and_tells_what_it_could_not(self, child):
        answers = child.ask("answers")

        with pytest.raises(ChildFailed, match="OperationalError"):
            child.ask("citizens", count=1)

        assert answers["tu_cach"] == "uy_quyen"
        assert child.ask("answers") == answers


@pytest.mark.django_db
class TestPeopleOfTheBenchmarks:
    @pytest.fixture
    def demonstration(self, settings, tmp_path):
        settings.MOTCUA_KEYS_DIR = tmp_path
        load_demo(timezone.now())

    def test_are_signed_in_and_the_same_ones_the_next_time(self, demonstration):
        first, again = people.citizens(2), people.citizens(2)

        assert len({*first, *again}) == 4
        assert readers.queries(first[0], "/dossiers/") > 0
        assert people.account("do-luong-0", timezone.now()).sessions.count() == 2

    def test_receive_for_the_department_when_they_are_officers(self, demonstration):
        (session,) = people.officers(1, 1)
        client = Client()
        client.cookies["sessionid"] = session

        answer = client.get("/desk/")

        assert answer.status_code == 200
        assert [queue.key.partition(".")[0] for queue in answer.context["queues"]] == ["tiep_nhan"]

    def test_are_not_counted_for_a_page_they_may_not_read(self, demonstration):
        (session,) = people.citizens(1)

        with pytest.raises(AssertionError, match="404"):
            readers.queries(session, "/desk/")
