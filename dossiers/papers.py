"""The values a document's template may use, taken from the case as it stands.

Plain text only, worded as a paper words it (Vietnamese): the dossier, the application's answers
and each step's answers by key, `record`, the line of the original register that a step chose
or copied from paper, and `issued`, the documents issued for the dossier before, by kind.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone, translation

from documents.letterhead import day_in_words
from documents.selectors import documents_of
from dossiers.corrections import correction_of
from dossiers.models import Dossier, StepAnswer
from dossiers.sources import filled_form
from forms.definition import FormDefinition
from procedures.definition import RegisterLine
from procedures.package import Package
from procedures.selectors import package_for
from registry.models import DiplomaKind, DiplomaRecord

PAPER_LANGUAGE = "vi"
ANSWER_NAMED = re.compile(r"\banswers\.(\w+)")
STEP_NAMED = re.compile(r"\bsteps\.(\w+)\.(\w+)")
ISSUED_NAMED = re.compile(r"\bissued\.(\w+)\.(\w+)")
NOTHING_WRITTEN = dict.fromkeys(DiplomaRecord(kind=DiplomaKind.INTERMEDIATE).as_written(), "")


def values_of(dossier: Dossier, package: Package) -> dict[str, Any]:
    """Return everything a template of the package may show of this dossier, whatever language the officer reads."""
    rules = package_for(dossier.procedure, dossier.rules_hash)
    steps = list(StepAnswer.objects.filter(dossier=dossier).order_by("answered_at", "pk"))
    with translation.override(PAPER_LANGUAGE):
        return {
            "dossier": {
                "code": dossier.code or dossier.receipt_no,
                "applicant_name": dossier.applicant_name,
                "submitted_on": f"{timezone.localtime(dossier.submitted_at):%d/%m/%Y}",
                "procedure": package.definition.title.vi,
            },
            "answers": worded(rules.forms[rules.definition.form], dossier.answers),
            "steps": {step.node_id: step_values(step, rules, dossier) for step in steps},
            "record": record_of(steps, rules, dossier),
            "issued": issued_before(dossier),
            **corrected_document(dossier),
        }


def corrected_document(dossier: Dossier) -> dict[str, dict[str, str]]:
    """Return what a paper may say of the document a dossier corrects; nothing for any other dossier."""
    correction = correction_of(dossier)
    if correction is None:
        return {}
    document = correction.document
    return {
        "corrected": {
            "citation": document.citation,
            "title": document.title,
            "number": document.number,
            "issued_on": f"{document.issued_on:%d/%m/%Y}",
        }
    }


def only_used(values: Mapping[str, Any], templates: Iterable[str]) -> dict[str, Any]:
    """Return the answers and steps a template names, and all else: a paper keeps no more of a person than it shows."""
    source = "\n".join(templates)
    used_answers, used_steps = set(ANSWER_NAMED.findall(source)), set(STEP_NAMED.findall(source))
    steps = {
        node: {key: value for key, value in answers.items() if (node, key) in used_steps}
        for node, answers in values["steps"].items()
    }
    answers = {key: value for key, value in values["answers"].items() if key in used_answers}
    used_kinds = {kind for kind, _ in ISSUED_NAMED.findall(source)}
    issued = {kind: words for kind, words in values["issued"].items() if kind in used_kinds}
    return {**values, "answers": answers, "steps": steps, "issued": issued}


def issued_before(dossier: Dossier) -> dict[str, dict[str, str]]:
    """Return number and day of the latest document of each kind issued for a dossier, as another document cites them."""
    found = reversed(documents_of("dossiers.Dossier", str(dossier.pk)))
    return {
        each.kind: {"title": each.title, "number": each.number, "day": day_in_words(each.issued_on)}
        for each in found
    }


def step_values(step: StepAnswer, rules: Package, dossier: Dossier) -> dict[str, str]:
    """Return a step's answers as text, with its outcome and reason."""
    form = rules.forms.get(rules.flow.nodes[step.node_id].form)
    answers = worded(filled_form(form, dossier, is_answered=True), step.answers) if form else {}
    return {**answers, "outcome": step.outcome, "reason": step.reason}


def worded(form: FormDefinition, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return answers as they are read on paper; an unanswered question is empty text."""
    return {
        field.key: field.kind.show(answers[field.key], PAPER_LANGUAGE) if field.key in answers else ""
        for field in form
    }


def record_of(steps: list[StepAnswer], rules: Package, dossier: Dossier) -> dict[str, str]:
    """Return the register's line: the latest step that chose a record, or copied one from the paper register."""
    line = rules.definition.register_line
    for step in reversed(steps) if line else ():
        if line.paper_outcome and step.outcome == line.paper_outcome:
            return paper_line(line, step_values(step, rules, dossier))
        if step.answers.get(line.chosen):
            return DiplomaRecord.objects.get(public_id=step.answers[line.chosen]).as_written()
    return {}


def paper_line(line: RegisterLine, words: Mapping[str, str]) -> dict[str, str]:
    """Return a line an officer copied from the paper register, in the shape of a digital one."""
    copied = {word: words.get(key, "") for word, key in line.paper.items()}
    return {**NOTHING_WRITTEN, "title": line.paper_title, **copied}
