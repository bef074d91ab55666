"""At a hundred thousand dossiers, no list and no search reads a whole table.

The population is built once for the module, in a transaction that is rolled back at its end. Of the
100,000 dossiers 2,000 wait for somebody: those are written one by one, and more would only cost time.
"""

from datetime import datetime

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from accounts.localdays import local_day
from accounts.models import Appointment, Person
from accounts.selectors import people_administered_by, standings
from benchmarks.population import populate
from dossiers import selectors
from dossiers.durations import working_hours_taken
from dossiers.inbox_filter import InboxFilter
from dossiers.models import Conversation, Dossier
from dossiers.search import MOST_FOUND, find_dossiers
from dossiers.selectors.conversation import waiting_conversations
from dossiers.selectors.saved_views import counted_views
from dossiers.services import keep_view
from notifications.selectors import notifications_of, unread_count
from tests.integration.query_plans import LARGE, whole_tables

pytestmark = [pytest.mark.django_db, pytest.mark.services]
DOSSIERS, OPEN = 100_000, 2_000


@pytest.fixture(scope="module")
def at() -> datetime:
    """The moment of the tests."""
    return timezone.now()


@pytest.fixture(scope="module")
def population(django_db_setup, django_db_blocker, tmp_path_factory, at):
    """A hundred thousand dossiers, gone afterwards: on PostgreSQL their dead rows too, over which every later scan would go."""
    folder = tmp_path_factory.mktemp("population")
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(folder / "files")},
    }
    with (
        django_db_blocker.unblock(),
        override_settings(
            MOTCUA_KEYS_DIR=folder / "keys", STORAGES={"default": storage, "staticfiles": storage}
        ),
        transaction.atomic(),
    ):
        leave_references_unchecked()
        populate(DOSSIERS, at, open_steps=OPEN)
        plan_as_after_vacuum()
        yield
        transaction.set_rollback(True)
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)" if connection.vendor == "postgresql" else "ANALYZE")


def leave_references_unchecked() -> None:
    """Spare PostgreSQL a check of each foreign key of the population, which it would repeat at every test's end."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")


def plan_as_after_vacuum() -> None:
    """Tell PostgreSQL's planner what autovacuum would: rows lie still, so an index may answer without them."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            settled = "UPDATE pg_class SET relallvisible = relpages WHERE relname = ANY(%s)"
            cursor.execute(settled, [sorted(LARGE)])


@pytest.fixture(scope="module")
def officer(population) -> Person:
    """Who receives for the largest agency."""
    return Person.objects.get(email="tiep-nhan@motcua.test")


@pytest.fixture(scope="module")
def citizen(population) -> Person:
    """Who has sixty dossiers."""
    return Person.objects.get(email="cong-dan@motcua.test")


@pytest.fixture(scope="module")
def administrator(population) -> Person:
    """Who administers every agency."""
    return Person.objects.get(email="quan-tri@motcua.test")


@pytest.fixture(scope="module")
def dossier(citizen) -> Dossier:
    """One of the citizen's that waits for the officer."""
    return Dossier.objects.filter(
        applicant=citizen, receiving_agency__code="H61.12", run__ended_at=None, code=None
    ).latest("pk")


class TestNothingReadsAWholeTable:
    def test_for_the_counts_of_the_queues(self, officer, at):
        assert whole_tables(lambda: selectors.desk_queues(officer, at)) == []

    def test_for_what_one_holds_by_a_delegation_too_new_for_statistics(self, officer, at):
        own, today = Appointment.objects.filter(person=officer).first(), local_day(at)
        place = {"role": own.role, "sits_at": own.sits_at, "acts_for": own.acts_for, "basis": "x"}
        latest = Person.objects.latest("pk")
        theirs = Appointment.objects.create(person=latest, starts_on=today, **place)
        Appointment.objects.create(
            person=officer, on_behalf_of=theirs, starts_on=today, ends_on=today, **place
        )

        assert whole_tables(lambda: standings(officer, at)) == []

    def test_for_an_inbox(self, officer, at):
        assert whole_tables(lambda: selectors.desk_items(officer, at)) == []

    def test_for_one_queue_of_it(self, officer, at):
        queue = selectors.desk_queues(officer, at)[0].key

        assert whole_tables(lambda: selectors.desk_items(officer, at, InboxFilter(queue=queue))) == []

    def test_for_its_next_page(self, officer, at):
        _, following = selectors.desk_items(officer, at)

        assert whole_tables(lambda: selectors.desk_items(officer, at, after=following)) == []

    @pytest.mark.parametrize("sort", ["received", "code"])
    def test_for_an_inbox_in_another_order(self, officer, at, sort):
        assert whole_tables(lambda: selectors.desk_items(officer, at, InboxFilter(sort=sort))) == []

    def test_for_an_inbox_narrowed_by_a_name(self, officer, at):
        narrowed = InboxFilter(words="nguyen ma", due="late", holder="free")

        assert whole_tables(lambda: selectors.desk_items(officer, at, narrowed)) == []

    def test_for_the_counts_of_kept_views(self, officer, at):
        keep_view(officer, "Muộn", InboxFilter(due="late"), at=at)
        keep_view(officer, "Nguyễn", InboxFilter(words="nguyen"), at=at)

        assert whole_tables(lambda: counted_views(officer, at)) == []

    def test_for_what_waits_for_an_answer(self, officer, dossier, at):
        Conversation.objects.create(dossier=dossier, written=1, last_at=at, waiting_since=at)

        assert whole_tables(lambda: list(waiting_conversations(officer, at)[:30])) == []

    def test_for_an_officers_page_of_a_dossier(self, officer, dossier, at):
        assert whole_tables(lambda: selectors.desk_dossier(officer, dossier.public_id, at)) == []

    def test_for_a_step(self, officer, dossier, at):
        item = dossier.run.work_items.get(completed_at=None)

        assert whole_tables(lambda: selectors.work_item_page(officer, item.public_id, at)) == []

    def test_for_ones_own_dossiers(self, citizen, at):
        assert whole_tables(lambda: list(selectors.dossiers_of(citizen, at)[:100])) == []

    def test_for_the_applicants_page_of_a_dossier(self, citizen, dossier, at):
        assert whole_tables(lambda: selectors.dossier_for_applicant(citizen, dossier.public_id, at)) == []

    def test_for_messages(self, citizen):
        assert whole_tables(lambda: list(notifications_of(citizen)[:30])) == []

    def test_for_the_number_of_unread_ones(self, citizen):
        assert whole_tables(lambda: unread_count(citizen)) == []

    def test_for_the_public_look_up(self, dossier):
        assert whole_tables(lambda: selectors.dossier_by_number(dossier.receipt_no)) == []

    def test_for_how_long_the_latest_really_took(self, population, at):
        procedure = selectors.application_package("diploma_copy", at).definition

        assert whole_tables(lambda: working_hours_taken(procedure.name, procedure.term)) == []

    @pytest.mark.parametrize(
        "typed",
        ["H61.12-2", "nguyen thi kim mai", "Nguyễn", "thach so ph", "xyz", "086301000123", "TC 004512"],
    )
    def test_for_a_search(self, officer, at, typed):
        assert whole_tables(lambda: list(find_dossiers(officer, typed, at).dossiers[:30])) == []

    def test_for_people_by_a_word_and_the_beginning_of_another(self, administrator, at):
        assert whole_tables(lambda: list(people_administered_by(administrator, at, "giu s")[:30])) == []

    def test_for_a_search_by_receipt(self, officer, dossier, at):
        assert whole_tables(lambda: list(find_dossiers(officer, dossier.receipt_no, at).dossiers)) == []


class TestTheEyeForScans:
    def test_sees_one(self, population):
        assert whole_tables(lambda: list(Dossier.objects.filter(applicant_name__contains="Mai")[:30]))


class TestASearch:
    @pytest.mark.parametrize("typed", ["nguyen", "ng", "H61.12-2"])
    def test_that_finds_too_much_says_that_it_is_cut(self, officer, at, typed):
        found = find_dossiers(officer, typed, at)

        assert (found.is_cut, found.dossiers.count()) == (True, MOST_FOUND)

    def test_that_finds_little_says_nothing(self, officer, dossier, at):
        assert not find_dossiers(officer, dossier.receipt_no, at).is_cut

    def test_finds_by_name_what_is_old(self, officer, at):
        oldest = Dossier.objects.filter(receiving_agency__code="H61.12").exclude(code=None).earliest("pk")

        assert [found.code for found in find_dossiers(officer, oldest.code, at).dossiers] == [oldest.code]

    def test_finds_the_newest_first(self, officer, at):
        found = find_dossiers(officer, "nguyen", at).dossiers[:30]

        assert [each.pk for each in found] == sorted((each.pk for each in found), reverse=True)

    def test_takes_the_last_word_unfinished(self, officer, at):
        some = Dossier.objects.filter(receiving_agency__code="H61.12", applicant_name__endswith="ng").latest(
            "pk"
        )

        found = find_dossiers(officer, some.applicant_name[:-1], at)

        assert some in found.dossiers
