"""The applicant takes an application back, and everyone concerned knows at once."""

import pytest

from accounts.models import Agency
from dossiers.services import withdraw
from dossiers.topics import dossier_topic, inbox_topic
from notifications.models import WakeUp
from tests.integration.dossiers.diploma_copy import send


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
