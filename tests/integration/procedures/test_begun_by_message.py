"""A package whose flow begins with a message: its dossiers are begun by other systems, once a message, by the same rules."""

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from audit.models import AuditEntry
from dossiers.models import Dossier
from dossiers.selectors import procedures_offered
from dossiers.services import submit
from dossiers.status import Status
from jobs.models import Incident, Job
from jobs.testing import run_all_jobs
from procedures.catalogue import catalogue, option_sources
from procedures.errors import NotInForce, PackageFaults
from procedures.judging import judge
from procedures.services import publish
from tests.integration.dossiers.diploma_copy import do
from tests.integration.procedures.study_record import FILES, as_bytes, way, write
from workflows.models import FlowMessage, Run
from workflows.services import deliver_message

pytestmark = pytest.mark.services

NAME, ASKED = "study_record", "study_record_asked"
START = '<bpmn:startEvent id="s"/>'
BY_MESSAGE = (
    '<bpmn:startEvent id="s" mc:status="1"><bpmn:messageEventDefinition messageRef="m"/></bpmn:startEvent>'
)
MESSAGE = f'<bpmn:message id="m" name="{ASKED}"/>\n<bpmn:process '
FLOW = FILES["flow.bpmn"].replace("<bpmn:process ", MESSAGE, 1).replace(START, BY_MESSAGE)
PACKAGE = {
    **FILES,
    "flow.bpmn": FLOW,
    "procedure.yaml": f"{FILES['procedure.yaml']}begins: message\n",
    "scenarios.yaml": FILES["scenarios.yaml"].replace("  title:", f"  message: {ASKED}\n  title:"),
}
SAYS = {
    "applicant": "cong-dan@example.vn",
    "answers": {"ho_ten": "Nguyễn Thị Mai", "khoa": "K12 Điện"},
    "source_system": "dvcqg",
    "external_id": "G22.99-000123",
}


@pytest.fixture(autouse=True)
def known(settings):
    """The message is one that another system sends."""
    settings.FLOW_MESSAGES = {ASKED: "cổng quốc gia chuyển một đề nghị"}


@pytest.fixture
def published(people):
    """The package, published."""
    return publish(NAME, as_bytes(PACKAGE), at=timezone.now(), actor_id=None)


@pytest.fixture
def bring(people):
    """Return a function that delivers the message of one application; a value None is left out."""

    def bring(message_id="dvcqg-1", **other):
        says = {**SAYS, "applicant": people["cong-dan"].email, **other}
        return deliver_message(
            name=ASKED, key=None, at=timezone.now(), message_id=message_id,
            variables={name: value for name, value in says.items() if value is not None},
        )  # fmt: skip

    return bring


class TestADossierBegunByAMessage:
    def test_is_the_applicants_with_the_senders_code_and_goes_its_way(self, published, people, bring):
        message = bring(urgent=True)

        dossier = Dossier.objects.get()
        assert dossier.applicant == people["cong-dan"]
        assert (dossier.source_system, dossier.external_id) == ("dvcqg", "G22.99-000123")
        assert dossier.answers["khoa"] == "K12 Điện"
        assert message.taken_by == dossier.run
        assert dossier.run.state["variables"] == {"urgent": True}
        dossier = do(people["tiep-nhan"], dossier, "r1", "tiep_nhan", {}, timezone.now())
        assert (dossier.status, dossier.code) == (Status.IN_PROGRESS, "G22.99-000123")

    def test_is_on_record_as_sent_by_nobody_since_no_person_did(self, published, bring):
        message = bring()

        sent = AuditEntry.objects.get(action="dossier.submitted")
        assert (sent.actor_id, sent.stored.values["message"]) == (None, ASKED)
        assert message.taken_by.events.get(seq=1).actor is None

    def test_is_begun_once_however_often_the_message_comes(self, published, bring):
        bring(), bring()

        assert (Dossier.objects.count(), Run.objects.count()) == (1, 1)

    def test_is_the_first_one_when_the_message_comes_again_long_after_it_was_forgotten(
        self, published, bring
    ):
        bring()
        FlowMessage.objects.all().delete()

        again = bring()

        assert Dossier.objects.get().run == again.taken_by

    @pytest.mark.parametrize(
        ("other", "cause"),
        [
            pytest.param(
                {"applicant": "nobody@example.vn"}, "names no usable applicant", id="of nobody known"
            ),
            pytest.param(
                {"applicant": "012345678901"}, "names no usable applicant", id="of no proven number"
            ),
            pytest.param({"applicant": None}, "names no usable applicant", id="without an applicant"),
            pytest.param({"answers": None}, "names no usable answers", id="without answers"),
            pytest.param({"answers": {"ho_ten": "Mai"}}, "khoa", id="with an answer missing"),
        ],
    )
    def test_is_not_begun_by_a_message_but_an_incident_is(self, published, bring, other, cause, caplog):
        message = bring(**other)

        Job.objects.filter(kind="workflows.bring_message").update(max_attempts=1)
        run_all_jobs(raise_errors=False)

        assert (message.taken_by, Dossier.objects.count()) == (None, 0)
        incident = Incident.objects.get(job__kind="workflows.bring_message")
        assert cause in incident.cause

    def test_is_not_begun_for_who_signed_up_with_an_address_and_never_proved_it(
        self, published, people, bring, caplog
    ):
        EmailAddress.objects.filter(user=people["cong-dan"]).update(verified=False)

        assert bring().taken_by is None
        assert not Dossier.objects.exists()

    def test_is_of_a_person_by_proven_number(self, published, people, bring):
        person = people["cong-dan"]
        person.national_id, person.identity_level = "012345678901", "national_eid"
        person.save()

        bring(applicant="012345678901")

        assert Dossier.objects.get().applicant == person

    def test_waits_for_a_procedure_that_begins_with_it(self, people, bring):
        assert bring().taken_by is None

        publish(NAME, as_bytes(PACKAGE), at=timezone.now(), actor_id=None)
        run_all_jobs()

        assert FlowMessage.objects.get().taken_by == Dossier.objects.get().run


class TestItsProcedure:
    def test_is_not_offered_to_people(self, published, people):
        client = Client()
        client.force_login(people["cong-dan"], backend="allauth.account.auth_backends.AuthenticationBackend")

        assert NAME not in [each.name for each in procedures_offered(timezone.now())]
        assert client.get(f"/apply/{NAME}/").status_code == 404

    def test_is_refused_to_a_person_who_sends_it_all_the_same(self, published, people):
        with pytest.raises(NotInForce):
            submit(
                people["cong-dan"], NAME, data=SAYS["answers"], files={}, at=timezone.now(),
                idempotency_key="7c9e6679-7425-40de-944b-e07fc1f90ae7",
            )  # fmt: skip


def changed(path: str, *pairs: tuple[str, str]) -> dict[str, str]:
    """The package with texts of one file replaced."""
    content = PACKAGE[path]
    for old, new in pairs:
        assert old in content
        content = content.replace(old, new)
    return {**PACKAGE, path: content}


PAPER = (
    "        label: Khóa học\n        required: true\n",
    "        label: Khóa học\n      - key: the\n        type: file\n        label: Thẻ\n        required: true\n",
)
BOTH_WAYS = FLOW.replace(BY_MESSAGE, f'<bpmn:startEvent id="s2"/>{BY_MESSAGE}{way("s2", "r1")}')


class TestPublishing:
    @pytest.mark.parametrize(
        ("files", "file", "words"),
        [
            pytest.param(changed("procedure.yaml", ("begins: message\n", "")), "procedure.yaml", "ghi begins: message", id="without saying so"),
            pytest.param({**PACKAGE, "flow.bpmn": FILES["flow.bpmn"]}, "procedure.yaml", "quy trình không chỉ bắt đầu bằng thông điệp", id="of a flow that people begin"),
            pytest.param({**changed("procedure.yaml", ("begins: message", "begins: result")), "flow.bpmn": BOTH_WAYS}, "procedure.yaml", "không nêu được văn bản cần sửa", id="of a correction"),
            pytest.param(changed("procedure.yaml", ("[citizen]", "[organisation]")), "procedure.yaml", "thêm citizen", id="for organisations alone"),
            pytest.param(changed("request.form.yaml", PAPER), "request.form.yaml", "the: đơn đòi tệp", id="whose application brings a paper"),
            pytest.param(changed("flow.bpmn", (ASKED, "unheard")), "flow.bpmn", "không hệ thống nào gửi thông điệp unheard", id="by a message nobody sends"),
        ],
    )  # fmt: skip
    def test_is_refused_to_a_beginning_by_message(self, files, file, words):
        faults = judge(
            NAME, as_bytes(files), operations=catalogue(), sources=option_sources(), messages=[ASKED]
        ).faults

        assert [fault.file for fault in faults if words in fault.message] == [file], faults

    def test_of_such_a_package_finds_nothing_wrong(self):
        judgement = judge(
            NAME, as_bytes(PACKAGE), operations=catalogue(), sources=option_sources(), messages=[ASKED]
        )

        assert (judgement.faults, judgement.warnings) == ((), ())

    def test_is_refused_to_a_second_procedure_with_the_same_message(self, published, tmp_path):
        other = {
            **PACKAGE,
            "flow.bpmn": FLOW.replace(f'process id="{NAME}"', 'process id="other"'),
        }

        with pytest.raises(PackageFaults, match=f"{ASKED} đã bắt đầu thủ tục {NAME}"):
            publish("other", as_bytes(other), at=timezone.now(), actor_id=None)
        with pytest.raises(CommandError):
            call_command("procedure", "check", str(write(other, tmp_path / "other")))

    def test_of_a_corrected_edition_is_not_held_up_by_the_earlier_one(self, published):
        again = {
            **PACKAGE,
            "scenarios.yaml": PACKAGE["scenarios.yaml"].replace("Gửi nhầm tỉnh.", "Nhầm nơi."),
        }

        assert publish(NAME, as_bytes(again), at=timezone.now(), actor_id=None).is_new_edition
