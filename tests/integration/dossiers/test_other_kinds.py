"""Steps of other kinds of case lie in the same table, at the same offices: dossiers' lists and pages know nothing of them."""

import pytest

from dossiers.errors import NotVisible
from dossiers.selectors import desk_items, desk_queues, work_item
from tests.integration.dossiers.diploma_copy import open_item, send
from workflows.models import Run, WorkItem
from workflows.selectors import of_kinds

OTHER = "inspections.Inspection"


@pytest.fixture
def step(people, now, settings) -> WorkItem:
    """An open step of reception whose run is of another kind of case."""
    settings.FLOW_HANDLERS = {**settings.FLOW_HANDLERS, OTHER: "workflows.handlers.Effects"}
    item = open_item(send(people["cong-dan"], now), "b1")
    Run.objects.filter(pk=item.process_id).update(subject_type=OTHER)
    return item


class TestAStepOfAnotherKindOfCase:
    def test_is_counted_in_no_queue_of_dossiers(self, step, people, now):
        send(people["cong-dan"], now)

        assert sum(queue.count for queue in desk_queues(people["tiep-nhan"], now)) == 1

    def test_is_no_line_of_the_inbox(self, step, people, now):
        rows, _ = desk_items(people["tiep-nhan"], now)

        assert rows == []

    def test_is_no_page(self, step, people, now):
        with pytest.raises(NotVisible):
            work_item(people["tiep-nhan"], step.public_id, now)

    def test_is_found_by_its_kind(self, step, people, now):
        send(people["cong-dan"], now)

        assert [item.pk for item in of_kinds(WorkItem.objects.all(), [OTHER])] == [step.pk]
