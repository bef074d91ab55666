"""`make test-services`: PostgreSQL and Redis from Debian, on free ports, in a temporary folder.

Runs the tests marked `services` (database, concurrency, sockets, journeys) against them and takes
everything down again, when it is told to stop (SIGTERM) too. PostgreSQL keeps its fsync on: locks and commits are the real ones.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 20
BY_FILE = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
"""Two processes; a file stays in one of them, so that what its tests share is made once."""


def free_port() -> int:
    """Return a port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def postgres_bin() -> Path:
    """Return the folder of Debian's newest PostgreSQL."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not versions:
        raise SystemExit("PostgreSQL is not installed")
    return versions[-1]


def as_postgres() -> list[str]:
    """Return the prefix that runs a command as an ordinary user where we are root: a server refuses root."""
    return ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Start a cluster, made unless the folder holds one already; give its address; stop it."""
    data, port = folder / "postgres", free_port()
    if not data.exists():
        make_cluster(data)
    options = f"-p {port} -k {data} -c listen_addresses=127.0.0.1 -c max_connections=200"
    control = [*as_postgres(), str(postgres_bin() / "pg_ctl"), "-D", str(data)]
    log = ["-l", str(data / "log")]
    subprocess.run(
        [*control, *log, "-o", options, "-w", "start"], check=True, stdout=subprocess.DEVNULL, cwd="/tmp"
    )
    try:
        yield f"postgresql://motcua@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(
            [*control, "-m", "immediate", "stop"], check=False, stdout=subprocess.DEVNULL, cwd="/tmp"
        )


def make_cluster(data: Path) -> None:
    """Make an empty cluster."""
    data.mkdir(mode=0o700)
    if os.geteuid() == 0:
        data.parent.chmod(0o755)
        shutil.chown(data, pwd.getpwnam("postgres").pw_name)
    initdb = [*as_postgres(), str(postgres_bin() / "initdb"), "-D", str(data)]
    options = ["-U", "motcua", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    subprocess.run([*initdb, *options], check=True, stdout=subprocess.DEVNULL, cwd="/tmp")


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """Start a Redis that keeps nothing; give its address; stop it."""
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int) -> None:
    """Wait until somebody listens. Raises TimeoutError."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nobody listens on port {port}")


@contextmanager
def services() -> Iterator[dict[str, str]]:
    """Give the environment in which both servers are reached."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="motcua-services-")))
        yield {
            **os.environ,
            "MOTCUA_DATABASE_URL": stack.enter_context(postgres(folder)),
            "MOTCUA_REDIS_URL": stack.enter_context(redis(folder)),
        }


def leave_in_order_when_told_to_stop() -> None:
    """Let SIGTERM end this process as Ctrl-C does, through every `finally`."""

    def leave(number: int, frame: FrameType | None) -> None:
        sys.exit(128 + number)

    signal.signal(signal.SIGTERM, leave)


def run_to_the_end(command: list[str], environment: dict[str, str]) -> int:
    """Run a command and return its answer; when we have to leave, so does the command, in order while it can."""
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
        try:
            return process.wait()
        except BaseException:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(START_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
            raise


def main(arguments: list[str]) -> int:
    """Run the marked tests; return pytest's answer."""
    # Playwright keeps an event loop in its process, so the journeys have processes of their own.
    runs = (["tests/unit", "tests/integration"], ["tests/journeys"])
    answers = []
    leave_in_order_when_told_to_stop()
    with services() as environment:
        for run in runs:
            command = [sys.executable, "-m", "pytest", "-m", "services", *BY_FILE, *run, *arguments]
            answers.append(run_to_the_end(command, environment))
    return max(answers)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
