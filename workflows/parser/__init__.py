"""Reads BPMN 2.0 files into flows; the door of this package."""

from workflows.parser.document import Document, parse_bpmn, parse_document
from workflows.parser.reading import BpmnFaults

__all__ = ["BpmnFaults", "Document", "parse_bpmn", "parse_document"]
