"""A sample drawn by a seed: fair, the same for everybody, and checkable by hand."""

from collections import Counter
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.checklists import draw

SEEDS = st.text(min_size=1, max_size=40).filter(lambda text: text.isascii())


class TestADraw:
    @pytest.mark.parametrize(
        ("seed", "population", "size", "drawn"),
        [
            pytest.param("motcua", 100, 10, (18, 20, 28, 36, 40, 41, 71, 74, 94, 99), id="ten of a hundred"),
            pytest.param("6f3a91", 240, 5, (11, 22, 86, 169, 193), id="five of 240"),
            pytest.param("hạt giống", 12, 4, (1, 2, 7, 12), id="a seed beyond ASCII"),
            pytest.param("x", 3, 10, (1, 2, 3), id="a population smaller than the sample"),
            pytest.param("x", 0, 10, (), id="nothing to draw from"),
        ],
    )
    def test_is_the_same_in_every_language(self, seed, population, size, drawn):
        assert draw(seed, population, size) == drawn

    def test_follows_the_steps_of_its_description(self):
        words = [int.from_bytes(sha256(f"6f3a91:{k}".encode()).digest()[:6], "big") for k in range(3)]
        units = list(range(1, 8))

        for place, word in enumerate(words):
            other = place + word % (7 - place)
            units[place], units[other] = units[other], units[place]

        assert draw("6f3a91", 7, 3) == tuple(sorted(units[:3]))

    @given(SEEDS, st.integers(0, 2_000), st.integers(1, 50))
    def test_takes_different_units_of_the_population(self, seed, population, size):
        drawn = draw(seed, population, size)

        assert len(set(drawn)) == len(drawn) == min(size, population)
        assert all(1 <= unit <= population for unit in drawn)
        assert list(drawn) == sorted(drawn)

    def test_favours_no_unit(self):
        drawn = Counter(unit for seed in range(4_000) for unit in draw(str(seed), 20, 5))

        assert len(drawn) == 20
        assert all(850 < times < 1_150 for times in drawn.values())

    @pytest.mark.parametrize(
        ("seed", "population", "size"),
        [
            pytest.param("", 10, 1, id="no seed"),
            pytest.param("x", -1, 1, id="fewer than nothing"),
            pytest.param("x", 10, 0, id="no units"),
            pytest.param("x", 10**9, 1, id="too many"),
        ],
    )
    def test_refuses_what_it_cannot_draw(self, seed, population, size):
        with pytest.raises(ValueError, match="cannot draw"):
            draw(seed, population, size)
