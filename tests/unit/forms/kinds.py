"""A one-question form of any kind, checked: what the tests of the kinds share."""

from forms import engine
from forms.errors import FormFaults
from forms.loader import load_form
from tests.unit.forms.example import TODAY

HEAD = "form: a\ntitle: {vi: A}\nsections:\n  - key: s\n    fields:\n"


def form(*fields):
    """Return the form that asks these fields, each a YAML flow map."""
    return load_form(HEAD + "".join(f"      - {each}\n" for each in fields), file="a.form.yaml")


def faults(*fields):
    """Return what is wrong with these fields, nothing where nothing is."""
    try:
        form(*fields)
    except FormFaults as found:
        return [str(fault) for fault in found.faults]
    return []


def checked(definition, **data):
    """Return the outcome of checking data."""
    return engine.check(definition, data, today=TODAY)


def said(messages):
    """Return messages in Vietnamese."""
    return [message.render(str, "vi") for message in messages]


def answer(settings, sent):
    """Return the answer of one question `k`, or the sentence that refuses it."""
    outcome = checked(form(f"{{key: k, label: {{vi: K}}, {settings}}}"), k=sent)
    return said(outcome.errors["k"])[0] if "k" in outcome.errors else outcome.answers.get("k")
