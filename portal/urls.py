"""Addresses of the citizens' face."""

from django.urls import path

from portal.views import (
    account,
    applying,
    correction,
    dossiers,
    files,
    home,
    lookup,
    notifications,
    party,
    representation,
    sending,
    supplement,
    verification,
)

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("thu-tuc/<slug:name>/", home.procedure, name="procedure"),
    path("tro-giup/", home.help_page, name="help"),
    path("apply/<slug:name>/", applying.apply, name="apply"),
    path("apply/<slug:name>/review/", sending.review_and_send, name="review"),
    path("apply/<slug:name>/for-whom/", party.for_whom, name="for_whom"),
    path("apply/<slug:name>/discard/", applying.discard, name="discard"),
    path("apply/<slug:name>/<slug:section>/", applying.section, name="section"),
    path("dossiers/", dossiers.mine, name="dossiers"),
    path("dossiers/<uuid:public_id>/", dossiers.dossier, name="dossier"),
    path("dossiers/<uuid:public_id>/supplement/<uuid:item_id>/", supplement.supplement, name="supplement"),
    path("dossiers/<uuid:public_id>/withdraw/", dossiers.withdraw_dossier, name="withdraw"),
    path("dossiers/<uuid:public_id>/rate/", dossiers.rate_dossier, name="rate"),
    path("lookup/", lookup.lookup, name="lookup"),
    path("verify/", verification.verify, name="verify"),
    path("verify/<str:code>/", verification.verify_code, name="verification"),
    path("dossiers/<uuid:public_id>/correction/", correction.correction, name="correction"),
    path("papers/<uuid:public_id>/", files.statutory_paper, name="paper"),
    path("files/<uuid:public_id>/", files.file, name="file"),
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/<uuid:public_id>/", notifications.notification, name="notification"),
    path("account/", account.account, name="account"),
    path("account/data/", account.own_data, name="own_data"),
    path("account/representation/", representation.representation, name="representation"),
    path("account/representation/<slug:kind>/", representation.begin, name="begin_representation"),
    path("account/representation/<uuid:public_id>/end/", representation.end, name="end_representation"),
]
