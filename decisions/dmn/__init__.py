"""Decision models of DMN 1.5: tables with every hit policy, boxed expressions, requirements, services.

    >>> definitions = parse_dmn(content)
    >>> evaluate_decision(definitions, "Fee", {"Copies": 3}).value

Pure, as FEEL is; a model is compiled when it is read, and may be evaluated by any number of threads.
"""

from decisions.dmn.errors import DmnError, Fault
from decisions.dmn.evaluation import evaluate_decision
from decisions.dmn.model import Decision, DecisionService, Definitions, InputData, KnowledgeModel
from decisions.dmn.reader import parse_dmn

__all__ = [
    "Decision",
    "DecisionService",
    "Definitions",
    "DmnError",
    "Fault",
    "InputData",
    "KnowledgeModel",
    "evaluate_decision",
    "parse_dmn",
]
