"""A dossier's flow asks for an inspection and goes on when it is over."""

import uuid

import pytest
from django.conf import settings

from dossiers.errors import NotVisible
from dossiers.models import Dossier
from dossiers.services import submit
from inspections.from_dossier import begin_inspection
from inspections.models import Inspection
from inspections.services import propose
from jobs.testing import run_all_jobs
from procedures.package import read_folder
from procedures.services import publish
from tests.integration.dossiers.diploma_copy import do
from tests.integration.dossiers.diploma_copy import send as send_copy
from workflows.models import Run

pytestmark = pytest.mark.django_db(transaction=True)
TASK = b"""<bpmn:serviceTask id="k" name="Kiem tra" mc:operation="begin_inspection"><bpmn:extensionElements>
<mc:input name="title" value='"tham dinh tai cho"'/><mc:input name="contents" value='["Co so vat chat"]'/>
<mc:output name="inspection" value="inspection"/></bpmn:extensionElements>
<bpmn:incoming>f2</bpmn:incoming><bpmn:outgoing>f3</bpmn:outgoing></bpmn:serviceTask>
<bpmn:endEvent id="e_done" """


@pytest.fixture
def dossier(chain) -> Dossier:
    """A dossier whose flow has just asked for an inspection."""
    files = read_folder(settings.BASE_DIR / "tests" / "packages" / "every_kind")
    flow = files["flow.bpmn"].replace(b'<bpmn:endEvent id="e_done" ', TASK)
    flow = flow.replace(
        b"<bpmn:incoming>f2</bpmn:incoming></bpmn:endEvent>",
        b"<bpmn:incoming>f3</bpmn:incoming></bpmn:endEvent>",
    )
    flow = flow.replace(
        b'<bpmn:sequenceFlow id="f2" sourceRef="b1" targetRef="e_done"/>',
        b'<bpmn:sequenceFlow id="f2" sourceRef="b1" targetRef="k"/><bpmn:sequenceFlow id="f3" sourceRef="k" targetRef="e_done"/>',
    )  # fmt: skip
    form = b"form: application\ntitle: {vi: A, en: A}\nsections:\n  - key: a\n    title: {vi: A, en: A}\n    fields:\n      - {key: ho_ten, type: text, label: {vi: A, en: A}}\n"
    files = {**files, "flow.bpmn": flow, "application.form.yaml": form}
    files.pop("scenarios.yaml", None)
    publish("every_kind", files, at=chain.at, actor_id=None, reason="Thử")
    sent = submit(
        chain.people["cong-dan"], "every_kind", data={"ho_ten": "Mai"}, files={}, idempotency_key=uuid.uuid4(),
        at=chain.at,
    )  # fmt: skip
    return do(chain.people["tiep-nhan"], sent, "b1", "xong", {}, chain.at)


class TestAnInspectionFromADossier:
    def test_begins_at_its_first_step_and_names_the_dossier(self, dossier):
        inspection = Inspection.objects.get(dossier=dossier)

        assert (inspection.title, inspection.contents) == ("tham dinh tai cho", ["Co so vat chat"])
        assert inspection.run.is_open
        assert dossier.run.is_open

    def test_lets_the_dossier_go_on_when_it_is_over(self, dossier, chain):
        inspection = Inspection.objects.get(dossier=dossier)

        chain.do(chain.people["chuyen-vien"], inspection, "k1", "khong_du", reason="Không cần")

        dossier.refresh_from_db()
        assert dossier.run.ended_at is not None

    def test_is_begun_once_however_often_the_step_is_tried(self, dossier, chain):
        inspection = Inspection.objects.get(dossier=dossier)
        run = Run.objects.get(pk=dossier.run_id)
        token = inspection.reply_to.partition("/")[2]
        inputs = {"title": "x", "contents": []}

        begin_inspection(dossier, run=run, token_id=token, inputs=inputs, at=chain.at)

        assert Inspection.objects.filter(dossier=dossier).count() == 1


class TestAProposalFromADossier:
    def test_needs_a_dossier_the_person_sees(self, chain):
        hidden = send_copy(chain.people["cong-dan-2"], chain.at)
        Dossier.objects.filter(pk=hidden.pk).update(receiving_agency_id=hidden.receiving_agency.parent_id)
        run_all_jobs()

        with pytest.raises(NotVisible):
            propose(
                chain.people["chuyen-vien"], chain.agency, title="x", ground_kind="order", ground_text="y",
                idempotency_key=uuid.uuid4(), at=chain.at, dossier=Dossier.objects.get(pk=hidden.pk),
            )  # fmt: skip
