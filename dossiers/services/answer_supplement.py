"""What the applicant answers to a supplement: the items asked and nothing else.

Each item is corrected, or cannot be and says why. A locked answer stays its source's, asked or not. What was not asked keeps its answer, unless a
correction makes another question come up; that one is then asked too, on the same page. Of a table, single
cells may be asked: whatever else is sent of it stays unread.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.localdays import local_day
from accounts.models import Person
from dossiers.cells import Cell, cells_form, errors_of_cells, with_cells
from dossiers.models import Dossier, SupplementItem, SupplementRound
from dossiers.narrowing import facts_of, narrowed
from dossiers.notes import note
from dossiers.parties import behalf_of, represented_by
from dossiers.prefill import provided_again
from forms.definition import FormDefinition
from forms.errors import Invalid
from forms.prefill import Sources, is_locked, locking
from forms.services import Accepted, collect
from forms.services.accept import Collected

State, Answer, Target = SupplementRound.State, SupplementItem.Answer, SupplementItem.Target
NOTHING = Collected({}, {}, [], {}, {})
CELL = "cell-"
"""What the key begins with under which a cell is asked; no question of a form has a dash in its key."""


@dataclass(frozen=True)
class Answers:
    """What came of a supplement's page: the whole application's answers, and each item's answer by its id."""

    accepted: Accepted
    items: Mapping[int, tuple[str, str]]


def open_round(dossier: Dossier) -> SupplementRound | None:
    """Return the round the applicant is to answer."""
    return dossier.supplement_rounds.filter(state=State.SENT).first()


def asked_of(sent: SupplementRound) -> list[SupplementItem]:
    """Return the items still to be answered, in order; what was met in an earlier turn is not asked again."""
    return [item for item in sent.items.all() if item.met is not True]


def answer_items(
    sent: SupplementRound, form: FormDefinition, data: Any, files: Any, *, at: datetime
) -> Answers:
    """Check what the applicant sent.

    form        the whole application's
    data, files what the page posted: the fields asked, `cell-<id>` for a cell, `answer-<id>` and `explanation-<id>`
                for each item

    Raises Invalid with messages by field, and by `answer-<id>` for an item without an answer; its values are
    all that the page showed, as it was sent, whatever was chosen for each item.
    """
    provided = provided_again(locking(form), sent.dossier, at)
    items, page = asked_of(sent), Sent(form, sent.dossier, data, files, at, provided)
    given = {item.pk: given_answer(item, data) for item in items}
    asked, cells = keys_to_correct(items, given, form), page.open_cells(cells_to_correct(items, given))
    part = page.fields(asked | coming_up(form, asked, sent.dossier)) if asked else NOTHING
    filled = page.cells(cells)
    errors, whole = missing_answers(items, given) | part.errors | filled.errors, NOTHING
    if not errors:
        whole = page.whole(asked, part, cells, filled)
        errors = errors_of_cells(form, sent.dossier.answers, cells, whole.errors)
    if errors:
        raise page.refusal(items, errors, part, filled)
    papers = [*whole.attachments, *part.attachments, *filled.attachments]
    kept = {str(each.public_id): each for each in papers}
    return Answers(Accepted(whole.answers, list(kept.values()), whole.warnings), given)


def typed_so_far(
    sent: SupplementRound, form: FormDefinition, data: Any, files: Any, *, at: datetime
) -> dict[str, object]:
    """Return what the page posted, exactly as typed, to be kept as a draft: fields, cells, and each item's answer."""
    items = asked_of(sent)
    page = Sent(form, sent.dossier, data, files, at, provided_again(locking(form), sent.dossier, at))
    keys, cells = keys_shown(items, form, sent.dossier), cells_of(items)
    shown = page.fields(keys) if keys else NOTHING
    chosen = {item.pk: given_answer(item, data) for item in items}
    answers = {f"answer-{pk}": answer for pk, (answer, _words) in chosen.items()}
    words = {f"explanation-{pk}": words for pk, (_answer, words) in chosen.items()}
    return {**shown.values, **page.cells(cells).values, **answers, **words}


def as_drafted(
    sent: SupplementRound, form: FormDefinition, values: Mapping[str, Any], *, at: datetime
) -> dict[str, object]:
    """Return the application's clean answers as they would be with a draft's corrections in them, right or not yet."""
    items = asked_of(sent)
    page = Sent(form, sent.dossier, values, {}, at, provided_again(locking(form), sent.dossier, at))
    given = {item.pk: (Answer.CORRECTED, "") for item in items if is_correction(item, values)}
    corrected = [item for item in items if item.pk in given]
    asked = keys_to_correct(corrected, given, form)
    asked |= coming_up(form, asked, sent.dossier)
    cells = page.open_cells(cells_to_correct(corrected, given))
    part = page.fields(asked) if asked else NOTHING
    return page.whole(asked, part, cells, page.cells(cells)).answers


def is_correction(item: SupplementItem, values: Mapping[str, Any]) -> bool:
    """Say whether a draft corrects an item: it was typed, and not said to be impossible."""
    key = f"answer-{item.pk}"
    return key in values and values[key] != Answer.IMPOSSIBLE


@dataclass(frozen=True)
class Sent:
    """What the page of a supplement posted, read a part at a time; papers are those of who sent the dossier."""

    form: FormDefinition
    dossier: Dossier
    data: Any
    files: Any
    at: datetime
    provided: Sources

    def open_cells(self, cells: Mapping[str, Cell]) -> dict[str, Cell]:
        """Return the cells of tables that are the applicant's to answer: none of a locked one."""
        today = local_day(self.at)
        by_key = self.form.by_key
        return {
            key: cell
            for key, cell in cells.items()
            if not is_locked(by_key[cell.field], self.provided, today)
        }

    def fields(self, keys: frozenset[str]) -> Collected:
        """Return what was sent for these questions, with the rest of the application as facts."""
        return self.read(narrowed(self.form, keys))

    def cells(self, cells: Mapping[str, Cell]) -> Collected:
        """Return what was sent for these cells."""
        return self.read(cells_form(self.form, cells)) if cells else NOTHING

    def read(self, part: FormDefinition) -> Collected:
        """Return what was sent for a part of the form."""
        return collect(
            part, data=self.data, files=self.files, owner_id=self.dossier.applicant_id, at=self.at,
            context=facts_of(self.form, self.dossier.answers), provided=self.provided,
        )  # fmt: skip

    def whole(
        self, asked: frozenset[str], part: Collected, cells: Mapping[str, Cell], filled: Collected
    ) -> Collected:
        """Return the whole application with the corrections in it, checked."""
        answers = self.dossier.answers
        merged = {key: value for key, value in answers.items() if key not in asked} | part.answers
        corrected = with_cells(merged, cells, filled.answers)
        return collect(self.form, data=corrected, owner_id=self.dossier.applicant_id, at=self.at)

    def refusal(
        self,
        items: Sequence[SupplementItem],
        errors: Mapping[str, list[str]],
        part: Collected,
        filled: Collected,
    ) -> Invalid:
        """Return the error that keeps all that was sent, and tells of every paper that could not be taken."""
        unread = keys_shown(items, self.form, self.dossier) - part.values.keys()
        rest = self.fields(unread) if unread else NOTHING
        others = self.cells({key: cell for key, cell in cells_of(items).items() if key not in filled.values})
        refused = {key: texts for key, texts in (rest.errors | others.errors).items() if key in self.files}
        values = {**self.dossier.answers, **rest.values, **others.values, **part.values, **filled.values}
        return Invalid({**refused, **errors}, values)


def cells_of(items: Iterable[SupplementItem]) -> dict[str, Cell]:
    """Return the cells that are asked, by the key under which each is asked."""
    return {
        f"{CELL}{item.pk}": Cell(item.field, item.row or 0, item.column)
        for item in items
        if item.target == Target.CELL
    }


def cells_to_correct(
    items: Sequence[SupplementItem], given: Mapping[int, tuple[str, str]]
) -> dict[str, Cell]:
    """Return the cells the applicant corrects, by key."""
    return cells_of(item for item in items if given[item.pk][0] == Answer.CORRECTED)


def given_answer(item: SupplementItem, data: Any) -> tuple[str, str]:
    """Return (answer, explanation) of an item; the whole application is always a correction."""
    answer = str(data.get(f"answer-{item.pk}", "")).strip()
    if item.target == Target.WHOLE and answer != Answer.IMPOSSIBLE:
        answer = Answer.CORRECTED
    known = answer if answer in (Answer.CORRECTED, Answer.IMPOSSIBLE) else Answer.NONE
    return known, str(data.get(f"explanation-{item.pk}", "")).strip()[:2000]


def missing_answers(
    items: Sequence[SupplementItem], given: Mapping[int, tuple[str, str]]
) -> dict[str, list[str]]:
    """Return what is wrong with the answers to the items themselves."""
    errors = {}
    for item in items:
        answer, explanation = given[item.pk]
        if not answer:
            errors[f"answer-{item.pk}"] = [_("Chọn: đã sửa, hoặc không thể bổ sung.")]
        elif answer == Answer.IMPOSSIBLE and not explanation:
            errors[f"explanation-{item.pk}"] = [_("Viết vì sao không thể bổ sung.")]
    return errors


def keys_to_correct(
    items: Sequence[SupplementItem],
    given: Mapping[int, tuple[str, str]],
    form: FormDefinition,
) -> frozenset[str]:
    """Return the fields the applicant corrects."""
    corrected_items = [item for item in items if given[item.pk][0] == Answer.CORRECTED]
    if any(item.target == Target.WHOLE for item in corrected_items):
        return form.keys
    return frozenset(item.field for item in corrected_items if item.target != Target.CELL)


def keys_shown(items: Sequence[SupplementItem], form: FormDefinition, dossier: Dossier) -> frozenset[str]:
    """Return the fields the page shows: those of the items and what they bring up; all, where all is asked."""
    if not all(item.field for item in items):
        return form.keys
    asked = frozenset(item.field for item in items if item.target != Target.CELL)
    return asked | coming_up(form, asked, dossier)


def coming_up(form: FormDefinition, asked: frozenset[str], dossier: Dossier) -> frozenset[str]:
    """Return unanswered fields whose condition reads a field that is corrected: they were on the page too."""
    return frozenset(
        each.key
        for each in form
        if each.key not in dossier.answers and each.visible_if and each.visible_if.mentions(asked)
    )


def store_answer(
    sent: SupplementRound, given: Mapping[int, tuple[str, str]], *, person: Person, at: datetime
) -> None:
    """Keep each item's answer; inside the step's transaction."""
    for pk, (answer, explanation) in given.items():
        SupplementItem.objects.filter(pk=pk).update(answer=answer, explanation=explanation, met=None)
    SupplementRound.objects.filter(pk=sent.pk).update(state=State.ANSWERED, answered_at=at)
    impossible = sum(answer == Answer.IMPOSSIBLE for answer, _reason in given.values())
    note(
        sent.dossier, "dossier.supplement_answered", person.pk, at,
        for_id=represented_by(person, sent.dossier), round=str(sent.public_id), items=len(given), impossible=impossible, **behalf_of(sent.dossier),
    )  # fmt: skip
