"""Addresses of the administration."""

from django.urls import path

from desk.administration import (
    agencies,
    calendar,
    certificates,
    delegations,
    home,
    incidents,
    people,
    registers,
    waivers,
)

app_name = "administration"
urlpatterns = [
    path("", home.index, name="index"),
    path("people/", people.people, name="people"),
    path("people/appoint/", people.appoint_person, name="appoint"),
    path("people/<uuid:public_id>/", people.person, name="person"),
    path("people/<uuid:public_id>/close/", people.close, name="close_person"),
    path("people/<uuid:public_id>/second-factor/", people.reset_factor, name="reset_factor"),
    path(
        "people/<uuid:public_id>/tablets/<uuid:device>/sign-out/", people.revoke_tablet, name="revoke_tablet"
    ),
    path("appointments/<uuid:public_id>/end/", people.end, name="end_appointment"),
    path("appointments/<uuid:public_id>/revoke/", people.revoke, name="revoke_appointment"),
    path("delegations/", delegations.delegations, name="delegations"),
    path("delegations/new/", delegations.delegate_role, name="delegate"),
    path("delegations/<uuid:public_id>/end/", delegations.end_delegation, name="end_delegation"),
    path("agencies/", agencies.agencies, name="agencies"),
    path("agencies/new/", agencies.new_agency, name="new_agency"),
    path("agencies/<uuid:public_id>/", agencies.agency, name="agency"),
    path("agencies/<uuid:public_id>/edit/", agencies.edit_agency, name="edit_agency"),
    path("agencies/<uuid:public_id>/retire/", agencies.retire, name="retire_agency"),
    path("agencies/<uuid:public_id>/four-eyes/", waivers.waive, name="waive_four_eyes"),
    path("agencies/four-eyes/<uuid:public_id>/end/", waivers.restore, name="restore_four_eyes"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/days/<int:pk>/remove/", calendar.remove_day, name="remove_day"),
    path("calendar/<int:year>/propose/", calendar.propose, name="propose_days"),
    path("registers/", registers.registers, name="registers"),
    path("registers/<uuid:public_id>/", registers.register, name="register"),
    path("registers/numbers/<uuid:public_id>/void/", registers.void, name="void_number"),
    path("certificates/", certificates.certificates, name="certificates"),
    path("certificates/new/", certificates.new_certificate, name="new_certificate"),
    path("certificates/<uuid:public_id>/<slug:state>/", certificates.change_state, name="certificate_state"),
    path("incidents/", incidents.incidents, name="incidents"),
    path("incidents/<uuid:public_id>/retry/", incidents.retry, name="retry_incident"),
    path("incidents/<uuid:public_id>/close/", incidents.close, name="close_incident"),
    path("incidents/<uuid:public_id>/skip/", incidents.skip, name="skip_incident"),
]
