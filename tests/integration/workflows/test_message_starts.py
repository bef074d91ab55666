"""A message that nobody waits for begins a run where a flow begins with it: once, whatever happens."""

from datetime import timedelta

import pytest

from audit.models import AuditEntry
from jobs.models import Incident, Job
from jobs.testing import run_all_jobs
from tests.integration.workflows import flows
from tests.integration.workflows.case import FakeCase
from tests.integration.workflows.test_concurrency import at_once
from workflows import services
from workflows.errors import FlowCannotGoOn
from workflows.history import replay
from workflows.models import FlowMessage, Run
from workflows.selectors import events_of

MESSAGES = b'<message id="m" name="brought"/><message id="n" name="paid"/><process '
START = (
    '<startEvent id="start"><extensionElements><mc:output name="total" value="sum * 2"/></extensionElements>'
)
BEGUN = flows.bpmn(
    START
    + '<messageEventDefinition messageRef="m"/></startEvent><endEvent id="end"/>'
    + flows.step("ask")
    + flows.arrows("start>ask", "ask>end")
).replace(b"<process ", MESSAGES, 1)
CAUGHT = (
    '<intermediateCatchEvent id="wait" mc:key="number"><messageEventDefinition messageRef="m"/>'
    "</intermediateCatchEvent>"
)
WAITING = flows.bpmn(
    '<startEvent id="start"/><endEvent id="end"/>' + CAUGHT + flows.arrows("start>wait", "wait>end")
).replace(b"<process ", MESSAGES, 1)
BEGINS: dict[str, str] = {}
"""Message → the version that it begins; "broken" raises."""


def begin_case(message, at):
    """What settings.FLOW_BEGINNER names in these tests."""
    version = BEGINS.get(message.name)
    if version == "broken":
        raise ValueError(f"{message.message_id} lacks an applicant")
    return version and services.start(
        flow_key="begun", version_hash=version, subject="tests.Case:1", actor_id=message.actor_id, at=at,
        variables=message.values, message=message.name,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def beginner(settings, monkeypatch, agency):
    """A flow that begins with the message "brought"."""
    settings.FLOW_BEGINNER = f"{__name__}.begin_case"
    FakeCase.begin(agency.pk)
    flows.PUBLISHED["begun", "b1"] = BEGUN
    monkeypatch.setitem(BEGINS, "brought", "b1")


@pytest.fixture
def send(at):
    """Return a function that sends a message."""

    def send(message_id="portal-1", *, name="brought", later=timedelta(), key=None):
        return services.deliver_message(
            name=name, key=key, variables={"sum": 5}, at=at + later, message_id=message_id
        )

    return send


@pytest.mark.django_db
class TestAMessageThatBeginsARun:
    def test_begins_it_at_the_messages_start_event_with_what_it_says(self, send):
        message = send()

        run = Run.objects.get()
        assert (message.taken_by_id, message.taken_at) == (run.pk, run.started_at)
        assert run.state["variables"] == {"total": {"$decimal": "10"}}
        assert FakeCase.opened == ["ask"]
        begun = AuditEntry.objects.get(action="workflows.begun_by_message", target_id=str(run.pk))
        assert (begun.stored.values["message"], begun.stored.values["id"]) == ("brought", "portal-1")

    def test_begins_it_once_however_often_it_is_sent(self, send):
        first, again = send(), send(later=timedelta(hours=1))

        assert (first.pk, Run.objects.count()) == (again.pk, 1)

    def test_begins_another_under_another_id(self, send):
        send("portal-1"), send("portal-2")

        assert Run.objects.count() == 2

    def test_goes_to_who_waits_before_it_begins_anything(self, begin, send):
        waiting = begin(WAITING, number=17)

        assert send(key="17").taken_by_id == waiting.pk
        assert Run.objects.count() == 1

    def test_replays(self, send):
        send()

        run = Run.objects.get()
        assert replay(run.flow_class.definition, events_of(run)).to_json() == run.state

    def test_that_nothing_begins_with_is_kept(self, send):
        assert send(name="paid").taken_by is None
        assert not Run.objects.exists()


@pytest.mark.django_db
class TestAMessageThatCannotBeginARun:
    @pytest.fixture
    def unfit(self, send, monkeypatch, caplog):
        """The message, sent while it lacks something."""
        monkeypatch.setitem(BEGINS, "brought", "broken")
        return send()

    def test_leaves_nothing_behind_and_becomes_an_incident(self, unfit):
        assert (unfit.taken_by, Run.objects.count()) == (None, 0)

        run_all_jobs(raise_errors=False)
        Job.objects.update(attempt=5, run_at=unfit.arrived_at)
        run_all_jobs(raise_errors=False)

        assert "portal-1 lacks an applicant" in Incident.objects.get().cause

    def test_begins_it_when_the_cause_is_gone(self, unfit, monkeypatch):
        monkeypatch.setitem(BEGINS, "brought", "b1")

        run_all_jobs()

        assert FlowMessage.objects.get().taken_by_id == Run.objects.get().pk

    def test_is_refused_by_a_flow_without_such_a_start(self, at):
        flows.PUBLISHED["begun", "w1"] = WAITING

        with pytest.raises(FlowCannotGoOn, match="no_start"):
            services.start(
                flow_key="begun", version_hash="w1", subject="tests.Case:1", actor_id=None, at=at, message="brought"
            )  # fmt: skip
        assert not Run.objects.exists()


@pytest.mark.django_db(transaction=True)
class TestTwoWorkers:
    def test_begin_one_run_with_one_message(self, send, at):
        for number in range(6):
            answers = at_once(lambda n=number: send(f"portal-{n}"), lambda n=number: send(f"portal-{n}"))

            assert not [answer for answer in answers if isinstance(answer, Exception)], answers
            assert Run.objects.count() == FlowMessage.objects.count() == number + 1

    def test_that_bring_it_by_job_and_by_sender_begin_one_run(self, send, at, monkeypatch):
        monkeypatch.delitem(BEGINS, "brought")
        message = send()
        monkeypatch.setitem(BEGINS, "brought", "b1")

        at_once(*[lambda: services.bring_message(message.pk, at)] * 2)

        assert Run.objects.count() == 1
