"""What an officer marks belongs to the step that marks it, and to whoever still holds that step."""

import pytest

from dossiers import selectors
from dossiers.errors import NotVisible
from dossiers.models import SupplementRound
from dossiers.services import Mark, claim, complete, mark
from dossiers.services.supplement import draft_round
from jobs.testing import run_all_jobs
from tests.integration.dossiers.diploma_copy import open_item, send

YEAR = Mark("nam_tn", "Năm trên bằng là 2021.")
State = SupplementRound.State


@pytest.fixture
def held(people, now):
    """The reception step of a new dossier, held by the one-stop."""
    item = open_item(send(people["cong-dan"], now), "b1")
    return claim(people["tiep-nhan"], item.public_id, version=item.version, at=now)


@pytest.fixture
def faster(people, now, monkeypatch):
    """Lets somebody else finish a step after it was looked up and before its dossier is locked."""
    look_up = selectors.work_item

    def race(item, outcome, **more):
        def looked_up(person, public_id, at):
            found = look_up(person, public_id, at)
            monkeypatch.setattr(selectors, "work_item", look_up)
            complete(
                people["tiep-nhan"], item.public_id, outcome=outcome, version=item.version, at=now,
                data={}, files={}, **more,
            )  # fmt: skip
            return found

        monkeypatch.setattr(selectors, "work_item", looked_up)

    return race


class TestAMark:
    @pytest.mark.parametrize("outcome", ["bo_sung", "khong_tiep_nhan"])
    def test_comes_too_late_for_a_step_that_went_out_meanwhile(self, held, people, now, faster, outcome):
        faster(held, outcome, reason="Ảnh mờ")

        with pytest.raises(NotVisible):
            mark(people["tiep-nhan"], held.public_id, [YEAR], at=now)

        rounds = SupplementRound.objects.filter(dossier=held.run.dossier)
        assert not rounds.filter(state=State.DRAFT).exists()
        assert rounds.count() == (1 if outcome == "bo_sung" else 0)

    def test_left_behind_by_another_step_is_not_asked_by_this_one(self, held, people, now):
        mark(people["tiep-nhan"], held.public_id, [YEAR], at=now)
        SupplementRound.objects.update(node_id="c5")

        do_held(people, held, "bo_sung", now, reason="Ảnh mờ")

        left, asked = SupplementRound.objects.filter(dossier=held.run.dossier).order_by("pk")
        assert (left.state, asked.state) == (State.DROPPED, State.SENT)
        assert [item.reason for item in asked.items.all()] == ["Ảnh mờ"]

    def test_begins_no_round_beside_one_that_is_out(self, held, people, now):
        dossier = do_held(people, held, "bo_sung", now, reason="Ảnh mờ")

        with pytest.raises(NotVisible):
            draft_round(dossier, held, people["tiep-nhan"], now)

        assert SupplementRound.objects.get().state == State.SENT


def do_held(people, item, outcome, at, *, reason):
    """Complete the step the one-stop holds."""
    dossier = complete(
        people["tiep-nhan"], item.public_id, outcome=outcome, version=item.version, at=at, data={}, files={},
        reason=reason,
    )  # fmt: skip
    run_all_jobs()
    return dossier
