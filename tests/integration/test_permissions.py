"""Who gets which answer at which address: every cell of tests/permissions.csv, asked for real."""

from tests.integration.dossiers.conftest import now, office, people  # noqa: F401
from tests.integration.permission_world import PEOPLE, answer, build, rows, url_names

NOT_OURS = ("account_", "mfa_", "socialaccount_", "openid_connect_")


class TestTheMatrix:
    def test_names_every_address(self):
        ours = {name for name in url_names() if not name.startswith(NOT_OURS)}

        assert {row["url"] for row in rows() if row["method"] != "socket"} >= ours

    def test_holds_in_every_cell(self, people, now):  # noqa: F811
        world = build(people, now)

        wrong = [
            f"{row['method']} {row['url']} {row['object']}/{row['state']} as {who}: expected {row[who]}, got {got}"
            for row in rows()
            for who in PEOPLE
            if (got := answer(world, row, who)) != row[who]
        ]

        assert not wrong, "\n".join(wrong)
