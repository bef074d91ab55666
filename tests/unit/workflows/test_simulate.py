"""`bpmn run` and `bpmn check`: any file, without people, waiting or a database."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.unit.workflows.diagrams import message, timer, xml

MESSAGE = '<message id="m" name="paid"/>'


@pytest.fixture
def bpmn(tmp_path: Path):
    """Run the command on a diagram; return its JSON lines."""

    def run(action: str, content: bytes, *arguments: str) -> list[dict]:
        path = tmp_path / "flow.bpmn"
        path.write_bytes(content)
        out = StringIO()
        call_command("bpmn", action, str(path), *arguments, stdout=out)
        return [json.loads(line) for line in out.getvalue().splitlines()]

    return run


def completed(lines: list[dict]) -> list[str]:
    return [line["node"] for line in lines if line.get("event") == "completed"]


class TestRun:
    def test_writes_what_happens_and_how_it_ended(self, bpmn):
        content = xml(
            "start s", "user a", "script t | <script>{n: n + 0.5}</script>", "end e", "s -> a -> t -> e"
        )

        lines = bpmn("run", content, "--input", '{"n": 1}', "--clock", "2026-11-24T08:00:00+07:00")

        assert lines[0] == {
            "at": "2026-11-24T01:00:00+00:00", "scope": "p", "node": "s", "kind": "startEvent", "event": "opened", "variables": {"n": 1},
        }  # fmt: skip
        assert [line["variables"] for line in lines if line.get("node") == "t"] == [{}, {"n": 1.5}]
        assert lines[-1] == {"end": "completed", "open": [], "variables": {"n": 1.5}, "error": None}

    def test_waits_at_the_named_tasks(self, bpmn):
        lines = bpmn("run", xml("start s", "task a", "user b", "end e", "s -> a -> b -> e"), "--wait-at", "a")

        assert lines[-1] == {"end": "waiting", "open": ["a"], "variables": {}, "error": None}

    def test_takes_the_chosen_ways(self, bpmn):
        content = xml(
            "start s", "exclusive x", "task a", "task b", "end e", "s -> x -> a -> e", "x -> b -> e"
        )

        assert completed(bpmn("run", content, "--choose", "x=x_b")) == ["s", "x", "b", "e"]

    def test_jumps_the_clock_to_the_next_due_timer(self, bpmn):
        content = xml("start s", f"catch t | {timer('PT2H')}", "end e", "s -> t -> e")

        lines = bpmn("run", content, "--clock", "2026-11-24T01:00:00Z")

        assert [line["at"] for line in lines if line.get("node") == "e"][0] == "2026-11-24T03:00:00+00:00"

    @pytest.mark.parametrize(
        ("triggers", "way"),
        [
            pytest.param(["--trigger", "paid"], "paid_way", id="a message by its name"),
            pytest.param(["--trigger", "c"], "paid_way", id="a message by its event"),
            pytest.param(["--trigger", "t"], "late_way", id="a timer by its event"),
            pytest.param([], "late_way", id="nothing comes: the timer"),
        ],
    )
    def test_delivers_triggers_before_time_passes(self, bpmn, triggers, way):
        content = xml(
            "start s", "events g", f"catch t | {timer('PT1H')}", f"catch c | {message('m')}", "task late_way", "task paid_way",
            "end e", "s -> g -> t -> late_way -> e", "g -> c -> paid_way -> e", before=MESSAGE,
        )  # fmt: skip

        assert way in completed(bpmn("run", content, *triggers))

    def test_completes_held_tasks_in_the_order_of_the_triggers(self, bpmn):
        content = xml(
            "start s",
            "parallel f",
            "user a",
            "user b",
            "parallel j",
            "end e",
            "s -> f -> a -> j -> e",
            "f -> b -> j",
        )

        lines = bpmn("run", content, "--wait-at", "a,b", "--trigger", "b,a")

        assert completed(lines) == ["s", "f", "b", "a", "j", "e"]

    def test_says_where_a_flow_got_stuck(self, bpmn):
        content = xml("start s", "exclusive x", "end e", "end f", "s -> x -> [n > 1] e", "x -> [n > 2] f")

        lines = bpmn("run", content)

        assert (lines[-1]["end"], lines[-1]["error"]) == ("error", "no_way_out: x")

    @pytest.mark.parametrize(
        ("trigger", "way"),
        [
            pytest.param("refused", "no", id="the message"),
            pytest.param("s1", "yes", id="the event"),
        ],
    )
    def test_begins_once_at_the_message_start_that_the_first_trigger_names(self, bpmn, trigger, way):
        content = xml(
            f"start s1 | {message('m')}", f"start s2 | {message('n')}", "task yes", "task no", "end e",
            "s1 -> yes -> e", "s2 -> no -> e", before=f'{MESSAGE}<message id="n" name="refused"/>',
        )  # fmt: skip

        lines = bpmn("run", content, "--trigger", trigger)

        assert completed(lines)[1:] == [way, "e"]
        assert lines[-1]["end"] == "completed"

    def test_brings_a_thrown_message_to_the_process_it_starts(self, bpmn):
        other = (
            f'<process id="q" isExecutable="true"><startEvent id="s2">{message("m")}</startEvent></process>'
        )
        content = xml("start s", f"end e | {message('m')}", "s -> e", before=MESSAGE, after=other)

        assert completed(bpmn("run", content)) == ["s", "e", "s2"]

    def test_ends_with_1_for_a_file_it_cannot_run(self, bpmn):
        with pytest.raises(SystemExit) as ended:
            bpmn("run", xml("start s", '<complexGateway id="x"/>', "end e", "s -> e"))

        assert ended.value.code == 1


class TestCheck:
    def test_of_a_good_file_says_nothing(self, bpmn):
        assert bpmn("check", xml("start s", 'user a mc:role="clerk"', "end e", "s -> a -> e")) == []

    def test_of_a_bad_file_tells_every_fault_and_ends_with_1(self, tmp_path, capsys):
        path = tmp_path / "flow.bpmn"
        path.write_bytes(
            xml(
                "start s",
                "exclusive x",
                "task a",
                "parallel j",
                "task b",
                "end e",
                "s -> x -> [n > 1] a -> j -> e",
                "x -> [*] b -> j",
            )
        )

        with pytest.raises(SystemExit) as ended:
            call_command("bpmn", "check", str(path))

        (line,) = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
        assert ended.value.code == 1
        assert set(line) == {"element", "code", "severity", "message"}
        assert (line["element"], line["code"], line["severity"]) == ("j", "join_waits", "error")
