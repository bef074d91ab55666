"""What is wrong with a diagram, as a fact and as a sentence a lawyer understands."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True)
class Finding:
    """One finding.

    element   id of the element; empty for the file as a whole
    code      stable word for the kind, listed in docs/reference/checks.md
    severity  an error forbids publishing; a warning needs a reason; info is for the reader
    sentence  what is wrong, in Vietnamese; mend: what to do
    line      line in the file, 0 where unknown
    """

    element: str
    code: str
    severity: Severity
    sentence: str
    mend: str = ""
    line: int = 0

    def as_json(self) -> dict[str, str | int]:
        """Return the form of `manage.py bpmn check`."""
        message = f"{self.sentence} {self.mend}".strip()
        return {
            "element": self.element,
            "code": self.code,
            "severity": self.severity,
            "message": message,
            "line": self.line,
        }
