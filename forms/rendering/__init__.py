"""A form as a page shows it: plain values for the templates in templates/eforms/, no queries, no rules.

Every field of the form is on the page, also one that is not asked now: a browser without scripts
could not bring it out. Such a field is marked, the page's script hides it, and without scripts its
`when` says who needs to fill it in. What is sent for it is dropped by the engine all the same.
"""

from forms.rendering.form import BoundForm
from forms.rendering.parts import BoundField, BoundSection, SummaryLine
from forms.rendering.review import ReviewRow, ReviewSection, ReviewTable, review
from forms.rendering.tables import BoundTable

__all__ = [
    "BoundField",
    "BoundForm",
    "BoundSection",
    "BoundTable",
    "ReviewRow",
    "ReviewSection",
    "ReviewTable",
    "SummaryLine",
    "review",
]
