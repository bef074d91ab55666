"""A day of 500 answers and 200 photographs: without a network, with dead batteries, with a server that is killed.

Days that die at moments of chance take minutes: `make nightly` runs them (LONG_DAYS=1), JOURNEY_SEED=… repeats one.
"""

import os
import tempfile

import pytest
from playwright.sync_api import Browser, Route

from tests.journeys.chance import chance
from tests.journeys.killing import ServerKilledAt, web_server_of
from tests.journeys.long_checklist import SECTIONS
from tests.journeys.long_day import LongDay, assert_all_arrived_once
from tests.journeys.product import Product
from tests.journeys.tablet_world import Visit

pytestmark = pytest.mark.journey
at_night = pytest.mark.skipif(
    "LONG_DAYS" not in os.environ, reason="NOT RUN: this long day is one of `make nightly`"
)


class TestALongDay:
    def test_of_500_answers_and_200_photographs_without_a_network_arrives_whole(
        self, product: Product, browser: Browser, visit: Visit
    ):
        with tempfile.TemporaryDirectory() as folder:
            day = LongDay(product, browser, visit, folder).begin().without_a_network()
            day.work(*range(SECTIONS)).with_a_network().sends_everything()

            assert day.left_on_the_tablet() == [0, 0]
            day.context.close()
        assert_all_arrived_once(visit)

    @at_night
    def test_partly_without_a_network_and_with_batteries_that_die_arrives_whole(
        self, product: Product, browser: Browser, visit: Visit
    ):
        moments = chance()
        with tempfile.TemporaryDirectory() as folder:
            day = LongDay(product, browser, visit, folder).begin().work(0, 1)

            day.without_a_network().work(2, 3)
            answered = day.dies_while_answering(4, moments.uniform(0.1, 0.8))
            assert day.starts_again(offline=True).answered(4) >= answered
            day.work(4, 5)
            taken = day.dies_while_photographing(6, moments.uniform(0.1, 1.0))
            assert day.starts_again().shown(6) >= taken
            day.work(6, 7, 8, 9).sends_everything()

            assert day.left_on_the_tablet() == [0, 0]
            day.context.close()
        assert_all_arrived_once(visit)

    @at_night
    def test_sent_to_a_server_that_drops_lines_and_is_killed_at_it_twice_arrives_whole(
        self, product: Product, browser: Browser, visit: Visit
    ):
        dropped: list[str] = []
        broken: list[str] = []
        moment = chance().random()
        kills = [
            ServerKilledAt(product, "POST", "/operations/", 4, 0.1 * moment),
            ServerKilledAt(product, "PATCH", "/evidence/", 20 + int(100 * moment), 0.03 * moment),
        ]

        def commit_and_drop(route: Route) -> None:
            if dropped:
                route.continue_()
                return
            route.fetch()
            dropped.append(route.request.url)
            route.abort("connectionreset")

        with tempfile.TemporaryDirectory() as folder:
            day = LongDay(product, browser, visit, folder).begin().without_a_network()
            day.work(*range(SECTIONS))
            day.context.route("**/operations/", commit_and_drop)
            day.context.on("requestfailed", lambda request: broken.append(request.url))
            for kill in kills:
                day.context.on("request", kill)
            day.with_a_network().sends_everything()

            assert day.left_on_the_tablet() == [0, 0]
            day.context.close()
        assert len(dropped) == 1
        assert [url for url in broken if url.endswith("/operations/")][1:], "it was killed at its work"
        assert len({web_server_of(product), *(kill.killed for kill in kills)}) == 3, "killed twice"
        assert_all_arrived_once(visit)
