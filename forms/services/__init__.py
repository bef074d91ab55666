"""The door of the package: collect and accept answers, store uploads, keep those that are needed."""

from forms.services.accept import Accepted, Collected, accept, collect
from forms.services.page import collect_page
from forms.services.reference import hold, papers_named, reference, texts_in, without_papers
from forms.services.store_attachment import store_attachment
from forms.services.sweep import sweep_unreferenced

__all__ = [
    "Accepted",
    "Collected",
    "accept",
    "collect",
    "collect_page",
    "hold",
    "papers_named",
    "reference",
    "store_attachment",
    "sweep_unreferenced",
    "texts_in",
    "without_papers",
]
