"""Addresses of the tablet's data."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
