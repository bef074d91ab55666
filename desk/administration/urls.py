"""Addresses of the administration."""

from django.urls import path

from desk.administration import home

app_name = "administration"
urlpatterns = [
    path("", home.index, name="index"),
]
