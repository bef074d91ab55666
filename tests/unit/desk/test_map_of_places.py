"""The map of places that are inspected: to scale, north above, with a bar that says how far is how far."""

from math import hypot

import pytest

from desk.inspections.map_of_places import HEIGHT, MARGIN, MOST_NUMBERED, WIDTH, Place, drawn


def places(*found: tuple[float, float]) -> list[Place]:
    """Places by latitude and longitude, numbered from 1."""
    return [Place(number, None, north, east) for number, (north, east) in enumerate(found, start=1)]


class TestTheMap:
    def test_puts_north_above_and_east_to_the_right_within_its_margin(self):
        south_west, north_east = drawn(places((10.0, 105.0), (22.0, 107.0))).points

        assert south_west.y > north_east.y and south_west.x < north_east.x
        for point in (south_west, north_east):
            assert MARGIN <= point.x <= WIDTH - MARGIN and MARGIN <= point.y <= HEIGHT - MARGIN

    def test_is_to_scale_in_both_directions(self):
        # at 22° north a degree of longitude is 0.927 of one of latitude
        middle, north, east = drawn(places((22.0, 104.0), (22.1, 104.0), (22.0, 104.1))).points

        upward, sideways = middle.y - north.y, east.x - middle.x
        assert sideways / upward == pytest.approx(0.927, abs=0.01)

    def test_has_a_bar_that_measures_what_it_says(self):
        # Lào Cai to Sa Pa: about 21 km as the crow flies
        drawing = drawn(places((22.4809, 103.9755), (22.3364, 103.8438)))
        a, b = drawing.points

        kilometres = hypot(a.x - b.x, a.y - b.y) * drawing.kilometres / drawing.bar
        assert kilometres == pytest.approx(21, abs=1)

    @pytest.mark.parametrize(
        "found", [[(10.0, 105.0)], [(10.0, 105.0), (10.0, 105.0)]], ids=["one", "the same"]
    )
    def test_puts_one_place_in_the_middle_without_a_bar(self, found):
        drawing = drawn(places(*found))

        assert {(each.x, each.y) for each in drawing.points} == {(500, 300)}
        assert drawing.bar == 0

    def test_keeps_numbers_in_the_list_where_there_are_too_many(self):
        few = drawn(places(*[(22 + n / 100, 104.0) for n in range(MOST_NUMBERED)]))
        many = drawn(places(*[(22 + n / 100, 104.0) for n in range(MOST_NUMBERED + 1)]))

        assert (few.is_numbered, many.is_numbered) == (True, False)
        assert many.radius < few.radius

    def test_of_nothing_has_no_points(self):
        assert drawn([]).points == ()
