"""Single cells of a table are asked, answered and checked; everything else of the table stays as it was."""

import pytest
from django.test import Client
from django.urls import reverse

from dossiers.errors import SupplementNotReady
from dossiers.models import Dossier, SupplementItem, SupplementRound
from dossiers.services import Mark, claim, judge, mark
from forms.errors import Invalid
from tests.integration.dossiers.conftest import publish_from_library
from tests.integration.dossiers.diploma_copy import do, open_item
from tests.integration.dossiers.diploma_reissue import apply, walk_on
from tests.integration.dossiers.test_half_a_supplement import finish

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SHALL_READ = Mark("sua", "Ngày đề nghị không khớp trích lục.", row=2, column="de_nghi")
READS = Mark("sua", "Ghi đúng như trên bằng.", row=1, column="dang_ghi", basis="NĐ 61/2018")


@pytest.fixture
def at_appraisal(people, now) -> Dossier:
    """An amendment at the step that may ask, held by the case officer."""
    publish_from_library("diploma_reissue", at=now)
    dossier = walk_on(apply(people["cong-dan"], now), people, now, until="c5")
    item = open_item(dossier, "c5")
    claim(people["chuyen-vien"], item.public_id, version=item.version, at=now)
    return dossier


def asked(dossier: Dossier, people, now, *marks: Mark) -> Dossier:
    """Ask for these, and send it to the applicant."""
    mark(people["chuyen-vien"], open_item(dossier, "c5").public_id, marks, at=now)
    finish(people["chuyen-vien"], dossier, "c5", "can_bo_sung", now)
    do(people["truong-phong"], dossier, "s2", "duyet", {}, now)
    return do(people["tiep-nhan"], dossier, "s3", "gui", {}, now)


def items(dossier: Dossier) -> list[int]:
    """Return the ids of what is asked, in order."""
    return list(SupplementItem.objects.filter(round__dossier=dossier).values_list("pk", flat=True))


def browser_of(person) -> Client:
    """Sign a person in."""
    browser = Client()
    browser.force_login(person, backend=BACKEND)
    return browser


def page_of(dossier: Dossier) -> str:
    """Return the address of the applicant's page."""
    return reverse("portal:supplement", args=[dossier.public_id, open_item(dossier, "s4").public_id])


class TestMarkingCells:
    @pytest.mark.parametrize(
        ("marks", "reason"),
        [
            ([Mark("sua", "x", row=3, column="de_nghi")], "unknown_cell"),
            ([Mark("sua", "x", row=0, column="de_nghi")], "unknown_cell"),
            ([Mark("sua", "x", row=1, column="khong_co")], "unknown_cell"),
            ([Mark("sua", "x", row=1)], "unknown_cell"),
            ([Mark("nganh", "x", row=1, column="de_nghi")], "unknown_cell"),
            ([SHALL_READ, SHALL_READ], "marked_twice"),
            ([SHALL_READ, Mark("sua", "Cả bảng")], "marked_twice"),
        ],
        ids=["row", "row nought", "column", "no column", "no table", "twice", "table and cell"],
    )
    def test_takes_cells_that_are_there_once(self, at_appraisal, people, now, marks, reason):
        with pytest.raises(SupplementNotReady, match=reason):
            mark(people["chuyen-vien"], open_item(at_appraisal, "c5").public_id, marks, at=now)

    def test_is_done_on_the_desk_line_by_line(self, at_appraisal, people):
        desk = browser_of(people["chuyen-vien"])
        address = reverse("desk:supplement", args=[open_item(at_appraisal, "c5").public_id])
        line = {"cell-sua-0-row": "2", "cell-sua-0-column": "de_nghi", "cell-sua-0-reason": "Sai ngày"}

        shown = desk.get(address).content.decode()
        kept = desk.post(address, line)
        again = desk.get(address).content.decode()

        item = SupplementItem.objects.get()
        assert 'name="cell-sua-0-row"' in shown
        assert kept.status_code == 302
        assert (item.target, item.row, item.column, item.reason) == ("cell", 2, "de_nghi", "Sai ngày")
        assert item.label["vi"] == "Nội dung đề nghị sửa: Đề nghị ghi"
        assert "Đang ghi: 18/3/2001" in again

    @pytest.mark.parametrize(
        "line",
        [
            {"cell-sua-0-row": "2", "cell-sua-0-column": "de_nghi", "cell-sua-0-reason": " "},
            {"cell-sua-0-row": "9", "cell-sua-0-column": "de_nghi", "cell-sua-0-reason": "x"},
            {"cell-sua-0-row": "hai", "cell-sua-0-column": "de_nghi", "cell-sua-0-reason": "x"},
            {"cell-sua-0-row": "2", "cell-sua-0-column": "", "cell-sua-0-reason": "x"},
            {"cell-sua-0-row": "2", "cell-sua-0-column": "xyz", "cell-sua-0-reason": "x"},
            {"cell-sua-0-reason": "chỉ có lý do"},
            {"mark-sua": "1", "reason-sua": "Cả bảng", "cell-sua-0-row": "2", "cell-sua-0-column": "de_nghi", "cell-sua-0-reason": "x"},
            {
                "cell-sua-0-row": "2", "cell-sua-0-column": "de_nghi", "cell-sua-0-reason": "x",
                "cell-sua-1-row": "2", "cell-sua-1-column": "de_nghi", "cell-sua-1-reason": "y",
            },
        ],
        ids=["no reason", "no such row", "words", "no column", "unknown column", "reason alone", "table too", "twice"],
    )  # fmt: skip
    def test_shows_a_wrong_line_again(self, at_appraisal, people, line):
        address = reverse("desk:supplement", args=[open_item(at_appraisal, "c5").public_id])

        response = browser_of(people["chuyen-vien"]).post(address, line)

        assert response.status_code == 422
        assert not SupplementItem.objects.exists()
        typed = [text.strip() for name, text in line.items() if not name.endswith("-column")]
        assert all(text in response.content.decode() for text in typed)


class TestAnsweringCells:
    def test_changes_just_these(self, at_appraisal, people, now):
        dossier = asked(at_appraisal, people, now, SHALL_READ)
        (item,) = items(dossier)
        before = dossier.answers["sua"]

        dossier = finish(
            people["cong-dan"], dossier, "s4", "gui", now,
            **{
                f"answer-{item}": "corrected", f"cell-{item}": "15/3/2001", "sua-order": "1", "sua-1-de_nghi": "Gian",
                "sua": [{"muc": "ho_ten"}],
            },
        )  # fmt: skip

        after = dossier.answers["sua"]
        assert after[1]["de_nghi"] == "15/3/2001"
        assert {**after[1], "de_nghi": ""} == {**before[1], "de_nghi": ""}
        assert after[0] == before[0]
        assert len(after) == 2

    def test_shows_the_applicant_the_cell_with_what_stands_there_and_no_more(self, at_appraisal, people, now):
        dossier = asked(at_appraisal, people, now, SHALL_READ)
        (item,) = items(dossier)

        page = browser_of(people["cong-dan"]).get(page_of(dossier)).content.decode()

        assert f'name="cell-{item}"' in page
        assert 'value="18/3/2001"' in page
        assert "dòng 2" in page
        assert "sua-order" not in page
        assert 'name="nganh"' not in page

    def test_keeps_what_was_typed_beside_a_mistake(self, at_appraisal, people, now):
        dossier = asked(at_appraisal, people, now, SHALL_READ, READS)
        first, second = items(dossier)
        browser, address = browser_of(people["cong-dan"]), page_of(dossier)
        version = browser.get(address).context["item"].version

        response = browser.post(
            address,
            {
                "outcome": "gui", "version": version, f"answer-{first}": "corrected", f"cell-{first}": "15/3/2001",
                f"answer-{second}": "corrected", f"cell-{second}": "",
            },
        )  # fmt: skip

        page = response.content.decode()
        assert response.status_code == 422
        assert 'value="15/3/2001"' in page
        assert f'href="#f-cell-{second}"' in page

    def test_is_judged_by_the_rules_of_the_column(self, at_appraisal, people, now):
        dossier = asked(at_appraisal, people, now, SHALL_READ)
        (item,) = items(dossier)

        with pytest.raises(Invalid) as refusal:
            finish(
                people["cong-dan"], dossier, "s4", "gui", now,
                **{f"answer-{item}": "corrected", f"cell-{item}": "08/3/2001"},
            )  # fmt: skip

        assert list(refusal.value.errors) == [f"cell-{item}"]

    def test_is_no_answer_where_the_cell_cannot_be_supplied(self, at_appraisal, people, now):
        dossier = asked(at_appraisal, people, now, SHALL_READ)
        (item,) = items(dossier)
        before = dossier.answers

        dossier = finish(
            people["cong-dan"], dossier, "s4", "gui", now,
            **{f"answer-{item}": "impossible", f"explanation-{item}": "Không có giấy.", f"cell-{item}": "1/1/2000"},
        )  # fmt: skip

        assert dossier.answers == before

    def test_half_answered_goes_back_within_the_round_with_the_cell_that_is_missing(
        self, at_appraisal, people, now
    ):
        dossier = asked(at_appraisal, people, now, SHALL_READ, READS)
        first, second = items(dossier)
        finish(
            people["cong-dan"], dossier, "s4", "gui", now,
            **{
                f"answer-{first}": "corrected", f"cell-{first}": "15/3/2001",
                f"answer-{second}": "impossible", f"explanation-{second}": "Bằng bị mất.",
            },
        )  # fmt: skip
        step = open_item(dossier, "s5")
        claim(people["tiep-nhan"], step.public_id, version=step.version, at=now)
        check = browser_of(people["tiep-nhan"]).get(reverse("desk:supplement", args=[step.public_id]))
        judge(people["tiep-nhan"], step.public_id, {first: True, second: False}, at=now)

        finish(people["tiep-nhan"], dossier, "s5", "con_thieu", now)

        page = browser_of(people["cong-dan"]).get(page_of(dossier)).content.decode()
        assert "15/3/2001" in check.content.decode()
        assert dossier.supplement_rounds.get().state == SupplementRound.State.SENT
        assert f'name="cell-{second}"' in page
        assert f'name="cell-{first}"' not in page

    def test_of_an_old_page_keeps_the_cell_as_it_was_typed(self, at_appraisal, people, now):
        dossier = asked(at_appraisal, people, now, SHALL_READ)
        (item,) = items(dossier)

        response = browser_of(people["cong-dan"]).post(
            page_of(dossier),
            {"outcome": "gui", "version": "0", f"answer-{item}": "corrected", f"cell-{item}": "15/3/2001"},
        )

        assert response.status_code == 409
        assert 'value="15/3/2001"' in response.content.decode()

    def test_is_named_on_the_paper_with_its_row(self, at_appraisal, people, now):
        dossier = asked(at_appraisal, people, now, SHALL_READ)

        (line,) = dossier.statutory_papers.get(form="02").values["supplement"]["items"]

        assert (line["label"], line["place"]) == ("Nội dung đề nghị sửa: Đề nghị ghi", "dòng 2")
