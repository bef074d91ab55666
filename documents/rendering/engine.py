"""Turns the files of a template and frozen values into HTML, reading nothing but those files.

The engine knows a dictionary of files: those of the procedure package and the shared parts under
documents/parts (as parts/…). It has no file system loader, escapes always, and stops at a value
the document does not have, so that an official paper is never printed with a hole.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.template import Context, Engine, TemplateDoesNotExist, TemplateSyntaxError
from django.utils import translation

from documents.errors import TemplateError, ValueMissing

PARTS = Path(__file__).resolve().parent.parent / "parts"


class StopAtMissingValue(str):
    """Stands where Django prints the replacement of an unknown value, and raises instead."""

    __slots__ = ()

    def __contains__(self, text: object) -> bool:
        return text == "%s"

    def __mod__(self, variable: object) -> str:
        raise ValueMissing(str(variable))


class DocumentEngine(Engine):
    """An engine whose built-in words are those of documents.rendering.language."""

    default_builtins = ["documents.rendering.language", "django.template.loader_tags"]


@cache
def shared_parts() -> dict[str, str]:
    """Return the parts every document may include, by name."""
    return {f"parts/{file.name}": file.read_text(encoding="utf-8") for file in sorted(PARTS.iterdir())}


def to_html(
    template: str,
    files: Mapping[str, str],
    values: Mapping[str, object],
    *,
    instead: Mapping[str, str] | None = None,
) -> str:
    """Return the page of a document.

    template  name of the file to start from
    files     every file of the template by name; parts/… are added and win
    values    plain values (text, numbers, truth values, lists, dictionaries)
    instead   files that win even over those: the parts of a draft

    Raises ValueMissing for a value that is not there, TemplateError for anything else wrong in a template.
    """
    engine = DocumentEngine(
        autoescape=True,
        string_if_invalid=StopAtMissingValue("!"),
        loaders=[("django.template.loaders.locmem.Loader", {**files, **shared_parts(), **(instead or {})})],
    )
    context = Context(dict(values), autoescape=True, use_l10n=False, use_tz=False)
    try:
        with translation.override(None):
            return engine.get_template(template).render(context)
    except (TemplateSyntaxError, TemplateDoesNotExist) as error:
        raise TemplateError(f"{template}: {error}") from error
