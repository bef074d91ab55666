"""`matches`, `replace` and `split` on regular expressions (XQuery and XPath functions and operators, clause 5.6).

A pattern may take exponential time, and patterns come from people: the `regex` engine stops after a quarter
of a second in all, and the evaluation with it (BudgetExceeded), so that no worker hangs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from time import perf_counter

import regex

from decisions.feel.budget import REGEX_SECONDS
from decisions.feel.builtins.pattern_size import MAX_SIZE, written_out
from decisions.feel.builtins.registry import builtin
from decisions.feel.errors import BudgetExceeded, Undefined
from decisions.feel.run import Run

_FLAGS = {"s": regex.DOTALL, "m": regex.MULTILINE, "i": regex.IGNORECASE, "x": 0, "q": 0}
_MAX_PATTERN = 2_000


@builtin("matches", input="string", pattern="string", flags="string?")
def matches(run: Run, text: str, pattern: str, flags: str | None) -> bool:
    compiled = _compiled(pattern, flags or "")
    with _timed(run):
        return compiled.search(text, timeout=run.budget.regex_seconds_left) is not None


@builtin("replace", input="string", pattern="string", replacement="string", flags="string?")
def replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None) -> str:
    compiled = _consuming(run, _compiled(pattern, flags or ""))
    literal = "q" in (flags or "")
    pieces: list[str] = []
    end = 0
    with _timed(run):
        for match in compiled.finditer(text, timeout=run.budget.regex_seconds_left):
            put = replacement if literal else _expanded(replacement, match)
            run.budget.spend()
            run.budget.hold(match.start() - end + len(put))
            pieces += [text[end : match.start()], put]
            end = match.end()
    return "".join([*pieces, text[end:]])


@builtin("split", string="string", delimiter="string")
def split(run: Run, text: str, delimiter: str) -> list[object]:
    compiled = _consuming(run, _compiled(delimiter, ""))
    pieces: list[object] = []
    end = 0
    with _timed(run):
        for match in compiled.finditer(text, timeout=run.budget.regex_seconds_left):
            run.budget.spend()
            run.budget.hold_entries(2)
            pieces.append(text[end : match.start()])
            end = match.end()
    run.budget.hold(len(text))
    return [*pieces, text[end:]]


def _consuming(run: Run, compiled: regex.Pattern[str]) -> regex.Pattern[str]:
    """Return the pattern; one that matches nothing at all is an error of XPath (FORX0003)."""
    with _timed(run):
        if compiled.fullmatch("", timeout=run.budget.regex_seconds_left) is not None:
            raise Undefined("the pattern matches the empty text")
    return compiled


@contextmanager
def _timed(run: Run) -> Iterator[None]:
    """Take the time spent inside off what the evaluation has left for patterns."""
    started = perf_counter()
    try:
        if run.budget.regex_seconds_left <= 0:
            raise TimeoutError
        yield
    except TimeoutError as error:
        raise BudgetExceeded("time", REGEX_SECONDS) from error
    finally:
        run.budget.regex_seconds_left -= perf_counter() - started


@lru_cache(maxsize=512)
def _compiled(pattern: str, flags: str) -> regex.Pattern[str]:
    if len(pattern) > _MAX_PATTERN or written_out(pattern) > MAX_SIZE:
        raise Undefined("the pattern is too large")
    if any(flag not in _FLAGS for flag in flags):
        raise Undefined("the flags are s, m, i, x and q")
    options = 0
    for flag in flags:
        options |= _FLAGS[flag]
    pattern = regex.escape(pattern) if "q" in flags else _translated(pattern, flags)
    try:
        return regex.compile(pattern, options | regex.VERSION0)
    except (regex.error, OverflowError, RecursionError, ValueError) as error:
        raise Undefined(f"not a regular expression: {error}") from error


def _translated(pattern: str, flags: str) -> str:
    """Write the XPath pattern for the engine: class subtraction, white space, what only the engine knows."""
    written: list[str] = []
    depth = place = 0
    while place < len(pattern):
        character = pattern[place]
        if character == "\\":
            written.append(_escape(pattern[place : place + 2]))
            place += 2
            continue
        if character == "[":
            if depth:
                if not written or written[-1] != "-":
                    raise Undefined("a bracket inside a character class")
                raise Undefined("class subtraction is not supported")
            depth += 1
        elif character == "]":
            depth = max(depth - 1, 0)
        elif not depth and pattern.startswith("(?", place) and not pattern.startswith("(?:", place):
            raise Undefined("look-around and named groups are not part of XPath")
        elif character == "$" and not depth and "m" not in flags:
            character = r"\Z"
        if not ("x" in flags and not depth and character in " \t\r\n"):
            written.append(character)
        place += 1
    return "".join(written)


def _escape(pair: str) -> str:
    if pair == r"\i":
        return r"[\p{L}_:]"
    if pair == r"\c":
        return r"[\p{L}\p{N}\p{M}\-._:·]"
    return pair


def _expanded(replacement: str, match: regex.Match[str]) -> str:
    """Put groups in: `$1` is a group, `\\$` a dollar sign, `\\\\` a backslash."""
    written: list[str] = []
    place = 0
    while place < len(replacement):
        character = replacement[place]
        following = replacement[place + 1 : place + 2]
        if character == "\\":
            if following not in ("$", "\\"):
                raise Undefined("a backslash in the replacement stands before $ or another")
            written.append(following)
            place += 2
        elif character == "$":
            length = _group_length(replacement, place, match.re.groups)
            group = int(replacement[place + 1 : place + 1 + length])
            written.append((match.group(group) or "") if group <= match.re.groups else "")
            place += 1 + length
        else:
            written.append(character)
            place += 1
    return "".join(written)


def _group_length(replacement: str, place: int, groups: int) -> int:
    length = 0
    while replacement[place + 1 + length : place + 2 + length].isdecimal():
        length += 1
        if length > 1 and int(replacement[place + 1 : place + 1 + length]) > groups:
            return length - 1
    if not length:
        raise Undefined("a dollar sign in the replacement stands before a number")
    return length
