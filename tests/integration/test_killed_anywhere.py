"""Server or worker killed anywhere on the way of a dossier: each step stands fully or not at all.

Each act of the way of one diploma copy (sending with a paper, every claim and completion, every
job, a mail, the sealing of the record) runs in a process that SIGKILLs itself at a point: before an
SQL statement, before or after a COMMIT, before, after or in the middle of an outside call. After
the restart the database must hold the act not at all, fully, or (a signature has two phases) up to
the end of a phase; then the act is done again, as a browser would (same key) or a later worker
(the lease ran out), and everything must stand as after a life without a death: one dossier, one
number, one file with one hash, mail and signatures under the same ids. Where two deaths leave the
same rows, files and journal behind, doing it again is tried after the first of them.

Tried is every point of sending, of claiming and completing b1 and b4, of b4's operation and drawing,
of a mail and of sealing the record; elsewhere every COMMIT and outside call, and of the statements
between each third (signatures: fourth, ninth). A page is drawn once and then taken from a cache, since
tests/integration/documents proves that drawing again gives the same bytes. PostgreSQL tries some
acts, each at a seventh of its points.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from unittest import mock

import pytest
from django.core.files.storage import default_storage
from django.db import connection, connections
from django.test import override_settings
from django.utils import timezone

from audit.services import seal_pending, verify
from documents.models import IssuedDocument, RegisterEntry
from dossiers.demo.load import load_demo
from dossiers.models import Dossier
from jobs.leases import LEASES
from jobs.testing import run_all_jobs
from procedures.package import read_folder
from procedures.services import publish
from tests.integration.dossiers.conftest import library
from tests.integration.killing import Life, Process
from tests.integration.way_of_a_copy import Act, acts_of_the_way
from tests.integration.worlds import (
    Facts,
    Worlds,
    both_facts,
    differences,
    facts,
    states_of_jobs,
    tries_so_far,
    woken_once,
)

pytestmark = pytest.mark.django_db(transaction=True)

THE_WAY = {
    # act: (how many steps it stands in, of its statements every how many-th is tried)
    "submit": (1, 1),
    "claim b1": (1, 1),
    "complete b1": (1, 1),
    "job: register_reception": (1, 3),
    "job: draw 01": (1, 3),
    "job: seal 01": (1, 3),
    "claim b2": (1, 3),
    "complete b2": (1, 3),
    "claim b3": (1, 3),
    "complete b3": (1, 3),
    "claim b4": (1, 1),
    "complete b4": (1, 1),
    "job: issue_document": (1, 1),
    "job: documents.render": (1, 1),
    "job: sign": (2, 4),
    "claim b5": (1, 3),
    "complete b5": (1, 3),
    "job: seal_document": (1, 3),
    "job: seal": (2, 9),
    "claim b6": (1, 3),
    "complete b6": (1, 3),
    "job: draw 06": (1, 3),
    "job: seal 06": (1, 3),
    "job: mail": (1, 1),
    "audit: seal": (1, 1),
}
ON_POSTGRESQL = {"submit", "complete b1", "job: issue_document", "job: sign", "job: mail"}
SEVENTH = 7
SPECIAL = ("before ", "after ", "in the middle")


@dataclass(frozen=True)
class Undisturbed:
    """An act and what a life without a death made of it."""

    act: Act
    life: Life
    before: Facts
    untouched: Facts
    after: Facts
    jobs: list[str]
    effects: set[tuple[str, ...]]


@dataclass
class House:
    """The world of these tests, and every act's undisturbed life in it."""

    worlds: Worlds
    process: Process
    acts: dict[str, Undisturbed]

    def live_through(self, act: Act) -> None:
        """Keep the world, do the act undisturbed, remember what it made."""
        self.worlds.keep(act.name)
        self.process.forget()
        before, untouched = both_facts()
        life = self.process.run(act.do)
        self.acts[act.name] = Undisturbed(
            act, life, before, untouched, facts(), states_of_jobs(), self.effects()
        )

    def kill(self, whole: Undisturbed, number: int, place: str) -> Facts:
        """Do the act until it dies at a point; return the facts left behind."""
        self.worlds.bring_back(whole.act.name)
        self.process.forget()
        assert self.process.run(whole.act.do, dies_at=number).was_killed, place
        left, unmasked = both_facts()
        if left == whole.before:
            assert not differences(unmasked, whole.untouched), place
        return left

    def everything_left(self, left: Facts) -> str:
        """Return all that a restarted process finds; what finds the same goes on the same."""
        return repr((left, tries_so_far(), self.worlds.papers(), sorted(self.effects())))

    def do_again(self, whole: Undisturbed, place: str) -> None:
        """Do the act again; everything must be as after a life without a death."""
        self.process.run(whole.act.again)

        assert not differences(woken_once(facts()), woken_once(whole.after)), place
        assert states_of_jobs() == whole.jobs, place
        assert self.effects() == whole.effects, place

    def effects(self) -> set[tuple[str, ...]]:
        """Return what reached the outside; an upload's key is random and says nothing."""
        return {
            (kind, "an upload" if stable_id.startswith("attachments/") else stable_id, content)
            for kind, stable_id, content in self.process.effects()
        }


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[House]:
    """A demonstration office, and the way gone once; the empty database comes back at the end.

    No lease is renewed: a thread with a connection of its own would see the database change under it, and a fork stand still.
    """
    folder = tmp_path_factory.mktemp("killed")
    files = folder / "files"
    storages = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(files)},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with (
        django_db_blocker.unblock(),
        override_settings(MOTCUA_KEYS_DIR=folder / "keys", STORAGES=storages),
        mock.patch.object(LEASES, "kept_alive", return_value=nullcontext()),
    ):
        (folder / "worlds").mkdir()
        house = House(Worlds(folder / "worlds", files), Process(folder / "lives"), {})
        house.worlds.keep("empty")
        with drawn_once(folder / "drawn"):
            open_office()
            warm_up(house.worlds)
            for act in acts_of_the_way(timezone.now()):
                house.live_through(act)
            house.worlds.keep("the end")
            yield house
        house.worlds.bring_back("empty")
        house.worlds.forget()
        shutil.rmtree(folder, ignore_errors=True)


def open_office() -> None:
    """Fill the database as a demonstration, with the procedure published."""
    load_demo(timezone.now())
    files = read_folder(library() / "diploma_copy")
    publish("diploma_copy", files, at=timezone.now(), actor_id=None, reason="Bản trình diễn")
    run_all_jobs(until=timezone.now() + timedelta(hours=1))


def warm_up(worlds: Worlds) -> None:
    """Go the way once in this process, so that its children find every import and cache ready."""
    worlds.keep("office")
    for act in acts_of_the_way(timezone.now()):
        act.do()
    worlds.bring_back("office")


def drawn_once(folder: Path) -> "mock._patch[Callable[..., bytes]]":
    """Draw a page once for all processes."""
    folder.mkdir()
    rendering = import_module("documents.services.render_document")
    draw = rendering.to_pdf

    def drawing(html: str, **how: object) -> bytes:
        kept = folder / hashlib.sha256(repr((html, how)).encode()).hexdigest()
        if not kept.exists():
            kept.write_bytes(draw(html, **how))
        return kept.read_bytes()

    return mock.patch.object(rendering, "to_pdf", drawing)


def points_to_try(points: tuple[str, ...], every: int) -> list[int]:
    """Return the numbers of the points at which to die: all but some plain statements; always the last."""
    numbered = list(enumerate(points, start=1))
    if connection.vendor == "postgresql":
        tried = {number for number, _ in numbered[::SEVENTH]}
    else:
        tried = {number for number, name in numbered if number % every == 0 or name.startswith(SPECIAL)}
    return sorted(tried | {len(points)})


def acts() -> list[object]:
    """Return the acts of the way, those for PostgreSQL marked."""
    return [
        pytest.param(name, id=name, marks=[pytest.mark.services] if name in ON_POSTGRESQL else [])
        for name in THE_WAY
    ]


class TestAnActKilledAnywhere:
    @pytest.mark.parametrize("name", acts())
    def test_stands_fully_or_not_at_all_and_can_be_done_again(self, house, name):
        steps, every = THE_WAY[name]
        whole = house.acts[name]
        stood, done_again = [whole.before], set()

        for number in points_to_try(whole.life.points, every):
            place = f"{name}, killed at {number}: {whole.life.points[number - 1]}"
            left = house.kill(whole, number, place)
            if left != stood[-1]:
                stood.append(left)
            found = house.everything_left(left)
            if found not in done_again:
                done_again.add(found)
                house.do_again(whole, place)

        assert len(stood) <= steps + 1, f"{name} was left in {len(stood) - 1} steps"
        assert stood[-1] == whole.after
        assert_the_record_is_whole()

    @pytest.mark.services
    def test_once_in_every_act_of_the_way_comes_to_the_same_end(self, house):
        house.worlds.bring_back("submit")
        house.process.forget()

        for act in acts_of_the_way(timezone.now()):
            points = house.acts[act.name].life.points
            house.process.run(act.do, dies_at=len(points) // 2)
            house.process.run(act.again)

        assert {table: len(rows) for table, rows in facts().items()} == {
            table: len(rows) for table, rows in house.acts["audit: seal"].after.items()
        }
        assert_one_of_each()


class TestTheUndisturbedWay:
    def test_goes_through_every_act(self, house):
        assert list(house.acts) == list(THE_WAY)

    def test_comes_to_one_dossier_and_one_document(self, house):
        house.worlds.bring_back("the end")

        assert_one_of_each()


def assert_the_record_is_whole() -> None:
    """Seal what waits and walk the chain."""
    seal_pending(timezone.now(), whole=True)
    report = verify(timezone.now())
    connections.close_all()
    assert report.whole, report.problems
    assert report.unsealed == 0


def assert_one_of_each() -> None:
    """One dossier, one number, one document whose file has its hash; the record is whole."""
    assert Dossier.objects.get().code.endswith("-0001")
    assert RegisterEntry.objects.get().state == RegisterEntry.State.ISSUED
    document = IssuedDocument.objects.get()
    with default_storage.open(document.storage_key) as file:
        assert hashlib.sha256(file.read()).hexdigest() == document.sha256
    assert_the_record_is_whole()
