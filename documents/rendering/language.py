"""The words a document template may use: Django's own tags and filters, less those that harm a document.

Left out: what differs from run to run (now, lorem, random), what switches escaping off (safe,
autoescape), what reaches out of the template (url, csrf_token, debug, load). A document rendered
twice from the same values must be the same bytes.
"""

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

register = Library()
for name in TAGS:
    register.tags[name] = defaulttags.register.tags[name]
for name in FILTERS:
    register.filters[name] = defaultfilters.register.filters[name]


@register.filter
def lines(text: object) -> list[str]:
    """Return the lines of a text that say something, e.g. to set each as a paragraph."""
    return [line.strip() for line in str(text).splitlines() if line.strip()]
