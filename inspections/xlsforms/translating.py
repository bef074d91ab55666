"""XPath of XForms into FEEL: operators, paths and calls; the functions lie in the modules beside.

What FEEL cannot say raises Untranslatable with the reason, and the importer lists it with its row.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from inspections.xlsforms import xpath
from inspections.xlsforms.comparing import compared
from inspections.xlsforms.model import Choice, Form, Question
from inspections.xlsforms.pieces import Kind, Piece, Untranslatable, number, said, text, truth

LONGEST_FEEL = 20_000


class Names(Protocol):
    """What a translation must know of the form around it."""

    form: Form

    def reference(self, path: str, context: str) -> Piece:
        """Return how the answer at a path is read from a context; raises Untranslatable."""

    def question(self, path: str) -> Question:
        """Return the question at a path; raises Untranslatable."""

    def is_known(self, path: str) -> bool:
        """Say whether the form has something at a path."""

    def note_missing(self, context: str, name: str) -> None:
        """Note a bare name that an expression reads and nothing has: XPath takes it as empty."""

    def kind(self, question: Question) -> Kind:
        """Return what the answer of a question is to expressions."""

    def position(self, path: str, context: str) -> Piece:
        """Return the number of the row that a path stands for; raises Untranslatable."""

    def rows(self, path: str, context: str) -> Piece:
        """Return the rows of a repeat as a number of rows; raises Untranslatable."""


Function = Callable[["Translation", Sequence[xpath.Node]], Piece]


@dataclass(frozen=True, slots=True)
class Translation:
    """One expression in its place.

    context  the path of the node it belongs to
    own      what it calls the node's own answer, "" where it may not speak of it
    """

    names: Names
    context: str
    functions: Mapping[str, Function]
    own: str = ""

    def piece(self, node: xpath.Node) -> Piece:
        """Return the FEEL of a node. Raises Untranslatable."""
        if isinstance(node, xpath.Text):
            return text(node.value)
        if isinstance(node, xpath.Number):
            return Piece(_digits(node.value), "number", is_bound=True)
        if isinstance(node, xpath.Negative):
            return Piece(f"-{number(self.one(node.operand)).tight}", "number", is_null=True)
        if isinstance(node, xpath.Binary):
            return self.binary(node)
        return self.call(node) if isinstance(node, xpath.Call) else self.path(node)

    def one(self, node: xpath.Node) -> Piece:
        """Return a single value: of several rows the first, as XPath has it."""
        piece = self.piece(node)
        if piece.kind != "nodes":
            return piece
        return Piece(f"{piece.tight}[1]", piece.of, is_null=True, is_bound=True)

    def binary(self, node: xpath.Binary) -> Piece:
        """Return an operator with its operands."""
        if node.operator in ("and", "or"):
            left, right = truth(self.piece(node.left)), truth(self.piece(node.right))
            feel = f"{left.beside(node.operator)} {node.operator} {right.beside(node.operator)}"
            return Piece(feel, "boolean", is_null=left.is_null or right.is_null, joins=node.operator)
        if node.operator in ("=", "!=", "<", "<=", ">", ">="):
            return compared(node.operator, self.piece(node.left), self.piece(node.right))
        left, right = number(self.one(node.left)), number(self.one(node.right))
        if node.operator == "mod":
            whole = f"round down({left.tight} / {right.tight}, 0)"
            return Piece(f"{left.tight} - {right.tight} * {whole}", "number", is_null=True)
        sign = "/" if node.operator == "div" else node.operator
        return Piece(f"{left.tight} {sign} {right.tight}", "number", is_null=True)

    def call(self, node: xpath.Call) -> Piece:
        """Return what stands for a function."""
        function = self.functions.get(node.name)
        if function is None:
            raise Untranslatable(f"hàm {node.name}()")
        return function(self, node.arguments)

    def path(self, node: xpath.Path) -> Piece:
        """Return the answer at a location path."""
        if node.start is not None and node.start.name == "instance":
            return self.look_up(node)
        if any(step.predicates for step in node.steps):
            return self.one_row(node)
        path = self.resolve(node)
        if is_column(node) and not self.names.is_known(path):
            self.names.note_missing(self.context, node.steps[0].name)
            return Piece("null", "blank", is_null=True, is_bound=True)
        if path != self.context:
            return self.names.reference(path, self.context)
        if not self.own:
            raise Untranslatable("biểu thức đọc câu trả lời của chính nó")
        question = self.names.question(path)
        return Piece(
            self.own, self.names.kind(question), is_bound=True, is_word=question.control == "select1"
        )

    def resolve(self, node: xpath.Node) -> str:
        """Return the absolute path that a location path names, predicates aside. Raises Untranslatable."""
        if not isinstance(node, xpath.Path) or (node.start is not None and node.start.name != "current"):
            raise Untranslatable("biểu thức không chỉ tới một mục của biểu mẫu")
        at = [] if node.absolute else self.context.strip("/").split("/")
        for step in node.steps:
            if step.name == "..":
                at = at[:-1]
            elif step.name == "*":
                raise Untranslatable("đường dẫn có dấu *")
            elif step.name != ".":
                at.append(step.name)
        return "/" + "/".join(at)

    def one_row(self, node: xpath.Path) -> Piece:
        """Return an answer of one row, `rep[2]/name` or `rep[position() = 2]/name`."""
        picked = [each for step in node.steps for each in step.predicates]
        if len(picked) != 1:
            raise Untranslatable("đường dẫn có nhiều điều kiện trong [ ]")
        only = picked[0]
        if (
            isinstance(only, xpath.Binary)
            and only.operator == "="
            and only.left == xpath.Call("position", ())
        ):
            only = only.right
        where = number(self.one(only)) if not isinstance(only, xpath.Binary) else None
        rows = self.names.reference(self.resolve(node), self.context)
        if where is None or rows.kind != "nodes":
            raise Untranslatable("điều kiện trong [ ] của đường dẫn")
        return Piece(f"{rows.tight}[{where.feel}]", rows.of, is_null=True, is_bound=True)

    def look_up(self, node: xpath.Path) -> Piece:
        """Return a column of a list of choices, `instance('list')/root/item[name = x]/label`."""
        item = node.steps[1] if len(node.steps) == 3 else None
        wanted = item.predicates[0] if item and len(item.predicates) == 1 else None
        if not (isinstance(wanted, xpath.Binary) and wanted.operator == "=" and node.start):
            raise Untranslatable("tra danh sách bằng điều kiện khác “cột = giá trị”")
        key, value = (wanted.left, wanted.right) if is_column(wanted.left) else (wanted.right, wanted.left)
        if not is_column(key) or not isinstance(key, xpath.Path):
            raise Untranslatable("tra danh sách bằng điều kiện khác “cột = giá trị”")
        return look_up(self, node.start, key.steps[0].name, node.steps[2].name, self.one(value))


def look_up(translation: Translation, source: xpath.Call, key: str, column: str, value: Piece) -> Piece:
    """Return the column of the first row whose key is the value; null where there is none."""
    name = source.arguments[0] if source.arguments else None
    listed = translation.names.form.lists.get(name.value) if isinstance(name, xpath.Text) else None
    if listed is None:
        raise Untranslatable("tra trong danh sách nằm ở tệp ngoài")
    pairs = {each.columns.get(key, ""): each.columns.get(column, "") for each in reversed(listed)}
    return chosen_words(pairs, value)


def chosen_words(pairs: Mapping[str, str], value: Piece) -> Piece:
    """Return the words that stand beside a value. Raises Untranslatable for a list too long to write down."""
    written = (
        "{" + ", ".join(f"{text(key).feel}: {text(said_).feel}" for key, said_ in pairs.items() if key) + "}"
    )
    if len(written) > LONGEST_FEEL:
        raise Untranslatable("danh sách quá dài để tra trong biểu thức")
    if value.kind not in ("text", "blank"):
        raise Untranslatable(f"tra danh sách theo {said(value.kind)}")
    return Piece(f"get value({written}, {value.feel})", "text", is_null=True, is_bound=True)


def labels_of(choices: Sequence[Choice]) -> dict[str, str]:
    """Return the label of each choice in the form's first language."""
    return {each.value: next(iter(each.label.values()), each.value) for each in choices}


def is_column(node: xpath.Node) -> bool:
    """Say whether a node is one bare name."""
    return (
        isinstance(node, xpath.Path)
        and not node.absolute
        and node.start is None
        and len(node.steps) == 1
        and node.steps[0].name not in (".", "..")
    )


def _digits(written: str) -> str:
    return f"0{written}" if written.startswith(".") else written.removesuffix(".")
