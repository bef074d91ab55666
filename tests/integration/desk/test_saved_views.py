"""The inbox narrowed, sorted and kept under a name, with a count that costs the same for one view and for a dozen."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import AuditEntry
from dossiers import selectors
from dossiers.errors import CannotKeepView, NotVisible
from dossiers.inbox_filter import InboxFilter, filter_from
from dossiers.models import Dossier, SavedView
from dossiers.saved_view_models import MOST_VIEWS
from dossiers.selectors.saved_views import counted_views
from dossiers.services import claim, forget_view, keep_view, rename_view
from tests.integration.dossiers.diploma_copy import open_item, send, walk
from workflows.models import WorkItem


@pytest.fixture
def three(people, now):
    """Three dossiers at reception: late, soon and free; soon and held; without any due moment."""
    sent = [send(people["cong-dan"], now) for _ in range(3)]
    for dossier, due_at in zip(sent, (now - timedelta(hours=1), now + timedelta(hours=2), None), strict=True):
        WorkItem.objects.filter(process_id=dossier.run_id).update(due_at=due_at)
    item = open_item(sent[1], "b1")
    claim(people["tiep-nhan"], item.public_id, version=item.version, at=now)
    return sent


def shown(person, at, **narrowed):
    """Return the dossiers an inbox shows."""
    rows, _ = selectors.desk_items(person, at, InboxFilter(**narrowed))
    return [row.dossier for row in rows]


class TestAFilter:
    @pytest.mark.parametrize(
        ("narrowed", "which"),
        [
            ({}, [0, 1, 2]),
            ({"due": "late"}, [0]),
            ({"due": "soon"}, [1]),
            ({"holder": "mine"}, [1]),
            ({"holder": "free"}, [0, 2]),
            ({"words": "nguyen ma"}, [0, 1, 2]),
            ({"words": "đặng"}, []),
            ({"due": "soon", "holder": "free"}, []),
        ],
        ids=["nothing", "late", "soon", "mine", "free", "a name begun", "another name", "two at once"],
    )
    def test_shows_what_it_says(self, people, three, now, narrowed, which):
        assert shown(people["tiep-nhan"], now, **narrowed) == [three[each] for each in which]

    def test_finds_by_receipt_and_by_the_beginning_of_a_code(self, people, three, now):
        received = walk(three[0], people, now, until="b2")

        assert shown(people["tiep-nhan"], timezone.now(), words=three[1].receipt_no.lower()) == [three[1]]
        assert shown(people["giu-so"], timezone.now(), words="h61.12-") == [received]

    def test_never_shows_what_is_not_the_persons(self, people, three, now):
        queue = f"tiep_nhan.{three[0].receiving_agency_id}"

        assert shown(people["van-thu"], now, queue=queue) == []

    @pytest.mark.parametrize(
        "given",
        [
            {"queue": "x", "due": "x", "holder": "1", "sort": "due_at; DROP TABLE"},
            {"queue": "tiep_nhan.²"}, {"queue": "tiep_nhan." + "9" * 30}, {"words": "\x00 \n"}, {"queue": None},
        ],
        ids=["what is not offered", "no number", "too long a number", "nothing visible", "nothing"],
    )  # fmt: skip
    def test_leaves_nonsense_out(self, given):
        assert filter_from(given) == InboxFilter()

    def test_survives_an_address_and_a_kept_view(self):
        narrowed = InboxFilter(
            queue="tiep_nhan.3", due="late", holder="free", words="Sô Phi & con", sort="code"
        )

        from_data = filter_from(narrowed.as_data())

        assert from_data == narrowed
        assert "&amp;" not in narrowed.as_query() and narrowed.as_query().startswith("queue=tiep_nhan.3&")


class TestAnOrder:
    @pytest.mark.parametrize("sort", ["due", "received", "code"])
    def test_turns_pages_without_losing_or_doubling_a_row(self, people, now, sort, monkeypatch):
        monkeypatch.setattr("dossiers.selectors.lists.PAGE_SIZE", 2)
        for number in range(5):
            dossier = walk(send(people["cong-dan"], now), people, now, until="b2")
            received = now - timedelta(days=number % 2) if number != 3 else None
            Dossier.objects.filter(pk=dossier.pk).update(received_at=received)
            WorkItem.objects.filter(process_id=dossier.run_id).update(due_at=received)
        narrowed, seen, after = InboxFilter(sort=sort), [], None
        at = timezone.now()  # the steps were opened by jobs meanwhile

        while True:
            rows, after = selectors.desk_items(people["giu-so"], at, narrowed, after=after)
            seen += [row.dossier.pk for row in rows]
            if after is None:
                break

        whole = [row.dossier.pk for row in whole_list(people["giu-so"], at, narrowed, monkeypatch)]
        assert seen == whole
        assert len(set(seen)) == 5

    def test_keeps_to_the_page_in_an_address(self, browser_of, people, now, monkeypatch):
        monkeypatch.setattr("dossiers.selectors.lists.PAGE_SIZE", 1)
        for _ in range(2):
            walk(send(people["cong-dan"], now), people, now, until="b2")
        officer = browser_of("giu-so")

        first = officer.get("/desk/", {"sort": "code"})
        second = officer.get("/desk/", {"sort": "code", "after": first.context["next_after"]})

        assert [row.item for row in first.context["rows"]] != [row.item for row in second.context["rows"]]
        assert second.context["next_after"] == ""


def whole_list(person, at, narrowed, monkeypatch):
    """Return every row at once."""
    monkeypatch.setattr("dossiers.selectors.lists.PAGE_SIZE", 100)
    return selectors.desk_items(person, at, narrowed)[0]


class TestAKeptView:
    def test_shows_its_live_count_beside_the_queues(self, browser_of, people, three, now):
        officer = browser_of("tiep-nhan")
        officer.post("/desk/views/", {"name": "Việc của tôi", "view": "queue=&holder=mine"})

        page = officer.get("/desk/").content.decode()

        assert "Việc của tôi" in page
        assert [each.count for each in counted_views(people["tiep-nhan"], now)] == [1]

    def test_leads_to_the_inbox_it_was_kept_from(self, browser_of, three):
        answer = browser_of("tiep-nhan").post(
            "/desk/views/", {"name": "Quá hạn", "view": "due=late&sort=code"}
        )

        assert answer.url == "/desk/?queue=&due=late&sort=code"

    def test_is_counted_in_two_queries_for_one_and_for_a_dozen(self, people, three, now):
        officer = people["tiep-nhan"]
        keep_view(officer, "0", InboxFilter(due="late"), at=now)
        with CaptureQueriesContext(connection) as one:
            counted_views(officer, now)
        for number in range(1, MOST_VIEWS):
            keep_view(officer, str(number), InboxFilter(words="nguyen", holder="free"), at=now)

        with CaptureQueriesContext(connection) as dozen:
            views = counted_views(officer, now)

        assert len(one) == len(dozen) == 3  # views, standings, counts
        assert [each.count for each in views] == [1] + [2] * (MOST_VIEWS - 1)

    def test_is_not_counted_where_there_is_none(self, people, three, now):
        with CaptureQueriesContext(connection) as asked:
            assert counted_views(people["tiep-nhan"], now) == []

        assert len(asked) == 1

    @pytest.mark.parametrize(
        ("name", "reason"),
        [("  ", "no_name"), ("\x00", "no_name"), ("x" * 61, "long_name"), ("CỦA TÔI", "taken")],
        ids=["blank", "invisible", "too long", "there already"],
    )
    def test_needs_a_name_of_its_own(self, people, now, name, reason):
        keep_view(people["tiep-nhan"], "Của tôi", InboxFilter(), at=now)

        with pytest.raises(CannotKeepView) as refused:
            keep_view(people["tiep-nhan"], name, InboxFilter(), at=now)

        assert refused.value.reason == reason

    def test_is_one_of_a_dozen_at_most(self, people, now):
        for number in range(MOST_VIEWS):
            keep_view(people["tiep-nhan"], str(number), InboxFilter(), at=now)

        with pytest.raises(CannotKeepView) as refused:
            keep_view(people["tiep-nhan"], "một nữa", InboxFilter(), at=now)

        assert refused.value.reason == "too_many"

    def test_is_renamed_and_forgotten_on_record(self, people, now):
        view = keep_view(people["tiep-nhan"], "Cũ", InboxFilter(), at=now)

        assert rename_view(people["tiep-nhan"], view.public_id, "cũ", at=now).name == "cũ"
        forget_view(people["tiep-nhan"], view.public_id, at=now)

        assert not SavedView.objects.exists()
        actions = AuditEntry.objects.filter(target="dossiers.SavedView").order_by("pk")
        assert [each.action for each in actions] == ["view.kept", "view.renamed", "view.forgotten"]

    @pytest.mark.parametrize("change", [rename_view, forget_view])
    def test_of_somebody_else_does_not_exist(self, people, now, change):
        view = keep_view(people["tiep-nhan"], "Của tôi", InboxFilter(), at=now)

        with pytest.raises(NotVisible):
            change(people["giu-so"], view.public_id, *(["x"] if change is rename_view else []), at=now)

    def test_that_names_what_is_gone_shows_what_is_left(self, browser_of, people, three, now):
        view = keep_view(people["tiep-nhan"], "Cũ", InboxFilter(), at=now)
        SavedView.objects.filter(pk=view.pk).update(filter={"queue": "gone.999", "due": "never", "new": 1})

        assert browser_of("tiep-nhan").get("/desk/").status_code == 200


class TestThePageOfViews:
    def test_says_what_is_wrong_with_a_name_and_keeps_the_view(self, browser_of):
        answer = browser_of("tiep-nhan").post("/desk/views/", {"name": "", "view": "due=late"})

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Đặt tên cho mục xem." in page
        assert 'value="queue=&amp;due=late"' in page

    def test_renames_and_says_what_is_wrong(self, browser_of, people, now):
        officer = browser_of("tiep-nhan")
        first, second = (
            keep_view(people["tiep-nhan"], name, InboxFilter(), at=now) for name in ("Một", "Hai")
        )

        refused = officer.post(f"/desk/views/{second.public_id}/rename/", {"name": "một"})
        renamed = officer.post(f"/desk/views/{first.public_id}/rename/", {"name": "Ba"})

        assert refused.status_code == 422 and "Bạn đã có mục xem tên này" in refused.content.decode()
        assert renamed.url == "/desk/views/"

    def test_keeps_the_filter_of_a_row_that_is_opened(self, browser_of, people, three, now):
        page = browser_of("tiep-nhan").get("/desk/", {"holder": "free", "sort": "received"}).content.decode()

        assert (
            f"?queue=&amp;holder=free&amp;sort=received&amp;item={open_item(three[0], 'b1').public_id}"
            in page
        )
