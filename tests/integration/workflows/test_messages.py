"""A message reaches the one run that waits for its name and key, whoever of the two was there first."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from django.utils.module_loading import import_string

from audit.models import AuditEntry
from jobs.models import Incident, Job
from jobs.services import close, retry
from jobs.testing import run_all_jobs
from tests.integration.workflows import flows
from tests.integration.workflows.case import FakeCase
from tests.integration.workflows.test_concurrency import at_once
from workflows import jobs, services
from workflows.history import replay
from workflows.models import FlowMessage, FlowSubscription, Run
from workflows.selectors import events_of, unconsumed_messages

MESSAGES = b'<message id="m" name="paid"/><message id="n" name="refused"/><process '
CAUGHT = '<messageEventDefinition messageRef="m"/>'


def waiting(element, *, after="start", before="end", more=""):
    """A flow that waits for the message at "wait"; the case's number is the key."""
    body = f'<startEvent id="start"/><endEvent id="end"/>{element}{more}'
    arrows = flows.arrows(f"{after}>wait", f"wait>{before}", *(["start>ask"] if after == "ask" else []))
    return flows.bpmn(body + arrows).replace(b"<process ", MESSAGES, 1)


CATCH = f'<intermediateCatchEvent id="wait" mc:key="number">{CAUGHT}</intermediateCatchEvent>'
AT_ONCE = waiting(CATCH)
ANY_KEY = waiting(CATCH.replace(' mc:key="number"', ""))
AFTER_A_STEP = waiting(CATCH, after="ask", more=flows.step("ask"))
RECEIVE = waiting(
    '<receiveTask id="wait" messageRef="m" mc:key="number"/>', after="ask", more=flows.step("ask")
)
NO_WAY_ON = flows.bpmn(
    '<startEvent id="start"/><endEvent id="a"/><endEvent id="b"/><exclusiveGateway id="way"/>'
    + flows.step("ask")
    + CATCH
    + flows.arrows("start>ask", "ask>wait", "wait>way", "way>a?sum > 5", "way>b?sum > 9")
).replace(b"<process ", MESSAGES, 1)
EVENT_GATEWAY = flows.bpmn(
    '<startEvent id="start"/><endEvent id="end"/><endEvent id="no" mc:statusDone="3"/>'
    + flows.step("ask")
    + '<eventBasedGateway id="wait"/>'
    + CATCH.replace('id="wait"', 'id="yes"')
    + CATCH.replace('id="wait"', 'id="sorry"').replace('messageRef="m"', 'messageRef="n"')
    + flows.arrows("start>ask", "ask>wait", "wait>yes", "wait>sorry", "yes>end", "sorry>no")
).replace(b"<process ", MESSAGES, 1)
BESIDE_A_STEP = flows.bpmn(
    '<startEvent id="start"/><endEvent id="end"/><endEvent id="noted" mc:statusDone="4"/>'
    + flows.step("ask")
    + f'<boundaryEvent id="wait" attachedToRef="ask" cancelActivity="false" mc:key="number">{CAUGHT}</boundaryEvent>'
    + flows.arrows("start>ask", "ask>end", "wait>noted")
).replace(b"<process ", MESSAGES, 1)


@pytest.fixture
def send(at):
    """Return a function that sends the message, by default for case 17."""

    def send(key="17", *, later=timedelta(), name="paid", **more):
        return services.deliver_message(name=name, key=key, variables={"sum": 5}, at=at + later, **more)

    return send


@pytest.mark.django_db
class TestAMessageSomebodyWaitsFor:
    def test_moves_that_run_on_with_its_values(self, begin, send):
        run = begin(AT_ONCE, number=17)

        message = send()

        run.refresh_from_db()
        assert (run.end_kind, run.state["variables"]) == ("completed", {"sum": 5})
        assert (message.taken_by_id, message.node_id) == (run.pk, "wait")
        assert not FlowSubscription.objects.filter(closed_at=None).exists()

    def test_leaves_a_run_with_another_key_waiting(self, begin, send):
        other = begin(AT_ONCE, number=18)

        assert send().taken_by is None
        assert Run.objects.get(pk=other.pk).is_open

    def test_is_taken_by_one_alone_the_longest_waiting(self, begin, send):
        first, second = begin(AT_ONCE, number=17), begin(AT_ONCE, number=17)

        assert [send().taken_by_id, send().taken_by_id] == [first.pk, second.pk]

    def test_goes_to_its_own_key_before_any_key(self, begin, send):
        begin(ANY_KEY)
        own = begin(AT_ONCE, number=17)

        assert send().taken_by_id == own.pk

    def test_without_a_key_reaches_only_who_takes_any(self, begin, send):
        begin(AT_ONCE, number=17)
        anyone = begin(ANY_KEY)

        assert [send(None).taken_by_id, send(None).taken_by_id] == [anyone.pk, None]

    def test_sent_twice_under_one_id_is_one_message(self, begin, send):
        begin(ANY_KEY)
        waiting = begin(ANY_KEY)

        first, again = send(message_id="bank-4711"), send(message_id="bank-4711")

        assert first.pk == again.pk
        assert Run.objects.get(pk=waiting.pk).is_open

    def test_waits_while_the_run_is_held(self, begin, send, an, at):
        run = begin(AT_ONCE, number=17)
        services.suspend(run_id=run.pk, reason="Chờ", actor_id=an.pk, at=at)
        send()
        assert services.bring_messages(at) == 0
        services.resume(run_id=run.pk, reason="Xong", actor_id=an.pk, at=at)

        assert services.bring_messages(at) == 1
        assert Run.objects.get(pk=run.pk).end_kind == "completed"

    def test_that_a_flow_threw_is_sent_once_however_often_its_job_runs(self, begin, at):
        begin(ANY_KEY)
        payload = {"name": "paid", "key": "17", "variables": {}}
        jobs.deliver_message(payload, job_id=1, attempt=1, key="workflows.deliver_message:1:2:0")

        jobs.deliver_message(payload, job_id=1, attempt=2, key="workflows.deliver_message:1:2:0")

        assert FlowMessage.objects.get().taken_by is not None


@pytest.mark.django_db
class TestAMessageThatCameFirst:
    @pytest.mark.parametrize(
        ("flow", "node", "left"),
        [
            pytest.param(AFTER_A_STEP, "wait", 0, id="is taken by a catch event that opens"),
            pytest.param(RECEIVE, "wait", 0, id="is taken by a receive task that opens"),
            pytest.param(EVENT_GATEWAY, "yes", 0, id="is taken by an event-based gateway that opens"),
        ],
    )
    def test_in_the_transaction_of_the_event_that_opened_it(self, begin, do, send, an, flow, node, left):
        run = begin(flow, number=17)
        send()

        ended = do(run, "ask", an)

        message = FlowMessage.objects.get()
        assert (ended.end_kind, ended.version) == ("completed", 3)
        assert (message.taken_by_id, message.node_id) == (run.pk, node)
        assert FlowSubscription.objects.filter(closed_at=None).count() == left
        assert [row.kind for row in events_of(run)] == ["Started", "Completed", "MessageArrived"]

    def test_is_taken_by_a_boundary_event_as_often_as_it_came(self, begin, send):
        send(), send()

        run = begin(BESIDE_A_STEP, number=17)

        assert FakeCase.statuses == ["4", "4"]
        assert FlowSubscription.objects.get(run=run).closed_at is None

    def test_replays(self, begin, do, send, an):
        run = begin(AFTER_A_STEP, number=17)
        send()
        do(run, "ask", an)

        run = Run.objects.get(pk=run.pk)

        assert replay(run.flow_class.definition, events_of(run)).to_json() == run.state

    def test_the_first_of_two_wins_at_an_event_based_gateway(self, begin, do, send, an):
        run = begin(EVENT_GATEWAY, number=17)
        send(name="refused"), send()

        do(run, "ask", an)

        assert FlowMessage.objects.filter(taken_by=run).count() == 1
        assert unconsumed_messages().count() == 1

    def test_with_another_key_is_left_for_another_run(self, begin, do, send, an):
        run = begin(AFTER_A_STEP, number=17)
        send("18")

        assert do(run, "ask", an).is_open
        assert unconsumed_messages().get().key == "18"

    def test_does_not_undo_the_step_when_the_flow_cannot_go_on_with_it(self, begin, do, send, an, caplog):
        run = begin(NO_WAY_ON, number=17)
        send()

        run = do(run, "ask", an)

        assert (run.is_open, run.version) == (True, 2)
        assert Run.objects.get(pk=run.pk).state == run.state
        assert FlowMessage.objects.get().failed_at is not None
        assert Job.objects.get().kind == "workflows.bring_message"

    def test_that_could_not_be_taken_is_brought_by_its_job_when_the_cause_is_gone(
        self, begin, do, send, an, caplog
    ):
        run = begin(NO_WAY_ON, number=17)
        send()
        do(run, "ask", an)
        FlowMessage.objects.update(payload={"sum": 7})

        run_all_jobs()

        assert FlowMessage.objects.get().taken_by_id == run.pk
        assert Run.objects.get(pk=run.pk).end_kind == "completed"

    def test_is_taken_no_more_when_its_time_is_over(self, begin, do, send, an, settings):
        run = begin(AFTER_A_STEP, number=17)
        send(later=-timedelta(days=settings.FLOW_MESSAGE_KEEP_DAYS))

        assert do(run, "ask", an).is_open


def printed(*arguments):
    """What `manage.py messages` prints."""
    out = StringIO()
    call_command("messages", *arguments, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.fixture
def kept(settings):
    """How long a message is kept."""
    return timedelta(days=settings.FLOW_MESSAGE_KEEP_DAYS)


@pytest.fixture
def expired(send, at, kept):
    """Return a function that sends a message which nobody takes in time; it returns its incident."""

    def expired(message_id):
        send(message_id=message_id)
        services.sweep_messages(at + kept)
        run_all_jobs(raise_errors=False)
        return Incident.objects.get()

    return expired


@pytest.mark.django_db
class TestAMessageNobodyTook:
    def test_is_listed_as_waiting_or_expired(self, begin, send):
        begin(AT_ONCE, number=1)
        send(message_id="new", later=timedelta(days=400_0))
        send(message_id="old", later=-timedelta(days=4000))

        assert [(line["id"], line["state"]) for line in printed()] == [("old", "expired"), ("new", "waiting")]
        assert [line["id"] for line in printed("--expired")] == ["old"]

    def test_is_forgotten_on_record_when_its_incident_is_closed_and_it_was_listed_long_enough(
        self, begin, send, expired, an, at, kept
    ):
        begin(AT_ONCE, number=1)
        incident = expired("old")
        assert services.sweep_messages(at + 2 * kept) == 0
        close(incident, actor_id=an.pk, reason="Bên gửi đã rút", at=at + kept)

        assert services.sweep_messages(at + 2 * kept - timedelta(seconds=1)) == 0
        assert services.sweep_messages(at + 2 * kept) == 1

        assert not FlowMessage.objects.exists()
        entry = AuditEntry.objects.get(action="workflows.message_forgotten")
        assert entry.stored.values["id"] == "old"

    def test_becomes_an_incident_by_itself_when_its_time_is_over(self, send, expired):
        incident = expired("old")

        assert incident.closed_at is None
        assert "message old 'paid' with key '17': nobody took it until" in incident.cause
        entry = AuditEntry.objects.get(action="workflows.message_expired")
        assert entry.stored.values == {"id": "old", "message": "paid", "key": "17"}

    def test_becomes_one_incident_however_often_it_is_swept(self, send, expired, at, kept):
        expired("old")

        services.sweep_messages(at + kept + timedelta(hours=1))
        run_all_jobs(raise_errors=False)

        assert Incident.objects.count() == AuditEntry.objects.filter(
            action="workflows.message_expired"
        ).count() == 1  # fmt: skip

    def test_is_swept_by_the_worker(self, settings):
        path, interval = settings.PERIODIC["workflows.sweep_messages"]

        assert (import_string(path), interval) == (jobs.sweep_messages, timedelta(hours=1))

    def test_is_offered_once_more_to_who_waits_when_a_person_retries_it(self, begin, send, expired, an, at):
        incident = expired("old")
        run = begin(AT_ONCE, number=17)
        assert Run.objects.get(pk=run.pk).is_open

        retry(incident, actor_id=an.pk, at=at)
        run_all_jobs(until=timezone.now() + timedelta(days=400_0))

        assert Run.objects.get(pk=run.pk).end_kind == "completed"
        assert FlowMessage.objects.get().taken_by_id == run.pk

    def test_is_an_incident_again_when_nobody_waits_at_the_retry(self, send, expired, an, at):
        incident = expired("old")

        retry(incident, actor_id=an.pk, at=timezone.now())
        run_all_jobs(raise_errors=False)

        assert Incident.objects.filter(closed_at=None).count() == 1

    def test_that_a_job_could_not_bring_in_time_becomes_the_incident_of_its_expiry(
        self, begin, do, send, an, at, kept, caplog
    ):
        run = begin(NO_WAY_ON, number=17)
        send()
        do(run, "ask", an)

        services.bring_message(FlowMessage.objects.get().pk, at + kept)

        assert services.expire_messages(at + kept) == 1

    def test_unlike_a_consumed_one_whose_id_is_remembered_until_it_expires(self, begin, send, at, settings):
        begin(AT_ONCE, number=17)
        send()
        kept = timedelta(days=settings.FLOW_MESSAGE_KEEP_DAYS)

        services.sweep_messages(at + kept - timedelta(seconds=1))
        assert FlowMessage.objects.exists()
        services.sweep_messages(at + kept)
        assert not FlowMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_a_message_and_the_step_that_waits_for_it_find_each_other(self, begin, do, send, an, at):
        for number in range(12):
            run = begin(AFTER_A_STEP, number=number)

            answers = at_once(lambda number=number: send(str(number)), lambda run=run: do(run, "ask", an))
            services.bring_messages(at)

            assert not [answer for answer in answers if isinstance(answer, Exception)]
            run = Run.objects.get(pk=run.pk)
            assert run.end_kind == "completed"
            assert FlowMessage.objects.get(key=str(number)).taken_by_id == run.pk
            assert replay(run.flow_class.definition, events_of(run)).to_json() == run.state

    def test_two_workers_bring_one_message_to_one_run(self, begin, send, at):
        for number in range(6):
            FlowMessage.objects.create(
                message_id=f"m{number}", name="paid", key=str(number), arrived_at=at,
                expires_at=at + timedelta(days=1),
            )  # fmt: skip
            FlowMessage.objects.update(failed_at=at)
            runs = [begin(AT_ONCE, number=number), begin(AT_ONCE, number=number)]
            FlowMessage.objects.update(failed_at=None)

            answers = at_once(lambda: services.bring_messages(at), lambda: services.bring_messages(at))

            assert sum(answers) == 1
            ended = [run for run in runs if not Run.objects.get(pk=run.pk).is_open]
            assert len(ended) == 1

    def test_one_id_sent_twice_is_one_message(self, begin, send):
        begin(ANY_KEY)
        begin(ANY_KEY)

        at_once(lambda: send(message_id="one"), lambda: send(message_id="one"))

        assert FlowMessage.objects.count() == 1
        assert Run.objects.filter(ended_at=None).count() == 1

    def test_two_steps_that_open_share_one_message_out(self, begin, do, send, an, binh):
        runs = [begin(AFTER_A_STEP, number=17), begin(AFTER_A_STEP, number=17)]
        send()

        at_once(lambda: do(runs[0], "ask", an), lambda: do(runs[1], "ask", binh))

        assert FlowMessage.objects.get().taken_by_id in {run.pk for run in runs}
        assert Run.objects.filter(ended_at=None).count() == 1
