"""What a tablet takes along beside the answers, at first and again later: declarations, licences, the decision."""

from datetime import date

import pytest
from django.utils import timezone

from inspections.models import DeclaredAnswer, Finding, Target
from registry.models import Licence
from tests.integration.documents import conftest as documents
from tests.integration.inspections.visit_world import World, build_visit, visit_of

department, documents_here = documents.department, documents.documents_here
issued, key_folder, made_keys = documents.issued, documents.key_folder, documents.made_keys


@pytest.fixture
def visit(db) -> World:
    """A visit under way."""
    return build_visit(timezone.now())


def licence(visit: World, issuer, number: str, on: date) -> Licence:
    """Return a licence of the visited institution."""
    facts = {"created_at": visit.at, "changed_at": visit.at}
    return Licence.objects.create(
        institution=visit.target.institution, issuer=issuer, number=number, issued_on=on, **facts
    )


class TestChanges:
    def test_bring_a_declaration_that_came_after_the_visit_was_downloaded(self, visit: World):
        an = visit.tablet("an")
        before = an.get(f"visits/{visit.target.public_id}/").json()
        DeclaredAnswer.objects.create(
            target=visit.target, item_key="TS.03", values={"numerator": "28"}, by=visit.people["lead"], changed_at=visit.at
        )  # fmt: skip
        Target.objects.filter(pk=visit.target.pk).update(self_declared_at=visit.at)

        changed = an.get(f"visits/{visit.target.public_id}/changes/?after={before['seq']}").json()

        assert before["declared"] == {}
        assert changed["declared"] == {"TS.03": {"numerator": "28"}}

    def test_are_of_the_same_members_as_the_visit_whole(self, visit: World):
        an = visit.tablet("an")

        whole = an.get(f"visits/{visit.target.public_id}/").json()
        changed = an.get(f"visits/{visit.target.public_id}/changes/?after=0").json()

        assert set(whole) == set(changed)


class TestEarlierFindings:
    def test_are_those_of_the_institution_alone(self, visit: World):
        roles = {visit.people["lead"]: "lead"}
        for text, is_here in (("Ở đây", True), ("Nơi khác", False)):
            earlier = visit_of(visit.inspection.agency, roles, visit.at)
            if is_here:
                earlier.institution = visit.target.institution
            earlier.ended_at = visit.at
            earlier.save()
            Finding.objects.create(
                target=earlier, item_key="TS.03", text=text, found_by=visit.people["lead"], found_at=visit.at
            )

        told = visit.tablet("an").get(f"visits/{visit.target.public_id}/").json()

        assert [each["text"] for each in told["previous"]] == ["Ở đây"]


class TestLicences:
    def test_come_with_the_code_that_their_qr_opens_where_this_house_issued_them(self, visit: World, issued):
        ours = licence(visit, issued.agency, issued.number, issued.issued_on)
        paper = licence(visit, issued.agency, "07/GCN-LĐTBXH", date(2019, 5, 6))
        other = visit_of(visit.inspection.agency, {visit.people["lead"]: "lead"}, visit.at)
        Licence.objects.create(
            institution=other.institution, issuer=issued.agency, number="9/GCN", issued_on=date(2020, 1, 1), created_at=visit.at, changed_at=visit.at
        )  # fmt: skip

        told = visit.tablet("an").get(f"visits/{visit.target.public_id}/").json()

        assert told["licences"] == [
            {"number": ours.number, "issued_on": ours.issued_on.isoformat(), "code": issued.verify_code},
            {"number": paper.number, "issued_on": "2019-05-06", "code": ""},
        ]
