"""Root of the addresses: the portal at the top, the desk and its administration, sign-in, health."""

from django.urls import include, path

from config import health
from portal.views.language import set_language

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.forbidden"
handler404 = "portal.views.errors.not_found"
handler500 = "portal.views.errors.server_error"

urlpatterns = [
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("accounts/", include("allauth.urls")),
    path("i18n/setlang/", set_language, name="set_language"),
    path("desk/admin/", include("desk.administration.urls")),
    path("desk/", include("desk.urls")),
    path("tablet/", include("tablet.urls")),
    path("", include("portal.urls")),
]
