"""Ask the applicant for more: mark what is wrong, judge what came back.

Marks are an officer's draft until the step's way out asks; what is asked then goes through the
flow (approval, sending, answering, checking), whose operations are in dossiers.supplement_operations.
Source: NĐ 61/2018 Đ19.4; PROCEDURES 0.4.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Person
from dossiers import selectors
from dossiers.cells import Cell, is_cell, label_of
from dossiers.closing import drop_round
from dossiers.errors import NotVisible, SupplementNotReady
from dossiers.models import OPEN_STATES, Dossier, SupplementItem, SupplementRound
from dossiers.notes import note
from dossiers.roles import RECEPTION_ROLE
from forms.definition import FormDefinition
from procedures.definition import SupplementRules
from procedures.selectors import package_for
from workflows.models import WorkItem

State, Target = SupplementRound.State, SupplementItem.Target
WHOLE = {"vi": "Cả tờ khai", "en": "The whole application", "km": "ទម្រង់បែបបទទាំងមូល"}


@dataclass(frozen=True)
class Mark:
    """One thing an officer marks: a field of the application, with its cell or page, and why."""

    field: str
    reason: str
    basis: str = ""
    page: int | None = None
    row: int | None = None
    column: str = ""

    @property
    def is_of_cell(self) -> bool:
        """Whether one cell of a table is meant."""
        return self.row is not None or bool(self.column)

    @property
    def cell(self) -> Cell:
        """The cell that is meant."""
        return Cell(self.field, self.row or 0, self.column)

    @property
    def target(self) -> str:
        """What of the field is meant."""
        if self.is_of_cell:
            return Target.CELL
        return Target.PAGE if self.page else Target.FIELD


def rules_of(dossier: Dossier) -> SupplementRules:
    """Return the procedure's rules of a supplement."""
    return package_for(dossier.procedure, dossier.rules_hash).definition.supplement


def mark(person: Person, public_id: UUID | str, marks: Sequence[Mark], *, at: datetime) -> SupplementRound:
    """Replace what an officer has marked at a step; nothing is asked yet.

    Raises NotVisible for a step that is not the person's, is closed or may not ask; SupplementNotReady for a
    field or cell the application does not have, for one cell twice, for a table beside cells of it.
    """
    item = selectors.work_item(person, public_id, at)
    dossier = item.run.dossier
    if item.node_id not in rules_of(dossier).asks:
        raise NotVisible
    package = package_for(dossier.procedure, dossier.rules_hash)
    form = package.forms[package.definition.form]
    check_marks(marks, form, dossier)
    with transaction.atomic():
        lock_held(item, person)
        draft = draft_round(dossier, item, person, at)
        draft.items.all().delete()
        SupplementItem.objects.bulk_create(
            item_of(draft, number, each, form) for number, each in enumerate(marks, start=1)
        )
        note(
            dossier,
            "dossier.supplement_marked",
            person.pk,
            at,
            for_id=item.on_behalf_of_id,
            items=len(marks),
            step=item.node_id,
        )
    return draft


def check_marks(marks: Sequence[Mark], form: FormDefinition, dossier: Dossier) -> None:
    """Raises SupplementNotReady for marks that say nothing, or of what is not there or asked otherwise already."""
    if any(each.field not in form.keys or not each.reason.strip() for each in marks):
        raise SupplementNotReady("unknown_field")
    cells = [each.cell for each in marks if each.is_of_cell]
    whole = {each.field for each in marks if not each.is_of_cell}
    if not all(is_cell(form, dossier.answers, cell) for cell in cells):
        raise SupplementNotReady("unknown_cell")
    if len(set(cells)) < len(cells) or whole & {cell.field for cell in cells}:
        raise SupplementNotReady("marked_twice")


def lock_held(item: WorkItem, person: Person) -> None:
    """Lock the step's dossier. Raises NotVisible unless the person still holds the step, and it is open."""
    Dossier.objects.select_for_update().only("pk").get(pk=item.run.dossier.pk)
    item.refresh_from_db(fields=["status", "completed_at", "owner"])
    if not item.is_open or item.holder_id != person.pk:
        raise NotVisible


def draft_of_step(item: WorkItem) -> SupplementRound | None:
    """Return what is marked at this very step; what another left behind is not its own."""
    return item.run.dossier.supplement_rounds.filter(state=State.DRAFT, node_id=item.node_id).first()


def draft_round(dossier: Dossier, item: WorkItem, person: Person, at: datetime) -> SupplementRound:
    """Return the round an officer is preparing, begun where there is none. Raises NotVisible while another is open."""
    facts = {"asked_by": person, "asked_at": at, "node_id": item.node_id}
    draft = draft_of_step(item)
    if draft is None:
        make_room(dossier, person, at)
        return SupplementRound.objects.create(dossier=dossier, **facts)
    SupplementRound.objects.filter(pk=draft.pk).update(**facts)
    draft.refresh_from_db()
    return draft


def make_room(dossier: Dossier, person: Person, at: datetime) -> None:
    """Drop marks that a step left behind. Raises NotVisible while anything is asked of the applicant."""
    other = dossier.supplement_rounds.filter(state__in=OPEN_STATES).first()
    if other is None:
        return
    if other.state != State.DRAFT:
        raise NotVisible
    drop_round(dossier, other, person.pk, at)


def item_of(draft: SupplementRound, number: int, each: Mark, form: FormDefinition) -> SupplementItem:
    """Return the row of a mark."""
    label = label_of(form, each.cell) if each.is_of_cell else form.by_key[each.field].label
    return SupplementItem(
        round=draft, position=number, target=each.target, field=each.field, page=each.page, row=each.row,
        column=each.column, reason=each.reason.strip(), basis=each.basis.strip(),
        label={"vi": label.vi, "en": label.en or label.vi, "km": label.km or label.vi},
    )  # fmt: skip


def ask(dossier: Dossier, item: WorkItem, *, reason: str, person: Person, at: datetime) -> None:
    """Turn a step's marks into what is asked, as the step goes out by the way that asks; inside its transaction.

    Without marks the reason in words asks for the whole application. Raises SupplementNotReady without either.
    """
    draft = draft_round(dossier, item, person, at)
    if not draft.items.exists():
        if not reason.strip():
            raise SupplementNotReady("nothing_marked")
        SupplementItem.objects.create(
            round=draft, position=1, target=Target.WHOLE, label=WHOLE, reason=reason.strip()
        )
    SupplementRound.objects.filter(pk=draft.pk).update(state=State.ASKED, reason=reason.strip())
    note(
        dossier,
        "dossier.supplement_asked",
        person.pk,
        at,
        for_id=item.on_behalf_of_id,
        round=str(draft.public_id),
        step=item.node_id,
    )


def drop_marks(dossier: Dossier, item: WorkItem, *, person: Person, at: datetime) -> None:
    """Forget what a step had marked when it goes out another way."""
    draft = draft_of_step(item)
    if draft is not None:
        drop_round(dossier, draft, person.pk, at)


def judge(person: Person, public_id: UUID | str, met: Mapping[int, bool], *, at: datetime) -> SupplementRound:
    """Write what the office finds of each answered item; `met` is by the item's id.

    Raises NotVisible for a step that is not the person's to check with.
    """
    item = selectors.work_item(person, public_id, at)
    with transaction.atomic():
        lock_held(item, person)
        answered = answered_round(item)
        if answered is None:
            raise NotVisible
        for each in answered.items.all():
            if each.pk in met:
                SupplementItem.objects.filter(pk=each.pk).update(met=met[each.pk])
        unmet = sum(not each for each in met.values())
        note(
            item.run.dossier,
            "dossier.supplement_judged",
            person.pk,
            at,
            for_id=item.on_behalf_of_id,
            judged=len(met),
            unmet=unmet,
        )
    return answered


def answered_round(item: WorkItem) -> SupplementRound | None:
    """Return the round whose answers a step of the one-stop looks at: none for a step that may itself ask."""
    dossier = item.run.dossier
    if item.role != RECEPTION_ROLE or item.node_id in rules_of(dossier).asks:
        return None
    return dossier.supplement_rounds.filter(state=State.ANSWERED).first()


def check_is_judged(item: WorkItem, outcome: str) -> None:
    """Raises SupplementNotReady where a checking step says "complete" over a missing item, or "missing" over none."""
    answered = answered_round(item)
    if answered is None:
        return
    dossier = item.run.dossier
    node = package_for(dossier.procedure, dossier.rules_hash).flow.nodes[item.node_id]
    chosen = node.outcome(outcome)
    found = list(answered.items.values_list("met", flat=True))
    if None in found:
        raise SupplementNotReady("not_judged")
    if chosen is not None and all(found) != (chosen.kind == "positive"):
        raise SupplementNotReady("judged_otherwise")
