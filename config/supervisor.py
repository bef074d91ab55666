"""`make run`: two supervised processes, the web server and the worker, on embedded defaults.

A process that dies is started again after a second; Ctrl-C ends both, the worker first being
allowed to finish what it holds. The first start migrates, publishes the procedures and checklists
that came with the product and fills in demonstration data; a later start skips what is already there.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from dossiers.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from inspections.demo.accounts import INSPECTION_ACCOUNTS

BASE_DIR = Path(__file__).resolve().parent.parent
GRACE_SECONDS = 8


PREPARATION = """
import django
from django.core.management import call_command
django.setup()
call_command("migrate", verbosity=0)
call_command("procedure", "publish", "--all", "--quiet", "--reason", "Công bố khi khởi động")
call_command("checklist", "publish", "--quiet")
call_command("demo", "--if-empty")
call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["scss", "*.mjs"])
"""


def prepare() -> None:
    """Bring the database, the static files and the demonstration up to date, in a process that ends."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run([sys.executable, "-c", PREPARATION], cwd=BASE_DIR, check=True, env=environment)


def commands(port: str) -> dict[str, list[str]]:
    """Return the two processes by name."""
    return {
        "web": [
            sys.executable, "-m", "uvicorn", "config.asgi:application",
            "--host", os.environ.get("MOTCUA_HOST", "127.0.0.1"), "--port", port,
            "--timeout-graceful-shutdown", "3", "--log-level", "warning", "--no-access-log",
        ],
        "worker": [sys.executable, "manage.py", "worker"],
    }  # fmt: skip


class Supervisor:
    """Keeps the named processes alive until it is told to stop."""

    def __init__(self, wanted: dict[str, list[str]]) -> None:
        self.wanted = wanted
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = False

    def run(self) -> int:
        """Start everything, restart what dies, return 0 after a clean stop."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.ask_to_stop)
        for name in self.wanted:
            self.start(name)
        while not self.stopping:
            time.sleep(0.2)
            self.restart_dead()
        return self.stop()

    def ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        """Remember that a signal came; the loop does the rest."""
        self.stopping = True

    def start(self, name: str) -> None:
        """Start one process in a session of its own, so that Ctrl-C reaches only the supervisor."""
        self.running[name] = subprocess.Popen(self.wanted[name], cwd=BASE_DIR, start_new_session=True)

    def restart_dead(self) -> None:
        """Start again, after a second, whatever ended by itself."""
        for name, process in list(self.running.items()):
            if process.poll() is not None and not self.stopping:
                print(f"{name} ended with {process.returncode}; starting it again", flush=True)
                time.sleep(1)
                self.start(name)

    def stop(self) -> int:
        """Ask every process to end, wait, and kill what does not listen."""
        for process in self.running.values():
            process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for process in self.running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
        return 0


def greeting(port: str) -> str:
    """Return what a newcomer needs to see: the address and who can sign in."""
    rows = "\n".join(
        f"  {account.email:<34}{account.what}" for account in (*DEMO_ACCOUNTS, *INSPECTION_ACCOUNTS)
    )
    return (
        f"\nMộtcửa: http://localhost:{port}\n\nDemonstration accounts (password {DEMO_PASSWORD}):\n{rows}\n"
        "\nCtrl-C stops it. `make clean` forgets the demonstration.\n"
    )


def main() -> int:
    """Prepare, greet, run."""
    os.environ.setdefault("MOTCUA_DEMO", "1")
    port = os.environ.get("MOTCUA_PORT", "8000")
    os.environ.setdefault("MOTCUA_PUBLIC_URL", f"http://localhost:{port}")
    prepare()
    print(greeting(port), flush=True)
    return Supervisor(commands(port)).run()


if __name__ == "__main__":
    sys.exit(main())
