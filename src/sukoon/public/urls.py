"""Addresses of the open pages."""

from django.urls import path

from sukoon.public import views

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("map/", views.map_page, name="map"),
    path("matrix/", views.matrix, name="matrix"),
    path("pyramid/", views.pyramid, name="pyramid"),
    path("gaps/", views.gaps, name="gaps"),
    path("overlaps/", views.overlaps, name="overlaps"),
    path("staleness/", views.staleness, name="staleness"),
    path("directory/", views.directory, name="directory"),
    path("services/<uuid:pk>/", views.service, name="service"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/<uuid:pk>/", views.organisation, name="organisation"),
    path("areas/<str:pcode>/", views.area, name="area"),
    path("about/", views.about, name="about"),
]
