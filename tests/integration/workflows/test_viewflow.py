"""What is taken from viewflow and what is not."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from viewflow.workflow.base import Flow

from tests.integration.workflows import flows
from workflows.activations import EventActivation, HumanActivation, JobActivation
from workflows.models import Run, WorkItem

IMPORTED = re.compile(r"^\s*(?:from|import)\s+(viewflow[\w.]*)", re.MULTILINE)
ALLOWED = {
    "viewflow.utils",
    "viewflow.workflow.activation",
    "viewflow.workflow.base",
    "viewflow.workflow.fields",
    "viewflow.workflow.models",
    "viewflow.workflow.status",
    "viewflow.workflow.token",
}


class TestViewflow:
    @pytest.mark.parametrize("activation", [HumanActivation, JobActivation, EventActivation])
    @pytest.mark.parametrize("way", ["activate", "create_next", "cancel", "undo", "revive"])
    def test_moves_nothing_by_itself(self, activation, way):
        assert getattr(activation, way) is None

    def test_is_imported_by_the_parts_under_its_open_licence_alone(self):
        sources = Path(settings.BASE_DIR, "workflows").rglob("*.py")

        imported = {
            name
            for source in sources
            if "migrations" not in source.parts
            for name in IMPORTED.findall(source.read_text())
        }

        assert imported <= ALLOWED

    @pytest.mark.django_db
    def test_sees_a_whole_flow_class_with_our_models(self, begin):
        run = begin(flows.OPERATION, amount=1)

        compiled = Run.objects.get(pk=run.pk).flow_class

        assert issubclass(compiled, Flow)
        assert (compiled.process_class, compiled.task_class) == (Run, WorkItem)
        assert {node.name: node.task_type for node in compiled.instance.nodes()} == {
            "n_issue": "JOB",
            "n_sorry": "EVENT",
        }

    @pytest.mark.django_db
    def test_cannot_write_the_columns_we_replaced(self, begin):
        item = begin(flows.FIVE_STEPS).work_items.get()

        with pytest.raises(AttributeError):
            item.finished = None
