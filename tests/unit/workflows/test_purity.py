"""The pure part of the engine knows no framework, no clock and no database."""

import subprocess
import sys

PURE = (
    "core",
    "parser",
    "checks",
    "model",
    "state",
    "events",
    "effects",
    "codec",
    "findings",
    "expressions",
    "simulate",
)


class TestThePureModules:
    def test_import_neither_django_nor_viewflow(self):
        imports = "; ".join(f"import workflows.{name}" for name in PURE)
        question = "print([name for name in ('django', 'viewflow') if name in sys.modules])"

        answer = subprocess.run(
            [sys.executable, "-c", f"import sys; {imports}; {question}"],
            capture_output=True,
            text=True,
            check=True,
        )

        assert answer.stdout.strip() == "[]"
