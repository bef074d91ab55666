"""A section goes from tablet to tablet without the server, which reads the tokens afterwards."""

from uuid import uuid4

import pytest

from inspections.models import Answer, SectionHold
from tests.integration.inspections.signing_tablet import TabletKey
from tests.integration.inspections.visit_world import Tablet, World


class Signing:
    """A tablet that can sign what it hands on."""

    def __init__(self, visit: World, who: str) -> None:
        self.visit, self.key = visit, TabletKey()
        self.tablet = Tablet(visit, visit.people[who])
        assert self.tablet.register(self.key.public).status_code == 200

    def hands(self, hold: str, to: "Signing", *, seq: int) -> dict:
        """Return a signed token."""
        token = {
            "visit": str(self.visit.target.public_id), "section": "TS", "hold": hold, "token": str(uuid4()),
            "from": str(self.tablet.id), "to": str(to.tablet.id), "at": self.visit.at.isoformat(), "seq": seq,
        }  # fmt: skip
        return self.key.signed(token)

    def take(self, *tokens: dict) -> dict:
        """Return the operation that takes the section."""
        return self.tablet.operation("section.take", {"section": "TS", "tokens": list(tokens)})


@pytest.fixture
def an(visit: World) -> Signing:
    """The tablet that holds the section first."""
    return Signing(visit, "an")


@pytest.fixture
def binh(visit: World) -> Signing:
    """The tablet it is handed to."""
    return Signing(visit, "binh")


@pytest.fixture
def lead(visit: World) -> Signing:
    """The tablet it goes on to."""
    return Signing(visit, "lead")


def only(results):
    """Return the one answer."""
    (result,) = results
    return result


class TestASectionHandedOn:
    def test_is_the_receivers(self, an, binh):
        take = an.take()
        an.tablet.send(take)

        result = only(binh.tablet.send(binh.take(an.hands(take["id"], binh, seq=1))))

        assert (result["status"], result["mine"]) == ("applied", True)
        assert SectionHold.objects.get(given_at=None).device.public_id == binh.tablet.id

    def test_goes_on_over_a_tablet_the_server_never_heard_of_in_between(self, an, binh, lead):
        take = an.take()
        an.tablet.send(take)
        first = an.hands(take["id"], binh, seq=1)
        second = binh.hands(first["token"]["token"], lead, seq=0)

        result = only(lead.tablet.send(lead.take(first, second)))

        assert result["status"] == "applied"

    def test_lets_what_the_giver_answered_before_stand_and_keeps_what_came_after_apart(self, an, binh):
        take, before, after = an.take(), an.tablet.answer("TS.01"), an.tablet.answer("TS.02")
        an.tablet.send(take)
        binh.tablet.send(binh.take(an.hands(take["id"], binh, seq=before["seq"])))

        results = an.tablet.send(before, after)

        assert [each["status"] for each in results] == ["applied", "conflict"]
        assert Answer.objects.get().item_key == "TS.01"

    def test_may_be_told_before_its_taking(self, an, binh):
        take = an.take()
        handed = only(binh.tablet.send(binh.take(an.hands(take["id"], binh, seq=1))))

        late = only(an.tablet.send(take))

        assert handed["status"] == "applied"
        assert (late["status"], late["mine"]) == ("applied", False)
        assert SectionHold.objects.get(given_at=None).device.public_id == binh.tablet.id

    def test_is_not_taken_again_by_the_same_token(self, an, binh):
        take = an.take()
        an.tablet.send(take)
        token = an.hands(take["id"], binh, seq=1)
        back = binh.hands(token["token"]["token"], an, seq=1)
        binh.tablet.send(binh.take(token))
        an.tablet.send(an.take(back))

        result = only(binh.tablet.send(binh.take(token)))

        assert (result["status"], result["detail"]) == ("rejected", "held")

    def test_is_not_taken_by_a_token_of_who_does_not_hold_it(self, an, binh, lead):
        take = an.take()
        an.tablet.send(take)

        result = only(binh.tablet.send(binh.take(lead.hands(take["id"], binh, seq=0))))

        assert (result["status"], result["detail"]) == ("rejected", "held")

    @pytest.mark.parametrize(
        ("changes", "detail"),
        [
            pytest.param({"seq": 99}, "wrong_signature", id="changed"),
            pytest.param({"section": "DT"}, "wrong_section", id="for another section"),
            pytest.param({"to": str(uuid4())}, "wrong_signature", id="made out to somebody else"),
            pytest.param({"from": str(uuid4())}, "unknown_key", id="from nobody"),
        ],
    )
    def test_is_not_taken_by_a_token_that_proves_nothing(self, an, binh, changes, detail):
        take = an.take()
        an.tablet.send(take)
        token = an.hands(take["id"], binh, seq=1)
        token["token"] |= changes

        result = only(binh.tablet.send(binh.take(token)))

        assert (result["status"], result["detail"]) == ("rejected", detail)
