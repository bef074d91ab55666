"""The words a document template may use: Django's own tags and filters, less those that harm a document.

Left out: what differs from run to run (now, lorem, random), what switches escaping off (safe,
autoescape), what reaches out of the template (url, csrf_token, debug, load). A document rendered
twice from the same values must be the same bytes.
"""

import re
from collections.abc import Sequence

from django.template import Library, defaultfilters, defaulttags

TAGS = (
    "comment", "cycle", "filter", "firstof", "for", "if", "ifchanged", "resetcycle", "spaceless",
    "templatetag", "verbatim", "widthratio", "with",
)  # fmt: skip
FILTERS = (
    "add", "capfirst", "cut", "default", "default_if_none", "dictsort", "divisibleby", "first", "join",
    "last", "length", "linebreaksbr", "lower", "make_list", "slice", "stringformat", "title", "upper",
    "yesno",
)  # fmt: skip

SIGNED_FOR_THE_HEAD = re.compile(r"^(?:KT|TL|TUQ|Q)\. ")

register = Library()
for name in TAGS:
    register.tags[name] = defaulttags.register.tags[name]
for name in FILTERS:
    register.filters[name] = defaultfilters.register.filters[name]


@register.filter
def lines(text: object) -> list[str]:
    """Return the lines of a text that say something, e.g. to set each as a paragraph; none of what nobody answered."""
    return [] if text is None else [line.strip() for line in str(text).splitlines() if line.strip()]


@register.filter
def authority(lines_above: Sequence[str], agency_name: str) -> str:
    """Return who decides, as a decision names them below its title (Decree 30/2020, form 1.2), in capitals.

    lines_above  the lines above the signer's name: a deputy signs for the head, whose the decision is; "TM. …" is the
                 body itself
    """
    head = lines_above[0] if lines_above else "TM. "
    if head.startswith("TM. "):
        return agency_name.upper()
    return f"{SIGNED_FOR_THE_HEAD.sub('', head)} {agency_name}".upper()
