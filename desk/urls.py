"""Addresses of the officers' face; those of the administration pages are its own."""

from django.urls import path

from desk.views import (
    clocks,
    correction,
    dossiers,
    draft,
    extension,
    imports,
    inbox,
    licences,
    register,
    supplement,
    work,
)
    representation,
    saved_views,

app_name = "desk"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("keys/", inbox.keys, name="keys"),
    path("dossiers/", dossiers.dossiers, name="dossiers"),
    path("dossiers/<uuid:public_id>/", dossiers.dossier, name="dossier"),
    path("dossiers/<uuid:public_id>/flow.bpmn", dossiers.flow, name="flow"),
    path("dossiers/<uuid:public_id>/clocks/", clocks.clocks, name="clocks"),
    path("dossiers/<uuid:public_id>/extension/", extension.extension, name="extension"),
    path("dossiers/<uuid:public_id>/hold/", dossiers.hold, name="hold"),
    path("dossiers/<uuid:public_id>/let-go/", dossiers.let_go, name="let_go"),
    path("dossiers/<uuid:public_id>/correction/", correction.correction, name="correction"),
    path("register/", register.register, name="register"),
    path("institutions/", licences.institutions, name="institutions"),
    path("institutions/<uuid:public_id>/", licences.institution, name="institution"),
    path("licences/", licences.licences, name="licences"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<uuid:public_id>/", imports.import_file, name="import"),
    path("work/<uuid:public_id>/", work.work_item, name="work_item"),
    path("work/<uuid:public_id>/draft.pdf", draft.draft, name="draft"),
    path("work/<uuid:public_id>/supplement/", supplement.supplement, name="supplement"),
    path("work/<uuid:public_id>/claim/", work.claim, name="claim"),
    path("work/<uuid:public_id>/release/", work.release, name="release"),
]
    path("representations/", representation.representations, name="representations"),
    path("representations/<uuid:public_id>/", representation.representation, name="representation"),
