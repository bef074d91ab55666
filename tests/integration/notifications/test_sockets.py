"""Sockets: who gets in, what may be heard, and how a wake-up arrives from another process's commit."""

import asyncio
import json
from contextlib import asynccontextmanager

import pytest
from channels.db import database_sync_to_async
from channels.routing import URLRouter
from django.conf import settings as django_settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from notifications.asgi import with_poller
from notifications.models import Presence, WakeUp
from notifications.poller import POLLER, NewRows
from notifications.routing import websocket_urlpatterns
from notifications.services import close_sockets, notify, wake
from tests.integration.notifications.pages import Socket

pytestmark = pytest.mark.django_db(transaction=True)


def application_for(user):
    router = URLRouter(websocket_urlpatterns)

    async def signed_in(scope, receive, send):
        await router({**scope, "user": user}, receive, send)

    return with_poller(signed_in)


@asynccontextmanager
async def page_of(person, *topics):
    socket = Socket(application_for(person))
    connected, _ = await socket.connect()
    assert connected
    try:
        await socket.say(json.dumps({"listen": list(topics)}))
        yield socket
    finally:
        await socket.leave()
        await POLLER.finish()


async def commit(function, *arguments, **facts):
    """Run a service in a transaction, in a thread of its own."""

    def in_transaction():
        with transaction.atomic():
            function(*arguments, **facts)

    await database_sync_to_async(in_transaction)()


class TestAStranger:
    async def test_is_not_let_in(self):
        connected, code = await Socket(application_for(AnonymousUser())).connect()

        assert (connected, code) == (False, 4401)
        await POLLER.finish()


class TestAPage:
    async def test_hears_only_what_it_may(self, person):
        async with page_of(person, "dossier.mine", "dossier.anothers", "no.such.topic") as page:
            assert await page.hear() == {"refused": "dossier.anothers"}
            assert await page.hear() == {"refused": "no.such.topic"}
            assert await page.hear() == {"listening": ["dossier.mine"]}

            await commit(wake, ["dossier.anothers", "dossier.mine"], timezone.now())

            assert await page.hear() == {"wake": "dossier.mine"}
            assert await page.hears_nothing()

    async def test_hears_a_topic_that_stands_for_several_groups(self, person):
        async with page_of(person, "inbox") as page:
            await page.hear()

            await commit(wake, ["inbox.van_thu.3"], timezone.now())

            assert await page.hear() == {"wake": "inbox"}

    async def test_hears_what_another_process_wrote(self, person):
        async with page_of(person, "dossier.mine") as page:
            await page.hear()

            await commit(WakeUp.objects.create, topic="dossier.mine", at=timezone.now())

            assert await page.hear(1) == {"wake": "dossier.mine"}

    async def test_hears_nothing_of_what_is_rolled_back(self, person):
        def fail():
            wake(["dossier.mine"], timezone.now())
            raise ZeroDivisionError

        async with page_of(person, "dossier.mine") as page:
            await page.hear()

            with pytest.raises(ZeroDivisionError):
                await commit(fail)

            assert await page.hears_nothing()

    async def test_hears_of_messages_without_asking(self, person):
        async with page_of(person) as page:
            await page.hear()

            await commit(
                notify, recipients=[person], kind="bare", params={}, url="", subject="", at=timezone.now()
            )

            assert await page.hear() == {"wake": "person"}

    async def test_makes_its_reader_present(self, person):
        async with page_of(person):
            assert await Presence.objects.filter(person=person).aexists()

    async def test_is_closed_when_rights_end(self, person):
        async with page_of(person) as page:
            await page.hear()

            await database_sync_to_async(close_sockets)(person.pk, timezone.now())

            assert await page.closing_code() == 4403

    @pytest.mark.parametrize(
        "said", ["not json", '{"listen": "x"}', "[1]"], ids=["no JSON", "no list", "no object"]
    )
    async def test_that_talks_nonsense_is_closed(self, person, said):
        async with page_of(person) as page:
            await page.hear()

            await page.say(said)

            assert await page.closing_code() == 4400


class TestReadingRows:
    def test_skips_what_was_there_and_reads_the_rest_once(self):
        WakeUp.objects.create(topic="old", at=timezone.now())
        rows = NewRows()
        rows.begin()
        for topic in ("a", "b", "a"):
            WakeUp.objects.create(topic=topic, at=timezone.now())

        assert rows.read() == ["a", "b"]
        assert rows.read() == []

    def test_finds_a_row_that_committed_late_under_a_lower_number(self):
        rows = NewRows()
        rows.begin()
        WakeUp.objects.create(pk=(rows.floor or 0) + 5, topic="quick", at=timezone.now())
        assert rows.read() == ["quick"]

        WakeUp.objects.create(pk=(rows.floor or 0) + 4, topic="late", at=timezone.now())

        assert rows.read() == ["late"]


async def test_the_poller_survives_being_asked_to_look_when_it_does_not_run():
    await POLLER.finish()
    POLLER.look_now()
    await asyncio.sleep(0)


@pytest.mark.services
@pytest.mark.skipif(not django_settings.REDIS_URL, reason="needs MOTCUA_REDIS_URL")
class TestAPageOnRedis:
    @pytest.fixture(autouse=True)
    def on_redis(self, settings):
        layer = {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [django_settings.REDIS_URL]},
        }
        settings.CHANNEL_LAYERS = {"default": layer}

    async def test_hears_a_commit_without_a_row(self, person):
        async with page_of(person, "dossier.mine") as page:
            await page.hear()

            await commit(wake, ["dossier.mine"], timezone.now())

            assert await page.hear() == {"wake": "dossier.mine"}
            assert not await WakeUp.objects.aexists()

    async def test_is_closed_when_rights_end(self, person):
        async with page_of(person) as page:
            await page.hear()

            await database_sync_to_async(close_sockets)(person.pk, timezone.now())

            assert await page.closing_code() == 4403
