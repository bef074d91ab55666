"""The sealed chain: what a tamperer does, and the sentence that gives him away."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from audit.errors import NothingToAnchor
from audit.models import AuditAnchor, AuditEntry, AuditSeal, AuditValues
from audit.services import anchor, prune_values, record, seal_pending, verify
from audit.testing import triggers_dropped

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


def write(count, at=AT):
    for number in range(count):
        with transaction.atomic():
            record(
                action="dossiers.receive", actor_id=1, target="dossiers.Dossier", target_id=number, at=at,
                values={"number": number},
            )  # fmt: skip


def tamper(*statements):
    """Do what a database owner can: drop the triggers, look away from foreign keys, change rows."""
    with triggers_dropped(connection), connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for statement in statements:
            if connection.vendor == "postgresql":
                cursor.execute("SET session_replication_role = replica")
            cursor.execute(statement)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = DEFAULT")


def entry_at(position):
    return AuditSeal.objects.get(position=position).entry_id


class TestTheSealer:
    def test_seals_everything_in_one_chain(self):
        write(5)

        assert seal_pending(AT) == 5
        assert seal_pending(AT) == 0
        assert verify(AT).whole

    def test_goes_on_behind_the_head(self):
        write(2)
        seal_pending(AT)
        write(3)

        seal_pending(AT)

        assert list(AuditSeal.objects.order_by("position").values_list("position", flat=True)) == [
            1,
            2,
            3,
            4,
            5,
        ]
        assert verify(AT).whole

    def test_picks_up_an_entry_that_committed_after_higher_numbers(self):
        write(3)
        late = AuditEntry.objects.order_by("id")[0].pk
        seal_pending(AT)
        tamper(f"DELETE FROM audit_auditseal WHERE entry_id = {late}")

        assert seal_pending(AT) == 1


class TestTheVerifier:
    def test_reports_what_waits_for_its_seal(self):
        write(2)

        report = verify(AT + timedelta(seconds=3))

        assert report.whole
        assert (report.sealed, report.unsealed, report.oldest_unsealed_age) == (0, 2, timedelta(seconds=3))

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            pytest.param(
                "UPDATE audit_auditentry SET actor_id = 2 WHERE id = {2}", "was edited", id="actor edited"
            ),
            pytest.param(
                "UPDATE audit_auditentry SET target_id = '9' WHERE id = {2}", "was edited", id="target edited"
            ),
            pytest.param(
                "UPDATE audit_auditvalues SET salt = 'x' WHERE entry_id = {2}",
                "values of entry",
                id="values edited",
            ),
            pytest.param(
                "DELETE FROM audit_auditvalues WHERE entry_id = {2}", "are gone", id="values stolen"
            ),
            pytest.param("DELETE FROM audit_auditentry WHERE id = {2}", "was deleted", id="entry deleted"),
            pytest.param("DELETE FROM audit_auditseal WHERE position = 2", "are missing", id="seal deleted"),
            pytest.param(
                "UPDATE audit_auditseal SET previous_hash = 'x' WHERE position = 3",
                "does not follow",
                id="link edited",
            ),
        ],
    )
    def test_finds(self, change, sentence):
        write(4)
        seal_pending(AT)
        tamper(change.format(*[0] + [entry_at(position) for position in (1, 2, 3)]))

        report = verify(AT)

        assert any(sentence in problem for problem in report.problems), report.problems

    def test_finds_two_entries_that_changed_places(self):
        write(3)
        seal_pending(AT)
        first, second = entry_at(1), entry_at(2)
        tamper(
            f"UPDATE audit_auditseal SET entry_id = -1 WHERE entry_id = {first}",
            f"UPDATE audit_auditseal SET entry_id = {first} WHERE entry_id = {second}",
            f"UPDATE audit_auditseal SET entry_id = {second} WHERE entry_id = -1",
        )

        assert not verify(AT).whole


class TestAnAnchor:
    def test_gives_away_a_chain_that_was_rewritten_whole(self, tmp_path):
        write(3)
        anchor(AT, tmp_path)
        tamper("DELETE FROM audit_auditseal", "DELETE FROM audit_auditanchor")
        tamper("UPDATE audit_auditentry SET actor_id = 2")
        seal_pending(AT, whole=True)

        report = verify(AT, tmp_path)

        assert any("rewritten" in problem for problem in report.problems)

    def test_gives_away_a_chain_that_was_cut(self, tmp_path):
        write(3)
        anchor(AT, tmp_path)
        last = entry_at(3)
        tamper(
            "DELETE FROM audit_auditseal WHERE position = 3",
            f"DELETE FROM audit_auditvalues WHERE entry_id = {last}",
            f"DELETE FROM audit_auditentry WHERE id = {last}",
        )

        report = verify(AT, tmp_path)

        assert any("ends before position 3" in problem for problem in report.problems)

    def test_that_was_forged_is_found(self, tmp_path):
        write(1)
        file = tmp_path / anchor(AT, tmp_path).file_name
        file.chmod(0o644)
        file.write_text(file.read_text().replace('"hash": "', '"hash": "0'))

        assert any("signature does not fit" in problem for problem in verify(AT, tmp_path).problems)

    def test_is_written_once_for_a_head(self, tmp_path):
        write(1)

        assert anchor(AT, tmp_path) == anchor(AT + timedelta(days=1), tmp_path)
        assert AuditAnchor.objects.count() == len(list(tmp_path.iterdir())) == 1

    def test_needs_a_head(self, tmp_path):
        with pytest.raises(NothingToAnchor):
            anchor(AT, tmp_path)


class TestPruning:
    def test_leaves_the_chain_whole_and_says_how_much_is_gone(self):
        write(3)
        write(1, at=AT + timedelta(days=10))
        seal_pending(AT)

        pruned = prune_values(before=AT + timedelta(days=1), actor_id=None, at=AT)

        report = verify(AT)
        assert pruned == report.pruned_values == 3
        assert report.whole
        assert AuditValues.objects.count() == 1


class TestTheCommand:
    def test_says_that_the_record_is_whole(self, tmp_path):
        write(2)
        call_command("audit", "seal", stdout=io.StringIO())
        call_command("audit", "anchor", directory=tmp_path, stdout=io.StringIO())
        out = io.StringIO()

        call_command("audit", "verify", directory=tmp_path, stdout=out)

        assert "2 sealed, anchored up to 2" in out.getvalue()
        assert "The record is whole." in out.getvalue()

    def test_leaves_with_one_and_a_sentence_when_it_is_not(self, tmp_path):
        write(2)
        seal_pending(AT)
        tamper("UPDATE audit_auditentry SET actor_id = 99")
        out = io.StringIO()

        with pytest.raises(SystemExit) as leaving:
            call_command("audit", "verify", directory=tmp_path, stdout=out)

        assert leaving.value.code == 1
        assert "was edited after it was sealed." in out.getvalue()
