"""Versions of one flow side by side, and what happens to a run whose version is gone."""

import hashlib

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import RequestFactory

from config import health
from jobs.management.commands.worker import report_problems
from tests.integration.workflows import flows
from workflows import compiler, services
from workflows import flows as compiled_flows
from workflows.errors import VersionUnknown
from workflows.models import Run, WorkItem
from workflows.startup import check_open_runs, unresolved_versions

pytestmark = pytest.mark.django_db


@pytest.fixture
def forget(monkeypatch):
    """Return a function that makes this process forget every compiled version, as a new one would."""

    def forget():
        monkeypatch.setattr(compiler, "_classes", {})
        compiler.forget_references()

    yield forget
    compiler.forget_references()


class TestTwoVersions:
    def test_of_one_flow_run_side_by_side(self, begin, do, an):
        old = begin(flows.TWO_STEPS, amount=1)
        new = begin(flows.CHANGED)

        do(new, "other", an)

        assert Run.objects.get(pk=new.pk).end_kind == "completed"
        assert Run.objects.get(pk=old.pk).flow_class is not Run.objects.get(pk=new.pk).flow_class
        assert old.work_items.get().flow_task.definition.outcomes

    def test_are_found_by_a_process_that_has_compiled_neither(self, begin, do, an, forget):
        old, new = begin(flows.TWO_STEPS, amount=10), begin(flows.CHANGED)
        forget()

        classes = {run.pk: run.flow_class for run in Run.objects.all()}

        assert classes[old.pk].version_hash == hashlib.sha256(flows.TWO_STEPS).hexdigest()
        assert classes[new.pk].version_hash == hashlib.sha256(flows.CHANGED).hexdigest()
        assert WorkItem.objects.get(process=new).flow_task.definition.id == "other"

    def test_never_share_a_name(self, begin):
        run = begin(flows.TWO_STEPS, amount=1)
        alike = run.version_hash[:12] + "0" * 52

        with pytest.raises(VersionUnknown):
            services.start(
                flow_key="test", version_hash=alike, bpmn=flows.CHANGED, subject="tests.Case:1", actor_id=None,
                at=run.started_at,
            )  # fmt: skip


class TestAVersionThatIsGone:
    @pytest.fixture
    def orphan(self, begin, forget):
        run = begin(flows.TWO_STEPS, amount=1)
        flows.PUBLISHED.clear()
        forget()
        return run

    def test_is_found_at_start_up(self, orphan):
        assert [problem.id for problem in check_open_runs(databases=["default"])] == ["workflows.E001"]
        assert orphan.version_hash[:12] in unresolved_versions()[0]

    def test_is_told_by_a_server_that_goes_on_serving(self, orphan, caplog, monkeypatch):
        monkeypatch.setitem(health.TOLD, "flows", health.Resolved())

        response = health.ready(RequestFactory().get("/health/ready"))

        assert (response.status_code, b'"flows": "failing"' in response.content) == (200, True)
        assert orphan.version_hash[:12] in caplog.text

    def test_is_looked_for_once_a_minute(self, orphan, monkeypatch, django_assert_num_queries):
        look = health.Resolved()
        with pytest.raises(health.NotReady):
            look()

        with django_assert_num_queries(0), pytest.raises(health.NotReady):
            look()
        Run.objects.filter(pk=orphan.pk).update(ended_at=orphan.started_at)
        monkeypatch.setattr(health.Resolved, "SECONDS", 0)
        look()

    def test_is_in_the_log_of_a_starting_worker(self, orphan, caplog):
        report_problems()

        assert "workflows.E001" in caplog.text
        assert orphan.version_hash[:12] in caplog.text

    def test_fails_the_check_command(self, orphan):
        with pytest.raises(SystemCheckError, match="workflows.E001"):
            call_command("check", databases=["default"])

    def test_refuses_events_instead_of_standing_still(self, orphan, an, at):
        with pytest.raises(VersionUnknown):
            services.cancel_run(run_id=orphan.pk, reason="", actor_id=an.pk, at=at)

    def test_is_no_matter_once_the_run_is_over(self, begin, forget, an, at):
        run = begin(flows.TWO_STEPS, amount=1)
        services.cancel_run(run_id=run.pk, reason="", actor_id=an.pk, at=at)
        flows.PUBLISHED.clear()
        forget()

        assert check_open_runs(databases=["default"]) == []
        health.Resolved()()

    def test_cannot_be_imported(self):
        with pytest.raises(AttributeError):
            compiled_flows.F_nothing_000000000000  # noqa: B018


class TestNamesOfNodes:
    @pytest.mark.parametrize(
        ("node_id", "name"),
        [
            pytest.param("b1", "n_b1", id="plain"),
            pytest.param("b1_path", "n_b1_path_", id="like a route of viewflow"),
            pytest.param("b-1.2", "n_b_u2d_1_u2e_2", id="what a reference cannot carry"),
            pytest.param("tiếp", "n_ti_u1ebf_p", id="Vietnamese"),
        ],
    )
    def test_carry_any_bpmn_id(self, node_id, name):
        assert compiler.node_name(node_id) == name
