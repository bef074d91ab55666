"""Addresses of the inspectors' face: the shell and what makes it installable; the data lies under api/."""

from django.urls import include, path

from tablet import views

app_name = "tablet"
urlpatterns = [
    path("", views.shell, name="shell"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("worker.js", views.worker, name="worker"),
    path("me/", views.me, name="me"),
    path("texts/<str:language>.json", views.texts, name="texts"),
    path("api/", include("tablet.api.urls")),
]
