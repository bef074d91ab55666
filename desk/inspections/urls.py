"""Addresses of inspections on the desk."""

from django.urls import path, register_converter

from desk.inspections import (
    answering,
    boards,
    deciding,
    evidence,
    finding,
    handing,
    listing,
    measures,
    minutes,
    pages,
    paper_minutes,
    preparing,
    visits,
)
from inspections.models import PublishedRules


class RulesKind:
    """A kind of rules in an address."""

    regex = "|".join(PublishedRules.Kind.values)

    def to_python(self, value: str) -> str:
        """Return it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Return it as it is."""
        return str(value)


register_converter(RulesKind, "inspection_rules")
app_name = "inspections"
urlpatterns = [
    path("", listing.inspections, name="inspections"),
    path("new/", listing.propose, name="propose"),
    path("paper/", listing.record_paper, name="record_paper"),
    path("visits/", visits.visits, name="visits"),
    path("minutes/", minutes.to_seal, name="minutes_to_seal"),
    path("minutes/to-sign/", minutes.to_certify, name="minutes_to_certify"),
    path("minutes/<uuid:public_id>/sign/", minutes.sign, name="sign_minutes"),
    path("minutes/<uuid:public_id>/seal/", minutes.seal, name="seal_minutes"),
    path("minutes/<uuid:public_id>/copy/", minutes.hand_over, name="hand_over_minutes"),
    path("minutes/<uuid:public_id>/ink/", paper_minutes.ink, name="ink_minutes"),
    path("teams/", boards.teams, name="teams"),
    path("findings/", boards.findings, name="findings"),
    path("remedies/", boards.remedies, name="remedies"),
    path("data/", boards.data, name="data"),
    path("risk/", measures.risk, name="risk"),
    path("share/", measures.share, name="share"),
    path("rules/<inspection_rules:kind>/", measures.rules, name="rules"),
    path("rules/<inspection_rules:kind>/<uuid:public_id>/", measures.publish, name="publish_rules"),
    path("<uuid:public_id>/", pages.inspection, name="inspection"),
    path("<uuid:public_id>/data.json", boards.export, name="export"),
    path("<uuid:public_id>/flow.bpmn", pages.inspection_flow, name="inspection_flow"),
    path("<uuid:public_id>/source/", pages.source, name="source"),
    path("<uuid:public_id>/source/entrust/", deciding.entrust, name="entrust"),
    path("<uuid:public_id>/terms/", preparing.terms, name="terms"),
    path("<uuid:public_id>/institutions/", preparing.add_target, name="add_target"),
    path("<uuid:public_id>/team/", preparing.add_member, name="add_member"),
    path("<uuid:public_id>/member-change/", deciding.member_change, name="member_change"),
    path("<uuid:public_id>/stop/", deciding.stop, name="stop"),
    path("members/<uuid:public_id>/drop/", preparing.drop_member, name="drop_member"),
    path("members/<uuid:public_id>/declare/", preparing.declare, name="declare"),
    path("institutions/<uuid:public_id>/", pages.target, name="target"),
    path("institutions/<uuid:public_id>/flow.bpmn", pages.target_flow, name="target_flow"),
    path("institutions/<uuid:public_id>/overlap/", preparing.overlap, name="overlap"),
    path("institutions/<uuid:public_id>/place/", preparing.place, name="place"),
    path("institutions/<uuid:public_id>/session/", preparing.plan_session, name="plan_session"),
    path("institutions/<uuid:public_id>/extension/", deciding.extension, name="extension"),
    path("institutions/<uuid:public_id>/suspension/", deciding.suspension, name="suspension"),
    path("institutions/<uuid:public_id>/resumption/", deciding.resumption, name="resumption"),
    path("institutions/<uuid:public_id>/stop/", deciding.stop_target, name="stop_target"),
    path("institutions/<uuid:public_id>/finding/", finding.add_finding, name="add_finding"),
    path("institutions/<uuid:public_id>/paper/", finding.ask_for_paper, name="ask_for_paper"),
    path("institutions/<uuid:public_id>/minutes/<slug:kind>/", paper_minutes.make, name="make_minutes"),
    path("institutions/<uuid:public_id>/checklist/<str:code>/", answering.section, name="answer_section"),
    path(
        "institutions/<uuid:public_id>/checklist/<str:code>/<int:number>/<path:over>/",
        answering.unit,
        name="answer_unit",
    ),
    path("institutions/<uuid:public_id>/sample/<str:code>/", answering.sample, name="draw_sample"),
    path("institutions/<uuid:public_id>/evidence/<path:key>/", evidence.item, name="item_evidence"),
    path("institutions/<uuid:public_id>/evidence-off/<uuid:number>/", evidence.drop, name="drop_evidence"),
    path("complaints/<uuid:public_id>/", finding.answer_complaint, name="answer_complaint"),
    path("findings/<uuid:public_id>/sort/", finding.sort_finding, name="sort_finding"),
    path("findings/<uuid:public_id>/withdraw/", finding.withdraw_finding, name="withdraw_finding"),
    path("remedies/<uuid:public_id>/verify/", finding.verify_remedy, name="verify_remedy"),
    path("remedies/<uuid:public_id>/extend/", finding.extend_remedy, name="extend_remedy"),
    path("remedies/<uuid:public_id>/give-up/", finding.give_up_remedy, name="give_up_remedy"),
    path("conflicts/<uuid:public_id>/", finding.choose, name="choose"),
    path("hand-overs/<uuid:public_id>/", handing.result, name="hand_over_result"),
    path("evidence/<uuid:number>/", pages.evidence, name="evidence"),
]
