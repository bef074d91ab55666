"""Functions of XForms over words and choices (ODK XForms, "XPath functions")."""

from collections.abc import Sequence

from decisions.feel import evaluate
from inspections.xlsforms import xpath
from inspections.xlsforms.pieces import Piece, Untranslatable, number, string, text, truth
from inspections.xlsforms.translating import Function, Translation, chosen_words, labels_of

Arguments = Sequence[xpath.Node]


def words(translation: Translation, node: xpath.Node) -> Piece:
    """Return an argument as a string."""
    return string(translation.one(node))


def literal(node: xpath.Node, what: str) -> str:
    """Return an argument that must be written out."""
    if not isinstance(node, xpath.Text):
        raise Untranslatable(f"{what} tính bằng biểu thức")
    return node.value


def selected(translation: Translation, arguments: Arguments) -> Piece:
    """`selected(answer, 'value')`: whether a choice is among the chosen ones."""
    answer, wanted = translation.one(arguments[0]), string(translation.one(arguments[1]))
    if answer.kind == "texts":
        return Piece(f"list contains({answer.feel}, {wanted.feel})", "boolean", is_null=True, is_bound=True)
    if answer.kind == "number" and wanted.literal is not None:
        return Piece(f"{answer.tight} = {number(wanted).tight}", "boolean", joins="=")
    if answer.is_word:
        return Piece(f"{answer.tight} = {wanted.tight}", "boolean", joins="=")
    return Piece(f'list contains(split({string(answer).feel}, " "), {wanted.feel})', "boolean", is_bound=True)


def count_selected(translation: Translation, arguments: Arguments) -> Piece:
    """`count-selected(answer)`: how many are chosen."""
    answer = translation.one(arguments[0])
    many = answer.feel if answer.kind == "texts" else f'split({string(answer).feel}, " ")'
    return Piece(f"if {truth(answer).feel} then count({many}) else 0", "number")


def selected_at(translation: Translation, arguments: Arguments) -> Piece:
    """`selected-at(answer, n)`: the chosen one at place n, counted from 0."""
    answer, place = translation.one(arguments[0]), number(translation.one(arguments[1]))
    many = answer.tight if answer.kind == "texts" else f'split({string(answer).feel}, " ")'
    return Piece(f"{many}[{place.tight} + 1]", "text", is_null=True, is_bound=True)


def choice_name(translation: Translation, arguments: Arguments) -> Piece:
    """`jr:choice-name(value, '/path/of/question')`: the label of a choice, in the form's first language."""
    path = literal(arguments[1], "đường dẫn của jr:choice-name()").strip()
    whole = path if path.startswith("/") else translation.resolve(xpath.parse_xpath(path))
    choices = translation.names.question(whole).choices
    return chosen_words(labels_of(choices), translation.one(arguments[0]))


def concat(translation: Translation, arguments: Arguments) -> Piece:
    """`concat(a, b, …)`; the answers of several rows follow each other."""
    pieces = [translation.piece(each) for each in arguments]
    whole = " + ".join(_joined(each) if each.kind == "nodes" else string(each).tight for each in pieces)
    return Piece(whole or '""', "text")


def join(translation: Translation, arguments: Arguments) -> Piece:
    """`join(separator, a, b, …)`."""
    between = string(translation.one(arguments[0]))
    parts = [translation.piece(each) for each in arguments[1:]]
    lists = [each.feel if each.kind == "nodes" else f"[{string(each).feel}]" for each in parts]
    return Piece(f"string join(concatenate({', '.join(lists)}), {between.feel})", "text", is_bound=True)


def _joined(nodes: Piece) -> str:
    return f"string join(for each_row in {nodes.feel} return string(each_row))"


def regex(translation: Translation, arguments: Arguments) -> Piece:
    """`regex(text, 'pattern')`: the whole text fits, as in JavaRosa. A pattern that FEEL cannot read is refused."""
    pattern = text(f"^(?:{literal(arguments[1], 'mẫu của regex()')})$").feel
    if evaluate(f'matches("", {pattern})') is None:
        raise Untranslatable(f"mẫu của regex(): {pattern}")
    return Piece(f"matches({words(translation, arguments[0]).feel}, {pattern})", "boolean", is_bound=True)


def string_length(translation: Translation, arguments: Arguments) -> Piece:
    """`string-length(text)`; of its own answer where nothing is named."""
    node = arguments[0] if arguments else xpath.Path((xpath.Step("."),))
    return Piece(f"string length({words(translation, node).feel})", "number", is_bound=True)


def substring(translation: Translation, arguments: Arguments) -> Piece:
    """`substring(text, first, length)`, counted from 1."""
    whole = words(translation, arguments[0])
    rest = [number(translation.one(each)).feel for each in arguments[1:]]
    return Piece(f"substring({', '.join([whole.feel, *rest])})", "text", is_null=True, is_bound=True)


def substr(translation: Translation, arguments: Arguments) -> Piece:
    """`substr(text, start, end)`, counted from 0, without the end."""
    whole = words(translation, arguments[0])
    first, *last = [number(translation.one(each)).tight for each in arguments[1:]]
    rest = [f"{first} + 1", *(f"{each} - {first}" for each in last)]
    return Piece(f"substring({', '.join([whole.feel, *rest])})", "text", is_null=True, is_bound=True)


def normalised(translation: Translation, arguments: Arguments) -> Piece:
    """`normalize-space(text)`."""
    whole = words(translation, arguments[0]).feel
    return Piece(f'replace(replace({whole}, "^\\s+|\\s+$", ""), "\\s+", " ")', "text", is_bound=True)


def plain(name: str, kind: str) -> Function:
    """Return a function that FEEL has under another name, of strings alone."""

    def translated(translation: Translation, arguments: Arguments) -> Piece:
        given = ", ".join(words(translation, each).feel for each in arguments)
        return Piece(f"{name}({given})", "boolean" if kind == "boolean" else "text", is_bound=True)

    return translated


FUNCTIONS: dict[str, Function] = {
    "selected": selected,
    "count-selected": count_selected,
    "selected-at": selected_at,
    "jr:choice-name": choice_name,
    "concat": concat,
    "join": join,
    "regex": regex,
    "string-length": string_length,
    "substring": substring,
    "substr": substr,
    "normalize-space": normalised,
    "string": lambda translation, arguments: words(translation, arguments[0]),
    "contains": plain("contains", "boolean"),
    "starts-with": plain("starts with", "boolean"),
    "ends-with": plain("ends with", "boolean"),
    "substring-before": plain("substring before", "text"),
    "substring-after": plain("substring after", "text"),
    "upper-case": plain("upper case", "text"),
    "lower-case": plain("lower case", "text"),
}
