"""A person who applies for several parties has a draft for each; what is typed for one never lands in another's."""

import pytest

from accounts.localdays import local_day
from accounts.services import verify_representation
from dossiers.models import Dossier, Draft
from dossiers.services import choose_party, save_draft, take_back
from tests.integration.dossiers.test_representation import power

APPLY, FOR_WHOM = "/apply/diploma_copy/", "/apply/diploma_copy/for-whom/"


@pytest.fixture
def two(people, now):
    """Two powers of the second citizen, of two people."""
    other = verify_representation(
        person=people["cong-dan-2"], principal=people["giu-so"], basis="GUQ 7", starts_on=local_day(now),
        actor=None, at=now,
    )  # fmt: skip
    return power(people, now), other


def choose(browser, party) -> None:
    browser.post(FOR_WHOM, {"party": str(party.public_id) if party else "self"})


class TestTwoParties:
    def test_have_a_draft_each_and_the_one_chosen_last_is_gone_on_with(self, browser_of, people, two):
        browser = browser_of("cong-dan-2")

        for party, year in zip((*two, None), ("2001", "2002", "2003"), strict=True):
            choose(browser, party)
            section_of(browser).post_year(year)
        choose(browser, two[0])

        years = {each.party_key: each.values["nam_tn"] for each in Draft.objects.all()}
        assert years == {str(two[0].public_id): "2001", str(two[1].public_id): "2002", "self": "2003"}
        assert 'value="2001"' in section_of(browser).text()

    def test_in_two_windows_do_not_write_into_each_others_draft(self, browser_of, people, two):
        browser = browser_of("cong-dan-2")
        choose(browser, two[0])
        first = section_of(browser)
        choose(browser, two[1])

        first.post_year("2001")

        assert Draft.objects.get(representation=two[0]).values["nam_tn"] == "2001"
        assert "nam_tn" not in Draft.objects.get(representation=two[1]).values

    def test_are_listed_each_with_its_party_and_thrown_away_each_alone(self, browser_of, people, two, now):
        for party in two:
            save_draft(people["cong-dan-2"], "diploma_copy", {"nam_tn": "2001"}, at=now, representation=party)
        browser = browser_of("cong-dan-2")

        listed = browser.get("/dossiers/").content.decode()
        browser.post(f"{APPLY}discard/", {"party": str(two[0].public_id)})

        assert all(str(party.public_id) in listed and party.party_name in listed for party in two)
        assert [each.representation for each in Draft.objects.all()] == [two[1]]

    def test_one_whose_power_is_over_does_not_stand_in_the_way_of_the_other(
        self, browser_of, people, two, now
    ):
        save_draft(people["cong-dan-2"], "diploma_copy", {"nam_tn": "2001"}, at=now, representation=two[0])
        take_back(two[0], reason="Đổi ý", actor=people["cong-dan"], at=now)
        browser = browser_of("cong-dan-2")

        stopped = browser.get(APPLY, follow=True).content.decode()
        choose(browser, two[1])

        assert "đã hết" in stopped
        assert browser.get(APPLY).status_code == 200
        assert Draft.objects.get(representation=two[0]).values == {"nam_tn": "2001"}

    def test_of_somebody_else_are_nobodys_to_choose(self, browser_of, people, two):
        response = browser_of("cong-dan").post(FOR_WHOM, {"party": str(two[0].public_id)})

        assert response.status_code == 422
        assert not Draft.objects.exists() and not Dossier.objects.exists()

    def test_typed_by_a_page_that_names_a_party_one_does_not_act_for_goes_nowhere(
        self, browser_of, people, two
    ):
        browser = browser_of("cong-dan")
        section = section_of(browser)

        section.post_year("2001", party=str(two[0].public_id))

        assert not Draft.objects.exists()


class TestChoosingTwice:
    def test_finds_the_same_draft(self, people, two, now):
        first, second = (choose_party(people["cong-dan-2"], "diploma_copy", two[0], at=now) for _ in range(2))

        assert first.pk == second.pk


class section_of:  # noqa: N801
    """The page of the section that asks for the year, as it is shown now."""

    def __init__(self, browser) -> None:
        self.browser = browser
        self.address = f"{APPLY}van_bang/"
        page = browser.get(self.address)
        self.page, self.party = page.content.decode(), page.context["party_key"]

    def text(self) -> str:
        return self.page

    def post_year(self, year: str, party: str = "") -> None:
        self.browser.post(self.address, {"party": party or self.party, "nam_tn": year, "action": "draft"})


class TestAPageSentAfterThePowerIsOver:
    @pytest.fixture
    def late(self, browser_of, people, two, now):
        """The page of a section, shown while the power was in force, which was taken back since."""
        browser = browser_of("cong-dan-2")
        choose(browser, two[0])
        section = section_of(browser)
        take_back(two[0], reason="Đổi ý", actor=people["cong-dan"], at=now)
        return section

    def test_is_shown_back_to_be_copied_with_what_to_do(self, late, two):
        answer = late.browser.post(
            late.address,
            {"party": late.party, "nam_tn": "1998", "nganh": "Hàn <b>", "loai_vbcc": "trung_cap"},
        )

        page = answer.content.decode()
        assert answer.status_code == 409
        assert "1998" in page
        assert "Hàn &lt;b&gt;" in page
        assert two[0].party_name in page
        assert "/account/representation/" in page

    def test_writes_nothing_into_the_partys_draft(self, late, two):
        late.browser.post(late.address, {"party": late.party, "nam_tn": "1998"})

        assert "nam_tn" not in Draft.objects.get(representation=two[0]).values
        assert not Dossier.objects.exists()

    def test_without_any_answer_leads_to_the_choice_of_the_party(self, late):
        answer = late.browser.post(late.address, {"party": late.party})

        assert answer.status_code == 302
        assert answer.url == FOR_WHOM
