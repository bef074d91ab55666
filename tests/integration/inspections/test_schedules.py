"""Whatever happens between tablets and server, the server holds the fold of what it acknowledged, each once.

Hypothesis makes the days up: edits without a network, requests lost, answers lost, the server killed before any of its
statements, requests doubled, late and in disorder, forged repetitions, clocks a day off, a visit closed and reopened,
sections handed from tablet to tablet by tokens that come early, late, again, forged or after the section was put back,
photographs in stretches, people who leave the team and come back, tablets restored from a backup.
"""

import os
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from inspections.models import Target
from inspections.status import TargetStatus
from tests.integration.inspections.schedules import (
    SECTIONS,
    WHO,
    Machine,
    drain,
    set_in_team,
    set_status,
)
from tests.integration.inspections.schedules_oracle import check_the_server, check_the_tablets
from tests.integration.inspections.visit_world import World

EXAMPLES = int(os.environ.get("SYNC_EXAMPLES", "200"))
"""5,000 days in a nightly run, on both databases: `make nightly`."""
IS_NIGHTLY = "SYNC_EXAMPLES" in os.environ
VERDICTS = st.sampled_from(["pass", "fail", "not_applicable"])
NUMBER = st.integers(0, 7)


def event(name: str, argument: st.SearchStrategy) -> st.SearchStrategy:
    """Return something that one of the tablets does."""
    return st.tuples(st.just(name), st.sampled_from(WHO), argument)


EVENTS = st.one_of(
    event("answers_item", st.tuples(NUMBER, VERDICTS)),
    event("answers_item", st.tuples(NUMBER, VERDICTS)),
    event("sends", NUMBER),
    event("sends", NUMBER),
    event("loses_the_answer", NUMBER),
    event("sends_into_a_kill", st.integers(0, 45)),
    event("sends_in_disorder", st.integers(1, 4)),
    event("repeats", NUMBER),
    event("forges", NUMBER),
    event("looks", NUMBER),
    event("draws", NUMBER),
    event("photographs", NUMBER),
    event("uploads", NUMBER),
    event("uploads", NUMBER),
    event("uploads_into_a_kill", st.integers(0, 45)),
    event("backs_up", NUMBER),
    event("restores", NUMBER),
    event("team", st.booleans()),
    event("decides", NUMBER),
    event("takes", st.sampled_from(SECTIONS)),
    event("takes", st.sampled_from(SECTIONS)),
    event("gives", st.sampled_from(SECTIONS)),
    event("hands_on", st.tuples(st.sampled_from(SECTIONS), st.sampled_from(WHO), st.booleans())),
    event("hands_on", st.tuples(st.sampled_from(SECTIONS), st.sampled_from(WHO), st.booleans())),
    event("takes_over", NUMBER),
    event("takes_over_by_a_forgery", NUMBER),
    event("clock", st.sampled_from([-86_400, 0, 3_600, 86_400])),
    event(
        "visit", st.sampled_from([TargetStatus.CLASSIFYING, TargetStatus.IN_PROGRESS, TargetStatus.SUSPENDED])
    ),
)


def happen(machines: Mapping[str, Machine], who: str, name: str, argument: Any) -> None:
    """Let one thing happen."""
    machine = machines[who]
    if name == "answers_item":
        machine.answers_item(*argument)
    elif name == "hands_on":
        hand_on(machine, machines[argument[1]], argument[0], at_once=argument[2])
    elif name == "clock":
        machine.clock_off = timedelta(seconds=argument)
    elif name == "team":
        set_in_team(machine.world, who, is_in=argument)
    elif name == "visit":
        set_status(machine.world, argument)
    else:
        getattr(machine, name)(argument)


def hand_on(giver: Machine, taker: Machine, section: str, *, at_once: bool) -> None:
    """Let a tablet show its code to another, which takes the section at once or another time."""
    known = len(taker.codes)
    giver.hands_on(section, taker)
    if at_once and len(taker.codes) > known:
        taker.takes_over(0)


@pytest.mark.django_db(transaction=False)
class TestADayOfThreeTablets:
    pytestmark = [pytest.mark.services] if IS_NIGHTLY else []

    @pytest.fixture(autouse=True)
    def files(self, settings) -> None:
        """Let the bytes of a day lie in memory alone."""
        settings.STORAGES = {
            **settings.STORAGES,
            "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        }

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=not IS_NIGHTLY,
        database=None,
        phases=[Phase.generate, Phase.shrink] if IS_NIGHTLY else [Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(EVENTS, min_size=6, max_size=40))
    def test_comes_to_the_fold_of_what_was_acknowledged(self, visit, events):
        with transaction.atomic():
            world = World(visit.at, Target.objects.get(pk=visit.target.pk), visit.people)
            machines = {who: Machine(world, who) for who in WHO}

            for name, who, argument in events:
                happen(machines, who, name, argument)
            drain(world, machines)

            check_the_tablets(world, machines)
            check_the_server(world, machines)
            transaction.set_rollback(True)
