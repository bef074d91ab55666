"""How an expression calls the answer at a path, seen from the node it belongs to.

In a row of a table the row's own cells are `row.name`, and the table's rows from outside are `table.name`. In a group
repeated by a count the answers of the same unit go by their names; from outside a name is the list of all units.
"""

from dataclasses import dataclass, field

from decisions.feel import FeelError, parse
from inspections.checklists.parts import name_of
from inspections.xlsforms import xpath
from inspections.xlsforms.kinds import kind_of
from inspections.xlsforms.model import Form, Group, Question
from inspections.xlsforms.pieces import Kind, Piece, Untranslatable, said
from inspections.xlsforms.places_of_items import Layout, Place
from inspections.xlsforms.translating import Function, Translation

_KINDS: dict[str, Kind] = {
    "number": "number", "choices": "texts", "date": "date", "time": "time", "datetime": "datetime", "place": "place",
    "photo": "evidence", "file": "evidence", "signature": "evidence",
}  # fmt: skip


@dataclass(slots=True)
class AnswersInFeel:
    """The names of a form (translating.Names); what a computed value gives is found out once."""

    form: Form
    layout: Layout
    functions: dict[str, Function]
    missing: dict[tuple[str, str], None] = field(default_factory=dict)
    _kinds: dict[str, Kind] = field(default_factory=dict)
    _open: set[str] = field(default_factory=set)

    def translated(self, expression: str, context: str, *, own: str = "") -> Piece:
        """Return the FEEL of an expression of the node at `context`. Raises Untranslatable and XPathFault.

        own  what the expression calls the node's own answer, "" where it may not speak of it
        """
        try:
            piece = Translation(self, context, self.functions, own).piece(xpath.parse_xpath(expression))
            parse(piece.feel)
        except (IndexError, ValueError) as error:
            if isinstance(error, Untranslatable | xpath.XPathFault):
                raise
            raise Untranslatable("một hàm thiếu hoặc thừa phần trong ngoặc") from error
        except (FeelError, RecursionError) as error:
            raise Untranslatable("quá dài hoặc lồng nhau quá sâu") from error
        return piece

    def is_known(self, path: str) -> bool:
        """Say whether the form has something at a path."""
        return path in self.layout.places

    def note_missing(self, context: str, name: str) -> None:
        """Note a bare name that an expression reads and nothing has."""
        self.missing[context, name] = None

    def question(self, path: str) -> Question:
        """Return the question at a path."""
        place = self.layout.places.get(path)
        if place is None or isinstance(place.node, Group):
            raise Untranslatable(f"không có câu hỏi {path}")
        return place.node

    def reference(self, path: str, context: str) -> Piece:
        """Return how the answer at a path is read from a context."""
        place, at = self.layout.places.get(path), self.layout.places.get(context)
        if place is None or isinstance(place.node, Group):
            raise Untranslatable(f"{path} không phải một câu hỏi của biểu mẫu")
        kind = self.kind(place.node)
        is_word = place.node.control == "select1"
        if not kind_of(place.node).kind:
            return Piece("null", "blank", is_null=True, is_bound=True)
        name = self._name(place, at)
        if name is not None:
            return Piece(name, kind, is_null=True, is_bound=True, is_word=is_word)
        return self._rows(place, at, kind)

    def _name(self, place: Place, at: Place | None) -> str | None:
        """Return the name of a single answer; None where it is one in each row."""
        if place.table:
            return f"row.{place.key}" if at is not None and at.table == place.table else None
        if place.repeat and (at is None or at.repeat != place.repeat):
            return None
        return name_of(place.key)

    def _rows(self, place: Place, at: Place | None, kind: Kind) -> Piece:
        if not place.table:
            return Piece(name_of(place.key), "nodes", is_null=True, is_bound=True, of=kind)
        if place.repeat and (at is None or at.repeat != place.repeat):
            raise Untranslatable("các dòng của một bảng nằm trong nhóm lặp")
        table = name_of(self.layout.places[place.table].key)
        return Piece(f"if {table} = null then [] else {table}.{place.key}", "nodes", of=kind)

    def position(self, path: str, context: str) -> Piece:
        """Return the number of the row or unit a path stands for."""
        at = self.layout.places.get(context)
        if at is not None and at.table and at.table == path:
            return Piece("row_number", "number", is_bound=True)
        if at is not None and at.repeat == path:
            return Piece("unit", "number", is_bound=True)
        raise Untranslatable("position() của một mục không lặp lại ở đây")

    def rows(self, path: str, context: str) -> Piece:
        """Return how many rows or units there are."""
        place = self.layout.places.get(path)
        if place is not None and isinstance(place.node, Group):
            if not (place.is_counted or place.is_table):
                raise Untranslatable("count() của một mục không lặp lại")
            name = name_of(place.key)
            return Piece(f"if {name} = null then 0 else count({name})", "number")
        rows = self.reference(path, context)
        if rows.kind != "nodes":
            raise Untranslatable(f"count() của {said(rows.kind)}")
        return Piece(f"count({rows.feel})", "number", is_bound=True)

    def kind(self, question: Question) -> Kind:
        """Return what the answer of a question is to expressions; what a computed value gives is worked out."""
        path = question.path
        became = kind_of(question).kind
        if became != "computed":
            return _KINDS.get(became, "text")
        if path not in self._kinds:
            if path in self._open or not question.bind.calculate:
                return "text"
            self._open.add(path)
            try:
                piece = self.translated(question.bind.calculate, path)
                self._kinds[path] = piece.of if piece.kind == "nodes" else piece.kind
            except (Untranslatable, xpath.XPathFault):
                self._kinds[path] = "text"
            self._open.discard(path)
        return self._kinds[path]
