"""A person, and the wiring of these tests."""

import pytest

HERE = "tests.integration.notifications.wiring"


@pytest.fixture(autouse=True)
def wired(settings):
    settings.NOTIFICATION_TEXTS = f"{HERE}.TEXTS"
    settings.TOPIC_POLICY = f"{HERE}.may_listen"
    settings.NOTIFICATION_AWAY_AFTER_SECONDS = 300
    settings.MOTCUA_PUBLIC_URL = "https://dvc.example.vn"
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}


@pytest.fixture
def person(django_user_model):
    return django_user_model.objects.create_user("an@example.vn", full_name="Nguyễn Văn An")
