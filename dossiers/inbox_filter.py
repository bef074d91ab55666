"""What an officer wants to see of the inbox, and in which order: read from an address, kept as a view, asked of the database.

Anything that is not offered counts as not asked for, so that an old address or view never breaks a page.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.expressions import OrderBy

from accounts.models import Person
from accounts.words import MOST_WORDS, beginning, folded_words
from dossiers.models import DossierWord

SOON = timedelta(days=1)
LONGEST_WORDS = 100
SORTS = {"due": "due_at", "received": "process__dossier__received_at", "code": "process__dossier__code"}
DUE = ("late", "soon")
HOLDERS = ("mine", "free")
DEFAULT_SORT = "due"


@dataclass(frozen=True)
class InboxFilter:
    """A choice of open steps and their order.

    queue   "role.agency_id"; "" is every queue
    due     "late" | "soon" (within 24 hours) | ""
    holder  "mine" | "free" | ""
    words   of the applicant's name, the last perhaps unfinished, or the beginning of a code
    sort    "due" | "received" | "code", the first in front; what has none comes last
    """

    queue: str = ""
    due: str = ""
    holder: str = ""
    words: str = ""
    sort: str = DEFAULT_SORT

    @property
    def is_narrowed(self) -> bool:
        """Whether it is more than a queue in its usual order."""
        return self != InboxFilter(queue=self.queue)

    @property
    def column(self) -> str:
        """The column it is sorted by."""
        return SORTS[self.sort]

    @property
    def order(self) -> tuple[OrderBy, str]:
        """The order of the database."""
        return F(self.column).asc(nulls_last=True), "pk"

    def as_data(self) -> dict[str, str]:
        """Return it as a saved view keeps it."""
        return {name: value for name, value in asdict(self).items() if value}

    def as_query(self) -> str:
        """Return it as it stands in an address, beginning with the queue."""
        usual = asdict(InboxFilter())
        asked = {name: value for name, value in asdict(self).items() if value != usual[name]}
        return urlencode({"queue": self.queue, **asked})

    def condition(self, person: Person, at: datetime) -> Q:
        """Return the test of a work item; of a person's visible ones, it never adds any."""
        return self.of_queue() & self.of_due(at) & self.of_holder(person) & self.of_words()

    def of_queue(self) -> Q:
        """Return the test of its queue."""
        role, _, agency = self.queue.rpartition(".")
        return Q(role=role, agency_id=int(agency)) if role else Q()

    def of_due(self, at: datetime) -> Q:
        """Return the test of what is left."""
        return {"late": Q(due_at__lt=at), "soon": Q(due_at__gte=at, due_at__lt=at + SOON)}.get(self.due, Q())

    def of_holder(self, person: Person) -> Q:
        """Return the test of who has it in hand."""
        return {"mine": Q(owner_id=person.pk), "free": Q(owner=None)}.get(self.holder, Q())

    def of_words(self) -> Q:
        """Return the test of the applicant's name, or of the code's beginning."""
        if not self.words:
            return Q()
        code = self.words.strip().upper()
        found = beginning("process__dossier__code", code) | Q(process__dossier__receipt_no=code)
        *whole, last = folded_words(self.words)[:MOST_WORDS] or [""]
        asked = [Q(word=word) for word in whole] + [beginning("word", last)] * bool(last)
        named = Q()
        for each in asked:
            of_dossier = DossierWord.objects.filter(each, dossier=OuterRef("process__dossier"))
            named &= Q(Exists(of_dossier))
        return found | named if asked else found


def filter_from(given: Mapping[str, object]) -> InboxFilter:
    """Return the filter of an address or of a kept view; what is not offered is left out."""
    text = {each.name: str(given.get(each.name) or "") for each in fields(InboxFilter)}
    return InboxFilter(
        queue=text["queue"] if is_queue(text["queue"]) else "",
        due=text["due"] if text["due"] in DUE else "",
        holder=text["holder"] if text["holder"] in HOLDERS else "",
        words=" ".join(text["words"].replace("\x00", " ").split())[:LONGEST_WORDS],
        sort=text["sort"] if text["sort"] in SORTS else DEFAULT_SORT,
    )


def is_queue(text: str) -> bool:
    """Say whether a text names a queue: a role and an agency's id."""
    role, _, agency = text.rpartition(".")
    return bool(role) and len(role) <= 80 and agency.isascii() and agency.isdigit() and len(agency) <= 18
