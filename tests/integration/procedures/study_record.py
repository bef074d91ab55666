"""A procedure an analyst might write: confirm a person's studies. Files only; nothing here is known to the product."""

from collections.abc import Mapping
from pathlib import Path

PROCEDURE = """\
code: "9.000001"
title: {vi: Xác nhận quá trình học tập, en: Confirmation of studies}
summary: Dành cho người cần giấy xác nhận đã học nghề.
who: Người đã học.
applicant_kinds: [citizen]
identity_level: self_asserted
term: {kind: working_days, days: 3}
clock_policy: PAUSE
fee_vnd: 0
form: request
applicant_name: ho_ten
receiving_agency: H61.12
retention_years: 5
valid_from: 2026-01-01
legal_basis: [Luật Giáo dục nghề nghiệp]
documents:
  confirmation:
    template: confirmation.html
    title: Giấy xác nhận quá trình học tập
    series: giay_xac_nhan
    symbol: GXN
stops:
  - {title: Tiếp nhận, nodes: [r1]}
  - {title: Xác nhận, nodes: [c1, l1, issue, v1, seal]}
  - {title: Trả kết quả, nodes: [t1]}
"""

REQUEST = """\
form: request
title: Đề nghị xác nhận
sections:
  - key: nguoi_hoc
    title: Người học
    fields:
      - key: ho_ten
        type: text
        label: Họ và tên
        required: true
      - key: khoa
        type: text
        label: Khóa học
        required: true
"""

CONFIRMING = """\
form: confirming
title: Soạn giấy xác nhận
sections:
  - key: noi_dung
    fields:
      - key: da_hoc
        type: long_text
        label: Nội dung xác nhận
        required_if: outcome = "trinh"
"""

CONFIRMATION = """\
{% extends "parts/base.html" %}
{% block body %}
<p>{{ agency.name }} xác nhận: {{ answers.ho_ten }}, khóa {{ answers.khoa }}.</p>
<p>{{ steps.c1.da_hoc }}</p>
{% endblock %}
"""

SCENARIOS = """\
- name: xac_nhan
  title: Xác nhận
  steps:
    - {node: r1, outcome: tiep_nhan}
    - {node: c1, outcome: trinh, answers: {da_hoc: Đã học đủ.}}
    - {node: l1, outcome: ky}
    - {node: v1, outcome: xong}
    - {node: t1, outcome: da_tra}
  expect: {end: completed, status: "10", trace: [r1, received, c1, l1, issue, v1, seal, t1, e_done]}
- name: khong_tiep_nhan
  title: Không tiếp nhận
  steps:
    - {node: r1, outcome: khong_tiep_nhan, reason: Gửi nhầm tỉnh.}
  expect: {end: completed, status: "3"}
"""

HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:mc="https://motcua.vn/bpmn/1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="https://motcua.vn/procedures/study_record">
<bpmn:process id="study_record" name="Xác nhận quá trình học tập" isExecutable="true">
"""
TAIL = "</bpmn:process>\n</bpmn:definitions>\n"


def step(node: str, name: str, role: str, *outcomes: str, more: str = "") -> str:
    """A step of a person; an outcome that begins with - needs a reason."""
    ways = "".join(
        f'<mc:outcome key="{key.lstrip("-")}" label_vi="{key}" kind="{"negative" if key[0] == "-" else "positive"}"'
        f' needsReason="{str(key[0] == "-").lower()}"/>'
        for key in outcomes
    )
    return (
        f'<bpmn:userTask id="{node}" name="{name}" mc:role="{role}" mc:agency="receiving" {more}>'
        f"<bpmn:extensionElements>{ways}</bpmn:extensionElements></bpmn:userTask>\n"
    )


def way(source: str, target: str, condition: str = "") -> str:
    """An arrow, taken under a condition."""
    inner = (
        f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{condition}</bpmn:conditionExpression>'
        if condition
        else ""
    )
    return f'<bpmn:sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">{inner}</bpmn:sequenceFlow>\n'


FLOW = (
    HEAD
    + '<bpmn:startEvent id="s"/>\n'
    + step("r1", "Tiếp nhận", "tiep_nhan", "tiep_nhan", "-khong_tiep_nhan", more='mc:status="1" mc:budgetHours="2"')
    + '<bpmn:exclusiveGateway id="g1"/>\n'
    + '<bpmn:endEvent id="e_refused" mc:status="3"/>\n'
    + '<bpmn:task id="received" name="Vào mã hồ sơ" mc:status="2"/>\n'
    + step("c1", "Soạn", "chuyen_vien", "trinh", more='mc:form="confirming" mc:status="4" mc:document="confirmation"')
    + step("l1", "Ký", "lanh_dao_so", "ky", "-tra_lai", more='mc:fourEyes="c1"')
    + '<bpmn:exclusiveGateway id="g2"/>\n'
    + '<bpmn:serviceTask id="issue" mc:operation="issue_document"><bpmn:extensionElements>'
    + '<mc:input name="kind" value="&quot;confirmation&quot;"/><mc:input name="approved_at" value="&quot;l1&quot;"/>'
    + '<mc:output name="signing" value="signing"/></bpmn:extensionElements></bpmn:serviceTask>\n'
    + '<bpmn:exclusiveGateway id="g3" default="g3_l1"/>\n'
    + step("v1", "Phát hành", "van_thu", "xong")
    + '<bpmn:serviceTask id="seal" mc:operation="seal_document"><bpmn:extensionElements>'
    + '<mc:output name="sealing" value="sealing"/></bpmn:extensionElements></bpmn:serviceTask>\n'
    + step("t1", "Trả kết quả", "tra_ket_qua", "da_tra", more='mc:status="9"')
    + '<bpmn:endEvent id="e_done" mc:status="10"/>\n'
    + way("s", "r1") + way("r1", "g1")
    + way("g1", "received", 'r1_outcome = "tiep_nhan"') + way("g1", "e_refused", 'r1_outcome = "khong_tiep_nhan"')
    + way("received", "c1") + way("c1", "l1") + way("l1", "g2")
    + way("g2", "issue", 'l1_outcome = "ky"') + way("g2", "c1", 'l1_outcome = "tra_lai"')
    + way("issue", "g3") + way("g3", "v1", 'signing = "signed"') + way("g3", "l1")
    + way("v1", "seal") + way("seal", "t1") + way("t1", "e_done")
    + TAIL
)  # fmt: skip

FILES: Mapping[str, str] = {
    "procedure.yaml": PROCEDURE,
    "request.form.yaml": REQUEST,
    "confirming.form.yaml": CONFIRMING,
    "flow.bpmn": FLOW,
    "documents/confirmation.html": CONFIRMATION,
    "scenarios.yaml": SCENARIOS,
}


def write(files: Mapping[str, str], folder: Path) -> Path:
    """Write a package's files into a folder and return it."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")
    return folder


def as_bytes(files: Mapping[str, str]) -> dict[str, bytes]:
    """The files as a package brings them."""
    return {path: content.encode() for path, content in files.items()}
