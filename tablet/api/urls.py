"""Addresses of the tablet's data; docs/reference/tablet-protocol.md says what is sent and answered."""

from django.urls import path

from tablet.api import devices, evidence, operations, visits

urlpatterns = [
    path("devices/", devices.devices, name="api_devices"),
    path("devices/<uuid:public_id>/", devices.device, name="api_device"),
    path("visits/", visits.visits, name="api_visits"),
    path("visits/<uuid:public_id>/", visits.visit, name="api_visit"),
    path("visits/<uuid:public_id>/changes/", visits.changes, name="api_changes"),
    path("visits/<uuid:public_id>/operations/", operations.operations, name="api_operations"),
    path("checklists/<str:version_hash>/", visits.checklist, name="api_checklist"),
    path("evidence/<uuid:number>/", evidence.evidence, name="api_evidence"),
]
