"""Facts of inspections: checklists, the inspection and its team, each institution, answers, minutes, findings, decisions."""

from inspections.models.answers import Answer, AnswerConflict, DeclaredAnswer, SampleDraw
from inspections.models.checklists import Checklist, ChecklistVersion
from inspections.models.decisions import (
    HandOver,
    InspectionDecision,
    InspectionFile,
    InspectionStep,
    PaperRequest,
)
from inspections.models.evidence import Evidence, EvidencePart
from inspections.models.exports import DataExport
from inspections.models.findings import (
    Finding,
    InspectionComplaint,
    Nature,
    Outcome,
    Remedy,
    RemedySubmission,
    Severity,
)
from inspections.models.inspection import (
    ConfidentialSource,
    DayKind,
    Ground,
    Inspection,
    InspectionCounter,
    InspectionStatusChange,
    Mode,
    Origin,
    Variant,
)
from inspections.models.minutes import Minutes, MinutesSignature
from inspections.models.rules import PublishedRules
from inspections.models.syncing import Device, SectionHold, SyncOperation
from inspections.models.target import NOT_INSPECTED, Overlap, Session, Target, TargetClock, TargetStatusChange
from inspections.models.team import ConflictReason, TeamMember, TeamRole

__all__ = [
    "NOT_INSPECTED",
    "Answer",
    "AnswerConflict",
    "Checklist",
    "ChecklistVersion",
    "ConfidentialSource",
    "ConflictReason",
    "DataExport",
    "DayKind",
    "DeclaredAnswer",
    "Device",
    "Evidence",
    "EvidencePart",
    "Finding",
    "Ground",
    "HandOver",
    "Inspection",
    "InspectionComplaint",
    "InspectionCounter",
    "InspectionDecision",
    "InspectionFile",
    "InspectionStatusChange",
    "InspectionStep",
    "Minutes",
    "MinutesSignature",
    "Mode",
    "Nature",
    "Origin",
    "Outcome",
    "Overlap",
    "PaperRequest",
    "PublishedRules",
    "Remedy",
    "RemedySubmission",
    "SampleDraw",
    "SectionHold",
    "Session",
    "Severity",
    "SyncOperation",
    "Target",
    "TargetClock",
    "TargetStatusChange",
    "TeamMember",
    "TeamRole",
    "Variant",
]
