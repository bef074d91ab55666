"""What a publication makes: new rules, new words for the same rules, or nothing."""

import uuid
from datetime import timedelta

import pytest

from audit.models import AuditEntry
from dossiers.services import submit
from procedures.errors import NotInForce, PackageFaults
from procedures.models import Edition, RulesVersion
from procedures.package import open_package
from procedures.selectors import in_force, offered, package_for
from procedures.services import publish
from tests.integration.procedures.study_record import FILES, as_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.services]

NAME = "study_record"


def changed(path: str, old: str, new: str) -> dict[str, bytes]:
    """The package with one text replaced."""
    assert old in FILES[path]
    return as_bytes({**FILES, path: FILES[path].replace(old, new)})


NEW_LABEL = changed("request.form.yaml", "label: Họ và tên", "label: Họ, chữ đệm và tên")
NEW_CONDITION = changed("flow.bpmn", 'l1_outcome = "tra_lai"', 'l1_outcome != "ky"')
TOO_SLOW = changed("flow.bpmn", 'mc:budgetHours="2"', 'mc:budgetHours="40"')


class TestRulesAndEditions:
    @pytest.mark.parametrize(
        "files",
        [
            pytest.param(NEW_LABEL, id="a label"),
            pytest.param(
                changed("procedure.yaml", "vi: Xác nhận quá", "vi: Giấy xác nhận quá"),
                id="a title in languages",
            ),
            pytest.param(
                changed("documents/confirmation.html", "xác nhận:", "chứng nhận:"), id="a document's template"
            ),
            pytest.param(changed("scenarios.yaml", "Gửi nhầm tỉnh.", "Nhầm nơi."), id="a scenario"),
        ],
    )
    def test_are_the_same_rules_after_a_change_of(self, files):
        before, after = open_package(NAME, as_bytes(FILES)), open_package(NAME, files)

        assert after.rules_hash == before.rules_hash
        assert after.edition_hash != before.edition_hash

    @pytest.mark.parametrize(
        "files",
        [
            pytest.param(NEW_CONDITION, id="a condition"),
            pytest.param(
                changed("request.form.yaml", "required: true", "required: false"), id="what must be answered"
            ),
            pytest.param(changed("procedure.yaml", "days: 3", "days: 5"), id="the term"),
            pytest.param(
                changed("procedure.yaml", "valid_from: 2026-01-01", "valid_from: 2026-02-01"), id="validity"
            ),
        ],
    )
    def test_are_other_rules_after_a_change_of(self, files):
        before, after = open_package(NAME, as_bytes(FILES)), open_package(NAME, files)

        assert after.rules_hash != before.rules_hash

    def test_stay_as_they_are_when_published_twice(self, now):
        publish(NAME, as_bytes(FILES), at=now, actor_id=None)

        again = publish(NAME, as_bytes(FILES), at=now + timedelta(hours=1), actor_id=None)

        assert (again.are_new_rules, again.is_new_edition) == (False, False)
        assert (RulesVersion.objects.count(), Edition.objects.count()) == (1, 1)
        assert AuditEntry.objects.filter(action="procedure.published").count() == 1

    def test_gain_an_edition_by_a_changed_label(self, now):
        publish(NAME, as_bytes(FILES), at=now, actor_id=None)

        done = publish(NAME, NEW_LABEL, at=now, actor_id=None)

        assert (done.are_new_rules, done.is_new_edition) == (False, True)


@pytest.mark.django_db(transaction=True)
class TestADossierOnItsWay:
    def test_keeps_its_rules_and_gets_the_new_label(self, people, now):
        publish(NAME, as_bytes(FILES), at=now, actor_id=None)
        dossier = submit(
            people["cong-dan"], NAME, data={"ho_ten": "Mai", "khoa": "K1"}, files={},
            idempotency_key=uuid.uuid4(), at=now,
        )  # fmt: skip

        publish(NAME, NEW_LABEL, at=now + timedelta(minutes=1), actor_id=None)
        publish(NAME, NEW_CONDITION, at=now + timedelta(minutes=2), actor_id=None)

        dossier.refresh_from_db()
        own = package_for(NAME, dossier.rules_hash)
        assert own.forms["request"].by_key["ho_ten"].label.vi == "Họ, chữ đệm và tên"
        assert own.flow.flows["g2_c1"].condition.text == 'l1_outcome = "tra_lai"'
        assert in_force(NAME, now + timedelta(minutes=3)).rules.version_hash != dossier.rules_hash


class TestValidity:
    def test_offers_a_procedure_from_its_first_day_to_its_last(self, now):
        limited = changed(
            "procedure.yaml",
            "valid_from: 2026-01-01",
            f"valid_from: {now:%Y-%m-%d}\nvalid_to: {now + timedelta(days=9):%Y-%m-%d}",
        )
        publish(NAME, limited, at=now, actor_id=None)

        assert in_force(NAME, now + timedelta(days=8))
        assert [each.name for each in offered(now + timedelta(days=8))] == [NAME]
        assert offered(now + timedelta(days=11)) == []
        with pytest.raises(NotInForce):
            in_force(NAME, now + timedelta(days=11))

    def test_keeps_the_rules_of_today_until_those_of_tomorrow_begin(self, now):
        publish(NAME, as_bytes(FILES), at=now, actor_id=None)
        coming = changed(
            "procedure.yaml", "valid_from: 2026-01-01", f"valid_from: {now + timedelta(days=5):%Y-%m-%d}"
        )

        publish(NAME, coming, at=now, actor_id=None)

        assert str(in_force(NAME, now + timedelta(hours=1)).rules.valid_from) == "2026-01-01"
        assert str(in_force(NAME, now + timedelta(days=6)).rules.valid_from) != "2026-01-01"

    def test_ends_a_procedure_with_its_newest_rules_although_the_older_ones_had_no_end(self, now):
        publish(NAME, as_bytes(FILES), at=now, actor_id=None)
        ended = changed(
            "procedure.yaml",
            "valid_from: 2026-01-01",
            f"valid_from: 2026-01-01\nvalid_to: {now + timedelta(days=9):%Y-%m-%d}",
        )

        publish(NAME, ended, at=now, actor_id=None)

        assert [each.name for each in offered(now + timedelta(days=8))] == [NAME]
        assert offered(now + timedelta(days=11)) == []
        with pytest.raises(NotInForce):
            in_force(NAME, now + timedelta(days=11))

    def test_goes_on_with_rules_that_begin_after_the_others_have_ended(self, now):
        coming = changed(
            "procedure.yaml", "valid_from: 2026-01-01", f"valid_from: {now + timedelta(days=10):%Y-%m-%d}"
        )
        till_then = changed(
            "procedure.yaml",
            "valid_from: 2026-01-01",
            f"valid_from: 2026-01-01\nvalid_to: {now + timedelta(days=9):%Y-%m-%d}",
        )

        publish(NAME, coming, at=now, actor_id=None)
        publish(NAME, till_then, at=now, actor_id=None)

        assert str(in_force(NAME, now + timedelta(days=8)).rules.valid_from) == "2026-01-01"
        assert str(in_force(NAME, now + timedelta(days=12)).rules.valid_from) != "2026-01-01"


class TestWarnings:
    def test_keep_a_package_back_until_there_is_a_reason(self, now):
        with pytest.raises(PackageFaults) as refused:
            publish(NAME, TOO_SLOW, at=now, actor_id=None, reason="  ")

        assert "cần lý do" in str(refused.value)
        assert not Edition.objects.exists()

    def test_are_published_with_their_reason(self, now):
        done = publish(NAME, TOO_SLOW, at=now, actor_id=None, reason="Sở đồng ý rút ngắn sau")

        assert done.edition.warnings_accepted == "Sở đồng ý rút ngắn sau"
