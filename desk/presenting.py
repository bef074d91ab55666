"""What the officers' pages say about values that selectors return: history, answers of steps, the path walked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from desk.changes import Change, changes_between
from desk.explaining import Explainer
from desk.remaining import Clock, Remaining
from desk.runs import Happening, RunView, newest_first, since
from dossiers.models import StepAnswer
from dossiers.register_checks import in_words
from dossiers.selectors import DossierPage
from dossiers.sources import filled_form
from forms.definition import FormDefinition
from forms.models import Attachment
from forms.rendering import ReviewRow, ReviewSection, review
from procedures.package import Package
from workflows.models import WorkItem


@dataclass(frozen=True)
class StepShown:
    """What one step answered.

    changed  how it differs from the round before; None for the first
    """

    step: StepAnswer
    title: Any
    outcome_labels: Any
    rows: Sequence[ReviewRow]
    changed: Sequence[Change] | None = None


class CaseView:
    """A dossier's page in the words of the desk; one package and no queries of its own."""

    def __init__(self, page: DossierPage, at: datetime) -> None:
        self.page = page
        self.dossier = page.dossier
        self.clock = Clock(at)
        self.package: Package = page.package
        self.papers: dict[str, Attachment] = {
            str(file.attachment.public_id): file.attachment for file in page.files
        }
        self._filled: dict[str, FormDefinition] = {}
        self.run = RunView(self.package.flow, page.history, page.position, reads=page.sight.reads, at=at)

    @property
    def procedure_title(self) -> Any:
        """The procedure's title in every language it has."""
        return self.page.procedure.title

    @property
    def sender(self) -> str:
        """Who sent it, and for whom where it was for another party."""
        person, party = self.dossier.applicant_name, self.dossier.represented_name
        return _("%(person)s nộp thay %(party)s") % {"person": person, "party": party} if party else person

    @property
    def remaining(self) -> Remaining:
        """What is left of the dossier's term."""
        return self.clock.of_dossier(self.dossier)

    @property
    def holders(self) -> str:
        """Who holds it now, by name; an agency where nobody has taken the step."""
        names = [item.owner.full_name if item.owner else item.agency.label for item in self.page.open_items]
        return ", ".join(dict.fromkeys(names))

    @property
    def open_steps(self) -> list[tuple[WorkItem, Any, Remaining]]:
        """The open steps: item, title, what is left."""
        return [
            (item, self.title(item.node_id), self.clock.of_item(item, self.dossier))
            for item in self.page.open_items
        ]

    @property
    def sections(self) -> list[ReviewSection]:
        """What the applicant answered, as far as the reader may see it."""
        if not self.page.sight.answers:
            return []
        form = self.package.forms[self.page.procedure.form]
        sent_on = timezone.localdate(self.dossier.submitted_at)
        said = in_words(self.page.register_warnings, with_detail=not self.page.sight.is_applicant)
        return review(form, self.dossier.answers, attachments=self.papers, today=sent_on, also=said)

    @property
    def steps(self) -> list[StepShown]:
        """What each finished step answered, as far as the reader may see it, the latest first."""
        shown: dict[int, StepShown] = {}
        latest: dict[str, StepShown] = {}
        for step in self.page.steps:
            shown[step.pk] = latest[step.node_id] = self.shown(step, latest.get(step.node_id))
        return list(reversed(shown.values()))

    def shown(self, step: StepAnswer, before: StepShown | None = None) -> StepShown:
        """Return one step's answers in words, and how they differ from those of the round before."""
        node = self.package.flow.nodes.get(step.node_id)
        form = self.package.forms.get(getattr(node, "form", "") or "")
        rows = self.rows(form, step.answers)
        return StepShown(
            step, self.title(step.node_id), self.outcome_labels(step.node_id, step.outcome), rows,
            changed=self.changed(step, rows, before),
        )  # fmt: skip

    def rows(self, form: FormDefinition | None, answers: Mapping[str, Any]) -> list[ReviewRow]:
        """Return answers in words; none without a form."""
        sections = review(self.filled(form), answers, attachments=self.papers) if form else []
        return [row for section in sections for row in section.rows]

    def changed(
        self, step: StepAnswer, rows: Sequence[ReviewRow], before: StepShown | None
    ) -> list[Change] | None:
        """Return what the applicant changed in the application, or the step in its own answers; None for a first round."""
        if step.replaced is not None:
            form = self.package.forms[self.page.procedure.form]
            return changes_between(self.rows(form, step.replaced), self.rows(form, step.answers))
        return changes_between(before.rows, rows) if before else None

    def filled(self, form: FormDefinition) -> FormDefinition:
        """Return a step's form with the options its sources give this dossier: asked once, however often answered."""
        if form.name not in self._filled:
            self._filled[form.name] = filled_form(form, self.dossier, is_answered=True)
        return self._filled[form.name]

    def title(self, node_id: str) -> Any:
        """Return a step's title."""
        return self.run.title(node_id)

    def outcome_labels(self, node_id: str, key: str) -> Any:
        """Return the words of the way a step went."""
        return self.run.outcome_labels(node_id, key)

    @property
    def reasons(self) -> list[tuple[Any, list[str]]]:
        """Why each open step is open, in sentences; nothing for who may not read opinions."""
        sight = self.page.sight
        unread = {item.node_id for item in self.page.history if not sight.reads(item)}
        explainer = Explainer(self.package.flow, sight, unread)
        return [(self.title(each.node_id), explainer.sentences(each)) for each in self.page.reasons.values()]

    @property
    def history(self) -> list[Happening]:
        """What happened, newest first; how a step went only for who may read opinions."""
        sent = Happening(self.dossier.submitted_at, _("Nộp hồ sơ"), "sent", self.sender)
        return newest_first([sent, *self.run.happenings])

    def changes_since(self, moment: datetime | None) -> list[Happening]:
        """Return what happened after a page was shown; the latest three when that is not known."""
        return since(self.history, moment)

    @property
    def walk(self) -> dict[str, Any]:
        """What the drawing marks, by BPMN ids: the path walked with the time each step took, the position now."""
        return self.run.walk
