"""Addresses of downloads, feeds and imports."""

from django.urls import path

from sukoon.exchange import views

app_name = "exchange"
urlpatterns = [
    path("export/services/", views.services, name="services"),
    path("feeds/services.hxl.csv", views.feed, name="feed"),
    path("import/", views.import_new, name="import_new"),
    path("import/template.xlsx", views.template, name="template"),
    path("import/<uuid:pk>/", views.review, name="review"),
    path("import/<uuid:pk>/progress/", views.progress, name="progress"),
    path("import/<uuid:pk>/accept/", views.accept, name="accept"),
    path("import/<uuid:pk>/errors.xlsx", views.errors, name="errors"),
]
