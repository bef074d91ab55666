"""The applicant takes an application back, and everyone concerned knows at once."""

import pytest

from accounts.models import Agency
from dossiers.models import Extension, SupplementRound
from dossiers.services import withdraw
from dossiers.topics import dossier_topic, inbox_topic
from notifications.models import WakeUp
from tests.integration.dossiers.diploma_copy import do, send


class TestAWithdrawal:
    @pytest.fixture
    def wake_ups_in_rows(self, settings):
        settings.CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}

    def test_wakes_the_inbox_it_leaves(self, people, now, wake_ups_in_rows):
        dossier = send(people["cong-dan"], now)
        WakeUp.objects.all().delete()

        withdraw(people["cong-dan"], str(dossier.public_id), reason="", at=now)

        department = Agency.objects.get(code="H61.12")
        woken = set(WakeUp.objects.values_list("topic", flat=True))
        assert {inbox_topic("tiep_nhan", department.pk), dossier_topic(dossier)} <= woken

    def test_leaves_no_supplement_open_and_no_extension_undecided(self, people, now):
        dossier = send(people["cong-dan"], now)
        dossier = do(people["tiep-nhan"], dossier, "b1", "bo_sung", {}, now, reason="Ảnh mờ")
        Extension.objects.create(dossier=dossier, proposed_at=now, was_due_at=now)

        withdraw(people["cong-dan"], str(dossier.public_id), reason="", at=now)

        asked, proposed = dossier.supplement_rounds.get(), Extension.objects.get(dossier=dossier)
        assert (asked.state, asked.closed_at) == (SupplementRound.State.DROPPED, now)
        assert (proposed.state, proposed.closed_at) == (Extension.State.DECLINED, now)
