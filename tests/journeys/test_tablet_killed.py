"""A browser killed at any moment: what was answered is there, and the server gets each answer once."""

import tempfile
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Error, expect

from tests.journeys.chance import chance
from tests.journeys.killing import kill, start
from tests.journeys.product import Product
from tests.journeys.tablet import Tablet
from tests.journeys.tablet_world import Visit

pytestmark = pytest.mark.journey

ROUNDS = 3
KEYS = ("TS.01", "TS.02", "TS.07")
VERDICTS = ("pass", "fail", "not_applicable")


def answer_and_wait(an: Tablet, key: str, verdict: str) -> None:
    """Answer and wait until the application counts the answer as kept, no longer."""
    saved = an.page.evaluate("performance.getEntriesByName('motcua-save').length")
    an.answer(key, verdict)
    an.page.wait_for_function(
        "saved => performance.getEntriesByName('motcua-save').length > saved", arg=saved
    )


class TestAKilledBrowser:
    def test_has_lost_no_answer_that_was_on_the_screen_as_kept(
        self, product: Product, browser: Browser, visit: Visit
    ):
        moments = chance()
        kept: dict[str, str] = {}
        with tempfile.TemporaryDirectory() as folder:
            context = start(browser, folder)
            Tablet(product, context).begin("an").section(visit)
            for _ in range(ROUNDS):
                an = Tablet(product, context)
                an.page.goto(f"{product.url}/tablet/")
                an.unlock().section(visit)
                for key, verdict in kept.items():
                    expect(an.question(key).locator(f"input[value={verdict}]")).to_be_checked()
                for _ in range(moments.randint(1, 4)):
                    key = moments.choice(KEYS)
                    kept[key] = moments.choice([each for each in VERDICTS if each != kept.get(key)])
                    answer_and_wait(an, key, kept[key])
                kill(folder)
                with suppress(Error):
                    context.close()
                context = start(browser, folder)
            an = Tablet(product, context).sign_in("an").unlock()
            an.section(visit).wait_until_sent()
            context.close()

        assert {key: values["verdict"] for key, values in visit.answers().items()} == kept
        operations = visit.operations()
        assert all(status == "applied" for _, status, _ in operations)
        assert visit.ask("print(json.dumps(target.sync_seq))") == len(operations)
