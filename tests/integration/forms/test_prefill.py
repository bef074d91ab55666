"""What is known of a person goes into the form, and what is proven stands against what is sent."""

import pytest
from django.utils import timezone

from accounts.models.people import IdentityLevel
from dossiers.prefill import Asked, provided_for
from forms.rendering import BoundForm
from forms.services import accept
from tests.unit.forms.kinds import form

FORM = form(
    "{key: ten, type: text, label: {vi: Tên}, required: true, prefill: {from: identity, path: full_name, locked: true}}",
    "{key: thu, type: email, label: {vi: Thư}, prefill: {from: identity, path: email}}",
    "{key: cu, type: text, label: {vi: Cũ}, prefill: {from: earlier, path: cu}}",
)
pytestmark = pytest.mark.django_db


def known(person):
    return provided_for(FORM, Asked(person, "diploma_copy", timezone.now()))


class TestAProvenIdentity:
    @pytest.fixture
    def proven(self, person):
        person.identity_level, person.national_id = IdentityLevel.NATIONAL_EID, "084203000456"
        person.save()
        return person

    def test_stands_against_what_is_sent(self, proven):
        accepted = accept(
            FORM, data={"ten": "Người khác"}, owner_id=proven.pk, at=timezone.now(), provided=known(proven)
        )

        assert accepted.answers["ten"] == proven.full_name

    def test_is_shown_with_its_source_and_no_box(self, proven):
        bound = BoundForm(FORM, values={"ten": "Người khác"}, provided=known(proven), language="vi")
        name, mail, before = bound.fields

        assert (name.locked, name.shown, name.origin) == (True, proven.full_name, "định danh điện tử của bạn")
        assert (mail.locked, mail.value, mail.origin) == (False, proven.email, "định danh điện tử của bạn")
        assert (before.locked, before.value, before.origin) == (False, "", "")


class TestAnAccount:
    def test_only_begins_the_form(self, person):
        accepted = accept(
            FORM, data={"ten": "Người khác"}, owner_id=person.pk, at=timezone.now(), provided=known(person)
        )

        assert accepted.answers["ten"] == "Người khác"
        assert BoundForm(FORM, provided=known(person), language="vi").fields[0].value == person.full_name
