"""Addresses of the phone's app, and of the pages around it."""

from django.urls import path

from sukoon.sync import views

app_name = "sync"
urlpatterns = [
    path("", views.app, name="app"),
    path("connect/", views.connect, name="connect"),
    path("phones/", views.phones, name="phones"),
    path("phones/<uuid:pk>/revoke/", views.phone_revoke, name="phone_revoke"),
    path("kept/", views.kept, name="kept"),
    path("kept/<uuid:pk>/", views.kept_decide, name="kept_decide"),
    path("<path:name>", views.app, name="app_file"),
]
