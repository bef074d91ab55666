"""Every check before publishing, by one bad package each: where, how grave, in words a lawyer understands."""

import pytest

from procedures.catalogue import catalogue, option_sources, prefill_sources
from procedures.judging import judge
from tests.integration.procedures.study_record import FILES, as_bytes
from tests.unit.workflows.diagrams import FORMAL, body, timer, xml

HOLDERS = {"clerk": {"Sở": frozenset({1})}, "leader": {"Sở": frozenset({1}), "Trường": frozenset({2, 3})}}
BEFORE = '<message id="m" name="paid"/><message id="n" name="known"/><error id="err" errorCode="E1"/>'
YES_NO = '<extensionElements><mc:outcome key="yes" label_vi="Có"/><mc:outcome key="no" label_vi="Không"/></extensionElements>'
CAUGHT = '<messageEventDefinition messageRef="m"/>'
ASK = 'user a name="Xem xét" mc:role="clerk" mc:form="confirming"'
MANY = f"<multiInstanceLoopCharacteristics><loopCardinality {FORMAL}>500</loopCardinality></multiInstanceLoopCharacteristics>"
FEE = "script w | <script>{fee: 5}</script>"
USES = 'script r name="Tính hạn" | <script>{due: fee}</script>'
ALONE = body("start s2", "task t2", "end e2", "s2 -> t2 -> e2")
BADLY_DRAWN = (
    b'<?xml version="1.0"?><definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"><decision'
)


def judged(*lines, messages=("known",), **files):
    """The judgement of the package of study records with another flow."""
    flow = xml("start s", "end e", *lines, before=BEFORE).replace(b'id="p"', b'id="study_record"')
    return judge(
        "study_record",
        {**as_bytes(FILES), "flow.bpmn": flow, **files},
        operations=catalogue(),
        sources=option_sources(),
        prefills=prefill_sources(),
        messages=messages,
        holders=HOLDERS,
    )


CASES = (
    pytest.param((ASK, "task lost", "s -> a -> e"), "faults", "lost: Không có đường", id="nothing leads to a node"),
    pytest.param((ASK, "user b mc:role=\"clerk\"", "exclusive x", "s -> x -> [answers] e", "x -> [*] a -> b -> a"), "faults", "a: Từ “Xem xét” không có đường nào tới kết thúc", id="a dead end"),
    pytest.param(("events g", f"catch t | {timer('PT1H')}", f"catch c mc:key=\"channel\" | {CAUGHT}", "parallel j", "s -> g -> t -> j -> e", "g -> c -> j"), "faults", "j: Cổng hợp nhất này chờ mãi", id="a join that waits for ever"),
    pytest.param(("parallel f", ASK, f'boundary b attachedToRef="a" | {timer("PT1H")}', "task c", "parallel j", "end late", "s -> f -> a -> j -> e", "f -> c -> j", "b -> late"), "warnings", "j: Cổng hợp nhất này có thể chờ mãi", id="a join that may wait for ever"),
    pytest.param(("task t", "exclusive x", "s -> t -> x -> [answers] e", "x -> [*] t"), "warnings", "t: Vòng lặp này không có người", id="a loop nobody waits in"),
    pytest.param((f'<subProcess id="u">{ALONE}</subProcess>', "exclusive x", "s -> u -> x -> [answers] e", "x -> [*] u"), "warnings", "u: Vòng lặp này không có người", id="a loop through a sub-process nobody waits in"),
    pytest.param(('end bad | <errorEventDefinition errorRef="err"/>', "exclusive x", "s -> x -> [answers] e", "x -> [*] bad"), "warnings", "bad: Lỗi E1 không nơi nào bắt", id="an error nobody handles"),
    pytest.param(('user a mc:role="ghost"', "s -> a -> e"), "warnings", "a: Chưa ai giữ vai trò ghost", id="a role nobody holds"),
    pytest.param(("user a", "s -> a -> e"), "warnings", "a: a không nêu vai trò", id="a step without a role"),
    pytest.param((ASK, 'user b name="Ký" mc:role="leader" mc:fourEyes="a"', "s -> a -> b -> e"), "warnings", "b: “Ký” cần một người khác với “Xem xét”, nhưng ở Sở không đủ người", id="four eyes of one person with two roles"),
    pytest.param((ASK, 'user b mc:role="leader" mc:fourEyes="zz"', "s -> a -> b -> e"), "faults", "b: Bốn mắt nhắc tới zz", id="four eyes with a step that is not there"),
    pytest.param((ASK, 'user b mc:role="leader"', 'user c mc:role="clerk" mc:budgetHours="13"', "parallel f", "parallel j", 'user d mc:role="clerk" mc:budgetHours="12"', "s -> f -> c -> j -> d -> e", "f -> a -> j", "f -> b -> j"), "warnings", "study_record: Ngân sách các bước cộng lại 25 giờ, quá thời hạn 24 giờ", id="budgets over the term on the longest way"),
    pytest.param((f'user a mc:role="clerk" | {YES_NO}', "exclusive x", "end f", 's -> a -> x -> [a_outcome = "yes"] e', 'x -> [a_outcome = "maybe"] f'), "faults", "a: Kết quả “Không” của a không có đường đi tiếp", id="an outcome without a way"),
    pytest.param(("exclusive x", "end f", 's -> x -> [b9_outcome = "yes"] e', "x -> [*] f"), "faults", "x: Biểu thức đọc b9_outcome", id="an outcome of no step"),
    pytest.param((USES, "s -> r -> e"), "faults", "r: Biểu thức đọc fee, nhưng không bước nào ghi", id="a variable nobody writes"),
    pytest.param((FEE, USES, "s -> r -> w -> e"), "faults", "r: “Tính hạn” đọc fee, nhưng trước đó không bước nào", id="a variable written too late"),
    pytest.param((FEE, USES, "exclusive x", "s -> x -> [answers] w -> r -> e", "x -> [*] r"), "warnings", "r: “Tính hạn” đọc fee, nhưng trên đường s → x → “Tính hạn”", id="a variable written on one of two ways"),
    pytest.param(("script w | <script>{sum: 5}</script>", "s -> w -> e"), "faults", "w: w ghi biến sum, trùng tên hàm sum()", id="a variable with the name of a function"),
    pytest.param(('user a mc:role="clerk" mc:form="none"', "s -> a -> e"), "faults", "a: Biểu mẫu none không có", id="a form that is not there"),
    pytest.param(('user a mc:role="clerk" mc:document="none"', "s -> a -> e"), "faults", "a: Văn bản none không có", id="a document that is not there"),
    pytest.param(('rule a mc:decision="none"', "s -> a -> e"), "faults", "a: Quyết định none không có", id="a decision that is not there"),
    pytest.param(('service a mc:operation="none"', "s -> a -> e"), "faults", "a: Thao tác none không có", id="an operation that is not there"),
    pytest.param(('receive a messageRef="m" mc:key="channel"', "s -> a -> e"), "faults", "a: Không bước nào, không hệ thống nào gửi thông điệp paid", id="a message nobody sends"),
    pytest.param(('service a name="Ghi" mc:operation="record_result" | <extensionElements><mc:input name="result" value="1"/><mc:output name="said" value="answer"/></extensionElements>', "s -> a -> e"), "faults", "a: thao tác record_result không trả lời 'answer'", id="an answer an operation does not give"),
    pytest.param(('service a name="Ký" mc:operation="issue_document" | <extensionElements><mc:input name="kind" value=\'"none"\'/><mc:input name="approved_at" value=\'"s"\'/></extensionElements>', "s -> a -> e"), "faults", "a: thao tác issue_document nhắc tới văn bản 'none'", id="an operation's document that is not there"),
    pytest.param(('service a name="Ký" mc:operation="issue_document" | <extensionElements><mc:input name="kind" value=\'"confirmation"\'/><mc:input name="approved_at" value=\'"s"\'/></extensionElements>', "s -> a -> e"), "faults", "a: thao tác issue_document nhắc tới 's'", id="an operation's step that nobody does"),
    pytest.param(('task a', 'boundary b attachedToRef="a" | <errorEventDefinition errorRef="err"/>', "s -> a -> e", "b -> e"), "warnings", "b: Không gì ở a ném lỗi E1", id="an error nobody throws"),
    pytest.param(('send a messageRef="m"', "s -> a -> e"), "warnings", "a: Không bước nào, không hệ thống nào chờ thông điệp paid", id="a message nobody takes"),
    pytest.param(('receive a messageRef="n"', "s -> a -> e"), "warnings", "a: a nhận thông điệp known của bất kỳ hồ sơ nào", id="a message of any case"),
    pytest.param(("send a", "s -> a -> e"), "warnings", "a: a không nêu thông điệp", id="a task that names no message"),
    pytest.param((f"task t | {MANY}", "s -> t -> e"), "faults", "study_record: Trạng thái có thể tới khoảng", id="a state over 16 kB"),
    pytest.param(("exclusive x", "end f", "s -> x -> e", "x -> f"), "faults", "x: Luồng ra x_e không có điều kiện", id="a choice without conditions"),
    pytest.param(("catch t | <timerEventDefinition/>", "s -> t -> e"), "faults", "t: Hẹn giờ chưa ghi thời gian", id="a timer without a time"),
    pytest.param(("exclusive x", "end f", "s -> x -> [23] e", "x -> [*] f"), "faults", "x: Điều kiện “23” không phải đúng hay sai", id="a condition that is no question"),
)  # fmt: skip


class TestABadPackage:
    @pytest.mark.parametrize(("lines", "where", "words"), CASES)
    def test_is_told_of(self, lines, where, words):
        found = getattr(judged(*lines), where)

        (told,) = {fault for fault in found if words in fault.message}
        assert (told.file, told.message.startswith(words[:2])) == ("flow.bpmn", True)
        assert told.message.rstrip().endswith(".")
        assert told.message.count(".") >= 2, "one sentence for what is wrong, one for how to mend it"

    def test_is_told_of_a_decision_that_cannot_be_read(self):
        faults = judged(ASK, "s -> a -> e", **{"fee.dmn": BADLY_DRAWN}).faults

        assert [fault.file for fault in faults if "bảng quyết định" in fault.message] == ["fee.dmn"]

    @pytest.mark.parametrize(
        ("line", "words"),
        [
            pytest.param(
                "options_from: nobody", "không có nguồn 'nobody'", id="a list of options nobody has"
            ),
            pytest.param(
                "options_from: diploma_candidates\n        options_with: {holder_name: ho_ten, born_on: ho_ten}",
                "nguồn diploma_candidates thiếu đầu vào 'number'",
                id="an input that a list of options is not given",
            ),
            pytest.param(
                "options_from: register_keepers\n        options_with: {name: ho_ten}",
                "nguồn register_keepers không có đầu vào 'name'",
                id="an input that a list of options does not know",
            ),
            pytest.param(
                "options_from: diploma_candidates\n        options_with: {holder_name: ten, born_on: ho_ten, number: ho_ten}",
                "đơn không hỏi 'ten'",
                id="an answer the application does not ask for",
            ),
        ],
    )
    def test_is_told_of_a_choice_from(self, line, words):
        form = f"form: picking\ntitle: Chọn\nsections:\n  - key: a\n    fields:\n      - key: b\n        type: choice\n        label: B\n        {line}\n"

        faults = judged(ASK, "s -> a -> e", **{"picking.form.yaml": form.encode()}).faults

        assert [(fault.file, fault.line) for fault in faults if words in fault.message] == [
            ("picking.form.yaml", 9)
        ]

    @pytest.mark.parametrize(
        ("prefill", "words"),
        [
            pytest.param("{from: identity, path: shoe_size}", "nguồn identity không cho 'shoe_size'", id="its source does not give"),
            pytest.param("{from: earlier, path: ten}", "nguồn earlier không cho 'ten'", id="the application does not ask for"),
        ],
    )  # fmt: skip
    def test_is_told_of_a_beginning_that(self, prefill, words):
        form = f"form: known\ntitle: Biết\nsections:\n  - key: a\n    fields:\n      - key: b\n        type: text\n        label: B\n        prefill: {prefill}\n"

        faults = judged(ASK, "s -> a -> e", **{"known.form.yaml": form.encode()}).faults

        assert [(fault.file, fault.line) for fault in faults if words in fault.message] == [
            ("known.form.yaml", 9)
        ]

    def test_is_well_where_the_message_comes_from_another_system_and_names_its_case(self):
        lines = ('receive a messageRef="n" mc:key="channel"', "s -> a -> e")

        assert not [each for each in judged(*lines).faults if "thông điệp" in each.message]
