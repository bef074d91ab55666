"""Minutes: their content as canonical JSON, made alike on a tablet and on the server, and the proof that it is so.

Pure: no clock, no database, no framework. Storing and signing are inspections.services.make_minutes and sign_minutes.
"""

from inspections.minutes.content import FORMAT, Found, make_content
from inspections.minutes.proof import DIFFERS, EQUAL, MARKS_DIFFER, Difference, Proof, compare
from inspections.minutes.spot import ANNOUNCEMENT, INSPECTION, SESSION, Spot, read_spot

__all__ = [
    "ANNOUNCEMENT",
    "DIFFERS",
    "Difference",
    "EQUAL",
    "FORMAT",
    "Found",
    "INSPECTION",
    "MARKS_DIFFER",
    "Proof",
    "SESSION",
    "Spot",
    "compare",
    "make_content",
    "read_spot",
]
